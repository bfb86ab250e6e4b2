"""Whether a difference in deal value is one of price or of what is sold: docs/measures/value_mix.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.deals import WON, Deals, Ints, codes

VERSION = 1
LEAST = 100  # won deals with an amount
_GROUP = 10  # deals a group
_EXPLAINS = 0.5  # of all differences in value, from which a column says what is sold
_MOSTLY = 0.7  # of the difference between groups, from which it is called mix
_APART = 1.15  # highest over lowest mean value, from which there is something to explain
_MOST_LEVELS = 200


@dataclass(frozen=True, slots=True)
class Mix:
    """Mean value differs by `by` from `low` to `high`; `share` of that goes with `what` is sold."""

    by: str
    what: str
    low: float
    high: float
    share: float

    @property
    def is_mix(self) -> bool:
        """Whether most of the difference is what is sold, not for how much."""
        return self.share >= _MOSTLY


def measure(deals: Deals, columns: Sequence[str]) -> tuple[Mix, ...]:
    """For each column by which mean value differs, how much of it goes with what is sold, `columns` being those that
    may say what is sold (people and firms never do). () without amounts."""
    sold = np.flatnonzero((deals.outcome == WON) & np.isfinite(deals.value) & (deals.value > 0))
    if len(sold) < LEAST:
        return ()
    value = deals.value[sold]
    levels = {name: codes(deals.columns[name])[0][sold] for name in (*columns, *sorted(deals.people))}
    levels = {name: level for name, level in levels.items() if (level >= 0).mean() > 0.9 and level.max() < _MOST_LEVELS}
    whats = {name: level for name, level in levels.items() if name in columns and _explained(value, level) >= _EXPLAINS}
    if not whats:
        return ()
    what = max(whats, key=lambda name: (_explained(value, whats[name]), -whats[name].max()))
    expected = _means(value, whats[what])[whats[what]]
    found = []
    for name, level in levels.items():
        big = np.bincount(np.maximum(level, 0)) >= _GROUP
        if name in whats or big.sum() < 2:
            continue
        means = _means(value, level)[big]
        if means.min() <= 0 or means.max() / means.min() < _APART:
            continue
        left = _between(value - expected, level, big)
        share = 1 - left / _between(value, level, big)
        found.append(Mix(name, what, float(means.min()), float(means.max()), max(0.0, share)))
    return tuple(found)


def _means(value: NDArray[np.float64], level: Ints) -> NDArray[np.float64]:
    place = np.maximum(level, 0)
    return np.asarray(np.bincount(place, value) / np.maximum(1, np.bincount(place)), np.float64)


def _explained(value: NDArray[np.float64], level: Ints) -> float:
    """Share of the variance of value that goes with the levels."""
    rest = value - _means(value, level)[np.maximum(level, 0)]
    return 1 - float(rest.var() / value.var()) if value.var() > 0 else 0.0


def _between(value: NDArray[np.float64], level: Ints, big: NDArray[np.bool_]) -> float:
    """How far the groups' means lie apart, each counted by its deals."""
    cases = np.bincount(np.maximum(level, 0))[big]
    means = _means(value, level)[big]
    middle = (means * cases).sum() / cases.sum()
    return float((cases * (means - middle) ** 2).sum() / cases.sum())
