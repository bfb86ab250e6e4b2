"""The iceberg (card C30): 24 cells of what success rests on, each with a state, and nothing like a total.

The names are a reconstruction from what is publicly told of the picture; every one may be changed, added or taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.sheets import Sheet

DEPTHS = ("seen by buyers", "at the waterline", "below")
CELLS: dict[str, tuple[str, ...]] = {
    "seen by buyers": (
        "Rapport, opening", "Discovery", "Empathy", "Trust and proof", "Hope, presentation", "Urgency and close",
        "First response", "Follow-up care",
    ),
    "at the waterline": (
        "Call guide", "Follow-up process, funnel steps", "Lead serving and briefing", "Lead sources",
        "Marketing and campaigns", "Offer, price, concessions", "Product fit and delivery", "Reviews and reputation",
    ),
    "below": (
        "Vision, mission, values", "Hiring", "Onboarding", "Coaching and meetings", "Feedback and quality", "Pay plan",
        "Tools", "Compliance, schedule, capacity",
    ),
}  # fmt: skip
MOST_STATE = 4.0
MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `state` 0 to 4, None where nobody looked yet; `gain` in a unit of your own, `effort` above 0."""

    name: str
    depth: str
    state: float | None = None
    reviewed: date | None = None
    gain: float | None = None
    effort: float = 1.0
    owner: str = ""
    evidence: str = ""
    lever: str = ""  # the lever of `sellwright levers` that gives its gain


def read(sheet: Sheet, today: date) -> tuple[Cell, ...]:
    """The cells of a sheet. CannotRead with one sentence for what cannot be so."""
    sheet.known("cells")
    cells = tuple(_cell(name, one, today) for name, one in sheet.named("cells"))
    if not cells:
        raise CannotRead(f"{sheet.where} has no cells.", "Begin with all 24: sellwright iceberg begin FILE")
    if len(cells) > MOST_CELLS:
        raise CannotRead(f"{sheet.where}: {len(cells)} cells are no picture any more.", "Keep the ones that matter.")
    return cells


def template() -> str:
    """A sheet with the 24 cells, for a person to fill in."""
    lines = [
        "# state: 0 nothing yet, 1 begun, 2 works, 3 works for everybody, 4 as good as we can think of today",
        "cells:",
    ]
    for depth, names in CELLS.items():
        lines.append(f"  # {depth}")
        for name in names:
            keys = "state: , reviewed: , gain: , effort: 1, owner: , evidence: "
            lines.append(f'  "{name}": {{depth: {depth}, {keys}}}')
    return "\n".join(lines) + "\n"


def _cell(name: str, one: Sheet, today: date) -> Cell:
    one.known("depth", "state", "reviewed", "gain", "effort", "owner", "evidence", "lever")
    depth = one.words("depth", next((d for d, names in CELLS.items() if name in names), "")).lower()
    if depth not in DEPTHS:
        raise CannotRead(f"{one.where}: {depth!r} is no depth.", f"Write one of: {', '.join(DEPTHS)}.")
    state = one.number("state", most=MOST_STATE, why="4 is the most") if one.has("state") else None
    reviewed = one.day("reviewed")
    if reviewed is not None and reviewed > today:
        raise CannotRead(f"{one.where}: reviewed on {reviewed}, which is still to come.", "Correct the day.")
    if state is not None and reviewed is None:
        raise CannotRead(f"{one.where} has a state, but no day on which it was reviewed.", "Write reviewed: 2026-05-12")
    effort = one.number("effort", 1.0)
    if effort == 0:
        raise CannotRead(f"{one.where}: effort 0 is no work.", "Write what it costs, in one unit for all.")
    return Cell(
        name, depth, state, reviewed, one.number("gain") if one.has("gain") else None, effort, one.words("owner"),
        one.words("evidence"), one.words("lever"),
    )  # fmt: skip
