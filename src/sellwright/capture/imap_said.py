"""What IMAP responses say, as values: counts of a folder, heads and numbers of messages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sellwright.capture.imap_wire import Cut, Response

MOST_NUMBERS = 2_000_000  # of messages in a folder
MOST_UID = 2**32 - 1


@dataclass(slots=True)
class Counts:
    """What a server says of a folder. `vanished` holds ranges of numbers that are there no more."""

    validity: int = 0
    next_uid: int = 0
    messages: int = -1  # -1: it did not say
    modseq: int = 0
    vanished: list[tuple[int, int]] = field(default_factory=list)
    is_recount: bool = False  # something was missed: only opening the folder anew tells


@dataclass(frozen=True, slots=True)
class Head:
    """What is asked of a message before its bytes."""

    uid: int
    size: int
    flags: frozenset[bytes]  # lower-case
    day: str  # "17-Nov-2026", as its server dates it; '' when it does not say
    labels: frozenset[str] = frozenset()  # Gmail's


def set_of(uids: Iterable[int]) -> bytes:
    """Numbers as a command takes them: 1:3,7."""
    joined: list[list[int]] = []
    for uid in sorted(uids):
        if joined and uid == joined[-1][1] + 1:
            joined[-1][1] = uid
        else:
            joined.append([uid, uid])
    return b",".join(b"%d" % low if low == high else b"%d:%d" % (low, high) for low, high in joined)


def status(one: Response) -> Counts:
    """Of a STATUS."""
    values = one.parsed()
    given = values[-1] if values and isinstance(values[-1], tuple) else ()
    found = {key.upper(): value for key, value in zip(given[::2], given[1::2], strict=False)
             if isinstance(key, bytes) and isinstance(value, int)}  # fmt: skip
    return Counts(validity=found.get(b"UIDVALIDITY", 0), next_uid=found.get(b"UIDNEXT", 0),
                  messages=found.get(b"MESSAGES", -1), modseq=found.get(b"HIGHESTMODSEQ", 0))  # fmt: skip


def pairs(one: Response) -> dict[bytes, object]:
    """What a FETCH gives, by its names in capitals."""
    values = one.parsed()
    given = values[0] if values and isinstance(values[0], tuple) else ()
    return {key.upper(): value for key, value in zip(given[::2], given[1::2], strict=False) if isinstance(key, bytes)}


def head(one: Response) -> Head | None:
    """None for a FETCH nobody asked for: flags that changed."""
    values = pairs(one)
    uid, size, flags = values.get(b"UID"), values.get(b"RFC822.SIZE"), values.get(b"FLAGS")
    if not isinstance(uid, int) or not isinstance(size, int) or not 0 < uid <= MOST_UID:
        return None
    day, labels = values.get(b"INTERNALDATE"), values.get(b"X-GM-LABELS")
    return Head(
        uid, size, _words(flags), day.decode("ascii", "replace").strip()[:11] if isinstance(day, bytes) else "",
        frozenset(label.decode("ascii", "replace") for label in _words(labels)),
    )  # fmt: skip


def _words(given: object) -> frozenset[bytes]:
    return (
        frozenset(one.lower() for one in given if isinstance(one, bytes)) if isinstance(given, tuple) else frozenset()
    )


def found_in(one: Response) -> Iterator[int]:
    """The numbers of an ESEARCH."""
    words = one.text.split()
    upper = [word.upper() for word in words]
    if b"ALL" in upper[:-1]:
        for low, high in ranges(words[upper.index(b"ALL") + 1]):
            yield from range(low, high + 1)


def ranges(text: bytes) -> Iterator[tuple[int, int]]:
    """'1:3,7' as pairs. Raises Cut for more numbers than any folder has."""
    total = 0
    for part in text.split(b","):
        low, _, high = part.partition(b":")
        if low.isdigit() and (not high or high.isdigit()):
            pair = sorted((int(low[:12]), int((high or low)[:12])))
            total += pair[1] - pair[0] + 1
            if total > MOST_NUMBERS:
                raise Cut("more numbers than any folder has")
            yield pair[0], pair[1]
