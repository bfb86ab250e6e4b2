"""Makes the labellers of talks that are shipped, and says how good they are by cross-validation over whole talks.

    python tools/train_talks.py strategies  P4G/annotated_200.csv.gz     PersuasionForGood (Apache-2.0)
    python tools/train_talks.py negotiation TALK/casino_train.json.gz    CaSiNo (CC BY 4.0)
    python tools/train_talks.py moments     labels/talks                 our own invented talks
    ... --words-alone                       without the part that weighs sentence vectors
    ... --vectors FILE.npy                  sentence vectors are read from there, or made once and kept there
    ... --figures FILE.json                 the figures, into a file

Needs scikit-learn, scipy and the extra `meaning` beside Sellwright; install them in an environment of their own.
Nothing is drawn at random: folds go by the order of talks, so the same versions make the same bytes.

How: interactions/talk_model says what the two passes are. The second learns from what the first says of talks that it
has not seen (inner folds). Every figure is of outer folds that neither pass has seen, at the precision that is shipped.
Thresholds of labels that may come together are those with the best F1 over the inner folds of the same outer fold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold
from talk_sets import SURE, Own, Set, moments, negotiation, runs, strategies

from sellwright.interactions import talk_meaning, talk_model
from sellwright.interactions.talk_features import BUCKETS, context, grams, pairs, shape, tokens
from sellwright.interactions.talk_model import (
    CONTEXT_WEIGHT,
    SHAPE,
    SHAPE_WEIGHT,
    WORDS_BESIDE,
    Spoken,
    neighbours,
)

OUT = Path(__file__).resolve().parents[1] / "src" / "sellwright" / "interactions"
LEAST_SEEN = 2
OUTER, INNER = 5, 4
SIGNS_WEIGHT = 0.4
SPREAD = 4.0  # of sentence vectors, whose numbers are small beside a penalty of 1


@dataclass(frozen=True)
class Setting:
    """`evenness`: class weights are (1 / share) to this power."""

    first: float = 3.0
    second: float = 0.02
    evenness: float = 0.5
    second_evenness: float = 0.4
    first_share: float = 0.0  # of the first pass in the answer
    meaning: float = 1.0  # C of the regression on sentence vectors
    meaning_share: float = 0.5  # of its scores, added to WORDS_BESIDE of those by words


SETTINGS = {
    "strategies": Setting(),
    "negotiation": Setting(second=0.3, evenness=0.3, second_evenness=0.0, first_share=0.6, meaning=0.3),
    "moments": Setting(first=5.0, second=0.3, evenness=0.3, second_evenness=0.0),
}


def counts(spoken: Sequence[Spoken]) -> tuple[list[sparse.csr_matrix], np.ndarray]:
    """Blocks of words with letters, pairs and context as (rows, 3 * BUCKETS) of counts; places."""
    found: list[list[tuple[int, int]]] = [[], [], []]
    shapes = []
    for row, one in enumerate(spoken):
        words = tokens(one.told.text)
        found[0] += [(row, bucket) for word in dict.fromkeys(words) for bucket in grams(word)]
        found[1] += [(row, bucket) for bucket in pairs(words)]
        for text, whose in ((one.told.before, "own"), (one.told.answers, "other")):
            found[2] += [(row, context(word, whose)) for word in tokens(text)]
        shapes.append(shape(one.told, words))
    plain = []
    for block in found:
        at = np.array(block, np.int64).reshape(-1, 2)
        ones = np.ones(len(at))
        plain.append(sparse.csr_matrix((ones, (at[:, 0], at[:, 1])), shape=(len(spoken), 3 * BUCKETS)))
    return plain, np.array(shapes)


class First:
    """The first pass: which buckets are known, their idf, and the matrix of rows made with them."""

    def __init__(self, counted: list[sparse.csr_matrix], learn: np.ndarray) -> None:
        seen = sum(np.bincount(one[learn].indices, minlength=3 * BUCKETS) for one in counted)
        self.buckets = np.flatnonzero(seen >= LEAST_SEEN)
        idf = np.log((1 + len(learn)) / (1 + seen[self.buckets])) + 1
        self.idf = np.clip(np.round(idf * 16), 1, 255) / 16  # as it is kept: in sixteenths

    def rows(self, counted: list[sparse.csr_matrix], extra: np.ndarray) -> sparse.csr_matrix:
        """(n, known buckets + extra)."""
        total = None
        for block, weight in zip(counted, (1.0, 1.0, CONTEXT_WEIGHT), strict=True):
            part = block[:, self.buckets]
            length = np.sqrt(np.maximum(part @ self.idf**2, 1e-9))
            part = sparse.diags(weight / length) @ part @ sparse.diags(self.idf)
            total = part if total is None else total + part
        made = sparse.hstack([total, sparse.csr_matrix(extra)]).tocsr()
        made.indices, made.indptr = made.indices.astype(np.int32), made.indptr.astype(np.int32)
        return made


def learn(
    x: sparse.csr_matrix | np.ndarray, y: np.ndarray, strength: float, evenness: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features, labels) and bias of logistic regression: one of several, or each on its own."""

    def one(target: np.ndarray, classes: int) -> LogisticRegression:
        share = np.maximum(np.bincount(target, minlength=classes) / len(target), 1e-6)
        weight = {k: float((1 / classes / share[k]) ** evenness) for k in range(classes)}
        return LogisticRegression(
            C=strength,
            class_weight=weight,
            max_iter=150,
            tol=1e-3,
            solver="lbfgs" if classes > 2 else "liblinear",
        ).fit(x, target)

    if y.ndim == 1:
        model = one(y, int(y.max()) + 1)
        return model.coef_.T, model.intercept_
    made = [one(y[:, k].astype(int), 2) if y[:, k].any() else None for k in range(y.shape[1])]
    weights = [m.coef_[0] if m is not None else np.zeros(x.shape[1]) for m in made]
    return np.array(weights).T, np.array([m.intercept_[0] if m is not None else -9.0 for m in made])


Pass = tuple[np.ndarray, np.ndarray, np.ndarray]  # weights, bias, thresholds of a second pass


@dataclass(frozen=True)
class Fitted:
    """All that a model is made of; `meaning` and `with_meaning` where sentence vectors were at hand."""

    first: tuple[First, np.ndarray, np.ndarray]
    second: Pass
    meaning: tuple[np.ndarray, np.ndarray] | None = None
    with_meaning: Pass | None = None


class Trainer:
    """Both passes on one set, by words alone and with sentence vectors beside them."""

    def __init__(self, data: Set, setting: Setting, vectors: np.ndarray | None) -> None:
        self.data, self.setting, self.vectors = data, setting, vectors
        self.counted, self.shapes = counts(data.spoken)
        self.extra = self.shapes * SHAPE_WEIGHT
        if data.signs is not None:
            self.extra = np.hstack([self.extra, data.signs * SIGNS_WEIGHT])

    def learned_from(self, rows: np.ndarray) -> np.ndarray:
        """The judged of `rows`, and those that the first pass always sees."""
        return np.concatenate([np.intersect1d(rows, self.data.judged), self.data.alone])

    def first(self, rows: np.ndarray) -> tuple[First, np.ndarray, np.ndarray]:
        """By words, rounded as shipped."""
        at = self.learned_from(rows)
        made = First(self.counted, at)
        x = made.rows([one[at] for one in self.counted], self.extra[at])
        weights, bias = learn(x, self.data.y[at], self.setting.first, self.setting.evenness)
        return made, weights.astype(np.float16).astype(np.float64), bias

    def meaning(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """By sentence vectors, with the share their scores have in the sum, rounded as shipped."""
        at, share = self.learned_from(rows), self.setting.meaning_share
        weights, bias = learn(self.vectors[at] * SPREAD, self.data.y[at], self.setting.meaning, self.setting.evenness)
        return (weights * SPREAD * share).astype(np.float16).astype(np.float64), bias * share

    def scores(self, fitted: tuple[First, np.ndarray, np.ndarray], rows: np.ndarray) -> np.ndarray:
        """(rows, labels) by words."""
        made, weights, bias = fitted
        return np.asarray(made.rows([one[rows] for one in self.counted], self.extra[rows]) @ weights + bias)

    def scores_of_both(self, words: np.ndarray, fitted: tuple[np.ndarray, np.ndarray], rows: np.ndarray) -> np.ndarray:
        """(rows, labels) of words and meaning together."""
        return words * WORDS_BESIDE + self.vectors[rows] @ fitted[0] + fitted[1]

    def chances(self, scores: np.ndarray) -> np.ndarray:
        """Of scores."""
        if self.data.many:
            return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def around(self, scores: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """What the second pass reads of `rows`, talk by talk."""
        chances, talks, parts = self.chances(scores), self.data.talks[rows], []
        for start, stop in runs(talks):
            spoken = [self.data.spoken[at] for at in rows[start:stop]]
            here = slice(start, stop)
            places = self.shapes[rows[start:stop]].astype(np.float32)
            parts.append(neighbours(scores[here].astype(np.float32), chances[here].astype(np.float32), spoken, places))
        return np.concatenate(parts)

    def unseen(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """The first pass's scores of `rows`, each by a fit that did not see its talk: by words, and with meaning."""
        names = list(dict.fromkeys(self.data.talks[rows]))
        number = {name: at % INNER for at, name in enumerate(names)}
        fold = np.array([number[name] for name in self.data.talks[rows]])
        words, both = np.zeros((2, len(rows), len(self.data.labels)))
        for k in range(INNER):
            see, judge = rows[fold != k], rows[fold == k]
            words[fold == k] = self.scores(self.first(see), judge)
            if self.vectors is not None:
                both[fold == k] = self.scores_of_both(words[fold == k], self.meaning(see), judge)
        return words, both if self.vectors is not None else None

    def fit(self, rows: np.ndarray) -> Fitted:
        """Everything, on `rows`."""
        rows = np.setdiff1d(rows, self.data.alone)
        words, both = self.unseen(rows)
        first, second = self.first(rows), self.second(words, rows)
        if both is None:
            return Fitted(first, second)
        return Fitted(first, second, self.meaning(rows), self.second(both, rows))

    def second(self, scores: np.ndarray, rows: np.ndarray) -> Pass:
        """The second pass, on scores of talks the first had not seen, with the thresholds of labels."""
        judged = np.isin(rows, self.data.judged)
        x, y = self.around(scores, rows)[judged], self.data.y[rows[judged]]
        weights, bias = learn(x, y, self.setting.second, self.setting.second_evenness)
        cuts = np.zeros(len(self.data.labels))
        if isinstance(self.data, Own):
            cuts += SURE
        elif self.data.many:
            unseen = self.mixed(scores[judged], self.held_out(x, y, rows[judged]))
            cuts = thresholds(unseen, y)
        return weights, bias, cuts

    def held_out(self, x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Chances of the second pass on rows it did not see, to choose thresholds on."""
        chances = np.zeros(y.shape)
        for see, judge in GroupKFold(INNER).split(x, y, self.data.talks[rows]):
            weights, bias = learn(x[see], y[see], self.setting.second, self.setting.second_evenness)
            chances[judge] = self.chances(x[judge] @ weights + bias)
        return chances

    def predict(self, fitted: Fitted, rows: np.ndarray, meaning: bool) -> tuple[np.ndarray, np.ndarray]:
        """Chances of whole talks, and the thresholds that go with them."""
        scores = self.scores(fitted.first, rows)
        weights, bias, cuts = fitted.second
        if meaning:
            assert fitted.meaning is not None and fitted.with_meaning is not None
            scores = self.scores_of_both(scores, fitted.meaning, rows)
            weights, bias, cuts = fitted.with_meaning
        return self.mixed(scores, self.chances(self.around(scores, rows) @ weights + bias)), cuts

    def mixed(self, scores: np.ndarray, last: np.ndarray) -> np.ndarray:
        """The answer: the second pass's chances with the first's share among them."""
        share = self.setting.first_share
        return (1 - share) * last + share * self.chances(scores)


def thresholds(chances: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each label the cut with the best F1, of those from .05 to .9."""
    tried = np.arange(0.05, 0.9, 0.01)
    said = chances[None] >= tried[:, None, None]
    right, all_ = (said * y).sum(axis=1), said.sum(axis=1) + y.sum(axis=0)
    return np.asarray(tried[(2 * right / np.maximum(all_, 1)).argmax(axis=0)])


def judged_by_folds(trainer: Trainer, say: Callable[[str], None]) -> dict:
    """Figures over outer folds of whole talks, by words and, where vectors are at hand, with meaning."""
    data = trainer.data
    ways = ("words", "words and meaning") if trainer.vectors is not None else ("words",)
    found = {way: np.zeros((len(data.talks), len(data.labels))) for way in ways}
    cut = {way: np.zeros((len(data.talks), len(data.labels))) for way in ways}
    splits = GroupKFold(OUTER).split(data.judged, None, data.talks[data.judged])
    for number, (_, test) in enumerate(splits):
        away = np.isin(data.talks, np.unique(data.talks[data.judged[test]]))
        fitted, rows = trainer.fit(np.flatnonzero(~away)), np.flatnonzero(away)
        for way in ways:
            found[way][rows], cut[way][rows] = trainer.predict(fitted, rows, way != "words")
        say(f"fold {number + 1} of {OUTER}")
    return {way: figures(data, found[way], cut[way]) for way in ways}


def figures(data: Set, found: np.ndarray, cut: np.ndarray) -> dict:
    """Of chances of rows that were not seen."""
    if isinstance(data, Own):
        return data.figures(found, cut)
    y, chances = data.y[data.judged], found[data.judged]
    if not data.many:
        chosen = chances.argmax(axis=1)
        each = [float(one) for one in f1_score(y, chosen, average=None)]
        total = {"accuracy": round(float(accuracy_score(y, chosen)), 4), "macro_f1": round(float(np.mean(each)), 4)}
    else:
        said = chances >= cut[data.judged]
        each = [float(f1_score(y[:, k], said[:, k], zero_division=0)) for k in range(len(data.labels))]
        total = {"mean_f1": round(float(np.mean(each)), 4)}
    return total | {"f1": {name: round(one, 3) for name, one in zip(data.labels, each, strict=True)}}


def file_of(trainer: Trainer) -> bytes:
    """The model on all talks, as it is shipped."""
    fitted = trainer.fit(np.arange(len(trainer.data.talks)))
    (first, weights, bias), (second, second_bias, cuts) = fitted.first, fitted.second
    known, labels = len(first.buckets), len(trainer.data.labels)
    none = np.zeros((0, labels))
    meaning, meaning_bias = fitted.meaning or (none, none)
    m_second, m_bias, m_cuts = fitted.with_meaning or (none, none, none)
    exact = {
        "thresholds": cuts, "shaped": weights[known : known + SHAPE], "bias": bias, "second": second,
        "second_bias": second_bias, "signs": weights[known + SHAPE :] * SIGNS_WEIGHT, "meaning_bias": meaning_bias,
        "meaning_second": m_second, "meaning_second_bias": m_bias, "meaning_thresholds": m_cuts,
    }  # fmt: skip
    arrays = {name: np.asarray(one, np.float32) for name, one in exact.items()} | {
        "buckets": first.buckets.astype(np.int32), "idf": np.round(first.idf * 16).astype(np.uint8),
        "weights": (weights[:known] * first.idf[:, None]).astype(np.float16), "meaning": meaning.astype(np.float16),
    }  # fmt: skip
    return talk_model.to_bytes(trainer.data.labels, trainer.data.many, arrays, trainer.setting.first_share)


def vectors_of(data: Set, kept: Path | None) -> np.ndarray:
    """(sentences, NUMBERS), read from a file where one is named and there."""
    if kept is not None and kept.exists():
        return np.load(kept)
    made = talk_meaning.load().vectors([one.told.text for one in data.spoken])
    if kept is not None:
        np.save(kept, made)
    return made


def main() -> None:
    """Figures first, then the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(SETTINGS))
    parser.add_argument("data", type=Path)
    parser.add_argument("--words-alone", action="store_true", help="without sentence vectors")
    parser.add_argument("--vectors", type=Path, help="where sentence vectors are kept")
    parser.add_argument("--figures", type=Path)
    parser.add_argument("--only-figures", action="store_true", help="write no model")
    parser.add_argument("--no-figures", action="store_true", help="train the model only")
    asked = parser.parse_args()
    data = {"strategies": strategies, "negotiation": negotiation, "moments": moments}[asked.what](asked.data)
    vectors = None
    if not asked.words_alone:
        vectors = vectors_of(data, asked.vectors).astype(np.float64)
    trainer = Trainer(data, SETTINGS[asked.what], vectors)
    if not asked.no_figures:
        figures = judged_by_folds(trainer, lambda words: print(words, file=sys.stderr, flush=True))
        print(json.dumps(figures, indent=1))
        if asked.figures:
            asked.figures.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if not asked.only_figures:
        made = file_of(trainer)
        name = f"talk_{asked.what}.model"
        (OUT / name).write_bytes(made)
        print(f"{name}: {len(made) // 1024} kB")


if __name__ == "__main__":
    main()
