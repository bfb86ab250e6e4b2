"""Effort share: how much of the way each side comes (card C24; docs/measures/effort.md).

A measure of a relationship, never a score on a person. Every point is listed with the message behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sellwright.interactions.results import Reason, Result
from sellwright.interactions.values import Pledge, Side, Touch
from sellwright.settings import Settings
from sellwright.stats import draws

VERSION = 1
DAY = 86400.0
LATELY = 14 * DAY  # a colleague named and then seen within this time is one new stakeholder, not two

# Kinds of weight. A meeting, a talk and a task weigh the same for both sides, so each has one factor in the draws.
KINDS = (
    "reply", "answer", "opening", "meeting", "stakeholder", "internal_data", "task", "commitment", "kept", "referral",
    "message", "call", "proposal", "concession",
)  # fmt: skip
_INDEX = {kind: index for index, kind in enumerate(KINDS)}

_THEIR_ACTS = {
    "stakeholder": "stakeholder",
    "internal_data": "internal_data",
    "referral": "referral",
    "commitment": "commitment",
    "task_done": "task",
}
_OUR_ACTS = {"proposal": "proposal", "concession": "concession", "task_done": "task"}
_WORDS = {
    "reply": "they replied",
    "answer": "they answered what we asked",
    "opening": "they wrote unasked",
    "stakeholder": "they brought somebody in",
    "internal_data": "they gave inside figures",
    "commitment": "they said what they will do",
    "kept": "they did what they had said",
    "referral": "they recommended us on",
    "message": "we wrote",
    "call": "we called",
    "proposal": "we made a proposal",
    "concession": "we gave way on price or terms",
}
# The bands of C24: the upper edge of each belongs to the next one, save that .90 itself is still leaning in.
BANDS = ((0.20, "one-sided"), (0.40, "we carry it"), (0.60, "even"))

_Point = tuple[str, float, Side, float, str, str]  # kind, points on the day, side, at, id, words


@dataclass(frozen=True, slots=True)
class Effort:
    """The share of one relationship, (T + 1) / (T + U + 2), and all that it was made of.

    `band` reads the share alone; `verdict` is what may be shown: the band, "unclear" when the middle 80 % of 2,000
    sets of weights reaches into another band, or "too little to tell (2 messages)". `low` and `high` are that middle;
    None where they were not asked for.
    """

    subject: str
    share: float
    band: str
    verdict: str
    theirs: float  # T: points after decay
    ours: float  # U
    low: float | None
    high: float | None
    messages: int  # human ones, both sides
    automated: int  # touches of ours that no human wrote
    replies: int  # human touches of theirs
    reasons: tuple[Reason, ...]  # every point, oldest first
    problems: tuple[str, ...] = ()

    @property
    def pressure(self) -> str:
        """Automated touches of ours to answers of theirs, as shown beside the bar: "20 : 1"."""
        return f"{self.automated} : {self.replies}"

    def result(self) -> Result:
        """The shape all measures share. The number is None when there is too little to tell."""
        number = None if self.verdict.startswith("too little") else self.share
        return Result("effort", VERSION, self.subject, number, "share", self.verdict, self.messages, self.reasons)


def measure(
    touches: Iterable[Touch],
    settings: Settings,
    now: float,
    pledges: Iterable[Pledge] = (),
    *,
    subject: str = "",
    decay: bool = True,
    ranges: bool = True,
) -> Effort:
    """The effort share of one person, or of a firm when the touches are those of several of its people.

    `now` in seconds since 1970 UTC; what lies after it is no effort yet and is left out. `decay=False` gives the plain
    sums. `ranges=False` draws only where a band may straddle, and leaves `low` and `high` None where it cannot.
    """
    held = _in_order(touches)
    points = list(_points(held, pledges, settings, now))
    sums = {"them": [0.0] * len(KINDS), "us": [0.0] * len(KINDS)}
    reasons = []
    for kind, worth, side, at, where, words in points:
        faded = worth * _fading(at, settings, now) if decay else worth
        sums[side][_INDEX[kind]] += faded
        reasons.append(Reason(words, (where,), faded, side, at, worth))
    reasons.sort(key=lambda reason: reason.at)
    theirs, ours = sum(sums["them"]), sum(sums["us"])
    share = (theirs + 1) / (theirs + ours + 2)
    here = band(share)
    messages, automated, replies, ahead = _counts(held, now)
    low: float | None = None
    high: float | None = None
    if ranges or (messages >= settings.least_messages and not _cannot_straddle(theirs, ours)):
        low, high = draws.middle(sums["them"], sums["us"], settings.band_draws)
    verdict = here if low is None or high is None or band(low) == band(high) else "unclear"
    if messages < settings.least_messages:
        verdict = too_little(messages)
    problems = (f"{ahead} dated after now, left out",) if ahead else ()
    return Effort(
        subject=subject or (held[0].person if held else ""),
        share=share,
        band=here,
        verdict=verdict,
        theirs=theirs,
        ours=ours,
        low=low,
        high=high,
        messages=messages,
        automated=automated,
        replies=replies,
        reasons=tuple(reasons),
        problems=problems,
    )


def share(touches: Sequence[Touch], settings: Settings, now: float, pledges: Iterable[Pledge] = ()) -> float:
    """The decayed share alone, without reasons or range: what chasing and ranking need for many people."""
    total = {"them": 0.0, "us": 0.0}
    for _, worth, side, at, _, _ in _points(touches, pledges, settings, now):
        total[side] += worth * _fading(at, settings, now)
    return (total["them"] + 1) / (total["them"] + total["us"] + 2)


def band(share_of_theirs: float) -> str:
    """The band of a share."""
    for edge, name in BANDS:
        if share_of_theirs < edge - 1e-9:
            return name
    return "leaning in" if share_of_theirs <= 0.90 + 1e-9 else "order-taking"


def too_little(messages: int) -> str:
    """The stated lack."""
    return f"too little to tell ({messages} message{'' if messages == 1 else 's'})"


def _fading(at: float, settings: Settings, now: float) -> float:
    return float(0.5 ** ((now - at) / DAY / settings.half_life_days))


def _cannot_straddle(theirs: float, ours: float) -> bool:
    """True when no set of factors at all can leave the band (exact; most relationships are this clear)."""
    low, high = draws.outer(theirs, ours)
    return band(low) == band(high)


def _in_order(touches: Iterable[Touch]) -> list[Touch]:
    """Touches by time, each act once: a letter to three people of one firm is one letter, a meeting with three of them
    is one meeting with three attendees."""
    held: dict[tuple[str, str], Touch] = {}
    met: dict[tuple[str, str], set[str]] = {}
    for touch in touches:
        mark: tuple[str, str] = (touch.id, touch.side if touch.channel != "meeting" else "both")
        held.setdefault(mark, touch)
        if touch.channel == "meeting":
            met.setdefault(mark, set()).add(touch.person)
    for meeting, people in met.items():
        if len(people) > held[meeting].attendees:
            held[meeting] = replace(held[meeting], attendees=len(people))
    return sorted(held.values(), key=lambda touch: touch.at)


def _counts(touches: Sequence[Touch], now: float) -> tuple[int, int, int, int]:
    """Human contacts, automated touches of ours, human touches of theirs, touches after now."""
    messages = automated = replies = ahead = 0
    for touch in touches:
        if touch.at > now:
            ahead += 1
        elif touch.human:
            messages += 1
            replies += touch.side == "them" and touch.channel != "meeting"
        elif touch.side == "us":
            automated += 1
    return messages, automated, replies, ahead


def _points(touches: Sequence[Touch], pledges: Iterable[Pledge], settings: Settings, now: float) -> Iterator[_Point]:
    """Every point, undecayed. A message earns the highest of reply, answer and opening; acts in it add to that."""
    people = {touch.person for touch in touches}
    newcomers = _newcomers(touches, now) if len(people) > 1 else {}
    committed: set[str] = set()
    weights = _weights(settings)
    for touch in touches:
        if not touch.human or touch.at > now:
            continue
        side, at, where = touch.side, touch.at, touch.id
        if touch.channel == "meeting":
            yield from _talk(touch, settings, f"met for {touch.minutes:.0f} min")
            continue
        kind = _kind_of(touch)
        yield kind, weights[kind], side, at, where, _WORDS[kind]
        if touch.channel == "call" and touch.minutes > 0:
            yield from _talk(touch, settings, f"talked for {touch.minutes:.0f} min")
        if touch.acts:
            known = _THEIR_ACTS if side == "them" else _OUR_ACTS
            for act in touch.acts:
                if (worth := known.get(act)) is not None:
                    words = _WORDS.get(worth) or ("they" if side == "them" else "we") + " did an agreed task"
                    yield worth, weights[worth], side, at, where, words
                    if worth == "commitment":
                        committed.add(where)
        if where in newcomers:
            yield "stakeholder", settings.stakeholder_points, "them", at, where, newcomers[where]
    yield from _commitments(pledges, committed, (touches, settings, now))


def _kind_of(touch: Touch) -> str:
    if touch.side == "us":
        return "call" if touch.channel == "call" else "message"
    if touch.opens:
        return "opening"
    return "answer" if touch.answers else "reply"


@lru_cache(maxsize=8)
def _weights(settings: Settings) -> Mapping[str, float]:
    return {kind: float(getattr(settings, kind + "_points")) for kind in KINDS}


def _talk(touch: Touch, settings: Settings, words: str) -> Iterator[_Point]:
    """Time spent together: 1 per 15 minutes for each who was there, at most the cap, the same rule for both sides."""
    quarters = touch.minutes / 15
    for side, people in (("them", touch.attendees), ("us", touch.ours)):
        worth = settings.meeting_points * min(settings.meeting_cap, quarters * people)
        if worth > 0:
            who = "theirs" if side == "them" else "ours"
            of = f"{words}, {people} of {who}"
            yield "meeting", worth, "them" if side == "them" else "us", touch.at, touch.id, of


def _commitments(
    pledges: Iterable[Pledge], committed: set[str], seen: tuple[Sequence[Touch], Settings, float]
) -> Iterator[_Point]:
    """What they said they will do, once per message however many sentences say it, and that they did it."""
    touches, settings, now = seen
    held = [pledge for pledge in pledges if pledge.side == "them" and pledge.at <= now]
    if not held:
        return
    times = {touch.id: touch.at for touch in touches}
    kept: set[str] = set()
    for pledge in held:
        if pledge.message not in committed:
            committed.add(pledge.message)
            words = f"{_WORDS['commitment']}: {pledge.promise.text}"
            yield "commitment", settings.commitment_points, "them", pledge.at, pledge.message, words
        if pledge.kept_by and pledge.message not in kept:
            kept.add(pledge.message)
            at = min(times.get(pledge.kept_by, pledge.at), now)
            words = f"{_WORDS['kept']}: {pledge.promise.text}"
            yield "kept", settings.kept_points, "them", at, pledge.kept_by, words


def _newcomers(touches: Sequence[Touch], now: float) -> dict[str, str]:
    """Of a firm: the first messages of people who came by themselves, by id, with words.

    The first person of the firm is no newcomer, nor is one whom we had written to before; one who was named by a
    colleague shortly before has been counted there.
    """
    found: dict[str, str] = {}
    approached: set[str] = set()
    seen: set[str] = set()
    named: list[float] = []
    for touch in touches:
        if not touch.human or touch.at > now:
            continue
        if touch.side == "us":
            approached.add(touch.person)
            continue
        if touch.person not in seen and touch.person not in approached and (seen or approached):
            if named and touch.at - named[0] <= LATELY:
                named.pop(0)
            elif touch.channel != "meeting":
                found[touch.id] = f"{touch.person} joined"
        seen.add(touch.person)
        named = [at for at in named if touch.at - at <= LATELY]
        named.extend(touch.at for act in touch.acts if act == "stakeholder")
    return found
