"""`sellwright import`: reads what an export wrote."""

from __future__ import annotations

from pathlib import Path

import typer

from sellwright.cli import arriving
from sellwright.cli.inputs import Usage


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    path: Path = typer.Argument(..., metavar="FOLDER|FILE", help="The folder of a workspace, or that as .zip."),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where it goes (else SELLWRIGHT_HOME, else your data folder)."
    ),
    words: list[str] = typer.Option(
        [], "--words", metavar="WORDS", help="Words that open a member's private rows; may be given several times."
    ),
) -> None:
    """Read a whole workspace into an empty one."""
    if not arriving.is_workspace(path):
        raise Usage(f"{path} is not what sellwright export writes.", "Name its folder.")
    arriving.take_in(path, words, data)
