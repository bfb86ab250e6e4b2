"""Answers given before, in other words than the question that is open now; and when silence is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sellwright.interactions.values import Ask
from sellwright.today import likeness, passages
from sellwright.today.passages import OwnLetter
from tests.corpora.answers import DEVELOPED_ON, judged, mailbox

_, CHATTER = mailbox("craft")
PLATES = [letter for letter in CHATTER if letter.message.id in {"c17", "c18", "c22", "c24", "c28", "c29", "c33", "c34"}]


def given(asked: str, answer: str, known: bool = True) -> OwnLetter:
    """A letter of ours with this answer to this question."""
    like = PLATES[0]
    assert like.answered is not None
    asks = (Ask(asked, 0, len(asked), "question", 0.9),) if known else ()
    theirs = replace(like.answered, id="q", new_text=f"Hello,\n\n{asked}\n\nBest,\nRobin", asks=asks)
    text = f"Hello Robin,\n\n{answer}\n\nBest,\nMina"
    return OwnLetter(replace(like.message, id="ours", text=text, new_text=text), ("robin@x.example",), theirs)


def found(question: str, *letters: OwnLetter) -> list[passages.Passage]:
    return list(passages.find([question], [*PLATES, *letters])[0])


WHERE = "In which country are our records stored, and are backups kept in the EU?"
THEN = "Our lawyer would like to know whether the servers stand abroad and who makes the copies."
ANSWER = "The machines stand in Sweden, and each night a mirror is written to another hall. Nothing crosses the border."


def test_the_same_matter_in_other_words() -> None:
    (passage,) = found(WHERE, given(THEN, ANSWER, known=False))
    assert (passage.message, passage.question_message, passage.question) == ("ours", "q", THEN)
    assert passage.text == ANSWER
    assert passage.readers == ("robin@x.example",)


def test_another_language() -> None:
    letter = given(
        "Are we bound for a year, or can we cancel?", "You can cancel with a month of notice, nobody is bound."
    )
    (passage,) = found("Welche Kündigungsfrist gilt, und gibt es eine Laufzeit?", letter)
    assert passage.message == "ours"


def test_a_letter_that_answered_nothing_is_no_answer() -> None:
    assert found(WHERE, replace(given(THEN, ANSWER), answered=None)) == []


@pytest.mark.parametrize(
    "answer",
    [
        "In which country do your servers stand at present, and who makes the backups of your records?",
        "I will ask our engineers where the servers with your records stand and who makes the backups.",
        "Ja.",
    ],
)
def test_a_question_or_a_later_is_no_answer(answer: str) -> None:
    assert found(WHERE, given(THEN, answer)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Do your servers run on renewable electricity?",  # one place of meeting only
        "Were the backups of 3 February abroad on a server in the EU?",  # of one occasion
        "Can I send you a report on where your servers stand in the EU?",  # an offer
        "Could you meet us on Monday?",
        "Which glaze is on the cups?",
        "",
    ],
)
def test_silence(question: str) -> None:
    assert found(question, given(THEN, ANSWER)) == []


def test_the_paragraph_that_answers() -> None:
    letter = given(
        THEN, f"The weather in Oslo was kinder than we feared.\n\n{ANSWER}\n\nThe fair opens on Monday at nine."
    )
    assert [passage.text for passage in found(WHERE, letter)] == [ANSWER]


def test_a_long_passage_is_cut_at_sentences_where_it_answers() -> None:
    talk = "The harvest was good and the cellar is full of apples again this year. "
    letter = given(THEN, talk * 12 + ANSWER + " " + talk * 12)
    (passage,) = found(WHERE, letter)
    assert ANSWER in passage.text
    assert len(passage.text) <= 600
    assert passage.text.startswith("The ") and passage.text.endswith(".")


def test_the_newer_of_two_equal_answers_stands_first() -> None:
    older = given(THEN, ANSWER)
    assert older.message.at is not None
    newer = replace(older, message=replace(older.message, id="newer", at=older.message.at + timedelta(days=9)))
    assert [passage.message for passage in found(WHERE, older, newer)] == ["newer", "ours"]


def test_a_statement_that_asks() -> None:
    asked = likeness.asked_in("Thank you for the visit. Our auditor wants to know who reads along. See you.")
    assert [one.text for one in asked] == ["Our auditor wants to know who reads along."]


def test_the_figures_of_the_page() -> None:
    """docs/measures/today.md: what was developed on, and what was set aside."""
    assert judged(DEVELOPED_ON)["precision"] >= 0.95
    assert judged(DEVELOPED_ON)["recall"] >= 0.5
    aside = judged(["services", "couriers", "printers"])
    assert aside["precision"] >= 0.9
    assert aside["recall"] >= 0.3
