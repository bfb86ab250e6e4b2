"""Reads the dates that mails carry."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_COMMON = re.compile(
    r"(?:[A-Za-z]{3}, +)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d{4}|GMT|UTC)\b"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
_ZONES: dict[int, timezone] = {}
FIRST_YEAR, LAST_YEAR = 1980, 2100  # mail outside these years has a broken clock


def read_date(value: str) -> datetime | None:
    """An aware datetime from an RFC 5322 date (and the many dates that nearly are one); None when there is none.

    The sender's own offset is kept: "by Friday" means their Friday. A date without an offset is taken as UTC.
    """
    found = _COMMON.match(value)
    try:
        if found and found.group(2) in _MONTHS:
            day, month, year, hour, minute, second, zone = found.groups()
            offset = 0 if zone in ("GMT", "UTC") else _offset(zone)
            seconds = min(int(second or 0), 59)
            at = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), seconds, tzinfo=_zone(offset))
        else:
            parts = parsedate_tz(value)
            if parts is None:
                return None
            at = datetime(*parts[:5], min(parts[5], 59), tzinfo=_zone(parts[9] or 0))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _offset(zone: str) -> int:
    """'+0530' as seconds."""
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 3600 + int(zone[3:5]) * 60)


def _zone(offset: int) -> timezone:
    if offset not in _ZONES:
        # One day is the most that a zone may be away; a broken one is read as UTC.
        _ZONES[offset] = timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
    return _ZONES[offset]
