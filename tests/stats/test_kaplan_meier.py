"""The product-limit estimate against answers worked out by hand, and its uncensored case against the plain median."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sellwright.stats import kaplan_meier


def test_two_answers_and_one_open() -> None:
    """Card C9: answers at 1 h and 3 h, one open at 2 h: 3 h (the mean of the answered, 2 h, is wrong)."""
    assert kaplan_meier.median([1, 3, 2], [True, True, False]) == 3
    assert kaplan_meier.curve([1, 3, 2], [True, True, False]) == ((1, pytest.approx(2 / 3), 3), (3, 0, 1))


def test_freireich_remission_times() -> None:
    """21 patients on 6-MP (Freireich et al. 1963), the textbook example: S(6) .857, S(10) .753, S(23) .448."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    steps = kaplan_meier.curve([*ended, *still], [True] * len(ended) + [False] * len(still))
    shares = {time: round(share, 3) for time, share, _ in steps}
    assert shares == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert kaplan_meier.median([*ended, *still], [True] * len(ended) + [False] * len(still)) == 23


def test_no_median_while_most_are_open() -> None:
    assert kaplan_meier.median([1, 5, 5], [True, False, False]) is None
    assert kaplan_meier.median([], []) is None


def test_refuses_nonsense() -> None:
    with pytest.raises(ValueError):
        kaplan_meier.curve([1], [])
    with pytest.raises(ValueError):
        kaplan_meier.curve([-1], [True])


@given(st.lists(st.integers(0, 50), min_size=1))
def test_with_nothing_open_it_is_the_lower_median(durations: list[int]) -> None:
    assert kaplan_meier.median(durations, [True] * len(durations)) == sorted(durations)[(len(durations) - 1) // 2]
