"""Set-up ends in one clear line where something is missing, whatever Python runs it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SETUP = Path(__file__).resolve().parents[2] / "tools" / "setup.py"


@pytest.fixture
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_tool", SETUP)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_missing_venv_module_names_the_package(setup: ModuleType, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(setup.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1))
    monkeypatch.setattr(setup, "version_of", lambda python: sys.version_info[:2])
    with pytest.raises(SystemExit):
        setup.check_venv(sys.executable)
    minor = sys.version_info[1]
    assert f"sudo apt install python3.{minor}-venv" in capsys.readouterr().err


def test_an_old_python_says_what_to_install(setup: ModuleType, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        setup.find_python()
    assert "needs Python 3.11 or newer; this is 3.9" in capsys.readouterr().err


@pytest.mark.parametrize("tool", ["setup.py", "programs.py"])
def test_it_runs_on_any_python_3(tool: str) -> None:
    """No syntax newer than the oldest Python that people still have."""
    import ast

    ast.parse(SETUP.with_name(tool).read_text(encoding="utf-8"), feature_version=(3, 6))
