"""From the days deals entered stages to stays in stages, and the order the stages come in.

The order is the one most deals took (each pair of stages by which came first more often), unless a person gives it. A
deal whose days say it went back is kept and named; a stage entered twice makes two stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.deals import OPEN, Stays

Step = tuple[str, float]  # stage, day entered
End = tuple[float, float, int, str]  # opened, closed, outcome, the stage it stands in
FIRST = "opened"
_FEW = 0.01  # of deals opened before their first stage; fewer make no stage of its own


@dataclass(frozen=True, slots=True)
class Course:
    """The stages in order, the stays of the deals kept (numbered anew), which were kept, and what was wrong."""

    stages: tuple[str, ...]
    stays: Stays
    kept: NDArray[np.bool_]
    problems: tuple[str, ...]


def arranged(
    steps: Sequence[Sequence[Step]], ends: Sequence[End], seen_to: float, given: Sequence[str], rows: Sequence[int]
) -> Course:
    """Puts the stays of all deals together. `given`: the order of stages where a person said it (lower case)."""
    names = _names(steps)
    order = _order(steps, names, given)
    waited = sum(
        end[0] == end[0] and (not own or min(at for _, at in own) > end[0])
        for own, end in zip(steps, ends, strict=True)
    )
    has_first = waited >= max(1, _FEW * len(steps))
    stages = ([FIRST] if has_first or not order else []) + order
    place = {stage.lower(): i for i, stage in enumerate(stages)}
    made: list[tuple[int, int, float, float, int]] = []
    kept = np.ones(len(steps), bool)
    back: dict[str, int] = {}
    bad: list[int] = []
    for i, (own, end) in enumerate(zip(steps, ends, strict=True)):
        course = _course(own, end, stages, place, seen_to)
        if course is None:
            kept[i] = False
            bad.append(rows[i])
            continue
        for at, since, until, after in course:
            made.append((i - len(bad), at, since, until, after))
            if 0 <= after < at:
                way = f"{stages[at]} to {stages[after]}"
                back[way] = back.get(way, 0) + 1
    deal, stage, to = (np.array([stay[part] for stay in made], np.int64) for part in (0, 1, 4))
    entered, left = (np.array([stay[part] for stay in made], np.float64) for part in (2, 3))
    all_stays = Stays(deal, stage, entered, left, to)
    problems = []
    if back:
        most = sorted(back.items(), key=lambda one: -one[1])[:3]
        ways = ", ".join(f"{way} {'once' if count == 1 else f'{count:,} times'}" for way, count in most)
        problems.append(f"Stages go backwards: {ways}. Counted as returns, not as new arrivals.")
    if bad:
        shown = ", ".join(str(row + 1) for row in bad[:3]) + (f" and {len(bad) - 3:,} more" if len(bad) > 3 else "")
        problems.append(f"Row {shown}: a stage entered after the deal was closed, or before it opened; left out.")
    return Course(tuple(stages), all_stays, kept, tuple(problems))


def _names(steps: Sequence[Sequence[Step]]) -> dict[str, str]:
    """Stages as first written, by lower case."""
    found: dict[str, str] = {}
    for own in steps:
        for stage, _ in own:
            found.setdefault(stage.lower(), stage)
    return found


def _order(steps: Sequence[Sequence[Step]], names: dict[str, str], given: Sequence[str]) -> list[str]:
    """First to last: those `given` as given, the others by which came first more often (Copeland's count)."""
    lead = {stage: dict.fromkeys(names, 0) for stage in names}
    for own in steps:
        first: dict[str, float] = {}
        for stage, at in own:
            first.setdefault(stage.lower(), at)
        came = sorted(first, key=lambda stage: first[stage])
        for i, stage in enumerate(came):
            for later in came[i + 1 :]:
                if first[stage] < first[later]:
                    lead[stage][later] += 1
    score = {
        one: sum((lead[one][other] > lead[other][one]) - (lead[one][other] < lead[other][one]) for other in names)
        for one in names
    }
    told = [stage for stage in given if stage in names]
    rest = sorted((stage for stage in names if stage not in told), key=lambda stage: -score[stage])
    return [names[stage] for stage in (*told, *rest)]


def _course(
    own: Sequence[Step], end: End, stages: Sequence[str], place: dict[str, int], seen_to: float
) -> list[tuple[int, float, float, int]] | None:
    """(stage, entered, left, to) for one deal; [] when no day is known; None when its days contradict each other."""
    opened, closed, outcome, _ = end
    entered = sorted(((at, place[stage.lower()]) for stage, at in own), key=lambda one: one)
    if stages[0] == FIRST and opened == opened and (not entered or entered[0][0] >= opened):
        entered.insert(0, (opened, 0))
    if not entered:
        return []
    if (opened == opened and entered[0][0] < opened) or (closed == closed and entered[-1][0] > closed):
        return None
    ending = -1 if outcome == OPEN else len(stages) + outcome - 1
    last = closed if outcome != OPEN else seen_to
    found = []
    for i, (at, stage) in enumerate(entered):
        after = entered[i + 1] if i + 1 < len(entered) else None
        found.append((stage, at, after[0], after[1]) if after else (stage, at, last, ending))
    return found
