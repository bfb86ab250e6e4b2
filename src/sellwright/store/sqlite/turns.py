"""Turns at writing: the connection of the database engine that is used when there is no DATABASE_URL.

SQLite has one writer at a time and no queue: who finds it taken looks again a little later, and a process that writes
one piece after another takes it again before the others have looked. So whoever waits for a transaction holds a shared
lock on a file beside the database, and a thread that is `standing_back` begins none while anybody holds it.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

LOOK = 0.002  # seconds between two looks whether somebody still waits
LONGEST = 2.0  # seconds after which a thread that stands back takes its turn all the same
_here = threading.local()


@contextmanager
def standing_back() -> Iterator[None]:
    """Whoever works through something long, piece by piece: in this thread others write first."""
    before = getattr(_here, "stands_back", False)
    _here.stands_back = True
    try:
        yield
    finally:
        _here.stands_back = before


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: int | None = None  # the open file whose lock says that somebody waits

    def _start_transaction_under_autocommit(self) -> None:
        file = self._waiting_file()
        if file is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        elif getattr(_here, "stands_back", False):
            _let_pass(file)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        else:
            fcntl.flock(file, fcntl.LOCK_SH)
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def _waiting_file(self) -> int | None:
        if self._waiting is None and not self.is_in_memory_db():
            name = f"{self.settings_dict['NAME']}-waiting"
            self._waiting = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._waiting

    def _close(self) -> None:
        if self._waiting is not None:
            os.close(self._waiting)
            self._waiting = None
        super()._close()  # type: ignore[misc]


def _let_pass(file: int) -> None:
    """Returns when nobody waits to write."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(LOOK)
        else:
            fcntl.flock(file, fcntl.LOCK_UN)
            return
