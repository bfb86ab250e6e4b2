"""Questions of a talk counted by hand, with and without marks."""

from __future__ import annotations

from sellwright.measures import talk_questions
from tests import talking

LINES = (
    "Us: Thanks. How do you do it today? And who decides?",
    "Them: By hand. Do you sell to schools?",
    "Us: right so we do yes and how long does that take you each week",
    "Them: a day",
    "Us: would you like to change that",
    "Them: what we want is peace",
)


def test_open_and_closed_of_each_side_in_the_thirds_of_the_talk() -> None:
    found = talk_questions.measure(talking.said(*LINES), talking.SIDES)
    assert [(one.side, one.form, one.quote) for one in found.asked] == [
        ("us", "open", "How do you do it today?"),
        ("us", "open", "And who decides?"),
        ("them", "closed", "Do you sell to schools?"),
        ("us", "closed", "and how long does that take you each week"),
        ("us", "closed", "would you like to change that"),
    ]
    assert found.count("us", "open") == 2 and found.thirds == (2, 1, 1)
