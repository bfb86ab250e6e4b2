"""An export asked for in the browser: the open folder written in the data folder, then packed as one .zip, kept a day.

`state.json` beside it says how far it is: writing, packing or ready. Ended in between, the next run writes it anew.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from sellwright.archive import writing
from sellwright.archive.writing import Stopped
from sellwright.store.models import User

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class State:
    """How far an export is. `step`: asked, writing, packing, ready."""

    step: str
    asked_at: str  # ISO 8601, UTC
    done: int = 0
    total: int = 0
    ready_at: str = ""
    name: str = ""


KEPT = timedelta(days=1)


def taken_along() -> Path:
    """Where everything lies that somebody may take along; `drop_old` empties it."""
    return Path(settings.HOME) / "taken-along"


def drop_old(now: datetime) -> int:
    """Deletes what was made over a day ago; how many."""
    found = 0
    for path in taken_along().iterdir() if taken_along().is_dir() else ():
        if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            shutil.rmtree(path, ignore_errors=True)
            found += 1
    return found


def folder_of(user: User) -> Path:
    """Where a member's export of the workspace lies."""
    return taken_along() / f"workspace-{user.public_id}"


def state_of(user: User) -> State | None:
    """None where nobody asked for one."""
    try:
        return State(**json.loads((folder_of(user) / "state.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def file_of(user: User) -> Path | None:
    """The .zip, once it is ready."""
    held, path = state_of(user), folder_of(user) / "export.zip"
    return path if held is not None and held.step == "ready" and path.exists() else None


def ask(user: User, now: datetime) -> None:
    """Begins a new one; one that is ready goes."""
    shutil.rmtree(folder_of(user), ignore_errors=True)
    folder_of(user).mkdir(parents=True, mode=0o700)
    _keep(user, State("asked", now.isoformat()))


def make(user: User, stopping: Callable[[], bool], now: datetime) -> None:
    """Writes and packs it. Raises Stopped. Safe to run again."""
    held = state_of(user)
    if held is None or held.step == "ready":
        return
    told = [0]

    def progress(done: int, total: int) -> None:
        if done - told[0] >= 2_000 or done == total:
            told[0] = done
            _keep(user, State("writing", held.asked_at, done, total))

    folder = folder_of(user) / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    writing.write(folder, reader=user, now=now, progress=progress, stopping=stopping)
    _keep(user, State("packing", held.asked_at))
    _pack(folder, folder_of(user) / "export.zip", stopping)
    shutil.rmtree(folder)
    _keep(user, State("ready", held.asked_at, ready_at=now.isoformat(), name=f"workspace {now.date()}.zip"))


def _pack(folder: Path, to: Path, stopping: Callable[[], bool]) -> None:
    part = to.with_suffix(".part")
    part.touch(mode=0o600)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with path.open("rb") as source, packed.open(info, "w", force_zip64=True) as out:
                while chunk := source.read(_CHUNK):
                    if stopping():
                        raise Stopped
                    out.write(chunk)
    part.replace(to)


def _keep(user: User, held: State) -> None:
    path = folder_of(user) / "state.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(asdict(held)), encoding="utf-8")
    fresh.replace(path)
