"""From pairs that are probably one to groups that are one.

Taking every link would chain strangers together (a like b, b like c, a unlike c); asking every pair of a group to agree
would tear apart records of which each says little. So the two nearest groups are joined as long as the mean of their
strongest link and of all links between them speaks for it. Pairs that were no candidates are compared too, within what
hangs together at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.candidate_pairs import Pairs

STRONGEST, WEAKEST = 12.0, -8.0  # log odds beyond which more changes nothing
LARGEST = 300  # records that hang together, above which only the links themselves are taken, strongest first

F64 = NDArray[np.float64]


def groups(
    count: int, pairs: Pairs, odds: F64, judge: Callable[[Pairs], F64], *, least: float = 0.0
) -> list[list[int]]:
    """Groups of two records or more, each in order; `judge` gives the log odds of any pairs asked for."""
    parts = hanging_together(count, pairs[odds > least])
    found = [part for part in parts if len(part) == 2]
    some = [np.asarray(part, dtype=np.int64) for part in parts if 2 < len(part) <= LARGEST]
    asked = [np.stack([part[i] for i in np.triu_indices(len(part), 1)], axis=1) for part in some]
    if asked:  # all at once: asking costs by the question
        answers = np.split(judge(np.concatenate(asked)), np.cumsum([len(one) for one in asked])[:-1])
        for one, answer in zip(some, answers, strict=True):
            found += [group for group in _joined(one.tolist(), answer, least) if len(group) > 1]
    for part in parts:  # something everybody shares got through: only what is beyond doubt
        if len(part) > LARGEST:
            found += hanging_together(count, pairs[(odds > STRONGEST) & np.isin(pairs[:, 0], part)])
    return sorted(found)


def hanging_together(count: int, pairs: Pairs) -> list[list[int]]:
    """Records that are linked through others, in groups of two or more."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs.tolist():
        x, y = root(a), root(b)
        parent[max(x, y)] = min(x, y)
    held: dict[int, list[int]] = {}
    for i in sorted(set(pairs.ravel().tolist())):
        held.setdefault(root(i), []).append(i)
    return [group for group in held.values() if len(group) > 1]


def _joined(part: Sequence[int], odds: F64, least: float) -> list[list[int]]:
    """Joins the two nearest groups until none speak for it. Sums and maxima between groups are kept up, not redone."""
    size = len(part)
    first, second = np.triu_indices(size, 1)
    odds = np.clip(odds, WEAKEST, STRONGEST)
    total, most = np.zeros((size, size)), np.full((size, size), -np.inf)
    total[first, second] = total[second, first] = odds
    most[first, second] = most[second, first] = odds
    number = np.ones(size)
    alive = np.ones(size, dtype=bool)
    members = [[one] for one in part]
    while alive.sum() > 1:
        between = (most + total / np.outer(number, number)) / 2
        between[~alive] = -np.inf
        between[:, ~alive] = -np.inf
        np.fill_diagonal(between, -np.inf)
        a, b = divmod(int(between.argmax()), size)
        if between[a, b] <= least:
            break
        a, b = min(a, b), max(a, b)
        members[a] = sorted(members[a] + members[b])
        total[a] += total[b]
        total[:, a] += total[:, b]
        most[a] = np.maximum(most[a], most[b])
        most[:, a] = most[a]
        number[a] += number[b]
        alive[b] = False
    return [members[i] for i in np.flatnonzero(alive)]
