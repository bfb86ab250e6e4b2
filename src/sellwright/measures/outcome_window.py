"""In books where nobody marks a deal lost, what stands for the outcome: docs/measures/outcome_window.md."""

from __future__ import annotations

import numpy as np

from sellwright.interactions.deals import OPEN, WON, Deals

VERSION = 1
LEAST_WON = 50
_SHARE_LOST = 0.02  # of closed deals; with fewer lost than this, losing is not written down
_MOST = 0.9  # of wins come within the window
_KEPT = 0.5  # of the deals must be old enough for it
_STILL = 0.3  # of all deals open, below which the few lost are simply few


def measure(deals: Deals) -> float | None:
    """Days from opening within which nine of ten wins come, shortened until half of the deals are old enough; None
    where deals are marked lost, or too few are won to tell."""
    ended = deals.ended
    won = deals.outcome == WON
    took = (deals.closed - deals.opened)[won]
    took = took[np.isfinite(took)]
    if len(took) < LEAST_WON or (~won[ended]).mean() >= _SHARE_LOST or (deals.outcome == OPEN).mean() < _STILL:
        return None
    ages = deals.seen_to - deals.opened[np.isfinite(deals.opened)]
    return float(max(1.0, min(np.quantile(took, _MOST, method="higher"), np.quantile(ages, 1 - _KEPT))))
