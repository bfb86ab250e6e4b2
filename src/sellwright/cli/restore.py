"""`sellwright restore`: puts a backup where nothing stands yet, or, with --over, in the place of what does."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import typer

from sellwright.cli import output
from sellwright.cli.backup import PASSPHRASE
from sellwright.interactions.failures import ExtraNeeded


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("restore")(restore)


def restore(
    file: Path = typer.Argument(..., metavar="FILE.zip", help="A backup made by sellwright backup."),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where it goes (else SELLWRIGHT_HOME, else your data folder)."
    ),
    over: bool = typer.Option(False, "--over", help="Put aside what stands there (kept, not deleted)."),
    with_key: bool = typer.Option(
        False, "--with-key", help=f"Put the server's key there too; its passphrase is asked for, or {PASSPHRASE}."
    ),
) -> None:
    """Put a backup back: all of it or nothing. One made by an older version is brought up to this one."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home, restoring
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    home = at_home.folder()
    said = at_home.set_up(makes_key=False)
    if said:
        output.say(said)
    words = ""
    if with_key:
        words = os.environ.get(PASSPHRASE) or typer.prompt("The passphrase of its key", hide_input=True, err=True)
    now = datetime.now(UTC)  # noqa: TID251 - the command line asks the clock
    done = restoring.restore(restoring.Wanted(file, home, now, over, words), output.say)
    manifest = done.manifest
    output.say(f"Restored: the workspace as it stood at {manifest.made_at}, into {home}.")
    output.say(f"  {sum(manifest.counts.values()):,} rows in {len(manifest.counts)} tables, counted again.")
    if done.steps:
        output.say(f"  It was made by Sellwright {manifest.version} and was brought up to this version.")
    if done.beside:
        output.say(f"  What stood there before is kept: {done.beside}. Delete it when you are sure.")
    output.say(f"  {_KEYS[done.key]}")
    output.say(f"  Next: sellwright serve{f' --data {home}' if data is not None else ''}")


_KEYS = {
    "given": "The server's key came with it: passwords of mailboxes open.",
    "same": "The key here is the one of that workspace: passwords of mailboxes open.",
    "other": "NOTE: the key here is another one. Passwords of mailboxes have to be entered again, unless you put the"
    " old key there (file secret-key, or SELLWRIGHT_OLD_KEYS).",
    "none": "NOTE: there is no key here, and a new one is made. Passwords of mailboxes have to be entered again, unless"
    " you put the old key there first (file secret-key in the data folder).",
}
