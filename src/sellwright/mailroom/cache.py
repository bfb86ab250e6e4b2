"""The cache of opened letters: one SQLite file per set of mailboxes in the user's cache folder.

It is safe to delete at any time and holds nothing that is not in the mailboxes. It is written in small transactions,
so that a run ended at any point leaves whole rows, and the next run goes on from there. Files are readable by their
owner only. A file of another version is dropped and made anew.
"""

from __future__ import annotations

import os
import sqlite3
from hashlib import blake2b
from pathlib import Path

import platformdirs

from sellwright import __version__
from sellwright.interactions.failures import CannotRead
from sellwright.mailroom import reaching

SCHEMA_VERSION = 1
READING_VERSION = 7  # raise it when reading changes what it finds: older caches are read anew

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One row for every item a source showed, so that the sums agree with what the file holds.
CREATE TABLE item (
  n INTEGER PRIMARY KEY, source INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, crc INTEGER NOT NULL,
  outcome TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',
  seen INTEGER NOT NULL, UNIQUE (source, path)
);
-- Each address under each name it was written with.
CREATE TABLE address (n INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (email, name));
-- `body` is the whole message (codec.py); the columns beside it are what whole-book passes read.
CREATE TABLE message (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at REAL NOT NULL, sender INTEGER NOT NULL,
  recipients TEXT NOT NULL, copied TEXT NOT NULL, reply INTEGER NOT NULL, kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  message_id TEXT NOT NULL, parents TEXT NOT NULL, words INTEGER NOT NULL, found TEXT NOT NULL,
  marks TEXT NOT NULL, delivered TEXT NOT NULL, language TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE event (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at REAL NOT NULL, body TEXT NOT NULL);
"""


def folder() -> Path:
    """The folder of all caches: SELLWRIGHT_CACHE, or the platform's place for a user's caches."""
    chosen = os.environ.get("SELLWRIGHT_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("sellwright"))


def version() -> str:
    """What must be equal for a cache to be used again."""
    return f"{__version__}/{SCHEMA_VERSION}/{READING_VERSION}"


def file_for(paths: list[Path], setting_words: str) -> Path:
    """The cache file of a set of mailboxes read with given settings."""
    names = "\0".join(sorted(str(path.resolve()) for path in paths))
    digest = blake2b(f"{names}\0{setting_words}".encode("utf-8", "replace"), digest_size=10).hexdigest()
    return folder() / f"mail-{digest}.sqlite"


def connect(file: Path) -> sqlite3.Connection:
    """The cache at `file`, made or made anew where needed. CannotRead when the folder cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = _open(file)
        if _version_in(connection) != version():
            connection.close()
            for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
                name.unlink(missing_ok=True)
            connection = _open(file)
            with connection:
                connection.executescript(_SCHEMA + reaching.SCHEMA)
                connection.execute("INSERT INTO meta VALUES ('version', ?)", (version(),))
        return connection
    except (sqlite3.Error, OSError) as error:
        raise CannotRead(
            f"The cache folder {file.parent} cannot be used ({error}).",
            "Free some space or name another folder with SELLWRIGHT_CACHE=/some/folder.",
        ) from error


def _open(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError:  # not a database: cut short or written by another program
        connection.close()
        file.unlink()
        file.touch(mode=0o600)
        connection = sqlite3.connect(file, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA temp_store=FILE")
    connection.execute("PRAGMA cache_size=-32000")
    return connection


def _version_in(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def meta(connection: sqlite3.Connection, key: str) -> str:
    """A stored remark, or ''."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a remark."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
