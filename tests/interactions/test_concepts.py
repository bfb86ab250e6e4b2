"""Concepts: the same matter in other words and languages, and what only looks like it."""

from __future__ import annotations

import pytest

from sellwright.interactions import concepts
from sellwright.interactions.words_concepts import BROAD, CONCEPTS, TOGETHER, WEAK


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("storing", ["Which server is it on?", "Wer betreibt das Rechenzentrum?", "Où sont hébergées nos données ?"]),
        ("copy", ["Are backups made?", "Wann läuft die Datensicherung?", "Qui fait les sauvegardes ?"]),
        ("sign_in", ["May we sign in with that?", "Wie melden sich alle an? Mit Kennwort?", "Quel mot de passe ?"]),
        ("attack_test", ["a penetration test", "ein Pentest", "un test d'intrusion"]),
        ("discount", ["any discount?", "mit Mengenrabatt", "une remise", "five per cent off"]),
        ("lead_time", ["your lead time", "die Lieferzeit", "votre délai de livraison", "how long from the order"]),
        ("cancel", ["two months' notice", "die Kündigungsfrist", "résilier le contrat"]),
        ("warranty", ["under warranty", "auf Garantie", "la garantie"]),
        ("minimum", ["the smallest lot", "die Mindestmenge", "au minimum"]),
        ("erase", ["when is it deleted", "Wann wird das gelöscht?", "quand sont-elles supprimées"]),
        ("liable", ["Are you insured?", "Wer haftet dafür?", "une assurance"]),
        ("train", ["Do you train them?", "eine Schulung", "une formation"]),
        ("spare", ["a spare part", "Ersatzteile", "une pièce de rechange"]),
        ("reference", ["two references", "ein Referenzkunde", "des références"]),
    ],
)
def test_one_matter_in_many_words(name: str, sentences: list[str]) -> None:
    assert [name in concepts.read(sentence).concepts for sentence in sentences] == [True] * len(sentences)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Our customers like customs officers.", "custom"),
        ("I notice that it works.", "cancel"),
        ("Signing papers in the garden", "sign_in"),
        ("Lieferanten sind eingeladen", "delivery"),
        ("Please sign. In June we meet.", "directory"),
    ],
)
def test_what_only_looks_like_it(sentence: str, name: str) -> None:
    assert name not in concepts.read(sentence).concepts


def test_words_of_no_concept_are_kept_by_their_beginnings() -> None:
    found = concepts.read("The embryologists discount the tulips")
    assert (found.concepts, found.words) == ({"discount"}, {"embry", "tulip"})


def test_words_in_a_row_must_stand_in_a_row() -> None:
    assert "sign_in" in concepts.read("Our people sign in at noon").concepts
    assert "sign_in" not in concepts.read("A sign hangs in the hall").concepts


def test_a_word_alone_may_mean_all_that_it_may_begin() -> None:
    for concept, written in CONCEPTS.items():
        for term in written.split():
            words = term.replace("*", "").split("_")
            assert concept in concepts.may_mean(words[0]), term
            assert concept in concepts.read_tokens(words).concepts, term


def test_the_lists_name_concepts_that_exist() -> None:
    made = {name for row in TOGETHER for name in row}
    assert made | WEAK | BROAD <= CONCEPTS.keys()
    assert 100 <= len(CONCEPTS) <= 150


def test_an_endless_word_is_nothing() -> None:
    assert concepts.read("discount" * 100_000).concepts == frozenset()
