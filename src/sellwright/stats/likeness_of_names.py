"""Which of many names of organisations name the same one, by their words alone.

A word weighs by how few of the names have it (inverse frequency), so that a town, "international" or a group's common
word binds nothing; words one slip apart count as nearly the same; word order does not matter. Likeness is the cosine
of the weighted words (soft TF-IDF, Cohen, Ravikumar and Fienberg 2003), or how alike the letters are without spaces,
whichever is more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

LIKE = 0.7  # from which two names are one. Design default, between what chains and what tears apart
RUN_TOGETHER = 0.9  # letters alike from which spaces do not matter
MOST = 200  # names that share a word, above which it leads nowhere
LONG = 7  # letters from which one slip is more likely than another word
_NEAR = 0.85


class Names:
    """Names (folded, different from each other) that can be compared with each other."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._words = [name.split() for name in names]
        held: dict[str, int] = defaultdict(int)
        for words in self._words:
            for word in set(words):
                held[word] += 1
        self._weight = {word: math.log(1 + len(names) / number) for word, number in held.items()}
        self._near = _slips(sorted(held))
        self._length = [math.sqrt(sum(self._weight[word] ** 2 for word in words)) for words in self._words]

    def likeness(self, a: int, b: int) -> float:
        """From 0 to 1, of two names by position."""
        if not self._words[a] or not self._words[b]:
            return 0.0
        left, free = 0.0, list(self._words[b])
        for word in self._words[a]:
            near = self._near.get(word, {})
            best = max(free, key=lambda other: 1.0 if other == word else near.get(other, 0.0), default="")
            worth = 1.0 if best == word else near.get(best, 0.0)
            if worth:
                free.remove(best)
                left += worth * self._weight[word] * self._weight[best]
        cosine = left / (self._length[a] * self._length[b])
        letters = fuzz.ratio("".join(self._words[a]), "".join(self._words[b])) / 100
        return max(cosine, letters if letters > RUN_TOGETHER else 0.0)

    def holds(self, a: int, b: int) -> bool:
        """Whether one of two names has no word that the other lacks: "Kolbe" and "Kolbe Systems", but not "Kolbe Trade"
        and "Kolbe Systems". One long word may be a slip away ("Technology", "Technolgy"), and spaces do not matter."""
        one, other = set(self._words[a]), set(self._words[b])
        mine, theirs = one - other, other - one
        if not mine or not theirs or "".join(self._words[a]) == "".join(self._words[b]):
            return True
        word = min(mine)
        return len(mine) == len(theirs) == 1 and len(word) >= LONG and min(theirs) in self._near.get(word, {})

    def pairs(self, least: float = LIKE) -> list[tuple[int, int, float]]:
        """Pairs at least so alike, with how alike; only names that share a word or a beginning are compared."""
        held: dict[str, set[int]] = defaultdict(set)
        for i, words in enumerate(self._words):
            for word in words:
                for key in (word, *self._near.get(word, {})):
                    held[key].add(i)
            joined = "".join(words)
            for start in (0, 1):
                held["\0" + joined[start : start + 5]].add(i)
        asked = {pair for group in held.values() if len(group) <= MOST for pair in combinations(sorted(group), 2)}
        found = ((a, b, self.likeness(a, b)) for a, b in sorted(asked))
        return [(a, b, like) for a, b, like in found if like >= least]


def _slips(vocabulary: Sequence[str]) -> dict[str, dict[str, float]]:
    """For each word the words one slip away (two from eight letters on), with how near they are. Found by what is left
    when one letter is dropped, so that not all words are compared with all."""
    held: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary:
        if len(word) > 3:
            for key in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
                held[key].append(word)
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for group in held.values():
        if 1 < len(group) <= MOST:
            for a, b in combinations(group, 2):
                alike = JaroWinkler.normalized_similarity(a, b)
                if alike > _NEAR and OSA.distance(a, b) <= 1 + (max(len(a), len(b)) > 7):
                    near[a][b] = near[b][a] = alike
    return near
