"""The machine: Python, SQLite, the data folder and its disk, the key, zones, the clock, files that hold settings."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sellwright.doctor.findings import Finding, bad, look, well

LEAST_FREE, LITTLE_FREE = 500_000_000, 5_000_000_000  # bytes
OLDEST_SQLITE = (3, 31)
BUILT = datetime(2026, 11, 1, tzinfo=UTC)  # no clock stands before the day this was written
# Where settings with secrets are kept by the units and the container of packaging/, and by hand beside the data.
ENVIRONMENT_FILES = ("/etc/sellwright.env", "/etc/sellwright/*.env", "/etc/default/sellwright")


def findings(home: Path, now: datetime) -> Iterator[Finding]:
    """`now` is aware."""
    yield _python()
    yield _sqlite()
    yield from _folder(home)
    if home.is_dir():
        yield _key(home)
    yield from _environment_files(home)
    yield _zones()
    yield _clock(now)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever forces an install on an older one is told
        return bad("Python", f"Python {found} is too old.", "Install Python 3.11 or newer.")
    return well("Python", f"Python {found}.")


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version
    try:
        held = sqlite3.connect(":memory:")
        held.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        held.close()
    except sqlite3.OperationalError:
        return bad("SQLite", f"SQLite {found} has no full text (FTS5).", "Use a Python of your system or python.org.")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return bad("SQLite", f"SQLite {found} is too old.", "Update the system, or use PostgreSQL (DATABASE_URL).")
    return well("SQLite", f"SQLite {found} with full text.")


def _folder(home: Path) -> Iterator[Finding]:
    what = "Data folder"
    if not home.is_dir():
        yield bad(what, f"There is no data folder {home}.", "Start it once: sellwright serve; or name it with --data.")
        return
    try:
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"1")
    except OSError as error:
        yield bad(what, f"{home} cannot be written ({error.strerror}).", "Give it to the user Sellwright runs as.")
        return
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077:
        yield look(what, f"{home} is open to other users of this machine ({mode:o}).", f"chmod 700 {home}")
    else:
        yield well(what, f"{home}, for its owner alone.")
    free = shutil.disk_usage(home).free
    said = f"{free / 1e9:.1f} GB free."
    if free < LEAST_FREE:
        yield bad("Disk", said, "Make room now: without it nothing can be stored.")
    elif free < LITTLE_FREE:
        yield look("Disk", said, "Make room soon: mail, uploads and backups need it.")
    else:
        yield well("Disk", said)
    if (home / "restoring").is_dir():
        yield look(
            "Restore", "A restore was broken off.", "Start sellwright serve: it finishes it, or says nothing was."
        )


def _key(home: Path) -> Finding:
    what, file = "Server key", home / "secret-key"
    if os.environ.get("SELLWRIGHT_KEY"):
        if len(os.environ["SELLWRIGHT_KEY"]) < 32:
            return look(what, "SELLWRIGHT_KEY is short.", "Take 48 random signs: openssl rand -base64 36")
        return well(what, "From the environment (SELLWRIGHT_KEY). Keep a copy apart from backups.")
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        empty = not file.read_text().strip()
    except OSError as error:
        return bad(what, f"{file} cannot be read ({error.strerror}).", "Put your copy there, readable by its owner.")
    if empty:
        return bad(what, f"{file} is empty.", "Put your copy of the key there.")
    if mode & 0o077:
        return bad(what, f"{file} can be read by other users ({mode:o}).", f"chmod 600 {file}")
    return well(what, f"{file}, for its owner alone. Keep a copy apart from backups.")


def _environment_files(home: Path) -> Iterator[Finding]:
    found = [path for pattern in ENVIRONMENT_FILES for path in Path("/").glob(pattern.lstrip("/"))]
    for path in (*found, *home.glob("*.env")):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue
        if mode & 0o007:
            yield bad("Settings file", f"{path} may hold secrets and can be read by everybody ({mode:o}).",
                      f"chmod 640 {path}")  # fmt: skip
        else:
            yield well("Settings file", f"{path} cannot be read by everybody.")


def _zones() -> Finding:
    try:
        zoneinfo.ZoneInfo("Europe/Berlin")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return bad("Time zones", "This machine has no time zone data.", "Install the package tzdata.")
    return well("Time zones", "There.")


def _clock(now: datetime) -> Finding:
    if now < BUILT:
        return bad("Clock", f"The clock stands at {now:%Y-%m-%d %H:%M} UTC.", "Set it: dates of mail follow from it.")
    return well("Clock", f"{now:%Y-%m-%d %H:%M} UTC.")
