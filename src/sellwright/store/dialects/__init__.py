"""SQL that differs between databases: full text, turns. Nothing else in the product writes a dialect's SQL."""

from __future__ import annotations

from django.db import connection

from sellwright.store.dialects import postgres, sqlite


def full_text() -> sqlite.FullText | postgres.FullText:
    """The full text of the database in use."""
    return sqlite.FullText() if connection.vendor == "sqlite" else postgres.FullText()


def turn(name: str) -> sqlite.Turn | postgres.Turn:
    """A turn of this name, not taken yet (store.alone)."""
    return sqlite.Turn(name) if connection.vendor == "sqlite" else postgres.Turn(name)
