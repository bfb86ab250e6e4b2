"""Open deals that should not be there any more, by Little's law: docs/measures/zombies.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sellwright.interactions.deals import OPEN, Deals

VERSION = 1
MONTH = 30.4375  # days
LEAST = 20  # closed deals with both days, below which nobody knows how long a deal takes


@dataclass(frozen=True, slots=True)
class Zombies:
    """`expected` open deals = `per_month` x `months`; `question` the excess, oldest first by key. `months_if_real`: how
    long deals would have to take for all open ones to be real. None in `expected`: too little to tell."""

    open: int
    per_month: float
    months: float
    expected: float | None
    months_if_real: float
    question: tuple[str, ...] = ()

    @property
    def excess(self) -> int:
        """How many open deals are beyond what to expect."""
        return 0 if self.expected is None else max(0, round(self.open - self.expected))


def expected(per_month: float, months: float) -> float:
    """Little's law: open deals = arrivals a month x months open."""
    return per_month * months


def measure(deals: Deals) -> Zombies:
    """The open deals beyond those to expect at today's pace. Deals without a day of opening cannot be dated and are not
    counted."""
    known = np.isfinite(deals.opened)
    still = (deals.outcome == OPEN) & known
    took = (deals.closed - deals.opened)[known & (deals.outcome != OPEN)]
    took = took[np.isfinite(took)]
    count = int(still.sum())
    if len(took) < LEAST or deals.window_days is not None:
        return Zombies(count, 0.0, 0.0, None, 0.0)
    first = float(deals.opened[known].min())
    span = max(MONTH, deals.seen_to - first + 1) / MONTH
    per_month = float(known.sum()) / span
    months = float(took.mean()) / MONTH
    should = expected(per_month, months)
    excess = max(0, round(count - should))
    oldest = np.flatnonzero(still)[np.argsort(deals.opened[still], kind="stable")][:excess]
    return Zombies(count, per_month, months, should, count / per_month, tuple(deals.keys[i] for i in oldest))
