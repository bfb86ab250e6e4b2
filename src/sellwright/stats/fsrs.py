"""When to repeat something so that it is still known: FSRS-6, two numbers a card (open-spaced-repetition, 2025).

Stability: days until the chance of knowing falls to .9. Difficulty: 1 to 10. Both follow from the marks given; the 21
weights are the published defaults of version 6, fitted there to the reviews of many other people. No learning
steps within a day and no random shift of the day: the same marks give the same day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Mark = Literal[1, 2, 3, 4]  # again, hard, good, easy

WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
_DECAY = -WEIGHTS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
LEAST_STABILITY = 0.001  # days
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a card after a review: stability in days, difficulty from 1 to 10."""

    stability: float
    difficulty: float


def known(memory: Memory, days: float) -> float:
    """Chance of still knowing it after so many days, 0..1."""
    return float((1 + _FACTOR * max(0.0, days) / memory.stability) ** _DECAY)


def interval(memory: Memory, wanted: float = 0.9) -> int:
    """Whole days until the chance of knowing falls to `wanted` (0 < wanted < 1), 1 at least."""
    days: float = memory.stability / _FACTOR * (wanted ** (1 / _DECAY) - 1)
    return min(max(round(days), 1), MOST_DAYS)


def first(mark: Mark) -> Memory:
    """After the first review."""
    return Memory(max(WEIGHTS[mark - 1], LEAST_STABILITY), _clamped(_first_difficulty(mark)))


def after(memory: Memory, mark: Mark, days: float) -> Memory:
    """After a review `days` (0 or more) since the last one; whole days count, under one is the same sitting."""
    days = math.floor(days)
    if days < 1:
        stability = _same_day(memory.stability, mark)
    elif mark == 1:
        stability = _forgotten(memory, known(memory, days))
    else:
        stability = _recalled(memory, known(memory, days), mark)
    return Memory(max(stability, LEAST_STABILITY), _next_difficulty(memory.difficulty, mark))


def _first_difficulty(mark: Mark) -> float:
    return WEIGHTS[4] - math.exp(WEIGHTS[5] * (mark - 1)) + 1


def _next_difficulty(difficulty: float, mark: Mark) -> float:
    moved = difficulty - WEIGHTS[6] * (mark - 3) * (10 - difficulty) / 9
    return _clamped(WEIGHTS[7] * _first_difficulty(4) + (1 - WEIGHTS[7]) * moved)


def _same_day(stability: float, mark: Mark) -> float:
    rise: float = math.exp(WEIGHTS[17] * (mark - 3 + WEIGHTS[18])) * stability ** -WEIGHTS[19]
    return stability * (rise if mark == 1 else max(rise, 1.0))


def _forgotten(memory: Memory, chance: float) -> float:
    long: float = (
        WEIGHTS[11]
        * memory.difficulty ** -WEIGHTS[12]
        * ((memory.stability + 1) ** WEIGHTS[13] - 1)
        * math.exp((1 - chance) * WEIGHTS[14])
    )
    return min(long, memory.stability / math.exp(WEIGHTS[17] * WEIGHTS[18]))


def _recalled(memory: Memory, chance: float, mark: Mark) -> float:
    rise: float = (
        math.exp(WEIGHTS[8])
        * (11 - memory.difficulty)
        * memory.stability ** -WEIGHTS[9]
        * (math.exp((1 - chance) * WEIGHTS[10]) - 1)
        * (WEIGHTS[15] if mark == 2 else 1.0)
        * (WEIGHTS[16] if mark == 4 else 1.0)
    )
    return memory.stability * (1 + rise)


def _clamped(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
