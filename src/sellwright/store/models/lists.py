"""Lists: saved views, values of a workspace's own fields as they are looked for, bulk edits, promises of the book."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public
from sellwright.store.models.sorting import LONGEST


class View(Public):
    """A way of looking at a list that somebody keeps: columns, filters, order (store.lists.asking as JSON)."""

    noun = models.CharField(max_length=8)  # person, firm, deal, promise, touch
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    shared = models.BooleanField(default=False)  # with everybody here; the owner's alone to change
    asked = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("noun", "owner"), name="view_own"),
            models.Index(fields=("noun",), name="view_shared", condition=models.Q(shared=True)),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(noun__in=("person", "firm", "deal", "promise", "touch")), name="view_noun_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class _Value(models.Model):
    """A value of a Field as it is looked for; derived from `extra` of its row (store.lists.values)."""

    field = models.ForeignKey("store.Field", models.CASCADE, related_name="+", db_index=False)
    head = models.CharField(max_length=LONGEST)  # its beginning, folded: for order and equality; '' of numbers
    text = models.TextField()  # all of it, folded
    number = models.FloatField(null=True)  # numbers; days since 1 January of year 1; seconds since 1970; 1 and 0

    class Meta:
        abstract = True


class PersonValue(_Value):
    """Of a person."""

    row = models.ForeignKey("Person", models.CASCADE, related_name="field_values", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("row", "field"), name="personvalue_row"),
            models.Index(fields=("field", "head", "row"), name="personvalue_head", condition=~models.Q(head="")),
            models.Index(
                fields=("field", "number", "row"), name="personvalue_number", condition=models.Q(number__isnull=False)
            ),
        )


class FirmValue(_Value):
    """Of a firm."""

    row = models.ForeignKey("Firm", models.CASCADE, related_name="field_values", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("row", "field"), name="firmvalue_row"),
            models.Index(fields=("field", "head", "row"), name="firmvalue_head", condition=~models.Q(head="")),
            models.Index(
                fields=("field", "number", "row"), name="firmvalue_number", condition=models.Q(number__isnull=False)
            ),
        )


class DealValue(_Value):
    """Of a deal."""

    row = models.ForeignKey("Deal", models.CASCADE, related_name="field_values", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("row", "field"), name="dealvalue_row"),
            models.Index(fields=("field", "head", "row"), name="dealvalue_head", condition=~models.Q(head="")),
            models.Index(
                fields=("field", "number", "row"), name="dealvalue_number", condition=models.Q(number__isnull=False)
            ),
        )


class BulkEdit(Public):
    """One value given to many rows at once; undone as one."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    noun = models.CharField(max_length=6)
    column = models.CharField(max_length=80)
    value = models.JSONField(null=True)  # as `extra` would hold it, or the column (an owner by row id)
    asked = models.JSONField(default=dict)  # which rows: {"ids": [...]} or {"view": {...}}
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    reached = models.BigIntegerField(default=0)  # id of the last row looked at
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)  # had it already
    kept = models.PositiveIntegerField(default=0)  # of an undo: changed by somebody since, so left as they are


class BulkRow(models.Model):
    """A row that a bulk edit changed, and what stood there before."""

    bulk = models.ForeignKey(BulkEdit, models.CASCADE, related_name="rows", db_index=False)
    row = models.BigIntegerField()
    before = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bulk", "row"), name="one_change_a_row"),)


class Promised(models.Model):
    """A promise of ours or theirs, as a scope knows it: derived with the standing of its person (derive.standings)."""

    scope = models.ForeignKey("Scope", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("Person", models.CASCADE, related_name="promised")
    message = models.CharField(max_length=40)  # stable id of the letter it stands in
    side = models.CharField(max_length=4)  # us, them: who promised
    text = models.CharField(max_length=300)
    at = models.FloatField()
    due_date = models.DateField(null=True)
    kept_by = models.CharField(max_length=40, blank=True)  # stable id of what shows that it was kept
    is_open = models.BooleanField()  # neither kept nor given anew in a later letter

    class Meta:
        indexes = (
            models.Index(fields=("scope", "-at", "-id"), name="promised_newest"),
            models.Index(fields=("scope", "due_date", "id"), name="promised_due", condition=models.Q(is_open=True)),
        )
