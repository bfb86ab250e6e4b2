"""Working together: claims, cover, comments, tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from sellwright.store.models.ids import Public


class Claim(models.Model):
    """ "Ben is answering": one open claim a person."""

    person = models.ForeignKey("Person", models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(released_at=None), name="one_open_claim_a_person"
            ),
        )


class Cover(Public):
    """While `user` is away, `by` sees their day too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="covered")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="covers")
    from_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(until_date__gte=models.F("from_date")), name="cover_in_order"),
            models.CheckConstraint(condition=~models.Q(user=models.F("by")), name="cover_by_another"),
        )


class Comment(Public):
    """A word among colleagues about a person or a deal."""

    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True, related_name="comments")
    deal = models.ForeignKey("Deal", models.CASCADE, null=True, blank=True, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=("person", "-at", "-id"), name="comment_person"),
            models.Index(fields=("deal", "-at", "-id"), name="comment_deal"),
        )


class Mention(models.Model):
    """Somebody was named in a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "user"), name="one_mention_a_comment"),)
        indexes = (models.Index(fields=("user", "seen_at", "-id"), name="mention_unread"),)


class Task(Public):
    """Something to do, by a person, perhaps by a day."""

    text = models.CharField(max_length=300)
    due_date = models.DateField(null=True, blank=True)
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True, related_name="tasks")
    deal = models.ForeignKey("Deal", models.CASCADE, null=True, blank=True, related_name="tasks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tasks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("owner", "done_at", "due_date"), name="task_open"),)
