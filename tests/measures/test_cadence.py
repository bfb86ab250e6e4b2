"""Nurture of a named few. The coverage is that of card C7."""

from __future__ import annotations

import pytest

from sellwright.interactions.values import Touch
from sellwright.measures import cadence
from sellwright.settings import Settings

NOW = 1_800_000_000.0
DAY = 86400.0
PLAIN = Settings()


def touch(side: str, days: float, **rest: object) -> Touch:
    return Touch(f"{side}{days}", NOW - days * DAY, side, "ann", **rest)  # type: ignore[arg-type]


def test_six_of_ten_within_the_cadence() -> None:
    days = [3, 10, 29, 30, 31, 45, 12, 8, 60]
    found = cadence.measure([*([touch("us", day)] for day in days), []], PLAIN, NOW)
    assert (found.covered, found.people, found.coverage) == (6, 10, pytest.approx(0.6))


def test_a_campaign_covers_nobody() -> None:
    assert cadence.measure([[touch("us", 3, human=False)]], PLAIN, NOW).covered == 0


def test_the_share_of_asks() -> None:
    held = [[touch("us", 9), touch("us", 6, asks=2), touch("us", 3), touch("us", 1)]]
    assert cadence.measure(held, PLAIN, NOW).ask_share == 0.25


def test_time_to_the_first_unprompted_letter_counts_the_silent() -> None:
    """Signs after 10 and 30 days, one silent for 20: the median is 30 days. A reply is no unprompted letter."""
    held = [
        [touch("us", 50), touch("them", 45), touch("them", 40, opens=True)],
        [touch("us", 50), touch("them", 20, opens=True)],
        [touch("us", 20), touch("them", 10)],
    ]
    assert cadence.measure(held, PLAIN, NOW).first_sign == 30 * DAY


def test_nobody() -> None:
    found = cadence.measure([], PLAIN, NOW)
    assert (found.coverage, found.ask_share, found.first_sign) == (None, None, None)
