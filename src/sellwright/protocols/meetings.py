"""One iCalendar event (a component of icalendar's) as a `Meeting`."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.protocols.files import Entry, ready

_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


def start_of(component: Any) -> Any:
    """The start as icalendar reads it: a date, a datetime, or None."""
    try:
        return getattr(component.get("DTSTART"), "dt", None)
    except ValueError:  # icalendar's broken property
        return None


def meeting_entry(component: Any, file: tuple[str, bool], name: str, problems: list[str]) -> Entry:
    """A meeting's entry. `file` is the file's own zone ('' for none) and whether the file calls its events off."""
    begin: date = start_of(component)
    notes = list(problems)
    zone = _zone_of(component, begin, file[0], notes)
    start = moment(begin, zone)
    end = _end(component, begin, start, zone, notes)
    uid = str(component.get("UID") or "")
    at = start.timestamp()
    meeting = Meeting(
        id=meeting_id(uid, _recurrence(component, zone) if uid else start),
        path=f"{name}@{start.astimezone(UTC):%Y%m%dT%H%M}",
        uid=uid,
        start_at=start,
        end_at=end,
        title=" ".join(str(component.get("SUMMARY") or "").split()),
        organiser=_address(component.get("ORGANIZER")),
        attendees=_attendees(component.get("ATTENDEE")),
        cancelled=file[1] or str(component.get("STATUS") or "").upper() == "CANCELLED",
        all_day=not isinstance(begin, datetime),
        problems=tuple(notes),
        is_free=str(component.get("TRANSP") or "").upper() == "TRANSPARENT",
        edition=edition_of(component),
    )
    return ready(meeting, at)


def meeting_id(uid: str, recurrence: datetime | None) -> str:
    """What a meeting is known by: its UID, and for one of a series the moment it stood at first (RECURRENCE-ID)."""
    when = recurrence.astimezone(UTC).isoformat() if recurrence else ""
    return hashlib.blake2b(f"{uid}\0{when}".encode(errors="replace"), digest_size=10).hexdigest()


def edition_of(component: Any) -> int:
    """SEQUENCE, 0 where it states none."""
    try:
        return min(max(int(str(component.get("SEQUENCE") or 0)), 0), 2**31)
    except ValueError:
        return 0


def _recurrence(component: Any, zone: tzinfo) -> datetime | None:
    named = getattr(component.get("RECURRENCE-ID"), "dt", None)
    return moment(named, zone) if isinstance(named, date) else None


def _zone_of(component: Any, begin: date, fallback: str, notes: list[str]) -> tzinfo:
    """The zone for a time that carries none: the file's own if it names one, else UTC, and a note."""
    from zoneinfo import ZoneInfo

    stated = str(component.get("DTSTART").params.get("TZID", "")) if component.get("DTSTART") is not None else ""
    if not isinstance(begin, datetime) or begin.tzinfo is not None:
        return UTC
    try:
        zone: tzinfo = ZoneInfo(fallback) if fallback else UTC
    except (ValueError, OSError, KeyError):
        zone, fallback = UTC, ""
    if stated:
        notes.append(f'unknown time zone "{stated[:60]}" read as {fallback or "UTC"}')
    elif not fallback:
        notes.append("a time without a zone read as UTC")
    return zone


def moment(value: date, zone: tzinfo) -> datetime:
    """A day or time as an aware time. A day begins at midnight UTC: it stands for the day, not for a moment."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _end(component: Any, begin: date, start: datetime, zone: tzinfo, notes: list[str]) -> datetime:
    """RFC 5545, 3.6.1: DTEND, else start and DURATION, else a day for a day and no time for a moment."""
    stated = getattr(component.get("DTEND"), "dt", None)
    lasts = getattr(component.get("DURATION"), "dt", None)
    if isinstance(stated, date):
        end = moment(stated, zone)
    elif isinstance(lasts, timedelta):
        end = start + lasts
    else:
        return start if isinstance(begin, datetime) else start + timedelta(days=1)
    if end < start:
        notes.append("ends before it begins: taken as no length")
        return start
    return end


def _address(value: Any) -> Address | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return None
    text = str(value).strip()
    email = text[7:] if text.lower().startswith("mailto:") else text
    params = getattr(value, "params", {})
    if "@" not in email:
        email = str(params.get("EMAIL", "")).removeprefix("mailto:")
    name = str(params.get("CN", "")).strip().strip('"')
    if "@" not in email:
        return None
    return Address(email.strip().lower(), "" if name.lower() == email.lower() else name)


def _attendees(values: Any) -> tuple[Attendee, ...]:
    """People; rooms and equipment (CUTYPE) are none."""
    found: dict[str, Attendee] = {}
    for value in values if isinstance(values, list) else [values] if values is not None else []:
        address = _address(value)
        params = getattr(value, "params", {})
        if address is None or str(params.get("CUTYPE", "")).upper() in ("RESOURCE", "ROOM"):
            continue
        answer: Any = _ANSWERS.get(str(params.get("PARTSTAT", "")).upper(), "none")
        found.setdefault(address.email, Attendee(address, answer))
    return tuple(found.values())
