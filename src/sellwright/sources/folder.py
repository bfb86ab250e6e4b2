"""Any folder: every file in it and below, each read by its kind. MH folders, folders of .eml and of .ics are these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sellwright.protocols.files import Entry, FileSource
from sellwright.protocols.folders import folder_entries


def _entries(path: Path) -> Iterator[Entry]:
    return folder_entries(path)


SOURCE = FileSource("folder", "folder of mails, calendars and archives", 190, Path.is_dir, _entries)
