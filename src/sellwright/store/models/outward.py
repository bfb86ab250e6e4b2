"""Programs of others: tokens they sign in with, and addresses of theirs that we tell what happened here.

A delivery is written in the same transaction as the deed it tells of, and keeps none of its words: what an address is
told is put together when it is sent, from what its owner may see then.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from sellwright.store.models.events import LogEntry
from sellwright.store.models.ids import Public


class Token(Public):
    """A program signs in as its user with this, for less. Only its hash is kept; `start` shows which one it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=12)  # its first characters: "sw_4f7Q"
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the whole, in hex
    scopes = models.JSONField(default=list)  # "people:read", "deals:write"
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # to the minute
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a program was answered, so that the same request sent twice is done once. Goes after a day."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)  # SHA-256 of its Idempotency-Key
    request = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key"),)


class Webhook(Public):
    """An address of another program that is told of deeds, as far as `user` may see them."""

    class Why(models.TextChoices):
        BY_HAND = "by hand"
        FAILING = "failing"  # nothing came through for days
        GONE = "gone"  # the other side said so (410)
        LEFT = "left"  # its owner may not do this any more
        SECRET = "secret"  # noqa: S105  kept with another server key

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)  # "deal.moved"
    secret = models.TextField()  # store.sealed
    old_secret = models.TextField(blank=True)  # sealed too: the one before, signed with as well until `old_until`
    old_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=7, choices=Why.choices, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # something last came through
    failures = models.PositiveSmallIntegerField(default=0)  # in a row, whatever was sent
    rests_until = models.DateTimeField(null=True, blank=True)  # after a failure nothing is sent before
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Delivery(Public):
    """One thing to tell one address. `public_id` is what the other side knows a second try by."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"  # given up
        WITHHELD = "withheld"  # the owner of the address may not see it

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    event = models.CharField(max_length=40)  # "deal.moved"
    entry = models.ForeignKey(LogEntry, models.CASCADE, null=True, related_name="+")  # null: a try by hand
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last answer; null: there was none
    seconds = models.FloatField(default=0.0)  # the last try took
    said = models.CharField(max_length=300, blank=True)  # how the last answer began, or why there was none

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "done", "failed", "withheld")), name="delivery_state_known"
            ),
        )
        indexes = (
            models.Index(fields=("webhook", "-id"), name="delivery_newest"),
            models.Index(fields=("webhook", "due_at"), name="delivery_due", condition=models.Q(state="waiting")),
            models.Index(fields=("made_at",), name="delivery_old"),
        )
