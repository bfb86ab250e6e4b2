"""An intake whose job was given up stands as failed, with the reason, and can be read on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sellwright.jobs.queue import job
from sellwright.store.intakes import OUR_FAULT
from sellwright.store.models import Intake
from sellwright.store.models.jobs import Job

GRACE = timedelta(seconds=30)  # an intake is ordered and its job put in by one transaction, but clocks differ
_JOB_OF = {
    Intake.State.WAITING: "take_in",
    Intake.State.READING: "take_in",
    Intake.State.SORTING: "take_in",
    Intake.State.UNDOING: "undo_intake",
}


@job("tell_of_lost_intakes")
def tell_of_lost_intakes() -> None:
    """Marks every intake under way that no job works on any more."""
    now = timezone.now()
    for intake in Intake.objects.filter(state__in=_JOB_OF, begun_at__lt=now - GRACE).order_by("pk"):
        jobs = Job.objects.filter(name=_JOB_OF[Intake.State(intake.state)], key=intake.public_id)
        if jobs.exclude(state=Job.State.FAILED).exists():
            continue
        last = jobs.order_by("-ended_at", "-pk").first()
        Intake.objects.filter(pk=intake.pk, state=intake.state).update(
            state=Intake.State.FAILED, error=_sentence(last), ended_at=now
        )


def _sentence(last: Job | None) -> str:
    incident = f" (incident {last.error_id} in the log)" if last is not None and last.error_id else ""
    return f"{OUR_FAULT}{incident}. What was read before stands; nothing was counted twice."
