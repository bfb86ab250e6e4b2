"""What a text is about, as concepts buyers everywhere ask about: "hosted", "server" and "Rechenzentrum" are one.

The words are in `words_concepts`. Reading is one look-up a word; each new word is looked up by its beginnings once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sellwright.interactions.terms import stems_of
from sellwright.interactions.words_concepts import CONCEPTS, TOGETHER

_TOKEN = re.compile(r"[^\W_]+")
# Words that carry no matter here: numbers, spans of time, and what stands in every letter.
_EMPTY_WORDS = """
    may might shall someone somebody else two three four five six seven eight nine ten twelve twenty first
    second third year years month months day days half current currently recent able allow allowed hello regards
    best dear thanks free available offer offers offering provide provides carry gets case require required
    phase across inside already accept anbieten bieten bietet vorlegen bereits verlangen proposer proposez
    fournir exiger zwei drei vier fünf sechs sieben acht neun zehn jahr jahre monat monate tag tage dürfen darf
    lassen bekommen eigen eigene andere anderen deux trois quatre cinq six sept huit neuf dix an ans année
    années mois jours possible mister frau herr madame monsieur freundliche grüße hallo guten bonjour
    cordialement
"""
_EMPTY = stems_of(_EMPTY_WORDS.split())
_MOST_KNOWN = 200_000  # words remembered; hostile mail cannot fill the memory
_LONGEST_WORD = 40

Row = tuple[tuple[tuple[str, bool], ...], str]  # the words that must follow (with "a beginning will do"), the concept


@dataclass(frozen=True, slots=True)
class Reading:
    """The concepts of a text, and the beginnings of the words that belong to none (as in `terms.stems_of`)."""

    concepts: frozenset[str]
    words: frozenset[str]


def tokens(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _TOKEN.findall(text.lower())


def may_mean(word: str) -> frozenset[str]:
    """The concepts that a word in lower case may speak of, alone or with the words after it."""
    return (_KNOWN.get(word) or _look_up(word))[0]


def completed(found: set[str]) -> set[str]:
    """The same concepts with those that two of them make."""
    for one, other, makes in TOGETHER:
        if one in found and other in found:
            found.add(makes)
    return found


def with_parts(wanted: frozenset[str]) -> frozenset[str]:
    """The same concepts with those that make them together."""
    return wanted.union(*((one, other) for one, other, makes in TOGETHER if makes in wanted))


def read(text: str) -> Reading:
    """The concepts and the other words of a text."""
    return read_tokens(tokens(text))


def read_tokens(words: list[str]) -> Reading:
    """The same of words already apart, in order."""
    found: set[str] = set()
    used: set[int] = set()
    for at, word in enumerate(words):
        known = _KNOWN.get(word) or _look_up(word)
        if not known[0]:
            continue
        if known[1]:
            found |= known[1]
            used.add(at)
        for following, concept in known[2]:
            if _follow(words, at + 1, following):
                found.add(concept)
                used.update(range(at, at + 1 + len(following)))
    rest = stems_of(word for at, word in enumerate(words) if at not in used)
    return Reading(frozenset(completed(found)), frozenset(rest - _EMPTY))


def _follow(words: list[str], at: int, following: tuple[tuple[str, bool], ...]) -> bool:
    if at + len(following) > len(words):
        return False
    return all(
        words[at + i].startswith(wanted) if begins else words[at + i] == wanted
        for i, (wanted, begins) in enumerate(following)
    )


def _term(written: str) -> tuple[str, bool]:
    return written.removesuffix("*"), written.endswith("*")


def _tables() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, list[Row]], dict[str, list[Row]]]:
    whole: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    rows_whole: dict[str, list[Row]] = {}
    rows_begin: dict[str, list[Row]] = {}
    for concept, written in CONCEPTS.items():
        for term in written.split():
            (first, beginning), *rest = (_term(part) for part in term.split("_"))
            if rest:
                (rows_begin if beginning else rows_whole).setdefault(first, []).append((tuple(rest), concept))
            else:
                (begins if beginning else whole).setdefault(first, set()).add(concept)
    return whole, begins, rows_whole, rows_begin


_WHOLE, _BEGINS, _ROWS_WHOLE, _ROWS_BEGIN = _tables()
_LENGTHS = sorted({len(word) for word in (*_BEGINS, *_ROWS_BEGIN)})
Known = tuple[frozenset[str], frozenset[str], tuple[Row, ...]]  # all it may mean, what it means alone, rows it begins
_NOTHING: Known = (frozenset(), frozenset(), ())
_KNOWN: dict[str, Known] = {}


def _look_up(word: str) -> Known:
    """What a word may mean, remembered."""
    if len(word) > _LONGEST_WORD:
        return _NOTHING
    alone = set(_WHOLE.get(word, ()))
    rows = list(_ROWS_WHOLE.get(word, ()))
    for length in _LENGTHS:
        if length > len(word):
            break
        beginning = word[:length]
        alone |= _BEGINS.get(beginning, set())
        rows += _ROWS_BEGIN.get(beginning, ())
    known: Known = (frozenset(alone | {concept for _, concept in rows}), frozenset(alone), tuple(rows))
    if not known[0]:
        known = _NOTHING
    if len(_KNOWN) < _MOST_KNOWN:
        _KNOWN[word] = known
    return known
