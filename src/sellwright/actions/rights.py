"""A person's rights: what is held about them, given to them, erased.

Erasing waits a day, in which whoever may erase can take it back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.archive import held, packing
from sellwright.jobs import queue
from sellwright.store.models import Erasure, LogEntry, Person, User

DEEDS = ("erase_person",)
WAITS = 24 * 3600.0  # seconds in which it can be taken back


def look(*, by: User, person: Person) -> held.Held:
    """What is held about them, as far as `by` may read it."""
    access.check(by, "export_own")
    person = access.person_again(by, person)
    return held.held(person, by)


def give(*, by: User, person: Person, folder: Path, now: float) -> int:
    """Writes that into a folder; how many letters. What was given, and to whom, is logged without its values."""
    found = look(by=by, person=person)
    count = held.write(found, folder, datetime.fromtimestamp(now, UTC))
    log.write(by, "export_person", person, after={"letters": count})
    return count


def erase(*, by: User, person: Person, now: float) -> LogEntry:
    """Has somebody erased in a day. Refused when that is asked for already."""
    access.check(by, "erase_person")
    try:
        with transaction.atomic():
            person = access.person_again(by, person)
            row = Erasure.objects.create(person=person, by=by, asked_at=now, due_at=now + WAITS)
            queue.enqueue(
                "erase_person", key=row.public_id, erasure=row.public_id, after=datetime.fromtimestamp(row.due_at, UTC)
            )
            return log.write(by, "erase_person", person, after={"erasure": row.public_id})
    except IntegrityError:
        raise Refused(_("They are to be erased already.")) from None


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes it back before it is done. Refused afterwards."""
    access.check(by, "erase_person")
    with transaction.atomic():
        row = Erasure.objects.select_for_update().filter(public_id=entry.after.get("erasure", "")).first()
        return _take_back(by, row)


def keep(*, by: User, person: Person) -> LogEntry:
    """The same from the person's page."""
    access.check(by, "erase_person")
    with transaction.atomic():
        waits = Erasure.objects.select_for_update().filter(person=person, done_at=None, taken_back_at=None)
        return _take_back(by, waits.first())


def _take_back(by: User, row: Erasure | None) -> LogEntry:
    if row is None or row.person is None or row.done_at is not None or row.taken_back_at is not None:
        raise Refused(_("That was done, or taken back, already."))
    row.taken_back_at = timezone.now().timestamp()
    row.save(update_fields=["taken_back_at"])
    return log.write(by, "undo_erase_person", row.person)


def folder_of(person: Person) -> Path:
    """Where what is given to somebody is put together. It goes after a day."""
    return packing.taken_along() / f"person-{person.public_id}"
