import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0023_leaving")]

    operations = [
        migrations.AlterField(  # the unique rows begin with it: an index of its own was written for nothing
            model_name="importrow",
            name="whole",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="store.import",
            ),
        ),
    ]
