"""The shape every file source has, and the order in which sources are asked whether a path is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sellwright.interactions.values import Found

MAX_MAIL_BYTES = 50 * 1024 * 1024  # a larger mail is skipped with that reason; its size says it is a file transfer


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one item stands, known without reading it whole. `load()` reads it."""

    path: str  # "takeout.mbox#18342", "inbox/cur/1.eml", "old.zip!inbox.mbox#0": the name shown to people
    size: int  # bytes
    at: float  # a guess at its time (seconds since 1970 UTC) to load the newest first; 0.0 when unknown
    load: Callable[[], Found]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A kind of file we read.

    `recognises` looks at the name and at most the first few kilobytes. `entries` yields every item in file order,
    whatever is wrong with it, with memory that does not grow with the file; it raises `CannotRead` only when the
    path as a whole cannot be read. What is no item (a folder's index file, say) is an Entry that loads to `Refused`.
    """

    name: str  # "mbox"
    title: str  # "mbox file (Google Takeout, Thunderbird, mutt)"
    rank: int  # asked in this order, lowest first; the first that recognises a path reads it
    recognises: Callable[[Path], bool]
    entries: Callable[[Path], Iterator[Entry]]
