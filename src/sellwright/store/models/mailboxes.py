"""Where facts came from, who may read them, and the account of every item."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Level(models.TextChoices):
    """How much of a mailbox somebody else may see."""

    NOTHING = "nothing"
    HAPPENED = "happened"  # that a message came or went, and when
    SUBJECT = "subject"  # its subject too
    WHOLE = "whole"  # all of it; only this enters numbers


class Mailbox(Public):
    """A person's mail (or calendar, calls): private to its owner until shared."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mailboxes")
    title = models.CharField(max_length=200)
    addresses = models.JSONField(default=list)  # the owner's own addresses in it, lower-case
    never = models.JSONField(default=list)  # addresses and domains whose mail is not captured from its accounts
    is_desk = models.BooleanField(default=False)  # an inbox of several people: who takes an answer claims it
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Share(models.Model):
    """A mailbox shown to a team, to one colleague (`user`), or (both null) to everybody here."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="shares")
    team = models.ForeignKey("Team", models.CASCADE, null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("mailbox", "team"), name="one_share_a_team"),
            models.UniqueConstraint(
                fields=("mailbox",), condition=models.Q(team=None, user=None), name="one_share_with_all"
            ),
            models.UniqueConstraint(fields=("mailbox", "user"), name="one_share_a_user"),
            models.CheckConstraint(condition=models.Q(team=None) | models.Q(user=None), name="share_with_one"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="share_level_known"),
        )


class Intake(Public):
    """One file or folder taken in. Its counts are those of its items; an undone intake has none."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        SORTING = "sorting"  # all is stored; threads, people and numbers follow
        DONE = "done"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"
        LIVE = "live"  # the account of a folder that is read as it changes (Folder)

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="intakes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=300)  # as the person knows it: "takeout.mbox"
    path = models.TextField()  # where it lies on this machine
    print = models.CharField(max_length=64, blank=True)  # fingerprint of the source when it was read
    is_upload = models.BooleanField(default=False)  # ours to delete when it is undone
    bytes_total = models.BigIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    items_done = models.PositiveIntegerField(default=0)
    first_look_done = models.BooleanField(default=False)  # the newest were read first, for a first Today
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    error = models.TextField(blank=True)  # a sentence for a person
    made_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)  # its reading was ordered; null: nobody said whose it is
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=("waiting", "reading", "sorting", "done", "failed", "undoing", "undone", "live"),
                ),
                name="intake_state_known",
            ),
        )


class Item(models.Model):
    """One item a source showed: stored, skipped or failed, so that the sums agree with what the file holds."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="items")
    path = models.TextField()  # place inside the source
    size = models.BigIntegerField()
    outcome = models.CharField(max_length=7)  # stored, skipped, failed
    reason = models.CharField(max_length=120, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    print = models.CharField(max_length=32, blank=True)  # BLAKE2b of its bytes, where a server showed it
    is_gone = models.BooleanField(default=False)  # its server shows it no more; what was stored stays
    tries = models.PositiveSmallIntegerField(default=0)  # for one that failed
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("intake", "path"), name="one_item_a_place"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=("stored", "skipped", "failed")), name="item_outcome_known"
            ),
        )
        indexes = (
            models.Index(fields=("intake", "outcome", "reason"), name="item_account"),
            models.Index(fields=("print",), condition=~models.Q(print=""), name="item_print"),
        )


class Sighting(models.Model):
    """A message in a mailbox: who may read it follows from here. One message may be seen in many."""

    message = models.ForeignKey("Message", models.CASCADE, related_name="sightings")
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="sightings")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="sightings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("message", "mailbox", "intake"), name="one_sighting_an_intake"),)
        indexes = (models.Index(fields=("mailbox", "message"), name="sighting_mailbox"),)
