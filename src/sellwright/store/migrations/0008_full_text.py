"""Full text: tables that Django's models do not know, in the words of each database."""

from django.db import migrations

from sellwright.store.dialects import postgres, sqlite


def _run(schema_editor, which):
    dialect = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    for statement in getattr(dialect, which):
        schema_editor.execute(statement, params=None)


def create(apps, schema_editor):
    _run(schema_editor, "CREATE")


def drop(apps, schema_editor):
    _run(schema_editor, "DROP")


class Migration(migrations.Migration):
    dependencies = [("store", "0007_days_and_words")]
    operations = [migrations.RunPython(create, drop)]
