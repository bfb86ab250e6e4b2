"""Weak sentences in three languages, and good ones left alone."""

from __future__ import annotations

import pytest

from sellwright.measures import weak_sentences


@pytest.mark.parametrize(
    ("sentence", "behaviour"),
    [
        ("Just checking in on the offer.", "a reason to write"),
        ("Any news?", "a reason to write"),
        ("Ich wollte nur kurz nachfragen.", "a reason to write"),
        ("Je me permets de vous relancer.", "a reason to write"),
        ("Sorry to bother you again.", "asking plainly"),
        ("Falls Sie mal Zeit haben, schauen Sie hinein.", "asking plainly"),
        ("Si vous avez un moment, dites-le-moi.", "asking plainly"),
        ("Would you like to go ahead?", "proposing the next step"),
        ("Haben Sie noch Interesse?", "proposing the next step"),
        ("Êtes-vous toujours intéressé ?", "proposing the next step"),
        ("This is your last chance.", "urgency in their words"),
        ("Das Angebot gilt nur noch heute.", "urgency in their words"),
        ("I can offer you a 10% discount.", "holding the price"),
        ("Wir könnten Ihnen einen Rabatt gewähren.", "holding the price"),
        ("As a leading provider we know this.", "them before us"),
    ],
)
def test_each_behaviour_in_its_words(sentence: str, behaviour: str) -> None:
    (found,) = weak_sentences.measure(f"Hello Anna,\n\nYour sensor in hall 3 stopped on Monday.\n\n{sentence}\n")
    assert (found.behaviour, found.words) == (behaviour, sentence)
    assert found.why and found.target


@pytest.mark.parametrize(
    "letter",
    [
        "Hello Anna,\n\nYour sensor in hall 3 stopped on Monday. Can your team open the cabinet on Thursday at ten?",
        "Liebe Frau Berg,\n\nIhr Sensor in Halle 3 steht seit Montag. Können wir am Donnerstag um zehn in die Halle?",
        "Bonjour Anna,\n\nVotre capteur du hall 3 est en panne depuis lundi. Jeudi à dix heures, qui ouvre ?",
        "Dear Anna,\n\nI'm glad that the valves came open. We ship on Monday.",
        "Liebe Frau Berg,\n\nunser Angebot liegt bei. Wir liefern am Montag.",
        "",
    ],
)
def test_plain_letters_have_none(letter: str) -> None:
    assert weak_sentences.measure(letter) == ()


def test_a_letter_that_begins_with_us() -> None:
    (found,) = weak_sentences.measure("Dear Anna,\n\nWe build sensors. They run for ten years. We ship on Monday.")
    assert (found.behaviour, found.words) == ("them before us", "We build sensors.")


def test_a_long_sentence() -> None:
    (found,) = weak_sentences.measure("Anna is here. " + "Your hall and " * 11 + "the yard.")
    assert (found.behaviour, found.why) == ("short sentences", "It has 35 words.")
