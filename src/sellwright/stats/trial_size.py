"""How many pairs a trial honestly takes: trials of two given shares, simulated until the evidence is proof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.pair_evidence import log_path

SEED = 7
_AT_ONCE = 400_000  # pairs simulated at a time, so that memory stays small


@dataclass(frozen=True, slots=True)
class Size:
    """`half`: pairs by which half of the runs reached proof; None when fewer did within `most`.

    `reached[i]` is the share of runs with proof by `marks[i]` pairs; `error` the simulation's own standard error of a
    share of one half.
    """

    half: int | None
    marks: tuple[int, ...]
    reached: tuple[float, ...]
    most: int
    runs: int
    error: float


def first_proof(
    shares: tuple[float, float], pairs: int, runs: int, proof: float, seed: int = SEED
) -> NDArray[np.int64]:
    """The pair at which each simulated trial first reached `proof`, or pairs + 1 where it never did; shape (runs,)."""
    chance = np.random.default_rng(seed)
    found, at_once = [], max(1, _AT_ONCE // pairs)
    for start in range(0, runs, at_once):
        count = min(at_once, runs - start)
        old, new = (chance.random((count, pairs)) < share for share in shares)
        reached = log_path(old, new) >= np.log(proof)
        found.append(np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, pairs + 1))
    return np.concatenate(found).astype(np.int64)


def size(old: float, new: float, *, proof: float = 20.0, most: int = 1000, runs: int = 2000) -> Size:
    """The honest size of a trial of share `old` against `new`. ValueError when they are equal or no shares."""
    if not (0 <= old <= 1 and 0 <= new <= 1):
        raise ValueError("shares are between 0 and 1")
    if old == new:
        raise ValueError("two equal shares: there is nothing to prove")
    first = first_proof((old, new), most, runs, proof)
    marks = tuple(mark for mark in (20, 50, 100, 200, 500, 1000, 2000, 5000) if mark <= most)
    half = int(np.sort(first)[(runs - 1) // 2])
    return Size(
        half if half <= most else None,
        marks,
        tuple(float((first <= mark).mean()) for mark in marks),
        most,
        runs,
        0.5 / runs**0.5,
    )
