"""Collecting test_described_long writes every border case of the description down, minutes of work: only where long
suites are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    wanted = str(config.option.markexpr or "")
    is_left_out = "long" not in wanted or "not long" in wanted
    return True if collection_path.name == "test_described_long.py" and is_left_out else None
