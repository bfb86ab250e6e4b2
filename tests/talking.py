"""Talks for tests, written as lines: "us: words" and "them: words"."""

from __future__ import annotations

from sellwright.interactions import talk_sentences
from sellwright.interactions.talk_cues import read
from sellwright.interactions.talk_labels import Label, Sides
from sellwright.interactions.talk_sentences import Said
from sellwright.interactions.talks import Talk, assemble
from sellwright.measures import talk_moments

SIDES: Sides = {"Us": "us", "Them": "them"}


def talk(*lines: str) -> Talk:
    """A talk without times."""
    form, cues = read("\n".join(lines), "call.txt")
    return assemble("call.txt", form, cues)


def said(*lines: str) -> tuple[tuple[Said, ...], ...]:
    """Its sentences, turn by turn."""
    return talk_sentences.split(talk(*lines))


def moments(*lines: str) -> list[tuple[str, str]]:
    """(moment or field, quote) of each label the rules find."""
    return [(one.field or one.kind, one.quote) for one in talk_moments.by_rules(said(*lines), SIDES)]


def label(kind: str, turn: int, side: str = "us", field: str = "") -> Label:
    """A label on made-up words."""
    return Label(kind, side, turn, f"words {turn}", 0, 7, float(turn), field)  # type: ignore[arg-type]
