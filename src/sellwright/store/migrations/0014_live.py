import django.db.models.deletion
import sellwright.store.models.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0013_at_size"),
    ]

    operations = [
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name="intake",
            name="intake_state_known",
        ),
        migrations.AddField(
            model_name="item",
            name="again_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="is_gone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="item",
            name="print",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="item",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="is_desk",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="never",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="workspace",
            name="apps",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="workspace",
            name="apps_secret",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="workspace",
            name="reach",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="intake",
            name="state",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="item",
            index=models.Index(condition=models.Q(("print", ""), _negated=True), fields=["print"], name="item_print"),
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
        migrations.AddField(
            model_name="account",
            name="mailbox",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="accounts", to="store.mailbox"
            ),
        ),
        migrations.AddField(
            model_name="folder",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="folders", to="store.account"
            ),
        ),
        migrations.AddField(
            model_name="folder",
            name="intake",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="folder", to="store.intake"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("imap", "google", "microsoft", "caldav", "ics", "google_cal", "ms_cal"))
                ),
                name="account_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("trouble__in", ("", "wait", "sign_in", "ask", "look"))),
                name="account_trouble_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.UniqueConstraint(fields=("account", "name"), name="one_folder_a_name"),
        ),
    ]
