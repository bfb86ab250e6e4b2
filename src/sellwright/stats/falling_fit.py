"""The closest line that never rises: pooling of neighbours that stand the wrong way round (Ayer and others 1955)."""

from __future__ import annotations

from collections.abc import Sequence


def fit(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Weighted least squares among all sequences that never rise. `values` in order of x; weights above 0.

    Linear: each value is put on a stack once and merged at most once.
    """
    blocks: list[tuple[float, float, int]] = []  # (mean, weight, how many)
    for value, weight in zip(values, weights, strict=True):
        if weight <= 0:
            raise ValueError("weights are above 0")
        mean, total, count = float(value), float(weight), 1
        while blocks and blocks[-1][0] < mean:
            before, held, several = blocks.pop()
            mean = (before * held + mean * total) / (held + total)
            total, count = held + total, count + several
        blocks.append((mean, total, count))
    return [mean for mean, _, count in blocks for _ in range(count)]
