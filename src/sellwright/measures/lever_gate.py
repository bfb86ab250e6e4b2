"""Which columns of a book of deals can be levers at all, and which are traps, refused by name:
docs/measures/lever_gate.md.

A lever is something a system can change: a source, an offer, a segment, a page. Who sells and who buys is none; nor is
what is dated by the outcome, or only known after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.day_words import MONTHS, WEEKDAYS
from sellwright.interactions.deals import OPEN, UNKNOWN, WON, Deals, Ints, codes, month_number
from sellwright.stats.shrinkage import Groups, design_effect, groups

VERSION = 1
LEAST_DEALS = 1000  # under about a thousand leads no difference between sources can be told from chance
LEAST_CASES = 5  # expected won and expected not won a level; rarer levels go together
_FEW_NUMBERS = 12  # more different numbers than these are cut into quarters
_OTHERS = "all others together"
_KNOWN_AFTER = 0.5  # a column filled for won deals this much more (or less) than for others was filled in afterwards
_SURE = 0.97  # of cases whose level a day tells
_DATED = 50  # closed deals with their days, below which nothing is said of days
_A_DAY = 3  # deals a day (or a value) on average, from which one telling the other is no accident
_FOLLOWS = {
    "closing": "it follows from when the deal closed: timing, not a lever",
    "opening": "it follows from when the deal was opened: a period, not a lever; the newest are partial, and only a"
    " trial tells a change from the calendar",
}
_SAME = 0.98  # levels that tell the outcome this surely are the outcome

_CALENDAR = frozenset(
    form for names in (*MONTHS.values(), *WEEKDAYS.values()) for name in names for form in (name, name[:3])
)  # fmt: skip
_PERIOD = re.compile(
    r"(?:(?:19|20)\d\d[-/ .]?)?(?:q[1-4]|h[12]|(?:w|kw ?)\d{1,2})|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])", re.I
)

Kind = Literal[
    "person", "account", "timing", "after the outcome", "a day", "the outcome", "one value", "too many values",
    "too few filled", "not enough cases",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that can be a lever: its levels (unknown and missing left out) and how they fared."""

    name: str
    levels: tuple[str, ...]
    found: Groups

    @property
    def best(self) -> str:
        """The level in reach: never the rare ones put together."""
        return self.levels[self.found.best]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A column, or something derived from the book, that is no lever, and why, in words."""

    name: str
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Gate:
    """`cases` closed deals were judged. `declared`: how many columns chance is shared among."""

    candidates: tuple[Candidate, ...]
    refused: tuple[Refusal, ...]
    cases: int
    declared: int


def measure(deals: Deals, declared: Sequence[str] = (), widen: bool = True) -> Gate:
    """Sorts the columns. `declared` names the only ones to look at (all others are not looked at, and share no chance).
    `widen`: take account of deals of one firm going together."""
    ended = deals.ended
    won = deals.outcome[ended] == WON
    candidates, refused = [], list(timing(deals))
    wanted = {name.lower() for name in declared}
    for name, cells in deals.columns.items():
        if wanted and name.lower() not in wanted:
            continue
        numbers, levels = _levels(cells)
        trap = _trap(deals, name, numbers, levels, won)
        if trap is None and len(deals) < LEAST_DEALS:
            trap = Refusal(name, "not enough cases", f"{len(deals):,} of about {LEAST_DEALS:,} deals")
        if trap is None:
            made = _candidate(deals, name, numbers, levels, widen)
            if isinstance(made, Candidate):
                candidates.append(made)
                continue
            trap = made
        refused.append(trap)
    return Gate(tuple(candidates), tuple(refused), len(ended), len(candidates))


def timing(deals: Deals) -> list[Refusal]:
    """What is dated by the outcome: the month a deal closed, and its age then. Uneven by nature, so refused by name."""
    ended = deals.ended[np.isfinite(deals.closed[deals.ended])]
    if len(ended) < 100 or deals.window_days is not None:
        return []
    won = deals.outcome[ended] == WON
    found = []
    months = month_number(deals.closed[ended])
    age = deals.closed[ended] - deals.opened[ended]
    for name, numbers in (("month closed", months - months.min()), ("days open when closed", _quarters_of(age))):
        known = numbers >= 0
        judged = _grouped(numbers[known], won[known], np.ones(int(known.sum())))
        if judged is None:
            continue
        found_in = judged[0]
        rates = found_in.successes / found_in.cases
        words = (
            f"won from {rates.min():.0%} to {rates.max():.0%} by {name}: timing, not a lever; when a deal closes is"
            " part of how it ends"
        )
        found.append(Refusal(name, "timing", words))
    return found


def _levels(cells: tuple[str, ...]) -> tuple[Ints, list[str]]:
    """A column as level numbers; many different numbers are cut into four equal parts."""
    numbers, levels = codes(cells)
    if len(levels) <= _FEW_NUMBERS:
        return numbers, levels
    values = np.full(len(levels), np.nan)
    for i, level in enumerate(levels):
        try:
            values[i] = float(level.replace(",", ""))
        except ValueError:
            return numbers, levels
    each = np.where(numbers >= 0, values[numbers], np.nan)
    cut = _quarters_of(each)
    edges = [(float(each[cut == part].min()), float(each[cut == part].max())) for part in range(cut.max() + 1)]
    return cut, [f"{low:g} to {high:g}" for low, high in edges]


def _quarters_of(values: NDArray[np.float64]) -> Ints:
    """Each value's quarter, from 0; -1 where there is none. Equal values stay together, so there may be fewer."""
    found = np.full(len(values), -1, np.int64)
    known = np.isfinite(values)
    if known.any():
        edges = np.unique(np.quantile(values[known], (0.25, 0.5, 0.75)))
        found[known] = np.unique(np.searchsorted(edges, values[known], side="left"), return_inverse=True)[1]
    return found


def _trap(deals: Deals, name: str, numbers: Ints, levels: list[str], won: NDArray[np.bool_]) -> Refusal | None:
    """Why a column is no lever by what it is; None when nothing speaks against it."""
    ended = deals.ended
    if name in deals.people:
        return Refusal(name, "person", "people are not levers, and are not compared")
    if name in deals.accounts_named:
        return Refusal(name, "account", "who buys is not a lever")
    if _is_calendar(levels):
        return Refusal(name, "timing", "a month, quarter or day of the week: timing, not a lever")
    if name in deals.dated:
        return Refusal(name, "a day", "a day, not something to change" + _part_of_end(deals, name))
    filled = numbers[ended] >= 0
    if not filled.any():
        return Refusal(name, "too few filled", "filled in for no closed deal")
    if won.any() and not won.all():
        gap = float(filled[won].mean() - filled[~won].mean())
        if abs(gap) >= _KNOWN_AFTER:
            more = "won" if gap > 0 else "lost"
            return Refusal(name, "after the outcome", f"filled in for {more} deals only: known after the outcome")
    if len(levels) < 2:
        return Refusal(name, "one value", "one value only")
    if filled.mean() < 0.1:
        return Refusal(name, "too few filled", f"filled in for {filled.mean():.0%} of closed deals")
    here = numbers[ended][filled]
    if len(np.unique(here)) > 0.5 * max(1, len(here)):
        return Refusal(name, "too many values", "nearly every deal has its own value")
    if _tells(here, won[filled]):
        return Refusal(name, "the outcome", "it is the outcome in other words")
    follows = _follows(deals, ended[filled], here)
    return Refusal(name, "timing", _FOLLOWS[follows]) if follows else None


def _is_calendar(levels: Sequence[str]) -> bool:
    """Whether all its values name a part of the calendar, whatever the book knows of days."""
    return len(levels) > 1 and all(
        level.lower().strip(". ") in _CALENDAR or _PERIOD.fullmatch(level) is not None for level in levels
    )


def _part_of_end(deals: Deals, name: str) -> str:
    """What a column of days adds when it is filled at the end."""
    filled = np.array([cell.strip().lower() not in UNKNOWN for cell in deals.columns[name]])
    closed = deals.outcome != OPEN
    late = closed.any() and (~closed).any() and filled[closed].mean() - filled[~closed].mean() >= _KNOWN_AFTER
    return ", written when the deal closed: timing, not a lever" if late else ""


def _tells(numbers: Ints, won: NDArray[np.bool_]) -> bool:
    """Whether the levels say almost surely how a deal ended."""
    cases, wins = np.bincount(numbers), np.bincount(numbers, won)
    surely = np.maximum(wins, cases - wins).sum() / len(numbers)
    return bool(surely >= _SAME and max(won.mean(), 1 - won.mean()) <= _SAME - 0.03 and len(cases) < 0.1 * len(numbers))


def _follows(deals: Deals, places: Ints, numbers: Ints) -> str:
    """'closing' when the day a deal closed (or its age then) tells the level, 'opening' when the day it was opened
    does; '' when neither."""
    opened, closed = deals.opened[places], deals.closed[places]
    known = np.isfinite(opened)
    dated = known & np.isfinite(closed)
    if known.sum() >= _DATED and _told_by(opened[known], numbers[known]) >= _SURE:
        return "opening"
    if dated.sum() < _DATED or deals.window_days is not None:
        return ""
    level, age = numbers[dated], (closed - opened)[dated]
    by_age = _purity(age.astype(np.int64), level) if len(np.unique(age)) < 0.2 * len(age) else 0.0
    return "closing" if _told_by(closed[dated], level) >= _SURE or (by_age >= _SURE and _is_spread(level)) else ""


def _is_spread(level: Ints) -> bool:
    """Whether no one level holds nearly all."""
    return bool(np.bincount(level).max() <= 0.8 * len(level))


def _told_by(days: NDArray[np.float64], level: Ints) -> float:
    """How surely a day, or its month, tells the level, or a level its month: the share of cases told rightly."""
    if not _is_spread(level):
        return 0.0
    day, month = days.astype(np.int64), month_number(days)
    if not _is_spread(month - month.min()):
        return 0.0
    found = [_purity(month, level)]
    if len(np.unique(day)) <= len(day) / _A_DAY:
        found.append(_purity(day, level))
    if len(np.unique(level)) <= len(level) / _A_DAY:
        found.append(_purity(level, month - month.min()))
    return max(found)


def _purity(groups_: Ints, levels: Ints) -> float:
    """Share of cases that have the commonest level of their group."""
    group = np.unique(groups_, return_inverse=True)[1]
    table = np.zeros((group.max() + 1, levels.max() + 1))
    np.add.at(table, (group, levels), 1)
    return float(table.max(axis=1).sum() / table.sum())


def _candidate(deals: Deals, name: str, numbers: Ints, levels: list[str], widen: bool) -> Candidate | Refusal:
    ended = deals.ended
    here = numbers[ended]
    filled = here >= 0
    won = (deals.outcome[ended] == WON)[filled]
    weights = deals.account[ended][filled] if widen else np.arange(int(filled.sum()))
    made = _grouped(here[filled], won, weights.astype(np.float64))
    if made is None:
        return Refusal(
            name, "not enough cases", f"no two values with {LEAST_CASES} won and {LEAST_CASES} lost expected"
        )
    judged, kept = made
    shown = tuple(levels[place] if place >= 0 else _OTHERS for place in kept)
    return Candidate(name, shown, judged)


def _grouped(numbers: Ints, won: NDArray[np.bool_], clusters: NDArray[np.float64]) -> tuple[Groups, list[int]] | None:
    """Levels as groups, the rare ones together as the last (-1); None when fewer than two are left. The rare ones count
    against chance but are nothing to reach for, so their rate is drawn back to the common one."""
    rate = float(won.mean()) if len(won) else 0.0
    if rate in (0.0, 1.0):
        return None
    cases = np.bincount(numbers)
    enough = cases * min(rate, 1 - rate) >= LEAST_CASES
    place = np.full(len(cases), -1, np.int64)
    place[enough] = np.arange(int(enough.sum()))
    level = place[numbers]
    kept = [int(i) for i in np.flatnonzero(enough)]
    if (level < 0).sum() * min(rate, 1 - rate) >= LEAST_CASES:
        level = np.where(level < 0, len(kept), level)
        kept.append(-1)
    inside = level >= 0
    level, won, clusters = level[inside], won[inside], clusters[inside]
    if len(kept) < 2:
        return None
    n, x = np.bincount(level).astype(np.float64), np.bincount(level, won)
    together = np.unique(clusters, return_inverse=True)[1]
    wide = design_effect(won - (x / n)[level], together) if together.max(initial=0) + 1 < len(level) else 1.0
    found = groups(n, x, wide)
    if kept[-1] < 0:
        shrunk = found.shrunk.copy()
        shrunk[-1] = min(shrunk[-1], found.rate)
        found = Groups(found.cases, found.successes, found.rate, found.tau2, shrunk, found.tail, found.widened)
    return found, kept
