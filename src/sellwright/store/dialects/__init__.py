"""SQL that differs between databases: full text, turns. Nothing else in the product writes a dialect's SQL."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import connection

from sellwright.store.dialects import postgres, sqlite


def full_text() -> sqlite.FullText | postgres.FullText:
    """The full text of the database in use."""
    return sqlite.FullText() if connection.vendor == "sqlite" else postgres.FullText()


def turn(name: str) -> sqlite.Turn | postgres.Turn:
    """A turn of this name, not taken yet (store.alone)."""
    return sqlite.Turn(name) if connection.vendor == "sqlite" else postgres.Turn(name)


def snapshot() -> AbstractContextManager[None]:
    """Whatever is read inside is as it was at the first look, however long that takes and whoever writes meanwhile.
    Nothing may be written inside."""
    return sqlite.snapshot() if connection.vendor == "sqlite" else postgres.snapshot()


def compact() -> None:
    """Leaves nothing of what was deleted in the files of the database. Outside a transaction."""
    (sqlite if connection.vendor == "sqlite" else postgres).compact()


def last_number(table: str) -> int:
    """The highest number a table ever gave one of its rows; 0 before the first."""
    return sqlite.last_number(table) if connection.vendor == "sqlite" else postgres.last_number(table)


def keep_numbers(table: str, last: int) -> None:
    """New rows of a table get numbers above this one."""
    if last > last_number(table):
        (sqlite if connection.vendor == "sqlite" else postgres).keep_numbers(table, last)
