"""The known answers of card C26."""

from __future__ import annotations

from sellwright.measures import coverage
from sellwright.measures.coverage import Contact, Role

DAY = 86400.0
NOW = 1_000 * DAY


def both(days_ago: float) -> tuple[Contact, ...]:
    return Contact(f"a{days_ago}", NOW - days_ago * DAY, "us"), Contact(
        f"b{days_ago}", NOW - days_ago * DAY + 1, "them"
    )


def test_three_of_six_roles() -> None:
    roles = [
        Role("decides", True, both(3)),
        Role("uses", True, (Contact("talk", NOW - 10 * DAY, "them", both=True),)),
        Role("pays", True, both(29.5)),
        Role("checks", True, both(31)),
        Role("opposes", True, (Contact("ours", NOW - DAY, "us"),)),
        Role("their security officer", False, ()),
    ]
    found = coverage.measure(roles, NOW)
    assert (found.heard, found.known, found.share) == (3, 6, 0.5)
    assert [one.key for one in found.roles if not one.is_heard] == ["checks", "opposes", "their security officer"]
    assert found.roles[0].ids == ("b3", "a3")
    assert found.roles[3].last_at == NOW - 31 * DAY + 1
    assert found.roles[5].last_at is None
    assert found.result("d").verdict == "3 of 6 heard"


def test_one_way_is_no_contact_both_ways() -> None:
    only_theirs = Role("uses", True, (Contact("a", NOW - DAY, "them"), Contact("b", NOW - 2 * DAY, "them")))
    assert coverage.measure([only_theirs], NOW).heard == 0


def test_an_earlier_day_is_told_from_what_was_before_it() -> None:
    role = Role("uses", True, both(3))
    assert coverage.measure([role], NOW - 5 * DAY).share == 0.0
    assert coverage.measure([role], NOW - 2 * DAY).share == 1.0


def test_nobody_known_is_no_share() -> None:
    assert coverage.measure([], NOW).share is None
