"""The figures of an import, which must add up: what came in is what is new, merged, the same and refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

OUTCOMES = ("new", "merged", "same", "refused")
NOUNS = ("person", "firm", "deal")
MOST_REASONS = 200


@dataclass(slots=True)
class Counts:
    """`rows`: outcome to how many rows; `nouns`: the same of each noun rows told of; `notes` and `reasons`: a word on
    a value to how often it was so."""

    rows: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    differing: int = 0  # rows that say otherwise than what stands here, which was left

    def add(self, noun: str, outcome: str, *, is_row: bool, reason: str = "") -> None:
        """One row, or one that is named beside it."""
        of = self.nouns.setdefault(noun, {})
        of[outcome] = of.get(outcome, 0) + 1
        if is_row:
            self.rows[outcome] = self.rows.get(outcome, 0) + 1
        if reason:
            _count(
                self.reasons,
                reason.partition(":")[0] + (": " + reason.split(": ")[1] if reason.count(": ") > 1 else ""),
            )

    def note(self, words: str) -> None:
        """Something worth saying of a value."""
        _count(self.notes, words)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"rows": self.rows, "nouns": self.nouns, "notes": self.notes, "reasons": self.reasons,
                "differing": self.differing}  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Counts:
        """What was kept."""
        return cls(
            dict(values.get("rows", {})), {noun: dict(of) for noun, of in values.get("nouns", {}).items()},
            dict(values.get("notes", {})), dict(values.get("reasons", {})), int(values.get("differing", 0)),
        )  # fmt: skip


def _count(into: dict[str, int], words: str) -> None:
    if words in into or len(into) < MOST_REASONS:
        into[words] = into.get(words, 0) + 1
    else:
        into["other"] = into.get("other", 0) + 1


def line(of: Mapping[str, int], noun: str = "") -> str:
    """ "7,668 in = 7,412 new + 231 merged + 25 refused"; of a noun: "85 firms named = 85 new"."""
    words = {
        "new": _("new"), "merged": _("merged"), "same": _("the same"), "refused": _("refused"),
    }  # fmt: skip
    total = sum(of.get(outcome, 0) for outcome in OUTCOMES)
    parts = [f"{number(of[outcome])} {words[outcome]}" for outcome in OUTCOMES if of.get(outcome)]
    if not of.get("new"):
        parts.insert(0, f"0 {words['new']}")
    begin = {"person": _("people"), "firm": _("firms"), "deal": _("deals")}.get(noun)
    said = f"{number(total)} {begin}" if begin else _("%(number)s in") % {"number": number(total)}
    return f"{said} = {' + '.join(parts)}"


def number(value: int) -> str:
    """A count with its thousands apart, as the reader's language does."""
    return f"{value:,}" if localize(1.5) == "1.5" else f"{value:,}".replace(",", ".")
