"""`sellwright demo`: writes the files of the demo firm into a folder, to look at or to try commands on."""

from __future__ import annotations

from pathlib import Path

import typer

from sellwright.cli import output


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(write)


def write(
    folder: Path = typer.Argument(..., help="A folder for the files; made when missing."),
    seed: int = typer.Option(1, help="Another seed, another history."),
) -> None:
    """Write the demo firm's files into a folder."""
    from sellwright.demo import kestrel

    folder.mkdir(parents=True, exist_ok=True)
    firm = kestrel.write(folder, seed)
    output.say(f"Kestrel Instruments (invented) is in {folder}. Its demo day is {firm.now:%A %d %B %Y, %H:%M}.")
    output.say(f"  Try: sellwright today {firm.mailbox} {firm.calendar} --me {firm.me[0]} --now {firm.now.isoformat()}")
