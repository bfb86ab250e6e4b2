"""Django's SQLite, in which nobody who waits to write is passed over (docs/decisions/0023)."""
