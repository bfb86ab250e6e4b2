"""All tables as they stood after 0013, made in one go: what a new database runs instead of 0001 to 0013.

Thirteen steps of their own cost 11 s of processor time before a first page, because Django renders every model anew for
each change of one. A test holds that both ways end in the same tables.
"""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models

from sellwright.store.dialects import postgres, sqlite

REPLACED = (
    "0001_first",
    "0002_jobs",
    "0003_deals_teamwork",
    "0004_unread_mentions",
    "0005_entering",
    "0006_times_by_the_clock",
    "0007_days_and_words",
    "0008_full_text",
    "0009_signs_looked",
    "0010_phones",
    "0011_wording_letters",
    "0012_kept_meetings",
    "0013_at_size",
)


def _run(schema_editor: Any, which: str) -> None:
    dialect = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    for statement in getattr(dialect, which):
        schema_editor.execute(statement, params=None)


def create(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "CREATE")


def drop(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "DROP")


class Migration(migrations.Migration):
    initial = True
    replaces = [("store", name) for name in REPLACED]

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("leader", "Leader"),
                            ("seller", "Seller"),
                            ("operations", "Operations"),
                            ("builder", "Builder"),
                            ("reader", "Reader"),
                        ],
                        default="seller",
                        max_length=12,
                    ),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("language", models.CharField(default="en", max_length=8)),
                ("theme", models.CharField(blank=True, max_length=5)),
                ("hours_a_day", models.FloatField(default=3.0)),
                ("signature", models.TextField(blank=True)),
                ("morning_mail", models.BooleanField(default=False)),
                ("unread_mentions", models.PositiveIntegerField(default=0, editable=False)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["owner", "leader", "seller", "operations", "builder", "reader"])
                        ),
                        name="user_role_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("folded", models.CharField(blank=True, db_index=True, max_length=200)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("first_at", models.FloatField(default=0.0)),
            ],
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("domain", models.CharField(blank=True, max_length=253, null=True, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("mid", models.CharField(max_length=16, unique=True)),
                ("parent_mid", models.CharField(blank=True, max_length=16)),
                ("at", models.FloatField()),
                ("recipients", models.TextField(blank=True)),
                ("copied", models.TextField(blank=True)),
                ("direction", models.CharField(default="unknown", max_length=8)),
                ("kind", models.CharField(max_length=16)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("message_id", models.CharField(blank=True, max_length=250)),
                ("parents", models.TextField(blank=True)),
                ("words", models.PositiveIntegerField(default=0)),
                ("found", models.TextField(blank=True)),
                ("marks", models.TextField(blank=True)),
                ("bare", models.BigIntegerField(default=0)),
                ("is_reply", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("opening", models.CharField(blank=True, max_length=160)),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="message_newest"),
                    models.Index(
                        condition=models.Q(("bare", 0), _negated=True), fields=["bare", "at"], name="message_bare"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Pipeline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("issuer", models.URLField(max_length=300, unique=True)),
                ("client_id", models.CharField(max_length=200)),
                ("secret_sealed", models.TextField(blank=True)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_at", models.FloatField(default=0.0)),
                ("last_at", models.FloatField(default=0.0)),
            ],
        ),
        migrations.CreateModel(
            name="TimetableTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WordingSegment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("rules", models.CharField(max_length=60)),
                ("letters", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("is_ready", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="DaySums",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="day_sums",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("body", models.TextField()),
                ("on_date", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                ("next_step_date", models.DateField(blank=True, null=True)),
                ("opened_at", models.FloatField()),
                ("stage_since", models.FloatField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("won", "Won"), ("lost", "Lost"), ("no decision", "No Decision")],
                        max_length=11,
                    ),
                ),
                ("outcome_reason", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.FloatField(blank=True, null=True)),
                ("proposed", models.BooleanField(default=False)),
                ("rank", models.FloatField(default=0.0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("waved_at", models.FloatField(blank=True, null=True)),
                (
                    "moved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "waved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="store.firm",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("proposed", True)), fields=["-opened_at", "-id"], name="deal_proposed"
                    ),
                    models.Index(fields=["outcome", "-opened_at", "-id"], name="deal_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("", "won", "lost", "no decision"))),
                        name="deal_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="closed_deals_have_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="store.deal",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["deal", "-at", "-id"], name="comment_deal")]},
        ),
        migrations.CreateModel(
            name="Dirty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scope", "Scope"),
                            ("thread", "Thread"),
                            ("event", "Event"),
                            ("person", "Person"),
                            ("firm", "Firm"),
                            ("place", "Place"),
                        ],
                        max_length=6,
                    ),
                ),
                ("ref", models.BigIntegerField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="dirty_once")]},
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("to", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("caret", models.PositiveIntegerField(default=0)),
                ("prepared", models.JSONField(blank=True, default=list)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.message",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["author", "-changed_at"], name="draft_newest")]},
        ),
        migrations.CreateModel(
            name="Binned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="binned", to="store.draft"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("lane", models.CharField(max_length=5)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Ready"), ("running", "Running"), ("failed", "Failed")],
                        default="ready",
                        max_length=7,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("losses", models.PositiveSmallIntegerField(default=0)),
                ("error_class", models.CharField(blank=True, max_length=200)),
                ("error_id", models.CharField(blank=True, max_length=16)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "lane", "due_at"], name="job_next"),
                    models.Index(fields=["name", "key", "state"], name="job_same"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("ready", "running", "failed"))), name="job_state_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("lane__in", ("quick", "long"))), name="job_lane_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                ("state", "running"),
                                models.Q(("claim", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("claim", ""),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="job_running_is_held",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running"), models.Q(("key", ""), _negated=True)),
                        fields=("name", "key"),
                        name="job_runs_once_per_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="letter",
                        serialize=False,
                        to="store.message",
                    ),
                ),
                ("packed", models.TextField()),
                ("raw", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("addresses", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailboxes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("path", models.TextField()),
                ("print", models.CharField(blank=True, max_length=64)),
                ("is_upload", models.BooleanField(default=False)),
                ("bytes_total", models.BigIntegerField(default=0)),
                ("bytes_done", models.BigIntegerField(default=0)),
                ("items_done", models.PositiveIntegerField(default=0)),
                ("first_look_done", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("reading", "Reading"),
                            ("sorting", "Sorting"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="intakes", to="store.mailbox"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "reading", "sorting", "done", "failed", "undoing", "undone"))
                        ),
                        name="intake_state_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="store.comment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "seen_at", "-id"], name="mention_unread")],
                "constraints": [models.UniqueConstraint(fields=("comment", "user"), name="one_mention_a_comment")],
            },
        ),
        migrations.CreateModel(
            name="MorningMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=60)),
                ("begun_at", models.FloatField()),
                ("sent_at", models.FloatField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=1)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="morning_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-id"], name="morning_newest")],
                "constraints": [models.UniqueConstraint(fields=("user", "ref"), name="one_mail_an_occasion")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("is_desk", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(default=False)),
                ("first_at", models.FloatField(default=0.0)),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="store.firm",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("by_hand", True)), fields=["-id"], name="person_by_hand")]
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("deed", models.CharField(max_length=60)),
                ("thing", models.CharField(max_length=30)),
                ("thing_id", models.CharField(max_length=16)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="store.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["thing", "thing_id", "-at"], name="log_thing"),
                    models.Index(fields=["-at"], name="log_newest"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=7)),
                ("at", models.FloatField()),
                ("body", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("minutes", models.FloatField(default=0.0)),
                ("side", models.CharField(blank=True, max_length=4)),
                ("answered", models.BooleanField(default=True)),
                ("outcome", models.CharField(blank=True, max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="store.deal",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="store.intake",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="store.mailbox",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "at"], name="event_when"),
                    models.Index(fields=["deal", "-at", "-id"], name="event_deal"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("meeting", "call", "chat", "note"))), name="event_kind_known"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="store.person",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_at", models.FloatField(blank=True, null=True)),
                ("snoozed_until_date", models.DateField(blank=True, null=True)),
                ("not_for_us", models.BooleanField(default=False)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="store.person"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("user", "person"), name="one_decision_a_user")]},
        ),
        migrations.CreateModel(
            name="DealPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(blank=True, max_length=60)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="store.deal"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deal_parts", to="store.person"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("deal", "person"), name="one_part_a_person")]},
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="store.firm",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person",), name="one_correction_a_person"),
                    models.UniqueConstraint(fields=("firm",), name="one_correction_a_firm"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("firm__isnull", True), ("person__isnull", False)),
                            models.Q(("firm__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="correction_of_one",
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="store.person",
            ),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="store.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)), fields=("person",), name="one_open_claim_a_person"
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="address",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="addresses", to="store.person"
            ),
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digits", models.CharField(max_length=9)),
                ("email", models.CharField(max_length=254)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("digits", "email"), name="one_phone_a_person")]},
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("look", models.TextField()),
                ("lane", models.SmallIntegerField(null=True)),
                ("relation", models.CharField(blank=True, max_length=16)),
                ("order_1", models.FloatField(default=0.0)),
                ("order_2", models.SmallIntegerField(default=0)),
                ("order_3", models.SmallIntegerField(default=0)),
                ("since", models.FloatField(default=0.0)),
                ("out", models.CharField(blank=True, max_length=60)),
                ("out_where", models.CharField(blank=True, max_length=16)),
                ("wrote", models.BooleanField(default=False)),
                ("promised", models.PositiveSmallIntegerField(default=0)),
                ("late", models.PositiveSmallIntegerField(default=0)),
                ("unanswered", models.BooleanField(default=False)),
                ("on_date", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="store.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lane__isnull", False)),
                        fields=["user", "lane", "order_1", "order_2", "order_3", "since"],
                        name="place_order",
                    ),
                    models.Index(
                        condition=models.Q(("lane__isnull", False), ("relation", "unknown")),
                        fields=["user", "lane", "-since"],
                        name="place_unknown",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "person"), name="one_place_a_user")],
            },
        ),
        migrations.CreateModel(
            name="SignsLooked",
            fields=[
                (
                    "scope",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="signs_looked",
                        serialize=False,
                        to="store.scope",
                    ),
                ),
                ("computed_at", models.FloatField(default=0.0)),
                ("standing", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="scope",
            name="mailboxes",
            field=models.ManyToManyField(related_name="scopes", to="store.mailbox"),
        ),
        migrations.AddField(
            model_name="user",
            name="scope",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="users",
                to="store.scope",
            ),
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="store.intake"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="store.mailbox"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="store.message"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mailbox", "message"], name="sighting_mailbox")],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "mailbox", "intake"), name="one_sighting_an_intake")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField()),
                ("buyer_act", models.CharField(blank=True, max_length=200)),
                ("usual_days", models.FloatField(editable=False, null=True)),
                ("usual_stays", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="store.pipeline"
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [models.UniqueConstraint(fields=("pipeline", "name"), name="one_stage_a_name")],
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="store.stage"
            ),
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.FloatField()),
                ("days", models.FloatField(default=0.0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="store.deal"
                    ),
                ),
                (
                    "from_stage",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.stage"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.message",
                    ),
                ),
                (
                    "to_stage",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.stage"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["from_stage", "-at"], name="stage_stays"),
                    models.Index(fields=["deal", "-at", "-id"], name="deal_moves"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(default="unknown", max_length=16)),
                ("relation_body", models.TextField(blank=True)),
                ("dossier", models.TextField(blank=True)),
                ("followed", models.TextField(blank=True)),
                ("effort_share", models.FloatField(null=True)),
                ("effort_verdict", models.CharField(blank=True, max_length=60)),
                ("first_at", models.FloatField(default=0.0)),
                ("last_at", models.FloatField(default=0.0)),
                ("theirs", models.PositiveIntegerField(default=0)),
                ("ours", models.PositiveIntegerField(default=0)),
                ("computed_at", models.FloatField(default=0.0)),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="standings",
                        to="store.firm",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="standings", to="store.person"
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="store.scope",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scope", "-last_at", "-id"], name="standing_newest"),
                    models.Index(fields=["scope", "relation", "-last_at", "-id"], name="standing_relation"),
                    models.Index(fields=["scope", "firm", "-last_at"], name="standing_firm"),
                ],
                "constraints": [models.UniqueConstraint(fields=("scope", "person"), name="one_standing_a_scope")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("due_date", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="store.deal",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="store.person",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["owner", "done_at", "due_date"], name="task_open")]},
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing"),
                            ("happened", "Happened"),
                            ("subject", "Subject"),
                            ("whole", "Whole"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="store.mailbox"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="store.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mailbox", "team"), name="one_share_a_team"),
                    models.UniqueConstraint(
                        condition=models.Q(("team", None)), fields=("mailbox",), name="one_share_with_all"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["nothing", "happened", "subject", "whole"])),
                        name="share_level_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_email", models.EmailField(blank=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("leader", "Leader"),
                            ("seller", "Seller"),
                            ("operations", "Operations"),
                            ("builder", "Builder"),
                            ("reader", "Reader"),
                        ],
                        default="owner",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="store.team",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="members",
                to="store.team",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="thread",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="messages", to="store.thread"
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="thread",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deals",
                to="store.thread",
            ),
        ),
        migrations.CreateModel(
            name="ThreadKey",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="store.thread"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40)),
                ("at", models.FloatField()),
                ("side", models.CharField(max_length=4)),
                ("channel", models.CharField(max_length=7)),
                ("thread_ref", models.CharField(blank=True, max_length=40)),
                ("human", models.BooleanField()),
                ("opens", models.BooleanField(default=False)),
                ("answers", models.BooleanField(default=False)),
                ("asks", models.PositiveSmallIntegerField(default=0)),
                ("minutes", models.FloatField(default=0.0)),
                ("ours", models.PositiveSmallIntegerField(default=1)),
                ("addressed", models.BooleanField(default=True)),
                ("acts", models.CharField(blank=True, max_length=200)),
                ("author", models.CharField(blank=True, max_length=254)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("tells", models.TextField(blank=True)),
                ("noise", models.BooleanField(default=False)),
                (
                    "event",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="touches", to="store.event"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touches",
                        to="store.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touches",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at", "-id"], name="touch_timeline")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__isnull", True), ("message__isnull", False)),
                            models.Q(("event__isnull", False), ("message__isnull", True)),
                            _connector="OR",
                        ),
                        name="touch_has_one_source",
                    ),
                    models.CheckConstraint(condition=models.Q(("side__in", ("us", "them"))), name="touch_side_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unknown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("probe", models.CharField(blank=True, max_length=300)),
                ("probe_date", models.DateField(blank=True, null=True)),
                ("made_at", models.FloatField()),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("known_at", models.FloatField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unknowns", to="store.deal"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="unknowns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["deal", "known_at", "made_at"], name="unknown_open")]},
        ),
        migrations.CreateModel(
            name="Want",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("asked_at", models.FloatField()),
                ("shipped_at", models.FloatField(blank=True, null=True)),
                ("shipped_words", models.CharField(blank=True, max_length=300)),
                ("shipped_by", models.CharField(blank=True, max_length=120)),
                ("told_at", models.FloatField(blank=True, null=True)),
                (
                    "message",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="store.message"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wants", to="store.person"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="draft",
            name="want",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="store.want"
            ),
        ),
        migrations.CreateModel(
            name="WordingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_folded", models.BooleanField(default=False)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.mailbox"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.message"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("is_folded", False)), fields=["-id"], name="wording_letter_waits"),
                    models.Index(
                        condition=models.Q(("is_folded", False)), fields=["mailbox", "-id"], name="wording_letter_box"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("message", "mailbox"), name="wording_letter_once")],
            },
        ),
        migrations.CreateModel(
            name="WordingPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="store.wordingsegment",
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("segment", "number"), name="one_wording_piece")]},
        ),
        migrations.CreateModel(
            name="WordingGone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.BigIntegerField()),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gone",
                        to="store.wordingsegment",
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("segment", "letter"), name="wording_gone_once")]},
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("is_demo", models.BooleanField(default=False)),
                ("frozen_at", models.FloatField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("domains", models.JSONField(default=list)),
                ("settings", models.JSONField(default=dict)),
                ("settings_version", models.PositiveIntegerField(default=1)),
                ("folders", models.JSONField(default=list)),
                ("mail_server", models.JSONField(default=dict)),
                ("mail_password", models.TextField(blank=True)),
                ("only", models.PositiveSmallIntegerField(default=1, editable=False, unique=True)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("only", 1)), name="one_workspace")]},
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("from_date", models.DateField()),
                ("until_date", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="covers", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="covered", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_date__gte", models.F("from_date"))), name="cover_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("by")), _negated=True), name="cover_by_another"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("is_aside", models.BooleanField(default=False)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="store.draft"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["draft", "-id"], name="draft_versions_newest")]},
        ),
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("how", models.CharField(max_length=8)),
                ("text", models.TextField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handed_over", to="store.draft"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ("copy", "mailto", "eml"))), name="handed_over_how_known"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField()),
                ("size", models.BigIntegerField()),
                ("outcome", models.CharField(max_length=7)),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="store.intake"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["intake", "outcome", "reason"], name="item_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "path"), name="one_item_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("stored", "skipped", "failed"))), name="item_outcome_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=20)),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="store.deal"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.message"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deal", "message", "what"), name="one_sign_a_message")]
            },
        ),
        migrations.AddIndex(
            model_name="comment", index=models.Index(fields=["person", "-at", "-id"], name="comment_person")
        ),
        migrations.AddIndex(model_name="message", index=models.Index(fields=["thread", "at"], name="message_thread")),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("outcome", ""), ("proposed", False)),
                fields=["stage", "rank", "id"],
                name="deal_board",
            ),
        ),
        migrations.RunPython(code=create, reverse_code=drop),
    ]
