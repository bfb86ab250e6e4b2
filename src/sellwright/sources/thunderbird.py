"""A Thunderbird profile: mbox files without extension below Mail and ImapMail, each beside its .msf index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sellwright.protocols.files import Entry, FileSource
from sellwright.protocols.folders import folder_entries


def _recognises(path: Path) -> bool:
    if not path.is_dir():
        return False
    if any((path / name).is_dir() for name in ("Mail", "ImapMail")) and (path / "prefs.js").is_file():
        return True
    return any(item.suffix == ".msf" for item in islice(path.iterdir(), 200))


def _labels(name: str) -> tuple[str, ...]:
    """'Mail/host/Archives.sbd/2024' stands in the folder Archives/2024."""
    parts = [part.removesuffix(".sbd") for part in name.split("/")]
    start = 2 if parts[0] in ("Mail", "ImapMail") and len(parts) > 2 else 0
    folder = "/".join(parts[start:])
    return () if folder.lower() == "inbox" else (folder,)


def _entries(path: Path) -> Iterator[Entry]:
    parts = [part for part in ("ImapMail", "Mail") if (path / part).is_dir()]
    if not parts:
        yield from folder_entries(path, _labels)
    # The rest of a profile is the program's own; walking it would list thousands of files nobody asked about.
    for part in parts:
        yield from folder_entries(path / part, _labels, prefix=f"{part}/")


SOURCE = FileSource("thunderbird", "Thunderbird profile or mail folder", 100, _recognises, _entries)
