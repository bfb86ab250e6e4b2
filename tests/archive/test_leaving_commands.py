"""The commands, in processes of their own: a kill leaves all or nothing; after an erasure no byte of the data folder
says who it was."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from sellwright.archive import writing
from tests.archive import houses, test_erasing
from tests.derive.posts import NOW

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 20


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), env=around(home), capture_output=True, text=True, timeout=300)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "sellwright", *words]


def around(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SELLWRIGHT_HOME": str(home), "SELLWRIGHT_KEY": "for tests only"}


def bytes_of(home: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()).lower()


def test_no_byte_says_who_was_erased(tmp_path: Path) -> None:
    test_erasing.made(tmp_path)
    writing.write(tmp_path / "one", reader=None, now=NOW)
    home = tmp_path / "home"
    assert run(home, "import", str(tmp_path / "one")).returncode == 0
    assert test_erasing.EMAIL.encode() in bytes_of(home)
    shown = run(home, "person", "show", test_erasing.EMAIL)
    assert shown.returncode == 0 and test_erasing.NAME in shown.stdout
    given = run(home, "person", "export", test_erasing.EMAIL, str(tmp_path / "given"))
    assert given.returncode == 0
    assert len(list((tmp_path / "given" / "mail").glob("*.eml"))) == 3
    assert test_erasing.NAME in (tmp_path / "given" / "index.html").read_text()
    asked = run(home, "person", "erase", test_erasing.EMAIL)
    assert "Would go: 2 letters" in asked.stderr and test_erasing.EMAIL.encode() in bytes_of(home)
    erased = run(home, "person", "erase", test_erasing.EMAIL, "--now")
    assert erased.returncode == 0, erased.stderr
    held = bytes_of(home)
    for word in (b"zora", b"quandt", b"5559-876", b"305559876"):
        assert word not in held, word
    assert run(home, "person", "show", test_erasing.EMAIL).returncode == 4


@pytest.mark.long
def test_a_kill_leaves_all_or_nothing(tmp_path: Path) -> None:
    houses.made(tmp_path)
    writing.write(tmp_path / "one", reader=None, now=NOW)
    empty = tmp_path / "empty"
    whole = tmp_path / "whole"
    assert run(whole, "import", str(tmp_path / "one")).returncode == 0
    rows = counted(whole)
    empty.mkdir()
    assert run(empty, "import", str(tmp_path / "nowhere")).returncode != 0
    migrated = tmp_path / "migrated"
    shutil.copytree(whole, migrated)
    wipe(migrated)
    draw, seen = random.Random(5), set()
    for number in range(KILLS):
        home = tmp_path / f"home{number}"
        shutil.copytree(migrated, home)
        with subprocess.Popen(
            command("import", str(tmp_path / "one")), env=around(home), stderr=subprocess.DEVNULL
        ) as one:
            time.sleep(draw.uniform(0.5, 6.0))
            one.kill()
        found = counted(home)
        assert found in (rows, (0, 0, 0, 0)), found
        seen.add(found)
        if found == (0, 0, 0, 0):
            assert run(home, "import", str(tmp_path / "one")).returncode == 0
            assert counted(home) == rows
    assert len(seen) == 2, "every kill came before the end, or after it"


def counted(home: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(home / "sellwright.sqlite")) as db, db:
        tables = ("store_user", "store_message", "store_person", "store_logentry")
        return tuple(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def wipe(home: Path) -> None:
    """Its tables as a new workspace has them: without a row."""
    with closing(sqlite3.connect(home / "sellwright.sqlite")) as db, db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name.startswith(("store_", "django_session")) and not name.endswith(("_data", "_idx", "_content",
                                                                                   "_docsize", "_config")):  # fmt: skip
                db.execute(f"DELETE FROM {name}")
