"""Calendars: .ics files, as every calendar program and Google Takeout write them."""

from __future__ import annotations

from sellwright.protocols.calendars import calendar_entries, is_calendar
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import Reader

SOURCE = single_file("ics", "calendar (.ics)", 20, Reader(recognises=is_calendar, entries=calendar_entries))
