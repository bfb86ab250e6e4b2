"""Run as a script by the kill tests, never imported by them: a database with jobs, and a worker one may kill.

python kill_worker.py prepare          makes the tables
python kill_worker.py put N SEED       puts in N jobs that each ask for a follow-up in the transaction of their effect
python kill_worker.py put_one NAME LANE
python kill_worker.py bulk             writes batches of rows until it is killed
python kill_worker.py work LANE...     a worker with a lease of a second
"""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from sellwright.jobs import queue  # noqa: E402
from sellwright.jobs.timetable import Clock, Turn  # noqa: E402
from sellwright.jobs.worker import Pace, run_worker  # noqa: E402
from sellwright.store.models.jobs import Job, TimetableTurn  # noqa: E402

PACE = Pace(look=0.1, lease=1.0, beat=0.25, grace=10.0)


def execute(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def prepare() -> None:
    with connection.schema_editor() as editor:
        for model in (Job, TimetableTurn):
            editor.create_model(model)
    execute("create table started (job integer)")
    execute("create table effect (job integer primary key)")
    execute("create table other (text varchar(200))")


@queue.job("first")
def first(n: int, seconds: float) -> None:
    """Leaves its effect and asks for the follow-up in one transaction."""
    execute("insert into started values (%s)", n)
    time.sleep(seconds)
    with transaction.atomic():
        if execute("insert into effect values (%s) on conflict do nothing", n):
            queue.enqueue("second", n=1000 + n)


@queue.job("second")
def second(n: int) -> None:
    execute("insert into effect values (%s)", n)  # twice would fail, and a failure is counted


@queue.job("one_second")
def one_second() -> None:
    execute("insert into started values (1)")
    time.sleep(1.0)
    execute("insert into effect values (1)")


@queue.job("until_stopped", lane="long")
def until_stopped() -> None:
    execute("insert into started values (2)")
    while not queue.stopping():
        time.sleep(0.02)
    raise queue.Again


@queue.job("by_the_clock")
def by_the_clock() -> None:
    execute("insert into started values (3)")


def put(count: int, seed: int) -> None:
    draw = random.Random(seed)
    with transaction.atomic():
        for n in range(count):
            queue.enqueue("first", n=n, seconds=draw.uniform(0.0, 0.06))


def bulk() -> None:
    while True:
        with transaction.atomic():
            for n in range(50):
                execute("insert into other values (%s)", f"row {n}")
        time.sleep(0.01)


def work(lanes: list[queue.Lane]) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    rows = [Turn("by_the_clock", every=timedelta(seconds=1))]
    run_worker(lanes, stop, pace=PACE, clock=Clock(rows))


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    if word == "put":
        put(int(rest[0]), int(rest[1]))
    elif word == "put_one":
        queue.enqueue(rest[0], lane=rest[1])  # type: ignore[arg-type]
    elif word == "work":
        work(rest)  # type: ignore[arg-type]
    else:
        {"prepare": prepare, "bulk": bulk}[word]()
