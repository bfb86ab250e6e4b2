"""Nothing is left out in silence: what a run could not do is said at its end, and fails it under SELLWRIGHT_ALL=1.

But for tests over real data sets: those may not be given away, so nobody who clones this has them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

STRICT = "SELLWRIGHT_ALL"  # set by .ci/run: whatever did not run is a failure
REAL_DATA = "tests over real data sets"
LIST = "SELLWRIGHT_NOT_RUN"  # a file to add the block to, for `make test`, which runs pytest more than once


def not_run(what: str, why: str) -> NoReturn:
    """Ends a test that cannot run on this machine: `what` in words a person knows, `why` with what to install."""
    pytest.skip(f"{what} ({why})")


def reasons(config: pytest.Config) -> dict[str, int]:
    """Why tests did not run, with the number of tests. Every skip counts, whoever skipped."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    found: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = said.removeprefix("Skipped: ")
        found[reason] = found.get(reason, 0) + 1
    return found


def block(found: dict[str, int]) -> str:
    """The loud block: one line for each reason."""
    lines = [f"NOT RUN: {reason}: {count} test{'s' * (count != 1)}" for reason, count in sorted(found.items())]
    if strict(found):
        lines.append(f"{STRICT} is set: a run that leaves something out has failed.")
    bar = "!" * min(120, max(len(line) for line in lines))
    return "\n".join([bar, *lines, bar])


def strict(found: dict[str, int]) -> bool:
    """True where this run fails for what it left out."""
    return bool(os.environ.get(STRICT)) and any(not reason.startswith(REAL_DATA) for reason in found)


def finish(session: pytest.Session) -> None:
    """Fails the run when something did not run and everything must; keeps the block for the end of `make test`."""
    found = reasons(session.config)
    if not found:
        return
    kept = os.environ.get(LIST)
    if kept:
        with Path(kept).open("a") as file:
            file.write(block(found) + "\n")
    if strict(found) and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
