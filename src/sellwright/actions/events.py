"""What happened outside mail, written down by hand: calls and notes.

A call counts as an act of ours, so the effort with that person and everybody's day change with it; a talk answers what
they asked before. A wrong number reached nobody and counts for nothing.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.derive import twin_calls
from sellwright.jobs import settling
from sellwright.store import dirty
from sellwright.store.models import Deal, Event, LogEntry, Person, Touch, User

DEEDS = ("log_call", "note")
TALKED, NO_ANSWER, VOICEMAIL, WRONG_NUMBER = "talked", "no answer", "voicemail", "wrong number"
BUSY, CALL_AGAIN = "busy", "call again"  # call again: they had no time, or somebody else picked up
OUTCOMES = (TALKED, NO_ANSWER, VOICEMAIL, WRONG_NUMBER, BUSY, CALL_AGAIN)
USUAL_MINUTES = 5.0  # what the form offers for a talk; a talk of no length would be no talk
LONGEST_CALL = 600.0
LONGEST_NOTE = 10_000
EARLIEST_DAYS = 366


def log_call(
    *, by: User, person: Person, outcome: str, now: float, minutes: float = 0.0, note: str = "", at: float | None = None
) -> LogEntry:
    """One call of ours. `at` (seconds since 1970 UTC) is now unless given; `minutes` count for a talk only."""
    access.check(by, "log_call")
    if outcome not in OUTCOMES:
        raise Refused(_("Say what came of the call."), "outcome")
    if not 0 <= minutes <= LONGEST_CALL:
        raise Refused(_("A call lasts at most %(most)d minutes.") % {"most": int(LONGEST_CALL)}, "minutes")
    at = now if at is None else at
    if at > now or now - at > EARLIEST_DAYS * 86400:
        raise Refused(_("A call lies in the past year."), "at")
    talked = outcome == TALKED
    with transaction.atomic():
        person = access.person_again(by, person)
        event = Event(
            kind="call", at=at, text=_note(note), minutes=(minutes or USUAL_MINUTES) if talked else 0.0, side="us",
            answered=talked, outcome=outcome, person=person, by=by, by_hand=True,
        )  # fmt: skip
        event.ref = event.public_id
        event.save()
        Touch.objects.create(
            person=person, event=event, ref=event.ref, at=at, side="us", channel="call", human=True,
            minutes=event.minutes, author=by.email, noise=outcome == WRONG_NUMBER,
        )  # fmt: skip
        twin_calls.settle([person.pk])
        dirty.mark_person(person)
        settling.soon()
        return log.write(by, "log_call", event, person=person, after={"outcome": outcome, "minutes": event.minutes})


def note(*, by: User, text: str, now: float, person: Person | None = None, deal: Deal | None = None) -> LogEntry:
    """A note on the timeline of a person or a deal. It is no act of either side. Everybody who sees them sees it."""
    if (person is None) == (deal is None):
        raise ValueError("one of person and deal")
    access.check(by, "note")
    text = _note(text)
    if not text:
        raise Refused(_("Write something first."), "text")
    with transaction.atomic():
        if person is not None:
            person = access.people(by).get(pk=person.pk)
        else:
            assert deal is not None
            deal = access.deals(by).get(pk=deal.pk)
        event = Event(kind="note", at=now, text=text, person=person, deal=deal, by=by, by_hand=True)
        event.ref = event.public_id
        event.save()
        if person is not None:  # on their timeline, and no act of either side
            Touch.objects.create(
                person=person, event=event, ref=event.ref, at=now, side="us", channel="note", human=False, noise=True,
                author=by.email,
            )  # fmt: skip
        return log.write(by, "note", event, person=person, after={"length": len(text)})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes a call or a note off the timeline again."""
    access.check(by, entry.deed if entry.deed in DEEDS else "note")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        event = Event.objects.filter(public_id=entry.thing_id, by=by, by_hand=True).select_related("person").first()
        if event is None:
            raise Refused(_("This was taken back already."))
        person = event.person
        done = log.write(by, f"undo_{entry.deed}", event, person=person, before=entry.after)
        event.delete()
        if person is not None:
            dirty.mark_person(person)
            settling.soon()
        return done


def _note(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        raise Refused(_("A note has at most %(most)d characters.") % {"most": LONGEST_NOTE}, "note")
    return text
