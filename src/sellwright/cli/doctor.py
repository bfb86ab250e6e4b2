"""`sellwright doctor`: looks at the installation and says in plain words what is well, what is not, and what to do."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright import __version__
from sellwright.cli import output
from sellwright.cli.inputs import Json
from sellwright.interactions.failures import ExtraNeeded

if TYPE_CHECKING:
    from sellwright.doctor.findings import Finding

_MARKS = {"well": "ok  ", "look": "LOOK", "bad": "BAD "}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."
    ),
    deep: bool = typer.Option(False, "--deep", help="Read every page of the database too; slow on a big one."),
    calls: bool = typer.Option(
        True, "--calls/--no-calls", help="Ask PUBLIC_URL and the mail server whether they answer. Nothing is sent."
    ),
    as_json: Json = False,
) -> None:
    """Look at this installation. Exit code 0: all well; 1: something to look at; 2: something is wrong."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.archive import at_home
        from sellwright.doctor import findings, machine
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    home = at_home.folder()
    now = datetime.now(UTC)  # noqa: TID251 - the command line asks the clock
    if home.is_dir():
        said = at_home.set_up(makes_key=False)
        if said:
            output.say(said)
        from sellwright.doctor import looking

        found = looking.look(home, now, deep=deep, calls=calls)
    else:
        found = list(machine.findings(home, now))
    if as_json:
        output.print_json(findings.as_json(found, __version__))
    else:
        _tell(found)
    sys.exit(findings.exit_code(found))


def _tell(found: list[Finding]) -> None:
    width = max(len(one.what) for one in found)
    for one in found:
        sys.stdout.write(f"{_MARKS[one.state]} {one.what:{width}}  {output.clean(one.said)}\n")
        if one.next_step:
            sys.stdout.write(f"{'':{width + 7}}Next: {one.next_step}\n")
    open_ones = [one for one in found if one.state != "well"]
    sys.stdout.write("All is well.\n" if not open_ones else f"{len(open_ones)} of {len(found)} want a look.\n")
