"""An import and its undo killed with -9 at random moments: the next run goes on to the same end as undisturbed."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import servers

SCRIPT = Path(__file__).with_name("kill_import.py")
ROWS = 600
AT = "SELECT at_line, undone_to, rows_done FROM store_import"


def table(path: Path) -> None:
    """People with firms, some twice, some refused."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Email", "Company", "Job title", "Phone", "Rank"))
        for n in range(ROWS):
            email = "" if n % 11 == 0 else "nobody(at)x" if n % 37 == 0 else f"p{n - n % 3}@firm{n % 40}.example"
            writer.writerow(
                (f"Person {n}", email, f"Firm{n % 40} Ltd", "Buyer" if n % 2 else "", f"030 55{n:05}", n % 7)
            )


class Home:
    """A data folder and the processes started on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **kept, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(folder),
            "SELLWRIGHT_KEY": "for tests only",
        }  # fmt: skip

    def run(self, *words: str) -> str:
        done = subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=180,
                              stdout=subprocess.PIPE, text=True)  # fmt: skip
        return done.stdout

    def killed(self, word: str, after: float) -> bool:
        """Whether it was killed, so long after its first transaction, before it ended by itself."""
        process = subprocess.Popen([sys.executable, str(SCRIPT), word], env=self.environment)
        first, end = self.asked(AT), time.monotonic() + 60
        while self.asked(AT) == first and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        try:
            return process.wait(timeout=after) != 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)
            return True

    def asked(self, sql: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.folder / "sellwright.sqlite", timeout=20)) as file:
            return list(file.execute(sql).fetchone())

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("show"))
        return found

    def all_or_nothing(self) -> None:
        """The ledger says which rows are in: as many as the counts say, and as many people as it calls new."""
        done, counts = self.asked("SELECT rows_done, counts FROM store_import")
        rows, new = self.asked("SELECT count(*), sum(outcome = 'new') FROM store_importrow WHERE noun = 'person'")
        assert rows == done == sum(json.loads(counts).get("rows", {}).values())
        assert self.asked("SELECT count(*) FROM store_person") == [new or 0]


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_at_random_moments_it_ends_as_undisturbed(tmp_path: Path, kills: int) -> None:
    file, dice = tmp_path / "people.csv", random.Random(kills)
    table(file)
    calm, home = Home(tmp_path / "calm"), Home(tmp_path / "killed")
    calm.folder.mkdir()
    calm.run("prepare", str(file))
    shutil.copytree(calm.folder, home.folder)
    calm.run("write")
    wanted = calm.shown()
    assert wanted["state"] == "done" and sum(wanted["counts"]["rows"].values()) == ROWS

    hit = 0
    for _ in range(kills):
        hit += home.killed("write", dice.uniform(0.0, 0.3))
        home.all_or_nothing()
    home.run("write")
    assert home.shown() == wanted
    for _ in range(kills):
        if home.asked("SELECT state FROM store_import") != ["undone"]:
            hit += home.killed("undo", dice.uniform(0.0, 0.1))
    if home.asked("SELECT state FROM store_import") != ["undone"]:
        home.run("undo")
    left = home.shown()
    assert (left["state"], left["people"], left["firms"], left["rows"]) == ("undone", [], [], [0, 0, 0, 0, 0])
    assert hit > 0
