import django.db.models.deletion
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0022_outward"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="export_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lock", models.JSONField(default=dict)),
                ("secret", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LockedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="locked_parts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("file", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "file", "number"), name="one_locked_part")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="erasures",
                        to="store.person",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.FloatField()),
                ("due_at", models.FloatField()),
                ("done_at", models.FloatField(blank=True, null=True)),
                ("taken_back_at", models.FloatField(blank=True, null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("done_at", None)), fields=["due_at"], name="erasure_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("taken_back_at", None)),
                        fields=("person",),
                        name="one_erasure_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64, unique=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.FloatField()),
            ],
        ),
    ]
