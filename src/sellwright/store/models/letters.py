"""Letters being written: versions, and the private bin (card C2). And the wording of letters that were sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Draft(Public):
    """A letter being written. Nobody but its author ever reads it."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True, related_name="drafts")
    to = models.CharField(max_length=254, blank=True)
    answers = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")
    want = models.ForeignKey("Want", models.SET_NULL, null=True, blank=True, related_name="+")  # what it tells them of
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # as it stands now
    edition = models.PositiveIntegerField(default=0)  # grows with every change: who saves over an older one is told
    caret = models.PositiveIntegerField(default=0)  # where the cursor stands while nothing was written yet
    # What it was begun with: rows of {"question", "asked", "passage", "letter", "to", "at"} (screens.letter.standing).
    prepared: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=("author", "-changed_at"), name="draft_newest"),)

    def __str__(self) -> str:
        return self.subject or self.to or self.public_id


class DraftVersion(models.Model):
    """How a draft stood once. Kept at every pause in writing that changed it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    at = models.DateTimeField(auto_now_add=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    is_aside = models.BooleanField(default=False)  # written in a second window over an older edition

    class Meta:
        indexes = (models.Index(fields=("draft", "-id"), name="draft_versions_newest"),)


class Binned(models.Model):
    """A draft its author put in the bin, with a reason if they gave one."""

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="binned")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)


class HandedOver(models.Model):
    """A draft taken out to be sent by the author's own mail program."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="handed_over")
    at = models.DateTimeField(auto_now_add=True)
    how = models.CharField(max_length=8)  # copy, mailto, eml
    text = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(how__in=("copy", "mailto", "eml")), name="handed_over_how_known"),
        )


class WordingLetter(models.Model):
    """A letter of ours in a mailbox: its wording counts. Until it is folded into a segment it waits."""

    message = models.ForeignKey("Message", models.CASCADE, related_name="+")
    mailbox = models.ForeignKey("Mailbox", models.CASCADE, related_name="+")
    is_folded = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("message", "mailbox"), name="wording_letter_once"),)
        indexes = (
            models.Index(fields=("-id",), name="wording_letter_waits", condition=models.Q(is_folded=False)),
            models.Index(fields=("mailbox", "-id"), name="wording_letter_box", condition=models.Q(is_folded=False)),
        )


class WordingSegment(models.Model):
    """A closed part of the index of wording (stats.segment), made once and never changed. No words are in it, only
    their numbers."""

    key = models.CharField(max_length=32, unique=True)  # names its copy in the data folder
    rules = models.CharField(max_length=60)  # what it was made with: other rules, another segment
    letters = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    is_ready = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)


class WordingPiece(models.Model):
    """A piece of a segment, small enough to be written while others write."""

    segment = models.ForeignKey(WordingSegment, models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("segment", "number"), name="one_wording_piece"),)


class WordingGone(models.Model):
    """A letter in a segment that no longer counts: it was taken back, or is to be read anew."""

    segment = models.ForeignKey(WordingSegment, models.CASCADE, related_name="gone", db_index=False)
    letter = models.BigIntegerField()  # as store.wordings numbers letters

    class Meta:
        constraints = (models.UniqueConstraint(fields=("segment", "letter"), name="wording_gone_once"),)
