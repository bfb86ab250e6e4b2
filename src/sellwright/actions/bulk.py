"""One value for many rows at once: said before how many, done in pieces that others can write between, undone as one.

Every piece is a transaction that keeps what stood before, so that a killed program goes on where it ended, and either
way back is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, typed
from sellwright.actions.refusing import Refused
from sellwright.jobs import bulk_edit, queue
from sellwright.store.lists import cells
from sellwright.store.lists.asking import Asked
from sellwright.store.lists.nouns import Column
from sellwright.store.models import BulkEdit, LogEntry, User

DEEDS = ("bulk_edit",)
MOST_TICKED = 1_000
AT_ONCE = 300  # rows that are changed while one waits; more are changed by a worker
_LOOKED_AT = 800  # rows looked at together by a preview
NOT_IN_BULK = ("name", "stage")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows: ticked ones by their public ids, or all that a list shows."""

    noun: str
    ids: tuple[str, ...] = ()
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of the rows that are chosen."""

    changed: int
    same: int  # have the value already
    refused: int  # not there, or not to be known of

    @property
    def whole(self) -> int:
        """How many were chosen."""
        return self.changed + self.same + self.refused


def preview(*, by: User, chosen: Chosen, column: str, words: Sequence[str]) -> Preview:
    """How many rows would change, and how many not. Raises Refused when the value does not fit."""
    access.check(by, typed.deed_of(chosen.noun, column))
    found, value = _value(by, chosen.noun, column, words)
    same = changed = 0
    reached = 0
    asked = _asked(chosen)
    while piece := bulk_edit.piece(by, chosen.noun, asked, reached, most=_LOOKED_AT):
        rows = access.listed(by, chosen.noun).filter(pk__in=piece)
        for row in rows:
            if cells.held_in(row, found) == value:
                same += 1
            else:
                changed += 1
        reached = piece[-1]
    return Preview(changed, same, max(0, len(chosen.ids) - changed - same))


def edit(*, by: User, chosen: Chosen, column: str, words: Sequence[str]) -> tuple[BulkEdit, LogEntry]:
    """Gives the rows the value: at once where they are few, else by a worker. Raises Refused when it does not fit."""
    access.check(by, typed.deed_of(chosen.noun, column))
    _found, value = _value(by, chosen.noun, column, words)
    if len(chosen.ids) > MOST_TICKED:
        raise Refused(_("At most %(most)d rows can be ticked. Narrow the list and choose all of it.")
                      % {"most": MOST_TICKED})  # fmt: skip
    with transaction.atomic():
        made = BulkEdit.objects.create(noun=chosen.noun, column=column, value=value, asked=_asked(chosen), by=by)
        entry = log.write(by, "bulk_edit", made, after={"noun": chosen.noun, "column": column, "value": value})
        queue.enqueue("bulk_edit", bulk=made.public_id)
    if chosen.asked is None and len(chosen.ids) <= AT_ONCE:
        bulk_edit.run(made)
    return made, entry


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before in every row that nobody changed since; the others are counted and left."""
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    access.check(by, typed.deed_of(entry.after["noun"], entry.after["column"]))
    with transaction.atomic():
        made = BulkEdit.objects.select_for_update().get(public_id=entry.thing_id)
        if made.state in (BulkEdit.State.UNDOING, BulkEdit.State.UNDONE):
            raise Refused(_("This was undone already."))
        made.state = BulkEdit.State.UNDOING
        made.save(update_fields=["state"])
        done = log.write(by, "undo_bulk_edit", made, before=entry.after)
        queue.enqueue("bulk_edit", bulk=made.public_id)
    if made.changed <= AT_ONCE:
        bulk_edit.run(made)
    return done


def _asked(chosen: Chosen) -> dict[str, Any]:
    """As the bulk edit keeps it."""
    return {"list": chosen.asked.as_json()} if chosen.asked is not None else {"ids": list(chosen.ids)}


def _value(by: User, noun: str, column: str, words: Sequence[str]) -> tuple[Column, Any]:
    found = typed.column_of(noun, column)
    if column in NOT_IN_BULK:
        raise Refused(_("Names and stages are changed one by one."))
    return found, typed.read(by, found, words).held
