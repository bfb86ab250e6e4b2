"""What `sellwright import` does: the same deeds as the pages, one after the other, with words on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import yaml
from django.db import connection
from django.utils.translation import override

from sellwright.actions import imports as deeds
from sellwright.importing import counting, plans, preparing, proposing
from sellwright.importing.counting import Counts
from sellwright.importing.plans import ColumnPlan, Plan
from sellwright.interactions.column_headings import plain
from sellwright.interactions.failures import CannotRead, NothingFound
from sellwright.jobs import importing_rows
from sellwright.screens.imports import wording
from sellwright.store.models import Import, User

WAIT = 0.5  # seconds between two looks at an import that a running workbench writes meanwhile
Say = Callable[[str], None]
Bar = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]  # words to what is told (rows done, of all)
State = Import.State


def run(
    files: Sequence[Path], about: str, mapping: Path | None, email: str, *, dry_run: bool = False, say: Say, bar: Bar
) -> int:
    """Brings files in; returns how many rows were refused. Raises CannotRead, Refused, NothingFound."""
    by = _importer(email)
    with override(by.language):
        row = deeds.bring(by=by, paths=files)
        try:
            with _watched(row, bar("Reading")):
                importing_rows.look_at_import(whole=row.public_id)
                _settled(row, State.LOOKING)
            _plan(row, by, about, mapping, say)
            if dry_run:
                return _tried(row, by, say, bar)
            deeds.begin(by=by, whole=row)
        except BaseException:
            if Import.objects.filter(pk=row.pk, begun_at=None).exists():
                deeds.put_away(by=by, whole=row)
            raise
        with _watched(row, bar("Writing")):
            importing_rows.write_import(whole=row.public_id)
            _settled(row, State.WRITING)
        refused = _told(row.counts, say)
        if refused:
            for line, reason in row.rows.filter(outcome="refused").values_list("line", "reason")[:20]:
                say(f"  line {line}: {reason}")
        return refused


def _tried(row: Import, by: User, say: Say, bar: Bar) -> int:
    deeds.attempt(by=by, whole=row)
    with _watched(row, bar("Trying")):
        importing_rows.try_import(whole=row.public_id)
        _settled(row, State.TRYING)
    counts = _told(row.tried, say)
    deeds.put_away(by=by, whole=row)
    return counts


@contextmanager
def _watched(row: Import, bar: AbstractContextManager[Callable[[int, int], None]]) -> Iterator[None]:
    """Shows how far it is, whoever does the work: it stands in the import's row."""
    with bar as step:
        over = threading.Event()

        def watch() -> None:
            try:
                while not over.wait(WAIT):
                    step(*Import.objects.values_list("rows_done", "rows_total").get(pk=row.pk))
            finally:
                connection.close()

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()


def _importer(email: str) -> User:
    rows = User.objects.filter(is_active=True).order_by("pk")
    found = rows.filter(email=email.lower()).first() if email else rows.filter(role="owner").first()
    if found is None:
        raise NothingFound(
            "There is nobody here to import for.", "Run: sellwright serve, and claim the workspace first."
        )
    return found


def _settled(row: Import, running: str) -> None:
    """Waits until it is through: a running workbench may have taken the work over."""
    row.refresh_from_db()
    while row.state == running:
        time.sleep(WAIT)
        row.refresh_from_db()
    if row.state == State.FAILED:
        raise CannotRead(row.error, "Mend the file, then import it again.")


def _plan(row: Import, by: User, about: str, mapping: Path | None, say: Say) -> None:
    found = deeds.found_in(row)
    plan = plans.from_json(row.plan)
    if about:
        try:
            noun = proposing.about(about)
        except KeyError:
            raise CannotRead(f"{about!r} is nothing rows can be about.", "Say people, firms or deals.") from None
        plan = preparing.proposed(found, Path(row.folder), noun)
    if mapping is not None:
        plan = preparing.fitted(_mapped(plan, _sheet(mapping)), found, Path(row.folder))
    deeds.replan(by=by, whole=row, plan=plan)
    row.refresh_from_db()
    for file in plan.files:
        say(f"{file.name}: {file.rows:,} rows, {wording.nouns()[file.noun]}")
        for column in file.columns:
            say(f"  {column.heading}: {column.target or 'left out'}" + (f" ({column.kind})" if column.target else ""))
    for words in proposing.near_of(plan, found).values():
        for near in words:
            say(f"  perhaps written wrong: {near.word!r} ({near.times:,} times) beside {near.instead!r}")
    for one in found:
        for line, why in one.misread:
            say(f"  {one.name}, line {line}: {why}")


def _sheet(path: Path) -> dict[str, str]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannotRead(
            f"{path.name} is no mapping that can be read.", "Write a line `Heading: person.email` for each column."
        ) from error
    if not isinstance(values, dict):
        raise CannotRead(f"{path.name} holds no mapping.", "Write a line `Heading: person.email` for each column.")
    return {str(heading): str(target) for heading, target in values.items()}


def _mapped(plan: Plan, said: dict[str, str]) -> Plan:
    left = {plain(heading): heading for heading in said}
    for at, file in enumerate(plan.files):
        columns = []
        for column in file.columns:
            heading = left.get(plain(column.heading))
            columns.append(_going(column, said[heading], file.noun) if heading is not None else column)
        plan = plan.with_file(at, replace(file, columns=tuple(columns)))
    there = {plain(column.heading) for file in plan.files for column in file.columns}
    for key, heading in left.items():
        if key not in there:
            raise CannotRead(f"There is no column {heading!r}.", "Write the heading as it stands in the file.")
    return plan


def _going(column: ColumnPlan, target: str, noun: str) -> ColumnPlan:
    if target.strip().lower() in ("leave out", "leave", "none", ""):
        return replace(column, target="")
    if target.strip().lower() in ("new", "new field"):
        return replace(column, target=f"new.{noun}")
    known = {one for _group, of in wording.targets(noun) for one, _name in of}
    if target not in known:
        raise CannotRead(
            f"{target!r} is no place for a column.", f"There are: {', '.join(sorted(known))}, new, leave out."
        )
    kind = column.kind if target.startswith("extra.") else proposing.kind_for(target, column.kind)
    return replace(column, target=target, kind=kind)


def _told(values: dict[str, object], say: Say) -> int:
    counts = Counts.from_json(values)
    say(counting.line(counts.rows))
    for noun in counting.NOUNS:
        if noun in counts.nouns:
            say(f"  {counting.line(counts.nouns[noun], noun)}")
    for words, times in counts.notes.items():
        say(f"  {times:,} {words}")
    for words, times in counts.reasons.items():
        say(f"  refused {times:,}: {words}")
    return counts.rows.get("refused", 0)
