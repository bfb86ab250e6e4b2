"""What happened outside mail, and the log of every write."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Event(Public):
    """A meeting, call, chat line or note. What mailboxes show is as private as they are (EventSighting); what was
    logged by hand everybody sees."""

    ref = models.CharField(max_length=40, unique=True)  # the value's id; for rows made by hand the public id
    kind = models.CharField(max_length=7)  # meeting, call, chat, note
    at = models.FloatField()
    body = models.TextField(blank=True)  # the value packed (mailroom.codec.pack_event), where it came from a source
    text = models.TextField(blank=True)  # the note, or what was said of a call
    title = models.CharField(max_length=300, blank=True)
    minutes = models.FloatField(default=0.0)
    side = models.CharField(max_length=4, blank=True)
    answered = models.BooleanField(default=True)
    outcome = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True, related_name="events")
    deal = models.ForeignKey("Deal", models.CASCADE, null=True, blank=True, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_hand = models.BooleanField(default=False)  # logged here: no mailbox shows it, everybody may see it

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("meeting", "call", "chat", "note")), name="event_kind_known"
            ),
        )
        indexes = (
            models.Index(fields=("kind", "at"), name="event_when"),
            models.Index(fields=("deal", "-at", "-id"), name="event_deal"),
        )


class EventSighting(models.Model):
    """An event in a mailbox: who may read it follows from here. One meeting may stand in many calendars."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sightings")
    mailbox = models.ForeignKey("Mailbox", models.CASCADE, related_name="event_sightings")
    intake = models.ForeignKey("Intake", models.CASCADE, related_name="event_sightings")
    item = models.ForeignKey("Item", models.CASCADE, null=True, related_name="+")  # what of a live calendar shows it

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("event", "mailbox", "intake"), name="one_event_sighting_an_intake"),
        )
        indexes = (models.Index(fields=("mailbox", "event"), name="event_sighting_mailbox"),)


class LogEntry(models.Model):
    """One write: who, what, on what, before and after. Values about a person can be erased with them."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deed = models.CharField(max_length=60)  # "snooze", "move_deal"
    thing = models.CharField(max_length=30)  # "person", "deal"
    thing_id = models.CharField(max_length=16)  # its public id
    person = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="+")  # whose values these are
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    via = models.CharField(max_length=80, blank=True, default="")  # the name of the token a program did it with

    class Meta:
        indexes = (
            models.Index(fields=("thing", "thing_id", "-at"), name="log_thing"),
            models.Index(fields=("-at",), name="log_newest"),
        )


class MorningMail(models.Model):
    """A mail of ours to one of us: the morning's, or the brief before a meeting. The row is written before the mail is
    handed over, so that none goes out twice; `sent_at` stays empty where that handing over was cut off."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="morning_mails")
    ref = models.CharField(max_length=60)  # "day 2026-06-03", "meeting <Event.public_id>"
    begun_at = models.FloatField()
    sent_at = models.FloatField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    error = models.CharField(max_length=300, blank=True)  # what the server said, when it refused

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "ref"), name="one_mail_an_occasion"),)
        indexes = (models.Index(fields=("user", "-id"), name="morning_newest"),)
