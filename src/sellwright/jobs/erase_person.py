"""Erases whoever was to be erased, once the time to take it back is over."""

from __future__ import annotations

from django.utils import timezone

from sellwright.archive import erasing
from sellwright.jobs import settling
from sellwright.jobs.queue import job
from sellwright.store.models import Erasure


@job("erase_person", lane="long", attempts=5)
def erase_person(*, erasure: str) -> None:
    """Safe to run again: what is gone stays gone, and the rest follows."""
    row = Erasure.objects.select_related("person").filter(public_id=erasure, done_at=None, taken_back_at=None).first()
    if row is None:
        return
    now = timezone.now().timestamp()
    counts = row.counts
    if row.person is not None:
        counts = erasing.erase(row.person, now=now)
    else:
        erasing.finish()
    Erasure.objects.filter(pk=row.pk).update(done_at=now, counts=counts)
    settling.soon()
