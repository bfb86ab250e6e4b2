from typing import Any

import django.db.models.deletion
import django.utils.timezone
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models

_ID: tuple[str, Any] = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
_PUBLIC: tuple[str, Any] = (
    "public_id",
    models.CharField(default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True),
)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0021_offers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                _ID,
                _PUBLIC,
                ("name", models.CharField(max_length=80)),
                ("start", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                _ID,
                ("key", models.CharField(max_length=64)),
                ("request", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="store.token"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                _ID,
                _PUBLIC,
                ("title", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=500)),
                ("events", models.JSONField(default=list)),
                ("secret", models.TextField()),
                ("old_secret", models.TextField(blank=True)),
                ("old_until", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by hand", "By Hand"),
                            ("failing", "Failing"),
                            ("gone", "Gone"),
                            ("left", "Left"),
                            ("secret", "Secret"),
                        ],
                        max_length=7,
                    ),
                ),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("rests_until", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                _ID,
                _PUBLIC,
                ("event", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("withheld", "Withheld"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("seconds", models.FloatField(default=0.0)),
                ("said", models.CharField(blank=True, max_length=300)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.logentry",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="store.webhook",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(fields=["webhook", "-id"], name="delivery_newest"),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["webhook", "due_at"], name="delivery_due"
                    ),
                    models.Index(fields=["made_at"], name="delivery_old"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "done", "failed", "withheld"))),
                        name="delivery_state_known",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="logentry",
            name="via",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.RemoveConstraint(model_name="job", name="job_lane_known"),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("lane__in", ("quick", "long", "out"))), name="job_lane_known"
            ),
        ),
    ]
