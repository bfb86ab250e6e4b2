"""Who meets whom: pairs with the largest gaps in all, then the largest smallest gap, repeats last of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

Value = tuple[int, int, int]  # (repeats below 0, gaps in all, smallest gap): larger is better
Pairs = tuple[tuple[int, int], ...]
MOST_EXACT = 14  # people; beyond, every further one doubles the work
_FINE = 1_000_000  # gaps are compared in millionths, so that sums of equal gaps are equal
_NO_GAP = 1 << 60


def best(gaps: Sequence[Sequence[float]], barred: Collection[tuple[int, int]] = ()) -> tuple[Pairs, bool]:
    """Pairs (i < j) of an even number of people; and whether surely no better set exists.

    `gaps[i][j]` is symmetric, 0 or more; below 0: the pair counts for nothing (somebody rests). `barred` pairs
    are taken only where there is no way around. Exact up to 14 people, by going through all sets once; beyond, each
    two pairs are swapped until no swap helps.
    """
    count = len(gaps)
    if count % 2:
        raise ValueError("an even number of people")
    out = {(min(i, j), max(i, j)) for i, j in barred}

    def value(i: int, j: int) -> Value:
        repeats = -1 if (i, j) in out else 0
        gap = gaps[i][j]
        return (repeats, 0, _NO_GAP) if gap < 0 else (repeats, round(gap * _FINE), round(gap * _FINE))

    if count <= MOST_EXACT:
        return _exact(count, value), True
    return _swapped(count, value), False


def _sum(a: Value, b: Value) -> Value:
    return a[0] + b[0], a[1] + b[1], min(a[2], b[2])


def _exact(count: int, value: Callable[[int, int], Value]) -> Pairs:
    @cache
    def rest(left: int) -> tuple[Value, Pairs]:
        if not left:
            return (0, 0, _NO_GAP), ()
        first = (left & -left).bit_length() - 1
        found: tuple[Value, Pairs] | None = None
        for other in range(first + 1, count):
            if left >> other & 1:
                after, pairs = rest(left & ~(1 << first) & ~(1 << other))
                whole = _sum(value(first, other), after)
                if found is None or whole > found[0]:
                    found = whole, ((first, other), *pairs)
        assert found is not None
        return found

    return rest((1 << count) - 1)[1]


def _swapped(count: int, value: Callable[[int, int], Value]) -> Pairs:
    pairs = [(i, i + count // 2) for i in range(count // 2)]
    for _ in range(200):
        better = False
        for a in range(len(pairs)):
            for b in range(a + 1, len(pairs)):
                (i, j), (k, m) = pairs[a], pairs[b]
                ways = [((i, j), (k, m)), (_ordered(i, k), _ordered(j, m)), (_ordered(i, m), _ordered(j, k))]
                chosen = max(ways, key=lambda way: _sum(value(*way[0]), value(*way[1])))
                if _sum(value(*chosen[0]), value(*chosen[1])) > _sum(value(i, j), value(k, m)):
                    pairs[a], pairs[b] = chosen
                    better = True
        if not better:
            break
    return tuple(sorted(pairs))


def _ordered(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)
