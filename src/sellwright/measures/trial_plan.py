"""How long a trial honestly takes, before it begins, and who gets which way: docs/measures/trial_plan.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sellwright.interactions.trials import Design, Plan, weeks_after
from sellwright.stats import assignment, trial_size

VERSION = 1
LEAST = 20  # matured cases an arm before anything is chosen
LONGEST_WEEKS = 52.0  # buyers and competitors change: a longer wait answers last year's question
_MOST_PAIRS = 2000
_RUNS = 1000  # a standard error of .016 on a share of one half, in half a second
_ENOUGH = 0.05  # the chance below which alternating weeks and roll-outs count as proof


@dataclass(frozen=True, slots=True)
class Sized:
    """`planned`: pairs of cases or weeks, or people. `size` for pairs only; `smallest`: the least chance that
    alternating weeks or a roll-out of that size can give. `weeks` to the end, the last window included."""

    answer: str
    reasons: tuple[str, ...]
    planned: int
    weeks: float
    review: date | None
    size: trial_size.Size | None = None
    smallest: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The figures, for schema trial-plan/1."""
        size = self.size
        return {
            "planned": self.planned,
            "weeks": round(self.weeks, 1),
            "smallest_chance": self.smallest,
            "half_proven_by_pairs": size.half if size else None,
            "proven_by_pairs": dict(zip(map(str, size.marks), size.reached, strict=True)) if size else None,
            "simulated": size.runs if size else None,
        }


def measure(
    shares: tuple[float, float],
    per_week: float,
    window_days: int,
    *,
    design: Design = "pairs",
    people: int = 0,
    pairs: int = 0,
    start: date | None = None,
) -> Sized:
    """The honest size of a trial from the share of today and the share hoped for. ValueError when it cannot be one."""
    if per_week <= 0:
        raise ValueError("new cases a week are more than none")
    if design == "switchback":
        return _switchback(pairs, start)
    if design == "stepped":
        return _stepped(people, start)
    size = trial_size.size(*shares, most=_MOST_PAIRS, runs=_RUNS)
    needed = size.half or _MOST_PAIRS
    planned = pairs or needed
    weeks = 2 * planned / per_week + window_days / 7
    kept = min(weeks, LONGEST_WEEKS)
    choose = 2 * LEAST / per_week + window_days / 7
    by = "; ".join(
        f"{share:.0%} by {mark:,}" for mark, share in zip(size.marks, size.reached, strict=True) if share < 1
    )
    old, new = (f"{share:.0%}" for share in shares)
    if size.half is None:
        answer = f"{old} against {new}: more than {_MOST_PAIRS:,} pairs to proof. This trial cannot be proven here."
    else:
        answer = f"{old} against {new}: half of such trials have proof by {needed:,} pairs"
        answer += f" ({_spell(weeks, pairs)})."
    reasons = [f"Proven, by pairs: {by}. Simulated {size.runs:,} times, looked at after every pair."]
    if weeks > LONGEST_WEEKS:
        reasons.append(
            f"At {per_week:g} new cases a week that is {weeks:.0f} weeks: too long. Expect a leaning, not a proof;"
            f" choose"
            f" by the smaller expected loss from {LEAST} cases an arm on ({choose:.0f} weeks), or count something that"
            " happens sooner and more often."
        )
    else:
        reasons.append(
            f"At {per_week:g} new cases a week: {weeks:.0f} weeks, the last {window_days} days of waiting included. A"
            f" choice (not a proof) can be made from {LEAST} cases an arm on, after {choose:.0f} weeks."
        )
    return Sized(answer, tuple(reasons), planned, weeks, weeks_after(start, kept) if start else None, size)


def assignment_rows(plan: Plan, people: Sequence[str]) -> list[dict[str, Any]]:
    """The list to assign from, in order: one row a case, week or person, with the columns a look reads."""
    if plan.design == "switchback":
        ways = assignment.weeks(plan.planned, plan.seed)
        return [
            {"week": weeks_after(plan.start, i).isoformat() if plan.start else i + 1,
             "arm": {"old": plan.old, "new": plan.new}.get(way, way), "outcome": ""}
            for i, way in enumerate(ways)
        ]  # fmt: skip
    if plan.design == "stepped":
        order = assignment.roll_out(people, plan.seed)
        return [
            {"person": person, "period": period, "arm": plan.new if period > step else plan.old, "outcome": ""}
            for step, person in enumerate(order, start=1)
            for period in range(1, len(order) + 2)
        ]
    return [
        {"case": "", "pair": pair, "arm": plan.new if way == "new" else plan.old, "assigned": "", "outcome": "",
         "outcome_date": ""}
        for pair, way in assignment.pairs(plan.planned, plan.seed)
    ]  # fmt: skip


def _spell(weeks: float, given: int) -> str:
    return f"{given:,} are planned" if given else f"about {weeks:.0f} weeks"


def _switchback(pairs: int, start: date | None) -> Sized:
    least = math.ceil(-math.log2(_ENOUGH))
    planned = pairs or least
    smallest = 0.5**planned
    weeks = (
        3.0 * planned - 1
    )  # two weeks a pair, and at most a week between pairs and inside them where the way changes
    weeks += planned
    if smallest > _ENOUGH:
        answer = f"{planned} pairs of weeks can prove nothing: their least chance is {smallest:.3f}. Take {least}."
    else:
        answer = f"{planned} pairs of weeks: chance alone lets the new way win every pair {smallest:.1%} of the time."
    reasons = (
        "For ways that touch everybody at once. Within each pair a coin says which week is new; a week after each"
        " change is not counted.",
        f"It is judged once, at the planned end: at most {weeks:.0f} weeks.",
    )
    return Sized(answer, reasons, planned, weeks, weeks_after(start, weeks) if start else None, None, smallest)


def _stepped(people: int, start: date | None) -> Sized:
    if people < 2:
        raise ValueError("name at least two people: --person Anna --person Ben")
    smallest = 1 / math.factorial(people)
    if smallest > _ENOUGH:
        answer = f"{people} people can prove nothing: their least chance is {smallest:.3f}. It takes 4."
    else:
        answer = f"{people} people, one after another: chance alone gives such an order {smallest:.2%} of the time."
    reasons = (
        "Everybody gets the new way; only the order is drawn. What changes for all with the calendar is taken off.",
        f"{people + 1} periods, judged once, at the planned end.",
    )
    weeks = 4.0 * (people + 1)
    return Sized(answer, reasons, people, weeks, weeks_after(start, weeks) if start else None, None, smallest)
