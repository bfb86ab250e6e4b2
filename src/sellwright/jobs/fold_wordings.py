"""Letters that were filed become part of the index of wording, a step at a time."""

from __future__ import annotations

from sellwright.jobs.queue import Again, job
from sellwright.store import folding
from sellwright.store.models import Workspace
from sellwright.store.values import settings_of


@job("fold_wordings", lane="long")
def fold_wordings() -> None:
    """One step, and again while there is more to do."""
    workspace = Workspace.objects.first()
    if workspace is not None and folding.fold(settings_of(workspace)):
        raise Again
