"""Something that only one may do at a time, among all threads and processes of this workbench, and that is too slow
for a transaction: a question to another machine, say. Whoever held a turn and was killed has left it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sellwright.store.dialects import turn

LOOK = 0.05  # seconds between two looks whether the turn is free


class StillTaken(Exception):
    """Somebody else did not come to an end."""


@contextmanager
def alone(name: str, seconds: float = 30.0) -> Iterator[None]:
    """Holds the turn of this name (letters, digits, hyphens). Waits that long for it, else raises StillTaken."""
    one = turn(name)
    end = time.monotonic() + seconds
    while not one.take():
        if time.monotonic() > end:
            raise StillTaken(name)
        time.sleep(LOOK)
    try:
        yield
    finally:
        one.leave()
