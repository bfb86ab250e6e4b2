"""What stands ready in a letter: in their language and our manner, and not one made-up sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from sellwright.interactions.values import Address, Message, Person, Verdict
from sellwright.today import skeleton
from sellwright.today.passages import Passage
from sellwright.today.skeleton import Answer, Manner

ANA = Person("ana@lab.example", "Ana Berg", ("ana@lab.example",), "lab.example")
MINE = frozenset({"mira@kestrel.example"})
PLAIN = Manner("en", "Hi Ana,", "Best\nMira")
BEFORE = Passage("All of it stays in Frankfurt.", "m9", 0.0, ("jo@x.example",), "Where is it?", "m8", 1.0)


def letter(sender: str, text: str, language: str = "en", day: int = 1) -> Message:
    return Message(
        id=f"m{day}", path="", message_id="", in_reply_to=(), references=(), at=datetime(2026, 5, day, tzinfo=UTC),
        sender=Address(sender), to=(), cc=(), reply_to=(), subject="", text="", new_text=text, spans=(),
        verdict=Verdict("human", ()), language=language,
    )  # fmt: skip


def manner(*letters: Message) -> Manner:
    return skeleton.manner(ANA, letters, MINE, name="Mira Holt")


def test_greeting_and_closing_are_those_of_our_last_letter_to_them() -> None:
    found = manner(
        letter("mira@kestrel.example", "Dear Ms Berg,\n\nThank you.\n\nKind regards\nMira Holt", day=1),
        letter("ana@lab.example", "Hi Mira,\n\nThanks.\n\nAna", day=2),
        letter("mira@kestrel.example", "Hi Ana,\n\nHere it is, as promised.\n\nCheers\nMira", day=3),
    )
    assert found == Manner("en", "Hi Ana,", "Cheers\nMira")


def test_a_letter_of_a_colleague_shows_nothing_of_our_manner() -> None:
    found = manner(letter("jan@kestrel.example", "Yo Ana,\n\nHere it is, take it.\n\nCheers\nJan"))
    assert found == Manner("en", "Hello Ana,", "Best regards\nMira Holt")


def test_the_language_is_theirs() -> None:
    found = manner(
        letter("mira@kestrel.example", "Hi Ana,\n\nHere it is.\n\nCheers\nMira", day=1),
        letter("ana@lab.example", "Guten Tag Frau Holt,\n\nvielen Dank dafür.\n\nAna Berg", "de", day=2),
    )
    assert found == Manner("de", "Guten Tag Ana Berg,", "Viele Grüße\nMira Holt")


def test_a_greeting_of_the_hour_is_not_repeated() -> None:
    found = manner(letter("mira@kestrel.example", "Good morning Ana,\n\nHere it is, at last.\n\nCheers\nMira"))
    assert found.greeting == "Hello Ana,"


def test_each_question_stands_over_its_passage_or_a_blank_that_gets_the_cursor() -> None:
    made = skeleton.answer(
        PLAIN,
        [Answer("Where is our data stored?", "m1", BEFORE), Answer("Who reads it?", "m1", None)],
        "Mira Holt\nKestrel",
    )
    assert made.text == (
        "Hi Ana,\n\n> Where is our data stored?\nAll of it stays in Frankfurt.\n\n> Who reads it?\n\n\n"
        "Best\nMira\n-- \nMira Holt\nKestrel"
    )
    assert made.text[: made.caret].endswith("> Who reads it?\n")


def test_without_questions_there_is_room_between_greeting_and_closing() -> None:
    made = skeleton.answer(PLAIN, [])
    assert (made.text[: made.caret], made.text[made.caret :]) == ("Hi Ana,\n\n", "\n\nBest\nMira")


def test_a_shipped_wish_is_quoted_with_the_words_of_its_builder() -> None:
    made = skeleton.told(PLAIN, "a decimal comma in the export", "It is under Reports.", "Emre")
    assert "You asked for: “a decimal comma in the export”" in made.text
    assert "Emre: “It is under Reports.”" in made.text
    assert made.text[: made.caret] == "Hi Ana,\n\n"


def test_a_long_question_is_quoted_in_short() -> None:
    made = skeleton.answer(PLAIN, [Answer("How " + "very " * 60 + "long?", "m1", None)])
    assert max(map(len, made.text.splitlines())) <= skeleton.QUESTION + 4


def test_a_signature_that_begins_with_the_name_above_it_says_it_once() -> None:
    made = skeleton.answer(Manner("en", "Hi Ana,", "Best\nMira Holt"), [], "Mira Holt\nKestrel Instruments")
    assert made.text.endswith("\n\nBest\nMira Holt\nKestrel Instruments")
