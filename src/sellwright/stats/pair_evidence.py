"""Evidence that two shares differ, good at every look: an e-process over pairs of one old and one new case.

Before each pair both shares are guessed from the pairs before it (half a success and half a failure added), and their
mean is what "no difference" would guess. The evidence is multiplied by how much better the two guesses foretold the
pair than the mean did. With no difference its mean stays 1, so it reaches 20 in at most one of 20 trials, however
often anybody looks (Ville 1939). Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample tests
that allow for optional stopping", 2021, blocks of 1 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


def log_path(old: ArrayLike, new: ArrayLike) -> F64:
    """The logarithm of the evidence after each pair, shape as given (..., pairs).

    `old` and `new` hold 0 or 1 for each pair's two cases, in order of assignment; axes before the last are trials.
    ValueError when their shapes differ or something else than 0 and 1 is in them.
    """
    a, b = np.asarray(old, np.float64), np.asarray(new, np.float64)
    if a.shape != b.shape:
        raise ValueError("one old and one new case in each pair")
    if not (np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all()):
        raise ValueError("each case is 0 or 1")
    before = np.arange(a.shape[-1]) + 1.0
    guess_a = (np.cumsum(a, axis=-1) - a + 0.5) / before
    guess_b = (np.cumsum(b, axis=-1) - b + 0.5) / before
    both = (guess_a + guess_b) / 2
    gained = np.log(np.where(a == 1, guess_a / both, (1 - guess_a) / (1 - both)))
    gained += np.log(np.where(b == 1, guess_b / both, (1 - guess_b) / (1 - both)))
    found: F64 = np.cumsum(gained, axis=-1)
    return found


def path(old: ArrayLike, new: ArrayLike) -> F64:
    """The evidence itself after each pair; see `log_path`. Capped at e^700, which is proof enough."""
    found: F64 = np.exp(np.minimum(log_path(old, new), 700.0))
    return found
