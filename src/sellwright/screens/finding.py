"""Finds quoted words again in the text they were read from, and the sentence they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sellwright.interactions import sentences
from sellwright.today.brief import first_words

LONGEST = 200  # characters of the words that are looked for
AROUND = 220  # characters shown before and after
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Found:
    """A sentence and what stands around it; `start` and `end` are characters into the text."""

    before: str
    sentence: str
    after: str
    start: int
    end: int


def find(text: str, said: str) -> Found | None:
    """The sentence of `text` that holds the words `said` (spaces and line ends count alike); without words, or when
    they are not there, the first that says something. None for an empty text."""
    place = _place(text, said) if said else None
    if place is None:
        words = first_words(text)
        place = _place(text, words) if words else None
        if place is None:
            return None
    start, end = _whole(text, *place)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Found(_line(before), _line(text[start:end]), _line(after), start, end)


def _place(text: str, said: str) -> tuple[int, int] | None:
    """Where the words stand. The pattern is words joined by spaces: linear."""
    words = _WORD.findall(said[:LONGEST])
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text, re.I)
    return found.span() if found else None


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that the words stand in."""
    held = [(a, b) for a, b, _ in sentences.split(text) if a < end and b > start]
    return (min(start, held[0][0]), max(end, held[-1][1])) if held else (start, end)


def _line(text: str) -> str:
    return " ".join(text.split())


def holds(text: str, said: str) -> bool:
    """Whether the words stand in the text."""
    return _place(text, said) is not None
