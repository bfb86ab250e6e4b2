"""What became of cases by a time, when there are several ends and some cases have not ended (Aalen and Johansen 1978).

Taking "lost" for "not yet seen" (one minus Kaplan and Meier for each end) counts open cases as if they could still end
every way; the shares then sum to more than one. Here they and the share still open sum to exactly one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


def incidence(counts: ArrayLike) -> F64:
    """From counts by time to shares by time.

    `counts` has shape (..., times, 1 + ends), times rising: column 0 is how many cases were last seen open at that
    time, column k how many ended in way k. Returns shape (..., times, 1 + ends): column 0 the share still open just
    after each time, column k the share that ended in way k by then. A case last seen open at the time another ended
    was at risk.
    """
    found = np.asarray(counts, np.float64)
    leaving = found.sum(axis=-1)
    at_risk = np.flip(np.cumsum(np.flip(leaving, -1), axis=-1), -1)
    hazards = np.divide(
        found[..., 1:], at_risk[..., None], out=np.zeros_like(found[..., 1:]), where=at_risk[..., None] > 0
    )
    still = np.cumprod(1 - hazards.sum(axis=-1), axis=-1)
    before = np.concatenate([np.ones_like(still[..., :1]), still[..., :-1]], axis=-1)
    ended = np.cumsum(before[..., None] * hazards, axis=-2)
    made: F64 = np.concatenate([still[..., None], ended], axis=-1)
    return made


def curve(durations: ArrayLike, ends: ArrayLike, ways: int) -> tuple[F64, F64]:
    """(times, shares): see `incidence`. `durations` in any unit; `ends` 0 for open, 1 to `ways` for how it ended.

    ValueError for a negative duration, or ends that are no such number.
    """
    time, end = np.asarray(durations, np.float64), np.asarray(ends, np.int64)
    if time.shape != end.shape or (time < 0).any() or (end < 0).any() or (end > ways).any():
        raise ValueError("one duration from 0 on and one end for each case")
    times, place = np.unique(time, return_inverse=True)
    counts = np.bincount(place * (ways + 1) + end, minlength=len(times) * (ways + 1))
    return times, incidence(counts.reshape(len(times), ways + 1))


def at(times: F64, shares: F64, when: float) -> F64:
    """The row of `shares` in force at `when`: open and each end; all open before the first time."""
    index = int(np.searchsorted(times, when, side="right")) - 1
    if index < 0:
        return np.concatenate([[1.0], np.zeros(shares.shape[-1] - 1)])
    row: F64 = shares[index]
    return row
