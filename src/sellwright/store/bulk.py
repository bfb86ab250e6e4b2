"""Many rows at once, where objects would cost more than the database: plain INSERT and UPDATE over executemany."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

_Row = Sequence[Any]


def insert(model: type[models.Model], fields: Sequence[str], rows: Sequence[_Row], *, again: bool = True) -> None:
    """Insert rows of these fields (attribute names: `message_id`). Every other field must have a default in `fields`'
    place: none is filled in here. With `again` False rows that are there already are passed over."""
    if rows:
        columns = ", ".join(_column(model, name) for name in fields)
        marks = ", ".join(["%s"] * len(fields))
        passed = "" if again else " ON CONFLICT DO NOTHING"
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks}){passed}", [tuple(row) for row in rows]
            )


def update(model: type[models.Model], fields: Sequence[str], rows: Sequence[_Row]) -> None:
    """Update by id: each row holds the new values in order of `fields`, then the id."""
    if rows:
        sets = ", ".join(f"{_column(model, name)} = %s" for name in fields)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {_table(model)} SET {sets} WHERE id = %s", [tuple(row) for row in rows])


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[models.Model], name: str) -> str:
    for field in model._meta.concrete_fields:
        if field.attname == name:
            return connection.ops.quote_name(str(field.column))
    raise LookupError(f"{model.__name__} has no column {name}")
