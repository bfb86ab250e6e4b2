"""All rows of a PostgreSQL database as it stands at one moment, out and in by COPY: it needs no program beside the
server, and any later PostgreSQL takes it in.

Rows go into tables that were made by the same migrations in a schema of their own; one short transaction then moves the
old tables out of the way and the new ones to their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sellwright.archive.backup_file import DATABASE, Manifest, Reader, Writer
from sellwright.interactions.failures import CannotRead

if TYPE_CHECKING:
    import psycopg

STAGE = "sellwright_restoring"
ENDING = ".copy"
_DJANGOS = frozenset({"pool", "isolation_level", "server_side_binding", "assume_role"})
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_COLUMNS = """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
    AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""


def connect(settings: dict[str, Any]) -> psycopg.Connection[Any]:
    """A connection of our own from Django's settings of the database."""
    import psycopg

    given = {
        "dbname": settings["NAME"], "user": settings["USER"], "password": settings["PASSWORD"],
        "host": settings["HOST"], "port": settings["PORT"],
    }  # fmt: skip
    options: dict[str, Any] = {name: value for name, value in settings["OPTIONS"].items() if name not in _DJANGOS}
    options |= {name: str(value) for name, value in given.items() if value}
    try:
        return psycopg.connect(**options)
    except psycopg.OperationalError as error:
        raise CannotRead(
            "The PostgreSQL of DATABASE_URL does not answer.", "Is it running, and is the address right?"
        ) from error


def write(db: psycopg.Connection[Any], out: Writer) -> None:
    """Every table of one snapshot, into the backup."""
    with db.transaction():
        db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        out.manifest.migrations = migrations(db)
        for (table,) in db.execute(_TABLES).fetchall():
            columns = [name for (name,) in db.execute(_COLUMNS, (_name(table),)).fetchall()]
            out.manifest.columns[table] = columns
            out.manifest.counts[table] = _count(db, table)
            out.add(DATABASE + table + ENDING, _rows(db, table, columns))


def migrations(db: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """The steps that were taken in this database."""
    if not has_tables(db):
        return []
    return list(db.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall())


def size(db: psycopg.Connection[Any]) -> int:
    """Bytes of the database, indexes and all: more than its rows need."""
    return int(db.execute("SELECT pg_database_size(current_database())").fetchone()[0])  # type: ignore[index]


def has_tables(db: psycopg.Connection[Any]) -> bool:
    """Whether Sellwright's tables stand there."""
    return db.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,)


def others(db: psycopg.Connection[Any]) -> int:
    """How many others are connected to this database."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return int(db.execute(asked + " AND backend_type = 'client backend'").fetchone()[0])  # type: ignore[index]


def make_stage(db: psycopg.Connection[Any]) -> None:
    """An empty schema to restore into; what a restore that was broken off left there goes."""
    db.execute(f"DROP SCHEMA IF EXISTS {STAGE} CASCADE")
    db.execute(f"CREATE SCHEMA {STAGE}")
    db.commit()


def drop_stage(db: psycopg.Connection[Any]) -> None:
    """What a restore that was broken off left goes."""
    db.execute(f"DROP SCHEMA IF EXISTS {STAGE} CASCADE")
    db.commit()


@contextmanager
def on_stage(db: psycopg.Connection[Any]) -> Iterator[None]:
    """Inside, tables are those of the stage."""
    db.execute(f"SET search_path = {STAGE}")
    db.commit()
    try:
        yield
    finally:
        db.rollback()
        db.execute("RESET search_path")
        db.commit()


def fill(db: psycopg.Connection[Any], backup: Reader, marked: str) -> None:
    """Puts the backup's rows into the tables of the stage, and `marked` on them, by which `stands` knows them again.
    All references are looked at when the transaction ends."""
    manifest = backup.manifest
    with on_stage(db), db.transaction():
        here = {table for (table,) in db.execute(_TABLES).fetchall()}
        missing = sorted(table for table, count in manifest.counts.items() if count and table not in here)
        if missing:
            raise CannotRead(f"This Sellwright makes no table {missing[0]}, and the backup has one with rows.")
        db.execute("TRUNCATE " + ", ".join(map(_name, sorted(here))) + " RESTART IDENTITY CASCADE")
        for table in sorted(set(manifest.columns) & here):
            columns = ", ".join(map(_name, manifest.columns[table]))
            with db.cursor().copy(f"COPY {_name(table)} ({columns}) FROM STDIN") as into:
                for chunk in backup.chunks(DATABASE + table + ENDING):
                    into.write(chunk)
            _restart(db, table)
        db.execute("COMMENT ON TABLE django_migrations IS " + _text(marked))
        _compare(db, manifest, here)


def take_place(db: psycopg.Connection[Any], beside: str) -> None:
    """The tables that stand go into the schema `beside`, those of the stage come to their place; all in one moment."""
    with db.transaction():
        place = _name(db.execute("SELECT current_schema()").fetchone()[0])  # type: ignore[index]
        standing = [table for (table,) in db.execute(_TABLES).fetchall()]
        if standing:
            db.execute(f"CREATE SCHEMA {_name(beside)}")
        for table in standing:
            db.execute(f"ALTER TABLE {_name(table)} SET SCHEMA {_name(beside)}")
        new = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (STAGE,)).fetchall()
        for (table,) in new:
            db.execute(f"ALTER TABLE {STAGE}.{_name(table)} SET SCHEMA {place}")
        db.execute(f"DROP SCHEMA {STAGE}")


def stands(db: psycopg.Connection[Any], marked: str) -> bool:
    """Whether the tables in place are those of the restore of this mark."""
    if not has_tables(db):
        return False
    found = db.execute("SELECT obj_description('django_migrations'::regclass)").fetchone()
    return found == (marked,)


def _rows(db: psycopg.Connection[Any], table: str, columns: list[str]) -> Iterator[bytes]:
    names = ", ".join(map(_name, columns))
    with db.cursor().copy(f"COPY (SELECT {names} FROM {_name(table)}) TO STDOUT") as out:
        for chunk in out:
            yield bytes(chunk)


def _restart(db: psycopg.Connection[Any], table: str) -> None:
    """Numbers of new rows go on after the last one."""
    asked = """SELECT attname, pg_get_serial_sequence(%s, attname) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"""
    for column, sequence in db.execute(asked, (_name(table), _name(table))).fetchall():
        if sequence:
            last = f"(SELECT max({_name(column)}) FROM {_name(table)})"
            db.execute(f"SELECT setval(%s, coalesce({last}, 1), {last} IS NOT NULL)", (sequence,))


def _compare(db: psycopg.Connection[Any], manifest: Manifest, tables: set[str]) -> None:
    for table in sorted(tables & set(manifest.counts)):
        found = _count(db, table)
        if found != manifest.counts[table]:
            raise CannotRead(f"Of {table} the backup holds {found} rows, and its list says {manifest.counts[table]}.")


def _count(db: psycopg.Connection[Any], table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {_name(table)}").fetchone()[0])  # type: ignore[index]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
