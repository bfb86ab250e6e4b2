"""Stages as a chain that ends: how often it ends well, and how much each step counts.

Transient part Q, absorbing part R, fundamental matrix N = (I - Q)^-1 (Kemeny and Snell 1960). The elasticity of a step
is how many per cent more wins one per cent more of the step brings; every row stays a sum of 1, and the exit "lost"
gives way (Caswell 2011 treats such perturbations of absorbing chains).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
WON, LOST, NO_DECISION = 0, 1, 2  # columns after the stages
_BUMP = 1e-6


def wins(moves: F64) -> F64:
    """The chance to be won from each stage, shape (..., stages), over chains (..., stages, stages + 3): from each stage
    (row) to each stage, then won, lost, no decision; rows sum to 1. ValueError when some stage has no way out."""
    stages = moves.shape[-2]
    try:
        solved = np.linalg.solve(np.eye(stages) - moves[..., :stages], moves[..., stages + WON, None])
    except np.linalg.LinAlgError as error:
        raise ValueError("some stage leads nowhere") from error
    return np.asarray(solved[..., 0], np.float64)


def win(moves: F64) -> F64:
    """The chance to be won from the first stage; see `wins`."""
    return np.asarray(wins(moves)[..., 0], np.float64)


def scaled(moves: F64, stage: int, columns: list[int], factor: F64 | float) -> F64:
    """The chain with those moves of one stage multiplied, "lost" taking up the change (then no decision, then what is
    left, so that no share falls below 0). `factor` may differ by chain."""
    found = moves.copy()
    row = found[..., stage, :]
    was = row[..., columns].sum(axis=-1)
    wanted = np.clip(was * factor, 0.0, 1.0)
    ratio = np.divide(wanted, was, out=np.ones_like(was), where=was > 0)
    row[..., columns] *= ratio[..., None]
    give = wanted - was
    lost, none = row.shape[-1] - 3 + LOST, row.shape[-1] - 3 + NO_DECISION
    others = [c for c in range(row.shape[-1]) if c not in columns and c not in (lost, none)]
    for column in (lost, none, *others):
        taken = np.minimum(give, row[..., column])  # of less than nothing, lost takes all
        row[..., column] -= taken
        give = give - taken
    return found


def elasticity(moves: F64, stage: int, columns: list[int]) -> float:
    """Per cent more wins for one per cent more of these moves of `stage`, by a bump of a millionth."""
    now = float(win(moves))
    return (float(win(scaled(moves, stage, columns, 1 + _BUMP))) / now - 1) / _BUMP


def revenue(arrivals: F64 | float, won: F64 | float, size: F64 | float, capacity: float | None = None) -> F64 | float:
    """Money per period: what arrives (at most what can be worked), the share won of it, and what a win brings, repeat
    buying included."""
    worked = arrivals if capacity is None else np.minimum(arrivals, capacity)
    return worked * won * size


def repeat_factor(again: float) -> float:
    """What a customer brings over time against the first purchase, when each purchase is followed by another with
    chance `again`: 1 / (1 - again). ValueError unless 0 <= again < 1."""
    if not 0 <= again < 1:
        raise ValueError("the share that buys again is from 0 to below 1")
    return 1 / (1 - again)
