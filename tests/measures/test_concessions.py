"""Known answers: what was given away, and the way of the price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sellwright.measures import concessions
from sellwright.measures.concessions import Concession, Price


def test_what_was_given_for_nothing_is_counted_and_costs_stay_in_their_currency() -> None:
    found = concessions.measure(
        [
            Concession("a", Decimal(400), "EUR", True, "them"),
            Concession("b", Decimal("99.50"), "EUR", False, "us"),
            Concession("c", Decimal(100), "USD", False, "them"),
            Concession("d", None, "EUR", False),
        ],
        [],
    )
    assert (found.given, found.without_return, found.unasked, found.uncosted) == (4, 3, 1, 1)
    assert found.costs == (("EUR", Decimal("499.50")), ("USD", Decimal(100)))
    assert found.ids == ("b", "c", "d")
    assert found.result("d").verdict == "3 of 4 without return"


def test_the_way_of_the_price_is_from_first_to_last_of_one_currency() -> None:
    prices = [
        Price(date(2026, 3, 9), Decimal(9000), "EUR"),
        Price(date(2026, 3, 1), Decimal(10000), "EUR"),
        Price(date(2026, 3, 5), Decimal(11000), "USD"),
    ]
    euro, dollar = concessions.measure([], prices).paths
    assert [int(one.price) for one in euro.prices] == [10000, 9000]
    assert euro.moved == pytest.approx(-0.10)
    assert dollar.moved is None


def test_nothing_given_away_is_no_share() -> None:
    assert concessions.measure([], []).result("d").number is None
    assert concessions.measure([], [Price(date(2026, 1, 1), Decimal(0), "EUR")] * 2).paths[0].moved is None
