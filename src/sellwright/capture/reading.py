"""What the listener knows of a server: one shape for every kind of account, whoever speaks to it."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sellwright.store.models import Folder


class NotWanted(Exception):
    """The account, or a folder of it, was paused, disconnected or erased meanwhile. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """A folder or calendar as its server shows it."""

    name: str  # how the server calls it; one name, one folder
    title: str  # for people
    role: Folder.Role = Folder.Role.OTHER

    @property
    def is_read_at_first(self) -> bool:
        """Whether it is read before anybody chose. What a person threw away, spam and drafts are not."""
        return self.role not in (Folder.Role.JUNK, Folder.Role.TRASH, Folder.Role.DRAFTS)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn came to."""

    is_more: bool  # older things wait: another turn is due whenever there is room
    again_after: float  # seconds until the server is asked anew though it said nothing
    stored: int = 0  # messages or events that are new here
    is_compared: bool = False  # every id was compared with the server in this turn


class Reader(Protocol):
    """An account being read. Its calls come one at a time, from whichever thread has time; it opens its connection
    with the first of them. Every call but `woken` and `close` may raise a CaptureError."""

    def folders(self) -> Sequence[Found]:
        """What the server shows now."""

    def turn(self, until: float) -> Turn:
        """One bounded piece of work: all that is new, then what is older until `until` (time.monotonic()). What was
        read is stored in the transaction that moves its folder's cursor."""

    def idle(self) -> Sequence[socket.socket] | socket.socket | None:
        """Begins to wait for the server's word: what to watch for it. None: it gives none."""

    def woken(self) -> bool:
        """Whether the server said something that wants a turn. Called when a socket can be read; never waits."""

    def close(self) -> None:
        """Lets the connections go. May be called at any time, and again."""
