"""Files of other systems brought in: what was read and planned, and what became of every row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sellwright.store.models.ids import Public


class Import(Public):
    """One bringing in of one or several files. Its counts are those of its rows (`ImportRow`)."""

    class State(models.TextChoices):
        LOOKING = "looking"  # its files are being read for the first time
        READY = "ready"  # read and proposed; a person decides where each column goes
        TRYING = "trying"  # the dry run goes through every row
        TRIED = "tried"
        WRITING = "writing"
        DONE = "done"
        FAILED = "failed"  # stopped; goes on where it stood
        UNDOING = "undoing"
        UNDONE = "undone"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports")
    name = models.CharField(max_length=300)  # as the person knows it: "people.csv" or "people.csv and 3 more"
    folder = models.TextField(blank=True)  # where its files lie; '' once they were deleted
    state = models.CharField(max_length=7, choices=State.choices, default=State.LOOKING)
    found = models.JSONField(default=dict)  # what was read of each file (importing.looking)
    plan = models.JSONField(default=dict)  # where each column goes (importing.plans)
    tried = models.JSONField(default=dict)  # counts of the dry run (importing.counting)
    counts = models.JSONField(default=dict)  # counts of what is written so far
    at_file = models.PositiveSmallIntegerField(default=0)  # the next row to write: its file,
    at_line = models.BigIntegerField(default=0)  # and the line of the last one written
    rows_total = models.BigIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)  # of the step that runs
    undone_to = models.BigIntegerField(null=True, blank=True)  # rows of the ledger from here on were taken back
    made = models.JSONField(default=dict)  # fields, pipelines and stages it made: ids of rows, for undo
    error = models.TextField(blank=True)  # a sentence for a person
    made_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)  # its writing was ordered
    ended_at = models.DateTimeField(null=True, blank=True)
    files_gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=(
                        "looking",
                        "ready",
                        "trying",
                        "tried",
                        "writing",
                        "done",
                        "failed",
                        "undoing",
                        "undone",
                    )
                ),
                name="import_state_known",
            ),
        )


class ImportRow(models.Model):
    """What one row of a file became. A row may tell of a person, a firm and a deal: each has a line here, but for a
    firm that was only named again. Written in the transaction that wrote what it tells of."""

    whole = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)  # begins one_outcome_a_row
    file = models.PositiveSmallIntegerField()
    line = models.BigIntegerField()  # where it stands in the file
    noun = models.CharField(max_length=6)  # person, firm, deal
    outcome = models.CharField(max_length=7)  # new, merged, same, refused
    reason = models.CharField(max_length=200, blank=True)  # why it was refused
    ref = models.BigIntegerField(null=True)  # id of the row it became
    before = models.JSONField(null=True)  # merged: {field: what stood there}
    prints = models.JSONField(null=True)  # {field: print of what it wrote}: tells later whether a person changed it
    differs = models.JSONField(null=True)  # {field: [what stands here, what the file says]}: not written
    taken = models.CharField(max_length=120, blank=True)  # after undo: "back", or why it stays

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("whole", "file", "line", "noun"), name="one_outcome_a_row"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=("new", "merged", "same", "refused")), name="import_outcome_known"
            ),
        )
        indexes = (
            models.Index(fields=("ref", "noun"), name="import_row_of", condition=models.Q(ref__isnull=False)),
            models.Index(fields=("whole", "outcome", "id"), name="import_row_told", condition=~models.Q(outcome="new")),
        )


class ImportedId(models.Model):
    """By which number another system knows somebody or something that is here. Where a row has no number of its own
    and no address, a print of what names it stands for one (`system` is "row")."""

    noun = models.CharField(max_length=6)
    system = models.CharField(max_length=40)  # "hubspot", "salesforce", ..., the file's kind, "row"
    number = models.CharField(max_length=120)
    ref = models.BigIntegerField()  # id of the row
    whole = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="ids")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("number", "system", "noun"), name="one_row_a_number"),)
        indexes = (models.Index(fields=("ref", "noun"), name="imported_id_of"),)
