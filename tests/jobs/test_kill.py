"""Workers killed with -9 at random moments: nothing is lost, nothing happens twice. On the run's kind of database."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import servers, with_django

SCRIPT = Path(__file__).with_name("kill_worker.py")


class Bench:
    """A database of its own and the processes started on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.file, self.url = home / "sellwright.sqlite", url
        self.log = home / "log"
        inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "sellwright.server.settings",
            "SELLWRIGHT_HOME": str(home),
            "SELLWRIGHT_KEY": "for tests only",
            **({"DATABASE_URL": url} if url else {}),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=120)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(SCRIPT), *words], env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement gives, on a connection of its own."""
        if self.url:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as server:
                found = server.execute(sql.encode())
                return found.fetchall() if found.description else []
        with contextlib.closing(sqlite3.connect(self.file, timeout=20, isolation_level=None)) as file:
            return file.execute(sql).fetchall()

    def ask(self, sql: str) -> int:
        """The one number a query gives."""
        return int(self.execute(sql)[0][0])

    def until(self, true: Callable[[], bool]) -> None:
        """Waits until it is true; the end of patience is far away, for machines that are busy with other things."""
        end = time.monotonic() + 120
        while not true():
            assert time.monotonic() < end, f"{self.states()}\n{self.log.read_text()[-2000:]}"
            time.sleep(0.02)

    def states(self) -> str:
        """What became of the jobs, for whoever reads a failure."""
        words = ("ready", "running", "failed")
        counts = {word: self.ask(f"select count(*) from store_job where state = '{word}'") for word in words}
        return f"{counts}, {self.ask('select coalesce(sum(losses), 0) from store_job')} losses"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Bench:
    """A database with the tables, made once."""
    url = ""
    if with_django.ON_POSTGRES:
        url = request.getfixturevalue("cluster").new_database(f"jobs_{os.getpid()}")
    bench = Bench(tmp_path_factory.mktemp("jobs"), url)
    bench.run("prepare")
    return bench


@pytest.fixture
def bench(prepared: Bench) -> Iterator[Bench]:
    """It, empty; the processes started on it end with the test."""
    for table in ("started", "effect", "other", "store_job", "store_timetableturn"):
        prepared.execute(f"delete from {table}")
    prepared.log.write_text("")
    yield prepared
    for process in prepared.processes:
        process.kill()
        process.wait()
    prepared.processes.clear()


def killed_at_random(bench: Bench, *, jobs: int, kills: int, workers: int, seed: int) -> None:
    """Puts in `jobs`, kills a worker `kills` times while it works, lets the last ones finish, and counts."""
    bench.run("put", str(jobs), str(seed))
    draw = random.Random(seed)
    at_work = [bench.start("work", "quick", "long") for _ in range(workers)]
    for _ in range(kills):
        began = bench.ask("select count(*) from started")
        bench.until(lambda began=began: bench.ask("select count(*) from started") > began or bench.ask(LEFT) == 0)
        time.sleep(draw.uniform(0.0, 0.3))
        victim = draw.randrange(workers)
        at_work[victim].send_signal(signal.SIGKILL)
        at_work[victim].wait()
        at_work[victim] = bench.start("work", "quick", "long")
    bench.until(lambda: bench.ask(LEFT) == 0)
    assert bench.ask("select count(*) from effect where job < 1000") == jobs
    assert bench.ask("select count(*) from effect where job >= 1000") == jobs
    assert bench.ask("select count(*) from started where job < 1000") >= jobs


LEFT = "select count(*) from store_job where name in ('first', 'second')"


def test_nothing_is_lost_or_done_twice(bench: Bench) -> None:
    killed_at_random(bench, jobs=40, kills=3, workers=1, seed=7)
    assert bench.ask("select count(*) from store_job where state = 'failed'") == 0


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_or_done_twice_beside_a_bulk_writer(bench: Bench, seed: int) -> None:
    bench.start("bulk")
    killed_at_random(bench, jobs=400, kills=40, workers=2, seed=seed)
    assert "locked" not in bench.log.read_text()


def test_a_worker_told_to_stop_finishes_what_it_can_and_hands_back_the_rest(bench: Bench) -> None:
    bench.run("put_one", "one_second", "quick")
    bench.run("put_one", "until_stopped", "long")
    worker = bench.start("work", "quick", "long")
    bench.until(lambda: bench.ask("select count(*) from started where job < 3") == 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert bench.ask("select count(*) from effect") == 1
    assert bench.ask("select count(*) from store_job where name = 'one_second'") == 0
    assert (
        bench.ask("select count(*) from store_job where name = 'until_stopped' and state = 'ready' and failures = 0")
        == 1
    )


def test_two_workers_take_a_turn_of_the_timetable_once(bench: Bench) -> None:
    for _ in range(2):
        bench.start("work", "quick")
    bench.until(lambda: bench.ask("select count(*) from store_timetableturn") == 1)
    began = time.monotonic()
    bench.until(lambda: bench.ask("select count(*) from started where job = 3") >= 3)
    turns = time.monotonic() - began
    assert bench.ask("select count(*) from started where job = 3") <= turns + 2


def test_a_worker_does_not_outlive_its_server(bench: Bench) -> None:
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time\n"
            "print(subprocess.Popen([sys.executable, '-m', 'sellwright.jobs', 'quick']).pid, flush=True)\n"
            "time.sleep(600)",
        ],
        env=bench.environment,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    bench.until(lambda: bench.ask("select count(*) from store_timetableturn") > 0)
    server.kill()
    server.wait()
    server.stdout.close()
    bench.until(lambda: not servers._alive(worker) or _ended(worker))


def _ended(pid: int) -> bool:
    """Whether it ended and only waits to be asked how (nobody may be left to ask)."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    return not servers._alive(pid)
