"""Seven fields of discovery, each with a quote of theirs (card C21; docs/measures/talk_discovery.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sellwright.interactions.talk_labels import FIELDS, Label

VERSION = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One field with what they said of it. `rather_not`: they would rather not say, which counts as covered."""

    name: str
    quotes: tuple[Label, ...]
    rather_not: bool

    @property
    def covered(self) -> bool:
        """Whether it has a quote, or they declined."""
        return bool(self.quotes) or self.rather_not


@dataclass(frozen=True, slots=True)
class Discovery:
    """The seven fields in their order."""

    fields: tuple[Field, ...]

    @property
    def covered(self) -> int:
        """How many of the seven."""
        return sum(field.covered for field in self.fields)

    @property
    def coverage(self) -> float:
        """Share of the seven, 0..1."""
        return self.covered / len(FIELDS)


def measure(labels: Iterable[Label]) -> Discovery:
    """The fields from labels "held" and "rather not" of theirs."""
    theirs = [label for label in labels if label.side == "them"]
    return Discovery(
        tuple(
            Field(
                name,
                tuple(label for label in theirs if label.kind == "held" and label.field == name),
                any(label.kind == "rather not" and label.field == name for label in theirs),
            )
            for name in FIELDS
        )
    )
