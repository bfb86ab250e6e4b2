"""`sellwright levers`: which change within reach would bring most, or that none stands out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sellwright.cli import inputs, output

if TYPE_CHECKING:
    from sellwright.interactions.deals import Deals
    from sellwright.measures.lever_gate import Gate
    from sellwright.measures.levers import Answer
    from sellwright.measures.open_share import OpenShare
    from sellwright.measures.value_mix import Mix
    from sellwright.measures.zombies import Zombies
    from sellwright.stats.cohorts import Period

_OF_THE_END = ("the outcome", "after the outcome", "timing")


class Found:
    """Everything the command shows, measured."""

    __slots__ = ("answer", "deals", "gate", "mixes", "opens", "periods", "zombies")

    def __init__(self, deals: Deals, gate: Gate, answer: Answer, periods: list[list[Period]]) -> None:
        from sellwright.measures import open_share, value_mix, zombies

        self.deals, self.gate, self.answer, self.periods = deals, gate, answer, periods
        self.zombies: Zombies = zombies.measure(deals)
        no_lever = {one.name for one in gate.refused if one.kind in _OF_THE_END}
        self.opens: tuple[OpenShare, ...] = open_share.measure(deals, no_lever)
        others = no_lever | deals.people | deals.accounts_named | deals.dated
        self.mixes: tuple[Mix, ...] = value_mix.measure(deals, [name for name in deals.columns if name not in others])


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("levers")(levers)


def levers(
    tables: list[Path] = typer.Argument(..., metavar="DEALS.csv [MORE.csv...]", help="Deals; then accounts, products."),
    only: list[str] = typer.Option([], "--lever", metavar="COLUMN", help="Look at this column only (repeat for more)."),
    columns: list[str] = typer.Option([], "--column", metavar="WHAT=HEADING", help="Which column is which."),
    stages: str | None = typer.Option(None, "--stages", metavar="A,B,C", help="The stages, first to last."),
    people: list[str] = typer.Option([], "--person", metavar="COLUMN", help="A column that names who sells."),
    currency: str = typer.Option("", "--currency", metavar="EUR", help="Count only deals in this currency."),
    capacity: float | None = typer.Option(
        None, "--capacity", min=1, max=1e9, callback=inputs.finite, help="Deals you can work in a quarter."
    ),
    again: float = typer.Option(0.0, "--again", help="Share of customers that buys again: .3"),
    effort: list[str] = typer.Option(
        [], "--effort", metavar="LEVER=N", help="What a lever costs, in one unit of yours."
    ),
    within: float = typer.Option(
        90.0,
        "--within",
        metavar="DAYS",
        min=1,
        max=36_500,
        callback=inputs.finite,
        help="What becomes of deals by so many days.",
    ),
    draws: int = typer.Option(2000, "--draws", min=200, max=100_000, help="How often the book is drawn again."),
    picture: Path | None = typer.Option(None, "--picture", metavar="FILE.svg", help="The tornado, as SVG."),
    now: inputs.Now = None,
    json_out: inputs.Json = False,
) -> None:
    """Which change within reach would bring most."""
    from sellwright.cli import lever_words, pictures
    from sellwright.measures.levers import Terms
    from sellwright.sources.deal_tables import read_deals

    if not 0 <= again < 1:
        raise inputs.Usage(f"--again {again:g} is no share.", "Write a share from 0 to below 1, such as .3")
    wanted = [one.strip() for one in (stages or "").split(",") if one.strip()]
    today = inputs.moment(now).date()
    deals = read_deals(
        [path.expanduser() for path in tables], dict(inputs.named(one, "--column") for one in columns), today,
        stages=wanted, only_currency=currency, people=people,
    )  # fmt: skip
    _there(deals, wanted, people)
    terms = Terms(capacity, again, _efforts(effort), within, draws)
    found = find(deals, only, terms)
    judged = [lever.name for lever in found.answer.levers]
    for name in terms.efforts if judged else ():
        if name not in judged:
            raise inputs.Usage(f"There is no lever {name!r}.", f"There are: {', '.join(judged)}")
    words = lever_words.of(found)
    if picture:
        bars = [(lv.name, lv.gain, lv.low, lv.high, lv.named) for lv in found.answer.levers if lv.gain > 0 or lv.named]
        unit = "what it would add a quarter"
        pictures.write(picture, pictures.tornado(bars[:12], "Levers within reach", unit, words.answer))
    if json_out:
        output.print_json(as_json(found, words))
        return
    _say(words)


def find(deals: Deals, only: list[str], terms: Any) -> Found:
    """Measures a book. Where nobody is marked lost, "won within a window" stands for the outcome."""
    from sellwright.interactions import deals as book
    from sellwright.measures import lever_gate, outcome_window, stage_quarters
    from sellwright.measures import levers as measure

    window = outcome_window.measure(deals)
    if window is not None:
        deals = book.within(deals, window)
    missing = [name for name in only if name.lower() not in {column.lower() for column in deals.columns}]
    if missing:
        raise inputs.Usage(f"There is no column {missing[0]!r} to look at.", f"There are: {', '.join(deals.columns)}")
    gate = lever_gate.measure(deals, only)
    periods = stage_quarters.measure(deals)
    judged = [measure.Judged(one.name, one.found, one.best) for one in gate.candidates]
    return Found(deals, gate, measure.measure(deals, judged, periods, terms), periods)


def _there(deals: Deals, stages: list[str], people: list[str]) -> None:
    """Usage when a stage or a column that was named does not stand in the book."""
    known = {" ".join(stage.casefold().split()) for stage in deals.stages}
    for stage in stages:
        if " ".join(stage.casefold().split()) not in known:
            raise inputs.Usage(
                f"No deal was in the stage {stage!r}.", f"There are: {', '.join(deals.stages) or 'none'}"
            )
    for name in people:
        if name.casefold() not in {one.casefold() for one in (*deals.columns, *deals.people)}:
            raise inputs.Usage(f"There is no column {name!r}.", f"There are: {', '.join(deals.columns)}")


def _efforts(words: list[str]) -> dict[str, float]:
    found = {}
    for one in words:
        name, number = inputs.named(one, "--effort", lower=False)
        try:
            found[name] = float(number)
        except ValueError as error:
            raise inputs.Usage(f"--effort {one!r} has no number.", 'Write --effort "source=3"') from error
        if not 0 < found[name] < math.inf:
            raise inputs.Usage(f"--effort {one!r} costs nothing.", "Write a number above 0.")
    return found


def as_json(found: Found, words: Any) -> dict[str, Any]:
    """Schema levers/1, documented in docs/reference/command-line.md."""
    from dataclasses import asdict

    answer, zombies = found.answer, found.zombies
    return {
        "schema": "levers/1",
        "answer": words.answer,
        "named": [lever.name for lever in answer.named],
        "deals": len(found.deals),
        "closed": answer.closed,
        "won": answer.won,
        "enough": answer.enough,
        "missing": list(answer.missing),
        "currency": found.deals.currency,
        "unit": answer.unit,
        "won_within_days": found.deals.window_days,
        "per_quarter": {
            "value": answer.base, "low": answer.base_low, "high": answer.base_high,
            "deals": answer.arrivals, "win": answer.win, "size": answer.size,
        },
        "levers": [asdict(lever) for lever in answer.levers],
        "stages": list(found.deals.stages),
        "moves": [list(row) for row in answer.moves],
        "ten_per_cent_more": dict(answer.ten_more),
        "within": _within(answer),
        "refused": [asdict(one) for one in found.gate.refused],
        "quarters": [
            {"stage": stage, "quarter": one.name, "cases": one.cases, "forward": one.forward, "left_out": one.left_out}
            for stage, several in zip(found.deals.stages, found.periods, strict=True) for one in several
        ],
        "open_share": [asdict(one) for one in found.opens],
        "value_mix": [{**asdict(one), "mix": one.is_mix} for one in found.mixes],
        "zombies": {**asdict(zombies), "excess": zombies.excess},
        "problems": list(found.deals.problems),
        "reasons": list(words.why),
    }  # fmt: skip


def _within(answer: Answer) -> dict[str, float] | None:
    if answer.within is None:
        return None
    ends = dict(zip(("open", "won", "lost", "no_decision"), answer.within, strict=True))
    return {"days": answer.within_days, **ends}


def _say(words: Any) -> None:
    from rich.text import Text

    console = output.console()
    console.print(Text(output.clean(words.answer), style="bold"))
    for line in words.why:
        console.print(Text(output.clean(line)))
    for heading, lines in words.parts:
        if lines:
            console.print(Text("\n" + heading, style="bold"))
            for line in lines:
                console.print(Text("  " + output.clean(line)))
    for line in words.notes:
        console.print(Text("Note: " + output.clean(line), style="yellow"))
