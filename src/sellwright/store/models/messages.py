"""Mail as it is stored, and what is derived from it per thread. Times are seconds since 1970 UTC, as in the values."""

from __future__ import annotations

from django.db import models

from sellwright.store.models.ids import Public


class Thread(models.Model):
    """Messages that answer each other."""

    first_at = models.FloatField(default=0.0)
    last_at = models.FloatField(default=0.0)


class ThreadKey(models.Model):
    """What leads to a thread: every Message-ID seen or referred to."""

    key = models.CharField(max_length=32, primary_key=True)  # BLAKE2b of the id
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="keys")


class Message(Public):
    """One mail, whoever holds it. `mid` is the stable id of the values: equal for the same mail wherever it lies."""

    mid = models.CharField(max_length=16, unique=True)
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="messages")
    parent_mid = models.CharField(max_length=16, blank=True)  # the message it answers, where that is here
    at = models.FloatField()
    sender = models.ForeignKey("Address", models.PROTECT, related_name="+")
    recipients = models.TextField(blank=True)  # ids of Address in To, separated by spaces
    copied = models.TextField(blank=True)  # likewise in Cc
    direction = models.CharField(max_length=8, default="unknown")  # in, out, internal, unknown
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    parents = models.TextField(blank=True)  # Message-IDs it answers, nearest first
    words = models.PositiveIntegerField(default=0)
    found = models.TextField(blank=True)  # asks, promises, acts as compact JSON (mailroom.codec)
    marks = models.TextField(blank=True)
    bare = models.BigIntegerField(default=0)  # hash of the bare subject; 0 when it is too plain to bind a thread
    is_reply = models.BooleanField(default=False)  # its subject begins with a reply mark
    language = models.CharField(max_length=2, blank=True)
    opening = models.CharField(max_length=160, blank=True)  # first words, for lists

    class Meta:
        indexes = (
            models.Index(fields=("-at", "-id"), name="message_newest"),
            models.Index(fields=("thread", "at"), name="message_thread"),
            models.Index(fields=("bare", "at"), name="message_bare", condition=~models.Q(bare=0)),
        )

    def __str__(self) -> str:
        return self.mid


class Letter(models.Model):
    """The heavy part of a message, read only when it is shown: the packed value and the raw bytes."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="letter")
    packed = models.TextField()  # mailroom.codec.pack
    raw = models.BinaryField()  # zlib


class Touch(models.Model):
    """One act by one side towards the other (interactions.values.Touch). Derived: made anew per thread."""

    person = models.ForeignKey("Person", models.CASCADE, related_name="touches", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="touches")
    event = models.ForeignKey("Event", models.CASCADE, null=True, related_name="touches")
    ref = models.CharField(max_length=40)  # the interaction's id in the values
    at = models.FloatField()
    side = models.CharField(max_length=4)  # us, them
    channel = models.CharField(max_length=7)  # mail, meeting, call, chat
    thread_ref = models.CharField(max_length=40, blank=True)
    human = models.BooleanField()
    opens = models.BooleanField(default=False)
    answers = models.BooleanField(default=False)
    asks = models.PositiveSmallIntegerField(default=0)
    minutes = models.FloatField(default=0.0)
    ours = models.PositiveSmallIntegerField(default=1)
    addressed = models.BooleanField(default=True)
    acts = models.CharField(max_length=200, blank=True)  # names, separated by spaces
    author = models.CharField(max_length=254, blank=True)  # our address that acted or was addressed first
    kind = models.CharField(max_length=16, blank=True)  # of the message
    tells = models.TextField(blank=True)  # what relation rules read, separated by spaces
    noise = models.BooleanField(default=False)  # on the timeline, but no act of either side (bounces, receipts)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(message__isnull=False, event__isnull=True)
                | models.Q(message__isnull=True, event__isnull=False),
                name="touch_has_one_source",
            ),
            models.CheckConstraint(condition=models.Q(side__in=("us", "them")), name="touch_side_known"),
        )
        indexes = (
            models.Index(fields=("person", "-at", "-id"), name="touch_timeline"),
            models.Index(fields=("-at", "-id"), name="touch_newest"),
            models.Index(fields=("-at", "-id"), name="touch_events", condition=models.Q(event__isnull=False)),
        )


class Dirty(models.Model):
    """What has to be derived anew, in this order: everybody in a scope, the touches of a thread or an event, a person's
    standing, who a firm's people are to us, a person's places in days. Rows go when it is done."""

    class Kind(models.TextChoices):
        SCOPE = "scope"
        THREAD = "thread"
        EVENT = "event"
        PERSON = "person"
        FIRM = "firm"
        PLACE = "place"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    ref = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "ref"), name="dirty_once"),)
