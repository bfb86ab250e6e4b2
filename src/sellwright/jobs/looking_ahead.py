"""Makes what the forecast page shows, behind it: after deeds on deals, and by the clock as time goes on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sellwright.jobs.queue import enqueue, job
from sellwright.store import clock
from sellwright.store.models import Workspace

WAIT = timedelta(seconds=3)  # deeds of one sitting are looked at together


@job("look_ahead", lane="long")
def look_ahead() -> None:
    """Every outlook anew. Twice gives the same."""
    from sellwright.derive import outlooks  # heavy, and needed by workers only

    workspace = Workspace.objects.first()
    if workspace is not None:
        # A moment on: where the clock stands still, as in the demo, a deal opened now is seen too.
        outlooks.make(clock.now(workspace) + WAIT.total_seconds())


def soon() -> None:
    """Have it made once this transaction is through; asked often, done once."""
    enqueue("look_ahead", key="look_ahead", after=timezone.now() + WAIT)
