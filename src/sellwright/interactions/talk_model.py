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
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talk_features import BUCKETS, MOST, Told, grams
from sellwright.interactions.talk_words import MOST_KNOWN, Numbers, Vocabulary, Words

Floats = NDArray[np.float32]
SHAPE = 16
CONTEXT_WEIGHT = 0.5  # of what was said before
WORDS_BESIDE = 0.75  # of the scores by words, where meaning is weighed too
SHAPE_WEIGHT = 0.5  # of place and length beside the blocks of words, each of length 1
_ROOTS = np.array([size**0.5 / 6 for size in range(41)])  # of the length of a sentence
_ALONE = 1 << 18  # products of two numbers that OpenBLAS does on one core


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence in its talk: `side` is 0 or 1."""

    told: Told
    side: int


def in_order(sentences: Sequence[tuple[int, str]]) -> list[Spoken]:
    """The sentences of one talk, (side, text) in order, each with what came before it."""
    made = []
    last, answers, before = -1, "", ""
    said: list[str] = []
    turns, index = [-1, -1], 0
    for number, (side, text) in enumerate(sentences):
        if side != last:
            answers, said, last, index, before = " ".join(said).strip(), [], side, 0, ""
            turns[side] += 1
        made.append(Spoken(Told(text, before, answers, number / len(sentences), turns[side], index), side))
        said.append(text)
        before, index = text, index + 1
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
    _known: Vocabulary = field(init=False)
    _sums: Floats = field(init=False)  # of each word: what it adds to every label, and to the square of the length
    _used: int = field(init=False)  # rows of _sums
    _weighed: Floats = field(init=False)  # (rows + 1, labels + 1): `weights` and the squares of `idf`

    def __post_init__(self) -> None:
        self._weighed = np.concatenate([self.weights, (self.idf**2)[:, None]], axis=1)
        self._forget()

    def _forget(self) -> None:
        self._known, self._used = Vocabulary(), 1
        self._sums = np.zeros((1024, len(self.labels) + 1), np.float32)

    def probabilities(
        self, spoken: Sequence[Spoken], signs: Floats | None = None, vectors: Floats | None = None
    ) -> Floats:
        """(sentences, labels), 0..1. `signs` of each sentence where the model weighs signs; `vectors`: what each means
        (interactions/talk_meaning), where that is known.
        """
        if not spoken:
            return np.zeros((0, len(self.labels)), np.float32)
        words = self.read(spoken)
        places = self.shapes(spoken, words)
        first = self._first(spoken, words, places)
        if self.signs.size:
            if signs is None:
                raise ValueError("this model weighs signs, which were not given")
            first = np.asarray(first + _times(signs, self.signs), np.float32)
        second, bias = self.second, self.second_bias
        if vectors is not None and self.meaning.size:
            first = np.asarray(first * WORDS_BESIDE + _times(vectors, self.meaning) + self.meaning_bias, np.float32)
            second, bias = self.meaning_second, self.meaning_second_bias
        around = neighbours(first, self._squash(first), spoken, places)
        last = self._squash(np.asarray(_times(around, second) + bias, np.float32))
        return np.asarray((1 - self.first_share) * last + self.first_share * self._squash(first), np.float32)

    def _squash(self, scores: Floats) -> Floats:
        clipped = np.clip(scores, -30, 30)
        if self.many:
            return np.asarray(1 / (1 + np.exp(-clipped)), np.float32)
        powers = np.exp(clipped - clipped.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)

    def read(self, spoken: Sequence[Spoken]) -> Words:
        """The words of the sentences, by their numbers; those that are new are weighed."""
        if self._used > MOST_KNOWN:
            self._forget()
        words, new = self._known.read([one.told.text for one in spoken])
        if new:
            self._learn(new)
        return words

    def _first(self, spoken: Sequence[Spoken], words: Words, places: Floats) -> Floats:
        """Scores of the first pass, (sentences, labels)."""
        own, of = words.once(self._used)
        scores = _times(places * SHAPE_WEIGHT, self.shaped) + self.bias
        scores += _over_length(_summed(self._sums[own], of, len(spoken)))
        scores += _over_length(self._before(spoken, words)) * CONTEXT_WEIGHT
        scores += _over_length(self._added(words.pairs, words.pairs_of, len(spoken)))
        return scores.astype(np.float32)

    def _before(self, spoken: Sequence[Spoken], words: Words) -> NDArray[np.float64]:
        """(sentences, labels + 1): the sums of the words said before each, in its turn and by the other side."""
        heard = self._known.heard[:, words.numbers]
        of_own = self._added(heard[0], words.of, len(spoken))
        turn = np.cumsum([one.told.index == 0 for one in spoken]) - 1
        of, kept = turn[words.of], _within(turn[words.of], MOST)
        of_other = self._added(heard[1][kept], of[kept], len(spoken))
        has_own = np.array([bool(one.told.before) for one in spoken])[:, None]
        has_other = np.array([bool(one.told.answers) for one in spoken])[:, None]
        return np.asarray(has_own * np.roll(of_own, 1, axis=0) + has_other * of_other[turn - 1], np.float64)

    def _learn(self, new: Sequence[str]) -> None:
        """Adds the rows of words that are new."""
        buckets = [grams(word) for word in new]
        of = np.repeat(np.arange(len(new)), [len(some) for some in buckets])
        sums = self._added(np.fromiter(chain.from_iterable(buckets), np.int64), of, len(new))
        while len(self._sums) < self._used + len(new):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        self._sums[self._used : self._used + len(new)] = sums
        self._used += len(new)

    def _added(self, buckets: Numbers, of: Numbers, many: int) -> NDArray[np.float64]:
        """(many, labels + 1): what buckets add, each to its row `of`. Few of all that there are weigh anything."""
        rows = self.table[buckets]
        weighs = np.flatnonzero(rows < len(self.idf) - 1)
        return _summed(self._weighed[rows[weighs]], of[weighs], many)

    def shapes(self, spoken: Sequence[Spoken], words: Words) -> Floats:
        """(sentences, SHAPE): the place and length of each (talk_features.shape)."""
        made = np.zeros((len(spoken), SHAPE))
        told = [one.told for one in spoken]
        index = np.array([one.index for one in told])
        made[np.arange(len(told)), np.minimum([one.turn for one in told], 9)] = 1
        made[:, 10] = index == 0
        made[:, 11] = np.minimum(index, 5) / 5
        made[:, 12] = _ROOTS[np.minimum(words.counts, 40)]
        made[words.of[self._known.asks[words.numbers]], 13] = 1
        made[:, 14] = [one.place for one in told]
        made[words.of[self._known.counts[words.numbers]], 15] = 1
        return made.astype(np.float32)


def _times(rows: Floats, weights: Floats) -> Floats:
    """rows @ weights, in pieces so small that the library of matrices does not wake other cores for them: their waiting
    costs more than the work."""
    step = max(1, _ALONE // max(1, weights.size))
    return np.concatenate([rows[at : at + step] @ weights for at in range(0, len(rows), step)])


def _within(of: Numbers, most: int) -> NDArray[np.bool_]:
    """Which of consecutive runs of the same number stand among the first `most` of their run."""
    at = np.arange(len(of))
    begins = np.flatnonzero(np.diff(of, prepend=-1))
    return np.asarray(at - np.repeat(begins, np.diff(np.append(begins, len(of)))) < most)


def _summed(rows: Floats, of: Numbers, many: int) -> NDArray[np.float64]:
    """(many, numbers): the sums of the rows, each in the run `of` (rising); zeros where there are none."""
    whole = np.zeros((many, rows.shape[1]), np.float64)
    if len(of):
        begins = np.flatnonzero(np.diff(of, prepend=-1))
        whole[of[begins]] = np.add.reduceat(rows, begins, axis=0, dtype=np.float64)
    return whole


def _over_length(sums: NDArray[np.float64]) -> Floats:
    """Each row but its last number, over the root of that."""
    return np.asarray(sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], 1e-9)), np.float32)


def neighbours(scores: Floats, chances: Floats, spoken: Sequence[Spoken], places: Floats) -> Floats:
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
    return np.concatenate(
        [*parts, previous, second, following, so_far, average, padded[turn], padded[turn + 2], places], axis=1
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
