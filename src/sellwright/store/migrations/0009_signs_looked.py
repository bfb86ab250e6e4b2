# How far each scope was looked through for deals nobody wrote down.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_full_text"),
    ]

    operations = [
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
    ]
