"""Which quarters of a history can be compared: those whose cases could have ended, and none of whose cases are missing.

The last quarters hold only what ended fast; where a file begins with its first closing, the first quarters hold only
what ended slowly. Both look like a change and are none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.shrinkage import design_effect

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
PARTIAL = 0.9  # of a quarter's cases must have had time to end
_CHANCE = 0.001


@dataclass(frozen=True, slots=True)
class Period:
    """One quarter's cases of one stage: how many ended, how many of them went forward, and why it is left out ('' when
    it is not)."""

    name: str
    cases: int
    forward: int
    left_out: str = ""
    widened: float = 1.0


def complete(ages: F64, took: F64) -> float:
    """The share of cases of these ages that could have ended by now, from how long ended cases took."""
    if not len(took):
        return 0.0
    return float((np.searchsorted(np.sort(took), ages, side="right") / len(took)).mean())


def first_closing_cuts(opened: F64, closed: F64) -> float | None:
    """The first closing day, when deals that closed before it must be missing from the file; else None.

    From deals opened on or after the first closing it is known how fast deals close; if it is unlikelier than one in a
    thousand that none of those opened earlier closed before that day, the file begins with it.
    """
    if not np.isfinite(closed).any():
        return None
    first = float(np.nanmin(closed))
    took = (closed - opened)[(opened >= first) & np.isfinite(closed)]
    early = opened[opened < first]
    if len(took) < 50 or not len(early):
        return None
    by_then = np.searchsorted(np.sort(took), first - early, side="left") / len(took)
    none = np.log1p(-np.minimum(by_then, 1 - 1e-12)).sum()
    return first if none < np.log(_CHANCE) else None


def widened(forward: NDArray[np.bool_], quarter: Ints, account: Ints) -> float:
    """How much wider counts of quarters scatter because cases of one account go together."""
    place = np.unique(quarter, return_inverse=True)[1]
    rate = np.bincount(place, forward) / np.bincount(place)
    together = np.unique(np.stack([place, account]), axis=1, return_inverse=True)[1].ravel()
    return design_effect(forward - rate[place], together) if together.max(initial=0) + 1 < len(place) else 1.0
