"""What to work on next (card C30): one cell, not 24, and no total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sellwright.interactions.iceberg import MOST_STATE, Cell

VERSION = 1
HALF_LIFE_MONTHS = 12.0  # evidence a year old counts half
MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Standing:
    """One cell today. `state`: faded with the months since its review, None where nobody looked. `worth`: gain x what
    is left to 4 / effort, None without a gain."""

    cell: Cell
    state: float | None
    months: float | None
    worth: float | None


@dataclass(frozen=True, slots=True)
class Iceberg:
    """`cells` in the order written. `next`: the cell to work on, None where no gain is known: then `to_look_at` has the
    cells nobody looked at, or the longest ago."""

    cells: tuple[Standing, ...]
    next: Standing | None
    to_look_at: tuple[str, ...]


def measure(cells: Sequence[Cell], today: date) -> Iceberg:
    """Effective state = state x 2^(-months since review / 12); worth = gain x (4 - effective state) / 4 / effort. A
    cell nobody looked at counts as 0. Among equals the first written comes first."""
    found = tuple(_standing(cell, today) for cell in cells)
    worth = [one for one in found if one.worth]
    best = max(worth, key=lambda one: one.worth or 0.0, default=None)
    unseen = [one.cell.name for one in found if one.state is None]
    oldest = sorted((one for one in found if one.months is not None), key=lambda one: -(one.months or 0.0))
    return Iceberg(found, best, tuple(unseen[:3] or [one.cell.name for one in oldest[:3]]))


def _standing(cell: Cell, today: date) -> Standing:
    state = months = None
    if cell.state is not None and cell.reviewed is not None:
        months = _months(cell.reviewed, today)
        state = cell.state * 2 ** (-months / HALF_LIFE_MONTHS)
    left = (MOST_STATE - (state or 0.0)) / MOST_STATE
    return Standing(cell, state, months, None if cell.gain is None else cell.gain * left / cell.effort)


def _months(since: date, today: date) -> float:
    """Months between two days: whole ones by the calendar, so that twelve are a year, and the days beyond."""
    whole = (today.year - since.year) * 12 + today.month - since.month
    return max(0.0, whole + (today.day - since.day) / MONTH_DAYS)
