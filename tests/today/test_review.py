"""A whole review: silent below its threshold, grounded in the text, and what it gives to practise."""

from __future__ import annotations

from collections.abc import Sequence

from sellwright.interactions.talk_labels import Label
from sellwright.settings import Settings
from sellwright.today import review, review_letter
from tests import talking

LINES = (
    "Them: Hello, good to see you after all this time, I hope the journey was fine.",
    "Us: It was, thank you. We are a leading provider of planning boards. Do you use one at the moment?",
    "Them: No. The problem is that the night shift never sees the changes and we lose hours.",
    "Us: Our board has twelve colours and a very long list of functions that you will like.",
    "Them: It costs us a vessel a month, that is a lot of money for a port of our size.",
    "Us: Is the port a large one?",
    "Them: Middling, we have nine cranes.",
    "Us: Would you like to go ahead?",
    "Them: Not yet, I have to ask my director.",
    "Us: I could come down to ten percent less if you sign today. I'll send you the offer tomorrow.",
    "Them: I will send you the list of cranes on Friday.",
)


def made(*lines: str, more: Sequence[Label] = ()) -> review.Review:
    return review.make(talking.talk(*lines), talking.said(*lines), talking.SIDES, Settings(), more)


def test_it_says_nothing_below_its_threshold() -> None:
    found = made(*LINES[:9])
    assert found.too_little == "9 turns; 10 are needed"
    assert (found.labels, found.moments, found.weak, found.practise, found.missing) == ((), (), (), "", ())
    assert review_letter.write(found, "en") == ""
    assert made(*LINES[:9], "Us: yes", "Them: no").too_little == ""
    quiet = [line if line.startswith("Us") else "Them: yes, maybe" for line in LINES]
    assert made(*quiet).too_little.startswith("they say")


def test_what_is_weak_is_a_sentence_of_ours_with_a_behaviour() -> None:
    found = made(*LINES)
    assert {(one.behaviour, one.words) for one in found.weak} == {
        ("them before us", "We are a leading provider of planning boards."),
        (
            "restating before going on",
            "Our board has twelve colours and a very long list of functions that you will like.",
        ),
        ("restating before going on", "Is the port a large one?"),
        ("earning the close", "Would you like to go ahead?"),
        ("urgency in their words", "I could come down to ten percent less if you sign today."),
        ("holding the price", "I could come down to ten percent less if you sign today."),
        ("asking openly", "Do you use one at the moment?"),
        ("asking openly", "Is the port a large one?"),
        ("asking openly", "Would you like to go ahead?"),
    }
    assert found.practise == "urgency in their words"
    assert [one.sort for one in found.moments] == ["pushy", "pushy"]


def test_promises_of_both_sides_stand_in_the_letter_and_nothing_is_made_up() -> None:
    letter = review_letter.write(made(*LINES), "en")
    text = " ".join(LINES)
    assert "We said we would:\n- “I'll send you the offer tomorrow.”" in letter
    assert "You said you would:\n- “I will send you the list of cranes on Friday.”" in letter
    quotes = [line[2:].strip("“”") for line in letter.splitlines() if line.startswith(("-", ">"))]
    assert len(quotes) >= 4 and all(quote in text for quote in quotes)


def test_moments_found_elsewhere_count_once_and_only_where_their_words_stand() -> None:
    here = made(*LINES).labels
    known = next(one for one in here if one.kind != "promise")
    more = (
        Label("limit", "us", 2, "It was, thank you.", 0, 18),
        Label("limit", "us", 2, "We cannot do this.", 0, 18),  # never said
        Label("limit", "us", 99, "It was, thank you.", 0, 18),  # no such turn
        known,  # found here already
    )
    found = made(*LINES, more=more).labels
    assert [one for one in found if one not in here] == [more[0]] and len(found) == len(here) + 1


def test_where_little_is_recognised_it_does_not_say_what_is_missing() -> None:
    plain = [
        f"{'Them' if n % 2 else 'Us'}: the grey bird number {n} sat there quite a while as birds do" for n in range(14)
    ]
    found = made(*plain)
    assert found.too_little == "" and found.missing and found.unsure
    assert not made(*LINES).unsure
