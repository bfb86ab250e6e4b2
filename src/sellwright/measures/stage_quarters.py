"""How each stage fared by the quarter it was entered, and which quarters compare: docs/measures/stage_quarters.md."""

from __future__ import annotations

from datetime import date

import numpy as np

from sellwright.interactions.deals import Deals, quarter_days, quarter_number
from sellwright.stats import cohorts
from sellwright.stats.cohorts import Period

VERSION = 1
_DATED = 0.95  # of closed deals must have their day


def measure(deals: Deals) -> list[list[Period]]:
    """For each stage, its quarters in order, those left out with the reason in words."""
    told = np.isfinite(deals.closed[deals.ended])  # where only wins have a day, the first of them says nothing
    cut = cohorts.first_closing_cuts(deals.opened, deals.closed) if len(told) and told.mean() >= _DATED else None
    return [_stage(deals, stage, cut) for stage in range(len(deals.stages))]


def _stage(deals: Deals, stage: int, cut: float | None) -> list[Period]:
    stays = deals.stays
    here = (stays.stage == stage) & np.isfinite(stays.entered)
    entered, left, to = stays.entered[here], stays.left[here], stays.to[here]
    account = deals.account[stays.deal[here]]
    number = quarter_number(entered)
    ended = to >= 0
    forward = (to > stage) & (to <= len(deals.stages))
    took = (left - entered)[ended & np.isfinite(left) & ((entered >= cut) if cut else True)]
    if not ended.any():
        return []
    wide = cohorts.widened(forward[ended], number[ended], account[ended])
    found = []
    for one in np.unique(number):
        inside = number == one
        first, after = quarter_days(int(one))
        name = f"{date.fromordinal(first).year} Q{(date.fromordinal(first).month - 1) // 3 + 1}"
        could = cohorts.complete(deals.seen_to - entered[inside], took) if len(took) else 1.0
        why = ""
        if cut and first < cut:
            why = (
                f"left-truncated: it begins before the first closing in the file ({date.fromordinal(int(cut))}), so"
                " what closed earlier is missing"
            )
        elif after > deals.seen_to + 1:
            why = f"partial quarter: the file ends on {date.fromordinal(int(deals.seen_to))}"
        elif could < cohorts.PARTIAL:
            why = f"partial quarter: only {could:.0%} of its deals have had time to end"
        counted = inside & ended
        found.append(Period(name, int(counted.sum()), int(forward[counted].sum()), why, wide))
    return found
