"""The leader's mirror: card C27."""

from __future__ import annotations

from datetime import date, timedelta

from sellwright.interactions.leading import Contact, Leading
from sellwright.measures import mirror

TODAY = date(2026, 5, 12)


def counted(theirs: int, ours: int, members: int = 5) -> Leading:
    return Leading(members, (*[Contact(None, "member")] * theirs, *[Contact(None, "leader")] * ours))


def test_twenty_six_and_twenty_four_of_fifty() -> None:
    found = mirror.measure(counted(26, 24), TODAY)
    assert (found.pull, found.verdict) == (0.52, "they come to you")
    found = mirror.measure(counted(24, 26), TODAY)
    assert (found.pull, found.verdict) == (0.48, "you go to them")
    assert mirror.measure(counted(25, 25), TODAY).verdict == "even"


def test_under_four_members_nothing_is_shown() -> None:
    found = mirror.measure(counted(26, 24, 3), TODAY)
    assert (found.verdict, found.pull, found.contacts, found.from_members) == ("hidden", None, 0, 0)


def test_what_was_scheduled_counts_as_the_leaders() -> None:
    contacts = (*[Contact(TODAY, "member", scheduled=True)] * 5, *[Contact(TODAY, "member")] * 5)
    assert mirror.measure(Leading(5, contacts), TODAY).pull == 0.5


def test_ninety_days() -> None:
    old, fresh = TODAY - timedelta(days=90), TODAY - timedelta(days=89)
    contacts = (*[Contact(old, "leader")] * 20, *[Contact(fresh, "member")] * 8)
    taken = ((old, "one"), (fresh, "two"), (TODAY + timedelta(days=1), "three"))
    found = mirror.measure(Leading(5, contacts, taken), TODAY)
    assert (found.pull, found.contacts, found.takeovers) == (1, 8, ("two",))


def test_too_little_to_tell() -> None:
    assert mirror.measure(counted(4, 3), TODAY).verdict == "too little to tell"
