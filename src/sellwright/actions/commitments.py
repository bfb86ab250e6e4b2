"""What buyers give, written down by us: one of ten commitments, by whom, when, and what shows it (card C26).

Only an act of the buyer's shows one: a letter of theirs, or a meeting or talk with them. The program offers letters as
proof; a person takes them up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import kept_rows
from sellwright.actions.kept_rows import Noun
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead
from sellwright.store.models import Commitment, Deal, LogEntry, Person, User

NOUN = Noun(
    Commitment,
    "commitment",
    ("deal_id", "kind", "person_id", "given_date", "words", "in_return", "message_id", "event_id", "withdrawn_date"),
    kept_rows.of_a_deal,
)
DEEDS = NOUN.deeds
KINDS = tuple(Commitment.Kind.values)


@dataclass(frozen=True, slots=True)
class Giving:
    """What somebody wrote into the form. `shown_by`: the id of a letter of theirs, or of a meeting or talk."""

    kind: str
    person: Person | None
    given_date: date
    words: str = ""
    in_return: str = ""
    shown_by: str = ""


def give(*, by: User, deal: Deal, giving: Giving, today: date, now: float) -> LogEntry:
    """The buyer gave one of the ten. `today` is the day of `by`; `now` in seconds since 1970 UTC."""
    access.check(by, "deal")
    held = access.deals(by).get(pk=deal.pk)
    values = _checked(by, held, giving, today)
    row = Commitment(deal=held, made_at=now, **values)
    looking_ahead.soon()
    return kept_rows.add(by, NOUN, row, person=values["person"])


def change(*, by: User, commitment: Commitment, giving: Giving, today: date, version: int | None = None) -> LogEntry:
    """Other words, another day, another proof. Without `shown_by` the proof that stands is kept."""
    access.check(by, "deal")
    values = _checked(by, access.deals(by).get(pk=commitment.deal_id), giving, today)
    if not giving.shown_by:
        del values["message_id"], values["event_id"]
    looking_ahead.soon()
    return kept_rows.change(by, NOUN, commitment, values, version)


def withdraw(*, by: User, commitment: Commitment, on_date: date) -> LogEntry:
    """They took it back. It is kept, counts no more, and is held against nobody."""
    looking_ahead.soon()
    return kept_rows.change(by, NOUN, commitment, {"withdrawn_date": on_date})


def stands(*, by: User, commitment: Commitment) -> LogEntry:
    """It stands again."""
    looking_ahead.soon()
    return kept_rows.change(by, NOUN, commitment, {"withdrawn_date": None})


def drop(*, by: User, commitment: Commitment) -> LogEntry:
    """Written down by mistake."""
    looking_ahead.soon()
    return kept_rows.drop(by, NOUN, commitment)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes one of these deeds back."""
    looking_ahead.soon()
    return kept_rows.undo(by, NOUN, entry)


def _checked(by: User, deal: Deal, giving: Giving, today: date) -> dict[str, Any]:
    if giving.kind not in KINDS:
        raise Refused(_("Say which of the ten they gave."), "kind")
    if giving.person is None:
        raise Refused(_("Say who gave it: a commitment is somebody's."), "person")
    if giving.given_date > today:
        raise Refused(_("That day is still to come. What they mean to give later is a next step."), "given_date")
    person = kept_rows.in_deal(by, deal, giving.person)
    message, event = _proof(by, deal, giving.shown_by)
    return {
        "kind": giving.kind,
        "person": person,
        "given_date": giving.given_date,
        "words": kept_rows.line(giving.words, "words"),
        "in_return": kept_rows.line(giving.in_return, "in_return"),
        "message_id": message,
        "event_id": event,
    }


def _proof(by: User, deal: Deal, ref: str) -> tuple[int | None, int | None]:
    """Row ids of the letter or the event that shows it."""
    if not ref:
        return None, None
    theirs = access.touches(by).filter(person__deal_parts__deal=deal, ref=ref)
    for touch in theirs:
        if touch.event_id is not None:
            return None, touch.event_id
        if touch.side == "them":
            return touch.message_id, None
    raise Refused(_("Only what they did shows it: a letter of theirs, or a meeting with them."), "shown_by")
