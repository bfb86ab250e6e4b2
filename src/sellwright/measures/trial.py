"""What a trial says so far, at any look: docs/measures/trial.md.

Only cases whose window is over count, in order of assignment; else those that win fast would lead. Proof is the
evidence over pairs (stats/pair_evidence.py); the choice is the smaller expected loss (stats/two_shares.py) and is
never called proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from sellwright.interactions.trials import Arm, Case, Period
from sellwright.stats import confidence_sequence, pair_evidence, randomisation, two_shares

VERSION = 1
PROOF = 20.0  # wrong in at most 1 of 20 trials without a difference, however often looked at
STRONG = 10.0  # in at most 1 of 10
LEANS = 0.8  # chance to be the better one from which it is called a leaning. Design default.
LEAST = 20  # matured cases an arm, below which nothing is chosen
_DRAWN = 160  # looks on the picture

Verdict = Literal["too early", "leaning", "strong", "proven"]


@dataclass(frozen=True, slots=True)
class Side:
    """One arm. `low` and `high` hold at every look together with all others but in 5 of 100 trials."""

    cases: int
    matured: int
    successes: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Successes of matured cases; None before the first."""
        return self.successes / self.matured if self.matured else None


@dataclass(frozen=True, slots=True)
class Step:
    """The state after one pair, for the picture: evidence, and share, low and high of each arm."""

    pair: int
    evidence: float
    old: tuple[float, float, float]
    new: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """`toward`: the side that leads, '' when neither. `most`: the highest evidence so far; `proven_at`: where it was
    first proof."""

    verdict: Verdict
    toward: Arm | Literal[""]
    old: Side
    new: Side
    pairs: int
    evidence: float
    most: float
    proven_at: int | None
    choice: two_shares.Choice
    steps: tuple[Step, ...]

    @property
    def smaller_loss(self) -> float:
        """What the better choice costs on average, in successes per case."""
        return min(self.choice.loss_of_new, self.choice.loss_of_old)

    @property
    def chosen(self) -> Arm:
        """The side with the smaller expected loss."""
        return "new" if self.choice.loss_of_new <= self.choice.loss_of_old else "old"

    def may_choose(self, tolerance: float, is_review: bool) -> bool:
        """Whether the rule for choosing is met: enough cases and a small loss, or the review date."""
        enough = min(self.old.matured, self.new.matured) >= LEAST and self.smaller_loss < tolerance
        return enough or is_review


def measure(cases: Sequence[Case], window_days: int, today: date, prior: tuple[float, float] = (1.0, 1.0)) -> Look:
    """A look at pairs of cases on a day. A case counts once its window is over; without days of assignment, in file
    order until the first pair of which an outcome is missing. ValueError for a window under a day."""
    if window_days < 1:
        raise ValueError("a window of at least one day")
    counted = {arm: _matured([c for c in cases if c.arm == arm], window_days, today) for arm in ("old", "new")}
    if any(case.pair for case in cases):
        old, new = _by_pair(cases, window_days, today)
    else:
        pairs = min(map(len, counted.values()))
        old, new = ([_won(c, window_days) for c in counted[arm][:pairs]] for arm in ("old", "new"))
    path = pair_evidence.path(old, new) if old else np.ones(0)
    sides = {arm: _side([c for c in cases if c.arm == arm], counted[arm], window_days) for arm in ("old", "new")}
    old_side, new_side = sides["old"], sides["new"]
    choice = two_shares.choice((old_side.successes, old_side.matured), (new_side.successes, new_side.matured), prior)
    most = float(path.max(initial=1.0))
    proven_at = int(np.argmax(path >= PROOF)) + 1 if most >= PROOF else None
    verdict, toward = _verdict(choice, sides["old"], sides["new"], most, _led(old, new, proven_at))
    return Look(verdict, toward, old_side, new_side, len(old), float(path[-1]) if len(path) else 1.0, most, proven_at,
                choice, _steps(old, new, path))  # fmt: skip


def _matured(cases: Sequence[Case], window_days: int, today: date) -> list[Case]:
    """The cases that count, in order of assignment."""
    if all(case.assigned for case in cases):
        over = today - timedelta(days=window_days)
        ordered = sorted(cases, key=lambda case: (case.assigned or date.min, case.row))
        return [case for case in ordered if case.assigned and case.assigned <= over]
    found = []
    for case in sorted(cases, key=lambda case: case.row):
        if case.success is None:
            break
        found.append(case)
    return found


def _won(case: Case, window_days: int) -> int:
    """1 for a success inside the window; a blank outcome after it is none."""
    late = case.success_on and case.assigned and (case.success_on - case.assigned).days > window_days
    return int(bool(case.success) and not late)


def _by_pair(cases: Sequence[Case], window_days: int, today: date) -> tuple[list[int], list[int]]:
    """Pairs as they were drawn, until the first that has not both cases matured."""
    held: dict[str, dict[Arm, Case]] = {}
    for case in cases:
        held.setdefault(case.pair, {})[case.arm] = case
    old, new = [], []
    for both in sorted(held.values(), key=lambda pair: min((c.assigned or date.min, c.row) for c in pair.values())):
        if len(both) < 2 or len(_matured(list(both.values()), window_days, today)) < 2:
            break
        old.append(_won(both["old"], window_days))
        new.append(_won(both["new"], window_days))
    return old, new


def _side(cases: Sequence[Case], matured: Sequence[Case], window_days: int) -> Side:
    won = sum(_won(case, window_days) for case in matured)
    low, high = confidence_sequence.ranges([won], [len(matured)])
    return Side(len(cases), len(matured), won, float(low[0]), float(high[0]))


def _led(old: Sequence[int], new: Sequence[int], proven_at: int | None) -> Arm | Literal[""]:
    """Which side led when proof was reached."""
    if proven_at is None:
        return ""
    return "new" if sum(new[:proven_at]) > sum(old[:proven_at]) else "old"


def _verdict(
    choice: two_shares.Choice, old: Side, new: Side, most: float, led: Arm | Literal[""]
) -> tuple[Verdict, Arm | Literal[""]]:
    if led:
        return "proven", led
    toward: Arm = "new" if choice.new_better >= 0.5 else "old"
    if min(old.matured, new.matured) < LEAST:
        return "too early", ""
    if most >= STRONG:
        return "strong", toward
    if max(choice.new_better, 1 - choice.new_better) >= LEANS:
        return "leaning", toward
    return "too early", ""


def _steps(old: Sequence[int], new: Sequence[int], path: pair_evidence.F64) -> tuple[Step, ...]:
    if not old:
        return ()
    at = np.unique(np.linspace(1, len(old), min(_DRAWN, len(old))).astype(int))
    sums = [np.cumsum(arm)[at - 1] for arm in (old, new)]
    ranges = [confidence_sequence.ranges(won, at) for won in sums]
    both = list(zip(sums, ranges, strict=True))
    return tuple(
        Step(
            int(pair), float(path[pair - 1]),
            *((float(won[i] / pair), float(low[i]), float(high[i])) for won, (low, high) in both),
        )
        for i, pair in enumerate(at)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PeriodLook:
    """A look at alternating weeks or a stepped roll-out. `chance` is exact under the draw, and good at the planned end
    only."""

    verdict: Verdict
    periods: int  # pairs of weeks, or people
    chance: randomisation.Chance


def alternating(periods: Sequence[Period], planned: int = 0) -> PeriodLook:
    """Weeks in the order written, each old one paired with the new one next to it. ValueError when they do not pair."""
    pairs = []
    waiting: Period | None = None
    for one in periods:
        if waiting is None:
            waiting = one
        elif waiting.arm == one.arm:
            raise ValueError(f"two {one.arm} periods in a row ({waiting.number}, {one.number}): they do not pair")
        else:
            both = {waiting.arm: waiting.outcome, one.arm: one.outcome}
            pairs.append((both["new"], both["old"]))
            waiting = None
    return _period_look(len(pairs), planned, randomisation.switchback(pairs))


def stepwise(periods: Sequence[Period], planned: int = 0) -> PeriodLook:
    """People by period, each on the new way from some period on. ValueError when a cell is missing or anybody went
    back."""
    people = list(dict.fromkeys(one.person for one in periods))
    times = list(dict.fromkeys(one.number for one in periods))
    cells = {(one.person, one.number): one for one in periods}
    if len(cells) != len(people) * len(times) or len(cells) != len(periods):
        raise ValueError("each person needs one row for each period")
    starts = []
    for person in people:
        arms = [cells[person, time].arm for time in times]
        begun = arms.index("new") if "new" in arms else len(arms)
        if "old" in arms[begun:]:
            raise ValueError(f"{person} went back to the old way: a roll-out goes one way")
        starts.append(begun)
    table = [[cells[person, time].outcome for time in times] for person in people]
    return _period_look(len(people), planned, randomisation.stepped(table, starts))


def _period_look(count: int, planned: int, chance: randomisation.Chance) -> PeriodLook:
    if not planned or count < planned:
        return PeriodLook("too early", count, chance)
    small = chance.one_sided
    return PeriodLook("proven" if small <= 0.05 else "leaning" if small <= 1 - LEANS else "too early", count, chance)
