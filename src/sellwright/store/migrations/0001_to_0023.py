"""All tables as they stood after 0023, made in one go: what a new database runs instead of 0001 to 0023.

Each step of their own costs a second or so of processor time before a first page, because Django renders every model
anew for each change of one. A test holds that both ways end in the same tables.
"""

from typing import Any

from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import sellwright.store.models.ids
import sellwright.store.models.sorting

from sellwright.store.at_once import TablesAtOnce
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
    "0014_live",
    "0015_calendars",
    "0016_inlets",
    "0017_book",
    "0018_lists",
    "0019_imports",
    "0020_merging",
    "0021_offers",
    "0022_outward",
    "0023_leaving",
)


def _run(schema_editor: Any, which: str) -> None:
    dialect = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    for statement in getattr(dialect, which):
        schema_editor.execute(statement, params=None)


def create(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "CREATE")


def drop(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "DROP")


TABLES = [
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
    ),
    migrations.CreateModel(
        name="Account",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("imap", "Imap"),
                        ("google", "Google"),
                        ("microsoft", "Microsoft"),
                        ("caldav", "Caldav"),
                        ("ics", "Ics"),
                        ("google_cal", "Google Calendar"),
                        ("ms_cal", "Microsoft Calendar"),
                    ],
                    max_length=10,
                ),
            ),
            ("address", models.CharField(max_length=254)),
            ("where", models.JSONField(default=dict)),
            ("secret", models.TextField(blank=True)),
            ("since", models.DateField(blank=True, null=True)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("paused_at", models.DateTimeField(blank=True, null=True)),
            ("asked_at", models.DateTimeField(blank=True, null=True)),
            ("tried_at", models.DateTimeField(blank=True, null=True)),
            ("heard_at", models.DateTimeField(blank=True, null=True)),
            (
                "trouble",
                models.CharField(
                    blank=True,
                    choices=[("wait", "Wait"), ("sign_in", "Sign In"), ("ask", "Ask"), ("look", "Look")],
                    max_length=7,
                ),
            ),
            ("error", models.CharField(blank=True, max_length=300)),
            ("failures", models.PositiveIntegerField(default=0)),
            ("again_at", models.DateTimeField(blank=True, null=True)),
        ],
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
        name="Forgotten",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("mark", models.CharField(max_length=64, unique=True)),
            ("salt", models.CharField(max_length=32)),
            ("at", models.FloatField()),
        ],
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
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.address"),
            ),
        ],
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
        name="TwinSearch",
        fields=[
            (
                "noun",
                models.CharField(
                    choices=[("person", "Person"), ("firm", "Firm")], max_length=6, primary_key=True, serialize=False
                ),
            ),
            ("state", models.CharField(blank=True, max_length=8)),
            ("asked_at", models.DateTimeField(blank=True, null=True)),
            ("done_at", models.DateTimeField(blank=True, null=True)),
            ("records", models.PositiveIntegerField(default=0)),
            ("pairs", models.PositiveIntegerField(default=0)),
            ("top", models.BigIntegerField(default=0)),
            ("learnt", models.JSONField(default=dict)),
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
        name="BookingPage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=60, unique=True)),
            ("is_open", models.BooleanField(default=False)),
            ("title", models.CharField(max_length=120)),
            ("text", models.CharField(blank=True, max_length=600)),
            ("minutes", models.PositiveSmallIntegerField(default=30)),
            ("buffer_minutes", models.PositiveSmallIntegerField(default=10)),
            ("notice_hours", models.PositiveSmallIntegerField(default=24)),
            ("days_ahead", models.PositiveSmallIntegerField(default=21)),
            ("hours", models.JSONField(default=dict)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            (
                "user",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="booking_page",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
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
                    choices=[("running", "Running"), ("done", "Done"), ("undoing", "Undoing"), ("undone", "Undone")],
                    default="running",
                    max_length=8,
                ),
            ),
            ("reached", models.BigIntegerField(default=0)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("same", models.PositiveIntegerField(default=0)),
            ("kept", models.PositiveIntegerField(default=0)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={"abstract": False},
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
            ("sort_name", sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80)),
            ("name", models.CharField(max_length=200)),
            ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
            ("currency", models.CharField(default="EUR", max_length=3)),
            ("next_step", models.CharField(blank=True, max_length=300)),
            ("next_step_date", models.DateField(blank=True, null=True)),
            ("expected_date", models.DateField(blank=True, null=True)),
            ("about", models.TextField(blank=True)),
            ("extra", models.JSONField(default=dict)),
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
        ],
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
            ("by_hand", models.BooleanField(default=False)),
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
        ],
    ),
    migrations.CreateModel(
        name="ExportKey",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("lock", models.JSONField(default=dict)),
            ("secret", models.TextField()),
            ("words", models.TextField(blank=True)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("shown_at", models.DateTimeField(blank=True, null=True)),
            (
                "user",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="export_key", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Field",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            (
                "noun",
                models.CharField(choices=[("person", "Person"), ("firm", "Firm"), ("deal", "Deal")], max_length=6),
            ),
            ("key", models.SlugField(max_length=60)),
            ("name", models.CharField(max_length=100)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("text", "Text"),
                        ("long", "Long"),
                        ("number", "Number"),
                        ("money", "Money"),
                        ("date", "Date"),
                        ("moment", "Moment"),
                        ("yes_no", "Yes No"),
                        ("choice", "Choice"),
                        ("choices", "Choices"),
                        ("link", "Link"),
                        ("email", "Email"),
                        ("phone", "Phone"),
                        ("person", "Person"),
                        ("colleague", "Colleague"),
                    ],
                    max_length=9,
                ),
            ),
            ("choices", models.JSONField(default=list)),
            ("currency", models.CharField(blank=True, max_length=3)),
            ("help", models.CharField(blank=True, max_length=300)),
            ("position", models.PositiveIntegerField(default=0)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("retired_at", models.DateTimeField(blank=True, null=True)),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={"ordering": ("noun", "position", "id")},
    ),
    migrations.CreateModel(
        name="DealValue",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("head", models.CharField(max_length=80)),
            ("text", models.TextField()),
            ("number", models.FloatField(null=True)),
            (
                "row",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="field_values",
                    to="store.deal",
                ),
            ),
            (
                "field",
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
                ),
            ),
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
            ("sort_name", sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80)),
            ("domain", models.CharField(blank=True, max_length=253, null=True, unique=True)),
            ("name", models.CharField(blank=True, max_length=200)),
            ("industry", models.CharField(blank=True, max_length=120)),
            ("headcount", models.PositiveIntegerField(blank=True, null=True)),
            ("telephone", models.CharField(blank=True, max_length=60)),
            ("place", models.CharField(blank=True, max_length=300)),
            ("link", models.CharField(blank=True, max_length=300)),
            ("about", models.TextField(blank=True)),
            ("by_hand", models.BooleanField(default=False)),
            ("extra", models.JSONField(default=dict)),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="firms",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="deal",
        name="firm",
        field=models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="deals", to="store.firm"
        ),
    ),
    migrations.CreateModel(
        name="FirmValue",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("head", models.CharField(max_length=80)),
            ("text", models.TextField()),
            ("number", models.FloatField(null=True)),
            (
                "field",
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
                ),
            ),
            (
                "row",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="field_values",
                    to="store.firm",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Goal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("made_at", models.FloatField()),
            ("version", models.PositiveIntegerField(default=1)),
            (
                "period",
                models.CharField(choices=[("month", "Month"), ("quarter", "Quarter"), ("year", "Year")], max_length=7),
            ),
            ("first_date", models.DateField()),
            ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
            ("currency", models.CharField(blank=True, max_length=3)),
            ("deals", models.PositiveIntegerField(blank=True, null=True)),
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
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="goals",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={"ordering": ("first_date", "id")},
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
    ),
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
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="store.import"),
            ),
        ],
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
                        ("live", "Live"),
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
        ],
    ),
    migrations.CreateModel(
        name="Folder",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=500)),
            ("title", models.CharField(max_length=200)),
            (
                "role",
                models.CharField(
                    choices=[
                        ("inbox", "Inbox"),
                        ("sent", "Sent"),
                        ("all", "All"),
                        ("junk", "Junk"),
                        ("trash", "Trash"),
                        ("drafts", "Drafts"),
                        ("other", "Other"),
                        ("calendar", "Calendar"),
                    ],
                    default="other",
                    max_length=8,
                ),
            ),
            ("is_read", models.BooleanField(default=True)),
            ("validity", models.BigIntegerField(blank=True, null=True)),
            ("next_uid", models.BigIntegerField(default=0)),
            ("low_uid", models.BigIntegerField(default=0)),
            ("modseq", models.DecimalField(decimal_places=0, default=0, max_digits=20)),
            ("cursor", models.TextField(blank=True)),
            ("on_server", models.PositiveIntegerField(blank=True, null=True)),
            ("checked_at", models.DateTimeField(blank=True, null=True)),
            ("compared_at", models.DateTimeField(blank=True, null=True)),
            ("gone_at", models.DateTimeField(blank=True, null=True)),
            ("error", models.CharField(blank=True, max_length=300)),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="folders", to="store.account"
                ),
            ),
            (
                "intake",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="folder", to="store.intake"
                ),
            ),
        ],
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
            ("print", models.CharField(blank=True, max_length=32)),
            ("is_gone", models.BooleanField(default=False)),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("again_at", models.DateTimeField(blank=True, null=True)),
            (
                "intake",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="store.intake"),
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
                models.CheckConstraint(
                    condition=models.Q(("lane__in", ("quick", "long", "out"))), name="job_lane_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("lease_until__isnull", False), ("state", "running"), models.Q(("claim", ""), _negated=True)
                        ),
                        models.Q(
                            models.Q(("state", "running"), _negated=True), ("claim", ""), ("lease_until__isnull", True)
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
        name="DealSign",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("what", models.CharField(max_length=20)),
            ("words", models.CharField(blank=True, max_length=300)),
            (
                "deal",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="store.deal"),
            ),
            (
                "message",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.message"),
            ),
        ],
    ),
    migrations.AddField(
        model_name="deal",
        name="evidence",
        field=models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="store.message"
        ),
    ),
    migrations.CreateModel(
        name="LockedPart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("file", models.CharField(max_length=60)),
            ("number", models.PositiveIntegerField()),
            ("data", models.BinaryField()),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="locked_parts",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
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
            ("never", models.JSONField(default=list)),
            ("is_desk", models.BooleanField(default=False)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="mailboxes", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"abstract": False},
    ),
    migrations.AddField(
        model_name="intake",
        name="mailbox",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.CASCADE, related_name="intakes", to="store.mailbox"
        ),
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
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="inlet", to="store.intake"
                ),
            ),
            (
                "mailbox",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="inlets", to="store.mailbox"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="EventSighting",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "event",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="store.event"
                ),
            ),
            (
                "intake",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="event_sightings", to="store.intake"
                ),
            ),
            (
                "item",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.item"
                ),
            ),
            (
                "mailbox",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="event_sightings", to="store.mailbox"
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="account",
        name="mailbox",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.CASCADE, related_name="accounts", to="store.mailbox"
        ),
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Merge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("noun", models.CharField(choices=[("person", "Person"), ("firm", "Firm")], max_length=6)),
            ("kept_was", models.BigIntegerField()),
            ("at", models.DateTimeField()),
            ("before", models.JSONField(default=dict)),
            ("after", models.JSONField(default=dict)),
            ("tops", models.JSONField(default=dict)),
            ("undone_at", models.DateTimeField(blank=True, null=True)),
            ("stayed", models.JSONField(default=list)),
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
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="store.firm"
                ),
            ),
            (
                "undone_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Absorbed",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(db_index=True, max_length=16)),
            ("was", models.BigIntegerField()),
            ("domain", models.CharField(blank=True, db_index=True, max_length=253)),
            ("row", models.JSONField()),
            ("moved", models.JSONField(default=dict)),
            ("aside", models.JSONField(default=list)),
            (
                "merge",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="absorbed", to="store.merge"
                ),
            ),
        ],
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
    ),
    migrations.CreateModel(
        name="Offer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("made_at", models.FloatField()),
            ("version", models.PositiveIntegerField(default=1)),
            ("price", models.DecimalField(decimal_places=2, max_digits=14)),
            ("currency", models.CharField(max_length=3)),
            ("given_date", models.DateField()),
            ("valid_until", models.DateField(blank=True, null=True)),
            ("holds", models.TextField(blank=True)),
            ("file", models.CharField(blank=True, max_length=300)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("given", "Given"),
                        ("accepted", "Accepted"),
                        ("declined", "Declined"),
                        ("replaced", "Replaced"),
                    ],
                    default="given",
                    max_length=8,
                ),
            ),
            ("decided_date", models.DateField(blank=True, null=True)),
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
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="store.deal"),
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
                "replaced_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="replaces",
                    to="store.offer",
                ),
            ),
        ],
        options={"ordering": ("deal", "given_date", "id")},
    ),
    migrations.CreateModel(
        name="OpenRole",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("made_at", models.FloatField()),
            ("version", models.PositiveIntegerField(default=1)),
            ("title", models.CharField(max_length=120)),
            ("part", models.CharField(blank=True, max_length=60)),
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="open_roles", to="store.deal"
                ),
            ),
        ],
        options={"ordering": ("deal", "id")},
    ),
    migrations.CreateModel(
        name="Outlook",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("currency", models.CharField(max_length=3)),
            ("period", models.CharField(max_length=7)),
            ("body", models.JSONField()),
            ("made_at", models.FloatField()),
            (
                "owner",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="outlooks",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
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
            ("sort_name", sellwright.store.models.sorting.SortName(db_default="", editable=False, max_length=80)),
            ("key", models.CharField(max_length=254, unique=True)),
            ("name", models.CharField(blank=True, max_length=200)),
            ("is_desk", models.BooleanField(default=False)),
            ("by_hand", models.BooleanField(default=False)),
            ("first_at", models.FloatField(default=0.0)),
            ("title", models.CharField(blank=True, max_length=200)),
            ("telephone", models.CharField(blank=True, max_length=60)),
            ("place", models.CharField(blank=True, max_length=300)),
            ("link", models.CharField(blank=True, max_length=300)),
            ("about", models.TextField(blank=True)),
            ("extra", models.JSONField(default=dict)),
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
    ),
    migrations.CreateModel(
        name="NotSame",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
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
                "firm",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="not_same", to="store.firm"
                ),
            ),
            (
                "other_firm",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="not_same_of", to="store.firm"
                ),
            ),
            (
                "other",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="not_same_of",
                    to="store.person",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="not_same", to="store.person"
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="merge",
        name="person",
        field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="store.person"
        ),
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
            ("via", models.CharField(blank=True, default="", max_length=80)),
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
    ),
    migrations.AddField(
        model_name="event",
        name="person",
        field=models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="events", to="store.person"
        ),
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
            ("asked_at", models.FloatField()),
            ("due_at", models.FloatField()),
            ("done_at", models.FloatField(blank=True, null=True)),
            ("taken_back_at", models.FloatField(blank=True, null=True)),
            ("counts", models.JSONField(default=dict)),
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
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="erasures", to="store.person"
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="draft",
        name="person",
        field=models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="store.person"
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="store.person"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="DealPerson",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("part", models.CharField(blank=True, max_length=60)),
            (
                "deal",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="people", to="store.deal"),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="deal_parts", to="store.person"
                ),
            ),
        ],
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
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="store.firm"
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
    ),
    migrations.CreateModel(
        name="Concession",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("made_at", models.FloatField()),
            ("version", models.PositiveIntegerField(default=1)),
            ("what", models.CharField(max_length=300)),
            ("cost", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
            ("currency", models.CharField(max_length=3)),
            ("in_return", models.CharField(blank=True, max_length=300)),
            (
                "asked_by",
                models.CharField(blank=True, choices=[("", "Nobody"), ("them", "Them"), ("us", "Us")], max_length=4),
            ),
            ("given_date", models.DateField()),
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="concessions", to="store.deal"
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
                "offer",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="concessions",
                    to="store.offer",
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="concessions",
                    to="store.person",
                ),
            ),
        ],
        options={"ordering": ("deal", "given_date", "id")},
    ),
    migrations.CreateModel(
        name="Commitment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("made_at", models.FloatField()),
            ("version", models.PositiveIntegerField(default=1)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("time", "Time"),
                        ("explore", "Explore"),
                        ("change", "Change"),
                        ("collaborate", "Collaborate"),
                        ("consensus", "Consensus"),
                        ("invest", "Invest"),
                        ("review", "Review"),
                        ("resolve", "Resolve"),
                        ("decide", "Decide"),
                        ("execute", "Execute"),
                    ],
                    max_length=11,
                ),
            ),
            ("given_date", models.DateField()),
            ("words", models.CharField(blank=True, max_length=300)),
            ("in_return", models.CharField(blank=True, max_length=300)),
            ("withdrawn_date", models.DateField(blank=True, null=True)),
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="commitments", to="store.deal"
                ),
            ),
            (
                "event",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="store.event",
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
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="commitments",
                    to="store.person",
                ),
            ),
        ],
        options={"ordering": ("deal", "given_date", "id")},
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
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="call_turns", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="call_turns", to="store.person"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="CallNote",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField()),
            ("changed_at", models.DateTimeField(auto_now=True)),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="call_notes", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="call_notes", to="store.person"
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="address",
        name="person",
        field=models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="addresses", to="store.person"
        ),
    ),
    migrations.CreateModel(
        name="PersonValue",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("head", models.CharField(max_length=80)),
            ("text", models.TextField()),
            ("number", models.FloatField(null=True)),
            (
                "field",
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.field"
                ),
            ),
            (
                "row",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="field_values",
                    to="store.person",
                ),
            ),
        ],
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
        model_name="scope", name="mailboxes", field=models.ManyToManyField(related_name="scopes", to="store.mailbox")
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
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="promised", to="store.person"
                ),
            ),
            (
                "scope",
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.scope"
                ),
            ),
        ],
    ),
    migrations.AddField(
        model_name="user",
        name="scope",
        field=models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="users", to="store.scope"
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
        options={"ordering": ("position",)},
    ),
    migrations.AddField(
        model_name="deal",
        name="stage",
        field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="store.stage"),
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
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="store.deal"),
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
                "user",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "team",
                models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="store.team"),
            ),
        ],
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
            blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="members", to="store.team"
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
            blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="deals", to="store.thread"
        ),
    ),
    migrations.CreateModel(
        name="ThreadKey",
        fields=[
            ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
            (
                "thread",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="store.thread"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Tie",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("reports to", "Reports To"), ("knows", "Knows"), ("introduced by", "Introduced By")],
                    max_length=13,
                ),
            ),
            ("note", models.CharField(blank=True, max_length=300)),
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
                "other",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tied", to="store.person"),
            ),
            (
                "person",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="store.person"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Token",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
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
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="touches", to="store.message"
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
    ),
    migrations.CreateModel(
        name="Twin",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("odds", models.FloatField()),
            ("start", models.FloatField()),
            ("reasons", models.JSONField(default=list)),
            ("bunch", models.BigIntegerField()),
            ("best", models.FloatField()),
            (
                "firm",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="twins", to="store.firm"
                ),
            ),
            (
                "other",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="twins_of", to="store.person"
                ),
            ),
            (
                "other_firm",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="twins_of", to="store.firm"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="twins", to="store.person"
                ),
            ),
        ],
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
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
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
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="wants", to="store.person"),
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
        name="Webhook",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
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
                    on_delete=django.db.models.deletion.CASCADE, related_name="webhooks", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"abstract": False},
    ),
    migrations.CreateModel(
        name="Delivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "public_id",
                models.CharField(
                    default=sellwright.store.models.ids.new_public_id, editable=False, max_length=16, unique=True
                ),
            ),
            ("event", models.CharField(max_length=40)),
            (
                "state",
                models.CharField(
                    choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed"), ("withheld", "Withheld")],
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
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.logentry"
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
        options={"verbose_name_plural": "deliveries"},
    ),
    migrations.CreateModel(
        name="WordingLetter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("is_folded", models.BooleanField(default=False)),
            (
                "mailbox",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.mailbox"),
            ),
            (
                "message",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.message"),
            ),
        ],
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
            ("reach", models.JSONField(default=list)),
            ("apps", models.JSONField(default=dict)),
            ("apps_secret", models.TextField(blank=True)),
            ("only", models.PositiveSmallIntegerField(default=1, editable=False, unique=True)),
        ],
        options={"constraints": [models.CheckConstraint(condition=models.Q(("only", 1)), name="one_workspace")]},
    ),
    migrations.CreateModel(
        name="BulkRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("row", models.BigIntegerField()),
            ("before", models.JSONField(null=True)),
            (
                "bulk",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rows",
                    to="store.bulkedit",
                ),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("bulk", "row"), name="one_change_a_row")]},
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
        name="Booking",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.FloatField()),
            ("until", models.FloatField()),
            ("name", models.CharField(max_length=120)),
            ("email", models.CharField(max_length=254)),
            ("line", models.CharField(blank=True, max_length=600)),
            ("zone", models.CharField(max_length=64)),
            ("key", models.CharField(max_length=64, unique=True)),
            ("made_at", models.FloatField()),
            ("changed_at", models.FloatField()),
            ("moves", models.PositiveSmallIntegerField(default=0)),
            ("ended_at", models.FloatField(blank=True, null=True)),
            (
                "page",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="store.bookingpage"
                ),
            ),
            (
                "event",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="booking", to="store.event"
                ),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["page", "-changed_at"], name="booking_newest")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("ended_at", None)), fields=("page", "at"), name="one_booking_a_time"
                )
            ],
        },
    ),
    migrations.AddConstraint(
        model_name="field", constraint=models.UniqueConstraint(fields=("noun", "key"), name="one_field_a_key")
    ),
    migrations.AddConstraint(
        model_name="field",
        constraint=models.CheckConstraint(
            condition=models.Q(("noun__in", ("person", "firm", "deal"))), name="field_noun_known"
        ),
    ),
    migrations.AddIndex(model_name="dealvalue", index=models.Index(fields=["row", "field"], name="dealvalue_row")),
    migrations.AddIndex(
        model_name="dealvalue",
        index=models.Index(
            condition=models.Q(("head", ""), _negated=True), fields=["field", "head", "row"], name="dealvalue_head"
        ),
    ),
    migrations.AddIndex(
        model_name="dealvalue",
        index=models.Index(
            condition=models.Q(("number__isnull", False)), fields=["field", "number", "row"], name="dealvalue_number"
        ),
    ),
    migrations.AddIndex(model_name="firm", index=models.Index(fields=["sort_name", "id"], name="firm_sorted")),
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
    migrations.AddIndex(model_name="firmvalue", index=models.Index(fields=["row", "field"], name="firmvalue_row")),
    migrations.AddIndex(
        model_name="firmvalue",
        index=models.Index(
            condition=models.Q(("head", ""), _negated=True), fields=["field", "head", "row"], name="firmvalue_head"
        ),
    ),
    migrations.AddIndex(
        model_name="firmvalue",
        index=models.Index(
            condition=models.Q(("number__isnull", False)), fields=["field", "number", "row"], name="firmvalue_number"
        ),
    ),
    migrations.AddConstraint(
        model_name="goal",
        constraint=models.UniqueConstraint(
            fields=("owner", "period", "first_date", "currency"), name="one_goal_a_period"
        ),
    ),
    migrations.AddConstraint(
        model_name="goal",
        constraint=models.UniqueConstraint(
            condition=models.Q(("owner", None)),
            fields=("period", "first_date", "currency"),
            name="one_goal_of_the_team",
        ),
    ),
    migrations.AddConstraint(
        model_name="goal",
        constraint=models.CheckConstraint(
            condition=models.Q(("period__in", ("month", "quarter", "year"))), name="goal_period_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="goal",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("amount__isnull", False), ("deals__isnull", True)),
                models.Q(("amount__isnull", True), ("currency", ""), ("deals__isnull", False)),
                _connector="OR",
            ),
            name="goal_of_one_kind",
        ),
    ),
    migrations.AddConstraint(
        model_name="handedover",
        constraint=models.CheckConstraint(
            condition=models.Q(("how__in", ("copy", "mailto", "eml"))), name="handed_over_how_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="import",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("state__in", ("looking", "ready", "trying", "tried", "writing", "done", "failed", "undoing", "undone"))
            ),
            name="import_state_known",
        ),
    ),
    migrations.AddIndex(model_name="importedid", index=models.Index(fields=["ref", "noun"], name="imported_id_of")),
    migrations.AddConstraint(
        model_name="importedid",
        constraint=models.UniqueConstraint(fields=("number", "system", "noun"), name="one_row_a_number"),
    ),
    migrations.AddIndex(
        model_name="importrow",
        index=models.Index(condition=models.Q(("ref__isnull", False)), fields=["ref", "noun"], name="import_row_of"),
    ),
    migrations.AddIndex(
        model_name="importrow",
        index=models.Index(
            condition=models.Q(("outcome", "new"), _negated=True),
            fields=["whole", "outcome", "id"],
            name="import_row_told",
        ),
    ),
    migrations.AddConstraint(
        model_name="importrow",
        constraint=models.UniqueConstraint(fields=("whole", "file", "line", "noun"), name="one_outcome_a_row"),
    ),
    migrations.AddConstraint(
        model_name="importrow",
        constraint=models.CheckConstraint(
            condition=models.Q(("outcome__in", ("new", "merged", "same", "refused"))), name="import_outcome_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="folder", constraint=models.UniqueConstraint(fields=("account", "name"), name="one_folder_a_name")
    ),
    migrations.AddIndex(
        model_name="item", index=models.Index(fields=["intake", "outcome", "reason"], name="item_account")
    ),
    migrations.AddIndex(
        model_name="item",
        index=models.Index(condition=models.Q(("print", ""), _negated=True), fields=["print"], name="item_print"),
    ),
    migrations.AddConstraint(
        model_name="item", constraint=models.UniqueConstraint(fields=("intake", "path"), name="one_item_a_place")
    ),
    migrations.AddConstraint(
        model_name="item",
        constraint=models.CheckConstraint(
            condition=models.Q(("outcome__in", ("stored", "skipped", "failed"))), name="item_outcome_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="dealsign",
        constraint=models.UniqueConstraint(fields=("deal", "message", "what"), name="one_sign_a_message"),
    ),
    migrations.AddConstraint(
        model_name="lockedpart",
        constraint=models.UniqueConstraint(fields=("user", "file", "number"), name="one_locked_part"),
    ),
    migrations.AddConstraint(
        model_name="intake",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("state__in", ("waiting", "reading", "sorting", "done", "failed", "undoing", "undone", "live"))
            ),
            name="intake_state_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="inlet",
        constraint=models.CheckConstraint(condition=models.Q(("kind__in", ("calls", "form"))), name="inlet_kind_known"),
    ),
    migrations.AddIndex(
        model_name="eventsighting", index=models.Index(fields=["mailbox", "event"], name="event_sighting_mailbox")
    ),
    migrations.AddConstraint(
        model_name="eventsighting",
        constraint=models.UniqueConstraint(fields=("event", "mailbox", "intake"), name="one_event_sighting_an_intake"),
    ),
    migrations.AddConstraint(
        model_name="account",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ("imap", "google", "microsoft", "caldav", "ics", "google_cal", "ms_cal"))),
            name="account_kind_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="account",
        constraint=models.CheckConstraint(
            condition=models.Q(("trouble__in", ("", "wait", "sign_in", "ask", "look"))), name="account_trouble_known"
        ),
    ),
    migrations.AddIndex(
        model_name="mention", index=models.Index(fields=["user", "seen_at", "-id"], name="mention_unread")
    ),
    migrations.AddConstraint(
        model_name="mention",
        constraint=models.UniqueConstraint(fields=("comment", "user"), name="one_mention_a_comment"),
    ),
    migrations.AddIndex(model_name="morningmail", index=models.Index(fields=["user", "-id"], name="morning_newest")),
    migrations.AddConstraint(
        model_name="morningmail",
        constraint=models.UniqueConstraint(fields=("user", "ref"), name="one_mail_an_occasion"),
    ),
    migrations.AddConstraint(
        model_name="offer",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", ("given", "accepted", "declined", "replaced"))), name="offer_state_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="offer",
        constraint=models.CheckConstraint(condition=models.Q(("price__gte", 0)), name="offer_price_not_negative"),
    ),
    migrations.AddConstraint(
        model_name="outlook",
        constraint=models.UniqueConstraint(fields=("owner", "currency", "period"), name="one_outlook_a_period"),
    ),
    migrations.AddConstraint(
        model_name="outlook",
        constraint=models.UniqueConstraint(
            condition=models.Q(("owner", None)), fields=("currency", "period"), name="one_outlook_of_the_team"
        ),
    ),
    migrations.AddIndex(
        model_name="person",
        index=models.Index(condition=models.Q(("by_hand", True)), fields=["-id"], name="person_by_hand"),
    ),
    migrations.AddIndex(
        model_name="person",
        index=models.Index(condition=models.Q(("by_hand", True)), fields=["firm"], name="person_by_hand_firm"),
    ),
    migrations.AddIndex(model_name="person", index=models.Index(fields=["sort_name", "id"], name="person_sorted")),
    migrations.AddIndex(
        model_name="person",
        index=models.Index(
            django.db.models.functions.text.Lower("title"),
            models.F("id"),
            condition=models.Q(("title", ""), _negated=True),
            name="person_title",
        ),
    ),
    migrations.AddConstraint(
        model_name="notsame", constraint=models.UniqueConstraint(fields=("person", "other"), name="one_not_same_a_pair")
    ),
    migrations.AddConstraint(
        model_name="notsame",
        constraint=models.UniqueConstraint(fields=("firm", "other_firm"), name="one_not_same_a_pair_of_firms"),
    ),
    migrations.AddConstraint(
        model_name="notsame",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(
                    ("firm__isnull", True),
                    ("other__isnull", False),
                    ("other_firm__isnull", True),
                    ("person__isnull", False),
                ),
                models.Q(
                    ("firm__isnull", False),
                    ("other__isnull", True),
                    ("other_firm__isnull", False),
                    ("person__isnull", True),
                ),
                _connector="OR",
            ),
            name="not_same_of_one_kind",
        ),
    ),
    migrations.AddIndex(model_name="merge", index=models.Index(fields=["-at", "-id"], name="merge_newest")),
    migrations.AddConstraint(
        model_name="merge",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("firm__isnull", True), ("noun", "person"), ("person__isnull", False)),
                models.Q(("firm__isnull", False), ("noun", "firm"), ("person__isnull", True)),
                _connector="OR",
            ),
            name="merge_of_one_kind",
        ),
    ),
    migrations.AddIndex(
        model_name="logentry", index=models.Index(fields=["thing", "thing_id", "-at"], name="log_thing")
    ),
    migrations.AddIndex(model_name="logentry", index=models.Index(fields=["-at"], name="log_newest")),
    migrations.AddIndex(model_name="event", index=models.Index(fields=["kind", "at"], name="event_when")),
    migrations.AddIndex(model_name="event", index=models.Index(fields=["deal", "-at", "-id"], name="event_deal")),
    migrations.AddConstraint(
        model_name="event",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ("meeting", "call", "chat", "note"))), name="event_kind_known"
        ),
    ),
    migrations.AddIndex(
        model_name="erasure",
        index=models.Index(condition=models.Q(("done_at", None)), fields=["due_at"], name="erasure_due"),
    ),
    migrations.AddConstraint(
        model_name="erasure",
        constraint=models.UniqueConstraint(
            condition=models.Q(("done_at", None), ("taken_back_at", None)),
            fields=("person",),
            name="one_erasure_a_person",
        ),
    ),
    migrations.AddConstraint(
        model_name="decision", constraint=models.UniqueConstraint(fields=("user", "person"), name="one_decision_a_user")
    ),
    migrations.AddConstraint(
        model_name="dealperson", constraint=models.UniqueConstraint(fields=("deal", "person"), name="one_part_a_person")
    ),
    migrations.AddConstraint(
        model_name="correction", constraint=models.UniqueConstraint(fields=("person",), name="one_correction_a_person")
    ),
    migrations.AddConstraint(
        model_name="correction", constraint=models.UniqueConstraint(fields=("firm",), name="one_correction_a_firm")
    ),
    migrations.AddConstraint(
        model_name="correction",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("firm__isnull", True), ("person__isnull", False)),
                models.Q(("firm__isnull", False), ("person__isnull", True)),
                _connector="OR",
            ),
            name="correction_of_one",
        ),
    ),
    migrations.AddConstraint(
        model_name="concession",
        constraint=models.CheckConstraint(
            condition=models.Q(("asked_by__in", ("", "them", "us"))), name="concession_asker_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="commitment",
        constraint=models.CheckConstraint(
            condition=models.Q(
                (
                    "kind__in",
                    (
                        "time",
                        "explore",
                        "change",
                        "collaborate",
                        "consensus",
                        "invest",
                        "review",
                        "resolve",
                        "decide",
                        "execute",
                    ),
                )
            ),
            name="commitment_kind_known",
        ),
    ),
    migrations.AddIndex(
        model_name="comment", index=models.Index(fields=["person", "-at", "-id"], name="comment_person")
    ),
    migrations.AddIndex(model_name="comment", index=models.Index(fields=["deal", "-at", "-id"], name="comment_deal")),
    migrations.AddConstraint(
        model_name="claim",
        constraint=models.UniqueConstraint(
            condition=models.Q(("released_at", None)), fields=("person",), name="one_open_claim_a_person"
        ),
    ),
    migrations.AddIndex(model_name="callturn", index=models.Index(fields=["user", "position"], name="call_turn_order")),
    migrations.AddConstraint(
        model_name="callturn", constraint=models.UniqueConstraint(fields=("user", "person"), name="one_turn_a_person")
    ),
    migrations.AddConstraint(
        model_name="callnote", constraint=models.UniqueConstraint(fields=("user", "person"), name="one_call_note")
    ),
    migrations.AddIndex(model_name="personvalue", index=models.Index(fields=["row", "field"], name="personvalue_row")),
    migrations.AddIndex(
        model_name="personvalue",
        index=models.Index(
            condition=models.Q(("head", ""), _negated=True), fields=["field", "head", "row"], name="personvalue_head"
        ),
    ),
    migrations.AddIndex(
        model_name="personvalue",
        index=models.Index(
            condition=models.Q(("number__isnull", False)), fields=["field", "number", "row"], name="personvalue_number"
        ),
    ),
    migrations.AddIndex(
        model_name="place",
        index=models.Index(
            condition=models.Q(("lane__isnull", False)),
            fields=["user", "lane", "order_1", "order_2", "order_3", "since"],
            name="place_order",
        ),
    ),
    migrations.AddIndex(
        model_name="place",
        index=models.Index(
            condition=models.Q(("lane__isnull", False), ("relation", "unknown")),
            fields=["user", "lane", "-since"],
            name="place_unknown",
        ),
    ),
    migrations.AddConstraint(
        model_name="place", constraint=models.UniqueConstraint(fields=("user", "person"), name="one_place_a_user")
    ),
    migrations.AddIndex(
        model_name="promised", index=models.Index(fields=["scope", "-at", "-id"], name="promised_newest")
    ),
    migrations.AddIndex(
        model_name="promised",
        index=models.Index(
            condition=models.Q(("is_open", True)), fields=["scope", "due_date", "id"], name="promised_due"
        ),
    ),
    migrations.AddIndex(
        model_name="sighting", index=models.Index(fields=["mailbox", "message"], name="sighting_mailbox")
    ),
    migrations.AddConstraint(
        model_name="sighting",
        constraint=models.UniqueConstraint(fields=("message", "mailbox", "intake"), name="one_sighting_an_intake"),
    ),
    migrations.AddIndex(model_name="stage", index=models.Index(fields=["position", "id"], name="stage_sorted")),
    migrations.AddConstraint(
        model_name="stage", constraint=models.UniqueConstraint(fields=("pipeline", "name"), name="one_stage_a_name")
    ),
    migrations.AddIndex(model_name="stagemove", index=models.Index(fields=["from_stage", "-at"], name="stage_stays")),
    migrations.AddIndex(model_name="stagemove", index=models.Index(fields=["deal", "-at", "-id"], name="deal_moves")),
    migrations.AddIndex(
        model_name="standing", index=models.Index(fields=["scope", "-last_at", "-id"], name="standing_newest")
    ),
    migrations.AddIndex(
        model_name="standing",
        index=models.Index(fields=["scope", "relation", "-last_at", "-id"], name="standing_relation"),
    ),
    migrations.AddIndex(
        model_name="standing", index=models.Index(fields=["scope", "firm", "-last_at"], name="standing_firm")
    ),
    migrations.AddIndex(
        model_name="standing",
        index=models.Index(
            condition=models.Q(("effort_share__isnull", False)),
            fields=["scope", "effort_share", "person"],
            name="standing_effort",
        ),
    ),
    migrations.AddConstraint(
        model_name="standing",
        constraint=models.UniqueConstraint(fields=("scope", "person"), name="one_standing_a_scope"),
    ),
    migrations.AddIndex(
        model_name="task", index=models.Index(fields=["owner", "done_at", "due_date"], name="task_open")
    ),
    migrations.AddConstraint(
        model_name="share", constraint=models.UniqueConstraint(fields=("mailbox", "team"), name="one_share_a_team")
    ),
    migrations.AddConstraint(
        model_name="share",
        constraint=models.UniqueConstraint(
            condition=models.Q(("team", None), ("user", None)), fields=("mailbox",), name="one_share_with_all"
        ),
    ),
    migrations.AddConstraint(
        model_name="share", constraint=models.UniqueConstraint(fields=("mailbox", "user"), name="one_share_a_user")
    ),
    migrations.AddConstraint(
        model_name="share",
        constraint=models.CheckConstraint(
            condition=models.Q(("team", None), ("user", None), _connector="OR"), name="share_with_one"
        ),
    ),
    migrations.AddConstraint(
        model_name="share",
        constraint=models.CheckConstraint(
            condition=models.Q(("level__in", ["nothing", "happened", "subject", "whole"])), name="share_level_known"
        ),
    ),
    migrations.AddIndex(model_name="user", index=models.Index(fields=["name", "id"], name="user_sorted")),
    migrations.AddConstraint(
        model_name="user",
        constraint=models.CheckConstraint(
            condition=models.Q(("role__in", ["owner", "leader", "seller", "operations", "builder", "reader"])),
            name="user_role_known",
        ),
    ),
    migrations.AddIndex(model_name="message", index=models.Index(fields=["-at", "-id"], name="message_newest")),
    migrations.AddIndex(model_name="message", index=models.Index(fields=["thread", "at"], name="message_thread")),
    migrations.AddIndex(
        model_name="message",
        index=models.Index(condition=models.Q(("bare", 0), _negated=True), fields=["bare", "at"], name="message_bare"),
    ),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(
            condition=models.Q(("outcome", ""), ("proposed", False)), fields=["stage", "rank", "id"], name="deal_board"
        ),
    ),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(condition=models.Q(("proposed", True)), fields=["-opened_at", "-id"], name="deal_proposed"),
    ),
    migrations.AddIndex(
        model_name="deal", index=models.Index(fields=["outcome", "-opened_at", "-id"], name="deal_newest")
    ),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(
            condition=models.Q(("outcome", "won"), ("proposed", False)), fields=["closed_at"], name="deal_won"
        ),
    ),
    migrations.AddIndex(model_name="deal", index=models.Index(fields=["sort_name", "id"], name="deal_sorted")),
    migrations.AddIndex(model_name="deal", index=models.Index(fields=["-opened_at", "-id"], name="deal_opened")),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(condition=models.Q(("amount__isnull", False)), fields=["amount", "id"], name="deal_amount"),
    ),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(
            condition=models.Q(("expected_date__isnull", False)), fields=["expected_date", "id"], name="deal_expected"
        ),
    ),
    migrations.AddIndex(
        model_name="deal",
        index=models.Index(
            condition=models.Q(("next_step_date__isnull", False)), fields=["next_step_date", "id"], name="deal_step"
        ),
    ),
    migrations.AddConstraint(
        model_name="deal",
        constraint=models.CheckConstraint(
            condition=models.Q(("outcome__in", ("", "won", "lost", "no decision"))), name="deal_outcome_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="deal",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("closed_at__isnull", True), ("outcome", "")),
                models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                _connector="OR",
            ),
            name="closed_deals_have_a_time",
        ),
    ),
    migrations.AddConstraint(
        model_name="tie",
        constraint=models.UniqueConstraint(fields=("person", "other", "kind"), name="one_tie_of_a_kind"),
    ),
    migrations.AddConstraint(
        model_name="tie",
        constraint=models.CheckConstraint(
            condition=models.Q(("person", models.F("other")), _negated=True), name="tie_to_another"
        ),
    ),
    migrations.AddConstraint(
        model_name="tie",
        constraint=models.CheckConstraint(
            condition=models.Q(("kind__in", ("reports to", "knows", "introduced by"))), name="tie_kind_known"
        ),
    ),
    migrations.AddConstraint(
        model_name="keptanswer", constraint=models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key")
    ),
    migrations.AddIndex(model_name="touch", index=models.Index(fields=["person", "-at", "-id"], name="touch_timeline")),
    migrations.AddIndex(model_name="touch", index=models.Index(fields=["-at", "-id"], name="touch_newest")),
    migrations.AddIndex(
        model_name="touch",
        index=models.Index(condition=models.Q(("event__isnull", False)), fields=["-at", "-id"], name="touch_events"),
    ),
    migrations.AddConstraint(
        model_name="touch",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("event__isnull", True), ("message__isnull", False)),
                models.Q(("event__isnull", False), ("message__isnull", True)),
                _connector="OR",
            ),
            name="touch_has_one_source",
        ),
    ),
    migrations.AddConstraint(
        model_name="touch",
        constraint=models.CheckConstraint(condition=models.Q(("side__in", ("us", "them"))), name="touch_side_known"),
    ),
    migrations.AddIndex(
        model_name="twin",
        index=models.Index(
            condition=models.Q(("firm__isnull", True)), fields=["-best", "bunch", "-odds", "id"], name="twin_people"
        ),
    ),
    migrations.AddIndex(
        model_name="twin",
        index=models.Index(
            condition=models.Q(("firm__isnull", False)), fields=["-best", "bunch", "-odds", "id"], name="twin_firms"
        ),
    ),
    migrations.AddIndex(model_name="twin", index=models.Index(fields=["bunch"], name="twin_bunch")),
    migrations.AddConstraint(
        model_name="twin", constraint=models.UniqueConstraint(fields=("person", "other"), name="one_twin_a_pair")
    ),
    migrations.AddConstraint(
        model_name="twin",
        constraint=models.UniqueConstraint(fields=("firm", "other_firm"), name="one_twin_a_pair_of_firms"),
    ),
    migrations.AddConstraint(
        model_name="twin",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(
                    ("firm__isnull", True),
                    ("other__isnull", False),
                    ("other_firm__isnull", True),
                    ("person__isnull", False),
                ),
                models.Q(
                    ("firm__isnull", False),
                    ("other__isnull", True),
                    ("other_firm__isnull", False),
                    ("person__isnull", True),
                ),
                _connector="OR",
            ),
            name="twins_of_one_kind",
        ),
    ),
    migrations.AddIndex(
        model_name="unknown", index=models.Index(fields=["deal", "known_at", "made_at"], name="unknown_open")
    ),
    migrations.AddIndex(model_name="view", index=models.Index(fields=["noun", "owner"], name="view_own")),
    migrations.AddIndex(
        model_name="view", index=models.Index(condition=models.Q(("shared", True)), fields=["noun"], name="view_shared")
    ),
    migrations.AddConstraint(
        model_name="view",
        constraint=models.CheckConstraint(
            condition=models.Q(("noun__in", ("person", "firm", "deal", "promise", "touch"))), name="view_noun_known"
        ),
    ),
    migrations.AddIndex(model_name="draft", index=models.Index(fields=["author", "-changed_at"], name="draft_newest")),
    migrations.AddIndex(model_name="delivery", index=models.Index(fields=["webhook", "-id"], name="delivery_newest")),
    migrations.AddIndex(
        model_name="delivery",
        index=models.Index(condition=models.Q(("state", "waiting")), fields=["webhook", "due_at"], name="delivery_due"),
    ),
    migrations.AddIndex(model_name="delivery", index=models.Index(fields=["made_at"], name="delivery_old")),
    migrations.AddConstraint(
        model_name="delivery",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", ("waiting", "done", "failed", "withheld"))), name="delivery_state_known"
        ),
    ),
    migrations.AddIndex(
        model_name="wordingletter",
        index=models.Index(condition=models.Q(("is_folded", False)), fields=["-id"], name="wording_letter_waits"),
    ),
    migrations.AddIndex(
        model_name="wordingletter",
        index=models.Index(
            condition=models.Q(("is_folded", False)), fields=["mailbox", "-id"], name="wording_letter_box"
        ),
    ),
    migrations.AddConstraint(
        model_name="wordingletter",
        constraint=models.UniqueConstraint(fields=("message", "mailbox"), name="wording_letter_once"),
    ),
    migrations.AddConstraint(
        model_name="wordingpiece",
        constraint=models.UniqueConstraint(fields=("segment", "number"), name="one_wording_piece"),
    ),
    migrations.AddConstraint(
        model_name="wordinggone",
        constraint=models.UniqueConstraint(fields=("segment", "letter"), name="wording_gone_once"),
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("store", name) for name in REPLACED]

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [TablesAtOnce(TABLES), migrations.RunPython(code=create, reverse_code=drop)]
