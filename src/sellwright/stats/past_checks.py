"""Ranges judged by what came: how far earlier forecasts missed, drawn into the next one.

Each check is a range as it would have been made at some moment, and what then came. From the checks whose period is
over follow a *shift* (what comes at this place in the quarter differs from the model time and again: log ratios by
place, drawn towards none by one-way analysis of variance) and a *width* (how far sums miss beyond chance: the smallest
spread of a common factor under which four of five earlier ranges held). Both use the past of that moment alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
KEPT = 0.8
LEAST = 8  # checks from which a width is taken; before, BEFORE
BEFORE = 0.3  # the width until then. Design default: books looked at missed by so much.
_GRID = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.5)
_SEED = 21


@dataclass(frozen=True, slots=True)
class Check:
    """`draws`: the sum as drawn then; `came`: what came; `expected_wins` and `wins` the same in cases; `place`: which
    part of its quarter it was made in; `ends`: the day its period was over."""

    draws: F64
    came: float
    expected_wins: float
    wins: int
    place: int
    ends: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the checks so far teach for a place: log shift and width; how many of `checked` ranges had held."""

    shift: float = 0.0
    width: float = BEFORE
    held: int = 0
    checked: int = 0


def stretched(draws: F64, shift: float, width: float) -> F64:
    """Sums under a shift and a common factor of that width (lognormal, mean 1)."""
    if not width:
        found: F64 = draws * np.exp(shift)
        return found
    made: F64 = draws * np.exp(shift + width * _luck(len(draws)) - width**2 / 2)
    return made


@lru_cache(maxsize=4)
def _luck(count: int) -> F64:
    """Evenly spread values of the standard normal, in an order that hangs on nothing."""
    return _normal((np.random.default_rng(_SEED).permutation(count) + 0.5) / count)


def bounds(draws: F64) -> tuple[float, float]:
    """The middle KEPT of sums."""
    low, high = np.quantile(draws, ((1 - KEPT) / 2, (1 + KEPT) / 2))
    return float(low), float(high)


class Judge:
    """Takes checks in order of their making; tells what they teach about any place at any moment."""

    def __init__(self) -> None:
        self._seen: list[tuple[Check, tuple[bool, ...]]] = []
        self._held: list[tuple[float, bool]] = []

    def add(self, check: Check, at: float) -> None:
        """A check made on the day `at`. Its own range is judged by what was over by then."""
        lesson = self.lesson(check.place, at)
        under = _holds(check, lesson.shift)
        self._seen.append((check, under))
        self._held.append((check.ends, under[_GRID.index(lesson.width)]))

    def lesson(self, place: int, at: float) -> Lesson:
        """What is known on the day `at` of ranges made at this place."""
        over = [one for one in self._seen if one[0].ends <= at]
        held = [kept for ends, kept in self._held if ends <= at]
        return Lesson(_shift([check for check, _ in over], place), _width(over), sum(held), len(held))


def _holds(check: Check, shift: float) -> tuple[bool, ...]:
    """Whether its range held, under each width of the grid."""
    sums = np.sort(check.draws * _factors(len(check.draws)) * np.exp(shift), axis=1)
    last = sums.shape[1] - 1
    ends = []
    for part in ((1 - KEPT) / 2, (1 + KEPT) / 2):
        whole, rest = divmod(part * last, 1)
        ends.append(sums[:, int(whole)] * (1 - rest) + sums[:, min(int(whole) + 1, last)] * rest)
    return tuple(((ends[0] <= check.came) & (check.came <= ends[1])).tolist())


@lru_cache(maxsize=4)
def _factors(count: int) -> F64:
    """The common factor in each draw under each width, shape (widths, count)."""
    width = np.array(_GRID)[:, None]
    found: F64 = np.exp(width * _luck(count) - width**2 / 2)
    return found


def _width(over: Sequence[tuple[Check, tuple[bool, ...]]]) -> float:
    if len(over) < LEAST:
        return BEFORE
    held = np.array([under for _, under in over]).sum(axis=0)
    return _GRID[int(np.argmax(held >= min(KEPT * (len(over) + 1), held.max())))]  # some miss whatever the width


def _shift(over: Sequence[Check], place: int) -> float:
    ratio = np.array([np.log((one.wins + 0.5) / (one.expected_wins + 0.5)) for one in over])
    where = np.array([one.place for one in over])
    places, group, cases = np.unique(where, return_inverse=True, return_counts=True)
    freedom = len(over) - len(places)
    if freedom < 3 or len(places) < 2 or place not in places:
        return 0.0
    means = np.bincount(group, ratio) / cases
    chance = float(np.mean([1 / (one.expected_wins + 0.5) for one in over]))
    within = max(float(((ratio - means[group]) ** 2).sum()) / freedom, chance)
    between = float(means.var(ddof=1)) - within * float((1 / cases).mean())
    if between <= 0:
        return 0.0
    own = ratio[where == place]
    return float(own.sum() / (len(own) + within / between))


def _normal(share: F64) -> F64:
    """Quantiles of the standard normal, read between those of a table."""
    return np.interp(share, _SHARES, _QUANTILES)


def _table() -> tuple[F64, F64]:
    from statistics import NormalDist

    shares = np.concatenate([[1e-4, 3e-4, 1e-3, 3e-3], np.linspace(0.01, 0.99, 197), [0.997, 0.999, 0.9997, 0.9999]])
    return shares, np.array([NormalDist().inv_cdf(float(share)) for share in shares])


_SHARES, _QUANTILES = _table()
