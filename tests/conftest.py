"""What all tests share: where the shared data sets are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets (docs/running/tests.md). Tests over them fail, saying so, when it is absent."""
    folder = Path(os.environ.get("SELLWRIGHT_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.fail(f"The shared data sets are not at {folder}: set SELLWRIGHT_DATA (docs/running/tests.md).")
    return folder
