"""A range for a share that holds at every look at once (Robbins 1970, beta-binomial mixture).

The range keeps each p under which what was seen is not too surprising: B(1 + s, 1 + n - s) / (p^s (1 - p)^(n - s))
stays below 1 / error. All the ranges of one stream, over all looks together, hold the true share but in `error` of
streams.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]
_HALVINGS = 50


def ranges(successes: ArrayLike, cases: ArrayLike, error: float = 0.05) -> tuple[F64, F64]:
    """Lower and upper ends, one pair per look: `successes` and `cases` so far at each look (1-d, equal lengths).

    No look narrows another: it is the range of its own moment, without the intersection over earlier looks. (0, 1)
    before the first case. ValueError for more successes than cases, or an error outside 0 and 1.
    """
    s, n = np.atleast_1d(np.asarray(successes, np.float64)), np.atleast_1d(np.asarray(cases, np.float64))
    if s.shape != n.shape or (s < 0).any() or (s > n).any():
        raise ValueError("successes between 0 and cases, one of each per look")
    if not 0 < error < 1:
        raise ValueError("the error is a share between 0 and 1")
    limit = np.array([_log_beta(1 + one, 1 + all_ - one) for one, all_ in zip(s, n, strict=True)]) + math.log(error)
    best = np.divide(s, n, out=np.full_like(s, 0.5), where=n > 0)
    return _edge(s, n, limit, np.zeros_like(s), best), _edge(s, n, limit, np.ones_like(s), best)


def _edge(s: F64, n: F64, limit: F64, outside: F64, inside: F64) -> F64:
    """Where the likelihood crosses the limit between a point outside the range and one inside; `outside` if nowhere."""
    kept = _log_likelihood(outside, s, n) > limit
    out, within = outside.copy(), inside.copy()
    for _ in range(_HALVINGS):
        middle = (out + within) / 2
        is_inside = _log_likelihood(middle, s, n) > limit
        within = np.where(is_inside, middle, within)
        out = np.where(is_inside, out, middle)
    return np.where(kept, outside, within)


def _log_likelihood(p: F64, s: F64, n: F64) -> F64:
    with np.errstate(divide="ignore", invalid="ignore"):
        won = np.where(s > 0, s * np.log(p), 0.0)
        lost = np.where(n - s > 0, (n - s) * np.log1p(-p), 0.0)
    found: F64 = won + lost
    return found


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
