# Claims, comments and tasks bear the workbench's time, which in the demo stands still.

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_entering"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="comment",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="task",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
