"""Twenty known days: what happened, and what Today makes of it. Today is Tuesday 12 May 2026, 8:40.

Each story is in the test's own docstring (how to read one: tests/today/story.py).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from sellwright.interactions.values import Relation
from sellwright.settings import Settings
from sellwright.today import plan
from sellwright.today.day import Day, Said, Word
from tests.today import story

Lanes = dict[str, list[tuple[str, str]]]


def the_day(test: Callable[..., None], hours: float = 3.0, **given: object) -> Day:
    text = inspect.cleandoc(test.__doc__ or "").split("\n\n", 1)[1]
    return plan.make(story.read(text), Settings(), story.NOW, hours, **given)  # type: ignore[arg-type]


def lanes(day: Day) -> Lanes:
    """Each lane that holds anybody: name and reason."""
    return {
        lane.lane: [(entry.person.name, entry.reason) for entry in lane.entries] for lane in day.lanes if lane.entries
    }


def test_01_she_asked_yesterday() -> None:
    """The lab manager of product.md.

    ann customer
      us d-9 10:00 writes
      them d-1 16:10 asks 'Do you keep logs in the EU?'
    """
    day = the_day(test_01_she_asked_yesterday)
    assert lanes(day) == {"waiting on you": [("Ann", "Asked yesterday at 16:10: “Do you keep logs in the EU?”.")]}
    entry = day.lanes[0].entries[0]
    assert (entry.ids, entry.minutes, entry.next_step, entry.late_by) == (("ann2",), 10, "Answer the question.", 0)


def test_02_a_colleague_has_answered() -> None:
    """Anybody of ours counts.

    ann customer
      them d-1 16:10 asks 'Do you keep logs in the EU?'
      us d-1 17:00 writes
    """
    assert lanes(the_day(test_02_a_colleague_has_answered)) == {}


def test_03_an_automatic_answer_is_none() -> None:
    """Our out-of-office stops no clock.

    ann customer
      them d-3 9:00 asks 'Can we meet?'
      robot d-3 9:01 writes
    """
    day = the_day(test_03_an_automatic_answer_is_none)
    assert lanes(day)["waiting on you"] == [("Ann", "Asked on Saturday at 09:00: “Can we meet?”.")]
    assert day.lanes[0].entries[0].late_by == pytest.approx((2 * 24 - 20 / 60) * 3600)


def test_04_thanks_waits_for_nobody() -> None:
    """A letter without a question, in a thread that we began.

    ann customer
      us d-3 9:00 opens
      them d-2 9:00 writes
    """
    assert lanes(the_day(test_04_thanks_waits_for_nobody)) == {}


def test_05_a_stranger_opens_contact() -> None:
    """The human inside our web form.

    bo prospect
      them d-1 20:00 opens
    """
    day = the_day(test_05_a_stranger_opens_contact)
    reason = "Wrote to you unasked yesterday at 20:00; nobody has answered."
    assert lanes(day) == {"waiting on you": [("Bo", reason)]}
    assert day.lanes[0].entries[0].next_step == "Answer, and ask what brings them."


def test_06_oldest_first_and_a_copy_does_not_wait() -> None:
    """Cid was only told; Dee has waited longest.

    ann prospect
      them d-2 9:00 asks 'When?'
    dee partner
      them d-5 9:00 asks 'Where to?'
    cid customer
      them d-6 9:00 asks 'Who signs?' cc
    """
    assert [name for name, _ in lanes(the_day(test_06_oldest_first_and_a_copy_does_not_wait))["waiting on you"]] == [
        "Dee",
        "Ann",
    ]


def test_07_three_pitches_to_us() -> None:
    """The vendor of card C0: never on Today.

    vic pitching_us
      them d-9 9:00 asks 'Open to a quick chat?'
      them d-6 9:00 asks 'Did you see my mail?'
      them d-2 9:00 asks 'Should I close your file?'
    """
    day = the_day(test_07_three_pitches_to_us)
    assert lanes(day) == {}
    assert [left.words for left in day.left_out] == ["1 pitching us"]


def test_08_a_promise_due_today() -> None:
    """In your own words, from last Tuesday's call.

    ann customer
      us d-5 14:32 promises 'I will send the pricing for the second site by Tuesday' due d+0
    """
    day = the_day(test_08_a_promise_due_today)
    reason = (
        "You promised on Thursday at 14:32: “I will send the pricing for the second site by Tuesday”; it is due today."
    )
    assert lanes(day) == {"you promised": [("Ann", reason)]}
    assert day.lanes[1].entries[0].ids == ("ann1",)
    assert day.opening == (
        "In 90 days nobody wrote to you. Nobody waits for you. You promised 1 thing with a date, it is not late. "
        "You have written 3 times or more, unanswered, to nobody."
    )


def test_09_a_promise_kept_and_one_not_due() -> None:
    """Kept: gone. Due on Friday: not yet. Without a date: never.

    ann customer
      us d-5 14:32 promises 'I will send the pricing by Monday' due d-1 kept
    bob customer
      us d-5 14:32 promises 'I will send the contract by Friday' due d+3
    cid customer
      us d-5 14:32 promises 'I will think about it'
    """
    day = the_day(test_09_a_promise_kept_and_one_not_due)
    assert lanes(day) == {}
    assert (day.counts.promised, day.counts.late) == (2, 0)


def test_10_a_late_promise_and_another() -> None:
    """The most pressing is quoted. Bob's is due tomorrow and comes after.

    bob customer
      us d-2 9:00 promises 'I will call the printer' due d+1
    ann customer
      us d-9 9:00 promises 'I will send the form' due d-4
      us d-9 9:10 promises 'I will name a date' due d-1
    """
    day = the_day(test_10_a_late_promise_and_another)
    assert lanes(day)["you promised"] == [
        ("Ann", "You promised on 3 May: “I will send the form”; it was due on 8 May. 1 other promise too."),
        ("Bob", "You promised on Sunday at 09:00: “I will call the printer”; it is due tomorrow."),
    ]
    assert (day.counts.promised, day.counts.late) == (3, 2)


def test_11_first_lane_that_admits() -> None:
    """She waits and was promised something: once, as waiting, with the promise beside it.

    ann customer
      us d-5 9:00 promises 'I will send the form' due d-1
      them d-1 9:00 asks 'Any news?'
    """
    day = the_day(test_11_first_lane_that_admits)
    assert lanes(day) == {"waiting on you": [("Ann", "Asked yesterday at 09:00: “Any news?”.")]}
    assert day.lanes[0].entries[0].also == ("You promised: “I will send the form”; it was due yesterday.",)


def test_12_a_campaign_got_a_human_answer() -> None:
    """In nurture since March, and now a person answers; Bob brings a colleague.
    Both lean in: the older sign comes first.

    ann prospect
      robot d-60 9:00 writes
      robot d-30 9:00 writes
      robot d-9 9:00 writes
      them d-2 11:00 writes
    bob prospect
      robot d-9 9:00 writes
      them d-1 11:00 writes stakeholder
    """
    assert lanes(the_day(test_12_a_campaign_got_a_human_answer)) == {
        "moved toward you": [
            ("Ann", "Answered an automated letter by hand on Sunday at 11:00."),
            ("Bob", "Brought somebody in yesterday at 11:00."),
        ]
    }


def test_13_a_commitment_in_their_words() -> None:
    """Taken up by one of ours: gone. Eight days old: no news any more.

    ann prospect
      us d-5 9:00 writes
      them d-3 9:00 promises 'We will decide by Friday' due d+3
    bob prospect
      them d-3 9:00 promises 'We will decide by Friday' due d+3
      us d-2 9:00 writes
    cid prospect
      us d-12 9:00 writes
      them d-8 9:00 promises 'We will decide this month' due d+19
    """
    assert lanes(the_day(test_13_a_commitment_in_their_words)) == {
        "moved toward you": [("Ann", "Said what they will do on Saturday at 09:00: “We will decide by Friday”.")]
    }


def test_14_answered_after_silence() -> None:
    """Two letters of ours, then a sign.

    ann prospect
      us d-30 9:00 writes
      us d-20 9:00 writes
      them d-1 9:00 writes
    """
    assert lanes(the_day(test_14_answered_after_silence)) == {
        "moved toward you": [("Ann", "Answered yesterday at 09:00, after 2 letters of yours.")]
    }


def test_15_no_reason_no_entry() -> None:
    """Both are past the cadence. Only Ann's date gives a reason.

    ann customer
      us d-50 9:00 writes
      them d-45 9:00 promises 'I will send you our figures by 3 May' due d-9
      us d-44 9:00 writes
    bob customer
      us d-44 9:00 writes
    """
    day = the_day(test_15_no_reason_no_entry)
    reason = "Said on 28 March: “I will send you our figures by 3 May”; it was due on 3 May."
    assert lanes(day) == {"worth a word": [("Ann", reason)]}
    assert day.nothing_to_do == 1


def test_16_what_shipped_is_a_reason() -> None:
    """A want of hers shipped, and it is a month since the last letter; Bob heard from us last week.

    ann customer
      them d-40 9:00 writes
      us d-39 9:00 writes
    bob customer
      us d-6 9:00 writes
    """
    shipped = "The export she asked for in March is out"
    given = [Word(f"{name}@example.com", shipped, ("want7",)) for name in ("ann", "bob")]
    day = the_day(test_16_what_shipped_is_a_reason, words=given)
    assert lanes(day) == {"worth a word": [("Ann", shipped + ".")]}
    assert day.lanes[3].entries[0].ids == ("want7",)


def test_17_chased_and_held() -> None:
    """Three letters in a row over two weeks. Not for action, no minutes. Bob answered in between.

    ann prospect
      us d-16 9:00 opens
      us d-9 9:00 asks 'Did you read it?'
      us d-2 9:00 asks 'Shall I call?'
    bob prospect
      us d-16 9:00 opens
      us d-9 9:00 asks 'Did you read it?'
      them d-8 9:00 writes
      us d-2 9:00 writes
    """
    day = the_day(test_17_chased_and_held)
    assert lanes(day) == {"waiting on purpose": [("Ann", "3 letters in a row over 14 days, unanswered.")]}
    entry = day.lanes[4].entries[0]
    assert (entry.look_again_date, entry.minutes, day.minutes_planned) == (date(2026, 7, 9), 0, 0)
    assert entry.next_step == "No ask before 9 July. One short note may give the decision back."
    assert day.counts.unanswered == 1


def test_18b_a_held_stranger_is_left_out_by_name_unless_they_called() -> None:
    """Two strangers ask for time; one of them has called as well.

    ann unknown
      them d-1 9:00 asks 'Fifteen minutes?'
    bob unknown
      them d-1 9:00 asks 'Fifteen minutes?'
      them d-1 9:30 calls
    """
    held = Relation("unknown", (), held="strangers who ask for your time")
    told = inspect.cleandoc(test_18b_a_held_stranger_is_left_out_by_name_unless_they_called.__doc__ or "")
    people = [replace(one, relation=held) for one in story.read(told.split("\n\n", 1)[1])]
    day = plan.make(people, Settings(), story.NOW)
    assert [left.words for left in day.left_out] == ["1 stranger who asks for your time"]
    assert [entry.person.key for lane in day.lanes for entry in lane.entries] == [people[1].person.key]


def test_18_five_strangers_a_day() -> None:
    """Seven unknown people ask. The five who wrote last are shown, oldest of them first.

    a1 unknown
      them d-7 9:00 asks 'One?'
    a2 unknown
      them d-6 9:00 asks 'Two?'
    a3 unknown
      them d-5 9:00 asks 'Three?'
    a4 unknown
      them d-4 9:00 asks 'Four?'
    a5 unknown
      them d-3 9:00 asks 'Five?'
    a6 unknown
      them d-2 9:00 asks 'Six?'
    a7 unknown
      them d-1 9:00 asks 'Seven?'
    """
    day = the_day(test_18_five_strangers_a_day)
    assert [name for name, _ in lanes(day)["waiting on you"]] == ["A3", "A4", "A5", "A6", "A7"]
    assert [left.words for left in day.left_out] == ["2 unknown beyond 5 a day"]
    assert day.opening.startswith("In 90 days 7 people wrote to you. 5 wait for you, the oldest 4 days.")


def test_18c_whom_we_answered_before_is_no_stranger() -> None:
    """Six unknown people ask, one stranger more than a day holds; a7 was answered last month and is not counted.

    a1 unknown
      them d-7 9:00 asks 'One?'
    a2 unknown
      them d-6 9:00 asks 'Two?'
    a3 unknown
      them d-5 9:00 asks 'Three?'
    a4 unknown
      them d-4 9:00 asks 'Four?'
    a5 unknown
      them d-3 9:00 asks 'Five?'
    a6 unknown
      them d-2 9:00 asks 'Six?'
    a7 unknown
      them d-40 9:00 asks 'Before?'
      us d-39 9:00 answers
      them d-8 9:00 asks 'Seven?'
    """
    day = the_day(test_18c_whom_we_answered_before_is_no_stranger)
    assert [name for name, _ in lanes(day)["waiting on you"]] == ["A7", "A2", "A3", "A4", "A5", "A6"]
    assert [left.words for left in day.left_out] == ["1 unknown beyond 5 a day"]


def test_19_half_an_hour_is_two_people() -> None:
    """30 minutes less a fifth: two answers at 10, the third is for tomorrow, and so is the promise behind it.

    ann customer
      them d-4 9:00 asks 'One?'
    bob customer
      them d-3 9:00 asks 'Two?'
    cid customer
      them d-2 9:00 asks 'Three?'
    dee customer
      us d-5 9:00 promises 'I will send the form' due d-1
    """
    day = the_day(test_19_half_an_hour_is_two_people, hours=0.5)
    assert [name for name, _ in lanes(day)["waiting on you"]] == ["Ann", "Bob"]
    assert (day.minutes_planned, day.minutes_available) == (20, 24)
    assert [(left.entry.person.name, left.why) for left in day.left_for_tomorrow] == [
        ("Cid", "the day is full: 20 of 24 minutes are planned"),
        ("Dee", "the day is full: 20 of 24 minutes are planned"),
    ]


def test_20_by_your_word() -> None:
    """Ann is dealt with, Bob sleeps until Friday, Cid is not for us, Dee asked again after she was done.

    ann customer
      them d-4 9:00 asks 'One?'
    bob customer
      them d-3 9:00 asks 'Two?'
    cid customer
      them d-2 9:00 asks 'Three?'
    dee customer
      them d-4 9:00 asks 'Four?'
      them d-1 9:00 asks 'And five?'
    """
    done = story.at("d-2", "12:00")
    said = {
        "ann@example.com": Said(done_at=done),
        "bob@example.com": Said(snoozed_until_date=date(2026, 5, 15)),
        "cid@example.com": Said(not_for_us=True),
        "dee@example.com": Said(done_at=done),
    }
    day = the_day(test_20_by_your_word, said=said)
    assert lanes(day) == {"waiting on you": [("Dee", "Asked yesterday at 09:00: “And five?”.")]}
    assert [left.words for left in day.left_out] == ["1 not for us, as you said", "1 snoozed"]
    assert day.nothing_to_do == 1


def test_21_half_a_year_and_a_meeting_ahead() -> None:
    """Ann's letter is too old to be answered; with Bob a meeting stands; Cid called and nobody picked up.

    ann customer
      them d-200 9:00 asks 'Still there?'
    bob prospect
      us d-16 9:00 opens
      us d-9 9:00 writes
      us d-2 9:00 writes
      us d+2 9:00 meets minutes 30
    cid customer
      them d-1 15:00 calls
    """
    day = the_day(test_21_half_a_year_and_a_meeting_ahead)
    assert lanes(day) == {"waiting on you": [("Cid", "Called yesterday at 15:00; nobody took the call.")]}
    assert [left.words for left in day.left_out] == ["1 waiting longer than 180 days: a new start, not an answer"]
    assert (day.lanes[0].entries[0].minutes, day.lanes[0].entries[0].next_step) == (20, "Call back.")
