"""Known answers of card C20, and what counts as confirmed."""

from __future__ import annotations

import pytest

from sellwright.measures import persuasion_path
from tests.talking import label


def test_order_is_one_less_a_tenth_per_inversion() -> None:
    assert persuasion_path.order([10, 20, 30, 40, 50]) == 1.0
    assert persuasion_path.order([10, 20, 30, 40, 5]) == pytest.approx(0.60)
    assert persuasion_path.order([50, 40, 30, 20, 10]) == 0.0
    assert persuasion_path.order([10, None, None, None, None]) is None


def test_shown_confirmed_and_not_shown() -> None:
    labels = [
        label("agenda", 1),
        label("yes", 2, "them"),
        label("reflection", 5),
        label("limit", 7),
        label("confirmed", 9, "them"),
    ]
    path = persuasion_path.measure(labels)
    assert [(step.name, step.score) for step in path.steps] == [
        ("rapport", 2), ("empathy", 1), ("trust", 1), ("hope", 0), ("urgency", 0),
    ]  # fmt: skip
    assert persuasion_path.measure([*labels[:3], label("confirmed", 6, "them")]).score("empathy") == 2


def test_urgency_counts_in_their_words_alone() -> None:
    assert persuasion_path.measure([label("pressure", 1)]).score("urgency") == 0
    assert persuasion_path.measure([label("cost of waiting", 1, "them")]).score("urgency") == 1
    assert persuasion_path.measure([label("held", 1, "them", "why now")]).score("urgency") == 1
    assert persuasion_path.measure([label("asks for the next step", 1, "them")]).score("urgency") == 2
