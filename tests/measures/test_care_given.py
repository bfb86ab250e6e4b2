"""The care a mailbox shows: small histories with answers counted by hand."""

from __future__ import annotations

from datetime import date

from sellwright.interactions.values import (
    Person,
    Pledge,
    Promise,
    Relation,
    RelationKind,
    Relationship,
    Side,
    Touch,
)
from sellwright.measures import care_given
from sellwright.settings import Settings

DAY = 86_400.0
NOW = 1_778_500_800.0  # 2026-05-11, 12:00 UTC
HOUR = 3600.0


def touch(name: str, days_ago: float, side: Side, **more: object) -> Touch:
    return Touch(name, NOW - days_ago * DAY, side, "x", author="anna@us.com", **more)  # type: ignore[arg-type]


def with_(key: str, kind: RelationKind, *touches: Touch, pledges: tuple[Pledge, ...] = ()) -> Relationship:
    who = Person(key, "", (key,), key.partition("@")[2])
    return Relationship(who, Relation(kind, ()), tuple(sorted(touches, key=lambda t: t.at)), (), pledges)


def test_hours_are_by_account_and_a_meeting_counts_once() -> None:
    met = touch("m", 3, "us", channel="meeting", minutes=60.0, ours=2)
    found = care_given.measure(
        [
            with_("a@one.com", "customer", met, touch("1", 5, "us", answers=True)),
            with_("b@one.com", "customer", met),
            with_("c@two.com", "customer", touch("2", 6, "us")),
            with_("d@three.com", "prospect", touch("3", 40, "us")),
            with_("e@four.com", "supplier", touch("4", 2, "us")),
        ],
        Settings(),
        NOW,
    )
    (tier,) = found.tiers
    assert (tier.name, tier.accounts) == ("customers", 2)
    assert round(tier.accounts * tier.hours * 60) == 120 + 10 + 12
    assert found.people == ("anna@us.com",)


def test_requests_answered_in_time_late_and_never() -> None:
    asked = {"asks": 1, "opens": True}
    found = care_given.measure(
        [
            with_(
                "a@one.com",
                "customer",
                touch("q1", 10, "them", thread="t1", **asked),
                touch("a1", 9.5, "us", thread="t1"),
                touch("q2", 9, "them", thread="t2", **asked),
                touch("a2", 6, "us", thread="t2"),
            ),
            with_("b@two.com", "prospect", touch("q3", 8.5, "them", thread="t3", **asked)),
            with_("c@two.com", "prospect", touch("q4", 0.5, "them", thread="t4", **asked)),
        ],
        Settings(),
        NOW,
    )
    assert (found.asked, found.waiting) == (4, 2)
    (week,) = found.weeks  # the one that came half a day ago is not due yet
    assert (week.person, week.due, week.kept, week.relationships) == ("anna@us.com", 3, 1, 1)


def test_the_median_answer_keeps_open_requests_in() -> None:
    """Card C9: answers after 1 h and 3 h, one open for 2 h: 3 h; the mean of those answered alone would say 2 h."""
    asked = {"asks": 1, "opens": True}
    found = care_given.measure(
        [
            with_("a@one.com", "customer",
                  touch("q1", 10, "them", thread="t1", **asked), touch("a1", 10 - 1 / 24, "us", thread="t1"),
                  touch("q2", 9, "them", thread="t2", **asked), touch("a2", 9 - 3 / 24, "us", thread="t2"),
                  touch("q3", 2 / 24, "them", thread="t3", **asked)),
        ],
        Settings(), NOW,
    )  # fmt: skip
    assert round(found.answer_hours or 0, 6) == 3


def test_dated_promises_are_due_when_their_day_is_over() -> None:
    def pledge(letter: str, day: int, kept_by: str = "") -> Pledge:
        return Pledge(Promise("will send", 0, 9, date(2026, 5, day), "", 1.0), letter, NOW - 8 * DAY, "us", kept_by)

    letter, sent = touch("p", 8, "us"), touch("s", 5, "us")
    promised = (pledge("p", 7, "s"), pledge("p", 6), pledge("p", 5, "s"), pledge("p", 11), pledge("p", 30))
    (week,) = care_given.measure(
        [with_("a@one.com", "customer", letter, sent, pledges=promised)], Settings(), NOW
    ).weeks
    assert (week.due, week.kept) == (3, 1)  # kept on the day; never; kept a day late


def test_what_comes_after_now_is_not_known() -> None:
    assert care_given.measure([with_("a@one.com", "customer", touch("1", -1, "us"))], Settings(), NOW).tiers == ()
