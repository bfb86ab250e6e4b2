"""The words of a talk as numbers, so that a labeller can look its weights up for all of them at once.

The features themselves are written out word by word in interactions/talk_features; here they are taken of a whole talk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.talk_features import BUCKETS, MOST, TOKEN, context

Numbers = NDArray[np.int64]
EDGE = 0  # stands between sentences
MOST_KNOWN = 100_000  # words held ready
_APART = re.compile(rf"{TOKEN.pattern}|\n")
_LONG = 32  # bytes of a word; what is longer is summed by itself
# What one byte more makes of a checksum (CRC-32, reflected, of zlib).
_STEP = np.array([crc32(bytes([byte ^ 255])) ^ 0xFF000000 for byte in range(256)], np.uint32)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `sentences` sentences: their numbers in order and the sentence each stands in (0..); `pairs`:
    buckets of two that follow each other, edges included, and their sentences."""

    sentences: int
    numbers: Numbers
    of: Numbers
    pairs: Numbers
    pairs_of: Numbers

    @property
    def counts(self) -> Numbers:
        """Words of each sentence."""
        return np.bincount(self.of, minlength=self.sentences)

    def once(self, known: int) -> tuple[Numbers, Numbers]:
        """Each word once a sentence, where it stands first: (numbers, sentences). `known` words there are in all."""
        places = np.unique(self.of * known + self.numbers, return_index=True)[1]
        places.sort()
        return self.numbers[places], self.of[places]


class Vocabulary:
    """Words by their number, as they are met."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {"\n": EDGE}
        self._told = [""]
        self._sums = np.array([[crc32(b" "), 0, 0]], np.int64)  # of "word ", of "word", and its bytes
        self.asks = np.zeros(1, bool)  # whether it is a question mark
        self.counts = np.zeros(1, bool)  # whether it begins with a digit
        self.heard = np.zeros((2, 1), np.int64)  # its bucket where our own side said it before, and where the other did

    def read(self, texts: Sequence[str]) -> tuple[Words, list[str]]:
        """The words of sentences, and those of them that are new, in the order of their numbers."""
        joined = "\n".join(texts).lower().replace("’", "'")
        if joined.count("\n") >= max(1, len(texts)):  # a sentence with a line break of its own
            joined = "\n".join([" ".join(text.split("\n")) for text in texts]).lower().replace("’", "'")
        found = _APART.findall(joined)
        new = [word for word in dict.fromkeys(found) if word not in self.known]
        if new:
            self._learn(new)
        all_ = np.fromiter(map(self.known.__getitem__, found), np.int64, len(found))
        edges = all_ == EDGE
        of = np.cumsum(edges)
        starts = np.concatenate([[-1], np.flatnonzero(edges)])
        kept = edges | (np.arange(len(all_)) - starts[of] <= MOST)
        all_, of, edges = all_[kept], of[kept], edges[kept]
        lined = np.concatenate([[EDGE], all_, [EDGE]])
        pairs_of = np.cumsum(lined == EDGE)[:-1] - 1
        return Words(len(texts), all_[~edges], of[~edges], self._pairs(lined[:-1], lined[1:]), pairs_of), new

    def _learn(self, new: Sequence[str]) -> None:
        self.known |= {word: at for at, word in enumerate(new, len(self._told))}
        self._told += new
        bare = [word.encode() for word in new]
        rows = [[crc32(word + b" "), crc32(word), len(word)] for word in bare]
        self._sums = np.concatenate([self._sums, np.array(rows, np.int64)])
        self.asks = np.concatenate([self.asks, [word == "?" for word in new]])
        self.counts = np.concatenate([self.counts, [word[0].isdigit() for word in new]])
        heard = [[context(word, whose) for word in new] for whose in ("own", "other")]
        self.heard = np.concatenate([self.heard, np.array(heard, np.int64)], axis=1)

    def _pairs(self, first: Numbers, second: Numbers) -> Numbers:
        """Buckets of words that follow each other: the checksum of both from that of each, a byte of the second after
        the other (Adler, zlib, crc32_combine)."""
        sums = self._sums[first, 0].astype(np.uint32)
        sizes = self._sums[second, 2]
        for step in range(min(_LONG, int(sizes.max(initial=0)))):
            at = np.flatnonzero(sizes > step)
            held = sums[at]
            sums[at] = held >> 8 ^ _STEP[held & 255]
        sums ^= self._sums[second, 1].astype(np.uint32)
        for place in np.flatnonzero(sizes > _LONG).tolist():
            sums[place] = crc32(f"{self._told[first[place]]} {self._told[second[place]]}".encode())
        return np.asarray(BUCKETS + sums.astype(np.int64) % BUCKETS)
