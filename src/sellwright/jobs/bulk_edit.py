"""Goes on with a bulk edit of a list, or with its undoing.

Every piece is a transaction that keeps what stood before, so that a killed program goes on where it ended, and either
way back is whole."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.db import transaction

from sellwright import access
from sellwright.jobs import looking_ahead, queue, settling
from sellwright.jobs.queue import job
from sellwright.store import clock
from sellwright.store.lists import asking, cells, reading
from sellwright.store.lists.conditions import Reader
from sellwright.store.lists.nouns import Column
from sellwright.store.models import BulkEdit, BulkRow, User, Workspace
from sellwright.store.sqlite.turns import standing_back

PIECE = 100  # rows a transaction


@job("bulk_edit", lane="long")
def bulk_edit(*, bulk: str) -> None:
    """Piece by piece; what is done stays done, whatever ends the program."""
    row = BulkEdit.objects.filter(public_id=bulk).first()
    if row is None:
        return
    with standing_back():
        run(row)
    if queue.stopping():
        raise queue.Again


def run(made: BulkEdit) -> None:
    """Goes on with an edit, or with its undoing, to its end. Safe to run again, and beside itself."""
    while _step(made.pk) and not queue.stopping():
        pass
    made.refresh_from_db()


def _step(pk: int) -> bool:
    """One piece; whether there is more to do."""
    with transaction.atomic():
        made = BulkEdit.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
        if made.state == BulkEdit.State.RUNNING and made.by is not None:
            return _forward(made, made.by)
        if made.state == BulkEdit.State.UNDOING and made.by is not None:
            return _back(made, made.by)
    return False


def _forward(made: BulkEdit, by: User) -> bool:
    column = cells.column_of(made.noun, made.column)
    if column is None:
        return _ended(made)
    ids = piece(by, made.noun, made.asked, made.reached, most=PIECE)
    changed, kept = [], []
    for row in access.listed(by, made.noun).select_for_update().filter(pk__in=ids):
        before = cells.held_in(row, column)
        if before == made.value:
            made.same += 1
            continue
        kept.append(BulkRow(bulk=made, row=row.pk, before=before))
        cells.put_in(row, column, made.value)
        changed.append(row)
    _save(made.noun, column, changed)
    BulkRow.objects.bulk_create(kept)
    made.changed += len(changed)
    made.reached = ids[-1] if ids else made.reached
    if not ids:
        made.state = BulkEdit.State.DONE
    made.save(update_fields=["same", "changed", "reached", "state"])
    return bool(ids)


def _back(made: BulkEdit, by: User) -> bool:
    column = cells.column_of(made.noun, made.column)
    if column is None:
        return _ended(made)
    before = {row.row: row for row in made.rows.order_by("row")[:PIECE]}
    changed = []
    for row in access.listed(by, made.noun).select_for_update().filter(pk__in=before):
        if cells.held_in(row, column) != made.value:
            made.kept += 1
            continue
        cells.put_in(row, column, before[row.pk].before)
        changed.append(row)
    _save(made.noun, column, changed)
    BulkRow.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    if not before:
        made.state = BulkEdit.State.UNDONE
    made.save(update_fields=["kept", "state"])
    return bool(before)


def _save(noun: str, column: Column, rows: list[Any]) -> None:
    if rows:
        type(rows[0]).objects.bulk_update(rows, cells.saved_as(noun, column))
        if cells.follow(noun, column, rows):
            settling.soon()
        if noun == "deal":
            looking_ahead.soon()


def _ended(made: BulkEdit) -> bool:
    """Its column is no more: what is done stays."""
    made.state = BulkEdit.State.DONE if made.state == BulkEdit.State.RUNNING else BulkEdit.State.UNDONE
    made.save(update_fields=["state"])
    return False


def piece(by: User, noun: str, asked: dict[str, Any], reached: int, *, most: int = PIECE) -> list[int]:
    """The next ids of chosen rows behind an id, lowest first: ticked ones ({"ids": [...]}) or all of a list
    ({"list": store.lists.asking.Asked.as_json()})."""
    if "list" not in asked:
        known = access.listed(by, noun).filter(public_id__in=asked["ids"], pk__gt=reached)
        return list(known.order_by("pk").values_list("pk", flat=True)[:most])
    wanted = replace(asking.from_json(noun, asked["list"]), sort="added", down=False, columns=("name",),
                     after=json.dumps([0, reached]) if reached else "")  # fmt: skip
    return [row.pk for row in reading.read(wanted, reader_of(by), size=most, exact_first=False).rows]


def reader_of(by: User) -> Reader:
    """Who reads lists, and when."""
    now = clock.now(Workspace.objects.get())
    return Reader(access.scope_of(by).pk, by.public_id, now, clock.zone(by))
