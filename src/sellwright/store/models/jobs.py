"""What waits to be done behind, in the same database as what it works on: a write and its job are one transaction."""

from __future__ import annotations

from django.db import models

from sellwright.store.models.ids import Public


class Job(Public):
    """A call that waits, runs or failed; one that went well has no row. Only `sellwright.jobs.queue` writes here.

    Whoever runs it holds `claim` until `lease_until` and renews it; a lease that ran out gives the job back.
    """

    class State(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        FAILED = "failed"

    name = models.CharField(max_length=60)
    lane = models.CharField(max_length=5)  # quick, long, out
    key = models.CharField(
        max_length=200, blank=True
    )  # of one name: those that wait are one, and never two run at once
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READY)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # runs that raised
    losses = models.PositiveSmallIntegerField(default=0)  # runs whose worker died
    error_class = models.CharField(
        max_length=200, blank=True
    )  # of the last failure: never its words, they may quote mail
    error_id = models.CharField(max_length=16, blank=True)  # stands in the log beside the places it came from
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("ready", "running", "failed")), name="job_state_known"
            ),
            models.CheckConstraint(condition=models.Q(lane__in=("quick", "long", "out")), name="job_lane_known"),
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False) & ~models.Q(claim="")
                | ~models.Q(state="running") & models.Q(lease_until__isnull=True, claim=""),
                name="job_running_is_held",
            ),
            models.UniqueConstraint(
                fields=("name", "key"),
                condition=models.Q(state="running") & ~models.Q(key=""),
                name="job_runs_once_per_key",
            ),
        )
        indexes = (
            models.Index(fields=("state", "lane", "due_at"), name="job_next"),
            models.Index(fields=("name", "key", "state"), name="job_same"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class TimetableTurn(models.Model):
    """When a row of the timetable had its last turn. Moved by compare-and-set, so that one of many workers takes it."""

    name = models.CharField(max_length=60, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
