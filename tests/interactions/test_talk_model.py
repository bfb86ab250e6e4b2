"""The labellers' arithmetic against the same sums written out by hand, and the file they stand in."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sellwright.interactions import talk_features as features
from sellwright.interactions import talk_model
from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talk_model import Model, Spoken, in_order, neighbours
from sellwright.interactions.talk_words import Vocabulary

TALK = [
    (0, "What have you tried so far?"),
    (1, "We tried a list. Nobody kept it."),
    (1, "Then a second list, and a third list."),
    (0, "So nobody kept it, three lists?"),
    (1, "Exactly."),
]


def made(many: bool, labels: int = 3, signed: int = 0) -> Model:
    """A model with weights drawn once, that knows about half of all buckets."""
    draw = np.random.default_rng(7)
    buckets = np.flatnonzero(draw.random(3 * features.BUCKETS) < 0.5)
    arrays = {
        "thresholds": np.full(labels, 0.5, np.float32),
        "buckets": buckets.astype(np.int32),
        "idf": draw.integers(16, 120, len(buckets)).astype(np.uint8),
        "weights": draw.normal(size=(len(buckets), labels)).astype(np.float16),
        "shaped": draw.normal(size=(talk_model.SHAPE, labels)).astype(np.float32),
        "bias": draw.normal(size=labels).astype(np.float32),
        "second": draw.normal(size=(8 * labels + talk_model.SHAPE, labels)).astype(np.float32) / 3,
        "second_bias": draw.normal(size=labels).astype(np.float32),
        "signs": draw.normal(size=(2 * signed, labels)).astype(np.float32),
        "meaning": draw.normal(size=(4, labels)).astype(np.float16),
        "meaning_bias": draw.normal(size=labels).astype(np.float32),
        "meaning_second": draw.normal(size=(8 * labels + talk_model.SHAPE, labels)).astype(np.float32) / 3,
        "meaning_second_bias": draw.normal(size=labels).astype(np.float32),
        "meaning_thresholds": np.full(labels, 0.5, np.float32),
    }
    return talk_model.from_bytes(talk_model.to_bytes([f"label {n}" for n in range(labels)], many, arrays))


def by_hand(model: Model, one: Spoken) -> list[float]:
    """The first pass of one sentence, bucket by bucket."""
    words = features.tokens(one.told.text)
    own = [bucket for word in dict.fromkeys(words) for bucket in features.grams(word)]
    pairs = list(features.pairs(words))
    before = [features.context(word, "own") for word in features.tokens(one.told.before)]
    before += [features.context(word, "other") for word in features.tokens(one.told.answers)]
    scores = [float(bias) for bias in model.bias]
    for block, weight in ((own, 1.0), (pairs, 1.0), (before, talk_model.CONTEXT_WEIGHT)):
        length = math.sqrt(sum(float(model.idf[model.table[bucket]]) ** 2 for bucket in block)) or 1.0
        for label in range(len(scores)):
            scores[label] += weight * sum(float(model.weights[model.table[b], label]) for b in block) / length
    for label in range(len(scores)):
        at = features.shape(one.told, words)
        scores[label] += talk_model.SHAPE_WEIGHT * sum(
            a * float(w) for a, w in zip(at, model.shaped[:, label], strict=True)
        )
    return scores


def test_the_first_pass_is_the_sum_written_out() -> None:
    model, spoken = made(many=True), in_order(TALK)
    words = model.read(spoken)
    found = model._first(spoken, words, model.shapes(spoken, words))
    for one, row in zip(spoken, found, strict=True):
        assert row == pytest.approx(by_hand(model, one), abs=2e-3)


@pytest.mark.parametrize("many", [True, False])
def test_both_passes_are_chances_and_do_not_depend_on_what_was_read_before(many: bool) -> None:
    model, spoken = made(many), in_order(TALK)
    fresh = model.probabilities(spoken)
    model.probabilities(in_order([(0, "Wholly other words about cheese and rain"), (1, "and nothing else")]))
    again = model.probabilities(spoken)
    assert np.array_equal(fresh, again) and fresh.shape == (5, 3)
    assert (fresh >= 0).all() and (fresh <= 1).all()
    assert many or fresh.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_neighbours_are_of_the_same_side_and_turns_of_the_other() -> None:
    chances = np.arange(1, 6, dtype=np.float32)[:, None] / 10
    found = neighbours(np.zeros((5, 1), np.float32), chances, in_order(TALK), np.zeros((5, 16), np.float32))
    names = ("score", "before", "two before", "next", "so far", "average", "turn before", "turn after")
    third = dict(
        zip(names, found[2][:8].astype(float).round(3).tolist(), strict=True)
    )  # theirs, the second of their first turn
    assert third == {
        "score": 0, "before": 0.2, "two before": 0, "next": 0.5, "so far": 0.1, "average": 0.7,
        "turn before": 0.1, "turn after": 0.4,
    }  # fmt: skip


def test_what_came_before_is_the_other_side_s_whole_turn() -> None:
    told = [one.told for one in in_order(TALK)]
    assert told[2].before == TALK[1][1] and told[2].answers == TALK[0][1]
    assert told[3].before == "" and told[3].answers == f"{TALK[1][1]} {TALK[2][1]}"
    assert (told[0].place, told[3].turn, told[2].index) == (0.0, 1, 1)


@pytest.mark.parametrize("text", ["", "...", "🙂", "?", "a" * 5000, "\u0000", "word " * 3000])
def test_odd_sentences_have_chances_too(text: str) -> None:
    found = made(many=False).probabilities(in_order([(0, text), (1, text)]))
    assert np.isfinite(found).all() and found.shape == (2, 3)


def test_signs_and_meaning_add_to_the_scores_and_signs_may_not_be_left_out() -> None:
    model, spoken = made(many=True, signed=1), in_order(TALK)
    draw = np.random.default_rng(1)
    signs, vectors = (draw.normal(size=(5, n)).astype(np.float32) for n in (2, 4))
    words = model.read(spoken)
    places = model.shapes(spoken, words)
    first = model._first(spoken, words, places) + signs @ model.signs
    for given, scores, second, bias in (
        (None, first, model.second, model.second_bias),
        (vectors, 0.75 * first + vectors @ model.meaning + model.meaning_bias, model.meaning_second,
         model.meaning_second_bias),
    ):  # fmt: skip
        around = neighbours(scores, 1 / (1 + np.exp(-scores)), spoken, places)
        wanted = 1 / (1 + np.exp(-(around @ second + bias)))
        assert model.probabilities(spoken, signs, given) == pytest.approx(wanted, abs=1e-4)
    with pytest.raises(ValueError, match="signs"):
        model.probabilities(spoken)


def test_an_empty_talk_has_none() -> None:
    assert made(many=True).probabilities([]).shape == (0, 3)


def test_a_file_cut_off_is_refused() -> None:
    arrays: dict[str, np.ndarray] = {"buckets": np.arange(3, dtype=np.int32)}
    names = ("idf", "weights", *talk_model._PLAIN)
    arrays |= {name: np.zeros((1, 1), np.float32) for name in names}
    data = talk_model.to_bytes(["a"], True, arrays)
    with pytest.raises(CannotRead):
        talk_model.from_bytes(data[:-3])


def test_tokens_are_words_and_the_marks_that_weigh() -> None:
    assert features.tokens("Don’t you, Über-Leute? 5€!") == ["don't", "you", "über", "leute", "?", "5", "€", "!"]


ODD = (
    "", "...", "Don’t you, Über-Leute? 5€!", "a\nb", "word " * 300, "x" * 40 + " " + "y" * 33 + " z", "€ é 😀 ß",
    "7 7 ?", "ΟΔΟΣ", "no",
)  # fmt: skip


def test_words_taken_at_once_are_those_taken_one_by_one() -> None:
    vocabulary = Vocabulary()
    for texts in (ODD, ODD[:1], ODD[1:3], [text for _, text in TALK], ODD[::-1]):
        words, _ = vocabulary.read(texts)
        names = {number: word for word, number in vocabulary.known.items()}
        apart = [features.tokens(text) for text in texts]
        assert words.counts.tolist() == [len(one) for one in apart]
        assert [names[one] for one in words.numbers.tolist()] == [word for one in apart for word in one]
        assert words.pairs.tolist() == [bucket for one in apart for bucket in features.pairs(one)]
        assert words.pairs_of.tolist() == [at for at, one in enumerate(apart) for _ in features.pairs(one)]
        own, of = words.once(len(vocabulary.known))
        assert [(names[one], at) for one, at in zip(own.tolist(), of.tolist(), strict=True)] == [
            (word, at) for at, one in enumerate(apart) for word in dict.fromkeys(one)
        ]
        for row, whose in enumerate(("own", "other")):
            assert vocabulary.heard[row, words.numbers].tolist() == [
                features.context(word, whose) for one in apart for word in one
            ]


def test_places_taken_at_once_are_those_taken_one_by_one() -> None:
    model, spoken = made(many=True), in_order([(at % 3 == 0, text) for at, text in enumerate(ODD * 3)])
    found = model.shapes(spoken, model.read(spoken))
    wanted = [features.shape(one.told, features.tokens(one.told.text)) for one in spoken]
    assert found.tolist() == np.array(wanted, np.float32).tolist()


def test_long_turns_and_several_talks_in_a_row_are_summed_by_hand_too() -> None:
    long = [
        (0, "First."),
        *((1, f"Sentence {n} of a long turn about lists") for n in range(60)),
        (0, "Nobody kept it?"),
    ]
    model, spoken = made(many=True), [*in_order(TALK), *in_order(long), *in_order([(0, "a list"), (1, "a list")])]
    words = model.read(spoken)
    found = model._first(spoken, words, model.shapes(spoken, words))
    for one, row in zip(spoken, found, strict=True):
        assert row == pytest.approx(by_hand(model, one), abs=2e-3)
