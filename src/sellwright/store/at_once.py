"""Many new tables in one step of a migration, with the models drawn up once instead of anew after each of them.

Django's own steps bring the drawn models up after every operation, and whatever refers to a changed one with it: 90
tables with their indexes took two thirds of the time before a first page. Here all operations change the description
first, then every table is made from its finished model, indexes and constraints with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TablesAtOnce(Operation):
    """`operations` describe tables that are not there yet: CreateModel, and what belongs to these models. Foreign keys
    may go round in a circle: SQLite asks for them when rows come, elsewhere they are made last."""

    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def _tables(self) -> list[str]:
        return [each.name for each in self.operations if isinstance(each, CreateModel)]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn models would be drawn anew by each operation
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in self._tables():
            schema_editor.create_model(to_state.apps.get_model(app_label, name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in reversed(self._tables()):
            schema_editor.delete_model(from_state.apps.get_model(app_label, name))

    def describe(self) -> Any:
        return f"Make {len(self._tables())} tables"
