"""Sentences: where they begin and end in letters as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sellwright.interactions.sentences import split


def told(text: str) -> list[str]:
    return [sentence for _, _, sentence in split(text)]


def test_a_wrapped_letter() -> None:
    text = (
        "Hi Anna,\n\nthanks for your call on Tuesday. We looked at the numbers you gave us and\n"
        "I will send you the revised offer by Friday. Can you\ntell me whether Mr. Bell decides?\n\nBest,\nTom\n"
    )
    assert told(text) == [
        "Hi Anna,",
        "thanks for your call on Tuesday.",
        "We looked at the numbers you gave us and I will send you the revised offer by Friday.",
        "Can you tell me whether Mr. Bell decides?",
        "Best,",
        "Tom",
    ]


def test_lists_and_colons() -> None:
    text = "Open points:\n- price for 20 seats\n* who signs\n1. Could you check it?\n2) the dates\n"
    assert told(text) == ["Open points:", "price for 20 seats", "who signs", "Could you check it?", "the dates"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We need it, e.g. for the lab. Thanks", 2),
        ("It costs approx. 1.200,50 EUR. Danke!", 2),
        ("Wir treffen uns am 3. Juni um 15 Uhr. Passt das?", 2),
        ("Das gilt z.B. für Linie 2, d.h. für alle.", 1),
        ("See https://kestrel.example/a.b?c=d for more.", 1),
        ("Talk to J. Bell of Kestrel Inc. about it.", 1),
        ("Really?! Yes... Or not?", 3),
        ('He said "Yes." Then he left.', 2),
        ("thanks. can you send it", 2),
        ("Bonjour M. Durand, merci. Voici le devis.", 2),
        ("Je vous envoie le devis, c.-à-d. la version 2. Merci !", 2),
        ("The meeting is at 10 a.m. on Monday.", 1),
        ("", 0),
        ("\n\n --- \n***\n", 0),
    ],
)
def test_counts(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_lines_that_end_where_the_writer_pressed_enter() -> None:
    assert told("Call me\nThe number is below") == ["Call me", "The number is below"]
    assert told("please call\nme today") == ["please call me today"]
    assert told("Guten Tag Frau Berg,\nwir melden uns.\r\nGruß\r\n") == [
        "Guten Tag Frau Berg,",
        "wir melden uns.",
        "Gruß",
    ]


@given(st.text(alphabet="ab Z.?!\n\r\t-*1)>,:\"'é", max_size=200))
def test_places_are_true_and_in_order(text: str) -> None:
    last = 0
    for start, end, sentence in split(text):
        assert last <= start < end <= len(text)
        assert text[start:end].split() == sentence.split()
        last = end


@given(st.text(alphabet="ab Z.?!\n-", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(text[start:end] for start, end, _ in split(text))
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
