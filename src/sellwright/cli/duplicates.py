"""`sellwright duplicates`: which rows of a table of people or firms are probably one and the same, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.interactions.table_words import Table
    from sellwright.measures.duplicates import Found, Twin

SHOWN = 20
_STEPS = {1: "differs", 2: "alike", 3: "near", 4: "very near", 5: "the same"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("duplicates")(duplicates)


def duplicates(
    table: Path = typer.Argument(..., metavar="PEOPLE.csv", help="People or firms, as any program exports them."),
    columns: list[str] = typer.Option([], "--column", metavar="HEADING=WHAT", help="What a column holds."),
    most: int = typer.Option(SHOWN, "--most", min=1, help="How many pairs to show."),
    csv_out: bool = typer.Option(False, "--csv", help="All pairs as CSV."),
    json_out: inputs.Json = False,
) -> None:
    """Rows that are probably one person or firm, and why. Nothing is merged."""
    from sellwright.interactions.people_headings import roles_of
    from sellwright.measures.duplicates import Column, measure
    from sellwright.protocols.whole_tables import read_table

    read = read_table(table.expanduser())
    said = dict(inputs.named(one, "--column", lower=False) for one in columns)
    roles = roles_of(read.headings, said)
    if not roles:
        raise inputs.Usage(
            f"No column of {table.name} is known to hold names, mail or telephones.",
            f'Say it: --column "{read.headings[0]}=name"',
        )
    found = measure([Column(h, role, read.column(read.headings.index(h))) for h, role in roles.items()])
    if json_out:
        output.print_json(as_json(read, roles, found))
    elif csv_out:
        rows = (
            [round(one.chance, 4), read.numbers[one.left], read.numbers[one.right], _because(one)]
            for one in found.twins
        )
        output.print_csv(("chance", "row", "is also row", "because"), rows)
    else:
        _show(read, roles, found, most)


def as_json(table: Table, roles: dict[str, Any], found: Found) -> dict[str, Any]:
    """Schema duplicates/1, documented in docs/reference/command-line.md."""
    at = table.numbers
    return {
        "schema": "duplicates/1",
        "answer": found.answer,
        "rows": len(table.rows),
        "rows_not_read": list(table.damaged),
        "columns": roles,
        "compared": found.compared,
        "pairs": [
            {
                "rows": [at[one.left], at[one.right]],
                "chance": round(one.chance, 4),
                "start": round(one.start, 3),
                "reasons": [{"field": r.field, "is": _STEPS[r.step], "adds": round(r.added, 3)} for r in one.reasons],
            }
            for one in found.twins
        ],
        "groups": [[at[i] for i in group] for group in found.groups],
    }


def _because(twin: Twin) -> str:
    if len(twin.reasons) == 1 and not twin.start:
        return f"{twin.reasons[0].field} is spelt alike"
    reasons = sorted(twin.reasons, key=lambda reason: -abs(reason.added))
    return ", ".join(f"{reason.field} {_STEPS[reason.step]} ({reason.added:+.1f})" for reason in reasons)


def _show(table: Table, roles: dict[str, Any], found: Found, most: int) -> None:
    console = output.console()
    if found.answer:
        console.print(found.answer[:1].upper() + found.answer[1:] + ".")
        return
    rows, pairs = len(table.rows), len(found.twins)
    console.print(
        f"{rows:,} rows, {pairs:,} pairs that are probably one (.98 and more), in {len(found.groups):,} groups."
    )
    if table.damaged:
        console.print(f"{len(table.damaged):,} rows could not be read, the first in line {table.damaged[0]}.")
    held = [table.headings.index(heading) for heading in roles]
    for one in found.twins[:most]:
        console.print("")
        for place in (one.left, one.right):
            cells = [table.rows[place][column].strip() for column in held]
            told = " · ".join(cell for cell in cells if cell)
            console.print(output.clean(f"  row {table.numbers[place]}: {told}"), markup=False)
        console.print(f"    {one.chance:.3f} because {_because(one)}", markup=False)
    if pairs > most:
        console.print(f"\n{pairs - most:,} more: --most {pairs}, or --csv for all.")
