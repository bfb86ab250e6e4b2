"""The known answers of card C26."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sellwright.measures import ladder
from sellwright.measures.ladder import Given

DAY = date(2026, 5, 1)


def given(*kinds: str) -> list[Given]:
    return [Given(kind, DAY + timedelta(days=n), (f"m{n}",)) for n, kind in enumerate(kinds)]


def test_five_given_with_consensus_left_out_is_a_ladder_of_four() -> None:
    found = ladder.measure(given("time", "explore", "change", "collaborate", "invest"))
    assert (found.height, found.gaps, found.next) == (4, ("consensus",), "consensus")
    told = found.result("d")
    assert told.verdict == "4 of 10 in a row, gaps: consensus"
    assert told.reasons[-1].ids == ("m4",)


def test_without_time_there_is_no_run_and_every_rung_below_is_a_gap() -> None:
    found = ladder.measure(given("explore", "change"))
    assert (found.height, found.gaps, found.next) == (0, ("time",), "time")


def test_the_order_in_which_they_were_given_does_not_matter() -> None:
    kinds = ("change", "time", "explore")
    assert ladder.measure(given(*kinds)).height == ladder.measure(given(*reversed(kinds))).height == 3


def test_a_withdrawn_one_counts_no_more_and_another_of_its_kind_does() -> None:
    gone = Given("explore", DAY, ("m",), withdrawn_date=DAY)
    assert ladder.measure([*given("time"), gone]).height == 1
    assert ladder.measure([*given("time", "explore"), gone]).height == 2


def test_all_ten_leave_nothing_to_ask() -> None:
    found = ladder.measure(given(*ladder.RUNGS))
    assert (found.height, found.gaps, found.next) == (10, (), "")


def test_nothing_given_is_said_so() -> None:
    assert ladder.measure([]).result("d").verdict == "nothing given yet"


def test_what_is_none_of_the_ten_is_refused() -> None:
    with pytest.raises(ValueError, match="none of the ten"):
        ladder.measure(given("attention"))


def test_a_gap_lasts_from_the_later_giving_to_the_earlier_one() -> None:
    held = [Given("time", DAY), Given("change", DAY + timedelta(3)), Given("explore", DAY + timedelta(9))]
    assert ladder.gap_days(held) == [(DAY + timedelta(3), DAY + timedelta(9))]
    assert ladder.gap_days(held[:2]) == [(DAY + timedelta(3), None)]
    assert ladder.gap_days(held[:1]) == []
