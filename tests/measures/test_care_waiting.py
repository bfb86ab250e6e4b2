"""Who waits: card C4."""

from __future__ import annotations

import math

import pytest

from sellwright.interactions.care import Requests
from sellwright.measures import care_waiting


def test_three_on_duty() -> None:
    found = care_waiting.measure(Requests(2, 60, 3, within=30))
    assert found.busy == pytest.approx(2 / 3)
    assert found.waits == pytest.approx(4 / 9)
    assert found.mean_wait == pytest.approx(60 * 0.4444, abs=0.01)
    assert found.beyond == pytest.approx(0.2696, abs=5e-5)
    assert found.in_row == pytest.approx(8 / 9)  # Little: 2 an hour x 4/9 of an hour
    assert [people for people, _, _ in found.people] == [2, 3, 4, 5]
    assert found.people[0][2] == math.inf


def test_booking_more_makes_more_wait() -> None:
    booked = dict(care_waiting.measure(Requests(1, 60, 4)).booked)
    assert (round(booked[0.8], 4), round(booked[0.9], 4)) == (0.5964, 0.7878)


def test_steady_work_waits_half_as_long() -> None:
    lumpy, steady = (care_waiting.measure(Requests(2, 60, 3, spread=spread)) for spread in (1.0, 0.5))
    assert steady.mean_wait == pytest.approx(lumpy.mean_wait / 2)


def test_more_than_can_be_handled() -> None:
    found = care_waiting.measure(Requests(10, 60, 3))
    assert (found.waits, found.beyond, found.mean_wait) == (1.0, 1.0, math.inf)
