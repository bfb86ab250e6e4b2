"""Derives what deeds and mail have marked, right after the write that marked it."""

from __future__ import annotations

from sellwright.jobs import queue
from sellwright.jobs.queue import enqueue, job
from sellwright.store.models import Dirty


@job("settle")
def settle() -> None:
    """Works off every mark."""
    from sellwright.derive import settling  # heavy, and needed by workers only

    settling.settle(lambda: not queue.stopping())
    if queue.stopping() and Dirty.objects.exists():
        raise queue.Again


@job("new_day")
def new_day() -> None:
    """Days of the calendar turn: what depends on the day is made anew for those for whom it turned."""
    from sellwright.derive import settling

    if settling.new_day():
        soon()


def soon() -> None:
    """Have the marks of this transaction worked off once it is through; asked often, done once."""
    enqueue("settle", key="settle")
