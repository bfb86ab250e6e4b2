"""Letters being written: versions, and the private bin (card C2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Draft(Public):
    """A letter being written. Nobody but its author ever reads it."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True, related_name="drafts")
    to = models.CharField(max_length=254, blank=True)
    answers = models.ForeignKey("Message", models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # as it stands now
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=("author", "-changed_at"), name="draft_newest"),)


class DraftVersion(models.Model):
    """How a draft stood once. Kept at every pause in writing that changed it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    at = models.DateTimeField(auto_now_add=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)


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
