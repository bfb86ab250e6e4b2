"""The demo firm, written and loaded once a run; each module of tests gets a served copy of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.browser.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOAD = """
import pathlib, django, django.conf
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from sellwright.server import demo_desk
demo_desk.load(pathlib.Path(django.conf.settings.HOME, "demo-mail"), whole=True)
"""


def load(data: Path) -> None:
    """Fills a new data folder with the whole demo firm, in a process of its own."""
    data.mkdir()
    own = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    own |= {"SELLWRIGHT_HOME": str(data), "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}
    subprocess.run([sys.executable, "-c", LOAD], env=own, check=True)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that is loaded whole, by whichever worker of this run comes first."""
    base = tmp_path_factory.getbasetemp()
    data = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo" / "data"
    data.parent.mkdir(exist_ok=True)
    with (data.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = data.parent / "done"
        if not done.exists():
            shutil.rmtree(data, ignore_errors=True)
            load(data)
            done.touch()
    return data


@pytest.fixture(scope="module")
def demo(demo_data: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    """The demo firm of this module's own, served, and the seller signed in by the printed link."""
    data = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(demo_data, data)
    with servers.sellwright(data, "--demo", "--workers", "1", kindly=False) as server:
        yield Desk.entered(chromium, server)


@pytest.fixture(scope="session")
def book(demo_data: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Desk]:
    """The demo firm served once for all journeys through the book of business: each looks at rows of its own."""
    data = tmp_path_factory.mktemp("book") / "data"
    shutil.copytree(demo_data, data)
    with servers.sellwright(data, "--demo", "--workers", "1", kindly=False) as server:
        yield Desk.entered(chromium, server)


@pytest.fixture
def at_book(book: Desk) -> Iterator[Callable[..., Any]]:
    """`looking`, of the demo firm that the journeys through the book share."""
    with book.watching() as opened:
        yield opened


@pytest.fixture
def looking(demo: Desk) -> Iterator[Callable[..., Any]]:
    """`looking(path, **context)` opens a page of the demo as its seller. What a browser complains of fails the test."""
    with demo.watching() as opened:
        yield opened
