"""The day as values: lanes, entries, what is left for tomorrow and what is left out (card C33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sellwright.interactions.values import Person, RelationKind

Lane = Literal["waiting on you", "you promised", "moved toward you", "worth a word", "waiting on purpose"]
# In the order in which they admit a person and fill the hours.
LANES: tuple[Lane, ...] = ("waiting on you", "you promised", "moved toward you", "worth a word", "waiting on purpose")
ADMITTED: tuple[RelationKind, ...] = ("prospect", "customer", "partner", "unknown")


@dataclass(frozen=True, slots=True)
class Word:
    """A reason to write to somebody that exists outside their letters: a date of theirs, a want that shipped."""

    person: str  # Person.key
    text: str  # one plain sentence without a full stop: "their site opens on 3 June"
    ids: tuple[str, ...]  # where it was read
    near_date: date | None = None  # the day it is about; None: any day


@dataclass(frozen=True, slots=True)
class Said:
    """What a person decided about an entry. It outranks evidence."""

    done_at: float | None = None  # dealt with: only what happened later counts; seconds since 1970 UTC
    snoozed_until_date: date | None = None
    not_for_us: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the day: why, and the next human step."""

    person: Person
    lane: Lane
    reason: str  # one plain sentence, in their words where there are any
    relation: RelationKind
    effort: str  # the band as shown: "leaning in (.72)", "too little to tell (2 messages)"; '' where not measured
    minutes: float
    next_step: str
    since: float  # seconds since 1970 UTC
    ids: tuple[str, ...]  # the messages behind the reason
    late_by: float = 0.0  # seconds past the promised answer time or the end of the promised day; 0 when in time
    look_again_date: date | None = None  # waiting on purpose only
    also: tuple[str, ...] = ()  # what else holds for this person


@dataclass(frozen=True, slots=True)
class LaneEntries:
    """One lane with its people, in order."""

    lane: Lane
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """An entry that did not fit, and why."""

    entry: Entry
    why: str


_OF_ONE = {
    "robots and lists": "robot or list",
    "suppliers": "supplier",
    "candidates": "candidate",
    "colleagues": "colleague",
    "strangers who ask for your time": "stranger who asks for your time",
    "strangers who do not say what they need from you": "stranger who does not say what they need from you",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many people are not shown for one reason, and where they are."""

    reason: str  # "robots and lists", "unknown beyond 5 a day"
    count: int
    where: str  # the relation kind to look under, or ''
    examples: tuple[str, ...] = ()  # up to three Person.key

    @property
    def words(self) -> str:
        """As shown: "41 robots and lists", "1 supplier"."""
        return f"{self.count} {_OF_ONE.get(self.reason, self.reason) if self.count == 1 else self.reason}"


@dataclass(frozen=True, slots=True)
class Counts:
    """What the first sentence says."""

    days: int
    wrote: int  # people who wrote to us in those days
    waiting: int
    oldest_days: float | None  # how long the longest of them has waited
    promised: int  # promises of ours with a date, given in those days
    late: int  # of these, late
    unanswered: int  # people to whom we wrote three times or more since their last sign


@dataclass(frozen=True, slots=True)
class Day:
    """Today. Every person who came in is in exactly one place: shown, left for tomorrow, left out, or nothing to do."""

    now: datetime
    opening: str
    counts: Counts
    lanes: tuple[LaneEntries, ...]  # all five, in order, empty ones too
    left_for_tomorrow: tuple[Tomorrow, ...]
    left_out: tuple[LeftOut, ...]
    nothing_to_do: int
    people: int
    minutes_planned: float
    minutes_available: float
    problems: tuple[str, ...] = ()

    @property
    def shown(self) -> int:
        """People in the lanes."""
        return sum(len(lane.entries) for lane in self.lanes)
