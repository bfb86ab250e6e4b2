"""A merge, or its undo, whose process is killed with -9 at a random moment stands whole or not at all. On the run's
kind of database."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import servers, with_django

SCRIPT = Path(__file__).with_name("kill_merging.py")
ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A database of its own, and what is run on it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **inherited, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(home),
            "SELLWRIGHT_KEY": "for tests only", "PYTHONPATH": str(ROOT), "SELLWRIGHT_TEST_DATABASE": "as given",
            **({"DATABASE_URL": url} if url else {}),
        }  # fmt: skip

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, str(SCRIPT), *words], env=self.environment, check=True, timeout=300)

    def state(self) -> str:
        self.run("told", str(self.home / "told"))
        return (self.home / "told").read_text("utf-8")

    def killed(self, after: int, wait: float) -> None:
        """Works until `after` deeds have begun, and dies so many seconds into the last."""
        work = [sys.executable, str(SCRIPT), "work"]
        with subprocess.Popen(work, env=self.environment, stdout=subprocess.PIPE) as worker:
            try:
                assert worker.stdout is not None
                for _ in range(after):
                    assert worker.stdout.readline() == b"begun\n"
                time.sleep(wait)
            finally:
                worker.send_signal(signal.SIGKILL)
                worker.wait(60)


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_killed_merge_stands_whole_or_not_at_all(tmp_path: Path, kills: int, request: pytest.FixtureRequest) -> None:
    url = ""
    if with_django.ON_POSTGRES:
        url = request.getfixturevalue("cluster").new_database(f"kill_merging_{kills}")
    desk = Desk(tmp_path, url)
    desk.run("begin")
    assert desk.state() == "apart"
    draw = random.Random(20261122)
    seen = []
    for _ in range(kills):
        desk.killed(draw.choice((1, 2)), draw.uniform(0.0, 0.5))
        seen.append(desk.state())
    assert set(seen) <= {"apart", "one"}, seen
