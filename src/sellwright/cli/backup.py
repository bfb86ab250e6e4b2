"""`sellwright backup`: everything in one file, while the workbench goes on; `--check` opens one that is there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright.cli import output
from sellwright.cli.inputs import Usage
from sellwright.interactions.failures import ExtraNeeded

if TYPE_CHECKING:
    from sellwright.archive.backing_up import Made

PASSPHRASE = "SELLWRIGHT_BACKUP_PASSPHRASE"  # noqa: S105 - where it is looked for, not what it is


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backup")(backup)


def backup(
    to: Path | None = typer.Argument(
        None, metavar="FILE.zip|FOLDER", help="Where it goes; a folder gets a file named by day and time."
    ),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."
    ),
    keep: int = typer.Option(0, "--keep", min=0, help="Keep so many in that folder, drop the oldest; 0 keeps all."),
    with_key: bool = typer.Option(
        False, "--with-key", help=f"Put the server's key in, closed with a passphrase (asked for, or {PASSPHRASE})."
    ),
    check: Path | None = typer.Option(
        None, "--check", metavar="FILE.zip", help="Only look whether this backup is whole, as a restore would."
    ),
) -> None:
    """Put everything into one file, while the workbench goes on. Read back before it is called done."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home, backing_up
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    if check is not None:
        manifest = backing_up.check(check, output.say)
        output.say(f"Whole: {check}, made {manifest.made_at} by Sellwright {manifest.version}.")
        output.say(f"  {sum(manifest.counts.values()):,} rows in {len(manifest.counts)} tables, {_files(manifest)}.")
        return
    if to is None:
        raise Usage("Where should the backup go?", "sellwright backup /mnt/backups --keep 7")
    home = at_home.folder()
    if not home.is_dir():
        raise Usage(f"There is no data folder {home}.", "Name it with --data.")
    said = at_home.set_up()
    if said:
        output.say(said)
    words = _passphrase() if with_key else ""
    made = backing_up.make(
        backing_up.Wanted(to, datetime.now(UTC), keep, words),  # noqa: TID251 - the command line asks the clock
        output.say,
    )
    _tell(made, home, has_key=with_key)


def _tell(made: Made, home: Path, *, has_key: bool) -> None:
    manifest = made.manifest
    output.say(f"Backup written and read back: {made.path} ({made.size / 1e6:,.1f} MB)")
    output.say(f"  {sum(manifest.counts.values()):,} rows in {len(manifest.counts)} tables, {_files(manifest)}.")
    for old in made.dropped:
        output.say(f"  Dropped: {old.name}")
    if made.path.stat().st_dev == home.stat().st_dev:
        output.say("  NOTE: it lies on the same disk as your data. Copy it to another machine.")
    if has_key:
        output.say("  The server's key is in it, closed with your passphrase. Without the passphrase nobody opens it.")
    else:
        where = "SELLWRIGHT_KEY" if os.environ.get("SELLWRIGHT_KEY") else str(home / "secret-key")
        output.say(f"  NOTE: the server's key ({where}) is NOT in it. Keep a copy of it elsewhere, apart from backups.")
        output.say("  Without it all is there after a restore, but passwords of mailboxes have to be entered again.")


def _files(manifest: object) -> str:
    count = sum(1 for name in getattr(manifest, "files", ()) if name.startswith("home/"))
    return f"{count:,} file{'' if count == 1 else 's'} of the data folder"


def _passphrase() -> str:
    words = os.environ.get(PASSPHRASE) or typer.prompt(
        "A passphrase for the key", hide_input=True, confirmation_prompt=True, err=True
    )
    if len(words) < 12:
        raise Usage("The passphrase is short: twelve signs at least.", "Take four or five words.")
    return str(words)
