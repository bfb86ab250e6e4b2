"""How unevenly deals are left open, which makes a win rate over all deals lie: docs/measures/open_share.md."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from sellwright.interactions.deals import OPEN, Deals, codes
from sellwright.stats.tails import chi_square_tail

VERSION = 1
_GROUP = 20  # deals a group
_UNEVEN = 0.01
_MOST_LEVELS = 200


@dataclass(frozen=True, slots=True)
class OpenShare:
    """The share still open goes from `low` to `high` over the groups of a column; `tail` is the chance of that when
    nothing differs."""

    by: str
    low: float
    high: float
    groups: int
    tail: float


def measure(deals: Deals, leave_out: Collection[str] = ()) -> tuple[OpenShare, ...]:
    """For each column but those left out (they tell the outcome), whether the share still open differs by more than
    chance. Names of people and firms are never told, only how far they lie apart."""
    is_open = deals.outcome == OPEN
    if not is_open.any() or deals.window_days is not None:
        return ()
    found = []
    for name, cells in deals.columns.items():
        if name in deals.dated or name in deals.accounts_named or name in leave_out:
            continue
        level, words = codes(cells)
        known = level >= 0
        if not 2 <= len(words) <= _MOST_LEVELS or known.mean() < 0.9:
            continue
        cases = np.bincount(level[known])
        big = cases >= _GROUP
        still = np.bincount(level[known], is_open[known])[big]
        cases = cases[big]
        rate = still.sum() / max(1, cases.sum())
        if len(cases) < 2 or rate in (0.0, 1.0):
            continue
        tail = chi_square_tail(float(((still - cases * rate) ** 2 / (cases * rate * (1 - rate))).sum()), len(cases) - 1)
        if tail < _UNEVEN:
            shares = still / cases
            found.append(OpenShare(name, float(shares.min()), float(shares.max()), len(cases), tail))
    return tuple(found)
