"""What a buyer has given so far, as a ladder of ten with its gaps (card C26): docs/measures/ladder.md.

The ten are Anthony Iannarino's. Only the buyer's act counts, never what the seller did; one that was withdrawn counts
no more and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sellwright.interactions.results import Reason, Result

VERSION = 1
RUNGS = (
    "time", "explore", "change", "collaborate", "consensus", "invest", "review", "resolve", "decide", "execute",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """One giving: which of RUNGS, on which day, the messages or meetings that show it, until when it stood."""

    kind: str
    on_date: date
    ids: tuple[str, ...] = ()
    withdrawn_date: date | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """`height`: the longest run from the first rung. `gaps`: rungs not given below one that was. `next`: the rung above
    the run, '' at the top. `standing`: the first giving of each rung that stands, in order of the rungs."""

    height: int
    gaps: tuple[str, ...]
    next: str
    standing: tuple[Given, ...]

    def result(self, deal: str) -> Result:
        """The shape all measures share."""
        words = f"{self.height} of {len(RUNGS)} in a row" if self.standing else "nothing given yet"
        if self.gaps:
            words += ", gaps: " + ", ".join(self.gaps)
        reasons = tuple(Reason(one.kind, one.ids, side="them") for one in self.standing)
        return Result("ladder", VERSION, deal, float(self.height), "rungs", words, len(self.standing), reasons)


def measure(given: Iterable[Given]) -> Ladder:
    """The ladder of one deal. ValueError for a kind that is none of the ten."""
    standing: dict[str, Given] = {}
    for one in sorted(given, key=lambda one: one.on_date):
        if one.kind not in RUNGS:
            raise ValueError(f"{one.kind!r} is none of the ten")
        if one.withdrawn_date is None:
            standing.setdefault(one.kind, one)
    height = next((i for i, rung in enumerate(RUNGS) if rung not in standing), len(RUNGS))
    highest = max((RUNGS.index(kind) for kind in standing), default=-1)
    gaps = tuple(rung for rung in RUNGS[: highest + 1] if rung not in standing)
    above = RUNGS[height] if height < len(RUNGS) else ""
    return Ladder(height, gaps, above, tuple(standing[rung] for rung in RUNGS if rung in standing))


def gap_days(given: Iterable[Given]) -> list[tuple[date, date | None]]:
    """When a rung was missing below one that was given: from which day, until which (None: it still is)."""
    first: dict[str, date] = {}
    for one in given:
        if one.withdrawn_date is None:
            first[one.kind] = min(first.get(one.kind, one.on_date), one.on_date)
    found: list[tuple[date, date | None]] = []
    for place, rung in enumerate(RUNGS):
        later = [first[above] for above in RUNGS[place + 1 :] if above in first]
        own = first.get(rung)
        if later and (own is None or own > min(later)):
            found.append((min(later), own))
    return found
