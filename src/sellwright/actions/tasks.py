"""Things to do, by a person, perhaps by a day. A typed line may hold its day: "call Anna on Friday"."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.store.models import Deal, LogEntry, Person, Task, User

DEEDS = ("add_task", "finish_task", "open_task", "change_task", "drop_task")
LONGEST = 300


def add(
    *, by: User, line: str, moment: datetime, owner: User | None = None, person: Person | None = None,
    deal: Deal | None = None,
) -> LogEntry:  # fmt: skip
    """A task from a typed line, for oneself or a colleague. `moment` is aware, in the zone of who typed."""
    access.check(by, "task")
    line = " ".join(line.split())
    if not line:
        raise Refused(_("Write what is to be done."), "line")
    if len(line) > LONGEST:
        raise Refused(_("A task has at most %(most)d characters.") % {"most": LONGEST}, "line")
    owner = owner or by
    if not owner.is_active:
        raise Refused(_("That colleague has left."), "owner")
    errand = errands.read(line, moment, by.language[:2])
    with transaction.atomic():
        if person is not None:
            person = access.people(by).get(pk=person.pk)
            if owner.pk != by.pk and not access.people(owner).filter(pk=person.pk).exists():
                raise Refused(_("%(who)s may not know of %(person)s.") % {"who": owner, "person": person}, "owner")
        if deal is not None:
            deal = access.deals(by).get(pk=deal.pk)
        row = Task.objects.create(
            text=errand.text, due_date=errand.due_date, owner=owner, by=by, person=person, deal=deal, made_at=moment
        )
        return log.write(by, "add_task", row, person=person, after=_plain(row))


def finish(*, by: User, task: Task, now: float) -> LogEntry:
    """Done. Its owner, or who gave it."""
    return _change(by, task, "finish_task", {"done_at": datetime.fromtimestamp(now, UTC)})


def open_again(*, by: User, task: Task) -> LogEntry:
    """Not done after all."""
    return _change(by, task, "open_task", {"done_at": None})


def change(*, by: User, task: Task, text: str, due_date: date | None) -> LogEntry:
    """Other words, another day."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refused(_("Write what is to be done, in at most %(most)d characters.") % {"most": LONGEST}, "text")
    return _change(by, task, "change_task", {"text": text, "due_date": due_date})


def drop(*, by: User, task: Task) -> LogEntry:
    """Not to be done any more."""
    access.check(by, "task")
    with transaction.atomic():
        row = access.tasks(by).select_for_update().get(pk=task.pk)
        done = log.write(by, "drop_task", row, person=row.person, before=_plain(row))
        row.delete()
        return done


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it is another's, or was changed since."""
    access.check(by, "task")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        if entry.deed == "drop_task":
            row = Task(public_id=entry.thing_id, by=by)
            _put(row, entry.before)
            row.save()
            return log.write(by, "undo_drop_task", row, person=row.person, after=entry.before)
        found = access.tasks(by).select_for_update().filter(public_id=entry.thing_id).first()
        if found is None or _plain(found) != entry.after:
            raise Refused(_("This was changed since, so it was not undone."))
        done = log.write(by, f"undo_{entry.deed}", found, person=found.person, before=entry.after, after=entry.before)
        if entry.deed == "add_task":
            found.delete()
        else:
            _put(found, entry.before)
            found.save()
        return done


def _change(by: User, task: Task, deed: str, change: dict[str, Any]) -> LogEntry:
    access.check(by, "task")
    with transaction.atomic():
        row = access.tasks(by).select_for_update().get(pk=task.pk)
        before = _plain(row)
        for name, value in change.items():
            setattr(row, name, value)
        row.save(update_fields=list(change))
        return log.write(by, deed, row, person=row.person, before=before, after=_plain(row))


def _plain(row: Task) -> dict[str, Any]:
    return {
        "text": row.text, "due": row.due_date.isoformat() if row.due_date else None,
        "done": row.done_at.isoformat() if row.done_at else None,
        "owner_id": row.owner_id, "person_id": row.person_id, "deal_id": row.deal_id,
    }  # fmt: skip


def _put(row: Task, held: dict[str, Any]) -> None:
    row.text = held["text"]
    row.due_date = date.fromisoformat(held["due"]) if held["due"] else None
    row.done_at = datetime.fromisoformat(held["done"]) if held["done"] else None
    row.owner_id, row.person_id, row.deal_id = held["owner_id"], held["person_id"], held["deal_id"]
