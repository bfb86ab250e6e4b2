"""What the listener knows of each account while it listens."""

from __future__ import annotations

import random
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

from django.utils import timezone

from sellwright.capture.proving import CHECKER
from sellwright.capture.reading import Reader
from sellwright.jobs import settling
from sellwright.store.models import Account, Dirty


class State(Enum):
    """Where a seat is. One that waits has its sockets watched, if it has any."""

    WAITS = 1
    IS_DUE = 2
    AT_WORK = 3


@dataclass(slots=True, eq=False)
class Seat:
    """One account. Times are those of time.monotonic()."""

    account: int
    mark: tuple[Any, ...]  # changes when it has to be connected anew
    asked_at: datetime | None = None
    state: State = State.WAITS
    due: float = 0.0  # when a turn is due though the server says nothing
    is_more: bool = False  # older things wait
    is_queued: bool = False  # for reading them
    reader: Reader | None = None
    sockets: Sequence[socket.socket] = ()
    failures: int = 0
    heard: float = 0.0  # when it was last written down that its server answers
    is_leaving: bool = False  # paused, gone or changed while at work


@dataclass(frozen=True, slots=True)
class Known:
    """An account as its row says."""

    mark: tuple[Any, ...]
    asked_at: datetime | None
    again_at: datetime | None
    failures: int


def known() -> dict[int, Known]:
    """All accounts that are to be read."""
    rows = Account.objects.filter(paused_at=None).values_list(
        "pk", "kind", "where", "since", "secret", "trouble", "asked_at", "again_at", "failures"
    )
    found = {}
    for pk, kind, where, since, secret, trouble, asked_at, again_at, failures in rows:
        # A token is renewed while a connection stands; only where we were refused is another secret another chance.
        refused = secret if trouble == Account.Trouble.SIGN_IN else ""
        found[pk] = Known((kind, repr({**where, CHECKER: ""}), since, refused), asked_at, again_at, failures)
    return found


def due_in(row: Known, spread: float) -> float:
    """Seconds until an account met for the first time is read: at once, spread a little, or when its wait is over."""
    wait = (row.again_at - timezone.now()).total_seconds() if row.again_at else 0.0
    return max(wait, 0.0) + random.uniform(0.0, spread)


@dataclass(slots=True)
class Gate:
    """Holds the backlog back until what its newest letters marked is derived: they are on Today before older mail is
    read. From then on it stays open, up to a bound, while the worker derives beside it: people of many letters are then
    counted a few times instead of often, and a letter that just came goes before all of it (jobs.settling.first)."""

    most: int = 600  # marks at which it closes
    is_open: bool = True
    looked: float = 0.0
    least: int = 0  # marks there were since it closed, and when that was
    least_at: float = 0.0
    asked_at: float = 0.0  # when deriving was last asked for while it was closed
    has_worked: bool = False  # older mail was let through since the last rest

    ASK: ClassVar[float] = 5.0
    LOOK: ClassVar[float] = 0.25  # seconds between two looks
    FIRST: ClassVar[int] = 600
    WIDEST: ClassVar[int] = 60_000
    STUCK: ClassVar[float] = 60.0  # seconds without one mark less: nobody derives, and mail is not held back for that

    def look(self, moment: float) -> bool:
        """Whether older mail may be read now."""
        if moment - self.looked >= self.LOOK:
            self.looked = moment
            marks = Dirty.objects.count()
            if self.is_open and marks > self.most:
                self.is_open, self.least, self.least_at = False, marks, moment
                self.most = self.WIDEST
                self.asked_at = moment - self.ASK
            elif marks < self.least:
                self.least, self.least_at = marks, moment
            if not self.is_open and moment - self.asked_at >= self.ASK:
                self.asked_at = moment
                settling.soon()
            if not self.is_open and marks <= self.FIRST // 16:
                self.is_open = True
            elif not self.is_open and moment - self.least_at > self.STUCK:
                self.is_open, self.most = True, marks + self.WIDEST
        self.has_worked |= self.is_open
        return self.is_open

    def rest(self) -> None:
        """No backlog is left: all of it is derived now, and the next one begins small again."""
        if self.has_worked:
            settling.soon()
        self.most, self.is_open, self.has_worked = self.FIRST, True, False
