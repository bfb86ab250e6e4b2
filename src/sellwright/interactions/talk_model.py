"""Linear labellers of sentences that numpy alone runs: one file of arrays each, made by tools/train_talks.py.

Two passes. The first scores a sentence by its words, their letters, its pairs of words, what was said before and its
place. The second scores it again by what the first found for it and for its neighbours on both sides, as a sentence of
a talk is rarely alone in what it does (stacked generalisation: Wolpert, 1992).

A block of features counts by its idf over the length of its idf vector. The length of the block of letters is taken as
if no two words shared a gram, so that a word's share of both sums can be kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talk_features import BUCKETS, Told, context, grams, pairs, shape, tokens

Floats = NDArray[np.float32]
SHAPE = 16
CONTEXT_WEIGHT = 0.5  # of what was said before
WORDS_BESIDE = 0.75  # of the scores by words, where meaning is weighed too
SHAPE_WEIGHT = 0.5  # of place and length beside the blocks of words, each of length 1
_KEPT = 100_000  # words held ready


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence in its talk: `side` is 0 or 1."""

    told: Told
    side: int


def in_order(sentences: Sequence[tuple[int, str]]) -> list[Spoken]:
    """The sentences of one talk, (side, text) in order, each with what came before it."""
    made = []
    last, said, answers, before = -1, "", "", ""
    turns, index = [-1, -1], 0
    for number, (side, text) in enumerate(sentences):
        if side != last:
            answers, said, last, index, before = said, "", side, 0, ""
            turns[side] += 1
        made.append(Spoken(Told(text, before, answers, number / len(sentences), turns[side], index), side))
        said, before, index = f"{said} {text}".strip(), text, index + 1
    return made


@dataclass
class Model:
    """Labels and their weights. `many`: a sentence may have several labels, each from its threshold on."""

    labels: tuple[str, ...]
    many: bool
    thresholds: Floats  # (labels,); 0 where one label is chosen
    table: NDArray[np.int32]  # (3 * BUCKETS,) row of a bucket in `idf` and `weights`; the last row is of all unknown
    idf: Floats  # (rows + 1,)
    weights: Floats  # (rows + 1, labels), times idf
    shaped: Floats  # (SHAPE, labels)
    bias: Floats  # (labels,)
    second: Floats  # (8 * labels + SHAPE, labels)
    second_bias: Floats  # (labels,)
    signs: Floats  # (signs, labels), of models that weigh signs too
    meaning: Floats  # (numbers, labels), of models that may weigh meaning; then with a second pass of its own
    meaning_bias: Floats
    meaning_second: Floats
    meaning_second_bias: Floats
    meaning_thresholds: Floats
    first_share: float = 0.0  # of the first pass's chances in the answer; the rest is the second's
    _known: dict[tuple[str, str], int] = field(default_factory=dict)
    _sums: Floats = field(init=False)

    def __post_init__(self) -> None:
        self._sums = np.zeros((1024, len(self.labels) + 1), np.float32)

    def probabilities(
        self, spoken: Sequence[Spoken], signs: Floats | None = None, vectors: Floats | None = None
    ) -> Floats:
        """(sentences, labels), 0..1. `signs` of each sentence where the model weighs signs; `vectors`: what each means
        (interactions/talk_meaning), where that is known.
        """
        if not spoken:
            return np.zeros((0, len(self.labels)), np.float32)
        first = self._first(spoken)
        if self.signs.size:
            if signs is None:
                raise ValueError("this model weighs signs, which were not given")
            first = np.asarray(first + signs @ self.signs, np.float32)
        second, bias = self.second, self.second_bias
        if vectors is not None and self.meaning.size:
            first = np.asarray(first * WORDS_BESIDE + vectors @ self.meaning + self.meaning_bias, np.float32)
            second, bias = self.meaning_second, self.meaning_second_bias
        around = neighbours(first, self._squash(first), spoken)
        last = self._squash(np.asarray(around @ second + bias, np.float32))
        return np.asarray((1 - self.first_share) * last + self.first_share * self._squash(first), np.float32)

    def _squash(self, scores: Floats) -> Floats:
        clipped = np.clip(scores, -30, 30)
        if self.many:
            return np.asarray(1 / (1 + np.exp(-clipped)), np.float32)
        powers = np.exp(clipped - clipped.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)

    def _first(self, spoken: Sequence[Spoken]) -> Floats:
        """Scores of the first pass, (sentences, labels)."""
        if len(self._known) > _KEPT:
            self._known.clear()
        own: list[list[int]] = []
        double: list[list[int]] = []
        before: list[list[int]] = []
        shapes = []
        heard: dict[str, list[int]] = {"": []}
        for one in spoken:
            words = tokens(one.told.text)
            own.append([self._word(word, "") for word in dict.fromkeys(words)])
            double.append(list(pairs(words)))
            for text, whose in ((one.told.before, "own"), (one.told.answers, "other")):
                key = whose + text if text else ""
                if key not in heard:
                    heard[key] = [self._word(word, whose) for word in tokens(text)]
            before.append(heard["own" + one.told.before if one.told.before else ""]
                          + heard["other" + one.told.answers if one.told.answers else ""])  # fmt: skip
            shapes.append(shape(one.told, words))
        scores = np.asarray(shapes, np.float32) * SHAPE_WEIGHT @ self.shaped + self.bias
        scores += _over_length(self._sums, own)
        scores += _over_length(self._sums, before) * CONTEXT_WEIGHT
        rows = [self.table[one] for one in double]
        flat = np.concatenate(rows)
        sums = np.concatenate([self.weights[flat], (self.idf[flat] ** 2)[:, None]], axis=1)
        scores += _divided(sums, [len(one) for one in rows])
        return scores.astype(np.float32)

    def _word(self, word: str, whose: str) -> int:
        """The row of `_sums` with what a word adds: to each label, and to the square of the length."""
        key = (word, whose)
        at = self._known.get(key)
        if at is None:
            at = self._known[key] = len(self._known)
            if at >= len(self._sums):
                self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
            rows = self.table[[context(word, whose)] if whose else list(grams(word))]
            self._sums[at] = np.append(self.weights[rows].sum(axis=0), (self.idf[rows] ** 2).sum())
        return at


def _over_length(kept: Floats, ids: Sequence[Sequence[int]]) -> Floats:
    flat = np.array([at for one in ids for at in one], np.int64)
    return _divided(kept[flat], [len(one) for one in ids])


def _divided(sums: Floats, lengths: Sequence[int]) -> Floats:
    """The sums of consecutive runs of rows, each over the root of its last number; zeros for an empty run."""
    counts = np.asarray(lengths)
    whole = np.zeros((len(counts), sums.shape[1]), np.float64)
    filled = np.flatnonzero(counts)
    if len(filled):
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])[filled]
        whole[filled] = np.add.reduceat(sums, starts, axis=0, dtype=np.float64)
    return np.asarray(whole[:, :-1] / np.sqrt(np.maximum(whole[:, -1:], 1e-9)), np.float32)


def neighbours(scores: Floats, chances: Floats, spoken: Sequence[Spoken]) -> Floats:
    """What the second pass reads, (sentences, 8 * labels + SHAPE): a sentence's scores, then the chances of the one
    before it, two before and the next of its side, so far and on average of its side, and of the turns around it.
    """
    n, labels = chances.shape
    blank = np.zeros((1, labels), np.float32)
    parts = [np.clip(scores, -6, 6) / 2]
    sides = np.array([one.side for one in spoken])
    previous, second, following, so_far, average = (np.zeros_like(chances) for _ in range(5))
    for side in (0, 1):
        at = np.flatnonzero(sides == side)
        if not len(at):
            continue
        own = chances[at]
        running = np.concatenate([blank, np.cumsum(own, axis=0)[:-1]])
        previous[at] = np.concatenate([blank, own[:-1]])
        second[at] = np.concatenate([blank, blank, own])[: len(at)]
        following[at] = np.concatenate([own[1:], blank])
        so_far[at] = np.minimum(running, 3) / 2
        average[at] = 2 * (own.sum(axis=0) - own) / max(1, len(at) - 1)
    edges = np.flatnonzero(np.diff(sides, prepend=-1))
    turn = np.searchsorted(edges, np.arange(n), side="right") - 1
    sizes = np.diff(np.append(edges, n))
    means = np.add.reduceat(chances, edges, axis=0) / sizes[:, None]
    padded = np.concatenate([blank, means, blank])
    shapes = np.array([shape(one.told, tokens(one.told.text)) for one in spoken], np.float32)
    return np.concatenate(
        [*parts, previous, second, following, so_far, average, padded[turn], padded[turn + 2], shapes], axis=1
    ).astype(np.float32)


_PLAIN = (
    "thresholds", "shaped", "bias", "second", "second_bias", "signs", "meaning", "meaning_bias", "meaning_second",
    "meaning_second_bias", "meaning_thresholds",
)  # fmt: skip
_ARRAYS = ("buckets", "idf", "weights", *_PLAIN)


def to_bytes(
    labels: Sequence[str], many: bool, arrays: dict[str, NDArray[np.generic]], first_share: float = 0.0
) -> bytes:
    """A model as the bytes of its file: one line of JSON with shapes, then the arrays one after the other."""
    head: dict[str, Any] = {"schema": "talk_model/1", "labels": list(labels), "many": many,
            "arrays": {name: [str(arrays[name].dtype), list(arrays[name].shape)] for name in _ARRAYS}}  # fmt: skip
    if first_share:
        head["first_share"] = first_share
    return json.dumps(head, sort_keys=True).encode() + b"\n" + b"".join(arrays[name].tobytes() for name in _ARRAYS)


def from_bytes(data: bytes) -> Model:
    """A model from the bytes of its file. CannotRead when they are not all there."""
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    found: dict[str, NDArray[np.generic]] = {}
    at = 0
    for name in _ARRAYS:
        kind, dims = head["arrays"][name]
        count = int(np.prod(dims))
        size = count * np.dtype(kind).itemsize
        if at + size > len(rest):
            raise CannotRead("A model of talks is cut off.", "Install Sellwright again.")
        found[name] = np.frombuffer(rest, kind, count, at).reshape(dims)
        at += size
    rows = len(found["buckets"])
    table = np.full(3 * BUCKETS, rows, np.int32)
    table[found["buckets"].astype(np.int64)] = np.arange(rows)
    idf = np.concatenate([found["idf"].astype(np.float32) / 16, np.zeros(1, np.float32)])
    weights = np.concatenate([found["weights"].astype(np.float32), np.zeros((1, len(head["labels"])), np.float32)])
    plain: dict[str, Any] = {name: found[name].astype(np.float32) for name in _PLAIN}
    return Model(
        tuple(head["labels"]),
        bool(head["many"]),
        table=table,
        idf=idf,
        weights=weights,
        first_share=float(head.get("first_share", 0.0)),
        **plain,
    )


@cache
def load(name: str) -> Model:
    """A shipped model by its name: "strategies", "negotiation" or "moments"."""
    return from_bytes(files("sellwright.interactions").joinpath(f"talk_{name}.model").read_bytes())
