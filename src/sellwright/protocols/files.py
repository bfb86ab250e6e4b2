"""The shape every file source has, and the bytes sources are given to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sellwright.interactions.values import Found, Refused

MAX_MAIL_BYTES = 50 * 1024 * 1024  # a larger mail is skipped with that reason; its size says it is a file transfer
HEAD_BYTES = 8192  # what a source may look at to say whether a file is its own
MAX_DEPTH = 4  # archives inside archives

# The reasons for what did not become a value. Counts group by these words, so they never change with the item.
NOT_A_MESSAGE = "not a message"
TOO_LARGE = "larger than 50 MB"
EMPTY = "empty"
DELETED = "deleted in the mail program"
PROGRAM_NOTE = "a mail program's own note"
INDEX = "a mail program's index"
PARTLY_WRITTEN = "not yet delivered"
A_LINK = "a link"
NOT_A_FILE = "a pipe or device"
NO_PERMISSION = "no permission to read"
DAMAGED = "damaged"
CUT_OFF = "ends too early"
LOCKED = "locked with a password"
EXPANDS = "expands too far"
TOO_DEEP = "too many archives inside each other"
EXTRA_PART = "needs an optional part"
KEPT_ATTACHMENT = "an attachment kept beside its mail"
TASK = "a task or note, not a meeting"
NO_EVENTS = "a calendar without meetings"
TOO_OFTEN = "repeats too often to be a meeting"
OUT_OF_YEARS = "repeats only outside the years read"
EARLIER_EDITION = "an earlier edition of a meeting that stands in it too"
SYSTEM_LINE = "a line of the program"
DRAFT = "a draft"
BAD_DATE = "no readable date"
NO_NUMBER = "no telephone number"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one item stands, known without reading it whole. `load()` reads it."""

    path: str  # "takeout.mbox#18342", "inbox/cur/1.eml", "old.zip!inbox.mbox#0": the name shown to people
    size: int  # bytes
    at: float  # a guess at its time (seconds since 1970 UTC) to load the newest first; 0.0 when unknown
    load: Callable[[], Found]


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes with a name, wherever they stand: a file, a member of an archive, a stretch of a tar.

    `read(offset, count)` gives the bytes there, fewer at the end, b'' past it. It raises `OSError` or `Damaged`.
    """

    name: str  # as shown to people
    size: int  # bytes; -1 when only reading to the end would tell
    read: Callable[[int, int], bytes]
    modified: float = 0.0  # seconds since 1970 UTC; 0.0 when unknown
    labels: tuple[str, ...] = ()  # the folder it stands in, where a mail program keeps folders
    depth: int = 0  # archives around it
    called: str = ""  # the name its kind shows in, where that is not `name`: 'a.mbox' for the inside of 'a.mbox.gz'

    @property
    def file_name(self) -> str:
        """The last part of its name, with the ending that tells its kind."""
        return self.called or self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of single file is read, wherever its bytes stand."""

    recognises: Callable[[str, bytes], bool]  # (name, first HEAD_BYTES)
    entries: Callable[[Blob], Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class FileSource:
    """A kind of file we read.

    `recognises` looks at the name and at most the first few kilobytes. `entries` yields every item in file order,
    whatever is wrong with it, with memory that does not grow with the file; it raises `CannotRead` only when the
    path as a whole cannot be read. What is no item (a folder's index file, say) is an Entry that loads to `Refused`.
    A kind that is one file also gives its `reader`, by which folders and archives read it where they hold one.
    """

    name: str  # "mbox"
    title: str  # "mbox file (Google Takeout, Thunderbird, mutt)"
    rank: int  # asked in this order, lowest first; the first that recognises a path reads it
    recognises: Callable[[Path], bool]
    entries: Callable[[Path], Iterator[Entry]]
    reader: Reader | None = None


class Damaged(Exception):
    """Bytes that cannot be unpacked. Never leaves the sources: it becomes a `Refused` with `reason`."""

    def __init__(self, reason: str = DAMAGED, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class Names:
    """Keeps the names inside one file apart: the second "a" becomes "a~2", the same on every run over the same file."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}  # by hash, so that a million long names do not fill memory

    def once(self, name: str) -> str:
        """The name, or the name with a number where it was given before."""
        key = hash(name)
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return name if count == 1 else self.once(f"{name}~{count}")


def refusal(name: str, reason: str, detail: str = "", size: int = 0) -> Entry:
    """An entry for something that will not become a value. Whether it should have follows from the reason."""
    failed = reason in (NO_PERMISSION, DAMAGED, CUT_OFF, LOCKED, EXTRA_PART, BAD_DATE)
    refused = Refused(name, "failed" if failed else "skipped", reason, detail)
    return Entry(name, max(size, 0), 0.0, lambda: refused)


def renamed(entry: Entry, path: str) -> Entry:
    """The same entry, and the same value, under another name."""
    return Entry(path, entry.size, entry.at, lambda: replace(entry.load(), path=path))


def bytes_or_refusal(blob: Blob, path: str, offset: int, count: int) -> bytes | Refused:
    """What stands there, or why it cannot be read by now: a drive pulled out, a packed file damaged further on."""
    try:
        return blob.read(offset, count)
    except Damaged as error:
        return Refused(path, "failed", error.reason, error.detail)
    except PermissionError:
        return Refused(path, "failed", NO_PERMISSION)
    except (OSError, ValueError) as error:
        return Refused(path, "failed", DAMAGED, str(error))


def ready(value: Found, at: float, size: int = 0) -> Entry:
    """An entry whose value is already in hand: a line of a table, an occurrence of a meeting."""
    return Entry(value.path, size, at, lambda: value)


def never_silent(reader: Reader, blob: Blob) -> Iterator[Entry]:
    """A reader's entries; one that says so where it finds none, so that no file goes unaccounted for."""
    found = None
    for found in reader.entries(blob):
        yield found
    if found is None:
        yield refusal(blob.name, EMPTY, size=blob.size)
