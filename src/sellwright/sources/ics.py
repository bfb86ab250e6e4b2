"""Calendars: .ics files, as every calendar program and Google Takeout write them."""

from __future__ import annotations

from collections.abc import Iterator

from sellwright.protocols.disk import single_file
from sellwright.protocols.files import Blob, Entry, Reader


def _recognises(name: str, head: bytes) -> bool:
    start = head[:200].lstrip(b"\xef\xbb\xbf \r\n\t").upper()
    return start.startswith(b"BEGIN:VCALENDAR") or name.lower().endswith((".ics", ".ical", ".ifb", ".icalendar"))


def _entries(blob: Blob) -> Iterator[Entry]:
    from sellwright.protocols.calendars import calendar_entries  # its libraries take time to import

    return calendar_entries(blob)


SOURCE = single_file("ics", "calendar (.ics)", 20, Reader(recognises=_recognises, entries=_entries))
