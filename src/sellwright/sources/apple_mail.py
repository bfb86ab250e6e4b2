"""Apple Mail's folder: .mbox folders with one .emlx file a mail, attachments kept beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sellwright.protocols.files import Entry, FileSource
from sellwright.protocols.folders import folder_entries


def _recognises(path: Path) -> bool:
    if not path.is_dir():
        return False
    if (path / "Messages").is_dir() or (path.suffix == ".mbox" and (path / "Info.plist").is_file()):
        return True
    return any(item.suffix == ".mbox" and item.is_dir() for item in islice(path.iterdir(), 200))


def _labels(name: str) -> tuple[str, ...]:
    """'INBOX.mbox/ab-12/Data/Messages/1.emlx' stands in INBOX, which is no label; 'Sent Messages.mbox/...' in Sent
    Messages."""
    folder = "/".join(part[:-5] for part in name.split("/")[:-1] if part.endswith(".mbox"))
    return () if not folder or folder.lower() == "inbox" else (folder,)


def _entries(path: Path) -> Iterator[Entry]:
    own = f"{path.name}/" if path.suffix == ".mbox" else ""
    return folder_entries(path, lambda name: _labels(own + name))


SOURCE = FileSource("apple_mail", "Apple Mail folder (.mbox folders with .emlx)", 110, _recognises, _entries)
