"""Past how many relationships promises slip: card C3, observed."""

from __future__ import annotations

import random
from itertools import pairwise

from sellwright.interactions.care import Week
from sellwright.measures import care_ceiling


def weeks(turn: int, seed: int = 1) -> list[Week]:
    """A hundred weeks: 97 of 100 kept up to `turn` relationships, 60 of 100 beyond."""
    chance = random.Random(seed)
    made = []
    for _ in range(100):
        held = chance.choice((10, 20, 30, 40, 50))
        kept = sum(chance.random() < (0.97 if held <= turn else 0.6) for _ in range(20))
        made.append(Week("anna", held, 20, kept))
    return made


def test_the_turning_point_is_found() -> None:
    found = [care_ceiling.measure(weeks(30, seed), 0.9, 200).most for seed in range(10)]
    assert found.count(30) >= 9


def test_what_is_kept_everywhere_has_no_ceiling_yet() -> None:
    found = care_ceiling.measure(weeks(50), 0.9, 200)
    assert (found.most, found.to_the_end) == (50, True)


def test_what_is_kept_nowhere() -> None:
    found = care_ceiling.measure(weeks(0), 0.9, 200)
    assert (found.most, found.missing) == (None, "")


def test_the_fit_never_rises_and_the_lower_end_is_below_it() -> None:
    points = care_ceiling.measure(weeks(30), 0.9, 200).points
    assert all(a[1] >= b[1] for a, b in pairwise(points))
    assert all(low <= kept for _, kept, low, _ in points)
    assert sum(due for _, _, _, due in points) == 2000


def test_too_little_to_tell() -> None:
    found = care_ceiling.measure([Week("anna", 10, 5, 5)] * 11 + [Week("anna", 12, 0, 0)] * 9, 0.9)
    assert (found.most, found.weeks) == (None, 11)
    assert found.missing == "11 of 12 weeks with something due, 1 of 3 counts"
