"""Free times: what working hours leave when all that is busy is taken out, right on days on which the clocks change.

Hours are those of a clock on a wall in `zone`. An hour that does not exist there on a day begins and ends when the
clock jumps; one that exists twice counts twice. All times compared and returned are moments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_MINUTES = 1440
_MINUTE = timedelta(minutes=1)
_PARTS = (time(10, 0), time(14, 30), time(11, 30), time(16, 0))  # where in a day times that are offered would best lie


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start_at` up to `end_at`, both aware."""

    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """What may be taken. `week`: by weekday (Monday 0) stretches of minutes after midnight by the clock on the wall."""

    week: tuple[tuple[tuple[int, int], ...], ...]
    zone: tzinfo
    minutes: int = 30
    every: int = 30  # minutes from one start to the next one
    buffer: timedelta = timedelta(0)  # kept free before and after everything busy
    notice: timedelta = timedelta(0)
    days_ahead: int = 14  # after today


def free(busy: Iterable[Interval], now: datetime, hours: Hours) -> list[Interval]:
    """Every time that may be taken, in order, each with its zone. `now` is aware."""
    taken = merged(busy)
    starts = [one.start_at for one in taken]
    earliest = now + hours.notice
    today = now.astimezone(hours.zone).date()
    length, step = timedelta(minutes=hours.minutes), timedelta(minutes=max(hours.every, 5))
    found = []
    for ahead in range(hours.days_ahead + 1):
        for stretch in open_on(today + timedelta(days=ahead), hours):
            at = stretch.start_at
            while at + length <= stretch.end_at:
                if at >= earliest and not _is_taken(taken, starts, at - hours.buffer, at + length + hours.buffer):
                    found.append(Interval(at.astimezone(hours.zone), (at + length).astimezone(hours.zone)))
                at += step
    return found


def open_on(day: date, hours: Hours) -> list[Interval]:
    """The working stretches of a day as moments (UTC)."""
    found = []
    for first, last in hours.week[day.weekday()]:
        start, end = moment(day, first, hours.zone), moment(day, last, hours.zone, is_end=True)
        if start < end:
            found.append(Interval(start, end))
    return found


def whole_days(first: date, until: date, zone: tzinfo) -> Interval:
    """The days from `first` up to `until`, without it, as they are lived in a zone."""
    return Interval(moment(first, 0, zone), moment(max(until, first + timedelta(days=1)), 0, zone))


def moment(day: date, minutes: int, zone: tzinfo, *, is_end: bool = False) -> datetime:
    """When a clock shows so many minutes after midnight (up to 1440), in UTC. A time that is left out is the moment of
    the jump; of one that comes twice it is the first as a start and the second as an end."""
    day += timedelta(days=minutes // DAY_MINUTES)
    wall = datetime.combine(day, time(minutes % DAY_MINUTES // 60, minutes % 60), zone)
    before, after = wall.replace(fold=0), wall.replace(fold=1)
    if before.utcoffset() == after.utcoffset():
        return before.astimezone(UTC)
    if before.astimezone(UTC) < after.astimezone(UTC):
        return (after if is_end else before).astimezone(UTC)  # it comes twice
    low, high = after.astimezone(UTC), before.astimezone(UTC)  # it is left out: the jump lies between these
    old = low.astimezone(zone).utcoffset()
    while high - low > _MINUTE:
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def merged(busy: Iterable[Interval]) -> list[Interval]:
    """In order, without overlaps; what ends before it begins is left out."""
    found: list[Interval] = []
    for one in sorted((one for one in busy if one.start_at < one.end_at), key=lambda one: one.start_at):
        if found and one.start_at <= found[-1].end_at:
            found[-1] = Interval(found[-1].start_at, max(found[-1].end_at, one.end_at))
        else:
            found.append(one)
    return found


def well_spread(times: Sequence[Interval], count: int = 3, days: int = 6) -> list[Interval]:
    """A few times to offer, in order: on days apart from each other among the next `days` that have any, now in the
    morning, now in the afternoon. Fewer when there are fewer."""
    by_day: dict[date, list[Interval]] = {}
    for one in times:
        by_day.setdefault(one.start_at.date(), []).append(one)
    some = list(by_day)[:days]
    if not some:
        return []
    turns = min(count, len(some))
    chosen = [some[round(n * (len(some) - 1) / (turns - 1)) if turns > 1 else 0] for n in range(turns)]
    found = [min(by_day[day], key=lambda one, n=n: _away(one, _PARTS[n % 4])) for n, day in enumerate(chosen)]  # type: ignore[misc]
    left = [one for day in some for one in by_day[day] if one not in found]
    while len(found) < count and left:
        best = max(left, key=lambda one: min(abs(one.start_at - other.start_at) for other in found))
        found.append(best)
        left.remove(best)
    return sorted(found, key=lambda one: one.start_at)


def likely_zone(seen: Sequence[datetime], ours: tzinfo, known: Sequence[tzinfo], at: datetime) -> timedelta | None:
    """How far from UTC somebody's clock will stand at `at`, from the Date headers of their letters (aware, with the
    offset that was written). None when nobody can tell.

    Zones whose offsets fit every letter are asked what they show then; only where all agree is it told. Programs that
    write every date in UTC tell nothing about where somebody is.
    """
    offsets = [(one, one.utcoffset()) for one in seen if one.tzinfo is not None]
    if not offsets or all(not offset for _, offset in offsets):
        return None
    fit = [
        zone for zone in (ours, *known) if all(one.astimezone(zone).utcoffset() == offset for one, offset in offsets)
    ]
    then = {at.astimezone(zone).utcoffset() for zone in fit}
    return then.pop() if len(then) == 1 else None


def _is_taken(taken: Sequence[Interval], starts: Sequence[datetime], start: datetime, end: datetime) -> bool:
    """Whether anything busy (merged) overlaps; touching is none."""
    at = bisect_right(starts, start)
    return (at > 0 and taken[at - 1].end_at > start) or (at < len(taken) and taken[at].start_at < end)


def _away(one: Interval, best: time) -> tuple[int, datetime]:
    wall = one.start_at.hour * 60 + one.start_at.minute
    return abs(wall - best.hour * 60 - best.minute), one.start_at
