"""iCalendar files (RFC 5545) of any quality as meetings.

A calendar that is read live is read in a `Window` of days instead, which rolls on with the calendar (`series_in`).

The file is first taken apart by its BEGIN and END lines into events, so that one broken event never costs the others,
and of each event only the lines a meeting is made of are handed on (alarms and attached pictures are dropped unread).
Dates, zones and names are then read by icalendar, repeats by recurring-ical-events.

A repeating meeting is every occurrence in the years around the file's own day: five before, one after. The file's day
is the newest date on which any of its events was written (DTSTAMP, CREATED, LAST-MODIFIED), so the same file always
gives the same meetings, on whatever day it is read.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sellwright.interactions.mime import decode_bytes
from sellwright.protocols.disk import shown
from sellwright.protocols.files import (
    BAD_DATE,
    DAMAGED,
    EARLIER_EDITION,
    MAX_MAIL_BYTES,
    NO_EVENTS,
    OUT_OF_YEARS,
    TASK,
    TOO_LARGE,
    TOO_OFTEN,
    Blob,
    Entry,
    Names,
    refusal,
    renamed,
)
from sellwright.protocols.meetings import edition_of, meeting_entry, moment, start_of

YEARS_BACK, YEARS_AHEAD = 5, 1
MOST_OCCURRENCES = 2500  # of one meeting: a daily one over the years read has 2,192
_LONGEST_DAYS = 62  # of a meeting that repeats
_MOST_DATES = 5000  # single dates added to or taken from one meeting
_KEPT = frozenset(
    ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SUMMARY", "ORGANIZER",
     "ATTENDEE", "STATUS", "SEQUENCE", "TRANSP")
)  # fmt: skip
_ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SUMMARY", "ORGANIZER", "STATUS", "RRULE",
         "SEQUENCE", "TRANSP")  # fmt: skip
_NAME = re.compile(r"([A-Za-z0-9-]+)[ \t]*[;:]")
_WRITTEN = re.compile(r"^(?:DTSTAMP|CREATED|LAST-MODIFIED)[^:\n]{0,60}:(\d{4})(\d\d)(\d\d)", re.M | re.I)
_STARTS = re.compile(r"^DTSTART[^:\n]{0,100}:(\d{4})(\d\d)(\d\d)", re.M | re.I)
_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BYSECOND=|BYMINUTE=[\d,]*,|BYHOUR=[\d,]*,[\d,]*,", re.I)
_PARAMS = re.compile(r'[^":]*(?:"[^"]*"[^":]*)*:')
_INTERVAL = re.compile(r"INTERVAL=([^;]*)", re.I)
_ZONE_ID = re.compile(r'TZID=(?:"([^"]*)"|([^;:",]+))', re.I)
_400_YEARS = 146097  # days; the calendar repeats exactly, weekdays included


@dataclass(slots=True)
class _Event:
    """One VEVENT as its kept lines, unfolded."""

    lines: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def value(self, name: str) -> str:
        for line in self.lines:
            if line.upper().startswith(name) and line[len(name) : len(name) + 1] in (":", ";"):
                return _value_of(line)
        return ""

    def keep_only(self, names: tuple[str, ...]) -> None:
        """Drops every other line."""
        self.lines = [line for line in self.lines if _name_of(line) in names]
        self.names &= set(names)


@dataclass(slots=True)
class _Calendar:
    """What one file holds, taken apart."""

    events: list[_Event] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)  # VTIMEZONE by TZID
    others: list[str] = field(default_factory=list)  # kinds of what is no event
    zone: str = ""  # X-WR-TIMEZONE: the zone of times that state none
    cancels: bool = False  # METHOD:CANCEL: every event in the file is called off
    whole: bool = False  # END:VCALENDAR was there


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, whose occurrences of a repeating meeting are read."""

    first: date
    last: date
    at_least: timedelta = timedelta(0)  # from the first occurrence on: read though it lies behind `last`


@dataclass(frozen=True, slots=True)
class Series:
    """What one UID holds: a meeting, or a repeating one with all its exceptions."""

    uid: str  # '' for things that are no meeting, and for meetings without one
    name: str
    size: int  # characters of what was read of it
    print: str  # BLAKE2b of that: it changes when the meeting does, and not with the moment of its download
    entries: tuple[Entry, ...]
    repeats: bool = False  # another window may show other occurrences


def calendar_entries(blob: Blob) -> Iterator[Entry]:
    """`Reader.entries` for a calendar: one entry an occurrence, and one for each thing that is no meeting."""
    if blob.size > MAX_MAIL_BYTES:
        yield refusal(blob.name, TOO_LARGE, size=blob.size)
        return
    for series in series_in(blob.read(0, MAX_MAIL_BYTES), blob.name, None):
        yield from series.entries


def series_in(data: bytes, title: str, window: Window | None) -> Iterator[Series]:
    """Everything a calendar's bytes hold. `title` begins the names of its entries; `window`: None takes the years
    around the file's own day."""
    text = decode_bytes(data).lstrip("\ufeff").replace("\0", "")
    found = _take_apart(text)
    if not found.events and not found.others:
        whole = found.whole or not text.strip()
        yield _nothing(title, refusal(title, NO_EVENTS if whole else DAMAGED, size=len(data)))
        return
    for number, kind in enumerate(found.others):
        name = f"{title}#{kind.lower()}-{number}"
        yield _nothing(name, refusal(name, TASK, kind))
    window, names = window or _own_window(text), Names()
    for number, events in enumerate(_by_uid(found.events)):
        uid = events[0].value("UID")
        name = f"{title}#{shown(uid)[:80] or number}"
        lines = "\n".join(line for event in events for line in sorted(event.lines))
        repeats = any("RRULE" in event.names or "RDATE" in event.names for event in events)
        entries = []
        for entry in _guarded(found, events, name, window):
            called = names.once(entry.path)
            entries.append(entry if called == entry.path else renamed(entry, called))
        kept = hashlib.blake2b(lines.encode(errors="replace"), digest_size=16).hexdigest()
        yield Series(uid, name, len(lines), kept, tuple(entries), repeats)


def _nothing(name: str, entry: Entry) -> Series:
    return Series("", name, entry.size, "", (entry,))


def _own_window(text: str) -> Window:
    """The years around the newest day on which something in a file was written."""
    day, year = _own_day(text), timedelta(days=366)
    return Window(max(day, date(1900, 1, 1)) - YEARS_BACK * year, day + YEARS_AHEAD * year, YEARS_AHEAD * year)


def _guarded(found: _Calendar, events: list[_Event], name: str, window: Window) -> list[Entry]:
    """The entries of one meeting. What the libraries stumble over is taken off and said; it never costs the others."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # icalendar's guesses at zone names; the outcome is noted in `problems`
        try:
            return list(_meetings(found, events, name, window, []))
        except Exception:
            for event in events:
                event.keep_only(("UID", "DTSTART", "SUMMARY", "ORGANIZER", "ATTENDEE", "STATUS"))
        try:
            return list(_meetings(found, events, name, window, ["parts of it cannot be read: taken as one moment"]))
        except Exception as error:
            return [refusal(name, DAMAGED, f"{type(error).__name__}: {error}"[:200])]


def _take_apart(text: str) -> _Calendar:
    found = _Calendar()
    stack: list[str] = []
    event: _Event | None = None
    zone: list[str] = []
    for line in _unfolded(text):
        word, _, rest = line[:40].partition(":")
        word, kind = word.strip().upper(), rest.strip().upper()
        if word == "BEGIN":
            stack.append(kind)
            if kind == "VEVENT" and event is None:
                event = _Event()
                found.events.append(event)
                depth = len(stack)
            elif kind == "VTIMEZONE":
                zone = []
            elif kind in ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL"):
                found.others.append(kind)
        if "VTIMEZONE" in stack:
            zone.append(line)
        elif event is not None and len(stack) == depth and word not in ("BEGIN", "END"):
            _keep(event, line)
        elif not event and word.startswith("METHOD"):
            found.cancels = kind == "CANCEL"
        elif not event and word.startswith("X-WR-TIMEZONE"):
            found.zone = line.partition(":")[2].strip()
        if word == "END":
            found.whole = found.whole or kind == "VCALENDAR"
            while stack and stack.pop() != kind:
                pass
            if kind == "VEVENT":
                event = None
            elif kind == "VTIMEZONE":
                named = next((z.partition(":")[2].strip() for z in zone if z.upper().startswith("TZID")), "")
                found.zones.setdefault(named, zone)
    return found


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines. A line that begins with a blank goes on with the one before (RFC 5545, 3.1)."""
    held: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t") and held:
            held.append(line[1:])
        elif line.strip():
            if held:
                yield "".join(held)
            held = [line]
    if held:
        yield "".join(held)


def _name_of(line: str) -> str:
    named = _NAME.match(line)
    return named.group(1).upper() if named else ""


def _value_of(line: str) -> str:
    """What stands behind the colon; a colon inside quotation marks belongs to a parameter."""
    parted = _PARAMS.match(line)
    return line[parted.end() :].strip() if parted else ""


def _keep(event: _Event, line: str) -> None:
    name = _name_of(line)
    if name not in _KEPT or (name in _ONCE and name in event.names):
        return
    if not _value_of(line):
        return  # "RDATE:" with nothing behind it says nothing
    event.names.add(name)
    # Outlook writes "BYDAY=MO, TU".
    event.lines.append(line.replace(" ", "") if name == "RRULE" else line)


def _own_day(text: str) -> date:
    days = []
    for pattern in (_WRITTEN, _STARTS):
        for year, month, day in pattern.findall(text):
            try:
                days.append(date(min(int(year), 9000), int(month), int(day)))
            except ValueError:
                continue
        if days:
            return max(days)
    return date(2020, 1, 1)


def _by_uid(events: list[_Event]) -> list[list[_Event]]:
    """Events that are one meeting: same UID. Events without one stand alone."""
    groups: dict[str, list[_Event]] = {}
    for number, event in enumerate(events):
        groups.setdefault(event.value("UID") or f"\0{number}", []).append(event)
    return list(groups.values())


def _meetings(
    found: _Calendar, events: list[_Event], name: str, window: Window, problems: list[str]
) -> Iterator[Entry]:
    for event in events:
        if "DTSTART" not in event.names:
            yield refusal(name, BAD_DATE, "no start")
    events = [event for event in events if "DTSTART" in event.names]
    series = [e for e in events if "RRULE" in e.names or "RDATE" in e.names]
    for event in series:
        rule = event.value("RRULE")
        if _OFTEN.search(rule) or sum(line.count(",") for line in event.lines) > _MOST_DATES:
            yield refusal(name, TOO_OFTEN, rule[:100])
            return
        if rule and not _fits_a_day(rule, event.value("DTSTART")):
            problems.append("a repeat rule that cannot be followed: taken as one meeting")
            event.keep_only(tuple(event.names - {"RRULE"}))
    calendar = _parsed(found, events)
    if not all(isinstance(start_of(component), date) for component in calendar.walk("VEVENT")):
        yield refusal(name, BAD_DATE, events[0].value("DTSTART")[:60])
        return
    if any("RRULE" in e.names or "RDATE" in e.names for e in events):
        components = _occurrences(calendar, window)
        if not components:
            yield refusal(name, OUT_OF_YEARS)
            return
    else:
        components, earlier = _told_apart(calendar.walk("VEVENT"))
        yield from (refusal(name, EARLIER_EDITION) for _ in earlier)
    for component in components:
        yield meeting_entry(component, (found.zone, found.cancels), name, problems)


def _parsed(found: _Calendar, events: list[_Event]) -> Any:
    from icalendar import Calendar, use_zoneinfo

    use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets zones that another file defined under the same name
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for wanted in {
        zone for event in events for line in event.lines for pair in _ZONE_ID.findall(line) for zone in pair
    }:
        lines += found.zones.get(wanted, [])
    for event in events:
        lines += ["BEGIN:VEVENT", *event.lines, "END:VEVENT"]
    return Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""]))


def _fits_a_day(rule: str, start: str) -> bool:
    """Whether a rule ever comes true. Tried from the same day some 400-year cycles later, close to the last year that
    dates know, so that a rule like "31 February" is found out after a few centuries, not eighty."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    interval = _INTERVAL.search(rule)
    digits = re.sub(r"\D", "", start)[:8]
    if (interval and not re.fullmatch(r"[1-9]\d{0,3}", interval.group(1).strip())) or len(digits) < 8:
        return False
    bare = ";".join(p for p in rule.split(";") if p and not p.upper().startswith(("COUNT=", "UNTIL=")))
    try:
        first = datetime(int(digits[:4]), int(digits[4:6]), int(digits[6:]))  # noqa: DTZ001 - a day, no moment
        cycles = max(0, (9998 - first.year) // 400)
        return next(iter(rrulestr(bare, dtstart=first + timedelta(days=cycles * _400_YEARS))), None) is not None
    except (ValueError, TypeError, OverflowError, KeyError):
        return False


def _days_long(component: Any) -> int:
    lasts = getattr(component.get("DURATION"), "dt", None)
    start, end = start_of(component), getattr(component.get("DTEND"), "dt", None)
    if isinstance(start, date) and isinstance(end, date):
        return end.toordinal() - start.toordinal()
    return lasts.days if isinstance(lasts, timedelta) else 0


def _told_apart(components: list[Any]) -> tuple[list[Any], list[Any]]:
    """Meetings of one UID that do not repeat, and the earlier editions of them. One UID means one meeting; programs
    that give the same to many write no SEQUENCE, and their meetings are told apart by their starts."""
    newest: dict[Any, Any] = {}
    for component in components:
        named = getattr(component.get("RECURRENCE-ID"), "dt", None)
        known = newest.get(named)
        if known is None or edition_of(component) > edition_of(known):
            newest[named] = component
    editions = {edition_of(component) for component in components}
    if len(components) == len(newest) or len(editions) > 1:
        kept = list(newest.values())
        return kept, [component for component in components if all(component is not one for one in kept)]
    for component in components:
        component["RECURRENCE-ID"] = component["DTSTART"]
    return components, []


def _occurrences(calendar: Any, window: Window) -> list[Any]:
    import recurring_ical_events

    query = recurring_ical_events.of(calendar)
    starts = map(start_of, calendar.walk("VEVENT"))
    days = (s.date() if isinstance(s, datetime) else s for s in starts if isinstance(s, date))
    first = min(days, default=window.first)
    if first.year < 1900:
        return []
    if any(_days_long(component) > _LONGEST_DAYS for component in calendar.walk("VEVENT")):
        raise ValueError("each occurrence would last for months")  # all of them would count as in the years read
    begin = max(first - timedelta(days=2), window.first)
    end = max(window.last, first + window.at_least if window.at_least else window.last) + timedelta(days=1)
    if end <= begin:
        return []
    found: list[Any] = sorted(query.between(begin, end), key=lambda c: moment(c.get("DTSTART").dt, UTC))
    _name_moved_along(calendar, found)
    return found[-MOST_OCCURRENCES:]


def _name_moved_along(calendar: Any, found: list[Any]) -> None:
    """Occurrences that a RANGE=THISANDFUTURE moves along all bear the RECURRENCE-ID of the first of them: each gets its
    own, found by going back as far by the clock on the wall."""
    from icalendar import vDDDTypes

    for anchor in calendar.walk("VEVENT"):
        named = anchor.get("RECURRENCE-ID")
        if named is None or "RANGE" not in named.params:
            continue
        starts, stood = start_of(anchor), named.dt
        if isinstance(starts, datetime) and isinstance(stood, datetime):
            stood = stood.astimezone(starts.tzinfo) if stood.tzinfo and starts.tzinfo else stood
            starts, stood = starts.replace(tzinfo=None), stood.replace(tzinfo=None)
        if type(starts) is not type(stood):
            continue
        for component in found:
            own = component.get("RECURRENCE-ID")
            if own is not None and own.dt == named.dt and component.get("DTSTART").dt != start_of(anchor):
                component["RECURRENCE-ID"] = vDDDTypes(component.get("DTSTART").dt - (starts - stood))
