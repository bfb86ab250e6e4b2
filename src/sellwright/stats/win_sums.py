"""What independent wins add up to: sums of values, each with its own chance, drawn many times from a seed.

Thousands of cases are put into cells of like value and like chance first: a binomial of each cell's mean chance stands
for its cases. The mean stays exact, the spread too but for a hundredth, and time does not grow with the book.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
_EXACT = 300  # cases drawn one by one
_VALUES, _CHANCES = 32, 8  # cells


def draws(chance: F64, value: F64, usual: F64, spread: float, rng: np.random.Generator, count: int = 1000) -> F64:
    """Sums of `value` over what is won, shape (count,). `value` NaN: not known, drawn from `usual` (values of earlier
    wins; nothing is added where there are none). `spread`: how far a known value moves until the win, as a share."""
    known = np.isfinite(value)
    total = _known(chance[known], value[known], spread, rng, count)
    blind = chance[~known]
    if len(blind) and len(usual):
        wins = _wins(blind, rng, count)
        ends = np.cumsum(wins)
        if ends[-1] < 500_000:
            sums = np.concatenate([[0.0], np.cumsum(rng.choice(usual, int(ends[-1])))])
            total = total + sums[ends] - sums[ends - wins]
        else:
            total = total + wins * usual.mean() + np.sqrt(wins) * usual.std() * rng.standard_normal(count)
    return total


def mean(chance: F64, value: F64, usual: F64) -> float:
    """The same sum's mean, without drawing."""
    filled = np.where(np.isfinite(value), value, usual.mean() if len(usual) else 0.0)
    return float(chance @ filled) if len(chance) else 0.0


def _wins(chance: F64, rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    cells = np.array_split(np.sort(chance), max(1, min(len(chance), _VALUES)))
    found: NDArray[np.int64] = sum(
        (rng.binomial(len(cell), float(cell.mean()), count) for cell in cells if len(cell)), np.zeros(count, np.int64)
    )
    return found


def _known(chance: F64, value: F64, spread: float, rng: np.random.Generator, count: int) -> F64:
    if not len(chance):
        return np.zeros(count)
    if len(chance) <= _EXACT:
        won = (rng.random((count, len(chance)), np.float32) < chance).astype(np.float64)
        total, squares = won @ value, won @ value**2
    else:
        cell = _cells(chance, value)
        size, weight = np.bincount(cell), np.bincount(cell, chance)
        worth = np.divide(np.bincount(cell, chance * value), weight, out=np.zeros_like(weight), where=weight > 0)
        square = np.divide(np.bincount(cell, chance * value**2), weight, out=np.zeros_like(weight), where=weight > 0)
        wins = rng.binomial(size, weight / size, (count, len(size))).astype(np.float64)
        squares = wins @ square
        unlike = np.sqrt(wins @ (np.maximum(0.0, square - worth**2) * (1 - weight / size)))  # values within a cell
        total = wins @ worth + unlike * rng.standard_normal(count)
    found: F64 = total + spread * np.sqrt(squares) * rng.standard_normal(count) if spread else total
    return found


def _cells(chance: F64, value: F64) -> NDArray[np.int64]:
    """Which cell each case is in: columns of like value, and in each cells of like chance; none is empty."""
    count = len(value)
    column = np.empty(count, np.int64)
    column[np.argsort(value, kind="stable")] = np.arange(count) * _VALUES // count
    order = np.lexsort((chance, column))
    size = np.bincount(column, minlength=_VALUES)
    place = np.arange(count) - np.repeat(np.cumsum(size) - size, size)
    cell = np.empty(count, np.int64)
    cell[order] = column[order] * _CHANCES + place * _CHANCES // size[column[order]]
    return np.unique(cell, return_inverse=True)[1].astype(np.int64)
