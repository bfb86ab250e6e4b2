"""Full text on PostgreSQL: tsvector with GIN, the plain word list of no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from unicodedata import combining, normalize

from django.db import connection, transaction

CREATE = (
    "CREATE TABLE store_mail_text (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX store_mail_text_words ON store_mail_text USING gin (words)",
    "CREATE TABLE store_name_text (kind text NOT NULL, ref bigint NOT NULL, words tsvector NOT NULL,"
    " PRIMARY KEY (kind, ref))",
    "CREATE INDEX store_name_text_words ON store_name_text USING gin (words)",
)
DROP = ("DROP TABLE store_mail_text", "DROP TABLE store_name_text")
_MARK = re.compile(r"[^\w\s]|_")
_LAST = 2**62  # above every id
CANDIDATES = 1_000  # the newest hits that are ranked; ranking every hit of a common word takes seconds


class FullText:
    """What `store.search` asks of a database."""

    def add_mail(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Index (message id, subject, words)."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO store_mail_text (id, words)"
                " VALUES (%s, to_tsvector('simple', left(%s || ' ' || %s, 300000)))",
                [(ref, _plain(subject), _plain(words)) for ref, subject, words in rows],
            )

    def drop_mail(self, ids: Sequence[int]) -> None:
        """Forget messages."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM store_mail_text WHERE id = ANY(%s)", (list(ids),))

    def add_names(self, rows: Iterable[tuple[str, int, str]]) -> None:
        """Index (kind, row id, words), in place of what stood there."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO store_name_text (kind, ref, words) VALUES (%s, %s, to_tsvector('simple', %s))"
                " ON CONFLICT (kind, ref) DO UPDATE SET words = excluded.words",
                [(kind, ref, _plain(words)) for kind, ref, words in rows],
            )

    def add_new_names(self, kind: str, rows: Sequence[tuple[int, str]]) -> None:
        """Index (row id, words) of rows that were never indexed."""
        self.add_names((kind, ref, words) for ref, words in rows)

    def drop_names(self, kind: str, refs: Iterable[int]) -> None:
        """Forget names."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM store_name_text WHERE kind = %s AND ref = ANY(%s)", (kind, list(refs)))

    def find_mail(
        self, words: Sequence[str], most: int, *, before: int | None = None, whole: bool = False
    ) -> list[int]:
        """Ids of messages that hold every word, the last stored first; unless `whole`, the last word is a beginning."""
        query = " & ".join(map(_quoted, words)) + ("" if whole else ":*")
        return self._find(
            "SELECT id FROM store_mail_text WHERE words @@ to_tsquery('simple', %s) AND id < %s"
            " ORDER BY id DESC LIMIT %s",
            (query, before or _LAST, most),
        )

    def find_mail_any(self, words: Sequence[str], most: int) -> list[int]:
        """Ids of messages that hold some of the words, the most alike first. A word that ends in "*" is a beginning."""
        query = " | ".join(_quoted(word.rstrip("*")) + (":*" if word.endswith("*") else "") for word in words)
        return self._find(
            "SELECT id FROM (SELECT id, words FROM store_mail_text WHERE words @@ to_tsquery('simple', %s)"
            " ORDER BY id DESC LIMIT %s) found ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC LIMIT %s",
            (query, CANDIDATES, query, most),
        )

    def find_names(self, words: Sequence[str], most: int) -> list[tuple[str, int]]:
        """(kind, row id) of names that hold every word as a beginning."""
        query = " & ".join(f"{_quoted(word)}:*" for word in words)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, ref FROM store_name_text WHERE words @@ to_tsquery('simple', %s)"
                " ORDER BY ref DESC LIMIT %s",
                (query, most),
            )
            return [(kind, ref) for kind, ref in cursor.fetchall()]

    def _find(self, sql: str, values: tuple[str | int, ...]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]


def _plain(text: str) -> str:
    """Without accents and marks, as SQLite's tokenizer reads it: else an address or "name/firm" is one token here."""
    if not text.isascii():
        text = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return _MARK.sub(" ", text)


def _quoted(word: str) -> str:
    word = _plain(word)
    return "'" + word.replace("\\", " ").replace("'", "''") + "'"


class Turn:
    """An advisory lock of this connection: it goes with the connection."""

    def __init__(self, name: str) -> None:
        self._number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)

    def take(self) -> bool:
        """Whether it is ours now."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (self._number,))
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        """Lets it go."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (self._number,))


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that only reads."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def last_number(table: str) -> int:
    """The highest number given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", (table,))
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")
        return int(cursor.fetchone()[0])


def keep_numbers(table: str, last: int) -> None:
    """New rows get numbers above."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, last))


def compact() -> None:
    """Dead rows go; the server keeps its write-ahead log as long as it is set to."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
