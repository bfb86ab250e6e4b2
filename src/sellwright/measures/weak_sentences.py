"""The weak sentences of one's own letter: what to practise, and on which words (card C11)."""

from __future__ import annotations

from dataclasses import dataclass

from sellwright.interactions import sentences, words_weak

VERSION = 1
LONG = 32  # words
MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Weak:
    """A sentence, the behaviour that would make it better, why it is weak, and what to do instead."""

    words: str
    behaviour: str
    why: str
    target: str


def measure(text: str) -> tuple[Weak, ...]:
    """The weak sentences in order, each under the first behaviour that fits; a letter's first 20,000 characters."""
    found = []
    opening = True
    for _, _, sentence in sentences.split(text[:MOST_CHARACTERS]):
        if sentence.endswith((",", ":")) and len(sentence.split()) <= 5:
            continue  # the greeting
        weak = _weak(sentence, opening)
        opening = False
        if weak is not None:
            found.append(weak)
    return tuple(found)


def _weak(sentence: str, opening: bool) -> Weak | None:
    for behaviour, (pattern, why, target) in words_weak.WEAK.items():
        if pattern.search(sentence):
            return Weak(sentence, behaviour, why, target)
    if opening and words_weak.OPENS_WITH_US.match(sentence):
        _, why, target = words_weak.WEAK["them before us"]
        return Weak(sentence, "them before us", why, target)
    count = len(sentence.split())
    if count > LONG:
        behaviour, why, target = words_weak.SHORT
        return Weak(sentence, behaviour, why.format(words=count), target)
    return None
