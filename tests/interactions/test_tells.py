"""Tells: what set phrases say. Sentences here are written for the test, none is in the word lists' own labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sellwright.interactions.tells import HEAD, TAIL, names_reader, plain, tells
from sellwright.interactions.words_tells import ATTACHMENTS, PHRASES


@pytest.mark.parametrize(
    ("subject", "text", "tell"),
    [
        ("", "We help companies like yours. Worth a quick call?", "pitch"),
        ("", "Wir helfen Unternehmen. Passt ein kurzes Telefonat?", "pitch"),
        ("", "Nous accompagnons les entreprises comme la vôtre.", "pitch"),
        ("", "Just bumping this. Any thoughts?", "bump"),
        ("", "Click to unsubscribe.", "unsubscribe_offer"),
        ("", "Wenn Sie keine weiteren Mails wünschen: abmelden.", "unsubscribe_offer"),
        ("", "Please find our invoice, payment is due on the 3rd.", "invoice_to_us"),
        ("Rechnung 12", "Anbei die Rechnung, zahlbar bis zum 3.5.", "invoice_to_us"),
        ("", "Thank you for your order, tracking number follows.", "delivers_to_us"),
        ("", "We have paid your invoice.", "pays_us"),
        ("Bestellung", "Hiermit bestellen wir zwei Stück.", "order"),
        ("", "Veuillez trouver notre bon de commande.", "order"),
        ("", "Could you quote for ten? What would it cost?", "asks_price"),
        ("", "Was kostet das bei zehn Stück?", "asks_price"),
        ("", "Merci de nous adresser un devis.", "asks_price"),
        ("", "We'd like a demo of your gateway.", "asks_price"),
        ("", "The export does not work since the update.", "support_request"),
        ("", "Der Drucker funktioniert nicht mehr.", "support_request"),
        ("", "I am applying for the post, CV attached.", "application"),
        ("", "I'm a reporter and my deadline is Friday.", "press"),
        ("", "Schatz, die Kinder sind bei Oma.", "private"),
        ("", "What is your referral fee for resellers?", "partner"),
        ("", "The signed contract is attached.", "thanks_contract"),
        ("", "Ich schreibe meine Masterarbeit.", "asks_favour"),
        ("", "Thanks, but we're not interested.", "declines"),
    ],
)
def test_a_phrase_tells(subject: str, text: str, tell: str) -> None:
    assert tell in tells(subject, text)


@pytest.mark.parametrize(
    "text",
    [
        "The meeting moved to Thursday.",
        "Their recorder is a preorder.",  # 'order' inside other words
        "Museo is the Spanish word for museum.",  # 'seo' inside words
        "Mumbai was hot, xxl shirts sold out.",  # 'mum', 'xx' inside words
        "",
    ],
)
def test_words_are_whole_words(text: str) -> None:
    assert tells("", text) == ()


def test_the_subject_of_an_answer_is_not_the_writers() -> None:
    assert "asks_price" in tells("Request for quotation", "see below")
    assert tells("Re: Request for quotation", "see below") == ()
    assert tells("AW: Was kostet das", "siehe unten") == ()


def test_halves_of_a_phrase_stand_close_and_in_order() -> None:
    assert "pitch" in tells("", "we have helped more than 30 startups grow")
    assert "pitch" not in tells("", "startups we have helped")
    assert "pitch" not in tells("", "we have helped " + "one thing and another " * 6 + "startups")


def test_marks_and_attachments() -> None:
    assert tells("", "hello", frozenset({"unsubscribe_offer", "bulk"})) == ("unsubscribe_offer",)
    assert tells("", "see below", frozenset(), ("Invoice_33.pdf",)) == ("invoice_to_us",)
    assert tells("", "siehe unten", frozenset(), ("Lebenslauf_Vogel.pdf", "x.png")) == ("application",)


def test_two_phrases_of_selling_are_a_sales_letter() -> None:
    assert "pitch_hard" not in tells("", "We help companies like ours.")
    assert "pitch_hard" in tells("", "We help companies. Hop on a call?")


def test_start_and_end_of_a_long_text_are_read() -> None:
    middle = "nothing here " * 1000
    assert "order" in tells("", "we would like to order " + middle)
    assert "order" in tells("", middle + " we would like to order")
    assert tells("", "x " * (HEAD // 2) + "we would like to order" + " x" * (TAIL // 2 + 20)) == ("long",)


def test_every_phrase_is_found_by_its_own_words() -> None:
    """A phrase that is not in plain form, or whose rarest word is wrong, could never be found."""
    for tell, block in PHRASES.items():
        for phrase in " ".join(block.split()).split(" / "):
            text = phrase.replace(" *", "")
            assert plain(text) == f" {text} ", phrase
            assert tell in tells("", text), phrase
    assert set(ATTACHMENTS) <= set(PHRASES)


@pytest.mark.parametrize(
    ("to", "subject", "text", "named"),
    [
        ("Gus <gus@hollowell-brass.example>", "Hollowell + spring", "Good day", True),
        ("gus@hollowell-brass.example", "Re: Hollowell", "Good day", False),  # our own words come back
        ("gus@hollowell-brass.example", "brass", "Do you cast brass?", False),
        ("Ida <ida@muehlbach.example>, b@x.com", "", "Wie läuft es bei Mühlbach?", True),
        ("ida@vandermeer.example", "", "a note on Van der Meer", True),
        ("jo@gmail.com", "", "my gmail is full", False),
        ("", "Hollowell", "", False),
    ],
)
def test_who_names_the_readers_firm(to: str, subject: str, text: str, named: bool) -> None:
    assert names_reader(to, subject, text) is named


@pytest.mark.parametrize(
    ("text", "tell"),
    [
        ("Könnten Sie uns bis Montag helfen?", "wants_done"),
        ("Ik stuur het morgen op.", "does_it"),
        ("Merci beaucoup pour la carte.", "thanks"),
        ("Es tut mir leid, das war die Post.", "sorry"),
        ("Vos machines sont belles.", "your_matter"),
        ("Wij helpen bakkers.", "introduces"),
        ("Most bakers tell me the oven is too small.", "others_like_you"),
        ("No worries if this is the wrong week.", "no_pressure"),
        ("Four on Tuesday, 30 cm", "figures"),
    ],
)
def test_everyday_words_show_who_works_for_whom(text: str, tell: str) -> None:
    assert tell in tells("", text)


def test_letters_outside_western_europe_are_read_the_same_way() -> None:
    assert plain("Łódź: ÄÖ-Ü «да»") == " łódź äö ü да "


def test_plain() -> None:
    assert plain("We’d like it, can't WAIT!\n d'un") == " we would like it can not wait d un "
    assert plain("Größe: ÄÖ-Ü") == " größe äö ü "


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_survived(text: str, subject: str) -> None:
    found = tells(subject, text)
    assert list(found) == sorted(set(found))
