"""Cuts a sentence into the word pieces of BERT's uncased list (WordPiece: Schuster and Nakajima, 2012; Devlin, 2019).

Small letters without accents; every mark and every Chinese sign on its own; then the longest known piece, again and
again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

UNKNOWN, START, END = 100, 101, 102  # as the list numbers them
LONGEST = 100  # letters of a word that is cut; a longer one is unknown
_CHINESE = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


@cache
def listed() -> Mapping[str, int]:
    """Number of each piece."""
    words = files("sellwright.interactions").joinpath("talk_meaning_words.txt").read_text(encoding="utf-8")
    return {word: at for at, word in enumerate(words.split("\n")[:-1])}


def numbers(sentence: str, most: int) -> list[int]:
    """The pieces of a sentence as numbers, with START and END, at most `most` of them."""
    found = [piece for word in _words(sentence[: most * LONGEST]) for piece in _cut(word)]
    return [START, *found[: most - 2], END]


def _words(sentence: str) -> Iterator[str]:
    spaced = []
    for sign in unicodedata.normalize("NFD", sentence.lower()):
        kind = unicodedata.category(sign)
        if sign in "\t\n\r" or kind == "Zs":
            spaced.append(" ")
        elif kind == "Mn" or kind[0] == "C" or sign == "\ufffd":
            continue
        elif kind[0] == "P" or (sign.isascii() and not sign.isalnum()) or _chinese(ord(sign)):
            spaced.append(f" {sign} ")
        else:
            spaced.append(sign)
    yield from "".join(spaced).split()


def _chinese(code: int) -> bool:
    return code >= 0x3400 and any(low <= code <= high for low, high in _CHINESE)


def _cut(word: str) -> list[int]:
    known, pieces, start = listed(), [], 0
    if len(word) > LONGEST:
        return [UNKNOWN]
    while start < len(word):
        end = len(word)
        while end > start and (at := known.get(("##" if start else "") + word[start:end])) is None:
            end -= 1
        if end == start:
            return [UNKNOWN]
        pieces.append(at)
        start = end
    return [piece for piece in pieces if piece is not None]
