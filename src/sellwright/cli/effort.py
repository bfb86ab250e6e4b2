"""`sellwright effort`: how much of the way each side comes, with every point and the message behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from rich.console import Console

    from sellwright.interactions.values import Relationship
    from sellwright.mailroom.book import Book
    from sellwright.measures.effort import Effort

CSV_COLUMNS = (
    "subject",
    "name",
    "firm",
    "relation",
    "share",
    "verdict",
    "low",
    "high",
    "theirs",
    "ours",
    "messages",
    "pressure",
)
AWAY = ("list_or_robot", "colleague")
BAR = 12  # characters
ROWS = 60  # of a table for eyes
POINTS = 30


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("effort")(effort)


def effort(
    mailboxes: inputs.Mailboxes = None,
    me: inputs.Me = None,
    person: str | None = typer.Option(None, "--person", metavar="PERSON", help="Only this person, every point listed."),
    firms: bool = typer.Option(False, "--firms", help="By firm instead of by person."),
    everybody: bool = typer.Option(False, "--all", help="Those too of whom there is too little to tell."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
    as_csv: bool = typer.Option(False, "--csv", help="CSV with a header line."),
    settings_file: inputs.SettingsFile = None,
    relations: inputs.Relations = None,
    demo: inputs.Demo = False,
) -> None:
    """How much of the way each side comes."""
    if demo:
        book, at = inputs.open_demo(settings_file)
        at = inputs.moment(now) if now else at
    else:
        book, at = inputs.open_mail(mailboxes, me, settings_file, relations=relations), inputs.moment(now)
    with book:
        if person:
            chosen: Iterator[Relationship] = iter([book.relationship(book.find_person(person), at.timestamp())])
        else:
            chosen = (r for r in book.relationships(at.timestamp()) if r.relation.kind not in AWAY)
        rows = _by_firm(book, chosen, at) if firms and not person else _by_person(book, chosen, at)
        wanted = (row for row in rows if everybody or person or not row[1].verdict.startswith("too little"))
        if json_out:
            output.print_json(
                {"schema": "effort/1", "now": at.isoformat(), "efforts": [as_json(*row) for row in wanted]}
            )
        elif as_csv:
            output.print_csv(CSV_COLUMNS, (_cells(*row) for row in wanted))
        else:
            _print(list(wanted), bool(person))


Row = tuple[dict[str, str], "Effort"]


def _by_person(book: Book, chosen: Iterator[Relationship], at: datetime) -> Iterator[Row]:
    from sellwright.measures import effort as measure

    for r in chosen:
        who = {"name": r.person.name, "firm": r.person.firm, "relation": r.relation.kind}
        found = measure.measure(r.touches, book.settings, at.timestamp(), r.pledges, subject=r.person.key)
        if found.messages or found.automated:
            yield who, found


def _by_firm(book: Book, chosen: Iterator[Relationship], at: datetime) -> Iterator[Row]:
    from sellwright.measures import effort as measure

    held: dict[str, list[Relationship]] = {}
    for r in chosen:
        if r.person.firm:
            held.setdefault(r.person.firm, []).append(r)
    for firm, people in sorted(held.items()):
        touches = chain.from_iterable(r.touches for r in people)
        promises = chain.from_iterable(r.pledges for r in people)
        found = measure.measure(touches, book.settings, at.timestamp(), promises, subject=firm)
        if found.messages or found.automated:
            kinds = sorted({r.relation.kind for r in people})
            yield {"name": f"{len(people)} people", "firm": firm, "relation": ", ".join(kinds)}, found


def as_json(who: dict[str, str], found: Effort) -> dict[str, Any]:
    """One subject of schema effort/1, documented in docs/reference/command-line.md."""
    little = found.verdict.startswith("too little")
    return {
        "subject": found.subject,
        **who,
        "share": None if little else round(found.share, 4),
        "band": None if little else found.band,
        "verdict": found.verdict,
        "low": None if little or found.low is None else round(found.low, 4),
        "high": None if little or found.high is None else round(found.high, 4),
        "theirs": round(found.theirs, 4),
        "ours": round(found.ours, 4),
        "messages": found.messages,
        "pressure": {"automated": found.automated, "replies": found.replies},
        "points": [
            {
                "side": r.side, "what": r.text, "points": round(r.points, 4), "on_the_day": r.undecayed,
                "at": datetime.fromtimestamp(r.at).astimezone().isoformat(), "ids": list(r.ids),
            }
            for r in found.reasons
        ],
        "problems": list(found.problems),
    }  # fmt: skip


def _cells(who: dict[str, str], found: Effort) -> list[Any]:
    row = as_json(who, found)
    return [*(row[column] for column in CSV_COLUMNS[:-1]), found.pressure]


def bar(share: float, width: int = 20) -> str:
    """The two-sided bar: their part from the left, with the 51 as a mark."""
    theirs = round(share * width)
    cells = ["█" if cell < theirs else "░" for cell in range(width)]
    cells.insert(round(0.51 * width), "┆")
    return "".join(cells)


def _print(rows: list[Row], one: bool) -> None:
    console = output.console()
    if not rows:
        console.print("Nobody here with three messages or more. `--all` shows everybody.")
        return
    if one:
        _print_points(console, *rows[0])
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for heading in ("who", "to us", "they ┆ we", "share", "verdict", "letters", "pressure"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "letters" else "left")
    room = max(16, console.width - 64)
    for who, found in sorted(rows, key=lambda row: (-row[1].messages, row[1].subject))[:ROWS]:
        little = found.verdict.startswith("too little")
        name = Text(
            output.clean(found.subject if who["name"].endswith("people") else who["name"] or found.subject)[:room]
        )
        share = "" if little else f"{found.share:.2f}"
        drawn = "" if little else bar(found.share, BAR)
        pressure = found.pressure if found.automated else ""
        relation = who["relation"].replace("_", " ")[:11]
        table.add_row(name, relation, drawn, share, found.verdict[:14], f"{found.messages:,}", pressure)
    console.print(table)
    rest = f"{len(rows) - ROWS:,} more: --csv or --json. " if len(rows) > ROWS else ""
    console.print(
        f"{rest}Every point of one: --person NAME. A measure of a relationship, never of a person.", style="dim"
    )


def _print_points(console: Console, who: dict[str, str], found: Effort) -> None:
    from rich.text import Text

    name = output.clean(who["name"] or found.subject)
    console.print(Text(f"{name}: {found.verdict}", style="bold"))
    if not found.verdict.startswith("too little"):
        both = found.theirs + found.ours
        sums = f"share {found.share:.2f} = (theirs {found.theirs:.2f} + 1) / (all {both:.2f} + 2)"
        console.print(f"{bar(found.share, 40)}  {sums}")
        if found.low is not None:
            console.print(
                f"middle 80 % of 2,000 other sets of weights: {found.low:.2f} to {found.high:.2f}", style="dim"
            )
    if found.automated:
        console.print(f"pressure: {found.automated} automated of ours, {found.replies} answers of theirs")
    newest = sorted(found.reasons, key=lambda reason: -reason.at)
    for reason in newest[:POINTS]:
        day = datetime.fromtimestamp(reason.at).astimezone().strftime("%Y-%m-%d")
        side = "they" if reason.side == "them" else "we  "
        points = f"{reason.points:5.2f} of {reason.undecayed:g}"
        words = f"{output.clean(reason.text)}  [{', '.join(reason.ids)}]"
        console.print(Text(f"  {day}  {side}  {points}  {words}"))
    older = newest[POINTS:]
    if older:
        left = [sum(r.points for r in older if r.side == side) for side in ("them", "us")]
        console.print(
            f"  and {len(older)} older points, together {left[0]:.2f} theirs, {left[1]:.2f} ours (--json has all)"
        )
