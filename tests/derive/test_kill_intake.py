"""An intake whose worker is killed with -9 at random moments ends with exactly the rows of one left in peace; so does
its undo. On the run's kind of database."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import servers, with_django
from tests.derive import posts

SCRIPT = Path(__file__).with_name("kill_intake.py")
ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A data folder, or a database of its own, and what is run on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.log = home, home / "log"
        home.mkdir(exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **inherited, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(home),
            "SELLWRIGHT_KEY": "for tests only", "PYTHONPATH": str(ROOT), "SELLWRIGHT_TEST_DATABASE": "as given",
            **({"DATABASE_URL": url} if url else {}),
        }  # fmt: skip

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=300)

    def worker(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen([sys.executable, str(SCRIPT), "work"], env=self.environment, stdout=log, stderr=log)

    def told(self) -> dict[str, Any]:
        self.run("told", str(self.home / "told.json"))
        found: dict[str, Any] = json.loads((self.home / "told.json").read_text("utf-8"))
        return found


def killed(desk: Desk, kills: int, draw: random.Random, ended: Callable[[], bool]) -> int:
    """Kills the worker so many times, each a moment after it began to write; lets the last one finish."""
    done = 0
    worker = desk.worker()
    end = time.monotonic() + 300
    try:
        while not ended() and time.monotonic() < end:
            if done < kills:
                size = _written(desk)
                while _written(desk) == size and not ended() and time.monotonic() < end:
                    time.sleep(0.005)
                time.sleep(draw.uniform(0.0, 0.25))
                if ended():
                    break
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                done += 1
                worker = desk.worker()
            time.sleep(0.05)
        assert ended(), desk.log.read_text()[-3000:]
    finally:
        worker.kill()
        worker.wait()
    return done


def _written(desk: Desk) -> object:
    """Grows with every transaction of the worker."""
    return _ask(desk, "select items_done, state from store_intake"), _ask(desk, "select count(*) from store_dirty")


def _ask(desk: Desk, sql: str) -> object:
    if "DATABASE_URL" in desk.environment:
        import psycopg

        with psycopg.connect(desk.environment["DATABASE_URL"], autocommit=True) as server:
            return server.execute(sql.encode()).fetchall()
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(desk.home / "sellwright.sqlite", timeout=20)) as file:
        return file.execute(sql).fetchall()


def waits(desk: Desk) -> bool:
    return _ask(desk, "select count(*) from store_job where name in ('take_in', 'undo_intake')") == [(0,)]


@pytest.fixture
def desks(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Desk]:
    def made(name: str) -> Desk:
        url = ""
        if with_django.ON_POSTGRES:
            url = request.getfixturevalue("cluster").new_database(f"intake_{name}_{os.getpid()}")
        return Desk(tmp_path / name, url)

    return made


def intake_and_undo(desks: Callable[[str], Desk], folder: Path, threads: int, kills: int, seed: int) -> None:
    draw = random.Random(seed)
    file = posts.mbox(folder / "a.mbox", posts.talks(threads, seed))
    calm, hunted = desks("calm"), desks("hunted")
    calm.run("whole", str(file))
    hunted.run("begin", str(file))
    done = killed(hunted, kills, draw, lambda: waits(hunted))
    assert posts.differences(calm.told(), hunted.told()) == {}
    assert done >= kills // 2
    hunted.run("undo")
    killed(hunted, max(1, kills // 4), draw, lambda: waits(hunted))
    left = hunted.told()
    assert left["state"] == "undone" and left["account"] == [0, 0, 0]
    for part in ("messages", "threads", "people", "addresses", "touches", "standings", "places", "phones", "firms",
                 "keys", "sightings", "open threads"):  # fmt: skip
        assert not left[part], part
    assert left["words found"] == [0, 0]
    shutil.rmtree(hunted.home)


@pytest.mark.long  # the short suite kills imports, merges, restores and the intake of the thinking half
def test_a_worker_killed_twice_leaves_what_it_leaves_in_peace(desks: Callable[[str], Desk], tmp_path: Path) -> None:
    intake_and_undo(desks, tmp_path, threads=30, kills=2, seed=11)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_a_worker_killed_twenty_times(desks: Callable[[str], Desk], tmp_path: Path, seed: int) -> None:
    intake_and_undo(desks, tmp_path, threads=400, kills=20, seed=seed)
