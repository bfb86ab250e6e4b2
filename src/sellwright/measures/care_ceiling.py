"""Past how many relationships promises begin to slip (card C3, observed): a property of the way of working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.care import Week
from sellwright.stats import falling_fit

VERSION = 1
LEAST_WEEKS = 12  # of one person, with something due
LEAST_DIFFERENT = 3  # counts of relationships
DRAWS = 1000
SEED = 20


@dataclass(frozen=True, slots=True)
class Ceiling:
    """`most`: the largest count of relationships at which the promised share is kept, chance taken off; None when even
    the fewest seen do not keep it, or `missing` says what there is too little of."""

    most: int | None
    missing: str
    weeks: int
    points: tuple[tuple[int, float, float, int], ...]  # (relationships, kept, lower end of the middle 80 %, due)
    to_the_end: bool = False  # promises are kept at the largest count seen: the ceiling is higher


def measure(weeks: Sequence[Week], promised: float, draws: int = DRAWS) -> Ceiling:
    """A falling fit of the share kept on the count of relationships, weighted by what fell due; its lower end by
    drawing the weeks again `draws` times. The same weeks give the same answer."""
    used = [week for week in weeks if week.due > 0]
    counts = sorted({week.relationships for week in used})
    if len(used) < LEAST_WEEKS or len(counts) < LEAST_DIFFERENT:
        lack = f"{len(used)} of {LEAST_WEEKS} weeks with something due, {len(counts)} of {LEAST_DIFFERENT} counts"
        return Ceiling(None, lack, len(used), ())
    place = {count: i for i, count in enumerate(counts)}
    at = np.array([place[week.relationships] for week in used])
    due = np.array([week.due for week in used], np.float64)
    kept = np.array([week.kept for week in used], np.float64)
    best = _fit(at, due, kept, len(counts))
    chance = np.random.default_rng(SEED)
    drawn = np.empty((draws, len(counts)))
    for row in range(draws):
        take = chance.integers(0, len(used), len(used))
        drawn[row] = _fit(at[take], due[take], kept[take], len(counts))
    lower = np.quantile(drawn, 0.1, axis=0)
    all_due = np.bincount(at, due, len(counts))
    points = tuple(
        (count, float(best[i]), float(lower[i]), int(all_due[i])) for i, count in enumerate(counts)
    )  # fmt: skip
    holds = [count for count, _, low, _ in points if low >= promised - 1e-12]
    return Ceiling(holds[-1] if holds else None, "", len(used), points, bool(holds) and holds[-1] == counts[-1])


def _fit(at: NDArray[np.int64], due: NDArray[np.float64], kept: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The falling fit at each count; a count not drawn takes the value of the next larger one drawn, else of the last:
    never the kinder neighbour."""
    weight, won = np.bincount(at, due, size), np.bincount(at, kept, size)
    there = np.flatnonzero(weight)
    values = falling_fit.fit((won[there] / weight[there]).tolist(), weight[there].tolist())
    nearest = np.minimum(np.searchsorted(there, np.arange(size)), len(there) - 1)
    found: NDArray[np.float64] = np.asarray(values)[nearest]
    return found
