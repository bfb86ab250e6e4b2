"""`sellwright listen`: reads the connected mailboxes and calendars as they change; `serve` starts it by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from sellwright.cli import output
from sellwright.interactions.failures import ExtraNeeded


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("listen")(listen)


def listen(
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."
    ),
) -> None:
    """Reads connected mailboxes and calendars as they change. `serve` starts it already; Ctrl-C stops it."""
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    try:
        from sellwright.capture import listening
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    sys.exit(listening.main(output.say))
