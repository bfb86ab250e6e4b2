"""Which side an offer stands on: card C6."""

from __future__ import annotations

import pytest

from sellwright.interactions.care import Offer
from sellwright.measures import sides


def offer(premium: float | None, by_hand: float | None, reachable: float | None = 0.95) -> Offer:
    return Offer("x", 6000, 12, 60, premium=premium, by_hand=by_hand, reachable=reachable)


@pytest.mark.parametrize(
    ("premium", "by_hand", "side", "contradicts"),
    [
        (0.15, 0.8, "relational", False),
        (0.0, 0.0, "transactional", False),
        (0.12, 0.2, "promises care, sends machines", True),
        (0.0, 0.8, "care unpaid", True),
    ],
)
def test_the_four_sides(premium: float, by_hand: float, side: str, contradicts: bool) -> None:
    found = sides.measure(offer(premium, by_hand), 0.12)
    assert (found.side, found.contradicts) == (side, contradicts)


def test_by_hand_but_out_of_reach_is_no_care() -> None:
    assert sides.measure(offer(0.15, 0.8, 0.5), 0.12).side == "promises care, sends machines"


def test_no_care_and_no_premium_is_no_price_of_care() -> None:
    assert sides.measure(offer(0.0, 0.0), 0.0).side == "transactional"


def test_what_nobody_said_is_not_guessed() -> None:
    found = sides.measure(offer(None, 0.8, None), 0.12)
    assert (found.side, found.missing, found.contradicts) == ("not told", ("reachable", "premium"), False)
