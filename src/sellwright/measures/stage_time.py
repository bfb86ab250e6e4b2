"""How long deals stand in a stage against what is usual there: docs/measures/stage_time.md.

The usual is the median of finished stays. Open stays are no part of it: see the page for what that hides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from sellwright.interactions.results import Result

VERSION = 1
LEAST = 8  # finished stays: below that, one odd deal moves the median by more than it says
DAY = 86400.0
LONG = 2.0  # times the usual from which a stay is called long. Design default.

Pace = Literal["", "shorter", "usual", "long"]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in one stage. `days` is None with fewer than LEAST finished stays."""

    days: float | None
    stays: int

    def result(self, stage: str) -> Result:
        """The shape all measures share."""
        words = f"usually {round(self.days)} days" if self.days is not None else too_few(self.stays)
        return Result("stage_time", VERSION, stage, self.days, "days", words, self.stays)


@dataclass(frozen=True, slots=True)
class Stay:
    """One deal's time in its stage, in days, and how that is against the usual ('' where nobody can tell)."""

    days: float
    pace: Pace


def measure(stays: Sequence[float]) -> Usual:
    """The usual of these finished stays, each in days. ValueError for a negative one."""
    if any(stay < 0 for stay in stays):
        raise ValueError("a stay is negative")
    return Usual(median(stays) if len(stays) >= LEAST else None, len(stays))


def stay(since: float, now: float, usual: Usual) -> Stay:
    """How long a deal has stood: `since` and `now` in seconds since 1970 UTC. A clock that went back counts as 0."""
    days = max(0.0, now - since) / DAY
    if usual.days is None:
        return Stay(days, "")
    if days >= LONG * usual.days and days - usual.days >= 1:
        return Stay(days, "long")
    return Stay(days, "shorter" if days < usual.days else "usual")


def too_few(stays: int) -> str:
    """The stated lack."""
    return f"too few to tell (n = {stays}, {LEAST} needed)"
