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


@dataclass(frozen=True, slots=True)
class Near:
    """`word` stands `times`, `instead` (much more often, or in the list it must be of) is what may be meant."""

    word: str
    times: int
    instead: str
    why: str  # "spaces" (the same but for spaces, case and signs) or "letters"


def misspelt(words: Mapping[str, int], known: Iterable[str] = ()) -> list[Near]:
    """The words that are probably meant otherwise, the most frequent first. `known` is the list they must be of."""
    listed = {word for word in known if word}
    counted = {word: n for word, n in words.items() if word.strip()}
    if len(counted) > MOST_WORDS:
        return []
    bare: dict[str, list[str]] = {}
    for word in {*counted, *listed}:
        bare.setdefault(_bare(word), []).append(word)
    found = []
    for word, times in counted.items():
        if word in listed:
            continue
        near = _same_letters(word, times, bare, counted, listed) or _close(word, times, counted, listed)
        if near:
            found.append(near)
    return sorted(found, key=lambda one: (-one.times, one.word))


def _bare(word: str) -> str:
    return _SIGNS.sub("", word).casefold()


def _same_letters(
    word: str, times: int, bare: Mapping[str, list[str]], counted: Mapping[str, int], listed: set[str]
) -> Near | None:
    twins = [one for one in bare[_bare(word)] if one != word]
    if not twins or not _bare(word):
        return None
    best = max(twins, key=lambda one: (one in listed, counted.get(one, 0), one))
    if best in listed or counted.get(best, 0) > times or (counted.get(best, 0) == times and best > word):
        return Near(word, times, best, "spaces")
    return None


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
    return Near(word, times, min(fit)[2], "letters") if fit else None
