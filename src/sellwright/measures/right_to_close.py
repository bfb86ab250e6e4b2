"""Whether the right to close is earned, what is missing, and which moments were pushy (card C22).

Earned: rapport shown, empathy confirmed, trust shown, hope shown, five of the seven fields of discovery, and a reason
in their words. Labels are of moments, never of people. Page: docs/measures/right_to_close.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sellwright.interactions.talk_labels import Label

VERSION = 1
NEEDED: Mapping[str, int] = {"rapport": 1, "empathy": 2, "trust": 1, "hope": 1}
FIELDS_NEEDED, ALL_FIELDS = 5, 7
FEW_FIELDS = 3
REPEATS = 2  # after a no
Sort = Literal["pushy", "order-taker", "persuader"]


@dataclass(frozen=True, slots=True)
class State:
    """What is held at one moment: scores of the steps, fields covered, a reason in their words."""

    scores: Mapping[str, int]
    fields: int
    reason: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its sort and why."""

    sort: Sort
    label: Label
    why: str


def missing(state: State) -> tuple[str, ...]:
    """What is not there yet, in the order of the path; empty when the right is earned."""
    lacking = []
    for step, needed in NEEDED.items():
        score = state.scores.get(step, 0)
        if score < needed:
            lacking.append(f"{step} confirmed by them" if score else step)
    if state.fields < FIELDS_NEEDED:
        lacking.append(f"discovery ({state.fields} of {ALL_FIELDS} fields, {FIELDS_NEEDED} are needed)")
    if not state.reason:
        lacking.append("a reason in their words")
    return tuple(lacking)


def moments(attempts: Sequence[tuple[Label, State]], labels: Sequence[Label]) -> tuple[Moment, ...]:
    """Sorts of the moments. `attempts`: each ask for the sale and each next step of ours, with what was held then.

    A next step of ours that they asked for is no attempt before its time."""
    found = []
    for label, state in attempts:
        led = _led_by_them(label, labels)
        lacking = missing(state)
        if label.kind == "ask for the sale" and lacking:
            found.append(Moment("pushy", label, f"It came before it was earned: {', '.join(lacking)} missing."))
        elif label.kind == "next step" and led and state.scores.get("empathy", 0) < 1 and state.fields < FEW_FIELDS:
            found.append(Moment("order-taker", label, "They led, and little was known of them."))
        elif label.kind == "next step" and not lacking and not _refused(label, labels):
            found.append(Moment("persuader", label, "Earned, then the next step proposed as agreed."))
    first: dict[tuple[int, int], Moment] = {}  # one sort a sentence is enough
    for one in (*found, *_gifts(labels), *_repeats(labels)):
        first.setdefault((one.label.turn, one.label.start), one)
    return tuple(first[place] for place in sorted(first))


def _led_by_them(label: Label, labels: Sequence[Label]) -> bool:
    return any(one.kind == "asks for the next step" and label.turn - 3 <= one.turn <= label.turn for one in labels)


def _refused(label: Label, labels: Sequence[Label]) -> bool:
    return any(one.kind == "no" and label.turn < one.turn <= label.turn + 2 for one in labels)


def _repeats(labels: Sequence[Label]) -> list[Moment]:
    """The second and further attempts after a no."""
    refused, found = False, []
    tries: list[int] = []  # turns
    for one in labels:
        if one.kind == "no":
            refused = True
        elif refused and one.kind in ("ask for the sale", "pressure", "concession"):
            tries += [one.turn] if one.turn not in tries else []
            if len(tries) >= REPEATS:
                found.append(Moment("pushy", one, "They had said no; this is the second try or a later one."))
    return found


def _gifts(labels: Sequence[Label]) -> list[Moment]:
    """Concessions nobody had asked for."""
    return [
        Moment("pushy", one, "Something given away that nobody had asked for.")
        for one in labels
        if one.kind == "concession"
        and not any(other.kind == "price objection" and other.turn < one.turn for other in labels)
    ]
