"""Chances in the tail of a chi-square distribution, without a statistics package.

Series and continued fraction of the incomplete gamma function (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31; the
fraction by Lentz's method). Checked against printed tables in tests/stats/test_tails.py.
"""

from __future__ import annotations

import math

_STEPS = 10_000
_CLOSE = 1e-15
_TINY = 1e-300


def chi_square_tail(value: float, degrees: int) -> float:
    """P(X >= value) for a chi-square X with `degrees` degrees of freedom. ValueError when there are none."""
    if degrees < 1:
        raise ValueError("at least one degree of freedom")
    if value <= 0:
        return 1.0
    shape, x = degrees / 2, value / 2
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        return max(0.0, 1.0 - scale * _series(shape, x))
    return scale * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for step in range(1, _STEPS):
        term *= x / (shape + step)
        total += term
        if term < total * _CLOSE:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    bottom = x + 1 - shape
    upper, lower = 1 / _TINY, 1 / bottom
    found = lower
    for step in range(1, _STEPS):
        part = -step * (step - shape)
        bottom += 2
        lower = 1 / (_not_zero(part * lower + bottom))
        upper = _not_zero(bottom + part / upper)
        change = upper * lower
        found *= change
        if abs(change - 1) < _CLOSE:
            break
    return found


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
