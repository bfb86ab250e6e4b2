"""How far people who label the same things agree: Krippendorff's alpha.

1 is full agreement, 0 what chance gives, below 0 worse than that. From .80 on firm, from .667 tentative (Krippendorff,
Content Analysis, 4th ed. 2018, ch. 12; by coincidences as in "Computing Krippendorff's Alpha-Reliability", 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
FIRM, TENTATIVE = 0.80, 0.667


def alpha(ratings: Sequence[Sequence[float | None]], level: Level = "nominal") -> float | None:
    """Alpha of `ratings`, a row a rater, a column a thing, None where a rater gave none. None when it cannot be told:
    nothing was rated twice, or all ratings are one value.
    """
    columns = [[value for value in column if value is not None] for column in zip(*ratings, strict=True)]
    twice = [column for column in columns if len(column) > 1]
    values = sorted({value for column in twice for value in column})
    place = {value: at for at, value in enumerate(values)}
    together = np.zeros((len(values), len(values)))
    for column in twice:
        counts = np.bincount([place[value] for value in column], minlength=len(values)).astype(float)
        together += (np.outer(counts, counts) - np.diag(counts)) / (len(column) - 1)
    totals = together.sum(axis=1)
    apart = _apart(np.array(values), totals, level)
    by_chance = float((np.outer(totals, totals) * apart).sum())
    if by_chance == 0:
        return None
    return 1 - (float(totals.sum()) - 1) * float((together * apart).sum()) / by_chance


def _apart(values: NDArray[np.float64], totals: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """The squared difference of every two values."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "interval":
        return np.asarray((values[:, None] - values[None, :]) ** 2, np.float64)
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2, np.float64)
