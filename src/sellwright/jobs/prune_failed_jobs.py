"""Failed jobs are kept a month, so that somebody can ask what went wrong, then go."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sellwright.jobs.queue import job
from sellwright.store.models.jobs import Job

KEPT = timedelta(days=30)


@job("prune_failed_jobs")
def prune_failed_jobs() -> None:
    """Deletes what failed over a month ago."""
    Job.objects.filter(state=Job.State.FAILED, ended_at__lt=timezone.now() - KEPT).delete()
