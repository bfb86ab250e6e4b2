"""Who waits to write is let pass by who works through something long."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from sellwright.store.sqlite import turns

pytestmark = pytest.mark.django_db  # the connections here are of files of their own


@pytest.fixture
def here(tmp_path: Path) -> Iterator[ConnectionHandler]:
    settings = {"ENGINE": "sellwright.store.sqlite", "NAME": tmp_path / "a.sqlite"}
    handler = ConnectionHandler({"default": {**settings, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}})
    yield handler
    handler["default"].close()


def write_standing_back(handler: ConnectionHandler, begun: threading.Event | None = None) -> None:
    with turns.standing_back():
        write(handler, begun)


def write(handler: ConnectionHandler, begun: threading.Event | None = None) -> None:
    wire = handler.create_connection("default")  # type: ignore[no-untyped-call]
    wire.inc_thread_sharing()
    wire.set_autocommit(True)
    wire._start_transaction_under_autocommit()
    if begun is not None:
        begun.set()
    wire.cursor().execute("CREATE TABLE IF NOT EXISTS a (n integer)")
    wire.cursor().execute("INSERT INTO a VALUES (1)")
    wire.cursor().execute("COMMIT")
    wire.close()


def test_who_stands_back_begins_only_when_nobody_waits(
    here: ConnectionHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here)
    monkeypatch.setattr(turns, "LONGEST", 3600.0)
    waits = os.open(tmp_path / "a.sqlite-waiting", os.O_RDWR)
    fcntl.flock(waits, fcntl.LOCK_SH)  # another process waits
    begun = threading.Event()
    long = threading.Thread(target=write_standing_back, args=(here, begun), daemon=True)
    long.start()
    assert not begun.wait(0.2)
    os.close(waits)  # it wrote, or died
    assert begun.wait(60)
    long.join(60)


def test_it_takes_its_turn_in_the_end(here: ConnectionHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here)
    monkeypatch.setattr(turns, "LONGEST", 0.01)
    waits = os.open(tmp_path / "a.sqlite-waiting", os.O_RDWR)
    fcntl.flock(waits, fcntl.LOCK_SH)
    write_standing_back(here)
    with here["default"].cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM a").fetchone() == (2,)
    os.close(waits)


def test_others_begin_at_once_and_leave_no_lock(here: ConnectionHandler, tmp_path: Path) -> None:
    write(here)
    file = os.open(tmp_path / "a.sqlite-waiting", os.O_RDWR)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody holds it any more
    os.close(file)


def test_a_database_in_memory_needs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    handler = ConnectionHandler({"default": {"ENGINE": "sellwright.store.sqlite", "NAME": ":memory:"}})
    write(handler)
    assert list(tmp_path.iterdir()) == []


def test_a_single_statement_that_writes_says_that_it_waits(here: ConnectionHandler, tmp_path: Path) -> None:
    write(here)
    seen: list[bool] = []
    wire = here["default"]
    wire.ensure_connection()
    wire.connection.create_function("waited", 0, lambda: seen.append(held(tmp_path)) or 1)
    with wire.cursor() as cursor:
        cursor.execute("INSERT INTO a VALUES (waited())")
        cursor.execute("SELECT waited()")
        cursor.executemany("UPDATE a SET n = waited() WHERE n = %s", [(1,)])
    assert seen[0] and not seen[1] and all(seen[2:]) and len(seen) > 2
    assert not held(tmp_path)


def held(folder: Path) -> bool:
    """Whether anybody says that they wait."""
    file = os.open(folder / "a.sqlite-waiting", os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False
