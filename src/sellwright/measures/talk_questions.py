"""The questions of a talk, open and closed, and how they are spread (card C21; docs/measures/talk_questions.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sellwright.interactions.question_form import Form
from sellwright.interactions.talk_labels import Side, Sides
from sellwright.interactions.talk_sentences import Said

VERSION = 1


@dataclass(frozen=True, slots=True)
class Question:
    """One question in the words it was asked."""

    side: Side
    form: Form
    quote: str
    turn: int
    at: float | None


@dataclass(frozen=True, slots=True)
class Questions:
    """`thirds`: our questions in the first, middle and last third of the turns."""

    asked: tuple[Question, ...]
    thirds: tuple[int, int, int]

    def count(self, side: Side, form: Form) -> int:
        """How many of a side and form."""
        return sum(one.side == side and one.form == form for one in self.asked)


def measure(said: Sequence[Sequence[Said]], sides: Sides) -> Questions:
    """Every sentence that asks by its order of words, a tag or a mark."""
    asked = tuple(
        Question(sides.get(one.speaker, ""), one.form, one.text, one.turn, one.at)
        for turn in said
        for one in turn
        if one.form
    )
    thirds = [0, 0, 0]
    for one in asked:
        if one.side == "us":
            thirds[min(2, (one.turn - 1) * 3 // max(1, len(said)))] += 1
    return Questions(asked, (thirds[0], thirds[1], thirds[2]))
