"""`sellwright mcp`: tools for a program on this machine, over standard input and output, with a token."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from sellwright.cli.inputs import Usage
from sellwright.interactions.failures import ExtraNeeded


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mcp")(mcp)


def mcp(
    token_file: Path | None = typer.Option(
        None, "--token-file", metavar="FILE", help="Holds the token; without it SELLWRIGHT_TOKEN does."
    ),
    data: Path | None = typer.Option(
        None, "--data", metavar="FOLDER", help="Where everything is kept (else SELLWRIGHT_HOME, else your data folder)."
    ),
) -> None:
    """Tools for programs that talk with you (Model Context Protocol). They may what the token may, and never send."""
    secret = _token(token_file)
    if data is not None:
        os.environ["SELLWRIGHT_HOME"] = str(data.expanduser().resolve())
    try:
        from sellwright.api.mcp import at_home
    except ModuleNotFoundError as error:
        raise ExtraNeeded(
            f"The workbench needs more packages ({error.name} is missing).", "Run: pip install 'sellwright[workbench]'"
        ) from error
    code = at_home.main(secret, sys.stdin, sys.stdout)
    if code is None:
        raise Usage("This token opens nothing here.", "Make one under Settings, Programs.")
    sys.exit(code)


def _token(file: Path | None) -> str:
    if file is None:
        found = os.environ.pop("SELLWRIGHT_TOKEN", "")
    else:
        try:
            found = file.expanduser().read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise Usage(f"{file} cannot be read.", "Name the file that holds the token.") from error
    if not found.strip():
        raise Usage("There is no token.", "Set SELLWRIGHT_TOKEN, or name a file with --token-file.")
    return found.strip()
