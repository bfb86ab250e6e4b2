"""Erases whoever was to be erased, once the time to take it back is over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sellwright.archive import erasing
from sellwright.archive.brought import StillBrought
from sellwright.jobs import looking_ahead, queue, settling
from sellwright.jobs.queue import job
from sellwright.store.models import Erasure

WAIT = timedelta(minutes=5)


@job("erase_person", lane="long", attempts=5)
def erase_person(*, erasure: str) -> None:
    """Safe to run again: what is gone stays gone, and the rest follows. Waits for an import that brings them."""
    row = Erasure.objects.select_related("person").filter(public_id=erasure, done_at=None, taken_back_at=None).first()
    if row is None:
        return
    now = timezone.now().timestamp()
    counts = row.counts
    if row.person is not None:
        try:
            counts = erasing.erase(row.person, now=now)
        except StillBrought:
            raise queue.Again(timezone.now() + WAIT) from None
    else:
        erasing.finish()
    Erasure.objects.filter(pk=row.pk).update(done_at=now, counts=counts)
    settling.soon()
    looking_ahead.soon()
