"""What we do not know in a deal, and whether somebody is finding out (card C13): docs/measures/unknowns.md.

An unknown never counts against anybody: none open is no good sign, and adding one lowers no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sellwright.interactions.results import Result

VERSION = 1


@dataclass(frozen=True, slots=True)
class Open:
    """One thing not known yet: whether somebody took it on, and whether the next probe is written down."""

    id: str
    owned: bool
    probe: bool


@dataclass(frozen=True, slots=True)
class Probed:
    """`share` = with owner and next probe / open; None when nothing is open. `happy_ears`: a first meeting is over and
    nobody wrote down one thing we do not know."""

    probed: int
    open: int
    share: float | None
    happy_ears: bool

    def result(self, deal: str) -> Result:
        """The shape all measures share."""
        words = f"{self.probed} of {self.open} have somebody and a next probe" if self.open else "nothing written down"
        return Result("unknowns", VERSION, deal, self.share, "share", words, self.open)


def measure(unknown: Sequence[Open], *, ever: int, met: bool) -> Probed:
    """`unknown`: those open now. `ever`: how many were ever written down in this deal. `met`: a meeting or talk with
    its people is over."""
    probed = sum(one.owned and one.probe for one in unknown)
    share = probed / len(unknown) if unknown else None
    return Probed(probed, len(unknown), share, happy_ears=met and not ever)
