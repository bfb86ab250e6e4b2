"""Everything at once on SQLite: `sellwright serve` (web and both workers) while a large mailbox is taken in, a reader
opens page after page, and somebody snoozes people all the while. And, before that, how long a reply that arrives needs
to change Today.

    python bench/bench_mixed.py [seconds] [messages of the large mailbox]

`snooze` and `pages` are milliseconds by the clock at one connection each; `locked` counts answers, jobs and lines of
the log that say the database was locked; `replies` are seconds from the order of an intake of one letter until the day
shows it.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import synthetic
from measuring import calibration, write

BASE = 3_000  # messages that are there before
REPLIES = 12
PAUSE = 0.1  # seconds a person takes between two clicks
_PREPARE = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
import synthetic
from sellwright.jobs import taking_in
from sellwright.server import opening
from sellwright.store.models import Intake, Mailbox, Person, Place, User, Workspace
call_command("migrate", verbosity=0)
end = synthetic.END
Workspace.objects.create(name="Bench", claimed_at=end, domains=["kestrel-bench.example"], frozen_at=end.timestamp())
user = User.objects.create_user(synthetic.ME, name="Mira Holt", role="owner")
box = Mailbox.objects.create(owner=user, title="Mail", addresses=[synthetic.ME])
row = Intake.objects.create(mailbox=box, by=user, name="base", path=sys.argv[1], begun_at=end)
taking_in.take_in(intake=row.public_id)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
people = Place.objects.filter(user=user, lane__isnull=False).values_list("person__public_id", flat=True)
writers = Person.objects.filter(places__user=user, places__lane__gt=0).values_list("public_id", "key")
print(json.dumps({"session": session.session_key, "box": box.pk, "user": user.pk, "people": list(people),
                  "writers": list(writers)[:200]}))
"""
_ORDER = """
import sys
import django
django.setup()
from sellwright.jobs import queue
from sellwright.store.models import Intake, Mailbox
import synthetic
box = Mailbox.objects.get()
row = Intake.objects.create(mailbox=box, by=box.owner, name="more", path=sys.argv[1], begun_at=synthetic.END)
queue.enqueue("take_in", key=row.public_id, intake=row.public_id)
"""
_COUNT = """
import django
django.setup()
from sellwright.store.models import Intake, Message
from sellwright.store.models.jobs import Job
states = Intake.objects.order_by("pk").values_list("state", flat=True)
print(Message.objects.count(), Job.objects.filter(state="failed").count(), *states)
"""


class Desk:
    """A data folder and the workbench that runs on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            **os.environ, "SELLWRIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings",
            "PYTHONPATH": str(Path(__file__).parent),
        }  # fmt: skip
        self.env.pop("DATABASE_URL", None)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = (home / "serve.log").open("wb")

    def python(self, script: str, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", script, *words], env=self.env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def serve(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sellwright", "serve", "--port", str(self.port), "--no-browser"]
        found = subprocess.Popen(command, env=self.env, stdout=self.log, stderr=self.log)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return found
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The workbench did not begin to listen.")

    def ask(self, session: str, path: str, posted: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the page."""
        token = "a" * 32
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", urllib.parse.urlencode(posted).encode() if posted else None,
            {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token, "HX-Request": "true"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as failure:
            return failure.code, failure.read().decode(errors="replace")

    def place(self, person: str) -> object:
        """What Today's pages are drawn from for somebody, as another process sees it."""
        with contextlib.closing(sqlite3.connect(self.home / "sellwright.sqlite", timeout=20)) as file:
            whose = "person_id = (SELECT id FROM store_person WHERE public_id = ?)"
            return file.execute(f"SELECT lane, since, look FROM store_place WHERE {whose}", (person,)).fetchone()


def clicking(stop: threading.Event, click: Callable[[], tuple[int, str]], took: list[float], bad: list[str]) -> None:
    """Clicks until it is told to stop; notes milliseconds, and what was no good answer."""
    while not stop.wait(PAUSE):
        begun = time.perf_counter()
        status, page = click()
        took.append((time.perf_counter() - begun) * 1000)
        if status >= 400:
            bad.append(f"{status} {page[:200]}")


def spread(took: list[float]) -> dict[str, float]:
    rows = sorted(took)
    return {
        "count": len(rows), "p50": round(statistics.median(rows), 1), "p95": round(rows[int(len(rows) * 0.95)], 1),
        "longest": round(rows[-1], 1),
    }  # fmt: skip


def replies(desk: Desk, held: dict[str, Any], draw: random.Random) -> list[float]:
    """Seconds from the order of an intake of one letter until its writer's place in the day changed, and their page."""
    found = []
    for number, (person, email) in enumerate(draw.sample(held["writers"], REPLIES)):
        words = f"Could you send the contract number {number} once more?"
        head = f"From: {email}\r\nTo: {synthetic.ME}\r\nSubject: The contract {number}\r\n"
        head += f"Message-ID: <r{number}@x.example>\r\nDate: Tue, 12 May 2026 07:{number:02d}:00 +0000\r\n"
        file = desk.home / f"reply{number}.eml"
        file.write_text(f"{head}\r\n{words}\r\n")
        before = desk.place(person)
        desk.python(_ORDER, str(file))
        begun = time.perf_counter()
        while desk.place(person) == before:
            if time.perf_counter() - begun > 60:
                raise SystemExit(f"A reply of {email} changed nothing within a minute: {desk.python(_COUNT)}")
            time.sleep(0.05)
        found.append(time.perf_counter() - begun)
        assert words in desk.ask(held["session"], f"/people/{person}")[1]
    return found


def together(desk: Desk, held: dict[str, Any], draw: random.Random, seconds: float) -> dict[str, Any]:
    """The figures of the time in which all happens at once."""
    session, stop, bad = held["session"], threading.Event(), list[str]()
    snoozed, read = list[float](), list[float]()
    pages = ["/", "/people", "/deals", "/search?q=te&palette=1", *(f"/people/{one}" for one in held["people"][:20])]
    clicks = (
        (lambda: desk.ask(session, f"/today/snooze/{draw.choice(held['people'])}", {"until": "in 2 weeks"}), snoozed),
        (lambda: desk.ask(session, draw.choice(pages)), read),
    )
    threads = [threading.Thread(target=clicking, args=(stop, click, took, bad)) for click, took in clicks]
    before = int(desk.python(_COUNT).split()[0])
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    after, failed, *states = desk.python(_COUNT).split()
    logs = [desk.home / "serve.log", *desk.home.glob("logs/*")]
    locked = sum(file.read_text(errors="replace").count("is locked") for file in logs if file.is_file())
    return {
        "seconds": round(took), "snooze_ms": spread(snoozed), "pages_ms": spread(read),
        "messages_taken_in": int(after) - before, "messages_a_second": round((int(after) - before) / took),
        "bad_answers": len(bad), "first_bad": bad[:3], "failed_jobs": int(failed), "states": states,
        "locked": locked + sum("locked" in one for one in bad),
    }  # fmt: skip


def main() -> None:
    """Prints and keeps the figures."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        home, draw = Path(folder), random.Random(5)
        synthetic.Mailbox(7, BASE).write(home / "base.mbox")
        synthetic.Mailbox(8, count).write(home / "large.mbox")
        desk, before = Desk(home), calibration()
        held = json.loads(desk.python(_PREPARE, str(home / "base.mbox")).splitlines()[-1])
        server = desk.serve()
        try:
            arrived = replies(desk, held, draw)
            desk.python(_ORDER, str(home / "large.mbox"))
            figures = together(desk, held, draw, seconds)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    figures["replies_s"] = {"count": len(arrived), "p50": round(statistics.median(arrived), 2),
                            "longest": round(max(arrived), 2)}  # fmt: skip
    write("mixed", {**figures, "calibration_before": before}, ("Django",))


if __name__ == "__main__":
    main()
