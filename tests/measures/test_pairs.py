"""Pairs for the week: card C12."""

from __future__ import annotations

from datetime import date

from sellwright.interactions.team import Past, Team
from sellwright.measures import pairs

WEEK = date(2026, 5, 11)


def team(*past: Past, **skills: float) -> Team:
    return Team({name: {"skill": value} for name, value in skills.items()}, past)


def test_one_two_three_four() -> None:
    found = pairs.measure(team(a=1, b=2, c=3, d=4), WEEK)
    assert {(one.seeker, one.giver) for one in found.pairs} == {("a", "c"), ("b", "d")}
    assert (found.total, found.smallest, found.resting, found.certain) == (4, 2, "", True)


def test_nobody_meets_again_within_four_weeks() -> None:
    for week, again in ((date(2026, 4, 13), False), (date(2026, 4, 6), True)):
        found = pairs.measure(team(Past(week, (("c", "a"),)), a=1, b=2, c=3, d=4), WEEK)
        assert (("a", "c") in {(one.seeker, one.giver) for one in found.pairs}) is again


def test_two_people_meet_again_and_it_is_said() -> None:
    found = pairs.measure(team(Past(date(2026, 5, 4), (("a", "b"),)), a=1, b=2), WEEK)
    assert [one.again for one in found.pairs] == [True]


def test_one_of_three_rests_and_not_the_same_next_week() -> None:
    first = pairs.measure(team(a=1, b=2, c=4), WEEK)
    assert (first.resting, first.total) == ("b", 3)
    met = Past(WEEK, (("a", "c"), ("b",)))
    second = pairs.measure(team(met, a=1, b=2, c=4), date(2026, 5, 18))
    assert (second.resting, second.pairs[0].seeker, second.pairs[0].giver) == ("a", "b", "c")


def test_each_pair_talks_about_its_widest_skill() -> None:
    skills = {"a": {"proof": 1.0, "opening": 5.0}, "b": {"proof": 2.0, "opening": 1.0}}
    (one,) = pairs.measure(Team(skills), WEEK).pairs
    assert (one.seeker, one.giver, one.skill, one.gap) == ("b", "a", "opening", 4)
