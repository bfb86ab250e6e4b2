"""SQL that differs between databases: full text. Nothing else in the product writes a dialect's SQL."""

from __future__ import annotations

from django.db import connection

from sellwright.store.dialects import postgres, sqlite


def full_text() -> sqlite.FullText | postgres.FullText:
    """The full text of the database in use."""
    return sqlite.FullText() if connection.vendor == "sqlite" else postgres.FullText()
