"""Revisions and do-overs (card C2): how often a draft was binned, how often a letter that was sent was written anew.

For its author alone. docs/measures/revisions.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

VERSION = 1
LEAST_DRAFTS = 5
LEAST_SENT = 3


@dataclass(frozen=True, slots=True)
class Revisions:
    """`do_over`: binned / drafts, 0..1, None under LEAST_DRAFTS. `depth`: the median number of versions of what was
    sent, None under LEAST_SENT."""

    do_over: float | None
    depth: float | None
    drafts: int
    binned: int
    sent: int
    version: int = VERSION


def measure(drafts: int, binned: int, versions: Sequence[int]) -> Revisions:
    """`drafts`: letters begun and worked on, `binned` of them lie in the bin; `versions` of each letter taken out to
    be sent, 1 or more."""
    return Revisions(
        do_over=binned / drafts if drafts >= LEAST_DRAFTS else None,
        depth=float(median(versions)) if len(versions) >= LEAST_SENT else None,
        drafts=drafts,
        binned=binned,
        sent=len(versions),
    )
