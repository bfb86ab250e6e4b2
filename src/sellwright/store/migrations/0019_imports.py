import django.db.models.deletion
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0018_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("folder", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "Looking"),
                            ("ready", "Ready"),
                            ("trying", "Trying"),
                            ("tried", "Tried"),
                            ("writing", "Writing"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="looking",
                        max_length=7,
                    ),
                ),
                ("found", models.JSONField(default=dict)),
                ("plan", models.JSONField(default=dict)),
                ("tried", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("at_file", models.PositiveSmallIntegerField(default=0)),
                ("at_line", models.BigIntegerField(default=0)),
                ("rows_total", models.BigIntegerField(default=0)),
                ("rows_done", models.BigIntegerField(default=0)),
                ("undone_to", models.BigIntegerField(blank=True, null=True)),
                ("made", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("files_gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "looking",
                                    "ready",
                                    "trying",
                                    "tried",
                                    "writing",
                                    "done",
                                    "failed",
                                    "undoing",
                                    "undone",
                                ),
                            )
                        ),
                        name="import_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.PositiveSmallIntegerField()),
                ("line", models.BigIntegerField()),
                ("noun", models.CharField(max_length=6)),
                ("outcome", models.CharField(max_length=7)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("ref", models.BigIntegerField(null=True)),
                ("before", models.JSONField(null=True)),
                ("prints", models.JSONField(null=True)),
                ("differs", models.JSONField(null=True)),
                ("taken", models.CharField(blank=True, max_length=120)),
                (
                    "whole",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="store.import"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ref__isnull", False)), fields=["ref", "noun"], name="import_row_of"
                    ),
                    models.Index(
                        condition=models.Q(("outcome", "new"), _negated=True),
                        fields=["whole", "outcome", "id"],
                        name="import_row_told",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("whole", "file", "line", "noun"), name="one_outcome_a_row"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("new", "merged", "same", "refused"))),
                        name="import_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(max_length=6)),
                ("system", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=120)),
                ("ref", models.BigIntegerField()),
                (
                    "whole",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="ids", to="store.import"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ref", "noun"], name="imported_id_of")],
                "constraints": [models.UniqueConstraint(fields=("number", "system", "noun"), name="one_row_a_number")],
            },
        ),
    ]
