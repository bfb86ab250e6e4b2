"""What others post to us: calls of a telephone system, forms of a website; and a person's own round of calls.

An inlet fills one mailbox. Every delivery is a row of its intake's account, as with a file or a folder: taken in, left
out with a reason, refused with a reason.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from sellwright.store.models.ids import Public
from sellwright.store.models.mailboxes import Intake, Mailbox


class Inlet(Public):
    """An address of ours that a telephone system or a web form posts to. Its public id stands in that address."""

    class Kind(models.TextChoices):
        CALLS = "calls"
        FORM = "form"

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="inlets")
    intake = models.OneToOneField(Intake, models.SET_NULL, null=True, related_name="inlet")  # its account
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=120)
    secret = models.TextField(blank=True)  # store.sealed; calls only
    old_secret = models.TextField(blank=True)  # sealed too: the one before, good until `old_until`
    old_until = models.DateTimeField(null=True, blank=True)
    origins = models.JSONField(default=list)  # "https://kestrel.example": where the form may stand; none: anywhere
    made_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # something was last taken in
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=("calls", "form")), name="inlet_kind_known"),)

    def __str__(self) -> str:
        return self.title


class CallNote(models.Model):
    """What somebody types during a call, until they say what came of it. Its author's alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="call_notes")
    person = models.ForeignKey("Person", models.CASCADE, related_name="call_notes")
    text = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "person"), name="one_call_note"),)


class CallTurn(models.Model):
    """One person of somebody's round of calls, in its order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="call_turns")
    person = models.ForeignKey("Person", models.CASCADE, related_name="call_turns")
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # called, or passed over
    outcome = models.CharField(max_length=20, blank=True)  # '' when passed over

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "person"), name="one_turn_a_person"),)
        indexes = (models.Index(fields=("user", "position"), name="call_turn_order"),)
