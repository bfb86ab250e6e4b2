"""Exact chances under the very draw that assigned the ways: for weeks that alternate and for a stepped roll-out.

Every assignment that could have been drawn is counted, the one that was among them (Fisher 1935; for switchbacks
Bojinov, Simchi-Levi and Zhao 2023). Over 20 weeks' pairs or 8 people the assignments are drawn instead of listed, from
a fixed seed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]
_LISTED_PAIRS = 16
_LISTED_PEOPLE = 7
_DRAWN = 20_000
_SEED = 11
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Chance:
    """`difference` in the outcome's unit, new minus old. `smallest`: the least `one_sided` this design can give."""

    difference: float
    one_sided: float
    two_sided: float
    smallest: float
    exact: bool  # every assignment listed, none drawn


def switchback(pairs: Sequence[tuple[float, float]]) -> Chance:
    """From (new week, old week) outcomes, each pair's order drawn by a coin. ValueError without a pair."""
    if not pairs:
        raise ValueError("at least one pair of weeks")
    gaps = np.array([new - old for new, old in pairs], np.float64)
    if len(gaps) <= _LISTED_PAIRS:
        signs = np.array(list(itertools.product((1.0, -1.0), repeat=len(gaps))))
    else:
        signs = np.random.default_rng(_SEED).choice((1.0, -1.0), size=(_DRAWN, len(gaps)))
        signs[0] = 1.0
    return _chance(signs @ gaps / len(gaps), 0.5 ** len(gaps), len(gaps) <= _LISTED_PAIRS)


def stepped(outcomes: ArrayLike, starts: Sequence[int]) -> Chance:
    """From outcomes by person and period (people, periods) and the period each person began the new way.

    Each period's own mean is taken off first, so that what changes for everybody with the calendar is not read as the
    new way. ValueError when a start is missing, or nobody or everybody is on the new way in every period.
    """
    table = np.asarray(outcomes, np.float64)
    people, periods = table.shape
    if len(starts) != people:
        raise ValueError("one start for each person")
    centred = table - table.mean(axis=0)
    listed = people <= _LISTED_PEOPLE
    chance = np.random.default_rng(_SEED)
    orders = (
        itertools.permutations(range(people))
        if listed
        else itertools.chain([tuple(range(people))], (tuple(chance.permutation(people)) for _ in range(_DRAWN - 1)))
    )
    begun = np.arange(periods)[None, :] >= np.asarray(starts)[:, None]
    if begun.all() or not begun.any():
        raise ValueError("some on the old way and some on the new are needed")
    effects = np.array([_effect(centred, begun[list(order)]) for order in orders])
    distinct = math.prod(range(1, people + 1))
    for count in np.unique(np.asarray(starts), return_counts=True)[1]:
        distinct //= math.factorial(int(count))
    return _chance(effects, 1 / distinct, listed)


def _effect(centred: F64, begun: NDArray[np.bool_]) -> float:
    """Least squares of the outcome on the new way with a mean for each period."""
    way = begun - begun.mean(axis=0)
    return float((way * centred).sum() / (way**2).sum())


def _chance(every: F64, smallest: float, exact: bool) -> Chance:
    """The first of `every` is what was seen."""
    seen = every[0]
    one = float((every >= seen - _EQUAL).mean())
    two = float((np.abs(every) >= abs(seen) - _EQUAL).mean())
    return Chance(float(seen), one, two, smallest, exact)
