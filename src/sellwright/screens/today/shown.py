"""The day as plain values for its page. Nothing here is measured: numbers come from today.day and standings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.screens import addresses, briefing, spoken, telling, words
from sellwright.screens.briefing import ShownBrief, Source
from sellwright.screens.telling import ShownEffort, ShownRelation
from sellwright.screens.words import Voice, Words
from sellwright.store.days import MOST_COUNTED, Planned
from sellwright.store.models import User
from sellwright.today.day import LANES, Day, Entry, Lane

MOST_DOTS = 8
MOST_TOMORROW = 30
MOST_ON_PURPOSE = 12  # at first; the rest on asking
PURPOSE: Lane = "waiting on purpose"
PURPOSE_KEY = "waiting-on-purpose"
_REPLIES = ("waiting on you", "moved toward you")


@dataclass(frozen=True)
class ShownEntry:
    """One person of the day."""

    id: str
    url: str  # the person's page
    open_url: str
    name: str
    firm: str
    firm_url: str
    relation: ShownRelation | None  # only where it can be corrected on the spot: the unfolded one
    relation_word: str
    reason: str
    source: Source | None  # where the reason was read
    minutes: str
    effort: ShownEffort | None
    next_step: str
    also: tuple[str, ...]
    late: bool
    on_purpose: bool
    look_again: str
    dots: tuple[Source, ...]
    answers: str  # the stable id of the letter to answer, '' when there is none
    claimed_by: str  # '' when free; else the colleague's name
    claimed_by_me: bool
    may_decide: bool
    then: str = ""  # who comes after
    open: bool = False
    brief: ShownBrief | None = None

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The reason, parted into what the program says and what they said."""
        return words.voices(self.reason)

    @property
    def letter_url(self) -> str:
        """Where the letter is written."""
        return f"/letters/new?person={self.id}" + (f"&answers={self.answers}" if self.answers else "")

    @property
    def done_url(self) -> str:
        """Where "done" is posted."""
        return addresses.of("today_done", self.id) + f"?then={self.then}"

    @property
    def later_url(self) -> str:
        """Where a day is asked for."""
        return addresses.of("today_later", self.id) + f"?then={self.then}"

    @property
    def aside_url(self) -> str:
        """Where "not for us" is posted."""
        return addresses.of("today_not_for_us", self.id) + f"?then={self.then}"

    @property
    def claim_url(self) -> str:
        """Where a claim is posted; '' when somebody answers already."""
        return "" if self.claimed_by else addresses.of("claim", self.id)

    @property
    def call_url(self) -> str:
        """The form for a call."""
        return addresses.of("call_new", self.id)

    @property
    def session_url(self) -> str:
        """Where they are called, with all of the brief in sight."""
        return addresses.of("call", self.id)

    @property
    def brief_url(self) -> str:
        """All of the brief."""
        return addresses.of("person_brief", self.id)

    @property
    def relation_url(self) -> str:
        """The choice of who they are to us."""
        return addresses.of("person_relation", self.id)


@dataclass(frozen=True)
class ShownLane:
    """One lane with its people."""

    key: str
    title: Words
    about: Words
    entries: tuple[ShownEntry, ...]
    minutes: str
    count: str
    rest: str = ""  # how many more there are, '' when all are shown


@dataclass(frozen=True, slots=True)
class Left:
    """One person left for tomorrow."""

    url: str
    name: str
    firm: str
    reason: str

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The reason, parted into what the program says and what they said."""
        return words.voices(self.reason)


@dataclass(frozen=True)
class ShownLeftOut:
    """How many are not shown for one reason, and where they are."""

    words: str
    where: str  # a relation kind, '' when there is no list of them


@dataclass(frozen=True)
class ShownDay:
    """All of the page. `empty` is '' or why there is nothing: "no mail", "all done"."""

    date: str
    sentence: str
    need: str
    planned: int
    available: int
    slack: str
    lanes: tuple[ShownLane, ...]
    tomorrow: tuple[Left, ...]
    tomorrow_count: str  # '' when nobody is
    tomorrow_words: str
    tomorrow_why: str
    left_out: tuple[ShownLeftOut, ...]
    nothing_to_do: int
    empty: str

    @property
    def entries(self) -> list[ShownEntry]:
        """Everybody shown, in order."""
        return [entry for lane in self.lanes for entry in lane.entries]


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is said of a person beside their place in the day."""

    key: str
    pk: int
    public_id: str
    given: str
    firm_name: str | None
    domain: str | None
    firm_id: str | None

    @property
    def name(self) -> str:
        """How they are called here."""
        return self.given or self.key

    @property
    def firm(self) -> str:
        """How their firm is called; '' where there is none."""
        return self.firm_name or self.domain or self.firm_id or ""


@dataclass(frozen=True)
class Held:
    """What the day's people look like, by Person.key; open claims (whose, and their name) by row id of the person."""

    user: User
    now: datetime
    rows: dict[str, Somebody]
    claims: dict[int, tuple[int, str]]


def show(planned: Planned, held: Held) -> ShownDay:
    """The day for its user."""
    day = planned.day
    lanes = [_lane(planned, number, held) for number in range(len(LANES)) if day.lanes[number].entries]
    acting = sum(len(lane.entries) for lane in lanes if lane.key != PURPOSE_KEY)
    left = [found for found in day.left_for_tomorrow if found.entry.person.key in held.rows]
    hours = held.user.hours_a_day * 60
    count = planned.acting - acting if left else 0
    return ShownDay(
        date=formats.date_format(day.now, _("l j F Y, H:i")),
        sentence=_sentence(acting, words.minutes(day.minutes_planned), words.minutes(hours)),
        need=spoken.tell_all(day.opening),
        planned=round(day.minutes_planned),
        available=round(hours),
        slack=words.minutes(hours - day.minutes_available),
        lanes=_in_turn(lanes),
        tomorrow=tuple(_left(found.entry, held) for found in left[:MOST_TOMORROW]),
        tomorrow_count=words.capped(count, MOST_COUNTED - acting) if count else "",
        tomorrow_words=_tomorrow(count, acting) if count else "",
        tomorrow_why=spoken.tell(left[0].why) if left else "",
        left_out=tuple(ShownLeftOut(spoken.tell(out.words), out.where) for out in day.left_out),
        nothing_to_do=day.nothing_to_do,
        empty="" if day.shown else "all done" if day.people else "no mail",
    )


def _sentence(acting: int, planned: str, hours: str) -> str:
    """ "9 people need you. 2 h 10 of your 3 h." """
    if not acting:
        return _("Nobody needs you now.")
    need = ngettext("%(n)d person needs you.", "%(n)d people need you.", acting) % {"n": acting}
    return need + " " + _("%(planned)s of your %(hours)s.") % {"planned": planned, "hours": hours}


def _tomorrow(count: int, acting: int) -> str:
    said = words.capped(count, MOST_COUNTED - acting)
    return ngettext("%(n)s is left for tomorrow", "%(n)s are left for tomorrow", count) % {"n": said}


def _lane(planned: Planned, number: int, held: Held) -> ShownLane:
    lane = planned.day.lanes[number]
    title, about = words.LANES[lane.lane]
    known = [entry for entry in lane.entries if entry.person.key in held.rows]
    total = sum(entry.minutes for entry in known)
    shown = tuple(_entry(entry, held) for entry in known)
    count, rest = len(shown), ""
    if lane.lane == PURPOSE and planned.on_purpose > len(lane.entries):
        count = planned.on_purpose
        rest = words.capped(count - len(lane.entries), MOST_COUNTED - len(lane.entries))
    minutes = words.minutes(total) if total else ""
    return ShownLane(lane.lane.replace(" ", "-"), title, about, shown, minutes, words.capped(count, MOST_COUNTED), rest)


def _left(entry: Entry, held: Held) -> Left:
    somebody = held.rows[entry.person.key]
    url = addresses.of("person", somebody.public_id)
    return Left(url, somebody.name, somebody.firm, spoken.tell(entry.reason))


def _in_turn(lanes: list[ShownLane]) -> tuple[ShownLane, ...]:
    """Each entry told who comes after it, so that the next one takes its place when it is dealt with."""
    ids = [entry.id for lane in lanes for entry in lane.entries]
    after = dict(pairwise(ids))
    if len(ids) > 1:
        after[ids[-1]] = ids[-2]
    return tuple(
        replace(lane, entries=tuple(replace(e, then=after.get(e.id, "")) for e in lane.entries)) for lane in lanes
    )


def _entry(entry: Entry, held: Held) -> ShownEntry:
    person = held.rows[entry.person.key]
    claimed_by, claimer = held.claims.get(person.pk, (None, ""))
    purpose = entry.lane == PURPOSE
    return ShownEntry(
        id=person.public_id,
        url=addresses.of("person", person.public_id),
        open_url=addresses.of("today_entry", person.public_id),
        name=person.name,
        firm=person.firm,
        firm_url=addresses.of("company", person.firm_id) if person.firm_id else "",
        relation=None,
        relation_word=words.relation(entry.relation),
        reason=spoken.tell(entry.reason),
        source=_source(entry),
        minutes=words.minutes(entry.minutes) if entry.minutes else "",
        effort=telling.mark(entry.effort),
        next_step=spoken.tell(entry.next_step),
        also=tuple(map(spoken.tell, entry.also)),
        late=entry.late_by > 0,
        on_purpose=purpose,
        look_again=words.on(entry.look_again_date, held.now) if entry.look_again_date else "",
        dots=tuple(briefing.source(ref) for ref in entry.ids[-MOST_DOTS:]) if purpose else (),
        answers=entry.ids[-1] if entry.ids and entry.lane in _REPLIES else "",
        claimed_by=claimer,
        claimed_by_me=claimed_by == held.user.pk,
        may_decide=access.may(held.user, "decide"),
    )


def _source(entry: Entry) -> Source | None:
    """Where the reason was read: the message, and the words quoted from it."""
    if not entry.ids:
        return None
    _before, mark, rest = entry.reason.partition("“")
    said = rest.partition("”")[0].removesuffix("…").rstrip() if mark else ""
    return briefing.source(entry.ids[0] if said else entry.ids[-1], said)


def keys_of(day: Day) -> Iterable[str]:
    """Person.key of everybody the page may show."""
    for lane in day.lanes:
        yield from (entry.person.key for entry in lane.entries)
    yield from (found.entry.person.key for found in day.left_for_tomorrow[:MOST_TOMORROW])
