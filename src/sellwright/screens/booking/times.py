"""Free times as a visitor sees them: by days of their own calendar, a week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sellwright.interactions.free_times import Interval
from sellwright.interactions.zones import ZONES

DAYS = 6  # shown at once


@dataclass(frozen=True, slots=True)
class ShownTime:
    """One time: `at` names it (seconds since 1970)."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the visitor's calendar with its free times."""

    title: str
    times: tuple[ShownTime, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Some days with free times; `later` is the first day after them ("2026-06-08"), '' where there is none."""

    days: tuple[ShownDay, ...]
    later: str


def week(found: Sequence[Interval], zone: ZoneInfo, since: date | None) -> Week:
    """The first days that have any, from `since` on."""
    by_day: dict[date, list[Interval]] = {}
    for one in found:
        day = one.start_at.astimezone(zone).date()
        if since is None or day >= since:
            by_day.setdefault(day, []).append(one)
    days = sorted(by_day)
    shown = tuple(
        ShownDay(date_format(day, _("l, j F")), tuple(_time(one, zone) for one in by_day[day])) for day in days[:DAYS]
    )
    return Week(shown, days[DAYS].isoformat() if len(days) > DAYS else "")


def words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """ "Thursday, 4 June, 10:00 to 10:30"."""
    here, there = start.astimezone(zone), end.astimezone(zone)
    said = {"day": date_format(here, _("l, j F")), "start": f"{here:%H:%M}", "end": f"{there:%H:%M}"}
    return _("%(day)s, %(start)s to %(end)s") % said


def city(zone: ZoneInfo) -> str:
    """A zone as people say it: "Buenos Aires"."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def choices(chosen: ZoneInfo, other: ZoneInfo) -> list[tuple[str, str, bool]]:
    """What to choose a zone from: key, words, whether it is chosen."""
    keys = dict.fromkeys((chosen.key, other.key, *ZONES))
    return [(key, key.replace("_", " "), key == chosen.key) for key in keys]


def _time(one: Interval, zone: ZoneInfo) -> ShownTime:
    return ShownTime(int(one.start_at.timestamp()), f"{one.start_at.astimezone(zone):%H:%M}")
