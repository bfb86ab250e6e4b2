"""Units, container and its start: what can be told of them without systemd and without an image."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import not_run

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
