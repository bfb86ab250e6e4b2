"""Units, container and its start: what can be told of them without systemd and without an image."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import not_run, servers

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.mark.long
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        not_run.not_run("units of systemd", "no systemd-analyze: apt install systemd")
    for unit in (PACKAGING / "systemd").iterdir():
        text = unit.read_text().replace("/opt/sellwright/bin/sellwright", sys.executable)
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_a_container_without_a_volume_refuses_to_serve_and_says_why() -> None:
    """On this machine nothing is mounted at /data either."""
    if re.search(r" /data ", Path("/proc/self/mountinfo").read_text()):
        not_run.not_run("a container without a volume", "something is mounted at /data here")
    done = subprocess.run(
        ["sh", str(PACKAGING / "container" / "start"), "serve"], capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 64
    assert "YOUR DATA WOULD BE GONE" in done.stderr and "-v sellwright-data:/data" in done.stderr


def test_the_container_runs_as_nobody_special_and_is_watched() -> None:
    text = (PACKAGING / "container" / "Containerfile").read_text()
    last = text.rpartition("FROM ")[2]
    assert "USER sellwright" in last and "HEALTHCHECK" in last and "VOLUME /data" in last
    assert last.index("USER sellwright") < last.index("ENTRYPOINT")


def test_what_the_image_is_made_of_is_fetched_by_hash_and_its_tools_stay_behind() -> None:
    """Each line that fetches says so, and the lock files it reads are in what the build may see."""
    made, _, kept = (PACKAGING / "container" / "Containerfile").read_text().partition("AS made")[2].partition("FROM ")
    fetching = [line for line in made.splitlines() if "pip install" in line]
    assert fetching and all("--require-hashes" in line or "--no-deps" in line for line in fetching)
    assert "pip install" not in kept and re.search(r"uninstall .*\bpip$", made.strip())
    seen = (PACKAGING.parent / ".containerignore").read_text().split()
    for lock in re.findall(r"requirements\S*\.lock", made):
        assert f"!{lock}" in seen


def test_told_to_stop_while_it_lays_out_its_tables_it_ends_in_order(tmp_path: Path) -> None:
    """The first process of a container loses a signal it has no answer for; code 0 is the answer, -15 would be none."""
    server = servers.Sellwright(tmp_path / "data", "--no-browser", "--workers", "1")
    try:
        until = time.monotonic() + 60
        while not (server.data / "sellwright.sqlite").exists() and time.monotonic() < until:
            time.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert "Open http" not in server.output() and "Traceback" not in server.output(), server.output()
    finally:
        server.kill()


def test_a_postgresql_that_does_not_answer_is_said_and_its_password_is_not(tmp_path: Path) -> None:
    """Two containers are seldom up at the same moment."""
    address = f"postgres://ann:a-secret-word@127.0.0.1:{servers.free_port()}/book"
    server = servers.Sellwright(tmp_path / "data", "--no-browser", env={"DATABASE_URL": address})
    try:
        assert server.process.wait(60) == 3
        said = server.output()
        assert "PostgreSQL of DATABASE_URL does not answer" in said and "refused" in said, said
        assert "Traceback" not in said and "a-secret-word" not in said, said
    finally:
        server.kill()


_FIRST_PROCESS = """
import os, threading, time
from pathlib import Path
from sellwright.server.processes import Group

def ended():
    states = [path.read_text().rsplit(")", 1)[1].split()[0] for path in Path("/proc").glob("[0-9]*/stat")]
    return states.count("Z")

def look():
    until = time.monotonic() + 20
    while not Path(os.environ["LEFT"]).exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    print(os.getpid(), Path(os.environ["LEFT"]).exists(), ended(), flush=True)
    os.kill(os.getpid(), 15)

group = Group(print)
left = "( (sleep 0.2; : > $LEFT) & ); exec sleep 60"
group.add("One that leaves children behind", ["sh", "-c", left])
threading.Thread(target=look, daemon=True).start()
raise SystemExit(group.run())
"""


@pytest.mark.long
def test_as_the_first_process_of_a_container_it_leaves_no_dead_entries(tmp_path: Path) -> None:
    alone = ["unshare", "--pid", "--fork", "--mount-proc"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        not_run.not_run("the first process of a container", "no right to make a space of process numbers: needs root")
    done = subprocess.run(
        [*alone, sys.executable, "-c", _FIRST_PROCESS], capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": "/usr/bin:/bin", "LEFT": str(tmp_path / "left")},
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, ["1", "True", "0"]), (done.stdout, done.stderr)
