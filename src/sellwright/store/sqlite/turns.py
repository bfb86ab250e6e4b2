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
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache, partial
from typing import Any

from django.db import connection
from django.db.backends.sqlite3 import base

LOOK = 0.002  # seconds between two looks whether somebody still waits
LONGEST = 2.0  # seconds after which a thread that stands back takes its turn all the same
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")
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


def others_wait() -> bool:
    """Whether somebody waits to write while this thread does, in a transaction that stands back."""
    return connection.vendor == "sqlite" and bool(connection.others_wait())  # type: ignore[attr-defined]


_django_way: Any = base.SQLiteCursorWrapper.convert_query  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return str(_django_way(None, query))


class _Cursor(base.SQLiteCursorWrapper):
    """A statement that writes outside a transaction is one of its own: it takes its turn like any other."""

    def __init__(self, connection: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Remembered: Django's own goes through each statement anew, and an INSERT of many rows is long."""
        return _converted(query) if param_names is None else str(_django_way(self, query, param_names=param_names))

    def execute(self, query: str, params: Any = None) -> Any:
        with self._wrapper.turn_of(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self._wrapper.turn_of(query):
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: int | None = None  # the open file whose lock says that somebody waits

    def create_cursor(self, name: str | None = None) -> Any:
        """Django asks for one a statement."""
        return self.connection.cursor(factory=partial(_Cursor, wrapper=self))

    def turn_of(self, query: str) -> AbstractContextManager[None]:
        """What holds a statement's turn: nothing where it only reads, or where a transaction has one already."""
        if self.connection.in_transaction or query[:6].upper() not in _WRITES:
            return nullcontext()
        return self._turn()

    def _start_transaction_under_autocommit(self) -> None:
        with self._turn():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Others are let pass first by a thread that stands back; any other says that it waits."""
        file = self._waiting_file()
        if file is None:
            yield
        elif getattr(_here, "stands_back", False):
            _let_pass(file)
            yield
        else:
            fcntl.flock(file, fcntl.LOCK_SH)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def others_wait(self) -> bool:
        """Whether somebody waits for a turn."""
        file = self._waiting_file()
        return file is not None and not _nobody_waits(file)

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
    while time.monotonic() < end and not _nobody_waits(file):
        time.sleep(LOOK)


def _nobody_waits(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True
