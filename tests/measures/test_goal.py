"""Known answers of goals: by arithmetic where chance is none, else by the negative binomial's own mean."""

from __future__ import annotations

import numpy as np
import pytest

from sellwright.measures import goal
from sellwright.measures.goal import Fresh, Talks

ONES = np.ones(50)
NONE = np.zeros(0)


def fresh(chance: float = 0.25, closed: int = 4000, values: np.ndarray = ONES, usual: tuple[float, ...] = ()) -> Fresh:
    return Fresh(chance, closed, closed // 4, values, np.array(usual))


def test_a_goal_that_is_reached_needs_nothing() -> None:
    assert goal.measure(10, 10, NONE, fresh(), None) == goal.Answer("reached")


def test_ten_more_wins_at_one_in_four_take_about_forty_deals() -> None:
    found = goal.measure(12, 2, NONE, fresh(), None)
    assert found.gap == goal.Range(10, 10)
    assert found.deals is not None
    # 10 + NegBin(10, .25): mean 40, sd sqrt(10 * .75) / .25 = 10.95; the middle 80 % from the normal: 26 to 54
    assert found.deals.low == pytest.approx(27, abs=2)
    assert found.deals.high == pytest.approx(54, abs=3)
    assert found.pace == "unknown"


def test_money_is_filled_by_wins_of_their_size() -> None:
    found = goal.measure(5000, 0, NONE, fresh(chance=0.9999, values=np.full(9, 1000.0)), None)
    assert found.deals == goal.Range(5, 5)


def test_what_is_open_may_fill_the_gap() -> None:
    found = goal.measure(10, 0, np.array([10.0, 10.0, 10.0]), fresh(usual=(0, 0, 0, 0)), None)
    assert found.gap == goal.Range(0, 0)
    assert found.pace == "enough"


@pytest.mark.parametrize(
    ("usual", "pace"), [((90, 95, 100, 105), "enough"), ((5, 6, 7, 8), "short"), ((20, 30, 45, 70), "open")]
)
def test_the_usual_pace_is_enough_or_not_or_may_be(usual: tuple[float, ...], pace: str) -> None:
    found = goal.measure(10, 0, NONE, fresh(usual=usual), None)
    assert found.pace == pace
    assert found.usual_deals is not None
    assert (found.usual_deals.low, found.usual_deals.high) == (usual[0], usual[-1])


def test_too_little_is_said_with_what_is_there() -> None:
    found = goal.measure(10, 0, NONE, Fresh(0.5, 6, 3, ONES), None)
    assert (found.pace, found.missing, found.deals) == ("unknown", "6 of 20 closed deals, 3 of 5 won", None)


def test_no_deal_can_be_won_in_the_days_left() -> None:
    found = goal.measure(10, 0, NONE, fresh(chance=0.0), None)
    assert found.pace == "out of reach"
    assert found.deals is not None and found.deals.high == float("inf")


def test_conversations_become_deals_as_they_did_and_young_ones_are_no_failures() -> None:
    old, young = np.full(40, 30.0), np.full(60, 5.0)
    talks = Talks(np.concatenate([old, young]), np.array([1] * 20 + [0] * 80), np.array([9.0, 10, 11, 12]))
    found = goal.measure(1, 0, NONE, fresh(chance=0.9999), (talks, 90.0))
    assert found.talks is not None
    # By day 45 half of the 40 that are old enough became one, so it takes one to four or so; counting the young as
    # failures would say one in five, one to eleven.
    assert found.talks.low == 1
    assert 3 <= found.talks.high <= 4
    assert found.usual_talks == goal.Range(9, 12)


def test_few_conversations_are_too_few() -> None:
    talks = Talks(np.full(30, 30.0), np.array([1] * 3 + [0] * 27), NONE)
    found = goal.measure(5, 0, NONE, fresh(), (talks, 60.0))
    assert found.talks_missing == "30 of 20 conversations, 3 of 5 became a deal"


def test_a_goal_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="above nothing"):
        goal.measure(0, 0, NONE, fresh(), None)
