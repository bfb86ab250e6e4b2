"""`sellwright pairs`: who meets whom this week, to learn a technique from each other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.measures.pairs import Pair, Week


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pairs")(pairs)


def pairs(
    sheet: Path = typer.Argument(..., metavar="TEAM.yaml", help="Who knows what how well, and who met whom."),
    week: str | None = typer.Option(None, "--week", metavar="DAY", help="Any day of the week to pair for."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Who meets whom this week, to learn from each other."""
    from sellwright.interactions import team
    from sellwright.measures import pairs as measure
    from sellwright.sources.sheets import read_sheet

    read = team.read(read_sheet(sheet.expanduser()))
    day = inputs.moment(week or now).date()
    monday = day - timedelta(days=day.weekday())
    found = measure.measure(read, monday)
    if json_out:
        _print_json(found, monday)
    else:
        _print(found, monday)


def _print_json(found: Week, monday: date) -> None:
    """Schema pairs/1, documented in docs/reference/command-line.md."""
    from dataclasses import asdict

    output.print_json(
        {"schema": "pairs/1", "week": monday.isoformat(), **asdict(found), "resting": found.resting or None}
    )


def _print(found: Week, monday: date) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(f"Pairs for the week of {monday.isoformat()}", style="bold"))
    for pair in found.pairs:
        console.print(Text("  " + output.clean(_words(pair))))
    if found.resting:
        console.print(Text(f"  {output.clean(found.resting)} has no partner this week."))
    console.print(
        Text(
            "Who seeks asks first. Together write down a technique to try: the situation, the move, the words, and when"
            " it fails. The sheet stays with the two; the technique is its finder's to publish."
        )
    )
    if not found.certain:
        console.print(Text("With so many people other pairs may be slightly better.", style="yellow"))
    met = ", ".join(f"[{pair.seeker}, {pair.giver}]" for pair in found.pairs)
    rested = f", [{found.resting}]" if found.resting else ""
    console.print(Text(output.clean(f"For the sheet, under past:  {monday.isoformat()}: [{met}{rested}]"), style="dim"))


def _words(pair: Pair) -> str:
    again = " They met within four weeks; there was no way around it." if pair.again else ""
    if pair.gap == 0:
        return f"{pair.seeker} and {pair.giver} talk as equals.{again}"
    about = "" if pair.skill == "skill" else f" about {pair.skill}"
    return f"{pair.seeker} asks {pair.giver}{about} (gap {pair.gap:g}).{again}"
