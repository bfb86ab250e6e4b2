"""Promises kept, promises made anew, questions answered: each case is a story a reader can judge without the code."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from sellwright.interactions import evidence
from sellwright.interactions.values import Ask, Pledge, Promise, Question, Touch
from sellwright.measures import pledges
from sellwright.settings import Settings

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC).timestamp()
DAY = 86400.0
PLAIN = Settings()


def touch(name: str, days: float, thread: str = "a", **rest: object) -> Touch:
    side = "us" if name.startswith("o") else "them"
    return Touch(id=name, at=NOW - days * DAY, side=side, person="ann", thread=thread, **rest)  # type: ignore[arg-type]


def promise(text: str, message: str = "o1", days: float = 10, due: float | None = 5) -> Pledge:
    day = None if due is None else (datetime.fromtimestamp(NOW, UTC) - timedelta(days=due)).date()
    side = "us" if message.startswith("o") else "them"
    return Pledge(Promise(text, 0, len(text), day, "", 1.0), message, NOW - days * DAY, side)  # type: ignore[arg-type]


PRICES = "I will send you the pricing for the second site by Friday."


def outcome(text: str, letters: dict[str, str], *later: Touch, others: tuple[Pledge, ...] = ()) -> tuple[str, str]:
    touches = (touch("o1", 10), *later)
    words = {name: "Re: Sites\n" + body for name, body in letters.items()}
    found = pledges.keep((promise(text), *others), touches, words)[0]
    return found.kept_by, found.renewed_by


@pytest.mark.parametrize(
    "letter",
    [
        "Hi Ann,\nplease find attached the pricing for both sites.\nBest",
        "Here is the pricing we spoke of.",
        "As promised.\n[attached] Pricing-second-site.pdf",
        "Pricing: https://example.com/p/17",
        "Attached. Have a good weekend!",
        "The pricing for the second site comes to 4,200 a year.",
        "Please find attached, as you asked last week when we were all at the fair, the\npricing.",
    ],
)
def test_the_promised_thing_was_sent(letter: str) -> None:
    assert outcome(PRICES, {"o2": letter}, touch("o2", 6)) == ("o2", "")


@pytest.mark.parametrize(
    "letter",
    [
        "Thanks Ann, see you on Monday.",
        "The pricing is not yet signed off, sorry.",
        "I am still working on the pricing, here is where we stand: nothing to show.",
        "Shall I attach the pricing to the contract?",
        "You will find the pricing attached to my next mail.",
    ],
)
def test_a_letter_that_sends_nothing_keeps_nothing(letter: str) -> None:
    assert outcome(PRICES, {"o2": letter}, touch("o2", 6)) == ("", "")


def test_another_thread_must_name_the_thing() -> None:
    elsewhere = touch("o2", 6, thread="b")
    assert outcome(PRICES, {"o2": "Attached, have a look."}, elsewhere) == ("", "")
    assert outcome(PRICES, {"o2": "Attached is the pricing you wanted."}, elsewhere) == ("o2", "")


def test_their_letter_does_not_keep_our_promise() -> None:
    assert outcome(PRICES, {"t1": "Here is the pricing of your rival."}, touch("t1", 6)) == ("", "")


def test_the_first_evidence_is_named() -> None:
    letters = {"o2": "Here is the pricing.", "o3": "Here is the pricing again."}
    assert outcome(PRICES, letters, touch("o2", 6), touch("o3", 2))[0] == "o2"


def test_promised_anew_is_renewed_and_the_new_one_counts() -> None:
    again = promise("The pricing comes on Wednesday, I will send it then.", "o2", 6, -1)
    assert outcome(PRICES, {"o2": "The pricing comes on Wednesday."}, touch("o2", 6), others=(again,)) == ("", "o2")


def test_a_call_is_kept_by_a_talk() -> None:
    call = "I will call you on Thursday."
    assert outcome(call, {}, touch("o2", 6, channel="call", minutes=12)) == ("o2", "")
    assert outcome(call, {}, touch("o2", 6, channel="call")) == ("", "")  # nobody picked up
    assert outcome(call, {}, touch("t2", 6, channel="meeting", minutes=30)) == ("t2", "")
    assert outcome(call, {"o2": "Any news?"}, touch("o2", 6)) == ("", "")
    assert outcome(call, {"t2": "Thanks for the call just now."}, touch("t2", 6)) == ("t2", "")


def test_getting_back_is_kept_by_a_letter_in_the_thread() -> None:
    back = "I will check with our lawyer and get back to you."
    assert outcome(back, {"o2": "He says the clause is fine."}, touch("o2", 6)) == ("o2", "")
    assert outcome(back, {"o2": "No word from him, he has not yet read it."}, touch("o2", 6)) == ("", "")
    assert outcome(back, {"o2": "Merry Christmas!"}, touch("o2", 6, thread="b")) == ("", "")
    assert outcome(back, {"o2": "Our lawyer is fine with it."}, touch("o2", 6, thread="b")) == ("o2", "")


def test_german_and_french() -> None:
    assert outcome("Ich schicke Ihnen die Preisliste bis Freitag.", {"o2": "anbei die Preisliste."}, touch("o2", 6))[0]
    assert outcome("Je vous envoie le devis demain.", {"o2": "Voici le devis."}, touch("o2", 6))[0]
    assert not outcome("Je vous envoie le devis demain.", {"o2": "Le devis n'est pas encore prêt."}, touch("o2", 6))[0]


def test_done_is_said_of_the_thing() -> None:
    fix = "We will fix the export by Monday."
    assert outcome(fix, {"o2": "The export is fixed."}, touch("o2", 6)) == ("o2", "")
    assert outcome(fix, {"o2": "The import is fixed."}, touch("o2", 6)) == ("", "")


def test_automatic_letters_keep_nothing() -> None:
    assert outcome(PRICES, {"o2": "Here is the pricing."}, touch("o2", 6, human=False)) == ("", "")


def test_without_words_only_the_thread_speaks() -> None:
    held = (promise(PRICES),)
    assert pledges.keep(held, (touch("o1", 10), touch("o2", 6)))[0].kept_by == "o2"
    assert pledges.keep(held, (touch("o1", 10), touch("o2", 6, thread="b")))[0].kept_by == ""
    assert pledges.keep(held, (touch("o1", 10), touch("t2", 6)))[0].kept_by == ""


def test_evidence_half_a_year_later_is_none() -> None:
    held = (promise(PRICES, "o1", 300),)
    later = (touch("o1", 300), touch("o2", 10))
    assert pledges.keep(held, later, {"o2": "Re\nHere is the pricing."})[0].kept_by == ""


def test_words_of_a_letter_name_what_was_attached() -> None:
    assert pledges.words_of("Offer", "Hello", ["offer.pdf"]) == "Offer\nHello\n[attached] offer.pdf"


@pytest.mark.parametrize(
    "letter",
    [
        "Hi, as you know the pricing took long, and here\nis the pricing now.",
        "Please\nfind the pricing for the second site below.",
        "The second site is dear. I have\nsent you\nthe pricing.",
    ],
)
def test_a_phrase_broken_over_two_lines_is_found(letter: str) -> None:
    assert outcome(PRICES, {"o2": letter}, touch("o2", 6, thread="b"))[0] == "o2"


@pytest.mark.parametrize("sign", [evidence.HANDED, evidence.DONE, evidence.NOT_YET, evidence.AHEAD, evidence.TALKED])
def test_every_phrase_of_a_sign_holds_one_of_its_pieces(sign: evidence.Sign) -> None:
    """The pieces are looked for first: a phrase without one would never be found."""
    inner = sign.pattern.pattern.partition(r"\b(?:")[2].removesuffix(r")\b")
    for phrase in re.split(r"\|(?![^(]*\))", inner):
        ends = re.search(r"\((?:\?:)([^)]*)\)", phrase)
        for end in ends[1].split("|") if ends else ("",):
            said = re.sub(r"\(\?:[^)]*\)", end, phrase)
            for plain in (said.replace("?", ""), re.sub(r".\?", "", said)):
                assert sign.stands_in(f"so {plain} then"), plain


def test_ten_due_and_seven_kept() -> None:
    """Card C32: .70. One more is not due yet, one has no date, one was made anew."""
    due = [promise(f"I will send part {n}", due=1) for n in range(10)]
    held = [*(Pledge(p.promise, p.message, p.at, "us", "o9") for p in due[:7]), *due[7:]]
    renewed = Pledge(due[0].promise, "o1", NOW - DAY, "us", "", "o2")
    held += [promise("I will send the rest", due=-2), promise("I will think", due=None), renewed]
    found = pledges.measure(held, PLAIN, NOW)
    assert (found.rate, found.kept, found.late) == (pytest.approx(0.7), 7, 3)
    assert (found.open, found.undated, found.renewed) == (1, 1, 1)
    assert found.result("ann").verdict == "7 of 10 kept"
    assert len(found.reasons) == 13


def test_states_turn_with_the_day() -> None:
    one = promise(PRICES, due=0)
    today = date(2026, 5, 12)
    assert pledges.state(one, today - timedelta(days=1)) == "open"
    assert pledges.state(one, today) == "due today"
    assert pledges.state(one, today + timedelta(days=1)) == "late"


def question(name: str, days: float) -> Question:
    side = "us" if name.startswith("o") else "them"
    return Question(Ask("How many seats?", 0, 15, "question", 1.0), name, NOW - days * DAY, side)  # type: ignore[arg-type]


def settled(*touches: Touch) -> str:
    return pledges.settle((question("o1", 10),), (touch("o1", 10), *touches))[0].answered_by


def test_a_question_is_answered_in_its_thread_by_the_other_side() -> None:
    assert settled(touch("o2", 9), touch("t1", 8), touch("t2", 7)) == "t1"
    assert settled(touch("t1", 8, thread="b")) == ""
    assert settled(touch("t1", 8, human=False)) == ""
    assert settled(touch("t1", 11)) == ""


def test_a_question_back_is_no_answer_when_one_follows() -> None:
    assert settled(touch("t1", 8, asks=1), touch("t2", 7, answers=True)) == "t2"


def test_a_talk_answers() -> None:
    assert settled(touch("o2", 9, thread="", channel="meeting", minutes=30)) == "o2"
