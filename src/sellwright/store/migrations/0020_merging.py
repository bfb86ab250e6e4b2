import django.db.models.deletion
import sellwright.store.models.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0019_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="TwinSearch",
            fields=[
                (
                    "noun",
                    models.CharField(
                        choices=[("person", "Person"), ("firm", "Firm")],
                        max_length=6,
                        primary_key=True,
                        serialize=False,
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
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="store.person"
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
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_same_of",
                        to="store.person",
                    ),
                ),
                (
                    "other_firm",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_same_of",
                        to="store.firm",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_same",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="twins_of",
                        to="store.person",
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
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["-at", "-id"], name="merge_newest"),
        ),
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
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.UniqueConstraint(fields=("person", "other"), name="one_not_same_a_pair"),
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
        migrations.AddIndex(
            model_name="twin",
            index=models.Index(fields=["bunch"], name="twin_bunch"),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.UniqueConstraint(fields=("person", "other"), name="one_twin_a_pair"),
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
    ]
