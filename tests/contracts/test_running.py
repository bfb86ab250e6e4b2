"""How tests run: on both databases, with nothing left out in silence, and the thinking half without Django."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tools import programs

from tests import servers

ROOT = Path(__file__).resolve().parents[2]
SUITE = """
import pytest
from tests.conftest import *

def test_that_runs():
    assert True

def test_that_needs_a_browser(chromium):
    assert chromium

def test_that_needs_postgres(postgres_url):
    assert postgres_url
"""
REAL = """
def test_over_real_data(shared_data):
    assert shared_data
"""


def bare() -> dict[str, str]:
    """The environment without what this run itself is told by."""
    ours = ("SELLWRIGHT_", "PYTEST_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(tmp_path: Path, suite: str = SUITE, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a small suite as `make test` would, in its own folder and process."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import *")
    (tmp_path / "test_suite.py").write_text(suite)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=ROOT, env={**bare(), "PYTHONPATH": str(ROOT), **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


ABSENT = {"SELLWRIGHT_CHROMIUM": "no-such-browser", "SELLWRIGHT_POSTGRES": "no-such-folder"}


def test_what_cannot_run_is_said_and_the_rest_runs(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    done = run(tmp_path, **ABSENT, SELLWRIGHT_NOT_RUN=str(kept))
    assert done.returncode == 0, done.stdout
    assert "1 passed, 2 skipped" in done.stdout
    for block in (done.stdout, kept.read_text()):
        assert f"NOT RUN: browser tests (no Chromium: install it with {programs.how_to_install('Chromium')})" in block
        assert "NOT RUN: PostgreSQL tests (no PostgreSQL: install it with " in block


def test_the_build_machine_fails_on_it(tmp_path: Path) -> None:
    done = run(tmp_path, **ABSENT, SELLWRIGHT_ALL="1")
    assert done.returncode == 1, done.stdout
    assert "1 passed, 2 skipped" in done.stdout


def test_without_the_real_data_sets_it_says_so_and_the_build_machine_passes(tmp_path: Path) -> None:
    """They may not be given to everybody. Who names a folder that is none is told."""
    absent = "from pathlib import Path\nimport tests.conftest\ntests.conftest.__file__ = '/nowhere/a/b/c.py'\n" + REAL
    done = run(tmp_path, absent + SUITE.split("def test_that_needs")[0].partition("import *")[2], SELLWRIGHT_ALL="1")
    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "NOT RUN: tests over real data sets (not at /nowhere/shared/data: set SELLWRIGHT_DATA" in done.stdout
    named = run(tmp_path, REAL, SELLWRIGHT_DATA="/nowhere")
    assert named.returncode == 1, named.stdout
    assert "names /nowhere" in named.stdout


def test_the_build_machine_asks_for_everything() -> None:
    assert "SELLWRIGHT_ALL=1" in (ROOT / ".ci" / "run").read_text()


def test_new_databases_are_empty_and_apart(cluster: servers.Cluster) -> None:
    name = "apart_" + os.environ.get("PYTEST_XDIST_WORKER", "alone")
    for _ in range(2):
        with psycopg.connect(cluster.new_database(name)) as connection:
            connection.execute("create table seen (it int)")
    with psycopg.connect(cluster.new_database(name + "_too")) as connection:
        assert connection.execute("select to_regclass('seen')").fetchone() == (None,)
    with pytest.raises(ValueError, match="database name"):
        cluster.new_database('x"; drop database postgres')


def test_a_stopped_cluster_leaves_nothing() -> None:
    with servers.postgres() as cluster:
        pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
        port = cluster.port()
        assert servers._alive(pid)
    assert not cluster.folder.exists()
    with pytest.raises(psycopg.OperationalError), psycopg.connect(f"postgres://x@127.0.0.1:{port}/x"):
        pass


def test_a_forgotten_cluster_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    monkeypatch.setattr(servers.tempfile, "gettempdir", lambda: str(tmp_path))
    ours, theirs = (tmp_path / f"{servers.PREFIX}{pid}-run" for pid in (os.getpid(), gone.pid))
    ours.mkdir()
    theirs.mkdir()
    servers.stop_forgotten()
    assert [folder.name for folder in tmp_path.iterdir()] == [ours.name]


def test_the_thinking_half_is_tested_without_django() -> None:
    thinking = ["stats", "measures", "today", "mailroom"]
    folders = [str(ROOT / "tests" / folder) for folder in thinking]
    asked = "import sys, pytest; code = pytest.main(['--collect-only', '-q', *sys.argv[1:]]);"
    asked += "print('django.apps' in sys.modules); sys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-c", asked, *folders], cwd=ROOT, env=bare(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()[-1]) == (0, "False"), done.stdout + done.stderr


def test_whatever_imports_django_starts_it_first() -> None:
    """A folder's `__init__` is read before its modules; without it they would find Django not started."""
    users = {
        path.parent
        for path in (ROOT / "tests").glob("*/**/*.py")
        if "from django" in path.read_text(encoding="utf-8") or "django_db" in path.read_text(encoding="utf-8")
    } - {ROOT / "tests" / "contracts"}
    late = [str(folder) for folder in users if "with_django" not in (folder / "__init__.py").read_text()]
    assert late == []
