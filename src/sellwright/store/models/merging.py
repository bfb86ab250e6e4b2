"""People and firms that are one: pairs found alike, pairs that are not the same, and what was made one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public

_PEOPLE = models.Q(person__isnull=False, other__isnull=False, firm__isnull=True, other_firm__isnull=True)
_FIRMS = models.Q(person__isnull=True, other__isnull=True, firm__isnull=False, other_firm__isnull=False)


class Twin(Public):
    """Two people, or two firms, that are probably one. Derived: it can be found again at any time.

    `odds`: natural log of the odds; `reasons`: JSON rows of [field, step 1 to 5, natural log units], which add up to
    `odds` with `start`. `bunch` is the same for all pairs that hang together, `best` the highest odds in it."""

    person = models.ForeignKey("Person", models.CASCADE, null=True, related_name="twins")
    other = models.ForeignKey("Person", models.CASCADE, null=True, related_name="twins_of")
    firm = models.ForeignKey("Firm", models.CASCADE, null=True, related_name="twins")
    other_firm = models.ForeignKey("Firm", models.CASCADE, null=True, related_name="twins_of")
    odds = models.FloatField()
    start = models.FloatField()
    reasons = models.JSONField(default=list)
    bunch = models.BigIntegerField()
    best = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "other"), name="one_twin_a_pair"),
            models.UniqueConstraint(fields=("firm", "other_firm"), name="one_twin_a_pair_of_firms"),
            models.CheckConstraint(condition=_PEOPLE | _FIRMS, name="twins_of_one_kind"),
        )
        indexes = (
            models.Index(
                fields=("-best", "bunch", "-odds", "id"), name="twin_people", condition=models.Q(firm__isnull=True)
            ),
            models.Index(
                fields=("-best", "bunch", "-odds", "id"), name="twin_firms", condition=models.Q(firm__isnull=False)
            ),
            models.Index(fields=("bunch",), name="twin_bunch"),
        )


class NotSame(Public):
    """Somebody's word that two are not the same: never suggested again, in either order."""

    person = models.ForeignKey("Person", models.CASCADE, null=True, related_name="not_same")
    other = models.ForeignKey("Person", models.CASCADE, null=True, related_name="not_same_of")
    firm = models.ForeignKey("Firm", models.CASCADE, null=True, related_name="not_same")
    other_firm = models.ForeignKey("Firm", models.CASCADE, null=True, related_name="not_same_of")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "other"), name="one_not_same_a_pair"),
            models.UniqueConstraint(fields=("firm", "other_firm"), name="one_not_same_a_pair_of_firms"),
            models.CheckConstraint(condition=_PEOPLE | _FIRMS, name="not_same_of_one_kind"),
        )


class Merge(Public):
    """Several people, or several firms, that somebody made one. Goes with whom it made."""

    class Noun(models.TextChoices):
        PERSON = "person"
        FIRM = "firm"

    noun = models.CharField(max_length=6, choices=Noun.choices)
    person = models.ForeignKey("Person", models.CASCADE, null=True, related_name="merges")
    firm = models.ForeignKey("Firm", models.CASCADE, null=True, related_name="merges")
    kept_was = models.BigIntegerField()  # row of the one kept; another row's id now: that one was merged on since
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)  # what the one kept was written down as, by column
    after = models.JSONField(default=dict)  # and what it was made
    tops = models.JSONField(default=dict)  # by table: the last row there was, so that what came since is known
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stayed = models.JSONField(default=list)  # after undo: [[what, how many or value]] changed or added since

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(noun="person", firm__isnull=True, person__isnull=False)
                | models.Q(noun="firm", person__isnull=True, firm__isnull=False),
                name="merge_of_one_kind",
            ),
        )
        indexes = (models.Index(fields=("-at", "-id"), name="merge_newest"),)


class Absorbed(models.Model):
    """One that was made part of another, with all that is needed to make it itself again. While the merge stands, its
    old address leads to the one kept, and so does its domain."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="absorbed")
    public_id = models.CharField(max_length=16, db_index=True)
    was = models.BigIntegerField()  # id of its row
    domain = models.CharField(max_length=253, blank=True, db_index=True)  # of a firm
    row = models.JSONField()  # its columns as they stood
    moved = models.JSONField(default=dict)  # by "table.column": ids of rows that named it and name the one kept now
    aside = models.JSONField(default=list)  # rows that could not stand beside those of the one kept, whole


class TwinSearch(models.Model):
    """The search for twins over the whole book: how far it is, and what it learnt. One row a noun."""

    noun = models.CharField(max_length=6, primary_key=True, choices=Merge.Noun.choices)
    state = models.CharField(max_length=8, blank=True)  # '', waiting, reading, comparing, writing
    asked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    records = models.PositiveIntegerField(default=0)  # compared by the last whole search
    pairs = models.PositiveIntegerField(default=0)  # looked at by it
    top = models.BigIntegerField(default=0)  # rows above were not looked at yet
    learnt = models.JSONField(default=dict)  # stats.fellegi_sunter.Weights, with the common values only
