"""Hours and their four marks: card C10."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sellwright.interactions.practice import Card, Hours, Ledger, Rep
from sellwright.measures import practice_hours

TODAY = date(2026, 5, 12)
FULL = {"behaviour": "asking", "target": "a day named", "feedback": "Ben", "repeated": True}


def test_twenty_hours_a_week_are_ten_years() -> None:
    assert practice_hours.years(10_000, 20) == 10
    assert practice_hours.years(10_000, 0) is None
    assert practice_hours.years(-5, 1) == 0


def test_five_hundred_hours_of_which_forty_have_all_four_marks() -> None:
    full = [Hours(date(2026, 1, 5), "practice", 600, **FULL) for _ in range(4)]  # type: ignore[arg-type]
    plain = [Hours(date(2026, 1, 6), "practice", 600, "asking", "", "Ben", True) for _ in range(46)]
    found = practice_hours.measure(Ledger(hours=(*full, *plain)), TODAY)
    assert (found.practice, found.deliberate, found.performing) == (500, 40, 0)
    assert dict(found.missing) == {"one behaviour": 0, "a target": 460, "feedback": 0, "a repeat": 0}


@pytest.mark.parametrize("lost", ["behaviour", "target", "feedback", "repeated"])
def test_any_mark_that_is_missing_makes_it_plain_practice(lost: str) -> None:
    marks = {**FULL, lost: False if lost == "repeated" else ""}
    one = Hours(TODAY, "practice", 60, **marks)  # type: ignore[arg-type]
    assert practice_hours.measure(Ledger(hours=(one,)), TODAY).deliberate == 0


def test_selling_is_no_practice_and_the_pace_is_of_eight_weeks() -> None:
    rows = (Hours(date(2026, 5, 1), "practice", 480), Hours(date(2026, 3, 17), "practice", 480),
            Hours(date(2026, 5, 1), "performing", 600), Hours(date(2026, 6, 1), "practice", 600))  # fmt: skip
    found = practice_hours.measure(Ledger(hours=rows), TODAY)
    assert (found.performing, found.practice, found.a_week) == (10, 16, 1)


def test_a_try_with_feedback_counts_once_it_is_repeated() -> None:
    card = Card("c1", date(2026, 5, 1), "asking", "Any news?", "name a day")
    first = Rep("c1", datetime(2026, 5, 2, 9, tzinfo=UTC), 2, 30, "Ben")
    assert practice_hours.measure(Ledger((card,), (first,)), TODAY).deliberate == 0
    again = Rep("c1", datetime(2026, 5, 3, 9, tzinfo=UTC), 3, 30)
    found = practice_hours.measure(Ledger((card,), (first, again)), TODAY)
    assert (found.practice, found.deliberate) == (1, 0.5)
