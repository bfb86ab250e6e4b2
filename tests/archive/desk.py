"""A data folder with a small stand-in database, and what is run on it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import servers
from tests.archive import on_its_own

ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A data folder. `name` of its workspace stands in the database and in an upload: both or neither are restored."""

    def __init__(self, home: Path, name: str, url: str = "") -> None:
        self.home, self.url = home, url
        (home / "uploads" / "a1").mkdir(parents=True)
        (home / "uploads" / "a1" / "letter.eml").write_text(name)
        (home / f"{name}.note").write_text("stands in one of the two alone")
        (home / "secret-key").write_text("a key of the stand-in, long enough for it")
        (home / "secret-key").chmod(0o600)
        rows = ["INSERT INTO django_migrations (id, app, name) VALUES (1, 'store', '0017_book')",
                f"INSERT INTO store_workspace (id, name) VALUES (1, '{name}')"]  # fmt: skip
        if url:
            import psycopg

            with psycopg.connect(url) as database:
                for statement in (*on_its_own.TABLES, *rows):
                    database.execute(statement.encode())
            return
        with closing(sqlite3.connect(home / "sellwright.sqlite")) as database:
            database.execute("PRAGMA journal_mode=WAL")
            for statement in (*on_its_own.TABLES, *rows):
                database.execute(statement)
            database.commit()

    def run(self, what: str, file: Path, **asked: Any) -> subprocess.CompletedProcess[str]:
        """A backup to, or a restore from, that file."""
        return run(self.home, what, file, url=self.url, **asked)


def run(home: Path, what: str, file: Path, *, url: str = "", **asked: Any) -> subprocess.CompletedProcess[str]:
    """The same on any data folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    words = json.dumps({"what": what, "file": str(file), "home": str(home), **asked})
    return subprocess.run(
        [sys.executable, str(Path(on_its_own.__file__)), words], cwd=ROOT, capture_output=True, text=True,
        env={**inherited, **({"DATABASE_URL": url} if url else {}), "PYTHONPATH": str(ROOT)}, check=False, timeout=120,
    )  # fmt: skip


def names(home: Path) -> set[str]:
    """The workspace's name wherever it stands: one name when all is of one piece."""
    with closing(sqlite3.connect(home / "sellwright.sqlite")) as database:
        found = {row[0] for row in database.execute("SELECT name FROM store_workspace")}
    return found | loose_names(home)


def loose_names(home: Path) -> set[str]:
    """Of the files alone."""
    return {(home / "uploads" / "a1" / "letter.eml").read_text(), *(note.stem for note in home.glob("*.note"))}
