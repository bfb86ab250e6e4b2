"""Speaking time by hand-counted talks. The share is the known answer of card C21."""

from __future__ import annotations

import pytest

from sellwright.interactions.talks import Cue, assemble
from sellwright.measures import talk_time
from tests import talking


def measured(*cues: tuple[str, float, float], words: str = "some words that are said") -> talk_time.TalkTime:
    return talk_time.measure(assemble("c", "f", [Cue(who, words + f" {a}", a, b) for who, a, b in cues]), talking.SIDES)


def test_26_of_60_minutes_are_ours() -> None:
    found = measured(("Us", 0, 1560), ("Them", 1560, 3600))
    assert found.share == pytest.approx(0.433, abs=0.0005)
    assert found.by_speaker == (("Us", 1560.0, 1), ("Them", 2040.0, 1)) and found.pauses == ()


def test_what_one_person_says_twice_at_once_counts_once_and_two_people_at_once_both() -> None:
    found = measured(("Us", 0, 10), ("Us", 5, 12), ("Them", 11, 20))
    assert (found.ours, found.theirs) == (12.0, 9.0)


def test_pauses_and_who_broke_them() -> None:
    found = measured(("Us", 0, 10), ("Them", 14, 20), ("Us", 21.9, 30))
    assert found.pauses == ((10.0, 4.0, "them"),)


def test_a_short_word_of_the_other_does_not_end_a_stretch() -> None:
    talk = talking.talk(
        "Us: one two three four", "Them: mhm okay", "Us: five six", "Them: and now I say something", "Us: a b"
    )
    found = talk_time.measure(talk, talking.SIDES)
    assert [(one.speaker, one.words, one.seconds) for one in found.longest] == [("Us", 6, None), ("Them", 5, None)]


def test_without_times_the_shares_are_of_words_and_say_so() -> None:
    found = talk_time.measure(talking.talk("Us: one two three", "Them: four"), talking.SIDES)
    assert (found.unit, found.share, found.pauses) == ("words", 0.75, ())


def test_who_has_no_side_counts_for_none() -> None:
    found = measured(("Us", 0, 10), ("", 10, 50), ("Them", 50, 60))
    assert (found.ours, found.theirs, found.share) == (10.0, 10.0, 0.5)
