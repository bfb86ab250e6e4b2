"""Backup and restore as processes: everything or nothing, wherever they are killed, and said which."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from sellwright.archive import restoring
from sellwright.archive.backing_up import CannotWrite
from sellwright.archive.backup_file import Reader
from tests import servers
from tests.archive.desk import Desk, loose_names, names, run


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the workspace "fresh"."""
    folder = tmp_path_factory.mktemp("backup")
    done = Desk(folder / "home", "fresh").run("backup", folder / "fresh.zip")
    assert done.returncode == 0, done.stderr
    return folder / "fresh.zip"


def test_a_backup_holds_all_but_the_key_and_what_can_be_made_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "fresh")
    for folder in ("static", "turns", "exports", "wording", "before-20260101-000000", "kept"):
        (desk.home / folder).mkdir()
        (desk.home / folder / "file").write_text("x")
    (desk.home / "uploads" / "arriving-1").write_text("half an upload")
    (desk.home / "leads-out").symlink_to("/etc")
    done = desk.run("backup", tmp_path / "to" / "b.zip", passphrase="")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "to" / "b.zip") as held:
        assert set(held.namelist()) == {
            "database/sellwright.sqlite", "home/uploads/a1/letter.eml", "home/fresh.note", "home/kept/file",
            "manifest.json",
        }  # fmt: skip
        key = (desk.home / "secret-key").read_bytes()
        assert not any(key in held.read(name) for name in held.namelist())
    assert oct((tmp_path / "to" / "b.zip").stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["b.zip"]
    again = desk.run("backup", tmp_path / "to" / "b.zip")
    assert again.returncode == 3 and "never overwrites" in again.stderr


def test_restored_elsewhere_all_is_there(tmp_path: Path, backup: Path) -> None:
    done = run(tmp_path / "home", "restore", backup)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "home") == {"fresh"}
    assert not (tmp_path / "home" / "secret-key").exists()  # it was not in it, and none is made up
    assert {path.name for path in (tmp_path / "home").iterdir()} == {
        "sellwright.sqlite", "uploads", "fresh.note", "turns",
    }  # fmt: skip


def test_what_stands_there_is_refused_or_put_aside(tmp_path: Path, backup: Path) -> None:
    desk = Desk(tmp_path / "home", "old")
    refused = desk.run("restore", backup)
    assert refused.returncode == 3 and "NotEmpty" in refused.stderr and "--over" in refused.stderr
    assert names(desk.home) == {"old"}
    assert desk.run("restore", backup, over=True).returncode == 0
    assert names(desk.home) == {"fresh"}
    (beside,) = desk.home.glob("before-*")
    assert names(beside) == {"old"}
    assert (desk.home / "secret-key").exists()


def test_the_key_comes_along_when_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "fresh")
    words = "four plain words here"
    assert desk.run("backup", tmp_path / "b.zip", passphrase=words).returncode == 0
    wrong = run(tmp_path / "other", "restore", tmp_path / "b.zip", passphrase="four other words here")
    assert wrong.returncode == 3 and "does not open" in wrong.stderr
    assert not (tmp_path / "other" / "sellwright.sqlite").exists()
    assert run(tmp_path / "other", "restore", tmp_path / "b.zip", passphrase=words).returncode == 0
    assert (tmp_path / "other" / "secret-key").read_text() == (desk.home / "secret-key").read_text()
    assert oct((tmp_path / "other" / "secret-key").stat().st_mode & 0o777) == "0o600"


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "fresh")
    with closing(sqlite3.connect(desk.home / "sellwright.sqlite")) as database:
        database.execute("INSERT INTO django_migrations VALUES (2, 'store', '0999_of_next_year')")
        database.commit()
    assert desk.run("backup", tmp_path / "b.zip").returncode == 0
    refused = run(tmp_path / "other", "restore", tmp_path / "b.zip")
    assert refused.returncode == 3 and "TooNew" in refused.stderr and "0999_of_next_year" in refused.stderr
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["turns"]


def test_a_damaged_database_gives_no_backup_and_drops_no_old_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "fresh")
    with closing(sqlite3.connect(desk.home / "sellwright.sqlite")) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("CREATE INDEX by_name ON store_workspace (name)")
        database.executemany("INSERT INTO store_workspace (name) VALUES (?)", [(f"{n:0300d}",) for n in range(300)])
        database.commit()
    data = bytearray((desk.home / "sellwright.sqlite").read_bytes())
    data[4096 * 8 : 4096 * 9] = b"\x07" * 4096
    (desk.home / "sellwright.sqlite").write_bytes(data)
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "sellwright-20260101-000000.zip").write_text("the last good one")
    done = desk.run("backup", tmp_path / "to", keep=1)
    assert done.returncode == 3 and "The database cannot be read" in done.stderr, done.stderr
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["sellwright-20260101-000000.zip"]


def test_nothing_is_restored_while_it_runs(tmp_path: Path, backup: Path) -> None:
    desk = Desk(tmp_path / "home", "old")
    with restoring.serving(desk.home, url="http://127.0.0.1:8000"):
        refused = desk.run("restore", backup, over=True)
    assert refused.returncode == 3 and "is running" in refused.stderr
    assert names(desk.home) == {"old"}


def killed_restore(home: Path, backup: Path, last: int) -> str:
    """Kills a restore over "old" at its nth thing, then does what the next start does; says what that said."""
    desk = Desk(home, "old")
    done = desk.run("restore", backup, over=True, last=last)
    assert done.returncode == -signal.SIGKILL, (last, done.stderr)
    said = restoring.finish(home)
    found = names(home)
    if said.startswith("A restore that was broken off was finished"):
        assert found == {"fresh"}, (last, said)
    elif said:
        assert "nothing was restored" in said
        assert found == {"old"}, (last, said)
    else:  # before it began, or after it had ended
        assert found in ({"old"}, {"fresh"}), last
    assert not (home / "restoring").exists()
    for beside in home.glob("before-*"):
        assert names(beside) == {"old"}
        assert found == {"fresh"}, "the old was put aside though nothing was restored"
    return said


def things(home: Path, backup: Path) -> int:
    """How many things a restore does."""
    done = Desk(home, "old").run("restore", backup, over=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_restore_killed_early_late_or_between_is_all_or_nothing(tmp_path: Path, backup: Path) -> None:
    count = things(tmp_path / "count", backup)
    points = sorted({count // 2, *range(count - 14, count, 3)})
    said = [killed_restore(tmp_path / f"at{last}", backup, last) for last in points]
    assert any("nothing was restored" in one for one in said)
    assert any("was finished" in one for one in said)


@pytest.mark.long
def test_a_restore_killed_anywhere_is_all_or_nothing(tmp_path: Path, backup: Path) -> None:
    for last in range(1, things(tmp_path / "count", backup)):
        killed_restore(tmp_path / f"at{last}", backup, last)


def killed_backup(folder: Path, last: int) -> bool:
    """Kills a backup at its nth thing; whether one stands there all the same, and then it is whole."""
    desk = Desk(folder / "home", "fresh")
    done = desk.run("backup", folder / "to" / "b.zip", last=last)
    assert done.returncode == -signal.SIGKILL, (last, done.stderr)
    stands = (folder / "to" / "b.zip").exists()
    if stands:
        with Reader(folder / "to" / "b.zip") as held:
            held.verify()
    assert names(desk.home) == {"fresh"}
    return stands


def test_a_killed_backup_leaves_a_whole_one_or_none_and_the_next_clears_up(tmp_path: Path) -> None:
    done = Desk(tmp_path / "count" / "home", "fresh").run("backup", tmp_path / "count" / "b.zip")
    count = int(done.stdout)
    stood = [killed_backup(tmp_path / f"at{last}", last) for last in sorted({4, count // 2, count - 9, count - 2})]
    assert not stood[0]
    left = tmp_path / f"at{count // 2}"
    assert list((left / "to").glob(".sellwright-backup-*"))
    assert run(left / "home", "backup", left / "to" / "c.zip").returncode == 0
    assert not list((left / "to").glob(".sellwright-backup-*"))


@pytest.mark.long
def test_a_backup_killed_at_twenty_points_is_whole_or_not_there(tmp_path: Path) -> None:
    done = Desk(tmp_path / "count" / "home", "fresh").run("backup", tmp_path / "count" / "b.zip")
    points = random.Random(5).sample(range(1, int(done.stdout)), 20)
    for last in points:
        killed_backup(tmp_path / f"at{last}", last)


def killed_on_postgres(cluster: servers.Cluster, folder: Path, backup: Path, last: int) -> int:
    """As `killed_restore`, where the rows stand in PostgreSQL and the files in the data folder. Its exit code."""
    import psycopg

    url = cluster.new_database(f"kill_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    desk = Desk(folder / "home", "old", url)
    done = desk.run("restore", backup, over=True, last=last)
    assert done.returncode in (-signal.SIGKILL, 0), (last, done.stderr)
    again = desk.run("backup", folder / "after.zip")  # whatever starts next goes on with it first
    assert again.returncode == 0, again.stderr
    with psycopg.connect(url) as database:
        found = {row[0] for row in database.execute("SELECT name FROM store_workspace").fetchall()}
    assert found | loose_names(desk.home) in ({"old"}, {"fresh"}), last
    assert not (desk.home / "restoring").exists()
    return done.returncode


@pytest.fixture(scope="module")
def postgres_backup(cluster: servers.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("postgres")
    url = cluster.new_database(f"fresh_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    done = Desk(folder / "home", "fresh", url).run("backup", folder / "fresh.zip")
    assert done.returncode == 0, done.stderr
    return folder / "fresh.zip"


def test_on_postgresql_too(cluster: servers.Cluster, tmp_path: Path, postgres_backup: Path, backup: Path) -> None:
    assert killed_on_postgres(cluster, tmp_path / "whole", postgres_backup, 0) == 0
    (beside,) = (tmp_path / "whole" / "home").glob("before-*")
    assert loose_names(beside) == {"old"}
    other = run(tmp_path / "other", "restore", postgres_backup)
    assert other.returncode == 3 and "This backup is of PostgreSQL" in other.stderr
    shutil.copy(backup, tmp_path / "b.zip")


@pytest.mark.long
def test_on_postgresql_a_restore_killed_anywhere_is_all_or_nothing(
    cluster: servers.Cluster, tmp_path: Path, postgres_backup: Path
) -> None:
    last, code = 0, -signal.SIGKILL
    while code:
        last += 3
        code = killed_on_postgres(cluster, tmp_path / f"at{last}", postgres_backup, last)
    assert last > 60


def test_two_restores_at_once_are_one(tmp_path: Path) -> None:
    with restoring._alone(tmp_path), pytest.raises(CannotWrite, match="is running"), restoring._alone(tmp_path):
        pass
