"""Which source reads a path, which reader reads bytes inside a folder or archive, and clear words when none does."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sellwright.interactions.failures import CannotRead, ExtraNeeded
from sellwright.plugs import found_in
from sellwright.protocols.disk import read_once, shown
from sellwright.protocols.files import (
    DAMAGED,
    EMPTY,
    EXTRA_PART,
    HEAD_BYTES,
    INDEX,
    MAX_DEPTH,
    NO_PERMISSION,
    NOT_A_MESSAGE,
    TOO_DEEP,
    Blob,
    Damaged,
    Entry,
    FileSource,
    Reader,
    never_silent,
    refusal,
)

# What a file is, by its first bytes, when it is none of ours: (bytes, at, what it is, what to do).
_OTHERS = (
    (b"%PDF", 0, "a PDF", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an Outlook .msg or old Office file",
     "In Outlook, export the folder as .pst, or drag the mails out and save them as .eml."),
    (b"\x89PNG", 0, "a picture", ""),
    (b"\xff\xd8\xff", 0, "a picture", ""),
    (b"GIF8", 0, "a picture", ""),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive", "Unpack it, then give the folder."),
    (b"Rar!", 0, "a RAR archive", "Unpack it, then give the folder."),
    (b"\xcf\xad\x12\xfe", 0, "an Outlook Express .dbx file", "Open it in Thunderbird first, then give its profile."),
    (b"SQLite format 3\0", 0, "a database", ""),
    (b"\x7fELF", 0, "a program", ""),
    (b"MZ", 0, "a program", ""),
)  # fmt: skip
_OFFICE = {".docx": "a Word document", ".xlsx": "an Excel workbook", ".pptx": "a presentation", ".odt": "a document"}
_KINDS = "an mbox, a Maildir, a folder of .eml, a .zip or .gz of these, a .pst, .ics, WhatsApp .txt or a .csv of calls"
_INDEXES = (".msf", ".mh_sequences", ".dat", "table_of_contents", ".cmeta", ".ev-summary", ".ibex.index", ".ds_store")


@cache
def sources() -> tuple[FileSource, ...]:
    """Every file source in the product, in the order they are asked."""
    found = [item for item in found_in("sellwright.sources", "SOURCE") if isinstance(item, FileSource)]
    return tuple(sorted(found, key=lambda source: source.rank))


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(source.reader for source in sources() if source.reader)


def reader_of(name: str, head: bytes) -> Reader | None:
    """The reader for bytes with that name and beginning, or None."""
    if not head:
        return None
    return next((reader for reader in _readers() if reader.recognises(name, head)), None)


def entries_inside(blob: Blob) -> Iterator[Entry]:
    """The items in a file that stands in a folder or archive. Whatever is wrong with it is an entry, never raised."""
    plain = blob.file_name
    try:
        head = blob.read(0, HEAD_BYTES)
        reader = reader_of(plain, head)
        if reader is None:
            yield refusal(blob.name, *why_not(plain, head), size=blob.size)
        elif blob.depth > MAX_DEPTH:
            yield refusal(blob.name, TOO_DEEP, size=blob.size)
        else:
            yield from never_silent(reader, blob)
    except ExtraNeeded as error:
        yield refusal(blob.name, EXTRA_PART, error.next_step)
    except CannotRead as error:
        yield refusal(blob.name, DAMAGED, error.message)
    except Damaged as error:
        yield refusal(blob.name, error.reason, error.detail)
    except PermissionError:
        yield refusal(blob.name, NO_PERMISSION)
    except (OSError, EOFError, ValueError, struct.error) as error:
        yield refusal(blob.name, DAMAGED, str(error))


def why_not(name: str, head: bytes) -> tuple[str, str]:
    """(reason, detail) for a file that no reader takes."""
    if not head:
        return EMPTY, ""
    if name.lower().endswith(_INDEXES):
        return INDEX, ""
    return NOT_A_MESSAGE, _what(name, head)[0]


def _what(name: str, head: bytes) -> tuple[str, str]:
    for magic, at, what, step in _OTHERS:
        if head.startswith(magic, at):
            return what, step
    office = _OFFICE.get(Path(name).suffix.lower())
    if office and head.startswith(b"PK"):
        return office, ""
    return ("a binary file" if b"\0" in head else ""), ""


def source_of(path: Path) -> FileSource:
    """The source that reads a path. Raises CannotRead with one sentence and a next step, whatever stands there."""
    name = shown(str(path))
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            with os.scandir(path) as listing:
                empty = next(listing, None) is None
            head = b""
        elif stat.S_ISREG(state.st_mode):
            empty = state.st_size == 0
            head = read_once(str(path), 0, HEAD_BYTES)
        else:
            raise CannotRead(f"{name} is a pipe or device, not a file.", "Save it to a file first, then give that.")
    except FileNotFoundError:
        raise CannotRead(f"{name} does not exist.", _nearby(path)) from None
    except PermissionError:
        raise CannotRead(f"You have no permission to read {name}.", f"Allow it with: chmod u+rX {name!r}") from None
    except OSError as error:
        raise CannotRead(f"{name} cannot be read: {error.strerror}.", _nearby(path)) from None
    if empty:
        what = "is an empty folder" if stat.S_ISDIR(state.st_mode) else "is empty (0 bytes)"
        raise CannotRead(f"{name} {what}.", "Export or copy it again, then try once more.")
    for source in sources():
        if source.recognises(path):
            return source
    what, step = _what(path.name, head)
    raise CannotRead(f"{name} is {what or 'not a kind of file we know'}.", step or f"Give {_KINDS}.")


def _nearby(path: Path) -> str:
    """What does exist beside a missing path."""
    import difflib

    place = path.absolute().parent
    while not place.is_dir() and place != place.parent:
        place = place.parent
    try:
        names = sorted(item.name for item in place.iterdir() if not item.name.startswith("."))
    except OSError:
        return f"Look into {shown(str(place))}."
    close = difflib.get_close_matches(path.name, names, n=3, cutoff=0.5) if place == path.absolute().parent else []
    if close:
        return f"Did you mean {', '.join(shown(name) for name in close)}?"
    listed = ", ".join(shown(name) for name in names[:6]) + (" ..." if len(names) > 6 else "")
    return f"In {shown(str(place))} there is: {listed or 'nothing'}."
