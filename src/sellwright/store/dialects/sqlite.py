"""Full text on SQLite: FTS5, words without accents, prefixes of two and three letters indexed."""

from __future__ import annotations

import fcntl
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from sellwright.store import bulk

EACH = 400  # newest letters a word of a question votes for
CREATE = (
    "CREATE VIRTUAL TABLE store_mail_text USING fts5(subject, words, tokenize='unicode61 remove_diacritics 2',"
    " prefix='2 3')",
    "CREATE VIRTUAL TABLE store_name_text USING fts5(words, kind UNINDEXED, ref UNINDEXED,"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TABLE store_name_row (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref INTEGER NOT NULL,"
    " UNIQUE (kind, ref))",
)
DROP = ("DROP TABLE store_mail_text", "DROP TABLE store_name_text", "DROP TABLE store_name_row")
_LAST = 2**62  # above every id


class FullText:
    """What `store.search` asks of a database."""

    def add_mail(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Index (message id, subject, words)."""
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO store_mail_text (rowid, subject, words) VALUES (%s, %s, %s)", rows)

    def drop_mail(self, ids: Sequence[int]) -> None:
        """Forget messages."""
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM store_mail_text WHERE rowid = %s", [(one,) for one in ids])

    def add_names(self, rows: Iterable[tuple[str, int, str]]) -> None:
        """Index (kind, row id, words), in place of what stood there."""
        with connection.cursor() as cursor:
            for kind, ref, words in rows:
                cursor.execute("INSERT OR IGNORE INTO store_name_row (kind, ref) VALUES (%s, %s)", (kind, ref))
                cursor.execute("SELECT id FROM store_name_row WHERE kind = %s AND ref = %s", (kind, ref))
                row = cursor.fetchone()[0]
                cursor.execute("DELETE FROM store_name_text WHERE rowid = %s", (row,))
                cursor.execute(
                    "INSERT INTO store_name_text (rowid, words, kind, ref) VALUES (%s, %s, %s, %s)",
                    (row, words, kind, ref),
                )

    def add_new_names(self, kind: str, rows: Sequence[tuple[int, str]]) -> None:
        """Index (row id, words) of rows that were never indexed."""
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM store_name_row")
            first = cursor.fetchone()[0] + 1
            numbered = list(enumerate(rows, start=first))
            keys = [(row, kind, ref) for row, (ref, _) in numbered]
            bulk.put(cursor, "INSERT INTO store_name_row (id, kind, ref)", keys)
            cursor.executemany(
                "INSERT INTO store_name_text (rowid, words, kind, ref) VALUES (%s, %s, %s, %s)",
                [(row, words, kind, ref) for row, (ref, words) in numbered],
            )

    def drop_names(self, kind: str, refs: Iterable[int]) -> None:
        """Forget names."""
        with connection.cursor() as cursor:
            for ref in refs:
                cursor.execute("SELECT id FROM store_name_row WHERE kind = %s AND ref = %s", (kind, ref))
                row = cursor.fetchone()
                if row:
                    cursor.execute("DELETE FROM store_name_text WHERE rowid = %s", row)
                    cursor.execute("DELETE FROM store_name_row WHERE id = %s", row)

    def find_mail(
        self, words: Sequence[str], most: int, *, before: int | None = None, whole: bool = False
    ) -> list[int]:
        """Ids of messages that hold every word, the last stored first; unless `whole`, the last word is a beginning.
        Whole words are read from the newest on and no further than wanted; all that a long beginning may end in is
        put together first."""
        return self._find("SELECT rowid FROM store_mail_text WHERE store_mail_text MATCH %s AND rowid < %s"
                          " ORDER BY rowid DESC LIMIT %s", _all(words, whole), before or _LAST, most)  # fmt: skip

    def find_mail_any(self, words: Sequence[str], most: int) -> list[int]:
        """Ids of messages that hold some of the words, the most alike first. A word that ends in "*" is a beginning.

        Each word votes for the newest letters that hold it, with ln(1 + EACH / letters found), so that a rare word says
        more. SQLite's own bm25 counts every letter with each word first: half a second among a million.
        """
        newest = (
            "SELECT * FROM (SELECT %s, rowid FROM store_mail_text WHERE store_mail_text MATCH %s"
            " ORDER BY rowid DESC LIMIT %s)"
        )
        values: list[int | str] = []
        for place, word in enumerate(words):
            values += (place, _quoted(word.rstrip("*")) + ("*" if word.endswith("*") else ""), EACH)
        found: dict[int, list[int]] = {}
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([newest] * len(words)), values)
            for place, row in cursor.fetchall():
                found.setdefault(place, []).append(row)
        votes: dict[int, float] = {}
        for rows in found.values():
            weight = math.log1p(EACH / len(rows))
            for one in rows:
                votes[one] = votes.get(one, 0.0) + weight
        return sorted(votes, key=lambda one: (-votes[one], -one))[:most]

    def find_names(self, words: Sequence[str], most: int) -> list[tuple[str, int]]:
        """(kind, row id) of names that hold every word as a beginning."""
        query = " ".join(f"{_quoted(word)}*" for word in words)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, ref FROM store_name_text WHERE store_name_text MATCH %s ORDER BY rowid DESC LIMIT %s",
                (query, most),
            )
            return [(kind, ref) for kind, ref in cursor.fetchall()]

    def _find(self, sql: str, *values: str | int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _all(words: Sequence[str], whole: bool) -> str:
    return " ".join(map(_quoted, words)) + ("" if whole else "*")


class Turn:
    """A lock on a file of the data folder: every process that opens this database runs on this machine. The kernel
    lets it go with the process."""

    def __init__(self, name: str) -> None:
        self._path = Path(settings.HOME) / "turns" / name
        self._file = -1

    def take(self) -> bool:
        """Whether it is ours now."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    def leave(self) -> None:
        """Lets it go. The file stays: another may have opened it already."""
        os.close(self._file)


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that only reads: in WAL mode nobody waits for it."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def last_number(table: str) -> int:
    """The highest number given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", (table,))
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def keep_numbers(table: str, last: int) -> None:
    """New rows get numbers above."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", (last, table))
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", (table, last))


def compact() -> None:
    """Full text keeps deleted words until it is built anew; deleted rows stay in the gaps of the file until it is
    written anew, and in the log beside it until that is emptied."""
    with connection.cursor() as cursor:
        for table in ("store_mail_text", "store_name_text"):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
        if not connection.in_atomic_block:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
