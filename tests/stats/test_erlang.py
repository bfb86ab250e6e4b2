"""Who waits, against printed tables; the falling fit against answers found by hand."""

from __future__ import annotations

import math
import random

import pytest

from sellwright.stats import erlang, falling_fit


@pytest.mark.parametrize(
    ("people", "load", "chance", "digits"),
    [
        (3, 2, 4 / 9, 12),  # by hand: (8/6 x 3) / (1 + 2 + 2 + 4)
        (1, 0.7, 0.7, 12),  # one person: the share busy
        (2, 1, 1 / 3, 12),  # two people: 2 rho^2 / (1 + rho)
        (4, 3.2, 0.5964, 4),
        (4, 3.6, 0.7878, 4),
        (3, 2.5, 0.702, 3),
        (4, 2.5, 0.320, 3),
        (5, 2.5, 0.130, 3),
        (6, 2.5, 0.047, 3),
    ],
)
def test_printed_answers(people: int, load: float, chance: float, digits: int) -> None:
    assert round(erlang.wait_chance(people, load), digits) == round(chance, digits)


@pytest.mark.parametrize(("people", "load"), [(5, 4.0), (12, 9.5), (60, 50.0), (150, 149.0)])
def test_it_is_the_sum_erlang_wrote(people: int, load: float) -> None:
    """The sum itself, in logarithms: another way than the recurrence."""
    logs = [k * math.log(load) - math.lgamma(k + 1) for k in range(people + 1)]
    last = math.exp(logs[-1]) * people / (people - load)
    assert erlang.wait_chance(people, load) == pytest.approx(last / (math.fsum(map(math.exp, logs[:-1])) + last))


def test_waits() -> None:
    assert erlang.mean_wait(3, 2, 1) == pytest.approx(4 / 9)
    assert erlang.wait_beyond(3, 2, 1, 0.5) == pytest.approx(0.2696, abs=5e-5)
    assert erlang.mean_wait(1, 0.8, 10) == pytest.approx(40)  # one person: rho / (1 - rho) x handling
    assert erlang.mean_wait(1, 0.8, 10, spread=0.5) == pytest.approx(20)  # handling always the same: half of it


def test_more_than_can_be_handled_waits_without_end() -> None:
    assert erlang.wait_chance(2, 2) == erlang.wait_beyond(2, 3, 1, 100) == 1.0
    assert erlang.mean_wait(2, 2, 1) == math.inf
    with pytest.raises(ValueError, match="one person"):
        erlang.wait_chance(0, 1)


def test_people_for_a_share_that_may_wait() -> None:
    assert [erlang.people_for(2.5, share) for share in (0.71, 0.33, 0.14, 0.05)] == [3, 4, 5, 6]


def test_the_falling_fit_by_hand() -> None:
    assert falling_fit.fit([5, 3, 4, 1], [1, 1, 1, 1]) == [5, 3.5, 3.5, 1]
    assert falling_fit.fit([1, 2, 6], [1, 1, 1]) == [3, 3, 3]
    assert falling_fit.fit([1.0, 0.4, 0.8], [1, 3, 1]) == pytest.approx([1.0, 0.5, 0.5])
    assert falling_fit.fit([], []) == []
    with pytest.raises(ValueError, match="above 0"):
        falling_fit.fit([1], [0])


def test_the_falling_fit_is_the_upper_envelope_of_means() -> None:
    """max over ends >= i of min over starts <= i of the mean between (Barlow and others 1972): another way."""
    chance = random.Random(4)
    for _ in range(30):
        size = chance.randint(1, 9)
        values = [chance.random() for _ in range(size)]
        weights = [chance.randint(1, 5) for _ in range(size)]

        def mean(a: int, b: int, v: list[float] = values, w: list[int] = weights) -> float:
            return sum(x * y for x, y in zip(v[a : b + 1], w[a : b + 1], strict=True)) / sum(w[a : b + 1])

        expected = [min(max(mean(a, b) for b in range(i, size)) for a in range(i + 1)) for i in range(size)]
        assert falling_fit.fit(values, weights) == pytest.approx(expected)
