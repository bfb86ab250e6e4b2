"""Times in a letter, as its reader reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sellwright.interactions.free_times import Interval
from sellwright.today import offering

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = [
    Interval(datetime(2026, 6, day, hour, 30, tzinfo=BERLIN), datetime(2026, 6, day, hour + 1, 0, tzinfo=BERLIN))
    for day, hour in ((1, 9), (3, 14), (8, 22))
]


def test_ours_when_nobody_knows_theirs() -> None:
    assert offering.passage(TIMES, "en", "Europe/Berlin", [None] * 3) == (
        "Would one of these times suit you?\n- Monday, 1 June, 09:30 to 10:00\n- Wednesday, 3 June, 14:30 to 15:00\n"
        "- Monday, 8 June, 22:30 to 23:00\n(Berlin time)"
    )
    assert "- Montag, 1. Juni, 09:30 bis 10:00 Uhr" in offering.passage(TIMES, "de", "Europe/Berlin", [None] * 3)
    assert "suit you" in offering.passage(TIMES, "xx", "Europe/Berlin", [None] * 3)


def test_theirs_when_it_is_known_over_midnight_too() -> None:
    india = [timedelta(hours=5, minutes=30)] * 3
    text = offering.passage(TIMES, "en", "Europe/Berlin", india)
    assert text.splitlines()[1:] == [
        "- Monday, 1 June, 13:00 to 13:30", "- Wednesday, 3 June, 18:00 to 18:30", "- Tuesday, 9 June, 02:00 to 02:30",
        "(your time, UTC+5:30)",
    ]  # fmt: skip
    same = offering.passage(TIMES, "en", "Europe/Berlin", [timedelta(hours=2)] * 3)
    assert same.splitlines()[-1] == "(Berlin time)"


def test_they_go_before_the_closing() -> None:
    letter = "Hello Ana,\n\n\n\nBest regards\nMira\n"
    assert offering.put_in(letter, "Times", "Best regards") == "Hello Ana,\n\nTimes\n\nBest regards\nMira\n"
    assert offering.put_in("Hello Ana,\n", "Times", "Best regards") == "Hello Ana,\n\nTimes\n"
    assert offering.put_in("", "Times", "") == "Times\n"
