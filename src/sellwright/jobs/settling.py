"""Derives what deeds and mail have marked, right after the write that marked it."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.utils import timezone

from sellwright.jobs import queue
from sellwright.jobs.queue import enqueue, job
from sellwright.store.models import Dirty, Folder
from sellwright.store.models.jobs import Job

SLICE = 0.5  # seconds after which it looks whether another quick job waits
BESIDE = 10.0  # seconds of it at once while a mailbox is read for the first time


@job("settle")
def settle() -> None:
    """Works off every mark; lets other quick jobs pass in between."""
    from sellwright.derive import settling  # heavy, and needed by workers only

    begun = time.monotonic()
    end = begun + BESIDE if is_reading_older() else float("inf")

    def go_on() -> bool:
        now = time.monotonic()
        return not queue.stopping() and now < end and (now < begun + SLICE or not _somebody_waits())

    settling.settle(go_on)
    if time.monotonic() < end and Dirty.objects.exists() and (queue.stopping() or _somebody_waits()):
        raise queue.Again


def is_reading_older() -> bool:
    """Whether the backlog of a mailbox is being read. Then people of many letters would be counted again with every
    piece of it: they are in turns, and once it is through."""
    rows = Folder.objects.filter(is_read=True, low_uid__gt=0, gone_at=None, account__paused_at=None)
    return rows.filter(account__trouble="", intake__isnull=False).exists()


@job("settle_first")
def settle_first(*, threads: list[int]) -> None:
    """Works off these threads and whom they concern before any backlog: a letter that just came."""
    from sellwright.derive import settling

    settling.settle_first(threads)
    soon()


def first(threads: Iterable[int]) -> None:
    """Have these threads (ids of rows) shown on Today before anything else that is marked."""
    enqueue("settle_first", threads=list(threads))


def _somebody_waits() -> bool:
    due = Job.objects.filter(state=Job.State.READY, lane="quick", due_at__lte=timezone.now())
    return due.exclude(name="settle").exists()


@job("new_day")
def new_day() -> None:
    """Days of the calendar turn: what depends on the day is made anew for those for whom it turned."""
    from sellwright.derive import settling

    if settling.new_day():
        soon()


def soon() -> None:
    """Have the marks of this transaction worked off once it is through; asked often, done once."""
    enqueue("settle", key="settle")
