"""What holds on any day: same input, same list; everybody in one place; sums that agree."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions.values import Relationship
from sellwright.settings import Settings
from sellwright.today import plan, wording
from sellwright.today.day import LANES, Counts, Day, LeftOut
from tests.today import story

KINDS = ("prospect", "customer", "partner", "unknown", "supplier", "list_or_robot", "pitching_us")
PLAIN = Settings()

deeds = st.sampled_from(
    ["writes", "opens", "asks 'Why?'", "calls", "writes stakeholder", "meets minutes 30", "writes cc"]
    + [f"promises 'I will send it' due d{days:+d}" for days in (-40, -1, 0, 1, 9)]
)
lines = st.builds(
    lambda who, days, hour, deed: f"  {who} d-{days} {hour}:00 {deed}",
    st.sampled_from(["us", "them", "us", "them", "robot", "machine"]),
    st.integers(0, 250),
    st.integers(0, 8),
    deeds,
)
people = st.lists(st.tuples(st.sampled_from(KINDS), st.lists(lines, max_size=6)), max_size=14)


def read(rows: list[tuple[str, list[str]]]) -> list[Relationship]:
    return story.read("\n".join(f"p{n} {kind}\n" + "\n".join(held) for n, (kind, held) in enumerate(rows)))


def everybody(day: Day) -> list[str]:
    shown = [entry.person.key for lane in day.lanes for entry in lane.entries]
    return shown + [left.entry.person.key for left in day.left_for_tomorrow]


@settings(max_examples=120, deadline=None)
@given(people, st.floats(0, 8), st.randoms(use_true_random=False))
def test_any_day(rows: list[tuple[str, list[str]]], hours: float, shuffled: random.Random) -> None:
    held = read(rows)
    day = plan.make(iter(held), PLAIN, story.NOW, hours)
    again = list(held)
    shuffled.shuffle(again)
    assert plan.make(iter(again), PLAIN, story.NOW, hours) == day
    names = everybody(day)
    assert len(names) == len(set(names))
    out = sum(left.count for left in day.left_out)
    assert len(names) + out + day.nothing_to_do == day.people == len(held)
    assert [lane.lane for lane in day.lanes] == list(LANES)
    assert day.minutes_planned <= day.minutes_available + 1e-6
    assert day.minutes_available == pytest.approx(hours * 60 * 0.8)
    entries = [entry for lane in day.lanes for entry in lane.entries]
    assert sum(entry.minutes for entry in entries) == pytest.approx(day.minutes_planned)
    spoken_with = {one.person.key for one in held if any(t.side == "us" and t.human for t in one.touches)}
    strangers = [entry for entry in entries if entry.relation == "unknown" and entry.person.key not in spoken_with]
    assert len(strangers) <= 5
    assert all(entry.relation in ("prospect", "customer", "partner", "unknown") for entry in entries)
    assert all(entry.ids and entry.reason.endswith(".") and entry.effort for entry in entries)


def test_now_must_say_its_zone() -> None:
    with pytest.raises(ValueError):
        plan.make([], PLAIN, datetime(2026, 5, 12))


def test_nobody_at_all() -> None:
    day = plan.make([], PLAIN, story.NOW)
    assert (day.people, day.shown, day.left_out) == (0, 0, ())
    assert day.opening == (
        "In 90 days nobody wrote to you. Nobody waits for you. You promised nothing with a date. "
        "You have written 3 times or more, unanswered, to nobody."
    )


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            Counts(90, 212, 7, 11.4, 5, 2, 9),
            "In 90 days 212 people wrote to you. 7 wait for you, the oldest 11 days. You promised 5 things with a "
            "date, 2 are late. You have written 3 times or more, unanswered, to 9.",
        ),
        (
            Counts(90, 1, 1, 1.2, 1, 1, 1),
            "In 90 days 1 person wrote to you. 1 waits for you, for 1 day. You promised 1 thing with a date, it is "
            "late. You have written 3 times or more, unanswered, to 1.",
        ),
        (
            Counts(30, 3, 2, 0.4, 2, 1, 0),
            "In 30 days 3 people wrote to you. 2 wait for you, the oldest less than a day. You promised 2 things with "
            "a date, 1 is late. You have written 3 times or more, unanswered, to nobody.",
        ),
        (
            Counts(30, 3, 1, 0.4, 2, 0, 0),
            "In 30 days 3 people wrote to you. 1 waits for you, for less than a day. You promised 2 things with a "
            "date, none is late. You have written 3 times or more, unanswered, to nobody.",
        ),
    ],
)
def test_the_first_sentence(counts: Counts, words: str) -> None:
    assert wording.opening(counts) == words


def test_quotes_are_one_line_and_cut_at_a_word() -> None:
    assert wording.quote("Do you\n keep logs?") == "“Do you keep logs?”"
    assert wording.quote("one two three, four", most=15) == "“one two three …”"


def test_one_is_not_said_as_many() -> None:
    assert [LeftOut("suppliers", count, "supplier").words for count in (1, 2)] == ["1 supplier", "2 suppliers"]
