"""How far rates of groups truly differ, once what chance alone does is taken off (empirical Bayes).

The best of eight quarters is mostly the one with the fewest cases. So each group's rate is drawn back to the common
one by how much of the spread between groups chance would explain: variance between groups by moments (DerSimonian and
Laird 1986), weights tau2 / (tau2 + v), and draws from the beta posterior with the same mean and spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sellwright.stats.tails import chi_square_tail

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Groups:
    """Rates of groups: `cases` and `successes`, shape (groups,), and what follows from them."""

    cases: F64
    successes: F64
    rate: float  # all groups together
    tau2: float  # variance between groups beyond chance
    shrunk: F64  # each group's rate, drawn back
    tail: float  # chance of rates this uneven when nothing differs (Pearson chi-square, divided by `widened`)
    widened: float

    @property
    def best(self) -> int:
        """The group whose shrunk rate is highest."""
        return int(np.argmax(self.shrunk))

    @property
    def reach(self) -> float:
        """The highest shrunk rate: what has been reached, chance taken off. Never below the common rate."""
        return max(float(self.shrunk.max()), self.rate)


def groups(cases: ArrayLike, successes: ArrayLike, widened: float = 1.0) -> Groups:
    """Weighs groups against chance. `widened` >= 1 is how much wider the counts scatter than independent cases would,
    because deals of one account go together (a design effect; Rao and Scott 1981). ValueError for fewer than two
    groups, an empty one, or more successes than cases."""
    n, x = np.asarray(cases, np.float64), np.asarray(successes, np.float64)
    if n.shape != x.shape or len(n) < 2 or (n <= 0).any() or (x < 0).any() or (x > n).any():
        raise ValueError("two groups or more, each with cases and no more successes than cases")
    rate = float(x.sum() / n.sum())
    if rate in (0.0, 1.0):
        return Groups(n, x, rate, 0.0, np.full_like(n, rate), 1.0, widened)
    variance = rate * (1 - rate) * widened / n
    weight = 1 / variance
    spread = float((weight * (x / n - rate) ** 2).sum())
    tau2 = max(0.0, (spread - (len(n) - 1)) / float(weight.sum() - (weight**2).sum() / weight.sum()))
    tau2 = min(tau2, 0.999 * rate * (1 - rate))  # no share can vary more
    shrunk = rate + (x / n - rate) * (tau2 / (tau2 + variance))
    return Groups(n, x, rate, tau2, shrunk, chi_square_tail(spread, len(n) - 1), widened)


def reach_draws(found: Groups, draws: int, chance: np.random.Generator) -> F64:
    """Draws of how far the best group lies above the common rate, shape (draws,): from its beta posterior under the
    fitted spread. All zero where nothing varies beyond chance. A plain resampling would add its own noise between
    groups and name the smallest."""
    if found.tau2 <= 0:
        return np.zeros(draws)
    worth = found.rate * (1 - found.rate) / found.tau2 - 1
    best = found.best
    n, x = found.cases[best] / found.widened, found.successes[best] / found.widened
    drawn: F64 = chance.beta(found.rate * worth + x, (1 - found.rate) * worth + n - x, draws) - found.rate
    return drawn


def design_effect(residuals: F64, clusters: NDArray[np.int64]) -> float:
    """How much wider sums over clusters scatter than sums of independent cases; at least 1.

    `residuals`: each case's outcome minus its group's rate; `clusters`: which cluster it is in, from 0."""
    apart = float((residuals**2).sum())
    together = float((np.bincount(clusters, residuals) ** 2).sum())
    return max(1.0, together / apart) if apart > 0 else 1.0
