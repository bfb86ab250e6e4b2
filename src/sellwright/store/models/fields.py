"""Fields a workspace makes for itself, and how people are tied to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Field(Public):
    """A column of a workspace's own. Its values stand in `extra` of the rows it is for, by `key`, as JSON:

    text, long, link, email, phone, choice: a string; choices: a list of strings; number, money: a number;
    yes_no: true or false; date: "2026-11-22"; moment: "2026-11-22T09:30+00:00"; person, colleague: a public id.
    An empty value is not kept at all.
    """

    class Noun(models.TextChoices):
        PERSON = "person"
        FIRM = "firm"
        DEAL = "deal"

    class Kind(models.TextChoices):
        TEXT = "text"
        LONG = "long"
        NUMBER = "number"
        MONEY = "money"
        DATE = "date"
        MOMENT = "moment"
        YES_NO = "yes_no"
        CHOICE = "choice"
        CHOICES = "choices"
        LINK = "link"
        EMAIL = "email"
        PHONE = "phone"
        PERSON = "person"
        COLLEAGUE = "colleague"

    noun = models.CharField(max_length=6, choices=Noun.choices)
    key = models.SlugField(max_length=60)  # never changes: values stand under it
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    choices = models.JSONField(default=list)  # of choice and choices: their words, in order
    currency = models.CharField(max_length=3, blank=True)  # of money
    help = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # asked for no more; its values are kept

    class Meta:
        ordering = ("noun", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("noun", "key"), name="one_field_a_key"),
            models.CheckConstraint(condition=models.Q(noun__in=("person", "firm", "deal")), name="field_noun_known"),
        )

    def __str__(self) -> str:
        return self.name


class Tie(Public):
    """How one person stands to another: `person` reports to, knows, or was introduced by `other`."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports to"
        KNOWS = "knows"
        INTRODUCED_BY = "introduced by"

    person = models.ForeignKey("Person", models.CASCADE, related_name="ties")
    other = models.ForeignKey("Person", models.CASCADE, related_name="tied")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "other", "kind"), name="one_tie_of_a_kind"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="tie_to_another"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("reports to", "knows", "introduced by")), name="tie_kind_known"
            ),
        )
