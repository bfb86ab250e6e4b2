"""Rapport, empathy, trust, hope, urgency: what of it was shown, and what they confirmed (card C20).

0 none, 1 shown, 2 shown and confirmed by them. Order = 1 - inversions / 10 on the first moments of the five steps. A
profile: there is no total. Urgency counts in their words alone. Page: docs/measures/persuasion_path.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sellwright.interactions.talk_labels import Kind, Label

VERSION = 1
STEPS = ("rapport", "empathy", "trust", "hope", "urgency")
SHOWN: dict[str, frozenset[Kind]] = {
    "rapport": frozenset(("agenda", "permission")),
    "empathy": frozenset(("reflection", "feeling named", "why now asked")),
    "trust": frozenset(("limit", "proof")),
    "hope": frozenset(("their future", "tied to their reason")),
    "urgency": frozenset(("cost of waiting", "asks for the next step")),
}
CONFIRMED: dict[str, frozenset[Kind]] = {
    "rapport": frozenset(("yes",)),
    "empathy": frozenset(("confirmed",)),
    "trust": frozenset(("thanked for it",)),
    "hope": frozenset(("adds to it",)),
    "urgency": frozenset(("asks for the next step",)),
}
URGENT_FIELD = "why now"  # their date, in their words


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five with its score and the moments it rests on."""

    name: str
    score: int
    moments: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The profile. `order` is None while fewer than two steps were shown."""

    steps: tuple[Step, ...]
    order: float | None

    def score(self, name: str) -> int:
        """Of one step."""
        return next(step.score for step in self.steps if step.name == name)


def measure(labels: Sequence[Label]) -> Path:
    """The profile from labels in the order of the talk."""
    steps = tuple(_step(name, labels) for name in STEPS)
    firsts = [place(step.moments[0]) if step.moments else None for step in steps]
    return Path(steps, order(firsts))


def place(label: Label) -> tuple[int, int]:
    """Where in the talk a label stands, for comparing."""
    return label.turn, label.start


def order(firsts: Sequence[tuple[int, int] | float | None]) -> float | None:
    """1 - inversions / 10 of the first places of the five steps, in their order; those not shown are left out."""
    there = [one for one in firsts if one is not None]
    if len(there) < 2:
        return None
    return 1 - sum(earlier > later for earlier, later in combinations(there, 2)) / 10  # type: ignore[operator]


def _step(name: str, labels: Sequence[Label]) -> Step:
    shown = [label for label in labels if label.kind in SHOWN[name]]
    if name == "urgency":
        shown += [label for label in labels if label.kind == "held" and label.field == URGENT_FIELD]
        shown.sort(key=place)
    if not shown:
        return Step(name, 0, ())
    turns = {one.turn for one in shown}
    after = [
        label
        for label in labels
        if label.kind in CONFIRMED[name] and (label.kind in SHOWN[name] or turns & {label.turn - 1, label.turn - 2})
    ]
    return Step(name, 2 if after else 1, tuple(dict.fromkeys(sorted([*shown, *after], key=place))))
