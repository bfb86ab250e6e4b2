"""The backup of the night, where SELLWRIGHT_BACKUPS names a folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sellwright.archive import backing_up
from sellwright.jobs.queue import job


@job("back_up", lane="long", attempts=2)
def back_up() -> None:
    """Writes it, reads it back, and drops the oldest. One that fails is a failed job, and its age is told."""
    if settings.BACKUPS:
        wanted = backing_up.Wanted(Path(settings.BACKUPS) / "", timezone.now(), keep=settings.BACKUPS_KEEP)
        backing_up.make(wanted)
