"""When somebody is busy, from the calendars in their own mailboxes, and what of their hours is free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sellwright.interactions.free_times import Hours, Interval, free, whole_days
from sellwright.interactions.values import Meeting
from sellwright.mailroom import codec
from sellwright.store import clock
from sellwright.store.models import BookingPage, Event, User
from sellwright.store.scopes import addresses_of

LONGEST = timedelta(days=62)  # of a meeting that began before the days looked at and goes on in them
OFFICE = {str(day): [["09:00", "12:00"], ["13:00", "17:00"]] for day in range(5)}  # until somebody says otherwise


def busy(user: User, first: datetime, until: datetime, *, without: int | None = None) -> list[Interval]:
    """What takes a user's time between two moments. Called off, declined by them and marked as free take none.
    `without`: the id of an event that is about to move."""
    rows = Event.objects.filter(
        kind="meeting", at__gte=(first - LONGEST).timestamp(), at__lt=until.timestamp(), sightings__mailbox__owner=user
    ).exclude(body="")
    mine, zone = addresses_of(user), clock.zone(user)
    found = []
    if without is not None:
        rows = rows.exclude(pk=without)
    for body in rows.distinct().values_list("body", flat=True):
        meeting = codec.unpack_event(body)
        if not isinstance(meeting, Meeting) or meeting.cancelled or meeting.is_free:
            continue
        if any(one.answer == "declined" and one.address.email in mine for one in meeting.attendees):
            continue
        if meeting.all_day:
            span = whole_days(meeting.start_at.astimezone(UTC).date(), meeting.end_at.astimezone(UTC).date(), zone)
        else:
            span = Interval(meeting.start_at, meeting.end_at)
        if span.end_at > first:
            found.append(span)
    return found


def hours_of(user: User, page: BookingPage | None) -> Hours:
    """When somebody may be asked: as their page says, else the hours of an office."""
    zone = clock.zone(user)
    if page is None:
        return Hours(week(OFFICE), zone, 30, 30, timedelta(minutes=10), timedelta(hours=24), 14)
    return Hours(
        week(page.hours), zone, page.minutes, min(page.minutes, 30) if page.minutes % 30 else 30,
        timedelta(minutes=page.buffer_minutes), timedelta(hours=page.notice_hours), page.days_ahead,
    )  # fmt: skip


def times(user: User, page: BookingPage | None, now: datetime, *, without: int | None = None) -> list[Interval]:
    """What may be taken of a user's time. `now` is aware."""
    hours = hours_of(user, page)
    until = now + timedelta(days=hours.days_ahead + 2)
    return free(busy(user, now - timedelta(days=1), until, without=without), now, hours)


def week(hours: Mapping[str, Any]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Minutes after midnight by weekday, from {"0": [["09:00", "12:30"]]}. What cannot be read is left out."""
    return tuple(tuple(sorted(_stretches(hours.get(str(day), ())))) for day in range(7))


def minutes_of(text: str) -> int:
    """Minutes after midnight of "09:30"; 24:00 is the end of a day. Raises ValueError."""
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) < 3 and len(minute) == 2 and int(minute) < 60):
        raise ValueError(text)
    found = int(hour) * 60 + int(minute)
    if found > 1440:
        raise ValueError(text)
    return found


def _stretches(rows: Any) -> Iterator[tuple[int, int]]:
    for row in rows if isinstance(rows, list) else ():
        try:
            first, last = (minutes_of(str(one)) for one in row)
        except (ValueError, TypeError):
            continue
        if first < last:
            yield first, last
