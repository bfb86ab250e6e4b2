import django.db.models.deletion
import django.utils.timezone
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0015_calendars"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call_notes", to="store.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "person"), name="one_call_note")],
            },
        ),
        migrations.CreateModel(
            name="CallTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call_turns", to="store.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_turns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "position"], name="call_turn_order")],
                "constraints": [models.UniqueConstraint(fields=("user", "person"), name="one_turn_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Inlet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("kind", models.CharField(choices=[("calls", "Calls"), ("form", "Form")], max_length=5)),
                ("title", models.CharField(max_length=120)),
                ("secret", models.TextField(blank=True)),
                ("old_secret", models.TextField(blank=True)),
                ("old_until", models.DateTimeField(blank=True, null=True)),
                ("origins", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "intake",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inlet",
                        to="store.intake",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inlets", to="store.mailbox"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ("calls", "form"))), name="inlet_kind_known")
                ],
            },
        ),
        migrations.AddField(
            model_name="share",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint(model_name="share", name="one_share_with_all"),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                condition=models.Q(("team", None), ("user", None)), fields=("mailbox",), name="one_share_with_all"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(fields=("mailbox", "user"), name="one_share_a_user"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(("team", None), ("user", None), _connector="OR"), name="share_with_one"
            ),
        ),
    ]
