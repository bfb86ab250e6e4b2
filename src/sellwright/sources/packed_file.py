"""One packed file: .gz, .bz2 or .xz of a mailbox, a mail or a tar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sellwright.protocols.disk import single_file
from sellwright.protocols.files import CUT_OFF, Blob, Entry, Reader, refusal
from sellwright.protocols.finding import entries_inside
from sellwright.protocols.inflate import Inflated

_MAGIC = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
_ENDINGS = {".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def _recognises(name: str, head: bytes) -> bool:
    return head.startswith(tuple(_MAGIC))


def _entries(blob: Blob) -> Iterator[Entry]:
    how = next(how for magic, how in _MAGIC.items() if blob.read(0, 8).startswith(magic))
    stream = Inflated(blob.read, blob.size, how)
    called = blob.file_name
    for ending, instead in _ENDINGS.items():
        if called.lower().endswith(ending):
            called = called[: -len(ending)] + instead
            break
    inside = replace(blob, size=-1, read=stream.read, depth=blob.depth + 1, called=called)
    yield from entries_inside(inside)
    if stream.cut:
        yield refusal(f"{blob.name}!end", CUT_OFF, "the packed file stops in the middle: the rest is missing")


SOURCE = single_file("packed", ".gz, .bz2 or .xz of a mailbox", 12, Reader(recognises=_recognises, entries=_entries))
