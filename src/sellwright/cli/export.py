"""`sellwright export`: the whole workspace as an open folder, which `sellwright import` reads back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from sellwright.cli import output
from sellwright.cli.inputs import Usage
from sellwright.interactions.failures import ExtraNeeded

DATA = "Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    folder: Path = typer.Argument(..., metavar="FOLDER", help="A new or empty folder."),
    data: Path | None = typer.Option(None, "--data", metavar="FOLDER", help=DATA),
    as_member: str = typer.Option(
        "", "--as", metavar="EMAIL", help="Whose export it is: what they may not read is locked for its owner. "
        "Else the owner of the workspace.",
    ),
) -> None:  # fmt: skip
    """Write the whole workspace as an open folder: JSON lines, mail, calendars, a manifest with hashes."""
    open_workbench(data)
    from sellwright.archive import writing
    from sellwright.store.models import User

    members = User.objects.order_by("pk")
    wanted = members.filter(email=as_member.strip().lower()) if as_member else members.filter(role="owner")
    reader = wanted.filter(is_active=True).first()
    if reader is None:
        raise Usage(f"{as_member or 'An owner'} is no member here.", "Name a member: --as you@firm.com")
    with output.steps("Writing") as step:
        now = datetime.now(UTC)  # noqa: TID251 - the command line asks the clock
        manifest = writing.write(folder.expanduser(), reader=reader, now=now, progress=step)
    _tell(folder, manifest)


def open_workbench(data: Path | None) -> None:
    """Django set up on a data folder that is there, its tables as this version wants them."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    home = at_home.folder()
    if not home.is_dir():
        raise Usage(f"There is no data folder {home}.", "Name it with --data.")
    said = at_home.set_up()
    if said:
        output.say(said)
    from sellwright.archive.steps import bring_up

    bring_up()


def _tell(folder: Path, manifest: dict[str, Any]) -> None:
    from sellwright.store.models import ExportKey, User

    size = sum(file["bytes"] for file in manifest["files"])
    rows = sum(manifest["counts"].values())
    output.say(f"Written: {folder} ({rows:,} rows, {len(manifest['files']):,} files, {size / 1e6:,.1f} MB)")
    names = dict(User.objects.values_list("public_id", "email"))
    waiting = set(ExportKey.objects.exclude(words="").values_list("user__email", flat=True))
    for member, locked in sorted(manifest["locked"].items()):
        email = names.get(member, member)
        output.say(f"  {locked:,} private rows of {email} are locked. Only their own words open them.")
        if email in waiting:
            output.say(
                f"  NOTE: {email} has not fetched those words yet: Settings, Leaving. Without them nobody opens it."
            )
    output.say("  Passwords and tokens are not in it. Keep the folder as you would keep the mail itself.")
