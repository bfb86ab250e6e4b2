"""An import and its undo killed with -9 at random moments: the next run goes on to the same end as undisturbed."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import servers

SCRIPT = Path(__file__).with_name("kill_import.py")
ROWS = 600


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

    def __init__(self, folder: Path, file: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **kept, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(folder),
            "SELLWRIGHT_KEY": "for tests only",
        }  # fmt: skip
        folder.mkdir()
        self.run("prepare", str(file))

    def run(self, *words: str) -> str:
        done = subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=180,
                              capture_output=True, text=True)  # fmt: skip
        return done.stdout

    def killed(self, word: str, after: float) -> bool:
        """Whether it was killed before it ended by itself."""
        process = subprocess.Popen([sys.executable, str(SCRIPT), word], env=self.environment)
        try:
            return process.wait(timeout=after) != 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)
            return True

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("show"))
        return found


def all_or_nothing(shown: dict[str, Any]) -> None:
    """The ledger says which rows are in: as many as the counts say, and as many people as it calls new."""
    outcomes = [outcome for _line, noun, outcome, _reason in shown["ledger"] if noun == "person"]
    assert len(outcomes) == shown["done"] == sum(shown["counts"].get("rows", {}).values())
    assert outcomes.count("new") == len(shown["people"])


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_at_random_moments_it_ends_as_undisturbed(tmp_path: Path, kills: int) -> None:
    file, dice = tmp_path / "people.csv", random.Random(kills)
    table(file)
    calm = Home(tmp_path / "calm", file)
    calm.run("write")
    wanted = calm.shown()
    assert wanted["state"] == "done" and sum(wanted["counts"]["rows"].values()) == ROWS

    home, hit = Home(tmp_path / "killed", file), 0
    for _ in range(kills):
        hit += home.killed("write", dice.uniform(0.5, 4.0))
        all_or_nothing(home.shown())
    home.run("write")
    assert home.shown() == wanted
    for _ in range(kills):
        hit += home.killed("undo", dice.uniform(0.5, 4.0))
    home.run("undo") if home.shown()["state"] == "undoing" else None
    left = home.shown()
    assert left["state"] == "undone" or (home.run("undo") is not None)
    left = home.shown()
    assert (left["people"], left["firms"], left["rows"]) == ([], [], [0, 0, 0, 0, 0])
    assert hit > 0
