"""`sellwright serve` as a process: it ends whole, it comes back, and it says what is wrong in words."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers


def children(pid: int) -> list[int]:
    """All processes below one, by what the kernel says."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = stat.read_text()
            state, parent = text.rsplit(")", 1)[1].split()[:2]
            if int(parent) == pid and state != "Z":
                found += [int(stat.parent.name), *children(int(stat.parent.name))]
    return found


def alive(pid: int) -> bool:
    """Running, not only waiting to be asked how it ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """The end of patience is far away, for machines that are busy with other things."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return true()


def words_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def workers(server: servers.Sellwright) -> dict[str, int]:
    """The processes serve keeps: "web", "quick", "long"."""
    found = {}
    for pid in children(server.process.pid):
        words = words_of(pid)
        for name, mark in (("web", "gunicorn"), ("quick", "sellwright.jobs quick"), ("long", "sellwright.jobs long")):
            if mark in words:
                found.setdefault(name, pid)
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: tables are made once."""
    return tmp_path_factory.mktemp("served") / "data"


@pytest.fixture
def served(home: Path) -> Iterator[servers.Sellwright]:
    server = servers.Sellwright(home, "--no-browser", "--workers", "1")
    try:
        server.wait(300)
        assert until(lambda: len(workers(server)) == 3)
        yield server
    finally:
        server.stop()


def test_a_worker_that_dies_comes_back_and_the_claim_link_is_the_only_way_in(served: servers.Sellwright) -> None:
    link = re.search(r"http://\S+/in/\S+", served.output())
    assert link, served.output()
    with urllib.request.urlopen(served.url + "/", timeout=20) as page:  # led to the door
        assert page.url == served.url + "/in/"
    for door in ("/people", "/add", "/settings", "/in/" + "x" * 43):
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(served.url + door, timeout=20) as page:
            assert "sessionid" not in str(page.headers), door
            assert page.url.rstrip("/") != served.url + door or door.startswith("/in/"), door
    with urllib.request.urlopen(link[0], timeout=20) as page:
        assert page.status == 200

    before = workers(served)
    os.kill(before["long"], signal.SIGKILL)
    assert until(lambda: workers(served).get("long", before["long"]) != before["long"])
    os.kill(before["web"], signal.SIGKILL)
    assert until(lambda: workers(served).get("web", before["web"]) != before["web"] and served.answers())
    assert workers(served)["quick"] == before["quick"]
    assert "starting it again" in served.output()


@pytest.mark.parametrize("sign", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGTERM])
def test_told_to_stop_it_ends_with_all_it_started(served: servers.Sellwright, sign: signal.Signals) -> None:
    started = children(served.process.pid)
    assert len(started) >= 3
    served.process.send_signal(sign)  # to the first process alone, as a service manager does
    assert served.process.wait(60) == 0
    assert until(lambda: not any(map(alive, started)))
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", served.port), 1).close()


def test_killed_it_takes_all_it_started_with_it(served: servers.Sellwright) -> None:
    started = children(served.process.pid)
    served.process.kill()
    served.process.wait()
    assert until(lambda: not any(map(alive, started)), 30), [words_of(pid) for pid in started if alive(pid)]


def serve(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A `serve` that is to refuse."""
    inherited = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    return subprocess.run(
        [sys.executable, "-m", "sellwright", "serve", "--no-browser", *words],
        env={**inherited, **(env or {})}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = serve("--port", str(port), "--data", str(tmp_path / "data"))
    assert said.returncode == 3, said.stderr
    assert f"Port {port}" in said.stderr and "--port" in said.stderr and "Traceback" not in said.stderr
    assert not (tmp_path / "data" / "sellwright.sqlite").exists()


@pytest.mark.parametrize("kind", ["a file", "below a file", "not ours to write"])
def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "not ours to write":
        place = Path("/proc/sellwright")  # nobody, root neither, makes a folder there
    else:
        place.write_text("a file")
        place = place / "below" if kind == "below a file" else place
    said = serve("--port", "0", "--data", str(place))
    assert said.returncode == 3, said.stderr
    assert "data folder" in said.stderr and "--data" in said.stderr and "Traceback" not in said.stderr


def test_others_reach_it_only_by_an_address_that_was_said(tmp_path: Path) -> None:
    said = serve("--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path / "data"))
    assert said.returncode == 2, said.stderr
    assert "PUBLIC_URL" in said.stderr and "Traceback" not in said.stderr
    assert not (tmp_path / "data").exists()
