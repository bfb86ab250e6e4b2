"""Moments of a talk as labels, each on words that stand in it. Who finds them is free: rules, a model, a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sellwright.interactions.talks import Talk

Side = Literal["us", "them", ""]
Kind = Literal[
    "agenda", "permission", "why now asked", "reflection", "feeling named",
    "limit", "proof", "their future", "tied to their reason",
    "concession", "ask for the sale", "next step", "pressure", "promise",
    "confirmed", "thanked for it", "adds to it", "held", "rather not",
    "cost of waiting", "asks for the next step", "price objection", "no", "yes",
]  # fmt: skip
FIELDS = (
    "the problem", "why it matters to them", "why now", "what they tried", "how they decide", "who else cares",
    "what a good result is",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A moment: what it is, whose, and the words it stands on (characters start <= i < end of the turn's text)."""

    kind: Kind
    side: Side
    turn: int
    quote: str
    start: int
    end: int
    at: float | None = None  # seconds
    field: str = ""  # one of FIELDS, of "held" and "rather not"


Sides = dict[str, Side]  # by speaker


def grounded(talk: Talk, labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels whose words stand where they say, in the order of the talk; any other is dropped."""
    texts = {turn.number: turn.text for turn in talk.turns}
    kept = []
    for label in labels:
        span = texts.get(label.turn, "")[label.start : label.end]
        if label.quote and span.strip(" ,") == label.quote:
            kept.append(label)
    return tuple(sorted(kept, key=lambda one: (one.turn, one.start)))
