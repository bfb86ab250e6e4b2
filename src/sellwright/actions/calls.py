"""A round of calls: whom to call in turn, what is typed meanwhile, what came of each, and the next step.

One deed logs the call, keeps the words, and does the next step; undo takes all of it back, and the words stand in the
field again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import deciding, events, log, tasks
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.store.models import CallNote, CallTurn, Event, LogEntry, Person, User

DEEDS = ("call", "pass_over")
NOTHING, TASK, PROMISE, LATER, LETTER = "", "task", "promise", "later", "letter"
STEPS = (NOTHING, TASK, PROMISE, LATER, LETTER)
MOST_IN_ROUND = 100
_INVERSES = {"log_call": events.undo, "add_task": tasks.undo, "snooze": deciding.undo}


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a call: an outcome of `events`, minutes for a talk, the words, and what is next. `line` belongs to
    the next step: what is to be done, what was promised, the day to come back to it."""

    outcome: str
    minutes: float = 0.0
    note: str = ""
    step: str = NOTHING
    line: str = ""


def begin(*, by: User, people: Sequence[Person], now: datetime) -> int:
    """A new round in this order, in place of the one before. Returns how many are in it."""
    access.check(by, "log_call")
    wanted = list(dict.fromkeys(one.pk for one in people))[:MOST_IN_ROUND]
    with transaction.atomic():
        known = set(access.people(by).filter(pk__in=wanted).values_list("pk", flat=True))
        CallTurn.objects.filter(user=by).delete()
        turns = [pk for pk in wanted if pk in known]
        if not turns:
            raise Refused(_("Choose somebody to call."), "people")
        CallTurn.objects.bulk_create(
            CallTurn(user=by, person_id=pk, position=place, added_at=now) for place, pk in enumerate(turns)
        )
    return len(turns)


def keep(*, by: User, person: Person, text: str) -> None:
    """Keeps what is typed during a call, for its author alone. No words: nothing is kept."""
    access.check(by, "log_call")
    if len(text) > events.LONGEST_NOTE:
        raise Refused(_("A note has at most %(most)d characters.") % {"most": events.LONGEST_NOTE}, "note")
    with transaction.atomic():
        person = access.person_again(by, person)
        if text.strip():
            CallNote.objects.update_or_create(user=by, person=person, defaults={"text": text.replace("\0", "")})
        else:
            CallNote.objects.filter(user=by, person=person).delete()


def log_call(*, by: User, person: Person, said: Said, moment: datetime) -> LogEntry:
    """The call, its words and its next step. `moment` is aware, in the zone of who called. A letter as the next step
    is opened by who asked for it; nothing is written for it here."""
    if said.step not in STEPS:
        raise Refused(_("Choose one of the next steps."), "step")
    with transaction.atomic():
        parts = [
            events.log_call(
                by=by, person=person, outcome=said.outcome, now=moment.timestamp(), minutes=said.minutes, note=said.note
            )
        ]
        if said.step in (TASK, PROMISE):
            line = _("Promised: %(what)s") % {"what": said.line} if said.step == PROMISE and said.line else said.line
            parts.append(tasks.add(by=by, line=line, moment=moment, person=person))
        elif said.step == LATER:
            parts.append(_put_off(by, person, said.line, moment))
        CallNote.objects.filter(user=by, person=person).delete()
        _end_turn(by, person, said.outcome)
        held = {"parts": [entry.pk for entry in parts], "outcome": said.outcome}
        return log.write(by, "call", person, after=held)


def pass_over(*, by: User, person: Person) -> LogEntry:
    """Not called this time: the round goes on without them. What was typed stays."""
    access.check(by, "log_call")
    with transaction.atomic():
        person = access.person_again(by, person)
        if not _end_turn(by, person, ""):
            raise Refused(_("They are not in your round of calls (any more)."))
        return log.write(by, "pass_over", person)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes back a call with its next step, or brings back who was passed over."""
    access.check(by, "log_call")
    if entry.by_id != by.pk or entry.deed not in DEEDS or entry.person_id is None:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        person = access.people(by).get(pk=entry.person_id)
        parts = {row.pk: row for row in LogEntry.objects.filter(pk__in=entry.after.get("parts", ()), by=by)}
        for pk in reversed(entry.after.get("parts", [])):
            part = parts[pk]
            if part.deed == "log_call":
                _put_words_back(by, person, part)
            _INVERSES[part.deed](by=by, entry=part)
        CallTurn.objects.filter(user=by, person=person).update(ended_at=None, outcome="")
        return log.write(by, f"undo_{entry.deed}", person, before=entry.after)


def next_in_round(user: User) -> Person | None:
    """Whose turn it is in a user's round; None when it is through, or there is none."""
    open_ = CallTurn.objects.filter(user=user, ended_at=None).order_by("position").values_list("person_id", flat=True)
    known = access.people(user).in_bulk(list(open_))
    return next((known[pk] for pk in open_ if pk in known), None)


def _put_off(by: User, person: Person, line: str, moment: datetime) -> LogEntry:
    day = errands.day(line, moment, by.language[:2])
    if day is None:
        raise Refused(_("No day was found in that. Try “tomorrow”, “3 June” or “in 2 weeks”."), "line")
    return deciding.snooze(by=by, person=person, until=day, today=moment.date())


def _end_turn(by: User, person: Person, outcome: str) -> bool:
    turn = CallTurn.objects.filter(user=by, person=person, ended_at=None)
    return bool(turn.update(ended_at=timezone.now(), outcome=outcome))


def _put_words_back(by: User, person: Person, logged: LogEntry) -> None:
    text = Event.objects.filter(public_id=logged.thing_id, by=by).values_list("text", flat=True).first()
    if text:
        CallNote.objects.get_or_create(user=by, person=person, defaults={"text": text})
