"""Who waits when requests come at random and several people answer them (Erlang 1917, the formula called C).

Requests arrive by chance, `load` is the number of people busy on average (arrivals x handling time), each is answered
by the first free person. Everything here needs load < people: otherwise the row of those who wait grows without end.
"""

from __future__ import annotations

import math


def wait_chance(people: int, load: float) -> float:
    """Share of requests that find nobody free: 0..1; 1.0 when load >= people. ValueError below one person or load 0.

    By the recurrence of Erlang's B (B(0) = 1, B(k) = load B(k-1) / (k + load B(k-1))), C = B / (1 - rho (1 - B)); no
    factorial, so that a thousand people are no trouble.
    """
    if people < 1 or load < 0 or not math.isfinite(load):
        raise ValueError("one person or more, and a load from 0 on")
    if load >= people:
        return 1.0
    blocked = 1.0
    for count in range(1, people + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked / (1 - load / people * (1 - blocked))


def mean_wait(people: int, load: float, handling: float, spread: float = 1.0) -> float:
    """Average wait of all requests, in the unit of `handling`; infinite when load >= people.

    `spread`: (squared variation of the gaps + squared variation of the handling time) / 2; 1 is pure chance. With one
    person this is Kingman's rho / (1 - rho) x spread x handling (1961); with several the way Allen and Cunneen took it
    over (1978), which for spread 1 is exact.
    """
    if load >= people:
        return math.inf
    return wait_chance(people, load) * handling / (people - load) * spread


def wait_beyond(people: int, load: float, handling: float, time: float) -> float:
    """Share of requests that wait longer than `time` (same unit as `handling`), for pure chance."""
    if load >= people:
        return 1.0
    return wait_chance(people, load) * math.exp(-(people - load) * time / handling)


def people_for(load: float, most_waiting: float) -> int:
    """The fewest people for whom the share that waits is at most `most_waiting` (above 0)."""
    if not 0 < most_waiting <= 1:
        raise ValueError("a share above 0 and up to 1")
    people = max(1, math.floor(load) + 1)
    while wait_chance(people, load) > most_waiting:
        people += 1
    return people
