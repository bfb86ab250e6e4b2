"""Puts a backup into a data folder, and into PostgreSQL where that is used: all of it or nothing, and it says which.

    <data folder>/restoring/lock         held while a restore runs
    <data folder>/restoring/new/         what is to stand in the data folder, whole and on the disk
    <data folder>/restoring/ready.json   written last: from here on the restore is finished, whatever happens

Until `ready.json` stands nothing was changed. After it `finish` goes on, at the next start of anything. What stood
there before is moved aside, never deleted: `before-<time>` in the data folder, a schema of that name in PostgreSQL.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sellwright.archive import postgres_copy, sqlite_copy, steps
from sellwright.archive.backing_up import BESIDE, LEFT_OUT, SPARE, SQLITE, CannotWrite, Say, compare, sync
from sellwright.archive.backup_file import DATABASE, HOME, Manifest, Reader, mark_of
from sellwright.interactions.failures import CannotRead

FOLDER, NEW, READY = "restoring", "new", "ready.json"


class NotEmpty(CannotRead):
    """Something stands where the backup would go."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a restore."""

    file: Path
    home: Path
    now: datetime
    over: bool = False  # put aside what stands there
    passphrase: str = ""  # opens the key in the backup; empty: the key stays out


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands there now."""

    manifest: Manifest
    beside: str  # where the old is, as words; empty: there was none
    key: str  # "given", "same", "other", or "none": whether the key here opens what the backup's sealed
    steps: int  # taken to bring an older backup up


def restore(wanted: Wanted, say: Say = lambda _: None) -> Restored:
    """Raises CannotRead or CannotWrite, and then nothing was changed. Needs Django set up on `wanted.home`, with no
    connection open, in a process of its own: what was read of the old database must not live on."""
    from django.conf import settings

    engine = settings.DATABASES["default"]
    with Reader(wanted.file) as backup, _alone(wanted.home) as folder:
        manifest = backup.manifest
        is_sqlite = engine["ENGINE"] == "sellwright.store.sqlite"
        here = "sqlite" if is_sqlite else "postgresql"
        if manifest.engine != here:
            raise CannotRead(*_other_engine(manifest.engine, here))
        steps.check(manifest.migrations, manifest.version)
        beside = f"{BESIDE}{wanted.now.astimezone(UTC):%Y%m%d-%H%M%S}"
        _may_stand(wanted, is_sqlite, engine)
        _room(wanted.home, manifest)
        say("Unpacking it and reading every byte")
        _unpack(backup, folder / NEW)
        key = _key(wanted, backup, folder / NEW)
        mark = f"restored {secrets.token_hex(8)}"
        if is_sqlite:
            taken = _sqlite(folder / NEW, manifest, say)
        else:
            taken = _postgres(engine, backup, mark, say)
        _sync_all(folder / NEW)
        plan = {
            "mark": mark, "beside": beside, "engine": here, "scope": manifest.scope,
            "entries": sorted(path.name for path in (folder / NEW).iterdir()),
        }  # fmt: skip
        _commit(folder, plan)
        if not is_sqlite:
            with postgres_copy.connect(engine) as db:
                had_tables = postgres_copy.has_tables(db)
                postgres_copy.take_place(db, beside)
        else:
            had_tables = False
        moved = _swap(wanted.home, plan)
        said = [f"{wanted.home / beside}"] if moved else []
        said += [f'the schema "{beside}" of the database'] if had_tables else []
        return Restored(manifest, " and ".join(said), key, taken)


def finish(home: Path, has_taken_place: Callable[[str], bool] | None = None) -> str:
    """Goes on with a restore that was broken off; returns a sentence on what became of it, '' when there was none.

    `has_taken_place(mark)` asks PostgreSQL; without it (SQLite, or Django not set up yet) a restore into PostgreSQL is
    left as it is. Raises CannotWrite while another process restores."""
    folder = home / FOLDER
    if not folder.is_dir():
        return ""
    with _alone(home, clears=False):
        try:
            plan = json.loads((folder / READY).read_text(encoding="utf-8"))
        except FileNotFoundError:
            shutil.rmtree(folder)
            return "A restore was broken off before it changed anything: nothing was restored."
        if plan["engine"] != "sqlite":
            if has_taken_place is None:
                return ""
            if not has_taken_place(plan["mark"]):
                (folder / READY).unlink()
                shutil.rmtree(folder)
                return "A restore was broken off before it changed anything: nothing was restored."
        _swap(home, plan)
        return "A restore that was broken off was finished: all of it stands there now."


@contextmanager
def serving(home: Path, **told: str) -> Iterator[None]:
    """Held while the workbench runs on this folder: no restore begins meanwhile. `told` (its address, its version)
    stands in the file for whoever asks. Raises CannotWrite while one runs."""
    (home / "turns").mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(home / "turns" / "serving", "ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotWrite("A backup is being restored into this data folder.", "Wait until it is done.") from error
        lock.truncate(0)
        lock.write(json.dumps(told).encode())
        lock.flush()
        yield


@contextmanager
def _alone(home: Path, *, clears: bool = True) -> Iterator[Path]:
    """The folder of a restore, empty if `clears`; nobody else restores or serves."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "turns").mkdir(exist_ok=True, mode=0o700)
    with open(home / "turns" / "serving", "ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotWrite(
                f"Sellwright is running on {home}, or a restore is.", "Stop it first (Ctrl-C, or systemctl stop)."
            ) from error
        folder = home / FOLDER
        if clears:
            if (folder / READY).exists():
                raise CannotWrite("A restore that was broken off is not finished yet.", "Run sellwright doctor.")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        try:
            yield folder
        except BaseException:
            if clears and not (folder / READY).exists():
                shutil.rmtree(folder, ignore_errors=True)
            raise


def _other_engine(theirs: str, here: str) -> tuple[str, str]:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    do = "Leave DATABASE_URL out." if theirs == "sqlite" else "Set DATABASE_URL to an empty PostgreSQL database."
    there = f"This backup is of {names.get(theirs, theirs)}, and this workbench uses {names[here]}."
    return there, f"{do} To move between the two, use sellwright export and import."


def _may_stand(wanted: Wanted, is_sqlite: bool, engine: dict[str, Any]) -> None:
    """Raises NotEmpty unless the place is empty or may be put aside."""
    if is_sqlite:
        full = (wanted.home / SQLITE).exists()
    else:
        with postgres_copy.connect(engine) as db:
            full = postgres_copy.has_tables(db)
            if wanted.over and postgres_copy.others(db):
                raise CannotWrite("Others are connected to the database.", "Stop Sellwright everywhere first.")
    if full and not wanted.over:
        raise NotEmpty(
            f"There is a workspace already ({wanted.home}).",
            "Restore into another folder with --data, or add --over: what stands there is then put aside, not deleted.",
        )


def _room(home: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(home).free
    if manifest.size + SPARE > free:
        raise CannotWrite(
            f"The disk of {home} has {free / 1e9:.1f} GB free, and this backup needs {manifest.size / 1e9:.1f} GB.",
            "Make room, or restore elsewhere with --data.",
        )


def _unpack(backup: Reader, new: Path) -> None:
    new.mkdir(mode=0o700)
    for name in backup.manifest.files:
        if name.startswith(HOME):
            if name.removeprefix(HOME).split("/")[0] in LEFT_OUT:
                raise CannotRead(f"The backup holds {name}, which no backup holds.")
            backup.unpack(name, new / name.removeprefix(HOME))
        elif backup.manifest.engine == "sqlite":
            if name != DATABASE + SQLITE:
                raise CannotRead(f"The backup holds {name}, which no backup of SQLite holds.")
            backup.unpack(name, new / SQLITE)
        else:
            for _chunk in backup.chunks(name):  # its rows go to the server later; now they are only made sure of
                pass


def _key(wanted: Wanted, backup: Reader, new: Path) -> str:
    """Puts the backup's key there if it was opened; else says what the key that is here is worth."""
    theirs = backup.manifest.key_mark
    given = os.environ.get("SELLWRIGHT_KEY")
    if wanted.passphrase:
        key = backup.key(wanted.passphrase)
        if given:
            return "same" if mark_of(given) == theirs else "other"
        with os.fdopen(os.open(new / "secret-key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
        return "given"
    try:
        here = given or (wanted.home / "secret-key").read_text()
    except FileNotFoundError:
        return "none"
    return "same" if mark_of(here) == theirs else "other"


def _sqlite(new: Path, manifest: Manifest, say: Say) -> int:
    """Examines the database and brings it up to this version, while it still stands aside. How many steps it took."""
    from django.db import connection

    say("Examining its database")
    compare(sqlite_copy.examine(new / SQLITE), manifest)
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], new / SQLITE
    try:
        return _brought_up(say)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        (new / f"{SQLITE}-waiting").unlink(missing_ok=True)


def _postgres(engine: dict[str, Any], backup: Reader, mark: str, say: Say) -> int:
    """Fills a schema of its own and brings it up to this version. How many steps it took."""
    from django.db import connection

    with postgres_copy.connect(engine) as db:
        postgres_copy.make_stage(db)
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    before = options.get("options")
    options["options"] = f"-c search_path={postgres_copy.STAGE}"
    try:
        steps.bring_to(backup.manifest.migrations)
        connection.close()
        say("Putting its rows into the database")
        with postgres_copy.connect({**engine, "OPTIONS": {**engine["OPTIONS"], "options": before or ""}}) as db:
            postgres_copy.fill(db, backup, mark)
        return _brought_up(say)
    except BaseException:
        with postgres_copy.connect({**engine, "OPTIONS": {**engine["OPTIONS"], "options": before or ""}}) as db:
            postgres_copy.drop_stage(db)
        raise
    finally:
        connection.close()
        options.pop("options")
        if before is not None:
            options["options"] = before


def _brought_up(say: Say) -> int:
    _taken, left = steps.left_to_take()
    if left:
        say(f"Bringing it up to this version ({len(left)} steps)")
        try:
            steps.bring_up()
        except Exception as error:
            raise CannotRead(
                f"The backup is whole, but could not be brought up to this version ({type(error).__name__}).",
                "Nothing was changed. Restore it with the version it was made by, and tell us.",
            ) from error
    return len(left)


def _commit(folder: Path, plan: dict[str, Any]) -> None:
    """From here on the restore is finished, now or at the next start."""
    written = folder / "ready"
    with open(written, "x", encoding="utf-8") as file:
        json.dump(plan, file)
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / READY)
    sync(folder)


def _swap(home: Path, plan: dict[str, Any]) -> bool:
    """Moves the old aside and the new to its place; may be broken off and called again. Whether there was an old."""
    new, beside = home / FOLDER / NEW, home / str(plan["beside"])
    for path in sorted(home.iterdir()):
        if _goes(path.name, plan) and ((new / path.name).exists() or not _is_new(path.name, plan)):
            beside.mkdir(exist_ok=True, mode=0o700)
            path.rename(beside / path.name)
    for name in plan["entries"]:
        if (new / name).exists():
            (new / name).rename(home / name)
    sync(home)
    done = home / f".{plan['beside']}"
    (home / FOLDER).rename(done)  # one step: a folder half deleted would look like a restore half done
    shutil.rmtree(done)
    return beside.exists()


def _goes(name: str, plan: dict[str, Any]) -> bool:
    """Whether an entry of the data folder makes room for the restored one."""
    if name in ("turns", "backups", FOLDER, "last-backup.json") or name.startswith((BESIDE, ".")):
        return False
    if name == "secret-key":
        return _is_new(name, plan)
    if name.startswith(SQLITE):
        return bool(plan["engine"] == "sqlite")
    is_whole: bool = plan["scope"] == "whole"
    return is_whole


def _is_new(name: str, plan: dict[str, Any]) -> bool:
    """Whether what stands there under this name is the restored one, moved before `_swap` was broken off."""
    return bool(name in plan["entries"])


def _sync_all(folder: Path) -> None:
    for inner, _folders, files in os.walk(folder):
        for name in files:
            with open(Path(inner, name), "rb") as file:
                os.fsync(file.fileno())
        sync(Path(inner))
