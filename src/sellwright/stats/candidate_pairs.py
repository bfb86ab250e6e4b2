"""Which pairs of records are worth comparing: those that share something rare enough. All pairs of 100,000 records are
five thousand million; those that share a rare word, a code or two beginnings are some millions."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.agreement import Kind

MOST = 100  # records that share a key; what more share says too little, unless something else agrees
BEGINNING = 4  # letters of each of two fields that make a key together
WORDS = 8  # rarest words of a text that make keys two by two
PAIRED = 6  # fields whose beginnings are taken together, those that tell most first

Pairs = NDArray[np.int64]


def candidates(fields: Sequence[tuple[Kind, Sequence[str]]], most: int = MOST) -> Pairs:
    """Positions of the records to compare, one row a pair, the lower first, each pair once; in a fixed order."""
    count = len(fields[0][1]) if fields else 0
    found = [_within(keys, count, most) for keys in _families(fields)]
    coded = _different(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return np.stack([coded // max(1, count), coded % max(1, count)], axis=1)


def _families(fields: Sequence[tuple[Kind, Sequence[str]]]) -> Iterator[Iterable[tuple[object, int]]]:
    for kind, values in fields:
        yield ((value, i) for i, value in enumerate(values) if value)
        if kind == "email":
            yield ((value.partition("@")[0], i) for i, value in enumerate(values) if value)
        if kind == "text":
            yield _of_words(values)
    told = sorted(range(len(fields)), key=lambda f: -_distinct(fields[f][1]))[:PAIRED]
    for f, g in combinations(sorted(told), 2):
        pairs = enumerate(zip(fields[f][1], fields[g][1], strict=True))
        yield ((x[:BEGINNING] + "\0" + y[:BEGINNING], i) for i, (x, y) in pairs if x and y)
    for f, g in combinations([f for f, (kind, _) in enumerate(fields) if kind == "name"], 2):
        yield _turned(fields[f][1], fields[g][1])


def _turned(ones: Sequence[str], others: Sequence[str]) -> Iterator[tuple[object, int]]:
    """Both fields together, as written and changed over."""
    for i, (x, y) in enumerate(zip(ones, others, strict=True)):
        if x and y:
            yield x + "\0" + y, i
            yield y + "\0" + x, i


def _of_words(values: Sequence[str]) -> Iterator[tuple[object, int]]:
    """Single words and pairs of the rarest: word order and what stands between do not matter."""
    held: dict[str, int] = {}
    split = [sorted(set(value.split())) for value in values]
    for words in split:
        for word in words:
            held[word] = held.get(word, 0) + 1
    for i, words in enumerate(split):
        for word in words:
            if len(word) > 2:
                yield word, i
        rare = sorted(sorted(words, key=lambda word: held[word])[:WORDS])
        for both in combinations(rare, 2):
            yield "\0".join(both), i


def _distinct(values: Sequence[str]) -> float:
    """The share of records that a field alone could tell apart."""
    return len(set(values)) / max(1, len(values))


def _within(keys: Iterable[tuple[object, int]], count: int, most: int) -> Pairs:
    """Every pair inside a group of one key with at most `most` records, as one number each."""
    groups: dict[object, int] = {}
    coded = array("q")  # group and record as one number: millions of them stand in memory at once
    for key, i in keys:
        coded.append(groups.setdefault(key, len(groups)) * count + i)
    del groups
    if not coded:
        return np.zeros(0, np.int64)
    table = _different(np.array(coded, dtype=np.int64))
    del coded
    records = table % count
    starts = np.flatnonzero(np.diff(table // count, prepend=-1))
    sizes = np.diff(starts, append=len(table))
    found = []
    for size in np.unique(sizes):
        if not 1 < size <= most:
            continue
        first, second = np.triu_indices(int(size), 1)
        begin = starts[sizes == size][:, None]
        a, b = records[begin + first], records[begin + second]
        found.append((np.minimum(a, b) * np.int64(count) + np.maximum(a, b)).ravel())
    return _different(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _different(numbers: Pairs) -> Pairs:
    """Each number once, in order. Sorted in place: looking them up one by one takes several times as long."""
    numbers.sort()
    return np.asarray(numbers[np.diff(numbers, prepend=-1) != 0])
