"""Who gets which way, by a coin that is written down: the seed makes the same draw again."""

from __future__ import annotations

import random
from collections.abc import Sequence


def pairs(count: int, seed: int) -> list[tuple[int, str]]:
    """(pair, "old" or "new") for 2 x `count` cases in order of arrival: a coin says which of a pair comes first."""
    coin = random.Random(seed)
    found = []
    for pair in range(1, count + 1):
        first = coin.random() < 0.5
        found += [(pair, "new" if first else "old"), (pair, "old" if first else "new")]
    return found


def weeks(count: int, seed: int, washout: int = 1) -> list[str]:
    """The way of each week: `count` pairs of an old and a new week in an order drawn for each pair, with `washout`
    weeks that are not counted wherever the way changes."""
    found: list[str] = []
    for _, way in pairs(count, seed):
        if found and found[-1] != way:
            found += ["washout"] * washout
        found.append(way)
    return found


def roll_out(people: Sequence[str], seed: int) -> list[str]:
    """The people in the order they begin the new way, drawn from all orders. ValueError when a name stands twice."""
    if len(set(people)) < len(people):
        raise ValueError("a name stands twice")
    drawn = list(people)
    random.Random(seed).shuffle(drawn)
    return drawn
