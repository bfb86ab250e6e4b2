"""What care must earn: card C5."""

from __future__ import annotations

import pytest

from sellwright.interactions.care import Offer
from sellwright.measures import care_price


def test_twelve_hours_of_sixty_on_six_thousand() -> None:
    found = care_price.measure(Offer("audit", 6000, 12, 60, delivery=3000))
    assert found.care_cost == 720
    assert found.break_even == pytest.approx(0.12)
    assert found.margin == 2280
