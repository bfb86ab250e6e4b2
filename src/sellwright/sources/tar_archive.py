"""A .tar of anything we read; .tar.gz and its kin arrive here unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sellwright.interactions.failures import CannotRead
from sellwright.protocols.disk import shown, single_file
from sellwright.protocols.files import (
    A_LINK,
    CUT_OFF,
    DAMAGED,
    NOT_A_FILE,
    NOT_A_MESSAGE,
    Blob,
    Entry,
    Names,
    Reader,
    refusal,
)
from sellwright.protocols.finding import entries_inside

if TYPE_CHECKING:
    from tarfile import TarInfo

_BLOCK = 512
_LONG_NAME, _PAX, _PASSED = b"L", b"x", (b"K", b"g", b"5")  # passed: long link, settings for all members, folder
_MOST_NAME = 64 * 1024  # a longer name or attribute list is an attack, not a name


def _recognises(name: str, head: bytes) -> bool:
    if len(head) < _BLOCK or head[257:262] != b"ustar":
        return False
    from tarfile import TarError, TarInfo

    try:
        TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except TarError:
        return False
    return True


def _entries(blob: Blob) -> Iterator[Entry]:
    """Header by header, with our own walk: the library's keeps every member it has seen."""
    from tarfile import TarError, TarInfo

    offset, long_name, names = 0, "", Names()
    while True:
        header = blob.read(offset, _BLOCK)
        if len(header) < _BLOCK:
            if header or offset:
                yield refusal(f"{blob.name}!end", CUT_OFF, "the archive stops in the middle: the rest is missing")
            return
        if not header.strip(b"\0"):
            return
        try:
            member = TarInfo.frombuf(header, "utf-8", "surrogateescape")
        except TarError as error:
            if offset == 0:
                raise CannotRead(f"{blob.name} is a damaged .tar.", "Copy it again, then try once more.") from error
            yield refusal(f"{blob.name}!{offset}", DAMAGED, "the rest of the archive cannot be read")
            return
        start, size = offset + _BLOCK, max(0, member.size)
        offset = start + -(-size // _BLOCK) * _BLOCK
        if member.type in (_LONG_NAME, _PAX):
            long_name = _long_name(blob.read(start, min(size, _MOST_NAME)), member.type) or long_name
            continue
        if member.type in _PASSED:
            continue
        name = names.once(f"{blob.name}!{shown(long_name or member.name)}")
        long_name = ""
        yield from _member(blob, member, name, (start, size))


def _long_name(data: bytes, kind: bytes) -> str:
    if kind == _LONG_NAME:
        return data.rstrip(b"\0").decode("utf-8", "surrogateescape")
    # A pax record is "length key=value\n"; only the path matters here.
    for record in data.split(b"\n"):
        key, _, value = record.partition(b" ")[2].partition(b"=")
        if key == b"path":
            return value.decode("utf-8", "surrogateescape")
    return ""


def _member(blob: Blob, member: TarInfo, name: str, place: tuple[int, int]) -> Iterator[Entry]:
    start, size = place
    if member.issym() or member.islnk():
        yield refusal(name, A_LINK)
    elif not member.isreg():
        yield refusal(name, NOT_A_FILE)
    elif name.rpartition("/")[2].startswith("._"):
        yield refusal(name, NOT_A_MESSAGE)
    else:

        def read(offset: int, count: int) -> bytes:
            return blob.read(start + offset, max(0, min(count, size - offset)))

        yield from entries_inside(Blob(name, size, read, float(member.mtime), depth=blob.depth + 1))


SOURCE = single_file("tar", ".tar archive of mails", 14, Reader(recognises=_recognises, entries=_entries))
