"""Reply time, and who begins (cards C9 and domain section 4; docs/measures/reply_time.md).

Waits that have not ended yet stay in the reckoning (Kaplan-Meier): the mean of the answered alone flatters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sellwright.interactions.results import Reason, Result
from sellwright.interactions.values import Side, Touch
from sellwright.settings import Settings
from sellwright.stats import kaplan_meier

VERSION = 1
DAY = 86400.0
SILENCE_DAYS = 7.0  # a conversation ends after a week of silence (domain section 4)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long one side lets the other wait. `median` in seconds; None while too many are open to tell."""

    side: Side  # who answers
    median: float | None
    answered: int
    open: int
    reasons: tuple[Reason, ...]  # one per wait: points = hours, ids = the letter and its answer

    def result(self, person: str) -> Result:
        """The shape all measures share, in hours."""
        hours = None if self.median is None else self.median / 3600
        words = f"median {hours:.1f} h" if hours is not None else f"too little to tell ({self.answered} answers)"
        total = self.answered + self.open
        return Result(f"reply_time_{self.side}", VERSION, person, hours, "hours", words, total, self.reasons)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Who begins, who writes how much, and how fast each side answers. Description, not a verdict: no study found ties
    the balance of beginnings to won deals."""

    person: str
    theirs: Waits  # their answers to us
    ours: Waits  # our answers to them
    requests: Waits  # our answers to what asked something or opened contact (C9)
    conversations: int
    initiation: float | None  # share of conversations they began; None without any
    reciprocity: float | None  # min(in, out) / max(in, out); None without any
    received: int
    sent: int
    streak: int  # our letters since their last
    problems: tuple[str, ...] = ()


def measure(touches: Sequence[Touch], settings: Settings, now: float) -> Rhythm:
    """Reply times of one person; `touches` oldest first, `now` in seconds since 1970 UTC. Human letters and chats only:
    automatic answers stop no clock. `settings` has no part in it yet."""
    del settings
    letters = [touch for touch in touches if touch.human and touch.at <= now and touch.channel in ("mail", "chat")]
    talks = [touch for touch in letters if touch.side == "them"]
    received, sent = len(talks), len(letters) - len(talks)
    threads = list(conversations(letters))
    began = sum(thread[0].side == "them" for thread in threads)
    streak = 0
    for touch in reversed(letters):
        if touch.side == "them":
            break
        streak += 1
    return Rhythm(
        person=touches[0].person if touches else "",
        theirs=_waits(threads, "them", now),
        ours=_waits(threads, "us", now),
        requests=_requests(touches, now),
        conversations=len(threads),
        initiation=began / len(threads) if threads else None,
        reciprocity=min(received, sent) / max(received, sent) if letters else None,
        received=received,
        sent=sent,
        streak=streak,
    )


def conversations(letters: Sequence[Touch]) -> Iterator[list[Touch]]:
    """Letters of one thread without a week of silence between two of them, by the time each conversation began."""
    current: dict[str, list[Touch]] = {}
    found: list[list[Touch]] = []
    for touch in letters:
        held = current.get(touch.thread)
        if held is not None and touch.at - held[-1].at <= SILENCE_DAYS * DAY:
            held.append(touch)
        else:
            current[touch.thread] = held = [touch]
            found.append(held)
    yield from found


def _waits(threads: Sequence[Sequence[Touch]], side: Side, now: float) -> Waits:
    """From the last letter of the other side to this side's next, within a conversation; a conversation that ended
    without one is open until its week of silence was over."""
    durations: list[float] = []
    ended: list[bool] = []
    reasons: list[Reason] = []
    for thread in threads:
        waiting: Touch | None = None
        for touch in thread:
            if touch.side != side:
                waiting = touch
            elif waiting is not None:
                _note((waiting, touch.at, touch.id), durations, ended, reasons)
                waiting = None
        if waiting is not None:
            _note((waiting, min(now, waiting.at + SILENCE_DAYS * DAY), ""), durations, ended, reasons)
    return Waits(side, kaplan_meier.median(durations, ended), sum(ended), len(ended) - sum(ended), tuple(reasons))


def _requests(touches: Sequence[Touch], now: float) -> Waits:
    """From the first request we have not answered to our first human answer, call or talk (C9). A request is a letter
    to us that asks something or opens contact; open ones run to now."""
    durations: list[float] = []
    ended: list[bool] = []
    reasons: list[Reason] = []
    waiting: dict[str, Touch] = {}
    for touch in touches:
        if not touch.human or touch.at > now:
            continue
        talk = touch.channel in ("meeting", "call")
        if touch.side == "us" or talk:
            threads = list(waiting) if talk else [touch.thread] if touch.thread in waiting else []
            for thread in threads:
                _note((waiting.pop(thread), touch.at, touch.id), durations, ended, reasons)
        elif touch.addressed and (touch.asks or touch.opens):
            waiting.setdefault(touch.thread, touch)
    for first in waiting.values():
        _note((first, now, ""), durations, ended, reasons)
    return Waits("us", kaplan_meier.median(durations, ended), sum(ended), len(ended) - sum(ended), tuple(reasons))


def _note(wait: tuple[Touch, float, str], durations: list[float], ended: list[bool], reasons: list[Reason]) -> None:
    """One wait: from a letter to a time, and the answer's id or '' while it is open."""
    first, until, answer = wait
    hours = (until - first.at) / 3600
    durations.append(until - first.at)
    ended.append(bool(answer))
    words = f"answered after {hours:.1f} h" if answer else f"open after {hours:.1f} h"
    ids = (first.id, answer) if answer else (first.id,)
    reasons.append(Reason(words, ids, hours, first.side, first.at))
