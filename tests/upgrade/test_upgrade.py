"""From every released version to this one: its rows are all there, its pages open, and the way back lies beside.

tests/upgrade/books holds a small workspace as each release itself wrote it (docs/running/upgrade.md says how). A test
holds that no release is missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests import servers
from tests.upgrade.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
BOOKS = Path(__file__).with_name("books")
RELEASES = sorted(book.name.removesuffix("-sqlite.zip") for book in BOOKS.glob("*-sqlite.zip"))
EMAIL, PASSWORD = "clara.voss@kestrel-instruments.example", "a password of the demo"
# What people made or brought. Standings, places and sums are made anew from these.
KEPT = (
    "store_address", "store_comment", "store_deal", "store_dealperson", "store_draft", "store_event", "store_firm",
    "store_intake", "store_item", "store_letter", "store_mailbox", "store_message", "store_person", "store_share",
    "store_sighting", "store_stage", "store_stagemove", "store_task", "store_team", "store_touch", "store_user",
    "store_want", "store_workspace",
)  # fmt: skip


def counts_in(book: Path) -> dict[str, int]:
    """Rows by table as the release had them."""
    with zipfile.ZipFile(book) as held:
        counts: dict[str, int] = json.loads(held.read("manifest.json"))["counts"]
    return {table: counts[table] for table in KEPT if table in counts}


def sellwright(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    return subprocess.run(
        [sys.executable, "-m", "sellwright", *words], env={**inherited, **env}, capture_output=True, text=True,
        timeout=600, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def look_around(server: servers.Sellwright) -> None:
    """Today, people, deals, a person, a letter: all open, with what the older version held."""
    visitor = Visitor(server.url)
    visitor.sign_in(EMAIL, PASSWORD)
    for address in ("/", "/people", "/deals", "/letters", "/tasks", "/add", "/members", "/settings", "/log"):
        visitor.get(address)
    person = visitor.first("/people", r'href="(/people/[a-z0-9]{8,16})"')
    visitor.get(person)
    letter = re.search(r"(/(?:message|evidence)/[\w-]+)", visitor.get(person + "/timeline") + visitor.get(person))
    assert letter, "no letter on a person's page"
    visitor.get(letter[1])
    visitor.get(visitor.first("/deals", r'href="(/deal/[a-z0-9]{8,16})"'))
    assert "A draft of an older version" in visitor.get("/letters")


def test_every_release_has_its_book() -> None:
    released = re.findall(r"^## (\d+\.\d+\.\d+) \(", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert released
    assert {book.name for book in BOOKS.glob("*.zip")} == {
        f"{release}-{engine}.zip" for release in released for engine in ("sqlite", "postgresql")
    }


@pytest.mark.parametrize("release", RELEASES)
def test_started_on_older_data_it_makes_a_backup_and_brings_them_up(release: str, tmp_path: Path) -> None:
    book, data = BOOKS / f"{release}-sqlite.zip", tmp_path / "data"
    data.mkdir()
    with zipfile.ZipFile(book) as held, open(data / "sellwright.sqlite", "wb") as database:
        shutil.copyfileobj(held.open("database/sellwright.sqlite"), database)
    with closing(sqlite3.connect(data / "sellwright.sqlite")) as database:  # the demo would get no backup
        database.execute("UPDATE store_workspace SET is_demo = 0")
        database.commit()
    with servers.sellwright(data, "--no-browser", "--workers", "1") as server:
        look_around(server)
        said = server.output()
    made = re.search(r"(\S+before-update-\S+\.zip)", said)
    assert made, said
    assert "The database is up to date." in said
    with closing(sqlite3.connect(data / "sellwright.sqlite")) as database:
        found = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts_in(book)}
    assert found == counts_in(book)
    whole = sellwright("backup", "--check", made[1], env={})
    assert whole.returncode == 0, whole.stderr
    assert counts_in(Path(made[1])) == counts_in(book)  # as it stood before


@pytest.mark.long  # the steps are the same; every release is brought up above
@pytest.mark.parametrize("release", RELEASES)
def test_restored_into_postgresql_an_older_backup_is_brought_up(
    release: str, cluster: servers.Cluster, tmp_path: Path
) -> None:
    import psycopg

    book, data = BOOKS / f"{release}-postgresql.zip", tmp_path / "data"
    env = {
        "DATABASE_URL": cluster.new_database(f"upgrade_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"),
        "SELLWRIGHT_HOME": str(data),
    }
    done = sellwright("restore", str(book), env=env)
    assert done.returncode == 0, done.stderr
    assert f"made by Sellwright {release} and was brought up" in done.stderr
    with psycopg.connect(env["DATABASE_URL"]) as database:
        found = {
            table: database.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() for table in counts_in(book)
        }
        database.execute("INSERT INTO store_team (public_id, name) VALUES ('after', 'After')")  # numbers go on
    assert found == {table: (count,) for table, count in counts_in(book).items()}
    assert (data / "uploads" / "kept1" / "letter.eml").read_bytes() == b"From: a@b.example\n\nAn upload.\n"
    with servers.sellwright(data, "--no-browser", "--workers", "1", env=env) as server:
        look_around(server)


def test_data_of_a_newer_version_are_refused_in_words(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / "sellwright.sqlite")) as database:
        database.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'store', '0999_of_next_year', '2027-01-01')")
        database.commit()
    said = sellwright("serve", "--no-browser", "--port", "0", "--data", str(data), env={})
    assert said.returncode == 3, said.stderr
    assert "newer" in said.stderr and "store/0999_of_next_year" in said.stderr and "Traceback" not in said.stderr
    with closing(sqlite3.connect(data / "sellwright.sqlite")) as database:
        assert [row[0] for row in database.execute("SELECT name FROM sqlite_master")] == ["django_migrations"]
