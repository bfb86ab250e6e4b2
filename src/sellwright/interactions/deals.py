"""A book of deals as frozen columns: one entry a deal, one a stay in a stage. Days are day numbers (date.toordinal)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
OPEN, WON, LOST, NO_DECISION = 0, 1, 2, 3
UNKNOWN = frozenset(
    ("", "unknown", "missing", "n/a", "na", "nan", "none", "null", "-", "–", "not set", "(not set)", "unbekannt",
     "inconnu", "keine angabe", "(none)", "?", "undefined")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays of deals in stages, each array one entry a stay, a deal's stays in order. `to`: the stage it moved to, or
    len(stages) + 0, 1, 2 for won, lost, no decision; -1 while it stands there. `entered` and `left` are NaN when no day
    is known; `left` is the last day seen while it stands."""

    deal: Ints
    stage: Ints
    entered: F64
    left: F64
    to: Ints


@dataclass(frozen=True, slots=True)
class Deals:
    """The book. `opened`, `closed` NaN when unknown; `value` NaN when none is written; `outcome` as above; `account`
    numbers the firms, each deal without one being its own. `columns` holds every other column's cells."""

    keys: tuple[str, ...]
    account: Ints
    opened: F64
    closed: F64
    outcome: Ints
    value: F64
    stages: tuple[str, ...]
    stays: Stays
    columns: Mapping[str, tuple[str, ...]]
    people: frozenset[str] = frozenset()  # columns that name who sells
    accounts_named: frozenset[str] = frozenset()  # columns that name who buys
    dated: frozenset[str] = frozenset()  # columns that hold days
    seen_to: float = 0.0  # the last day anything is known of
    currency: str = ""
    problems: tuple[str, ...] = ()
    window_days: float | None = None  # set when "won within so many days" stands for the outcome
    _closed: Ints = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_closed", np.flatnonzero(self.outcome != OPEN))

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def ended(self) -> Ints:
        """The places of the deals that are closed."""
        return self._closed

    @property
    def won(self) -> int:
        """How many are won."""
        return int((self.outcome == WON).sum())


def quarter(day: float) -> str:
    """'2026 Q1' of a day number."""
    on = date.fromordinal(int(day))
    return f"{on.year} Q{(on.month - 1) // 3 + 1}"


def quarter_number(days: F64) -> Ints:
    """A running number of each day's quarter; -1 for no day."""
    found = np.full(len(days), -1, np.int64)
    known = np.isfinite(days)
    months = (
        (days[known].astype(np.int64) - date(1970, 1, 1).toordinal()).astype("datetime64[D]").astype("datetime64[M]")
    )
    found[known] = months.astype(np.int64) // 3
    return found


def quarter_days(number: int) -> tuple[int, int]:
    """(first day, first day of the next) of a quarter by its running number."""
    first, after = (date(1970 + n // 4, n % 4 * 3 + 1, 1).toordinal() for n in (number, number + 1))
    return first, after


def month_number(days: F64) -> Ints:
    """A running number of each day's month; -1 for no day."""
    found = np.full(len(days), -1, np.int64)
    known = np.isfinite(days)
    months = (
        (days[known].astype(np.int64) - date(1970, 1, 1).toordinal()).astype("datetime64[D]").astype("datetime64[M]")
    )
    found[known] = months.astype(np.int64)
    return found


def codes(cells: tuple[str, ...]) -> tuple[Ints, list[str]]:
    """A column as numbers: (one number a deal, -1 for unknown; what each number means, as first written)."""
    names: dict[str, int] = {}
    shown: list[str] = []
    raw: dict[str, int] = {}
    found = np.empty(len(cells), np.int64)
    for i, cell in enumerate(cells):
        code = raw.get(cell)
        if code is None:
            word = " ".join(cell.split())
            low = word.lower()
            if low in UNKNOWN:
                code = -1
            else:
                code = names.setdefault(low, len(names))
                if code == len(shown):
                    shown.append(word)
            raw[cell] = code
        found[i] = code
    return found, shown


def within(deals: Deals, days: float) -> Deals:
    """The same book where a deal's outcome is "won within so many days of opening": what was not by then counts as lost
    then, what is younger as open. For books in which nobody marks a deal lost."""
    took = deals.closed - deals.opened
    won = (deals.outcome == WON) & (took <= days)
    over = ~won & (deals.opened + days <= deals.seen_to)
    outcome = np.where(won, WON, np.where(over, LOST, OPEN)).astype(np.int64)
    closed = np.where(won, deals.closed, np.where(over, deals.opened + days, np.nan))
    to = np.where(outcome == OPEN, -1, outcome)  # one stage: 1 + 0 for won, 1 + 1 for lost
    every = np.arange(len(deals))
    known = np.isfinite(deals.opened)
    left = np.where(np.isfinite(closed), closed, deals.seen_to)
    stays = Stays(every[known], np.zeros(int(known.sum()), np.int64), deals.opened[known], left[known], to[known])
    stages = deals.stages[:1] or ("opened",)
    return replace(deals, outcome=outcome, closed=closed, stays=stays, stages=stages, window_days=days)
