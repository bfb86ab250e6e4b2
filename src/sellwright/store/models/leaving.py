"""Leaving: keys that lock a member's private rows in an export, what is still locked, who was erased."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class ExportKey(models.Model):
    """What a member's private rows are locked with when somebody else exports the workspace. The words that open it
    are shown to that member once; until then they wait here, sealed with the server's key."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_key")
    lock = models.JSONField(default=dict)  # the key locked by the member's words (archive.sealing): stands in exports
    secret = models.TextField()  # store.sealed: the key itself, so that an export needs nobody's words
    words = models.TextField(blank=True)  # store.sealed: the words, until they were shown
    made_at = models.DateTimeField(auto_now_add=True)
    shown_at = models.DateTimeField(null=True, blank=True)


class LockedPart(models.Model):
    """A piece of somebody's private rows that came with an import and that they have not opened yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="locked_parts")
    file = models.CharField(max_length=60)  # its name in the folder it came from
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "file", "number"), name="one_locked_part"),)


class Erasure(Public):
    """Somebody of the other side is to be erased at `due_at`; until then it can be taken back."""

    person = models.ForeignKey("Person", models.SET_NULL, null=True, related_name="erasures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.FloatField()
    due_at = models.FloatField()
    done_at = models.FloatField(null=True, blank=True)
    taken_back_at = models.FloatField(null=True, blank=True)
    counts = models.JSONField(default=dict)  # what went, by noun; numbers only

    class Meta:
        indexes = (models.Index(fields=("due_at",), name="erasure_due", condition=models.Q(done_at=None)),)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(done_at=None, taken_back_at=None), name="one_erasure_a_person"
            ),
        )


class Forgotten(models.Model):
    """An address that was erased, as a salted hash: mail from it is not taken in again."""

    mark = models.CharField(max_length=64, unique=True)  # BLAKE2b of the address, keyed with the salt
    salt = models.CharField(max_length=32)  # one for the workspace
    at = models.FloatField()
