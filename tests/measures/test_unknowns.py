"""The known answers of card C13."""

from __future__ import annotations

import pytest

from sellwright.measures import unknowns
from sellwright.measures.unknowns import Open


def test_four_of_six_are_being_found_out() -> None:
    held = [Open(str(n), owned=n < 5, probe=n < 4) for n in range(6)]  # one is owned and has no probe
    probed = unknowns.measure(held, ever=9, met=True)
    assert probed.share == pytest.approx(0.667, abs=0.001)
    assert not probed.happy_ears
    assert probed.result("d").verdict == "4 of 6 have somebody and a next probe"


def test_a_meeting_and_nothing_written_down_is_pointed_out() -> None:
    assert unknowns.measure([], ever=0, met=True).happy_ears


def test_before_a_meeting_or_when_all_was_found_out_nothing_is_pointed_out() -> None:
    assert not unknowns.measure([], ever=0, met=False).happy_ears
    found_out = unknowns.measure([], ever=3, met=True)
    assert not found_out.happy_ears
    assert found_out.share is None
