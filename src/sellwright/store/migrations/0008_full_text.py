"""Full text: tables that Django's models do not know, in the words of each database."""

from typing import Any

from django.db import migrations

from sellwright.store.dialects import postgres, sqlite


def _run(schema_editor: Any, which: str) -> None:
    dialect = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    for statement in getattr(dialect, which):
        schema_editor.execute(statement, params=None)


def create(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "CREATE")


def drop(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, "DROP")


class Migration(migrations.Migration):
    dependencies = [("store", "0007_days_and_words")]
    operations = [migrations.RunPython(create, drop)]
