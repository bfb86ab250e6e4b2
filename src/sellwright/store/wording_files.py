"""Segments of wording on disk: written to the database in pieces, copied to the data folder once, mapped from there."""

from __future__ import annotations

import mmap
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings as house
from django.db import transaction

from sellwright.measures.fingerprint import Index, StaleIndex
from sellwright.settings import Settings
from sellwright.stats.segment import Segment
from sellwright.stats.shingles import U64
from sellwright.store.models import WordingPiece, WordingSegment

PIECE = 1_000_000  # bytes: written in some milliseconds, so that nobody waits for it
SHIFT = np.uint64(40)
MESSAGE = np.uint64((1 << 40) - 1)


@dataclass(frozen=True, slots=True)
class Held:
    """A segment and what its letters are: mailbox << 40 | message, in the order of the segment."""

    segment: Segment
    letters: U64


@dataclass(frozen=True, slots=True)
class Opened:
    """A row opened: its segments (one, unless it was very large), and all their letters."""

    parts: tuple[Held, ...]
    letters: U64


_open: dict[str, Opened] = {}
_lock = threading.Lock()


def number(message: int, mailbox: int) -> int:
    """A letter of a mailbox as one number."""
    return mailbox << 40 | message


def name(message: int, mailbox: int) -> str:
    """A letter's name in a segment."""
    return f"{number(message, mailbox):016x}"


def opened(row: WordingSegment) -> Opened:
    """The segment of a row, mapped into memory. Copied from the database when this machine has no whole copy."""
    with _lock:
        found = _open.get(row.key)
        if found is None:
            try:
                found = _mapped(row)
            except (StaleIndex, ValueError, OSError):
                _copy(row)
                found = _mapped(row)
            _open[row.key] = found
        return found


def write(index: Index, rules: str, finish: Callable[[WordingSegment], None]) -> WordingSegment:
    """A new segment with all of an index. It counts from the moment `finish` was done, in one transaction with that."""
    row = WordingSegment.objects.create(key=secrets.token_hex(16), rules=rules, letters=len(index))
    size = 0
    try:
        for place, piece in enumerate(_pieces(index.dump())):
            WordingPiece.objects.create(segment=row, number=place, data=piece)
            size += len(piece)
        with transaction.atomic():
            finish(row)
            row.size, row.is_ready = size, True
            row.save(update_fields=["size", "is_ready"])
    except Exception:
        WordingSegment.objects.filter(pk=row.pk).delete()
        raise
    return row


def sweep() -> None:
    """Closes and deletes this machine's copies of segments that are no more."""
    keys = set(WordingSegment.objects.filter(is_ready=True).values_list("key", flat=True))
    with _lock:
        for key in [key for key in _open if key not in keys]:
            del _open[key]
    for file in _folder().glob("*.segment"):
        if file.stem not in keys:
            file.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(house.HOME) / "wording"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _mapped(row: WordingSegment) -> Opened:
    file = _folder() / f"{row.key}.segment"
    with file.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size != row.size:
            raise StaleIndex("not whole")
        view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    parts = tuple(Held(part, _letters(part)) for part in Index.from_bytes(view, _settings_of(row)).parts())
    return Opened(parts, np.concatenate([part.letters for part in parts]) if parts else np.zeros(0, np.uint64))


def _letters(part: Segment) -> U64:
    return np.frombuffer(bytes.fromhex(part.name_text.tobytes().decode()), ">u8").astype(np.uint64)


def _settings_of(row: WordingSegment) -> Settings:
    _version, words, twin = row.rules.split("|")
    return Settings(shingle_words=int(words), twin_jaccard=float(twin))


def _copy(row: WordingSegment) -> None:
    file = _folder() / f"{row.key}.segment"
    fresh = file.with_name(f"{row.key}.{secrets.token_hex(4)}.fresh")
    rows = WordingPiece.objects.filter(segment=row).order_by("number").values_list("data", flat=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for data in rows.iterator(chunk_size=4):
            stream.write(data)
    fresh.replace(file)


def _pieces(data: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size."""
    kept = bytearray()
    for more in data:
        kept += more
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE])
            del kept[:PIECE]
    if kept:
        yield bytes(kept)
