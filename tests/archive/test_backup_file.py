"""A backup as a file: what was written comes back, and whatever is wrong with one is said and nothing else."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sellwright.archive import backing_up, sqlite_copy
from sellwright.archive.backup_file import Manifest, Reader, Writer, closed_key, mark_of
from sellwright.interactions.failures import CannotRead

TEXT = b"Dear Anna,\n" * 5000


def written(path: Path) -> Path:
    with open(path, "wb") as file:
        out = Writer(file, Manifest("0.9.0", "sqlite", "2026-11-22T12:00:00+00:00", counts={"t": 1}))
        out.add("database/sellwright.sqlite", iter([b"one", b"two"]))
        out.add("home/uploads/a/letter.eml", iter([TEXT]))
        out.add("home/uploads/a/scan.pdf", iter([b"%PDF"]))
        out.end()
    return path


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    with Reader(written(tmp_path / "b.zip")) as backup:
        backup.verify()
        assert {name: held.size for name, held in backup.manifest.files.items()} == {
            "database/sellwright.sqlite": 6, "home/uploads/a/letter.eml": len(TEXT), "home/uploads/a/scan.pdf": 4,
        }  # fmt: skip
        assert b"".join(backup.chunks("database/sellwright.sqlite")) == b"onetwo"
        assert (backup.manifest.version, backup.manifest.counts) == ("0.9.0", {"t": 1})
    with zipfile.ZipFile(tmp_path / "b.zip") as held:  # any program opens it
        assert held.testzip() is None
        assert held.getinfo("home/uploads/a/letter.eml").compress_size < len(TEXT) / 10


def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    whole = written(tmp_path / "b.zip").read_bytes()
    unnoticed = []
    for place in range(0, len(whole), 7):
        (tmp_path / "c.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with Reader(tmp_path / "c.zip") as backup:
                backup.verify()
                files = {name: b"".join(backup.chunks(name)) for name in backup.manifest.files}
        except CannotRead:
            continue
        unnoticed.append((place, files))
    good = {
        "database/sellwright.sqlite": b"onetwo",
        "home/uploads/a/letter.eml": TEXT,
        "home/uploads/a/scan.pdf": b"%PDF",
    }
    assert all(files == good for _place, files in unnoticed)  # dates and rights of the .zip: nothing of ours
    assert len(unnoticed) < len(whole) / 7 / 4


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_half_a_file_is_no_backup(tmp_path: Path, share: float) -> None:
    whole = written(tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CannotRead, match="no whole backup"):
        Reader(tmp_path / "b.zip")


def rewritten(path: Path, change: Callable[[dict], object]) -> Path:
    """The same backup with another manifest."""
    with zipfile.ZipFile(written(path)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in {**files, "manifest.json": json.dumps(manifest).encode()}.items():
            new.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["home/../../etc/passwd", "/etc/passwd", "home//etc/x", "home/a/./b", "home/..\\x", "elsewhere/x", "home/"]
)
def test_a_file_that_would_land_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = rewritten(tmp_path / "b.zip", lambda held: held["files"].update({name: {"size": 1, "sha256": ""}}))
    with pytest.raises(CannotRead, match="no whole backup"):
        Reader(path)


def test_a_newer_kind_of_backup_says_so(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "b.zip", lambda held: held.update(format=2, version="9.0"))
    with pytest.raises(CannotRead, match=r"newer kind \(Sellwright 9\.0\)"):
        Reader(path)


def test_more_bytes_than_said_are_not_unpacked(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "b.zip", lambda held: held["files"]["home/uploads/a/letter.eml"].update(size=10))
    with Reader(path) as backup, pytest.raises(CannotRead, match="is not what was written"):
        backup.unpack("home/uploads/a/letter.eml", tmp_path / "out")


def test_the_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    key, path = "the key of this server, long and random", written(tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as held:
        held.writestr("key.json", closed_key(key, "four plain words here"))
    assert key.encode() not in path.read_bytes()
    with Reader(path) as backup:
        assert backup.key("four plain words here") == key
        with pytest.raises(CannotRead, match="passphrase does not open"):
            backup.key("four plain words there")
    assert mark_of(key) == mark_of(key) != mark_of(key + "x")


def test_a_copy_is_of_one_moment_while_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tables get a row each in every transaction: a copy of one moment holds as many of both."""
    monkeypatch.setattr(sqlite_copy, "PAGES", 5)
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE one (words text)")
        made.execute("CREATE TABLE two (words text)")
        made.executemany("INSERT INTO one VALUES (?)", [("x" * 3000,)] * 300)
        made.executemany("INSERT INTO two VALUES (?)", [("x" * 3000,)] * 300)
        made.commit()
    stop, commits, steps = threading.Event(), [0], []

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=20)) as writer:
            while not stop.is_set():
                writer.execute("INSERT INTO one VALUES (?)", ("y" * 3000,))
                writer.execute("INSERT INTO two VALUES (?)", ("y" * 3000,))
                writer.commit()
                commits[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while not commits[0]:
            pass
        before = commits[0]
        sqlite_copy.copy(path, tmp_path / "b.sqlite", lambda done, total: steps.append((done, commits[0])))
    finally:
        stop.set()
        thread.join()
    assert steps[-1][1] > before, "nothing was written meanwhile"
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)  # never begun anew
    found = sqlite_copy.examine(tmp_path / "b.sqlite")
    assert found["one"] == found["two"] >= 300
    assert not (tmp_path / "b.sqlite-wal").exists()


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE one (words text)")
        made.execute("CREATE INDEX by_words ON one (words)")
        made.executemany("INSERT INTO one VALUES (?)", [(f"{n:0200d}",) for n in range(500)])
        made.commit()
    assert sqlite_copy.examine(path) == {"one": 500}
    data = bytearray(path.read_bytes())
    data[4096 * 5 : 4096 * 6] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(CannotRead, match=r"damaged|cannot be read"):
        sqlite_copy.examine(path)
    with closing(sqlite3.connect(tmp_path / "b.sqlite")) as made:
        made.execute("CREATE TABLE a (id integer PRIMARY KEY)")
        made.execute("CREATE TABLE b (a integer REFERENCES a)")
        made.execute("INSERT INTO b VALUES (7)")
        made.commit()
    with pytest.raises(CannotRead, match="refers to one that is not there"):
        sqlite_copy.examine(tmp_path / "b.sqlite")


def test_only_our_own_old_ones_go(tmp_path: Path) -> None:
    days = [f"sellwright-202611{day:02}-023000.zip" for day in range(1, 11)]
    others = ["sellwright-by-hand.zip", "thesis.zip", "sellwright-20261101-023000.zip.part"]
    for name in (*days, *others):
        (tmp_path / name).write_text("x")
    dropped = backing_up._drop_old(tmp_path, 7, tmp_path / days[-1])
    assert [path.name for path in dropped] == days[:3]
    assert {path.name for path in tmp_path.iterdir()} == {*days[3:], *others}
    assert backing_up._drop_old(tmp_path, 1, tmp_path / days[3]) and (tmp_path / days[3]).exists()
