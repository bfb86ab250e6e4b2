"""How far two strings agree, in steps: the same, one slip apart, alike, different. For many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

Kind = Literal["name", "text", "code", "date", "email", "number"]
MISSING, DIFFERS, ALIKE, NEAR, VERY_NEAR, SAME = range(6)
LEVELS = 6
Levels = NDArray[np.int8]


def levels(kind: Kind, values: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]) -> Levels:
    """The step of each pair: `values` by position, `left` and `right` the positions compared; '' is missing.

    name: Jaro-Winkler .80 alike, .90 near. code and date: two slips alike, one near (a slip: a letter more, less,
    other, or two turned round). email: three slips alike, one near, the same before the @ near.
    text: by words in any order, 75, 80, 90 of 100.
    number: the same or not."""
    codes, words = _coded(values)
    a, b = codes[left], codes[right]
    low, high = np.minimum(a, b), np.maximum(a, b)
    both, back = np.unique(low * np.int64(len(words)) + high, return_inverse=True)
    firsts, seconds = [words[i] for i in both // len(words)], [words[i] for i in both % len(words)]
    found = np.full(len(both), DIFFERS, dtype=np.int8)
    _STEPS[kind](found, firsts, seconds)
    same, empty = both // len(words) == both % len(words), np.array([word == "" for word in words])
    found[same] = SAME
    found[empty[both // len(words)] | empty[both % len(words)]] = MISSING
    return np.asarray(found[back], dtype=np.int8)


def _coded(values: Sequence[str]) -> tuple[NDArray[np.int64], list[str]]:
    places: dict[str, int] = {}
    codes = np.fromiter((places.setdefault(value, len(places)) for value in values), np.int64, len(values))
    return codes, list(places) or [""]


def _names(found: Levels, a: list[str], b: list[str]) -> None:
    near = _each(a, b, JaroWinkler.normalized_similarity)
    found[near >= 0.80] = ALIKE
    found[near >= 0.90] = NEAR


def _codes(found: Levels, a: list[str], b: list[str]) -> None:
    slips = _each(a, b, OSA.distance, score_cutoff=2)
    found[slips <= 2] = ALIKE
    found[slips <= 1] = NEAR


def _emails(found: Levels, a: list[str], b: list[str]) -> None:
    """By slips, not by beginnings: two Annas have addresses that begin alike."""
    slips = _each(a, b, OSA.distance, score_cutoff=3)
    found[slips <= 3] = ALIKE
    local = np.array([x.partition("@")[0] == y.partition("@")[0] for x, y in zip(a, b, strict=True)], dtype=bool)
    found[(slips <= 1) | local] = NEAR


def _texts(found: Levels, a: list[str], b: list[str]) -> None:
    ordered, contained = _each(a, b, fuzz.token_sort_ratio), _each(a, b, fuzz.token_set_ratio)
    found[contained >= 75] = ALIKE
    found[(ordered >= 80) | (contained >= 95)] = NEAR
    found[ordered >= 90] = VERY_NEAR


def _nothing(found: Levels, a: list[str], b: list[str]) -> None:
    """Numbers are the same or not: 12 is not nearly 13."""


def _each(a: list[str], b: list[str], scorer: Any, **how: Any) -> NDArray[Any]:
    return np.asarray(process.cpdist(a, b, scorer=scorer, workers=1, **how))


_STEPS = {"name": _names, "code": _codes, "date": _codes, "email": _emails, "text": _texts, "number": _nothing}
