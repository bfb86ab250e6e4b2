"""`sellwright mirror`: the leader's mirror, about the leader only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.measures.mirror import Mirror


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mirror")(mirror)


def mirror(
    sheet: Path = typer.Argument(..., metavar="SHEET", help="Contacts with your team: day, and who began (.yaml)."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Whether your team comes to you more than you go to them."""
    from dataclasses import asdict

    from sellwright.interactions import leading
    from sellwright.measures import mirror as measure
    from sellwright.sources.sheets import read_sheet

    read = leading.read(read_sheet(sheet.expanduser()))
    found = measure.measure(read, inputs.moment(now).date())
    if json_out:
        output.print_json({"schema": "mirror/1", **asdict(found)})
        return
    _print(found)


def _print(found: Mirror) -> None:
    from rich.text import Text

    console = output.console()
    for i, words in enumerate(lines(found)):
        console.print(Text(output.clean(words), style="" if i else "bold"))


def lines(found: Mirror) -> list[str]:
    """The answer, then what is behind it."""
    if found.verdict == "hidden":
        return ["Hidden: under 4 members a share of the team would be a word on one person."]
    count = f"{found.from_members} of {found.contacts} talks in 90 days were begun by members."
    taken = [f"You acted for the owner in {len(found.takeovers)}: {', '.join(filter(None, found.takeovers))}."]
    rest = [count, *(taken if found.takeovers else ["In no deal did you act for its owner."])]
    if found.pull is None:
        return [f"Too little to tell: {found.contacts} talks; 8 are needed.", *rest]
    told = {
        "they come to you": "They come to you more than you go to them",
        "even": "They come to you as often as you go to them",
        "you go to them": "You go to them more than they come to you",
    }[found.verdict]
    return [f"{told} ({found.pull:.2f}).", *rest, "It says something of you; nobody can be told to ask."]
