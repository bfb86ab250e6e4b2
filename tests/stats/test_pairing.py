"""Pairs against all sets there are, and against the sum that cannot be beaten."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from sellwright.stats import pairing


def gaps_of(skills: list[float]) -> list[list[float]]:
    return [[abs(a - b) for b in skills] for a in skills]


def every_set(people: list[int]) -> Iterator[list[tuple[int, int]]]:
    if not people:
        yield []
        return
    first, *rest = people
    for other in rest:
        for more in every_set([one for one in rest if one != other]):
            yield [(first, other), *more]


def test_card_c12() -> None:
    """1,2,3,4: (1,3),(2,4) and (1,4),(2,3) both make 4; the first has the larger smallest gap."""
    assert pairing.best(gaps_of([1, 2, 3, 4])) == (((0, 2), (1, 3)), True)


def test_it_is_the_best_of_all_sets() -> None:
    chance = random.Random(6)
    for _ in range(20):
        gaps = [[0.0] * 6 for _ in range(6)]
        for i in range(6):
            for j in range(i):
                gaps[i][j] = gaps[j][i] = float(chance.randint(0, 5))
        barred = {(0, 1), (2, 5)}

        def worth(pairs: list[tuple[int, int]], g: list[list[float]] = gaps) -> tuple[float, float, float]:
            each = [g[i][j] for i, j in pairs]
            return (-sum(pair in {(0, 1), (2, 5)} for pair in pairs), sum(each), min(each))

        found, certain = pairing.best(gaps, barred)
        assert certain
        assert worth(list(found)) == max(worth(pairs) for pairs in every_set(list(range(6))))


def test_a_pair_of_late_is_not_made_again_unless_there_is_no_other_way() -> None:
    found, _ = pairing.best(gaps_of([1, 2, 3, 4]), {(2, 0)})
    assert found == ((0, 3), (1, 2))
    found, _ = pairing.best(gaps_of([1, 2]), {(0, 1)})
    assert found == ((0, 1),)


def test_many_people_reach_the_sum_that_cannot_be_beaten() -> None:
    """The upper half less the lower half: no set of pairs has more."""
    chance = random.Random(2)
    skills = [float(chance.randint(0, 50)) for _ in range(40)]
    found, certain = pairing.best(gaps_of(skills))
    ordered = sorted(skills)
    assert not certain
    assert sum(abs(skills[i] - skills[j]) for i, j in found) == sum(ordered[20:]) - sum(ordered[:20])
    assert sorted(one for pair in found for one in pair) == list(range(40))


def test_an_odd_number_is_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        pairing.best(gaps_of([1, 2, 3]))
