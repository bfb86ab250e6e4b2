"""A .zip of anything we read, folders and archives inside it included. Members are read where they stand: no name from
inside an archive is ever a path on disk."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sellwright.interactions.failures import CannotRead
from sellwright.protocols.disk import BlobFile, shown, single_file, sized
from sellwright.protocols.files import (
    DAMAGED,
    EXPANDS,
    LOCKED,
    NOT_A_MESSAGE,
    Blob,
    Damaged,
    Entry,
    Names,
    Reader,
    refusal,
)
from sellwright.protocols.finding import entries_inside
from sellwright.protocols.inflate import FREE_BYTES, RATIO, Inflated

if TYPE_CHECKING:
    from zipfile import ZipInfo

_STORED, _METHODS = 0, {8: "deflate", 12: "bzip2"}
_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".xpi")
_LOCKED_BIT = 0x1


def _recognises(name: str, head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")) and not name.lower().endswith(_OFFICE)


def _entries(blob: Blob) -> Iterator[Entry]:
    import zipfile

    blob = sized(blob)
    try:
        members = zipfile.ZipFile(BlobFile(blob)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        raise CannotRead(
            f"{blob.name} is a damaged or half-written .zip.", "Download or copy it again, then try once more."
        ) from error
    total, names = 0, Names()
    for member in members:
        if member.is_dir():
            continue
        total += member.file_size
        name = names.once(f"{blob.name}!{shown(member.filename)}")
        reason, detail = _refuses(member, total, blob.size)
        if reason:
            yield refusal(name, reason, detail, member.file_size)
            continue
        try:
            inside = _member(blob, member, name)
        except (OSError, Damaged, struct.error) as error:
            yield refusal(name, DAMAGED, str(error), member.file_size)
            continue
        yield from entries_inside(inside)


def _refuses(member: ZipInfo, total: int, packed: int) -> tuple[str, str]:
    if member.flag_bits & _LOCKED_BIT:
        return LOCKED, "unpack it with its password, then give the folder"
    if member.filename.startswith("__MACOSX/"):
        return NOT_A_MESSAGE, ""
    if member.file_size > FREE_BYTES + RATIO * member.compress_size or total > FREE_BYTES + RATIO * packed:
        return EXPANDS, f"it unpacks to more than {RATIO} times its size"
    if member.compress_type not in _METHODS and member.compress_type != _STORED:
        return DAMAGED, f"packed in a way we do not read (method {member.compress_type})"
    return "", ""


def _member(blob: Blob, member: ZipInfo, name: str) -> Blob:
    """A member's bytes. Its header repeats the name, whose length is needed to find where the data begins."""
    header = blob.read(member.header_offset, 30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise Damaged(DAMAGED, "the member is not where the archive says")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start, packed = member.header_offset + 30 + name_length + extra_length, member.compress_size

    def source(offset: int, count: int) -> bytes:
        return blob.read(start + offset, max(0, min(count, packed - offset)))

    how = _METHODS.get(member.compress_type)
    read = Inflated(source, packed, how, member.file_size).read if how else source
    return Blob(name, member.file_size, read, blob.modified, depth=blob.depth + 1)


SOURCE = single_file(
    "zip", ".zip archive of mailboxes, mails and calendars", 10, Reader(recognises=_recognises, entries=_entries)
)
