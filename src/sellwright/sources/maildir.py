"""Maildir: a folder with cur, new and tmp, and folders in it whose names begin with a dot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sellwright.protocols.files import Entry, FileSource
from sellwright.protocols.folders import folder_entries


def _recognises(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _entries(path: Path) -> Iterator[Entry]:
    return folder_entries(path)


SOURCE = FileSource("maildir", "Maildir folder (Dovecot, mutt, Evolution)", 120, _recognises, _entries)
