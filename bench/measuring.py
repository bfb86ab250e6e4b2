"""What every benchmark writes beside its figures: when, on what, and how fast this machine was just then."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def calibration() -> float:
    """Seconds for a fixed piece of pure Python work, median of five: divide by it to compare machines."""
    runs = []
    for _ in range(5):
        started = time.perf_counter()
        table: dict[int, int] = {}
        for number in range(300_000):
            table[number & 1023] = table.get(number & 1023, 0) + number % 7
        runs.append(time.perf_counter() - started)
    return round(statistics.median(runs), 4)


def timed(work: Callable[[], Any]) -> float:
    """Wall seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def shared_data() -> Path:
    """The folder of real data sets, as in docs/running/tests.md. Ends the benchmark in one line when it is absent."""
    folder = Path(os.environ.get("SELLWRIGHT_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
    if not folder.is_dir():
        sys.exit(f"The shared data sets are not at {folder}: set SELLWRIGHT_DATA (docs/running/tests.md).")
    return folder


def write(name: str, figures: dict[str, Any], packages: tuple[str, ...] = ()) -> None:
    """Print the figures and keep them in bench/results/NAME.json."""
    result = {
        "benchmark": name,
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
        "versions": {
            "python": platform.python_version(),
            **{package: metadata.version(package) for package in packages},
        },
        "calibration_seconds": calibration(),
        **figures,
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
