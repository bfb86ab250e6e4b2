"""`sellwright iceberg begin|show|next`: what success rests on, most of it under water, and what to work on next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sellwright.cli import inputs, output
from sellwright.interactions.failures import CannotRead

if TYPE_CHECKING:
    from sellwright.interactions.iceberg import Cell
    from sellwright.measures.iceberg import Iceberg, Standing

File = Annotated[Path, typer.Argument(metavar="SHEET", help="Your iceberg (.yaml).")]
Levers = Annotated[
    Path | None,
    typer.Option("--levers", metavar="FILE.json", help="What `levers --json` said: gains of cells that name a lever."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    iceberg = typer.Typer(no_args_is_help=True, help="What success rests on, cell by cell, and what to work on next.")
    iceberg.command("begin")(begin)
    iceberg.command("show")(show)
    iceberg.command("next")(next_)
    app.add_typer(iceberg, name="iceberg")


def begin(file: File) -> None:
    """Write a sheet with all 24 cells, to be filled in."""
    from sellwright.interactions import iceberg

    try:
        with file.expanduser().open("x", encoding="utf-8") as opened:
            opened.write(iceberg.template())
    except FileExistsError as error:
        raise inputs.Usage(f"{file} is there already.", "Name another.") from error
    except OSError as error:
        raise CannotRead(f"{file} cannot be written ({error.strerror}).", "Name another place.") from error
    output.say(f"24 cells written to {file}. The names are ours: change what does not fit.")


def show(
    file: File,
    levers: Levers = None,
    picture: Path | None = typer.Option(None, "--picture", metavar="FILE.svg", help="The iceberg, as SVG."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Every cell with its state, faded since it was reviewed."""
    from sellwright.cli import iceberg_picture, pictures

    found = _measure(file, levers, now)
    if picture:
        pictures.write(picture, iceberg_picture.draw(found))
    if json_out:
        output.print_json({"schema": "iceberg/1", "next": _next_name(found), "cells": [_json(c) for c in found.cells]})
        return
    _print(found)


def next_(file: File, levers: Levers = None, now: inputs.Now = None, json_out: inputs.Json = False) -> None:
    """The one cell to work on next."""
    found = _measure(file, levers, now)
    if json_out:
        one = _json(found.next) if found.next else None
        output.print_json({"schema": "iceberg-next/1", "next": one, "to_look_at": list(found.to_look_at)})
        return
    _say(_next_lines(found))


def _measure(file: Path, levers: Path | None, now: str | None) -> Iceberg:
    from sellwright.interactions import iceberg
    from sellwright.measures import iceberg as measure
    from sellwright.sources.sheets import read_sheet

    today: date = inputs.moment(now).date()
    cells = iceberg.read(read_sheet(file.expanduser()), today)
    if levers:
        cells = _with_levers(cells, levers)
    return measure.measure(cells, today)


def _with_levers(cells: tuple[Cell, ...], levers: Path) -> tuple[Cell, ...]:
    """Gains from the levers that stood out; a lever that is no more than chance gives none."""
    from sellwright.sources.sheets import read_sheet

    sheet = read_sheet(levers.expanduser())
    if not sheet.words("schema").startswith("levers/"):
        raise CannotRead(f"{levers.name} is not what `levers --json` says.", "sellwright levers deals.csv --json > it")
    gains = {row.words("name"): row.number("gain") for row in sheet.rows("levers") if row.yes("named")}
    named = {row.words("name") for row in sheet.rows("levers")}
    lost = next((cell for cell in cells if cell.lever and cell.lever not in named), None)
    if lost:
        raise CannotRead(f"{lost.name}: there is no lever {lost.lever!r}.", f"There are: {', '.join(sorted(named))}.")
    return tuple(replace(cell, gain=gains.get(cell.lever, 0.0)) if cell.lever else cell for cell in cells)


def _next_name(found: Iceberg) -> str | None:
    return found.next.cell.name if found.next else None


def _json(one: Standing) -> dict[str, Any]:
    cell = one.cell
    return {
        "name": cell.name, "depth": cell.depth, "state": cell.state, "effective": one.state,
        "reviewed": cell.reviewed.isoformat() if cell.reviewed else None, "months": one.months, "gain": cell.gain,
        "effort": cell.effort, "worth": one.worth, "owner": cell.owner or None, "evidence": cell.evidence or None,
    }  # fmt: skip


def _next_lines(found: Iceberg) -> list[str]:
    if found.next is None:
        look = ", ".join(found.to_look_at)
        return [
            "No gain is known: no cell can be named.",
            f"Look first at: {look}.",
            "Levers give gains: --levers FILE",
        ]
    one = found.next
    state = "nobody looked at it yet" if one.state is None else f"state {one.state:.1f} of 4 today"
    lines = [
        f"Next: {one.cell.name}.",
        f"{state[0].upper()}{state[1:]}; worth {one.worth:,.1f} for each unit of effort.",
    ]
    if one.months is not None and one.cell.state:
        lines.append(f"It was {one.cell.state:g} when it was reviewed {one.months:.0f} months ago; such things fade.")
    if one.cell.owner:
        lines.append(f"Owner: {one.cell.owner}.")
    if one.state is None:
        lines.append("Look at it before you work on it.")
    return lines


def _print(found: Iceberg) -> None:
    from sellwright.interactions.iceberg import DEPTHS

    lines = _next_lines(found)
    for depth in DEPTHS:
        held = [one for one in found.cells if one.cell.depth == depth]
        if held:
            lines += ["", depth.capitalize()]
            lines += [f"  {_bar(one)}  {one.cell.name}" for one in held]
    _say([*lines, "", "There is no total: none of these is ever finished."])


def _bar(one: Standing) -> str:
    if one.state is None:
        return "  not seen"
    full = round(one.state * 2)
    return f"{'#' * full}{'.' * (8 - full)} {one.state:.1f}"[:12].ljust(10)


def _say(lines: list[str]) -> None:
    from rich.text import Text

    console = output.console()
    for i, words in enumerate(lines):
        console.print(Text(output.clean(words), style="" if i else "bold"))
