"""A trial of a way of working, as frozen values: its plan, who was assigned what, what was looked at and decided.

A trial's file is append-only: one JSON document a line, the plan first, each line carrying the digest of the one
before it. So a measure changed midway, a look left out or a line edited is noticed; a changed measure is a new trial.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sellwright.interactions.failures import CannotRead, SellwrightError

Arm = Literal["old", "new"]
Design = Literal["pairs", "switchback", "stepped"]
State = Literal["friends", "dating", "steady", "parted", "paused"]
SCHEMA = "trial/1"
STEADY_DAYS = 365  # buyers and competitors change: after a year a way is dated again
DESIGNS: tuple[Design, ...] = ("pairs", "switchback", "stepped")
TOLERANCE = 0.01  # an average loss of less than one success in a hundred cases is small enough to choose
_MOVES: dict[State, tuple[State, ...]] = {
    "friends": ("dating", "parted"),
    "dating": ("steady", "parted", "paused"),
    "paused": ("dating", "parted"),
    "steady": ("dating", "parted"),
    "parted": (),
}


class NotYet(SellwrightError):
    """A decision the trial's own rules do not allow now."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One lead, deal or person that was assigned a way. `success` is None while nobody has written an outcome."""

    key: str
    arm: Arm
    row: int  # of the table, the heading being 0
    assigned: date | None = None
    success: bool | None = None
    success_on: date | None = None
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """One week (or other period) of a way that everybody, or one person, worked by, and how it came out."""

    arm: Arm
    number: str  # which period: a date or a count, as written
    outcome: float
    person: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed before the first case. Nothing of it changes while the trial runs."""

    name: str
    old: str
    new: str
    outcome: str  # what counts as a success, in words
    window_days: int  # from assignment to the end of counting
    design: Design
    start: date | None  # None: an idea still
    review: date | None
    decider: str = ""
    exit_rule: str = ""
    tolerance: float = TOLERANCE
    planned: int = 0  # pairs of cases or weeks, or people
    seed: int = 0

    @property
    def state(self) -> State:
        """Where it starts."""
        return "dating" if self.start else "friends"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's file as read. `events` are looks and decisions in order, as written; `seal` is the last digest."""

    plan: Plan
    events: tuple[dict[str, Any], ...] = ()
    seal: str = field(default="", compare=False)

    def looks(self) -> list[date]:
        """The days it was looked at."""
        return [date.fromisoformat(e["on"]) for e in self.events if e["kind"] == "look"]

    def state(self, on: date) -> State:
        """Where it stands on a day. A steady way is dated again after a year."""
        state, since = self.plan.state, self.plan.start
        for event in self.events:
            if event["kind"] == "decision":
                state, since = event["state"], date.fromisoformat(event["on"])
        expired = state == "steady" and since is not None and (on - since).days >= STEADY_DAYS
        return "dating" if expired else state


def check_move(trial: Trial, to: State, on: date) -> None:
    """NotYet when the trial may not go to that state on that day."""
    state = trial.state(on)
    if to not in _MOVES[state]:
        raise NotYet(
            f"A trial that is {state} cannot become {to}.",
            "A parted trial stays in the list; plan a new one." if state == "parted" else "",
        )
    review = trial.plan.review
    if to == "steady" and (review is None or not any(day >= review for day in trial.looks())):
        raise NotYet(
            f"Not steady yet: nobody has looked since the review date ({review or 'none was set'}).",
            "Look on or after that day; until then the trial goes on, whichever way you work by.",
        )


def line(kind: str, values: dict[str, Any], before: str) -> tuple[str, str]:
    """(the line to append, its digest): `before` is the digest of the line before, '' for the plan."""
    text = json.dumps({"schema": SCHEMA, "kind": kind, "before": before, **values}, ensure_ascii=False, default=str)
    return text, _digest(text)


def plan_line(plan: Plan) -> str:
    """The first line of a trial's file."""
    return line("plan", asdict(plan), "")[0]


def read(text: str, name: str) -> Trial:
    """A trial's file. CannotRead when it is none, or when a line was changed, left out or put between."""
    lines = [one for one in text.split("\n") if one.strip()]  # a name may hold other ends of lines
    before, found = "", []
    for number, one in enumerate(lines, start=1):
        try:
            row = json.loads(one)
            is_ours = isinstance(row, dict) and row.get("schema") == SCHEMA and "kind" in row
        except (ValueError, RecursionError):
            is_ours = False
        if not is_ours:
            raise CannotRead(f"{name}, line {number} is no line of a trial.", "Make one with `sellwright trial plan`.")
        if row.get("before") != before:
            raise CannotRead(
                f"{name}, line {number - 1} was changed after it was written: a trial's measure and history stand.",
                "Plan a new trial for the new measure; this one keeps what it was.",
            )
        before = _digest(one)
        found.append(row)
    if not found or found[0]["kind"] != "plan":
        raise CannotRead(f"{name} holds no plan.", "Make one with `sellwright trial plan`.")
    return Trial(_plan(found[0], name), tuple(found[1:]), before)


def same_measure(cases_measure: str, plan: Plan) -> bool:
    """Whether what a table says it counts is what the plan says: case and spaces aside."""
    return " ".join(cases_measure.lower().split()) == " ".join(plan.outcome.lower().split())


def weeks_after(start: date, weeks: float) -> date:
    """A day so many weeks on, counted up to whole days."""
    return start + timedelta(days=int(-(-weeks * 7 // 1)))


def _plan(row: dict[str, Any], name: str) -> Plan:
    values = {key: row[key] for key in Plan.__dataclass_fields__ if key in row}
    try:
        for key in ("start", "review"):
            day = values.get(key)
            values[key] = date.fromisoformat(day) if day else None
        return Plan(**values)
    except (TypeError, ValueError) as error:
        raise CannotRead(f"The plan in {name} is not whole.", "Make it anew with `sellwright trial plan`.") from error


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def touching(cases: Sequence[Case]) -> list[str]:
    """What stands in both arms, in order of appearance."""
    seen: dict[str, Arm] = {}
    both: dict[str, None] = {}
    for case in cases:
        if case.key and seen.setdefault(case.key, case.arm) != case.arm:
            both[case.key] = None
    return list(both)
