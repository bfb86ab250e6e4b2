"""What a user says about a person's place in their own day: done, later, not for us. Each can be taken back.

A decision outranks evidence (today.day.Said) and touches nobody else's day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.derive import places
from sellwright.store.models import Decision, LogEntry, Person, User

FARTHEST_DAYS = 731  # a snooze beyond two years is a slip of the keyboard
DEEDS = ("done", "snooze", "not_for_us")


def finish(*, by: User, person: Person, now: float) -> LogEntry:
    """Dealt with: from now on only what happens later counts. `now` in seconds since 1970 UTC."""
    return _decide(by, person, "done", {"done_at": now, "snoozed_until": None, "not_for_us": False})


def snooze(*, by: User, person: Person, until: date, today: date) -> LogEntry:
    """Not before that day. Refused for a day that is not ahead, or too far ahead to be meant."""
    if until <= today:
        raise Refused(_("That day is not ahead. Try “tomorrow” or “in 2 weeks”."), "until")
    if (until - today).days > FARTHEST_DAYS:
        raise Refused(_("That is more than two years ahead. Name a nearer day."), "until")
    return _decide(by, person, "snooze", {"snoozed_until": until.isoformat()})


def set_aside(*, by: User, person: Person) -> LogEntry:
    """Not for us: out of this user's days until taken back."""
    return _decide(by, person, "not_for_us", {"not_for_us": True})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before one of these deeds. Refused when it is another's, or something was decided since."""
    access.check(by, "decide")
    if entry.by_id != by.pk or entry.deed not in DEEDS or entry.person_id is None:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        person = access.people(by).get(pk=entry.person_id)
        decision = Decision.objects.select_for_update().filter(user=by, person=person).first()
        held = _plain(decision)
        if held != entry.after:
            raise Refused(_("Something else was decided since, so this was not undone."))
        _write(by, person, entry.before)
        places.refresh(by, person)
        return log.write(by, f"undo_{entry.deed}", person, before=held, after=entry.before)


def _decide(by: User, person: Person, deed: str, change: dict[str, Any]) -> LogEntry:
    access.check(by, "decide")
    with transaction.atomic():
        person = access.people(by).get(pk=person.pk)
        before = _plain(Decision.objects.select_for_update().filter(user=by, person=person).first())
        after = {**before, **change}
        _write(by, person, after)
        places.refresh(by, person)
        return log.write(by, deed, person, before=before, after=after)


def _plain(decision: Decision | None) -> dict[str, Any]:
    """A decision as the log keeps it; what nobody decided is the same as a row that says nothing."""
    if decision is None:
        return {"done_at": None, "snoozed_until": None, "not_for_us": False}
    until = decision.snoozed_until_date
    return {
        "done_at": decision.done_at,
        "snoozed_until": until.isoformat() if until else None,
        "not_for_us": decision.not_for_us,
    }


def _write(by: User, person: Person, held: dict[str, Any]) -> None:
    until = held["snoozed_until"]
    Decision.objects.update_or_create(
        user=by,
        person=person,
        defaults={
            "done_at": held["done_at"],
            "snoozed_until_date": date.fromisoformat(until) if until else None,
            "not_for_us": held["not_for_us"],
        },
    )
