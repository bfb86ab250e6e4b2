"""The care a mailbox shows: who got how much of it, and which promises were kept beside how many relationships (C3)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sellwright.interactions.care import Tier, Week
from sellwright.interactions.values import Pledge, Relationship, Touch
from sellwright.settings import Settings
from sellwright.stats import kaplan_meier

VERSION = 1
DAY = 86_400.0
PERIOD_DAYS = 28.0  # care is counted over four weeks: every weekday as often as the others
WEEKS = 26  # of half a year
TIERS = {"customer": "customers", "prospect": "prospects", "partner": "partners"}  # who is cared for


@dataclass(frozen=True, slots=True)
class Given:
    """`tiers`: accounts active in the last four weeks and the mean hours each got; `weeks`: person-weeks of the last
    half year. Hours are reckoned from deeds and the minutes in the settings, meetings and calls from their length."""

    tiers: tuple[Tier, ...]
    weeks: tuple[Week, ...]
    people: tuple[str, ...]  # ours who gave it
    asked: int  # requests that came in the last four weeks
    waiting: int  # of these without an answer yet
    answer_hours: float | None  # Kaplan-Meier median from request to human answer, open ones kept in (C9)


@dataclass(slots=True)
class _Tally:
    hours: dict[tuple[str, str], float]  # (tier, account) -> hours
    active: dict[str, list[tuple[str, float]]]  # ours -> (relationship, when)
    due: dict[tuple[str, int], list[bool]]  # (ours, week) -> kept or not
    met: set[str]  # meetings counted: one with three of theirs is an hour of ours once
    waits: list[tuple[float, bool]]  # of requests: seconds, and whether they ended in an answer
    asked: int = 0
    waiting: int = 0


def measure(relationships: Iterable[Relationship], settings: Settings, now: float) -> Given:
    """One pass; holds sums and times, no letters. `now` in seconds since 1970 UTC. A request is due when the promised
    answer time (settings) is over, a dated promise when its day is over."""
    tally = _Tally({}, {}, {}, set(), [])
    for one in relationships:
        tier = TIERS.get(one.relation.kind)
        if tier is None:
            continue
        touches = [touch for touch in one.touches if touch.human and touch.at <= now]
        account = one.person.firm or one.person.key
        for touch in touches:
            if touch.side == "us" or touch.channel in ("meeting", "call"):
                _give(tally, (tier, account), touch, settings, now)
            if touch.side == "us" and touch.author:
                tally.active.setdefault(touch.author, []).append((one.person.key, touch.at))
        _requests(tally, touches, settings, now)
        _promises(tally, one.pledges, touches, now)
    median = kaplan_meier.median([time for time, _ in tally.waits], [ended for _, ended in tally.waits])
    return Given(
        tuple(_tiers(tally)), tuple(_weeks(tally, now)), tuple(sorted(_givers(tally, now))), tally.asked, tally.waiting,
        None if median is None else median / 3600,
    )  # fmt: skip


def _give(tally: _Tally, place: tuple[str, str], touch: Touch, settings: Settings, now: float) -> None:
    if touch.at <= now - PERIOD_DAYS * DAY:
        return
    if touch.channel == "meeting":
        if touch.id in tally.met:
            return
        tally.met.add(touch.id)
        minutes = touch.minutes * max(1, touch.ours)
    elif touch.channel == "call":
        minutes = touch.minutes or settings.call_minutes
    else:
        minutes = settings.answer_minutes if touch.answers else settings.word_minutes
    tally.hours[place] = tally.hours.get(place, 0.0) + minutes / 60


def _requests(tally: _Tally, touches: Sequence[Touch], settings: Settings, now: float) -> None:
    """Letters that ask something of us, until a letter of ours in the thread, or a talk."""
    allowed = settings.answer_promise_hours * 3600
    open_now: dict[str, Touch] = {}
    for touch in touches:
        talk = touch.channel in ("meeting", "call")
        if talk or touch.side == "us":
            for thread in list(open_now) if talk else [touch.thread]:
                first = open_now.pop(thread, None)
                if first is not None:
                    _due(tally, first.author, first.at + allowed, touch.at <= first.at + allowed, now)
                    _wait(tally, first.at, touch.at, ended=True, now=now)
        elif touch.addressed and (touch.asks or touch.opens):
            tally.asked += touch.at > now - PERIOD_DAYS * DAY
            open_now.setdefault(touch.thread, touch)
    for first in open_now.values():
        tally.waiting += first.at > now - PERIOD_DAYS * DAY
        _due(tally, first.author, first.at + allowed, False, now)
        _wait(tally, first.at, now, ended=False, now=now)


def _wait(tally: _Tally, since: float, until: float, *, ended: bool, now: float) -> None:
    if since > now - PERIOD_DAYS * DAY:
        tally.waits.append((until - since, ended))


def _promises(tally: _Tally, pledges: Iterable[Pledge], touches: Sequence[Touch], now: float) -> None:
    authors = {touch.id: touch.author for touch in touches if touch.side == "us"}
    times = {touch.id: touch.at for touch in touches}
    for pledge in pledges:
        due = pledge.promise.due_date
        if pledge.side != "us" or due is None or pledge.renewed_by or pledge.message not in authors:
            continue
        over = (due.toordinal() - 719_163 + 1) * DAY  # the end of that day, in seconds since 1970
        kept = bool(pledge.kept_by) and times.get(pledge.kept_by, over) <= over
        _due(tally, authors[pledge.message], over, kept, now)


def _due(tally: _Tally, author: str, at: float, kept: bool, now: float) -> None:
    week = int((now - at) // (7 * DAY))
    if author and at <= now and week < WEEKS:
        tally.due.setdefault((author, week), []).append(kept)


def _tiers(tally: _Tally) -> Iterator[Tier]:
    for name in TIERS.values():
        each = [hours for (tier, _), hours in tally.hours.items() if tier == name]
        if each:
            yield Tier(name, len(each), sum(each) / len(each))


def _givers(tally: _Tally, now: float) -> Iterator[str]:
    since = now - PERIOD_DAYS * DAY
    return (author for author, several in tally.active.items() if any(at > since for _, at in several))


def _weeks(tally: _Tally, now: float) -> Iterator[Week]:
    """Week 0 ends at `now`. Active: those written to, called or met in the four weeks up to its end."""
    for author, several in sorted(tally.active.items()):
        ordered = sorted(several, key=lambda one: one[1])
        times = [at for _, at in ordered]
        for week in range(WEEKS):
            kept = tally.due.get((author, week))
            if kept:
                end = now - week * 7 * DAY
                first, last = bisect_right(times, end - PERIOD_DAYS * DAY), bisect_left(times, end)
                yield Week(author, len({who for who, _ in ordered[first:last]}), len(kept), sum(kept))
