"""The next ten minutes: which cards, in which order, and when they come again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sellwright.interactions.practice import Card, Ledger, Rep
from sellwright.measures import practice_next

NOW = datetime(2026, 5, 12, 8, tzinfo=UTC)


def card(name: str, behaviour: str = "asking", needed: date | None = None) -> Card:
    return Card(name, date(2026, 5, 1), behaviour, f"sentence {name}", "better", needed=needed)


def rep(name: str, day: int, mark: int, minutes: float = 0) -> Rep:
    return Rep(name, datetime(2026, 5, day, 8, tzinfo=UTC), mark, minutes)  # type: ignore[arg-type]


def test_one_behaviour_at_a_time_the_one_with_most_due() -> None:
    cards = (card("a"), card("b"), card("c"), card("d"), card("e", "opening"), card("f", "opening"))
    found = practice_next.measure(Ledger(cards), NOW)
    assert (found.behaviour, [one.card.id for one in found.chosen]) == ("asking", ["a", "b", "c"])
    assert (found.minutes, found.due, found.next_due) == (9, 6, date(2026, 5, 1))
    assert practice_next.measure(Ledger(cards), NOW, 4, "opening").chosen[0].card.id == "e"


def test_the_least_known_first() -> None:
    ledger = Ledger((card("a"), card("b"), card("c")), (rep("a", 9, 3), rep("b", 1, 3)))
    found = practice_next.measure(ledger, NOW)
    assert [one.card.id for one in found.chosen] == ["c", "b", "a"]


def test_days_are_those_of_the_reference() -> None:
    """Good, good on the day due, good again: 2, 11 and 46 days (fsrs 6.3.2)."""
    ledger = Ledger((card("a"),), (rep("a", 1, 3), rep("a", 3, 3)))
    (one,) = practice_next.standings(ledger, NOW)
    assert (one.due, one.tries) == (date(2026, 5, 14), 2)
    assert practice_next.measure(ledger, NOW).chosen == ()
    assert practice_next.measure(ledger, NOW).next_due == date(2026, 5, 14)


def test_a_day_it_is_needed_for_brings_it_sooner() -> None:
    """Needed 60 days after the last try: 9 days (card C11) instead of 11."""
    ledger = Ledger((card("a", needed=date(2026, 7, 2)),), (rep("a", 1, 3), rep("a", 3, 3)))
    (one,) = practice_next.standings(ledger, NOW)
    assert one.due == date(2026, 5, 12)


def test_cards_put_away_and_tries_to_come_are_not_there() -> None:
    ledger = Ledger((card("a"), card("b")), (rep("b", 30, 3),), resting=frozenset("a"))
    (one,) = practice_next.measure(ledger, NOW).chosen
    assert (one.card.id, one.tries) == ("b", 0)


def test_how_long_a_try_takes_is_learnt() -> None:
    ledger = Ledger((card("a"), card("b"), card("c")), (rep("a", 1, 1, 5), rep("b", 1, 1, 5), rep("c", 1, 1, 5)))
    assert len(practice_next.measure(ledger, NOW, 10).chosen) == 2
