"""An erasure that is killed with -9 goes on where it was broken off: what it says is not done stays due, the next run
takes the rest, and then nothing of the person is left. On the run's kind of database."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import servers, with_django

SCRIPT = Path(__file__).with_name("erase_alone.py")
ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """A workspace in a folder of its own and, on PostgreSQL, a database of its own."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
        self.environment = {
            **inherited, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings", "SELLWRIGHT_HOME": str(home),
            "SELLWRIGHT_KEY": "for tests only", "PYTHONPATH": str(ROOT), "SELLWRIGHT_TEST_DATABASE": "as given",
            **({"DATABASE_URL": url} if url else {}),
        }  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SCRIPT), *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)

    def done(self, *words: str) -> str:
        found = self.run(*words)
        assert found.returncode == 0, found.stderr
        return found.stdout.splitlines()[-1] if found.stdout else ""

    def finished(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads(self.done("finish"))
        return held


@pytest.mark.long
@pytest.mark.parametrize("kills", [3, 20])
def test_a_killed_erasure_goes_on_and_leaves_nothing(
    tmp_path: Path, kills: int, request: pytest.FixtureRequest
) -> None:
    def desk(name: str) -> Desk:
        if not with_django.ON_POSTGRES:
            return Desk(tmp_path / "home", "")
        cluster: servers.Cluster = request.getfixturevalue("cluster")
        return Desk(tmp_path / "home", cluster.new_database(f"kill_erasing_{kills}_{name}"))

    def again(name: str) -> Desk:
        """As it was before the erasure. Files of imports are known by their whole path: the folder stays the same."""
        if with_django.ON_POSTGRES:
            shutil.rmtree(tmp_path / "home", ignore_errors=True)
            found = desk(name)
            found.done("begin", str(tmp_path))
            return found
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
        shutil.copytree(tmp_path / "kept", tmp_path / "home")
        return Desk(tmp_path / "home", "")

    first = desk("first")
    first.done("begin", str(tmp_path))
    shutil.copytree(tmp_path / "home", tmp_path / "kept")
    things = int(first.done("erase", "0"))
    whole = again("whole").finished()
    assert things > 200 and whole["done"] and not whole["left"]
    draw, seen = random.Random(20261122), set()
    for number in range(kills):
        home = again(str(number))
        last = draw.randrange(number * things // kills, (number + 1) * things // kills) + 1
        assert home.run("erase", str(last)).returncode == -signal.SIGKILL, last
        after = home.finished()
        seen.add(after["before"]["person"])
        assert not after["before"]["done"], "what was killed counts as done"
        assert after["done"] and not after["left"], (last, things)
        if not with_django.ON_POSTGRES:  # where every workspace is made anew, with other ids
            assert after["others"] == whole["others"], (last, things)
    assert True in seen
