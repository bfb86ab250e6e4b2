"""Today: whom to turn to now, and why (card C33; docs/measures/today.md).

Relationships pass through one at a time; only the people who have a place in the day are kept. Same input, same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sellwright.interactions.values import Relationship
from sellwright.measures import chasing, effort
from sellwright.settings import Settings
from sellwright.today import lanes, wording
from sellwright.today.day import (
    ADMITTED,
    LANES,
    Counts,
    Day,
    Entry,
    LaneEntries,
    LeftOut,
    Said,
    Tomorrow,
    Word,
)

DAY = 86400.0
EXAMPLES = 3

_KINDS = {
    "list_or_robot": "robots and lists",
    "pitching_us": "pitching us",
    "supplier": "suppliers",
    "candidate": "candidates",
    "press": "press",
    "colleague": "colleagues",
    "private": "private",
}
_TIERS = {"prospect": 0, "customer": 0, "partner": 1, "unknown": 2}
STRANGER = 3  # the tier of unknown people to whom nobody of ours ever wrote or spoke: only these are capped
_BANDS = {"leaning in": 0, "order-taking": 1, "even": 2, "we carry it": 3, "one-sided": 4}
Rank = tuple[float, int, int, float, str]


_LET_GO = 1000  # candidates between two looks at who can no longer be shown


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a relationship found: a place in the day, or why there is none; and what it adds to the sums."""

    key: str  # Person.key
    entry: Entry | None = None
    rank: Rank = (0.0, 0, 0, 0.0, "")  # order within its lane
    out: tuple[str, str] | None = None  # why it is left out, and the relation kind to look under
    wrote: bool = False  # a human of theirs wrote within the window
    promised: int = 0  # promises of ours with a date, given within the window
    late: int = 0  # of these, late
    unanswered: bool = False  # we wrote three times or more since their last sign

    @property
    def is_nothing(self) -> bool:
        """Neither a place, nor a reason to name, nor anything to add."""
        return self == Look(self.key)


@dataclass(slots=True)
class _Candidate:
    """`relationship` is let go (None) once it is sure that the hours end before this person's turn."""

    entry: Entry
    relationship: Relationship | None
    rank: Rank


@dataclass(slots=True)
class Sums:
    """What the looks at all people add up to."""

    people: int = 0
    wrote: int = 0
    promised: int = 0
    late: int = 0
    unanswered: int = 0
    nothing: int = 0
    waiting: int = 0
    oldest_since: float | None = None  # of those who wait
    out: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (reason, where) to keys

    def add(self, look: Look) -> None:
        """One more look."""
        self.people += 1
        self.wrote += look.wrote
        self.promised += look.promised
        self.late += look.late
        self.unanswered += look.unanswered
        if look.out:
            self.leave_out(*look.out, look.key)
        elif look.entry is None:
            self.nothing += 1
        elif look.entry.lane == "waiting on you":
            self.waiting += 1
            since = look.entry.since
            self.oldest_since = since if self.oldest_since is None else min(since, self.oldest_since)

    def leave_out(self, reason: str, where: str, key: str) -> None:
        """One more person who is not shown."""
        self.out.setdefault((reason, where), []).append(key)


def frame_of(
    settings: Settings, now: datetime, words: Iterable[Word] = (), said: Mapping[str, Said] | None = None,
    quotes: Mapping[str, str] | None = None,
) -> lanes.Frame:  # fmt: skip
    """What stays the same for everybody on one day. ValueError when `now` is not aware: its zone is the reader's."""
    if now.tzinfo is None:
        raise ValueError("now must be aware: its zone is the reader's")
    by_person: dict[str, list[Word]] = {}
    for word in words:
        by_person.setdefault(word.person, []).append(word)
    first_words = {} if quotes is None else quotes  # a mapping that looks them up may seem empty
    return lanes.Frame(now, now.timestamp(), now.date(), settings, by_person, said or {}, first_words)


def make(
    relationships: Iterable[Relationship],
    settings: Settings,
    now: datetime,
    hours: float = 3.0,
    *,
    words: Iterable[Word] = (),
    said: Mapping[str, Said] | None = None,
    quotes: Mapping[str, str] | None = None,
) -> Day:
    """The day of the person whose relationships these are.

    `relationships`: each person once, in any order; read once. `now` is aware and its zone is the reader's (ValueError
    when it is not). `hours`: how long there is; a share of it stays free (`slack_share`). `words`: reasons to write
    that stand outside their letters. `said`: by Person.key, what was decided by hand. `quotes`: by message id, first
    words of letters that open contact without asking.
    """
    frame = frame_of(settings, now, words, said, quotes)
    sums, candidates = Sums(), list[_Candidate]()
    for relationship in relationships:
        found = _look(relationship, frame)
        sums.add(found)
        if found.entry is not None:
            # All on purpose are shown: measured now, so that nothing is held.
            purpose = found.entry.lane == "waiting on purpose"
            entry = replace(found.entry, effort=_effort(relationship, frame)) if purpose else found.entry
            candidates.append(_Candidate(entry, None if purpose else relationship, found.rank))
            if not len(candidates) % _LET_GO:
                _let_go(candidates, frame.settings)
    candidates = _cap_unknown(candidates, sums, settings)
    return _fill(candidates, sums, frame, hours)


def look(relationship: Relationship, frame: lanes.Frame) -> Look:
    """One person's place in the day, with the effort band in its entry: what is kept where days are made piecewise."""
    found = _look(relationship, frame)
    return replace(found, entry=replace(found.entry, effort=_effort(relationship, frame))) if found.entry else found


def day_of(looks: Iterable[Look], sums: Sums, frame: lanes.Frame, hours: float = 3.0) -> Day:
    """The day from looks made before. `looks`: at least all whom the hours may reach and the most recent unknown ones;
    `sums` are those of everybody, whether given here or not."""
    candidates = [_Candidate(found.entry, None, found.rank) for found in looks if found.entry is not None]
    return _fill(_cap_unknown(candidates, sums, frame.settings), sums, frame, hours)


def _look(relationship: Relationship, frame: lanes.Frame) -> Look:
    """Most have been quiet for long and cost next to nothing."""
    touches, kind, key = relationship.touches, relationship.relation.kind, relationship.person.key
    quiet = not touches or touches[-1].at < frame.at - frame.settings.waiting_days * DAY
    if quiet and not relationship.pledges and key not in frame.words:
        last = touches[-1] if touches else None
        if last is None or last.side == "us" or not last.human or not (last.asks or last.opens) or kind not in ADMITTED:
            return Look(key)
    human, any_of_theirs = _wrote_lately(relationship, frame)
    wrote = human and kind not in ("list_or_robot", "colleague")
    if kind not in ADMITTED:
        return Look(key, out=(_KINDS.get(kind, kind), kind) if any_of_theirs else None, wrote=wrote)
    promised, late = _count_promises(relationship, frame)
    tail, unanswered = lanes.tail_of(touches, frame.at), False
    if not tail.run and tail.ours is not None and tail.ours.at >= frame.at - frame.settings.window_days * DAY:
        run, _ = chasing.unanswered(touches, frame.at)
        unanswered = len(run) >= frame.settings.chase_messages
    seen = Look(key, wrote=wrote, promised=promised, late=late, unanswered=unanswered)
    said = frame.said.get(key)
    if said is not None and said.not_for_us:
        return replace(seen, out=("not for us, as you said", ""))
    found = lanes.place(relationship, frame, tail)
    if isinstance(found, str):
        return replace(seen, out=(found, ""))
    if found is None:
        return seen
    if said is not None and said.snoozed_until_date is not None and said.snoozed_until_date > frame.today:
        return replace(seen, out=("snoozed", ""))
    tier = STRANGER if kind == "unknown" and tail.ours is None else _TIERS.get(kind, STRANGER)
    return replace(seen, entry=found, rank=_rank(found, relationship, frame, tier))


def _let_go(candidates: list[_Candidate], settings: Settings) -> None:
    """Memory for the few who may be shown, not for the book: nobody has more than a day's minutes for one lane."""
    least = min(settings.answer_minutes, settings.promise_minutes, settings.take_up_minutes, settings.word_minutes)
    most = round(24 * 60 / max(least, 1.0)) + 1
    for lane in LANES:
        inside = sorted((c for c in candidates if c.relationship and c.entry.lane == lane), key=lambda c: c.rank)
        for candidate in inside[most:]:
            candidate.relationship = None


def _wrote_lately(relationship: Relationship, frame: lanes.Frame) -> tuple[bool, bool]:
    """Whether a human of theirs wrote within the window, and whether anything of theirs came at all."""
    floor, anything = frame.at - frame.settings.window_days * DAY, False
    for touch in reversed(relationship.touches):
        if touch.at > frame.at:
            continue
        if touch.at < floor:
            break
        if touch.side == "them":
            if touch.human and touch.channel != "meeting":
                return True, True
            anything = True
    return False, anything


def _count_promises(relationship: Relationship, frame: lanes.Frame) -> tuple[int, int]:
    """Promises of ours with a date, given within the window, and how many of them are late."""
    floor, promised, late = frame.at - frame.settings.window_days * DAY, 0, 0
    for pledge in relationship.pledges:
        due = pledge.promise.due_date
        if pledge.side == "us" and due is not None and floor <= pledge.at <= frame.at and not pledge.renewed_by:
            promised += 1
            late += not pledge.kept_by and due < frame.today
    return promised, late


def _rank(entry: Entry, relationship: Relationship, frame: lanes.Frame, tier: int) -> Rank:
    """Order within a lane: lateness against the promise, value tier, effort band, oldest, key.

    Until care tiers exist, prospects and customers come before partners, these before unknown people we have spoken
    with, and these before strangers. The band orders what lateness leaves equal: news, words, promises of one day.
    """
    lateness, band = -entry.late_by, 0
    if entry.lane == "waiting on you":
        lateness = entry.since
    elif entry.lane != "waiting on purpose":
        share = effort.share(relationship.touches, frame.settings, frame.at, relationship.pledges)
        band = _BANDS[effort.band(share)]
    if entry.lane == "you promised":
        due = lanes.due_pledges(relationship, frame)[0].promise.due_date
        lateness = float(due.toordinal()) if due else 0.0
    return lateness, tier, band, entry.since, entry.person.key


def _cap_unknown(candidates: list[_Candidate], sums: Sums, settings: Settings) -> list[_Candidate]:
    """At most so many strangers a day: by lane, then whoever wrote last, so that an old pile hides no new face.

    Whom we once answered by hand, called or met is no stranger, even where nobody can say yet who they are to us.
    """
    unknown = [candidate for candidate in candidates if candidate.rank[1] == STRANGER]
    unknown.sort(key=lambda c: (LANES.index(c.entry.lane), -c.entry.since, c.entry.person.key))
    beyond = {candidate.entry.person.key for candidate in unknown[settings.unknowns_a_day :]}
    for candidate in unknown[settings.unknowns_a_day :]:
        key = candidate.entry.person.key
        sums.leave_out(f"unknown beyond {settings.unknowns_a_day} a day", "unknown", key)
        sums.waiting -= candidate.entry.lane == "waiting on you"
    kept = [c for c in candidates if c.entry.person.key not in beyond] if beyond else candidates
    if beyond:
        waiting = [c.entry.since for c in kept if c.entry.lane == "waiting on you"]
        sums.oldest_since = min(waiting) if waiting else None
    return kept


def _fill(candidates: list[_Candidate], sums: Sums, frame: lanes.Frame, hours: float) -> Day:
    """Fills the hours in order of lanes. The first entry that does not fit ends the day; the rest is for tomorrow."""
    available = max(0.0, hours) * 60 * (1 - frame.settings.slack_share)
    planned, full = 0.0, False
    filled: list[LaneEntries] = []
    tomorrow: list[Tomorrow] = []
    for lane in LANES:
        inside = sorted((c for c in candidates if c.entry.lane == lane), key=lambda c: c.rank)
        shown = []
        for candidate in inside:
            minutes = candidate.entry.minutes
            full = full or planned + minutes > available + 1e-9
            if full and lane != "waiting on purpose":
                tomorrow.append(Tomorrow(candidate.entry, ""))
                continue
            planned += minutes
            held = candidate.relationship
            shown.append(replace(candidate.entry, effort=_effort(held, frame)) if held else candidate.entry)
        filled.append(LaneEntries(lane, tuple(shown)))
    why = f"the day is full: {planned:.0f} of {available:.0f} minutes are planned"
    counts = _counts(sums, frame)
    return Day(
        now=frame.now,
        opening=wording.opening(counts),
        counts=counts,
        lanes=tuple(filled),
        left_for_tomorrow=tuple(Tomorrow(left.entry, why) for left in tomorrow),
        left_out=_left_out(sums),
        nothing_to_do=sums.nothing,
        people=sums.people,
        minutes_planned=planned,
        minutes_available=available,
    )


def _effort(relationship: Relationship, frame: lanes.Frame) -> str:
    """The band as shown, with its share where there is enough to tell."""
    found = effort.measure(
        relationship.touches, frame.settings, frame.at, relationship.pledges, ranges=False,
        subject=relationship.person.key,
    )  # fmt: skip
    if found.result().number is None:
        return found.verdict
    if found.verdict == "unclear" and found.low is not None and found.high is not None:
        return f"unclear ({wording.share(found.low)} to {wording.share(found.high)})"
    return f"{found.verdict} ({wording.share(found.share)})"


def _counts(sums: Sums, frame: lanes.Frame) -> Counts:
    return Counts(
        days=round(frame.settings.window_days),
        wrote=sums.wrote,
        waiting=sums.waiting,
        oldest_days=(frame.at - sums.oldest_since) / DAY if sums.oldest_since is not None else None,
        promised=sums.promised,
        late=sums.late,
        unanswered=sums.unanswered,
    )


def _left_out(sums: Sums) -> tuple[LeftOut, ...]:
    """The largest group first."""
    found = [
        LeftOut(reason, len(keys), where, tuple(sorted(keys)[:EXAMPLES])) for (reason, where), keys in sums.out.items()
    ]
    return tuple(sorted(found, key=lambda left: (-left.count, left.reason, left.where)))
