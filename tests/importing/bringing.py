"""Brings files in as the pages do, with the jobs run at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sellwright.actions import imports as deeds
from sellwright.importing import plans, proposing
from sellwright.importing.counting import Counts
from sellwright.importing.plans import Plan
from sellwright.jobs import importing_rows
from sellwright.store.models import Import, User


def looked(by: User, *paths: Path) -> Import:
    """Brought and read, with the plan that is proposed."""
    row = deeds.bring(by=by, paths=list(paths))
    importing_rows.look_at_import(whole=row.public_id)
    row.refresh_from_db()
    assert row.state == Import.State.READY, row.error
    return row


def tried(row: Import, by: User) -> Counts:
    """The dry run's figures."""
    deeds.attempt(by=by, whole=row)
    importing_rows.try_import(whole=row.public_id)
    row.refresh_from_db()
    assert row.state == Import.State.TRIED, row.error
    return Counts.from_json(row.tried)


def written(row: Import, by: User) -> Counts:
    """Written to its end; the dry run before said the same."""
    expected = tried(row, by)
    deeds.begin(by=by, whole=row)
    importing_rows.write_import(whole=row.public_id)
    row.refresh_from_db()
    assert row.state == Import.State.DONE, row.error
    counts = Counts.from_json(row.counts)
    assert counts.rows == expected.rows and counts.nouns == expected.nouns
    return counts


def brought(by: User, *paths: Path) -> tuple[Import, Counts]:
    """Everything in one go."""
    row = looked(by, *paths)
    return row, written(row, by)


def undone(row: Import, by: User) -> Import:
    """Taken back."""
    deeds.undo(by=by, whole=row)
    importing_rows.undo_import(whole=row.public_id)
    row.refresh_from_db()
    assert row.state == Import.State.UNDONE
    return row


def mended(row: Import, by: User, word: str) -> None:
    """Has a word mended as it is offered."""
    plan = plans.from_json(row.plan)
    offered = proposing.near_of(plan, deeds.found_in(row))
    for (at, place), words in offered.items():
        for one in words:
            if one.word == word:
                column = plan.files[at].columns[place]
                changed = replace(column, mends={**column.mends, word: one.instead})
                columns = (*plan.files[at].columns[:place], changed, *plan.files[at].columns[place + 1 :])
                plan = plan.with_file(at, replace(plan.files[at], columns=columns))
    deeds.replan(by=by, whole=row, plan=plan)
    row.refresh_from_db()


def targets(row: Import, at: int = 0) -> dict[str, str]:
    """Where each column goes."""
    plan: Plan = plans.from_json(row.plan)
    return {column.heading: column.target for column in plan.files[at].columns}
