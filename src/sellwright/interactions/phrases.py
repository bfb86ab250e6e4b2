"""Patterns of words that are tried only where a word of the text begins as one of them does.

A pattern of many turns of phrase is a slow question, and for nearly every sentence the answer is no. How each of its
turns begins is known beforehand, so a look at the beginnings of the words settles most sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

_WORD = re.compile(r"\w+")
_HEAD = re.compile(r"\w+")
_SHORT, _LONG = 3, 4  # letters of the beginnings that are kept
_MOST_KEPT = 4_096  # sentences whose beginnings are held ready
_LOOSE = ("?", "*", "{")  # after a letter or group: it may be absent
_ASIDE = ("(?!", "(?=", "(?<")
_SIGNS = r".^$*+?{}[]\|)"
Beginnings = frozenset[str]
Mark = tuple[int, int]  # a place in a text, and which patterns of a family may begin there, a bit each


class Phrases:
    """A choice of patterns, each of which begins at a word. Lower-case text; as `re.Pattern` where it is used so."""

    def __init__(self, *turns: str, before: str = r"\b", whole: bool = False) -> None:
        """`before`: what has to hold where one begins; `whole`: no letter follows it."""
        after = r"(?!\w)" if whole else ""
        self.pattern = re.compile(rf"{before}(?:{'|'.join(turns)}){after}")
        self.beginnings = _of_all([rf"(?:{turn})\b" for turn in turns] if whole else turns)
        self.bit = 0  # in its family

    def may_begin(self, word: str) -> bool:
        """Whether one of them may stand at the beginning of a text with this first word."""
        if self.beginnings is None:
            return True
        first = _WORD.match(word)
        return first is not None and not self.beginnings.isdisjoint(_forms(first[0]))

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where one of them stands."""
        if self.beginnings is not None and self.beginnings.isdisjoint(beginnings(text)):
            return None
        return self.pattern.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Where one of them stands at the beginning."""
        return self.pattern.match(text) if self.may_begin(text) else None

    def stands(self, text: str, marks: Sequence[Mark]) -> bool:
        """Whether one of them stands in a text, of which `marks` are what its family may find there."""
        if not self.bit:
            return self.pattern.search(text) is not None
        for at, bits in marks:
            if not bits & self.bit:
                continue
            if self.pattern.match(text, at) is not None:
                return True
        return False


class Family:
    """Patterns that are asked of the same texts: one look at each word says which of them may begin there. Those that
    may begin anywhere have no bit."""

    def __init__(self, members: Iterable[Phrases]) -> None:
        self._bits: dict[str, int] = {}
        gated = [one for one in dict.fromkeys(members) if one.beginnings is not None]
        for number, one in enumerate(gated):
            one.bit = 1 << number
            for beginning in one.beginnings or ():
                self._bits[beginning] = self._bits.get(beginning, 0) | one.bit

    def marks(self, word: str) -> tuple[Mark, ...]:
        """What may begin in a word without white space, by the place in it."""
        found = []
        for part in _WORD.finditer(word):
            bits = 0
            for form in _forms(part[0]):
                bits |= self._bits.get(form, 0)
            if bits:
                found.append((part.start(), bits))
        return tuple(found)


@lru_cache(100_000)
def _forms(word: str) -> tuple[str, str, str]:
    return word, f"{word[:_SHORT]}*", f"{word[:_LONG]}*"


@lru_cache(_MOST_KEPT)
def beginnings(text: str) -> Beginnings:
    """Its words, whole and by their first letters ("decide", "dec*", "deci*")."""
    return frozenset(chain.from_iterable(map(_forms, _WORD.findall(text))))


def _of_all(turns: Sequence[str]) -> Beginnings | None:
    """The beginnings of which one has to stand in a text; None where any text may hold one."""
    found: set[str] = set()
    for turn in turns:
        for head in heads(turn):
            word = _HEAD.match(head)
            if word is None:
                return None
            if len(word[0]) < len(head):  # something follows it: the word is whole
                found.add(word[0])
            elif len(word[0]) >= _SHORT:
                found.add(f"{word[0][:_LONG]}*")
            else:
                return None
    return frozenset(found)


def heads(pattern: str) -> list[str]:
    """How a match of a pattern may begin, as plain text that is followed by anything; a space may stand for the mere
    end of a word. '' where it is not known."""
    return [head for turn in _split(pattern) for head, _ in _heads(turn)]


def _heads(turn: str) -> list[tuple[str, bool]]:
    """Those of a pattern without outer bars, as far as its first word goes; whether that is all of it."""
    text, at = "", 0
    while at < len(turn):
        if turn.startswith(r"\b", at):
            if text:
                return [(f"{text} ", False)]
            at += 2
        elif turn[at] == "(":
            end = _closing(turn, at)
            if turn.startswith(_ASIDE, at):  # it takes up no text
                at = end + 1
                continue
            if not turn.startswith("(?:", at) or turn.startswith(_LOOSE[1:], end + 1):
                return [(text, False)]
            may_lack = turn.startswith("?", end + 1)
            rest = turn[end + 1 + may_lack :]
            found = _of_group(turn[at + 3 : end], rest) + (_heads(rest) if may_lack else [])
            return [(text + head, whole) for head, whole in found]
        elif turn[at] in _SIGNS or turn.startswith(_LOOSE, at + 1):
            return [(text, False)]
        else:
            text += turn[at]
            at += 1
            if not text[-1].isalnum():
                return [(text, False)]
    return [(text, True)]


def _of_group(inner: str, rest: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for head, whole in (one for turn in _split(inner) for one in _heads(turn)):
        if whole and head and rest.startswith(r"\b"):
            found.append((f"{head} ", False))
            continue
        found += [(head + more, ends) for more, ends in _heads(rest)] if whole else [(head, False)]
    return found


def _split(pattern: str) -> list[str]:
    """A pattern at its outer bars."""
    parts, depth, begin, at = [], 0, 0, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = pattern.index("]", at + 2)
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(pattern[begin:at])
            begin = at + 1
        at += 1
    return [*parts, pattern[begin:]]


def _closing(pattern: str, begin: int) -> int:
    """Where the group that begins at `begin` ends."""
    depth, at = 0, begin
    while True:
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = pattern.index("]", at + 2)
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at
        at += 1
