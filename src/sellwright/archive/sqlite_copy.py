"""A copy of the SQLite database as it stood at one moment, while others go on writing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sellwright.interactions.failures import CannotRead

PAGES = 4096  # a step: 16 MB; between two of them progress is told


def copy(database: Path, to: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Copies by SQLite's own online backup. The reader's snapshot is held meanwhile: writers go on, and what they write
    does not make it begin anew."""
    with closing(_opened(database)) as source:
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(to)) as copied:
            told = (lambda _status, left, total: progress(total - left, total)) if progress else None
            source.backup(copied, pages=PAGES, progress=told, sleep=0)
            copied.execute("PRAGMA journal_mode=DELETE")  # one file, without others beside it


def examine(database: Path) -> dict[str, int]:
    """Rows by table, once SQLite found the file sound: pages, indexes, references. Raises CannotRead otherwise."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            found = [row[0] for row in opened.execute("PRAGMA integrity_check(5)")]
            if found != ["ok"]:
                raise CannotRead(f"The database is damaged: {'; '.join(found)[:300]}.", "Restore an earlier backup.")
            lost = opened.execute("PRAGMA foreign_key_check").fetchmany(5)
            if lost:
                raise CannotRead(f"The database is damaged: a row of {lost[0][0]} refers to one that is not there.")
            names = opened.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).fetchall()
            return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    except sqlite3.DatabaseError as error:
        raise CannotRead(f"The database cannot be read: {error}.", "Restore an earlier backup.") from error


def migrations(database: Path) -> list[tuple[str, str]]:
    """The steps that were taken in this database; none in one that is new."""
    with closing(_opened(database)) as opened:
        if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            return []
        return list(opened.execute("SELECT app, name FROM django_migrations ORDER BY id"))


def _opened(database: Path) -> sqlite3.Connection:
    """Never makes one. Not read-only: SQLite could not lay out the files beside a database in WAL mode then."""
    try:
        return sqlite3.connect(f"file:{_quoted(database)}?mode=rw", uri=True, timeout=20)
    except sqlite3.OperationalError as error:
        raise CannotRead(f"There is no database {database}, or it cannot be opened.", "Name it with --data.") from error


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
