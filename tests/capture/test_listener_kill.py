"""A listener that is killed with -9 at random moments while it reads a real server: in the end the rows are the
server's messages, and what is stored is what an undisturbed reading finds. On the run's kind of database."""

from __future__ import annotations

import contextlib
import imaplib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sellwright.interactions.values import RawMail
from sellwright.mailroom import reading
from sellwright.settings import Settings
from tests import servers, with_django
from tests.capture.dovecot import PASSWORD, Dovecot
from tests.capture.hostile.desk import letter

SCRIPT = Path(__file__).with_name("kill_listener.py")
ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A data folder, or a database of its own, and what is run on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url, self.log = home, url, home / "log"
        home.mkdir(exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **inherited, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(home),
            "SELLWRIGHT_KEY": "for tests only", "PYTHONPATH": str(ROOT), **({"DATABASE_URL": url} if url else {}),
        }  # fmt: skip

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=300)

    def listener(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(SCRIPT), "listen"], env=self.environment, stdout=log, stderr=log
            )

    def told(self) -> dict[str, Any]:
        self.run("told", str(self.home / "told.json"))
        found: dict[str, Any] = json.loads((self.home / "told.json").read_text("utf-8"))
        return found

    def ask(self, sql: str) -> int:
        if self.url:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as server:
                return int((server.execute(sql.encode()).fetchone() or [0])[0])
        with contextlib.closing(sqlite3.connect(self.home / "sellwright.sqlite", timeout=20)) as file:
            return int(file.execute(sql).fetchone()[0])


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    """A fresh one."""
    url = ""
    if with_django.ON_POSTGRES:
        url = request.getfixturevalue("cluster").new_database(f"listener_{os.getpid()}")
    return Desk(tmp_path / "home", url)


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def listed(server: Dovecot, user: str, folder: str) -> list[str]:
    """What another program says stands in a folder."""
    with imaplib.IMAP4("127.0.0.1", server.port) as line:
        line.login(user, PASSWORD)
        line.select(folder, readonly=True)
        validity = line.response("UIDVALIDITY")[1][0].decode()
        return [f"{validity}/{uid.decode()}" for uid in line.uid("SEARCH", "ALL")[1][0].split()]


PRESENT = "select count(*) from store_item where not is_gone"


def killed(desk: Desk, server: Dovecot, *, kills: int, seed: int, size: int) -> None:
    """Kills it so many times, each a moment after it wrote; letters come and go meanwhile."""
    draw, user = random.Random(seed), f"kill{seed}"
    server.add(user)
    mails = [letter(number) for number in range(size)]
    server.fill(user, iter(mails))
    desk.run("begin", str(server.port), user)
    both = [desk.listener(), desk.listener()]  # one reads, the other waits until that one is gone
    try:
        until(lambda: "Another listener" in desk.log.read_text() and desk.ask(PRESENT) > 0)
        assert server.log().count(f"Login: user=<{user}>") <= 2  # to work, and to wait in the sent folder
        for kill in range(kills):
            before = desk.ask(PRESENT)
            mails.append(letter(10_000 + kill))
            server.deliver(user, mails[-1], draw.choice(["INBOX", "Sent"]))
            until(lambda before=before: desk.ask(PRESENT) > before)
            time.sleep(draw.uniform(0.0, 0.15))
            victim = draw.randrange(2)
            both[victim].kill()
            both[victim].wait()
            both[victim] = desk.listener()
        until(lambda: desk.ask(PRESENT) >= len(mails))
        gone = sorted(server.box(user).joinpath("cur").iterdir())[:3]
        for one in gone:
            one.unlink()
        until(lambda: desk.ask(PRESENT) == len(mails) - 3)
        for one in both:
            one.send_signal(signal.SIGTERM)
        assert {one.wait(60) for one in both} <= {0, -signal.SIGTERM}  # one may hardly have begun
    finally:
        for one in both:
            one.kill()
            one.wait()
    told = desk.told()
    assert sorted(path for name, path, _ in told["rows"] if name == "INBOX") == sorted(listed(server, user, "INBOX"))
    assert sorted(path for name, path, _ in told["rows"] if name == "Sent") == sorted(listed(server, user, "Sent"))
    assert {outcome for *_, outcome in told["rows"]} == {"stored"}
    wanted = {reading.read(RawMail("", data), Settings()).id for data in mails}
    assert told["stored"] == sorted(wanted)
    assert (told["messages"], told["gone"]) == (len(mails), 3)
    for name, low, on_server in told["left"]:
        assert (low, on_server) == (0, len(listed(server, user, name)))


def test_nothing_is_lost_or_read_twice(desk: Desk, mail_server: Dovecot) -> None:
    killed(desk, mail_server, kills=3, seed=11, size=100)


@pytest.mark.long
def test_fifty_times(desk: Desk, mail_server: Dovecot) -> None:
    killed(desk, mail_server, kills=50, seed=12, size=1_200)
