"""Makes a backup: everything but what can be made anew, as it stood at one moment, in one file.

Left out are the server's key (unless asked for), styles laid out for browsers, exports, locks, indexes that are
remade from the database, and what earlier restores left beside. Pages, workers and the listener go on meanwhile.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sellwright import __version__
from sellwright.archive import postgres_copy, sqlite_copy
from sellwright.archive.backup_file import (
    DATABASE,
    HOME,
    KEY,
    Manifest,
    Reader,
    Writer,
    closed_key,
    mark_of,
    read_chunks,
)
from sellwright.interactions.failures import CannotRead, SellwrightError

LEFT_OUT = frozenset(
    {"secret-key", "static", "turns", "exports", "wording", "backups", "restoring", "last-backup.json"}
)
BESIDE = "before-"  # what a restore put aside
SQLITE = "sellwright.sqlite"
SPARE = 64_000_000  # bytes of the disk that stay free
NAME = re.compile(r"sellwright-\d{8}-\d{6}\.zip")
_WORK = ".sellwright-backup-"
Say = Callable[[str], None]


class CannotWrite(SellwrightError):
    """The backup could not be written. What was there before is untouched."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a backup."""

    to: Path  # a file that is not there yet, or a folder
    now: datetime  # aware
    keep: int = 0  # so many of this folder stay; 0: all
    passphrase: str = ""  # closes the server's key; empty: the key stays out
    scope: str = "whole"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and read back."""

    path: Path
    size: int  # bytes
    manifest: Manifest
    dropped: tuple[Path, ...] = ()  # older ones that went


def make(wanted: Wanted, say: Say = lambda _: None) -> Made:
    """Writes a backup of the database and data folder in use. Raises CannotWrite, or CannotRead for a damaged database.
    Needs Django set up; the database may be of an older version."""
    from django.conf import settings
    from django.db import connection

    home = Path(settings.HOME)
    final = _place(wanted)
    manifest = Manifest(
        __version__, connection.vendor, wanted.now.astimezone(UTC).isoformat(timespec="seconds"), wanted.scope,
        key_mark=mark_of(settings.SECRET_KEY), has_key=bool(wanted.passphrase),
    )  # fmt: skip
    files = [] if wanted.scope == "database" else [*_files(home, final.parent)]
    try:
        with _work_folder(final.parent) as work:
            _write(work, manifest, files, (home, connection.settings_dict))
            _finish(work / "backup.zip", wanted.passphrase, settings.SECRET_KEY)
            say("Reading it back")
            with Reader(work / "backup.zip") as back:
                back.verify()
                manifest = back.manifest
            _put(work / "backup.zip", final)
    except OSError as error:
        raise _cannot(final, error) from error
    dropped = _drop_old(final.parent, wanted.keep, final) if wanted.keep else ()
    if wanted.scope == "whole":
        _note(home, final, manifest)
    return Made(final, final.stat().st_size, manifest, tuple(dropped))


def check(path: Path, say: Say = lambda _: None) -> Manifest:
    """Opens a backup as a restore would: every hash, and a SQLite database examined and its rows counted again.
    Raises CannotRead."""
    with Reader(path) as backup:
        say("Reading every byte")
        backup.verify()
        if backup.manifest.engine == "sqlite":
            say("Examining its database")
            try:
                with tempfile.TemporaryDirectory(prefix=_WORK) as folder:
                    backup.unpack(DATABASE + SQLITE, Path(folder) / SQLITE)
                    compare(sqlite_copy.examine(Path(folder) / SQLITE), backup.manifest)
            except OSError as error:
                raise _cannot(Path(tempfile.gettempdir()), error) from error
        return backup.manifest


def compare(found: dict[str, int], manifest: Manifest) -> None:
    """Raises CannotRead unless as many rows stand in every table as the manifest says."""
    for table, count in sorted(manifest.counts.items()):
        if found.get(table, 0) != count:
            raise CannotRead(f"Of {table} the backup holds {found.get(table, 0)} rows, and its list says {count}.")


def last(home: Path) -> dict[str, Any] | None:
    """What is known of the last whole backup: at (ISO 8601), file, size, version. None when there was none."""
    try:
        held = json.loads((home / "last-backup.json").read_text(encoding="utf-8"))
        datetime.fromisoformat(held["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(held)


def _place(wanted: Wanted) -> Path:
    """The file to be written, in a folder that is there."""
    to = wanted.to.expanduser()
    try:
        if to.suffix.lower() != ".zip" or to.is_dir():
            to.mkdir(parents=True, exist_ok=True, mode=0o700)
            to = to / f"sellwright-{wanted.now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _cannot(to, error) from error
    if to.exists():
        raise CannotWrite(f"{to} is there already; a backup never overwrites one.", "Name another file, or a folder.")
    return to.resolve()


def _files(home: Path, destination: Path) -> Iterator[Path]:
    """Files of the data folder that go into a backup. Links are not followed: what they lead to is not ours."""
    for top in sorted(home.iterdir()):
        left_out = top.name in LEFT_OUT or top.name.startswith((SQLITE, BESIDE, "."))
        if left_out or top.is_symlink() or top.resolve() == destination:
            continue
        if top.is_file():
            yield top
            continue
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(one for one in inner if Path(folder, one).resolve() != destination)
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_file() and not path.is_symlink() and not name.startswith("arriving-"):
                    yield path


def _write(work: Path, manifest: Manifest, files: list[Path], where: tuple[Path, dict[str, Any]]) -> None:
    """The whole .zip but the key: the database as of now, then the files, so that no row misses its file."""
    home, database = where
    with open(work / "backup.zip", "xb") as file, Writer(file, manifest) as out:
        if manifest.engine == "sqlite":
            source = Path(database["NAME"])
            size = sum(one.stat().st_size for one in (source, Path(f"{source}-wal")) if one.exists())
            _room(work, 2 * size + _size(files))
            sqlite_copy.copy(source, work / SQLITE)
            manifest.counts = sqlite_copy.examine(work / SQLITE)
            manifest.migrations = sqlite_copy.migrations(work / SQLITE)
            out.add(DATABASE + SQLITE, read_chunks(work / SQLITE))
            (work / SQLITE).unlink()
        else:
            with postgres_copy.connect(database) as db:
                _room(work, postgres_copy.size(db) + _size(files))
                db.rollback()
                postgres_copy.write(db, out)
        for path in files:
            with suppress(FileNotFoundError):  # an upload may be taken away meanwhile
                out.add(HOME + path.relative_to(home).as_posix(), read_chunks(path))
        if not manifest.migrations:
            raise CannotRead("There is no workspace yet: nothing to put into a backup.", "Start it: sellwright serve")
        out.end()


def _finish(path: Path, passphrase: str, key: str) -> None:
    """Puts the key in, if wanted, and makes sure of the file on the disk."""
    if passphrase:
        import zipfile

        with zipfile.ZipFile(path, "a") as held:
            held.writestr(KEY, closed_key(key, passphrase))
    path.chmod(0o600)
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _put(made: Path, final: Path) -> None:
    """Gives it its name, in one step, unless another took that name meanwhile."""
    try:
        os.link(made, final)
        made.unlink()
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        made.rename(final)
    sync(final.parent)


def sync(folder: Path) -> None:
    """Makes sure of names on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _work_folder(parent: Path) -> Iterator[Path]:
    """A folder beside the final place, held while it is in use; those of backups that were broken off go."""
    for left in parent.glob(_WORK + "*"):
        with suppress(OSError), open(left / "lock", "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=parent))
    try:
        with open(work / "lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed + SPARE > free:
        raise CannotWrite(
            f"The disk of {folder.parent} has {free / 1e9:.1f} GB free; this backup may need {needed / 1e9:.1f} GB.",
            "Name a folder on another disk.",
        )


def _size(files: list[Path]) -> int:
    total = 0
    for path in files:
        with suppress(OSError):
            total += path.stat().st_size
    return total


def _drop_old(folder: Path, keep: int, newest: Path) -> list[Path]:
    """Keeps the newest of those that carry our name and date; others' files are never touched."""
    ours = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), key=lambda path: path.name)
    old = [path for path in ours[: max(0, len(ours) - keep)] if path != newest]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _note(home: Path, path: Path, manifest: Manifest) -> None:
    held = {"at": manifest.made_at, "file": str(path), "size": path.stat().st_size, "version": manifest.version}
    written = home / f".last-backup-{os.getpid()}"
    with suppress(OSError):  # the backup is there; only its age is not known
        written.write_text(json.dumps(held), encoding="utf-8")
        written.replace(home / "last-backup.json")


def _cannot(to: Path, error: OSError) -> CannotWrite:
    if error.errno == errno.ENOSPC:
        return CannotWrite(f"The disk of {to.parent} is full.", "Name a folder on another disk.")
    named = Path(str(error.filename or to))
    what = f"{named} ({error.strerror or error})"
    return CannotWrite(f"The backup was not written: {what}.", "Look at its rights, or name another place.")
