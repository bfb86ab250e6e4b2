"""The part of `sellwright import` that reads the folder of a whole workspace into an empty one."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sellwright.cli import output
from sellwright.interactions.failures import ExtraNeeded

MANIFEST, UNFINISHED = "manifest.json", "INCOMPLETE"


def is_workspace(path: Path) -> bool:
    """Whether a path is what `sellwright export` writes: its folder, or that packed as .zip."""
    if path.is_dir():
        return (path / MANIFEST).is_file() or (path / UNFINISHED).is_file()
    try:
        with zipfile.ZipFile(path) as packed:
            return {MANIFEST, "tables.json"} <= set(packed.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def take_in(path: Path, words: Sequence[str] = (), data: Path | None = None) -> None:
    """Reads it into the empty workspace of a data folder, which is made where there is none."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    home = at_home.folder()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = at_home.set_up()
    if said:
        output.say(said)
    from sellwright.archive import checking, reading, renewing, steps

    steps.bring_up()
    with checking.unpacked(path.expanduser(), home / "arriving") as folder:
        with output.steps("Checking") as step:
            checked = checking.check(folder, step)
        with output.steps("Reading") as step:
            arrived = reading.arrive(checked, words, step)
    output.say(f"All of it is in: {arrived.rows:,} rows in {home}.")
    renewing.renew(output.say)
    _tell(arrived.locked, data)


def _tell(locked: Sequence[str], data: Path | None) -> None:
    from sellwright.actions import entering
    from sellwright.store.models import User

    names = dict(User.objects.values_list("public_id", "email"))
    for member in locked:
        output.say(
            f"  Private rows of {names.get(member, member)} are still locked: they open them under Settings, Leaving."
        )
    output.say("  Secrets did not come along: every mailbox asks to sign in again, members enter by a link.")
    output.say(f"  Next: sellwright serve{f' --data {data}' if data is not None else ''}")
    owner = User.objects.filter(role="owner", is_active=True).order_by("pk").first()
    if owner is not None:
        output.say(f"  The owner ({owner.email}) enters by this link, once: /in/{entering.way_in(owner)}")
