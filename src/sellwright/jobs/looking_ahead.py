"""Makes what the forecast page shows, behind it: after deeds on deals, and by the clock as time goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sellwright.jobs.queue import enqueue, job
from sellwright.store import clock
from sellwright.store.models import Workspace
from sellwright.store.models.jobs import Job
from sellwright.store.ready import ready

WAIT = timedelta(seconds=3)  # deeds of one sitting are looked at together


@job("look_ahead", lane="long")
def look_ahead() -> None:
    """Every outlook anew. Twice gives the same."""
    from sellwright.derive import outlooks  # heavy, and needed by workers only

    workspace = Workspace.objects.first()
    if workspace is not None:
        # A moment on: where the clock stands still, as in the demo, a deal opened now is seen too.
        outlooks.make(clock.now(workspace) + WAIT.total_seconds(), timezone.now().timestamp())


def soon() -> None:
    """Have it made once this transaction is through; asked often, done once."""
    enqueue("look_ahead", key="look_ahead", after=timezone.now() + WAIT)


@ready
def _due() -> QuerySet[Any, int]:
    waiting = Job.objects.filter(name="look_ahead", key="look_ahead", state__in=(Job.State.READY, Job.State.RUNNING))
    return waiting.order_by("pk").values_list("pk", flat=True)[:1]


def is_due() -> bool:
    """Whether deals changed since what stands was made: it was asked for and is not through yet. What the clock alone
    asks for does not count."""
    return bool(_due())
