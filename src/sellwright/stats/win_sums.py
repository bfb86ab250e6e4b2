"""What independent wins add up to: sums of values, each with its own chance, drawn many times from a seed.

Thousands of cases are put into cells of like value and like chance first: a binomial of each cell's mean chance stands
for its cases. The mean stays exact, the spread grows by less than a hundredth, time does not grow with the book.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
_EXACT = 300  # cases drawn one by one
_VALUES, _CHANCES = 40, 10  # cells


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
        total, squares = np.zeros(count), np.zeros(count)
        for column in np.array_split(np.argsort(value, kind="stable"), _VALUES):
            for cell in np.array_split(column[np.argsort(chance[column], kind="stable")], _CHANCES):
                weight = float(chance[cell].sum())
                if weight <= 0:
                    continue
                worth = float(chance[cell] @ value[cell]) / weight
                wins = rng.binomial(len(cell), weight / len(cell), count)
                total += wins * worth
                squares += wins * worth**2
    found: F64 = total + spread * np.sqrt(squares) * rng.standard_normal(count) if spread else total
    return found
