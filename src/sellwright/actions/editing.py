"""One cell of a list changed where it stands: saved if nobody changed it meanwhile, taken back as long as nothing
followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deals, log, typed
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead, settling
from sellwright.store import clock
from sellwright.store.lists import cells
from sellwright.store.lists.nouns import Column
from sellwright.store.models import LogEntry, Stage, User, Workspace

DEEDS = ("edit_cell",)


class ChangedMeanwhile(Refused):
    """Somebody saved this cell after the one who now saves it had opened it. Nothing was written."""


def edit(*, by: User, noun: str, public_id: str, column: str, words: Sequence[str], seen: Any = ...) -> LogEntry | None:
    """Puts what was typed into a cell; None when it stood there already. `seen`: what the cell held when it was opened
    (as JSON); raises ChangedMeanwhile when that no longer stands, Refused when what was typed does not fit. A stage is
    moved to, as on the board."""
    access.check(by, typed.deed_of(noun, column))
    found = typed.column_of(noun, column)
    value = typed.read(by, found, words)
    with transaction.atomic():
        row = access.listed(by, noun).select_for_update().get(public_id=public_id)
        before = cells.held_in(row, found)
        if seen is not ... and before != seen:
            raise ChangedMeanwhile(_changed_by(noun, public_id, typed.said(found, before)))
        if before == value.held:
            return None
        if found.key == "stage":
            now = clock.now(Workspace.objects.get())
            return deals.move(by=by, deal=row, stage=Stage.objects.get(pk=value.held), now=now)
        _put(noun, row, found, value.held)
        return log.write(by, "edit_cell", row, before={column: before}, after={column: value.held})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it is another's, or was changed since."""
    ((column, after),) = entry.after.items()
    access.check(by, typed.deed_of(entry.thing, column))
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    found = typed.column_of(entry.thing, column)
    with transaction.atomic():
        row = access.listed(by, entry.thing).select_for_update().get(public_id=entry.thing_id)
        if cells.held_in(row, found) != after:
            raise Refused(_("This was changed since, so it was not undone."))
        _put(entry.thing, row, found, entry.before[column])
        return log.write(by, "undo_edit_cell", row, before=entry.after, after=entry.before)


def _put(noun: str, row: Any, column: Column, value: Any) -> None:
    cells.put_in(row, column, value)
    row.save(update_fields=cells.saved_as(noun, column))
    if cells.follow(noun, column, [row]):
        settling.soon()
    if noun == "deal":
        looking_ahead.soon()


def _changed_by(noun: str, public_id: str, now: str) -> str:
    last = LogEntry.objects.filter(thing=noun, thing_id=public_id).select_related("by").order_by("-at", "-pk").first()
    who = str(last.by) if last is not None and last.by is not None else _("Somebody")
    sentence = _("%(who)s changed this while you had it open: it says %(now)s. Nothing was saved.")
    return sentence % {"who": who, "now": f"“{now}”"}
