"""How long something takes when some of it has not happened yet (Kaplan and Meier 1958, product-limit estimate).

Leaving the open ones out makes every wait look shorter than it is; counting them as done does too. Here an open case
counts among those still waiting until the moment it was last seen open.
"""

from __future__ import annotations

from collections.abc import Sequence

Step = tuple[float, float, int]


def curve(durations: Sequence[float], ended: Sequence[bool]) -> tuple[Step, ...]:
    """The share still waiting after each time at which something ended: (time, share, how many were at risk).

    `durations` in any unit, one per case; `ended[i]` is False while case i is still open (censored). A case censored
    at the very time another ends was at risk then. ValueError when the two differ in length or a duration is negative.
    """
    if len(durations) != len(ended):
        raise ValueError("one duration for each case")
    if any(duration < 0 for duration in durations):
        raise ValueError("a duration is negative")
    cases = sorted(zip(durations, ended, strict=True))
    steps: list[Step] = []
    share, at_risk, index = 1.0, len(cases), 0
    while index < len(cases):
        time, deaths, leaving = cases[index][0], 0, 0
        while index < len(cases) and cases[index][0] == time:
            deaths += cases[index][1]
            leaving += 1
            index += 1
        if deaths:
            share *= 1 - deaths / at_risk
            steps.append((time, share, at_risk))
        at_risk -= leaving
    return tuple(steps)


def median(durations: Sequence[float], ended: Sequence[bool]) -> float | None:
    """The first time at which at most half are still waiting; None while more than half of them may still be."""
    for time, share, _ in curve(durations, ended):
        if share <= 0.5 + 1e-12:
            return time
    return None
