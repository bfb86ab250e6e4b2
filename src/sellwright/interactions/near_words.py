"""Words of a column that are probably written wrong: a rare one close to a frequent one, or to one it must be.

`technolgy` (12 times) beside `technology` (900 times); `GTXPro` beside `GTX Pro` of the list of products. They are
offered, never mended unasked: two real words may stand close ("Austria" and "Australia" do not).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

MOST_WORDS = 2_000  # compared with each other
RARER = 5  # times the frequent one must be as frequent
SHORTEST = 5  # letters; shorter words are close to each other by chance
_SIGNS = re.compile(r"[\W_]+")
_SIGN = re.compile(r"[^\w\s]|_|\s{2}")
_APART = re.compile(r"\s*[,;|/]\s*")  # what parts words of a list


@dataclass(frozen=True, slots=True)
class Near:
    """`word` stands `times`, `instead` (much more often, or in the list it must be of) is what may be meant."""

    word: str
    times: int
    instead: str
    why: str  # "spaces" (the same but for spaces, case and signs) or "letters"
    listed: bool = False  # `instead` stands in the list it must be of: the other way round is no choice


def misspelt(words: Mapping[str, int], known: Iterable[str] = ()) -> list[Near]:
    """The words that are probably meant otherwise, the most frequent first. `known` is the list they must be of."""
    listed = {word for word in known if word}
    counted = {word: n for word, n in words.items() if word.strip()}
    if len(counted) > MOST_WORDS:
        return []
    by_letters: dict[str, list[str]] = {}
    for word in {*counted, *listed}:
        by_letters.setdefault(bare(word), []).append(word)
    found = []
    for word, times in counted.items():
        if word in listed:
            continue
        near = _same_letters(word, times, by_letters, counted, listed) or _close(word, times, counted, listed)
        if near:
            found.append(near)
    return sorted(found, key=lambda one: (-one.times, one.word))


def bare(word: str) -> str:
    """A word without spaces, case and signs."""
    return _SIGNS.sub("", word).casefold()


def _same_letters(
    word: str, times: int, by_letters: Mapping[str, list[str]], counted: Mapping[str, int], listed: set[str]
) -> Near | None:
    twins = [one for one in by_letters[bare(word)] if one != word]
    if not twins or not bare(word):
        return None
    best = max(twins, key=lambda one: (one in listed, counted.get(one, 0), _tidy(one), one))
    if best in listed:
        return Near(word, times, best, "spaces", listed=True)
    if _same_list(word, best):
        return None  # a taste in writing, no mistake
    other = counted.get(best, 0)
    if max(times, other) >= RARER * min(times, other):
        is_worse = times < other
    else:
        is_worse = (_tidy(word), times, word) < (_tidy(best), other, best)
    return Near(word, times, best, "spaces") if is_worse else None


def _same_list(word: str, other: str) -> bool:
    """Whether two differ in nothing but case and in what parts the words of a list."""
    return _APART.sub("|", word.strip()).casefold() == _APART.sub("|", other.strip()).casefold()


def _tidy(word: str) -> tuple[bool, int]:
    """How well a word is written: not all in small or all in large letters, and with few signs."""
    return word != word.lower() and (word != word.upper() or len(word) < SHORTEST), -len(_SIGN.findall(word))


def _close(word: str, times: int, counted: Mapping[str, int], listed: set[str]) -> Near | None:
    if len(word) < SHORTEST or any(char.isdigit() for char in word):
        return None
    allowed = 1 if len(word) < 9 else 2
    others = [one for one in listed or counted if one != word and abs(len(one) - len(word)) <= allowed]
    close = process.extract(
        word.casefold(), [one.casefold() for one in others], scorer=DamerauLevenshtein.distance,
        score_cutoff=allowed, limit=5,
    )  # fmt: skip
    fit = [
        (apart, -counted.get(others[at], 0), others[at])
        for _, apart, at in close
        if apart and (others[at] in listed or counted.get(others[at], 0) >= RARER * times)
    ]
    return Near(word, times, min(fit)[2], "letters", listed=min(fit)[2] in listed) if fit else None
