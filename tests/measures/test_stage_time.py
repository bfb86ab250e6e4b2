"""Medians worked out by hand."""

from __future__ import annotations

import pytest

from sellwright.measures import stage_time
from sellwright.measures.stage_time import Usual

DAY = 86400.0


def test_the_usual_is_the_median_of_finished_stays() -> None:
    usual = stage_time.measure([40, 2, 9, 3, 20, 5, 12, 8])
    assert usual == Usual(8.5, 8)
    assert usual.result("s").verdict == "usually 8 days"


def test_seven_stays_are_too_few_and_say_so() -> None:
    usual = stage_time.measure([1, 1, 1, 1, 1, 1, 1])
    assert usual == Usual(None, 7)
    result = usual.result("stage")
    assert result.number is None
    assert result.verdict == "too few to tell (n = 7, 8 needed)"
    assert stage_time.stay(0, 400 * DAY, usual).pace == ""


@pytest.mark.parametrize(
    ("days", "pace"), [(0, "shorter"), (8.4, "shorter"), (8.5, "usual"), (16.9, "usual"), (17, "long"), (90, "long")]
)
def test_a_stay_against_the_usual(days: float, pace: str) -> None:
    stay = stage_time.stay(1000.0, 1000.0 + days * DAY, Usual(8.5, 8))
    assert stay.days == pytest.approx(days)
    assert stay.pace == pace


def test_a_stay_is_not_long_by_hours() -> None:
    """Where the usual is an hour, three hours are twice it and yet nothing to mention."""
    assert stage_time.stay(0, 3 * 3600, Usual(1 / 24, 20)).pace == "usual"


def test_a_clock_that_went_back_gives_no_negative_days() -> None:
    assert stage_time.stay(100.0, 50.0, Usual(3, 9)).days == 0


def test_a_negative_stay_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        stage_time.measure([1, -1])
