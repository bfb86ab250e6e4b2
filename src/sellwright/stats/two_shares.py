"""What choosing one of two shares costs on average when it is the wrong one: a choice, not a proof.

Each share has a beta posterior; the integrals are done on a fine grid around where both lie, so that ten cases and a
hundred thousand cost the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
_POINTS = 8001
_WIDE = 9.0  # standard deviations each way; beyond them lies less than 1e-15
MOST_PRIOR = 10  # past cases a prior may be worth


@dataclass(frozen=True, slots=True)
class Choice:
    """`new_better`: chance that the new share is the larger. The losses are in points of the share (0 to 1)."""

    new_better: float
    loss_of_new: float  # E[max(old - new, 0)]
    loss_of_old: float


def choice(old: tuple[int, int], new: tuple[int, int], prior: tuple[float, float] = (1.0, 1.0)) -> Choice:
    """From (successes, cases) of each side. ValueError for more successes than cases, or a prior worth more than ten
    cases or with a part below one, which would outweigh what a small trial can say."""
    for s, n in (old, new):
        if not 0 <= s <= n:
            raise ValueError("successes between 0 and cases")
    if min(prior) < 1 or sum(prior) > MOST_PRIOR:
        raise ValueError("a prior of two parts from 1 on, together at most 10")
    a, b = ((prior[0] + s, prior[1] + n - s) for s, n in (old, new))
    ends = [_ends(*shape) for shape in (a, b)]
    grid = np.linspace(max(0.0, min(e[0] for e in ends)), min(1.0, max(e[1] for e in ends)), _POINTS)
    density_a, density_b = _density(grid, *a), _density(grid, *b)
    step = float(grid[1] - grid[0])
    below_a, below_b = _running(density_a, step), _running(density_b, step)
    return Choice(
        _area(density_b * below_a, step),
        _area(density_a * _running(below_b, step), step),
        _area(density_b * _running(below_a, step), step),
    )


def _ends(a: float, b: float) -> tuple[float, float]:
    mean = a / (a + b)
    spread = _WIDE * math.sqrt(mean * (1 - mean) / (a + b + 1)) + 4 / (a + b)  # the beta's tails, longer when skewed
    return mean - spread, mean + spread


def _density(grid: F64, a: float, b: float) -> F64:
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = np.where(a > 1, (a - 1) * np.log(grid), 0.0) + np.where(b > 1, (b - 1) * np.log1p(-grid), 0.0)
    found = np.exp(shape - shape.max())
    made: F64 = found / _area(found, float(grid[1] - grid[0]))
    return made


def _running(values: F64, step: float) -> F64:
    found = np.empty_like(values)
    found[0] = 0.0
    np.cumsum((values[1:] + values[:-1]) * (step / 2), out=found[1:])
    return found


def _area(values: F64, step: float) -> float:
    return float(values.sum() - (values[0] + values[-1]) / 2) * step
