"""Words as numbers, and runs of words (shingles) as numbers: the ground on which texts are compared exactly.

A word is its 64-bit BLAKE2b hash, the same in every process and on every machine. Two different words share a hash
with probability 2^-64; a shingle's number is a 64-bit mix of its words' numbers. Counting with them is exact but for
that: in 25 million shingles, one query of 300 meets a false equal about once in two billion.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
U32 = NDArray[np.uint32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Numbers = TypeVar("Numbers", U64, Ints)

_ODD = tuple(
    np.uint64(odd)
    for odd in (
        0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
        0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
    )
)  # fmt: skip
MAX_WORDS = len(_ODD)  # the longest shingle


def word_hash(word: str) -> int:
    """A word's number, 0 <= n < 2^64: BLAKE2b with 8 bytes, little end first."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Vocabulary(dict[str, int]):
    """The small number of every chunk of text seen so far; looking one up adds it.

    `fold` turns a chunk into its word. Number 0 is "no word"; 1 to len(masks) are the masks, which are never
    remembered by chunk, since there is no end to them. `hashes[n]` is the word's hash.
    """

    def __init__(self, fold: Callable[[str], str], masks: Sequence[str]) -> None:
        super().__init__()
        self.hashes = array("Q", [0, *map(word_hash, masks)])
        self._fold = fold
        self._masks = {mask: i + 1 for i, mask in enumerate(masks)}
        self.masks = len(masks)
        self.update(self._masks)

    def __missing__(self, chunk: str) -> int:
        word = self._fold(chunk)
        if word in self._masks:
            return self._masks[word]
        if not word:
            self[chunk] = 0
            return 0
        number = self.get(word)
        if number is None:
            number = len(self.hashes)
            self.hashes.append(word_hash(word))
            self[word] = number
        self[chunk] = number
        return number


def squeeze(numbers: U32, ends: Ints, masks: int) -> Bools:
    """Which words to keep: not "no word", and of a mask repeated inside one sentence only the first.

    `numbers`: of a Vocabulary. `ends`: one past the last word of each sentence, rising.
    """
    keep: Bools = numbers != 0
    if len(numbers) > 1:
        # A mask also repeats across chunks that hold no word ("12 - 14"): compare with the last word kept.
        words = np.flatnonzero(keep)
        kept = numbers[words]
        place = np.searchsorted(ends, words, side="right")
        again = (kept[1:] == kept[:-1]) & (kept[1:] <= masks) & (place[1:] == place[:-1])
        keep[words[1:][again]] = False
    return keep


def mix(values: U64) -> U64:
    """Spreads the bits of each value (the finaliser of splitmix64)."""
    out = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: U64 = out ^ (out >> np.uint64(31))
    return mixed


def shingle_hashes(words: U64, at: Ints, size: int) -> U64:
    """The number of the shingle of `size` words that begins at each place in `at`.

    `words`: the words' hashes; every place must leave room for `size` words.
    """
    total = words[at] * _ODD[0]
    for i in range(1, size):
        total += words[at + i] * _ODD[i]
    return mix(total)


def shingle_starts(lengths: Ints, size: int) -> Ints:
    """The places at which a shingle of `size` words begins, in texts of these lengths standing one after another."""
    room = np.maximum(lengths - (size - 1), 0)
    begins = np.cumsum(lengths) - lengths
    return spread(begins, room)[0]


def spread(begins: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """(begin, begin + 1, ... ) for each begin, `count` long, one after another; and which of them each came from."""
    owner = np.repeat(np.arange(len(counts)), counts)
    shift = begins - (np.cumsum(counts) - counts)
    return np.arange(len(owner)) + shift[owner], owner


def least_overlap(size: int, share: float) -> int:
    """How many members of a set of `size` any set with Jaccard >= `share` must have: ceil(share * size)."""
    return math.ceil(share * size - 1e-9)


def jaccard(one: Iterable[object], other: Iterable[object]) -> float:
    """Members in both / members in either, 0..1; 0.0 when both are empty (Jaccard 1901)."""
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def distinct(values: Numbers) -> Numbers:
    """The distinct values, rising. (Sorting beats numpy's unique, which hashes, eight times at these sizes.)"""
    if len(values) < 2:
        return values
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]
