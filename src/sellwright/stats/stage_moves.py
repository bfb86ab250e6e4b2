"""Where what stands in a stage goes, open cases kept in, for the book as it is and for the book drawn again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sellwright.stats.aalen_johansen import incidence

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
_TIMES = 120  # points of time at most; finer ones change a share by less than its fourth digit


@dataclass(frozen=True, slots=True)
class Grid:
    """Stays sorted into cells (stage, time, end): `cells` one a stay, and the shape of the counts."""

    cells: Ints
    stages: int
    times: int
    ends: int  # open, each stage, won, lost, no decision

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.stages * self.times * self.ends

    def moves(self, counts: F64) -> F64:
        """From counts by cell (..., size) to moves (..., stages, stages + 3): of what leaves a stage in the end, the
        share each way. A stage that nothing has left yet is lost."""
        shares = incidence(counts.reshape(*counts.shape[:-1], self.stages, self.times, self.ends))[..., -1, 1:]
        left = shares.sum(axis=-1, keepdims=True)
        found = np.divide(shares, left, out=np.zeros_like(shares), where=left > 0)
        found[..., self.stages + 1] += (left <= 0)[..., 0]
        return np.asarray(found, np.float64)


def grid(stage: Ints, days: ArrayLike, to: Ints, stages: int, timed: bool = True) -> Grid:
    """Sorts stays: `days` in the stage, `to` as in a chain's columns, -1 for open. Without times (`timed` false) open
    stays must be left out before, and what is counted is shares of those that ended."""
    lengths = np.asarray(days, np.float64) if timed else np.zeros(len(stage))
    points = np.unique(lengths)
    if len(points) > _TIMES:
        points = np.unique(np.quantile(lengths, np.linspace(0, 1, _TIMES + 1), method="higher"))
    place = np.minimum(np.searchsorted(points, lengths), len(points) - 1)
    ends = stages + 4
    cells = (stage * len(points) + place) * ends + to + 1
    return Grid(cells.astype(np.int64), stages, max(1, len(points)), ends)
