"""Sentences of a talk as sparse rows for linear models: words, their letters, pairs of words, and what came before.

A feature is a hashed bucket, so there is no vocabulary to ship. Everything but pairs hangs on one word alone: a model
can add up the weights of a word once and keep the sum (interactions/talk_model). Hashing trick: Weinberger and others,
2009; letters of words as features: Bojanowski and others, 2017.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

BUCKETS = 1 << 16  # of words and their letters; the same number again for pairs, and again for what was said before
SHORTEST, LONGEST = 3, 5  # letters of a gram, with the edges of the word counted
_SIZES = [(size, crc32(str(size).encode())) for size in range(SHORTEST, LONGEST + 1)]  # a gram is its size and letters
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!$€%]")
MOST = 200  # words of a sentence that are read
_KEPT = 200_000  # words held ready


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, and what it comes after. `place` 0..1 in the talk; `index` in its turn."""

    text: str
    before: str = ""  # the sentence before it in the turn, '' at its beginning
    answers: str = ""  # what the other side said last
    place: float = 0.0
    turn: int = 0  # of its side, from 0
    index: int = 0


def tokens(text: str) -> list[str]:
    """Words in small letters, and the marks that weigh."""
    return TOKEN.findall(text.lower().replace("’", "'"))[:MOST]


@lru_cache(_KEPT)
def grams(word: str) -> tuple[int, ...]:
    """Buckets of a word (first) and of its letters."""
    edged = f"<{word}>"
    whole = edged.encode()
    found = [crc32(whole) % BUCKETS]
    for size, begun in _SIZES:
        steps = range(len(edged) - size + 1)
        if len(whole) == len(edged):  # a byte a letter
            found += [crc32(whole[at : at + size], begun) % BUCKETS for at in steps]
        else:
            found += [crc32(edged[at : at + size].encode(), begun) % BUCKETS for at in steps]
    return tuple(found)


@lru_cache(_KEPT)
def pair(first: str, second: str) -> int:
    """Bucket of two words that follow each other; '' is an edge of the sentence."""
    return BUCKETS + crc32(f"{first} {second}".encode()) % BUCKETS


@lru_cache(_KEPT)
def context(word: str, whose: str) -> int:
    """Bucket of a word said before: `whose` is "own" or "other"."""
    return 2 * BUCKETS + crc32(f"{whose}:{word}".encode()) % BUCKETS


def pairs(words: Sequence[str]) -> list[int]:
    """Buckets of all neighbours, edges included."""
    return list(map(pair, ["", *words], [*words, ""]))


def shape(one: Told, words: Sequence[str]) -> tuple[float, ...]:
    """Where it stands and how long it is: 16 numbers from 0 to about 1."""
    at = [0.0] * 16
    at[min(one.turn, 9)] = 1.0
    at[10] = float(one.index == 0)
    at[11] = min(one.index, 5) / 5
    at[12] = min(len(words), 40) ** 0.5 / 6
    at[13] = float("?" in words)
    at[14] = one.place
    at[15] = float(bool([1 for word in words if word[0].isdigit()]))
    return tuple(at)
