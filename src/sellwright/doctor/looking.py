"""Looks at everything, in the order in which one thing needs another; what fails while looking is a finding too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sellwright.doctor import database, machine, reached, running
from sellwright.doctor.findings import Finding, bad

_log = logging.getLogger("sellwright.doctor")


def look(home: Path, now: datetime, *, deep: bool = False, calls: bool = True) -> list[Finding]:
    """Needs Django set up. `deep` reads the whole database, `calls` asks our own address and the mail server."""
    found = list(_safely("Machine", lambda: machine.findings(home, now)))
    of_database = list(_safely("Database", lambda: database.findings(home, deep=deep)))
    found += of_database
    version = next((one for one in of_database if one.what == "Version"), None)
    if version is not None and version.state == "well":
        found += _safely("Running", lambda: running.findings(home, now))
        found += _safely("Reached", lambda: reached.findings(now, calls=calls))
    return found


def at_a_glance(home: Path, now: datetime) -> list[Finding]:
    """What a page shows: nothing that takes long, asks another machine, or could not be if a page is shown at all."""
    found = list(_safely("Machine", lambda: machine.findings(home, now)))
    found += _safely("Kept passwords", lambda: iter([database.opens()]))
    found += _safely("Running", lambda: running.findings(home, now))
    return found + list(_safely("Reached", lambda: reached.findings(now, calls=False)))


def _safely(what: str, asked: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from asked()
    except Exception as error:
        _log.debug("while looking at %s", what, exc_info=True)
        yield bad(what, f"Looking at it failed ({type(error).__name__}).", "Tell us, with the version and this line.")
