"""Run as a script by the kill tests, never imported by them: a database with an intake, and a worker one may kill.

python kill_intake.py begin FILE        makes the tables, a workspace, a member, and orders the intake of FILE
python kill_intake.py undo              orders its undo
python kill_intake.py work              a worker of the long lane with a lease of a second
python kill_intake.py whole FILE        takes FILE in without anybody disturbing it
python kill_intake.py told FILE         writes what the database tells to FILE
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from sellwright.jobs import queue, taking_in  # noqa: E402
from sellwright.jobs.timetable import Clock  # noqa: E402
from sellwright.jobs.worker import Pace, run_worker  # noqa: E402
from sellwright.store.models import Intake  # noqa: E402
from tests.derive import posts  # noqa: E402

PACE = Pace(look=0.05, lease=1.0, beat=0.2, grace=5.0)


def begin(file: str) -> None:
    call_command("migrate", verbosity=0)
    posts.workspace()
    row = posts.begun(Path(file), posts.mailbox())
    queue.enqueue("take_in", key=row.public_id, intake=row.public_id)


def undo() -> None:
    row = Intake.objects.get()
    Intake.objects.filter(pk=row.pk).update(state=Intake.State.UNDOING)
    queue.enqueue("undo_intake", key=row.public_id, intake=row.public_id)


def work() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    taking_in.BATCH = 15  # more moments between two transactions
    run_worker(["long"], stop, pace=PACE, clock=Clock([]))


def whole(file: str) -> None:
    call_command("migrate", verbosity=0)
    posts.workspace()
    posts.take_in(Path(file))


def told(file: str) -> None:
    row = Intake.objects.get()
    found = {**posts.told(), "state": row.state, "account": posts.account(row)}
    Path(file).write_text(json.dumps(found, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    {"begin": begin, "undo": undo, "work": work, "whole": whole, "told": told}[word](*rest)
