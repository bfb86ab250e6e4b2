"""What is left of a letter when what a machine can fill in is taken out."""

from __future__ import annotations

import pytest

from sellwright.interactions import masking
from sellwright.interactions.masking import LINK, NAME, NUMBER, body_of, chunks, fold, name_parts, sentences


def inside(text: str) -> str:
    body = body_of(text)
    return text[body.start : body.end].strip()


@pytest.mark.parametrize(
    ("text", "left", "greeted"),
    [
        ("Dear Anna,\n\nWe met.\n", "We met.", ("Anna",)),
        ("Hi Anna, thanks for the call.", "thanks for the call.", ("Anna",)),
        ("Hi Anna thanks for the call.", "thanks for the call.", ("Anna",)),
        ("Good morning, Dr. Berg!\nWe met.", "Dr. Berg!\nWe met.", ()),
        ("Dear Dr. Berg,\nWe met.", "We met.", ("Berg",)),
        ("Sehr geehrte Frau Dr. Müller,\n\nvielen Dank für alles.", "vielen Dank für alles.", ("Müller",)),
        ("Bonjour Claire,\nmerci pour tout.", "merci pour tout.", ("Claire",)),
        ("Hej Åsa!\nTack för samtalet.", "Tack för samtalet.", ("Åsa",)),
        ("Anna,\nwe met.", "we met.", ("Anna",)),
        ("Dear all,\nwe met.", "we met.", ()),
        ("Hello there\nwe met.", "we met.", ()),
        ("We met, and it was good.\nMore soon", "We met, and it was good.\nMore soon", ()),
        ("Best of all was the demo.\nWe met.", "Best of all was the demo.\nWe met.", ()),
        ("", "", ()),
        ("\n\n", "", ()),
        ("Hi", "", ()),
    ],
)
def test_the_greeting_is_left_out(text: str, left: str, greeted: tuple[str, ...]) -> None:
    assert inside(text) == left
    assert body_of(text).greeted == greeted


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We met.\n\nBest regards,\nJoe Doe\nKestrel Ltd", "We met."),
        ("We met.\n\nThanks!\nJoe", "We met."),
        ("We met.\n\nThanks for the call.", "We met.\n\nThanks for the call."),
        ("Wir sehen uns.\n\nMit freundlichen Grüßen\n\nJörg Maier", "Wir sehen uns."),
        ("On se voit.\n\nBien à vous,\nLuc", "On se voit."),
        ("We met.\n\nJoe", "We met."),
        ("We met.\n\n-Joe Doe", "We met."),
        ("We met.\n\nBest Joe", "We met."),
        ("Best Western\nis where we met, and that is all there is to say of it for now.", None),
        ("Best,\nJoe", ""),
        ("Vi ses.\n\nMvh\nOla", "Vi ses."),
    ],
)
def test_the_closing_is_left_out(text: str, left: str | None) -> None:
    assert inside(text) == (text if left is None else left)


@pytest.mark.parametrize(
    ("chunk", "word"),
    [
        ("Freezer,", "freezer"),
        ("(freezer)", "freezer"),
        ("don’t", "don't"),
        ("Tromsø's", "tromsø"),
        ("follow-up", "follow-up"),
        ("12", NUMBER),
        ("€1,200.50", NUMBER),
        ("10:30,", NUMBER),
        ("3rd", NUMBER),
        ("Q3", NUMBER),
        ("Tuesday", NUMBER),
        ("Dienstag,", NUMBER),
        ("März", NUMBER),
        ("march", "march"),
        ("March", NUMBER),
        ("may", "may"),
        ("€", NUMBER),
        ("anna@nordlab.example", LINK),
        ("https://nordlab.example/a?b=1", LINK),
        ("www.nordlab.example", LINK),
        ("--", ""),
        ("…", ""),
        ("", ""),
        (NAME, NAME),
    ],
)
def test_a_chunk_is_folded(chunk: str, word: str) -> None:
    assert fold(chunk) == word


def masked(sentence: str, *names: str) -> str:
    shown = {NAME: "<name>"}
    return " ".join(shown.get(chunk, chunk) for chunk in chunks(sentence, name_parts(names)))


@pytest.mark.parametrize(
    ("sentence", "names", "out"),
    [
        ("How Nordlab keeps it", ("Nordlab AS",), "How <name> keeps it"),
        ("how NORDLAB's lab works", ("Nordlab AS",), "how <name> lab works"),
        ("at Nordlab Instruments we saw", ("Nordlab",), "at <name> <name> we saw"),
        ("so Anna Berg-Olsen said", ("Anna Berg",), "so <name> <name> said"),
        ("at Nordlab. We saw", ("Nordlab",), "at <name> We saw"),
        ("we will call Will Smith", ("Will Smith",), "we will call <name> <name>"),
        ("nothing here", ("Anna",), "nothing here"),
        ("as we said, As said", ("Nordlab AS",), "as we said, As said"),
    ],
)
def test_names_are_masked_with_their_neighbours(sentence: str, names: tuple[str, ...], out: str) -> None:
    assert masked(sentence, *names) == out


def test_legal_forms_and_titles_are_no_names() -> None:
    assert name_parts(["Dr Anna Berg", "Nordlab GmbH & Co. KG", "3M"]) == {"anna", "berg", "nordlab", "3m"}


def test_scripts_without_spaces_are_cut_by_character() -> None:
    assert chunks("日本語 ok", frozenset()) == ["日", "本", "語", "ok"]


def test_sentences_are_those_of_the_body_with_their_places() -> None:
    text = "Hi Anna, thanks for the call. It was good.\n\nBest,\nJoe"
    found = sentences(text, body_of(text))
    assert [text[start:end] for start, end, _ in found] == ["thanks for the call.", "It was good."]
    assert [sentence for _, _, sentence in found] == ["thanks for the call.", "It was good."]


def test_long_lines_of_marks_take_no_time() -> None:
    for piece in ("hi ", ",", "-" * 50 + "\n", "Best\n", "Aa ", "\ue001", "日"):
        body = body_of(piece * 20_000)
        assert 0 <= body.start <= body.end
    assert masking.fold("!" * 100_000) == ""
