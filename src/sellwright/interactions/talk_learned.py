"""Moments of a talk by the trained labeller (docs/reference/models/talk_moments.md): only those it is sure of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions import talk_meaning, talk_model, talk_signs
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


DOUBTED = 0.02  # a rule's label below this is dropped


_COLUMN = {label: at for at, label in enumerate(LABELS)}
_ALLOWED = np.array(
    [[any(at == one for one, _ in SHOWN[side]) for at in range(len(LABELS))] for side in ("us", "them")]
)


@dataclass(frozen=True, slots=True)
class Learned:
    """`sure`: moments from their thresholds on, in order. `doubted`: (sentences, LABELS), what can hardly be; `places`
    has the row of a sentence by its turn and start."""

    sure: tuple[Label, ...]
    doubted: NDArray[np.bool_]
    places: Mapping[tuple[int, int], int]

    def possible(self, label: Label) -> bool:
        """Whether a label that a rule made may stand."""
        row = self.places.get((label.turn, label.start))
        column = _COLUMN.get(label.field or label.kind)
        return row is None or column is None or not self.doubted[row, column]


def read(said: Sequence[Sequence[Said]], sides: Sides) -> Learned:
    """What the labeller makes of a talk."""
    turns = [turn for turn in said if turn and sides.get(turn[0].speaker) in ("us", "them")]
    flat = [one for turn in turns for one in turn]
    if not flat:
        return Learned((), np.zeros((0, len(LABELS)), bool), {})
    numbers = [int(sides[one.speaker] == "them") for one in flat]
    signs = talk_signs.of(turns, [[int(sides[one.speaker] == "them") for one in turn] for turn in turns])
    model = talk_model.load("moments")
    spoken = in_order([(side, one.text) for side, one in zip(numbers, flat, strict=True)])
    vectors = (
        talk_meaning.load().vectors([one.text for one in flat]) if model.meaning.size and talk_meaning.there() else None
    )
    chances = model.probabilities(spoken, signs, vectors)
    thresholds = model.thresholds if vectors is None else model.meaning_thresholds
    allowed = _ALLOWED[numbers]
    found = np.argwhere((chances >= thresholds) & allowed)
    sure = [_label(flat[row], "them" if numbers[row] else "us", LABELS[at]) for row, at in found.tolist()]
    places = {(one.turn, one.start): row for row, one in enumerate(flat)}
    return Learned(tuple(sure), (chances < DOUBTED) & (chances < thresholds) & allowed, places)


def _label(one: Said, side: Literal["us", "them"], label: str) -> Label:
    field = label if label in FIELDS else ""
    kind: Kind = "held" if field else cast(Kind, label)
    return Label(kind, side, one.turn, one.text, one.start, one.end, one.at, field)
