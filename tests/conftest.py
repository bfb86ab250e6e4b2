"""What all tests share: where the shared data sets are, the servers they may start, and how a run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools import programs

from tests import not_run, servers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.setdefault(servers.RUN, str(os.getpid()))

# Chromium talks to this machine only, and to nobody on its own account.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets (docs/running/tests.md). Without it tests over them say that they did not run."""
    named = os.environ.get("SELLWRIGHT_DATA")
    folder = Path(named or Path(__file__).resolve().parents[2] / "shared" / "data")
    if not folder.is_dir():
        if named:
            pytest.fail(f"SELLWRIGHT_DATA names {folder}, which is not a folder.")
        not_run.not_run(not_run.REAL_DATA, f"not at {folder}: set SELLWRIGHT_DATA, see docs/running/tests.md")
    return folder


@pytest.fixture(scope="session")
def cluster() -> servers.Cluster:
    """A PostgreSQL of this run's own, shared by all its workers; `cluster.new_database(name)` for more databases."""
    try:
        return servers.of_this_run()
    except servers.NoPostgres as why:
        not_run.not_run("PostgreSQL tests", str(why))


@pytest.fixture(scope="session")
def postgres_url(cluster: servers.Cluster) -> str:
    """The address of an empty PostgreSQL database, one for each worker."""
    return cluster.new_database("tests_" + os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium with an empty profile. A test opens a context of its own: `chromium.new_context()`."""
    trouble = programs.no_browser()
    if trouble:
        not_run.not_run("browser tests", trouble)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Its event loop stays on this thread, and Django would take every later query for one from async code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = driver.chromium.launch(executable_path=programs.chromium(), headless=True, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., servers.Sellwright]]:
    """`serve(*words, env={...})` starts `sellwright serve` on a new folder and a free port; it ends with the module."""
    with ExitStack() as running:

        def start(*words: str, env: dict[str, str] | None = None) -> servers.Sellwright:
            data = tmp_path_factory.mktemp("serve") / "data"
            return running.enter_context(servers.sellwright(data, *words, env=env, kindly=False))

        yield start


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the PostgreSQL they were asked to run on, tests do not run on something else instead."""
    django = sys.modules.get("tests.with_django")
    if django and django.NO_POSTGRES:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"tests on PostgreSQL ({django.NO_POSTGRES})"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Django was started while collecting: from here on only tests marked django_db reach the database."""
    if "tests.with_django" in sys.modules:
        from pytest_django import plugin

        plugin.pytest_configure(session.config)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """What did not run may fail the run."""
    if not hasattr(session.config, "workerinput"):
        not_run.finish(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What did not run is said loudly."""
    found = not_run.reasons(config)
    if found:
        terminalreporter.write_line("")
        terminalreporter.write_line(not_run.block(found), red=True, bold=True)


def pytest_configure(config: pytest.Config) -> None:
    """Ends what an earlier run left when it was killed."""
    if not hasattr(config, "workerinput"):
        servers.stop_forgotten()


def pytest_unconfigure() -> None:
    """The PostgreSQL of this run ends with it."""
    servers.stop_this_run()
