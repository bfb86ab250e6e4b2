"""Lists: rows by their names, values of own fields as they are looked for, saved views, bulk edits, promises."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import sellwright.store.models.ids
import sellwright.store.models.sorting


def name_all(apps: Any, schema_editor: Any) -> None:
    """Every row's key in the order of names."""
    from sellwright.store.models.sorting import folded

    for model, shown in (("Person", ("name", "key")), ("Firm", ("name", "domain")), ("Deal", ("name",))):
        rows = apps.get_model("store", model)
        table, last = rows._meta.db_table, 0
        while held := list(rows.objects.filter(pk__gt=last).order_by("pk").values_list("pk", *shown)[:5000]):
            keys = [
                (folded(next((n for n in names if n and not n.startswith("none:")), "")), pk) for pk, *names in held
            ]
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(f"UPDATE {table} SET sort_name = %s WHERE id = %s", keys)
            last = held[-1][0]


def promises_anew(apps: Any, schema_editor: Any) -> None:
    """Whoever promised something, or was promised it, is derived anew: that fills the list of promises."""
    schema_editor.execute(
        "INSERT INTO store_dirty (kind, ref) SELECT DISTINCT 'person', person_id FROM store_standing"
        " WHERE followed LIKE '%[\"promise\"%' AND person_id NOT IN (SELECT ref FROM store_dirty WHERE kind = 'person')",
        params=None,  # else PostgreSQL takes the % for a place
    )


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_book"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("noun", models.CharField(max_length=6)),
                ("column", models.CharField(max_length=80)),
                ("value", models.JSONField(null=True)),
                ("asked", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("done", "Done"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("reached", models.BigIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DealValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("number", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FirmValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("number", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PersonValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("number", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Promised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.CharField(max_length=40)),
                ("side", models.CharField(max_length=4)),
                ("text", models.CharField(max_length=300)),
                ("at", models.FloatField()),
                ("due_date", models.DateField(null=True)),
                ("kept_by", models.CharField(blank=True, max_length=40)),
                ("is_open", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("noun", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("shared", models.BooleanField(default=False)),
                ("asked", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="deal",
            name="sort_name",
            field=sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="firm",
            name="sort_name",
            field=sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="person",
            name="sort_name",
            field=sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["sort_name", "id"], name="deal_sorted"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["-opened_at", "-id"], name="deal_opened"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("amount__isnull", False)), fields=["amount", "id"], name="deal_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("expected_date__isnull", False)),
                fields=["expected_date", "id"],
                name="deal_expected",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("next_step_date__isnull", False)), fields=["next_step_date", "id"], name="deal_step"
            ),
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(fields=["sort_name", "id"], name="firm_sorted"),
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(condition=models.Q(("by_hand", True)), fields=["-id"], name="firm_by_hand"),
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(
                condition=models.Q(("headcount__isnull", False)), fields=["headcount", "id"], name="firm_size"
            ),
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(
                django.db.models.functions.text.Lower("industry"),
                models.F("id"),
                condition=models.Q(("industry", ""), _negated=True),
                name="firm_industry",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("by_hand", True)), fields=["firm"], name="person_by_hand_firm"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_name", "id"], name="person_sorted"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.text.Lower("title"),
                models.F("id"),
                condition=models.Q(("title", ""), _negated=True),
                name="person_title",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("effort_share__isnull", False)),
                fields=["scope", "effort_share", "person"],
                name="standing_effort",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(fields=["-at", "-id"], name="touch_newest"),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("event__isnull", False)), fields=["-at", "-id"], name="touch_events"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name", "id"], name="user_sorted"),
        ),
        migrations.RunPython(name_all, migrations.RunPython.noop),
        migrations.RunPython(promises_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name="bulkedit",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bulkrow",
            name="bulk",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="store.bulkedit"
            ),
        ),
        migrations.AddField(
            model_name="dealvalue",
            name="field",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
            ),
        ),
        migrations.AddField(
            model_name="dealvalue",
            name="row",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="field_values",
                to="store.deal",
            ),
        ),
        migrations.AddField(
            model_name="firmvalue",
            name="field",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
            ),
        ),
        migrations.AddField(
            model_name="firmvalue",
            name="row",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="field_values",
                to="store.firm",
            ),
        ),
        migrations.AddField(
            model_name="personvalue",
            name="field",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
            ),
        ),
        migrations.AddField(
            model_name="personvalue",
            name="row",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="field_values",
                to="store.person",
            ),
        ),
        migrations.AddField(
            model_name="promised",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="promised", to="store.person"
            ),
        ),
        migrations.AddField(
            model_name="promised",
            name="scope",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.scope"
            ),
        ),
        migrations.AddField(
            model_name="view",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("bulk", "row"), name="one_change_a_row"),
        ),
        migrations.AddIndex(
            model_name="dealvalue",
            index=models.Index(fields=["row", "field"], name="dealvalue_row"),
        ),
        migrations.AddIndex(
            model_name="dealvalue",
            index=models.Index(
                condition=models.Q(("head", ""), _negated=True), fields=["field", "head", "row"], name="dealvalue_head"
            ),
        ),
        migrations.AddIndex(
            model_name="dealvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number", "row"],
                name="dealvalue_number",
            ),
        ),
        migrations.AddIndex(
            model_name="firmvalue",
            index=models.Index(fields=["row", "field"], name="firmvalue_row"),
        ),
        migrations.AddIndex(
            model_name="firmvalue",
            index=models.Index(
                condition=models.Q(("head", ""), _negated=True), fields=["field", "head", "row"], name="firmvalue_head"
            ),
        ),
        migrations.AddIndex(
            model_name="firmvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number", "row"],
                name="firmvalue_number",
            ),
        ),
        migrations.AddIndex(
            model_name="personvalue",
            index=models.Index(fields=["row", "field"], name="personvalue_row"),
        ),
        migrations.AddIndex(
            model_name="personvalue",
            index=models.Index(
                condition=models.Q(("head", ""), _negated=True),
                fields=["field", "head", "row"],
                name="personvalue_head",
            ),
        ),
        migrations.AddIndex(
            model_name="personvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number", "row"],
                name="personvalue_number",
            ),
        ),
        migrations.AddIndex(
            model_name="promised",
            index=models.Index(fields=["scope", "-at", "-id"], name="promised_newest"),
        ),
        migrations.AddIndex(
            model_name="promised",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["scope", "due_date", "id"], name="promised_due"
            ),
        ),
        migrations.AddIndex(
            model_name="view",
            index=models.Index(fields=["noun", "owner"], name="view_own"),
        ),
        migrations.AddIndex(
            model_name="view",
            index=models.Index(condition=models.Q(("shared", True)), fields=["noun"], name="view_shared"),
        ),
        migrations.AddConstraint(
            model_name="view",
            constraint=models.CheckConstraint(
                condition=models.Q(("noun__in", ("person", "firm", "deal", "promise", "touch"))), name="view_noun_known"
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(fields=["position", "id"], name="stage_sorted"),
        ),
    ]
