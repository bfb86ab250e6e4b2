"""Moments of a talk by the trained labeller (docs/reference/models/talk_moments.md): only those it is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from sellwright.interactions import talk_model
from sellwright.interactions.talk_labels import FIELDS, Kind, Label, Sides
from sellwright.interactions.talk_model import in_order
from sellwright.interactions.talk_sentences import Said

OURS: tuple[Kind, ...] = (
    "agenda", "permission", "why now asked", "reflection", "feeling named", "limit", "proof", "their future",
    "tied to their reason", "concession", "ask for the sale", "next step", "pressure",
)  # fmt: skip
THEIRS: tuple[Kind, ...] = (
    "confirmed", "adds to it", "rather not", "cost of waiting", "asks for the next step", "price objection", "no",
)  # fmt: skip
ASKED = tuple(f"asked: {field}" for field in FIELDS)  # of our questions: what the second pass knows the answers by
LABELS: tuple[str, ...] = (*OURS, *ASKED, *THEIRS, *FIELDS)
SHOWN: dict[str, list[tuple[int, str]]] = {
    "us": [(at, label) for at, label in enumerate(LABELS) if label in OURS],
    "them": [(at, label) for at, label in enumerate(LABELS) if label in THEIRS or label in FIELDS],
}


def find(said: Sequence[Sequence[Said]], sides: Sides) -> tuple[Label, ...]:
    """The moments from their thresholds on, in order."""
    flat = [one for turn in said for one in turn if sides.get(one.speaker) in ("us", "them")]
    if not flat:
        return ()
    model = talk_model.load("moments")
    chances = model.probabilities(in_order([(int(sides[one.speaker] == "them"), one.text) for one in flat]))
    found = []
    for one, row in zip(flat, chances >= model.thresholds, strict=True):
        if not row.any():
            continue
        side = cast(Literal["us", "them"], sides[one.speaker])
        for at, label in SHOWN[side]:
            if row[at]:
                found.append(_label(one, side, label))
    return tuple(found)


def _label(one: Said, side: Literal["us", "them"], label: str) -> Label:
    field = label if label in FIELDS else ""
    kind: Kind = "held" if field else cast(Kind, label)
    return Label(kind, side, one.turn, one.text, one.start, one.end, one.at, field)
