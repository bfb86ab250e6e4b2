"""How long deals usually stand in a stage, from those that left it."""

from __future__ import annotations

from sellwright.measures import stage_time
from sellwright.store.models import Stage, StageMove

STAYS = 500  # finished stays of a stage that its usual time is taken from, the newest
NOT_KNOWN = -1.0  # of StageMove.days: nobody can tell since when the deal had stood there


def usual_anew(stage_id: int) -> None:
    """Takes the usual time of a stage from its newest finished stays."""
    days = StageMove.objects.filter(from_stage=stage_id, days__gte=0.0).order_by("-at").values_list("days", flat=True)
    usual = stage_time.measure(list(days[:STAYS]))
    Stage.objects.filter(pk=stage_id).update(usual_days=usual.days, usual_stays=usual.stays)


def all_anew() -> None:
    """The same of every stage."""
    for pk in Stage.objects.values_list("pk", flat=True):
        usual_anew(pk)
