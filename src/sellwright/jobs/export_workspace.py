"""Writes the whole workspace for an owner to take along."""

from __future__ import annotations

from django.utils import timezone

from sellwright.archive import packing
from sellwright.archive.writing import Stopped
from sellwright.jobs import queue
from sellwright.jobs.queue import job
from sellwright.store.models import User


@job("export_workspace", lane="long", attempts=3)
def export_workspace(*, user: str) -> None:
    """Writes it from the beginning; safe to run again."""
    row = User.objects.filter(public_id=user, is_active=True).first()
    if row is None:
        return
    try:
        packing.make(row, queue.stopping, timezone.now())
    except Stopped:
        raise queue.Again from None
