"""`sellwright mcp` refuses in words what it cannot begin with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    environment = {**kept, "SELLWRIGHT_HOME": str(home), "SELLWRIGHT_KEY": "for tests only", **more}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "sellwright", "mcp", *words]
    return subprocess.run(command, env=environment, input="", capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("held", [None, "", " \n"])
def test_without_a_token_it_says_where_one_is_read(tmp_path: Path, held: str | None) -> None:
    done = run(tmp_path, **({} if held is None else {"SELLWRIGHT_TOKEN": held}))
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no token." in done.stderr and "--token-file" in done.stderr


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    torn = tmp_path / "token"
    torn.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "nowhere", tmp_path, torn):
        done = run(tmp_path, "--token-file", str(file))
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot be read" in done.stderr and "Traceback" not in done.stderr


def test_a_token_that_opens_nothing_is_told_so_and_is_not_repeated(tmp_path: Path) -> None:
    secret = "sw_" + "q" * 40
    (tmp_path / "token").write_text(secret + "\n")
    empty = run(tmp_path, "--token-file", str(tmp_path / "token"))
    assert empty.returncode not in (0, None) and "There is no workbench in" in empty.stderr
    script = [sys.executable, str(Path(__file__).with_name("kill_delivery.py")), "prepare", "http://127.0.0.1:9/", "0"]
    kept = {name: value for name, value in os.environ.items() if name not in servers.CONFIGURED_BY}
    home = {"SELLWRIGHT_HOME": str(tmp_path), "SELLWRIGHT_KEY": "for tests only"}
    subprocess.run(
        script, env={**kept, **home, "DJANGO_SETTINGS_MODULE": "sellwright.server.settings"}, check=True, timeout=120
    )
    done = run(tmp_path, "--token-file", str(tmp_path / "token"))
    assert done.returncode == 2 and "opens nothing here" in done.stderr
    for one in (empty, done):
        assert (one.stdout, "Traceback" in one.stderr, secret in one.stderr) == ("", False, False)
