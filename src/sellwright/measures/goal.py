"""How many new deals and conversations a goal needs, as a range, and whether the usual pace brings as many
(docs/measures/goal.md).

From the book's own history: how new deals went, how fast, for how much; deals still open are kept in as open. Below a
stated least it says what is missing. There is never one number without its range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sellwright.stats import aalen_johansen

VERSION = 1
LEAST_CLOSED, LEAST_WON = 20, 5  # as for the forecast
LEAST_TALKS, LEAST_BECAME = 20, 5  # conversations, and those of them that became a deal
LEAST_PERIODS = 4  # earlier stretches of the same length that the usual pace is taken from
DRAWS = 1000
SEED = 17
KEPT = 0.8
MOST_WINS = 5_000  # wins that are counted one by one; more is said to be out of reach

F64 = NDArray[np.float64]
Pace = Literal["reached", "enough", "open", "short", "unknown", "out of reach"]


@dataclass(frozen=True, slots=True)
class Fresh:
    """How deals opened from now on go. `chance`: of a win before the period ends, for a deal opened on any day left;
    `closed`, `won`: cases behind it; `values`: of wins, in the goal's currency (ones when deals are counted); `usual`:
    new deals in each earlier stretch as long as what is left."""

    chance: float
    closed: int
    won: int
    values: F64
    usual: F64 = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Talks:
    """New conversations: `days` until a deal was opened or until now, `became` whether one was, `usual` as above."""

    days: F64
    became: NDArray[np.int64]
    usual: F64


@dataclass(frozen=True, slots=True)
class Range:
    """The middle KEPT; `high` is infinite where it cannot be reached."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`gap`: what is missing beyond won and open. `deals`, `talks`: new ones needed; `usual_deals`, `usual_talks`: what
    such a stretch usually brings. None where `missing` or `talks_missing` says why. `reach`: share of draws in which
    the usual pace is enough, kept for the verdict and never shown alone."""

    pace: Pace
    gap: Range | None = None
    deals: Range | None = None
    usual_deals: Range | None = None
    talks: Range | None = None
    usual_talks: Range | None = None
    missing: str = ""
    talks_missing: str = ""
    reach: float | None = None


def measure(target: float, won: float, open_draws: F64, fresh: Fresh, talks: tuple[Talks, float] | None) -> Answer:
    """`target`, `won` and `open_draws` in one unit; `talks` with the days left in the period, where conversations are
    known. ValueError for a target that is not above nothing."""
    if target <= 0:
        raise ValueError("a goal is above nothing")
    if won >= target:
        return Answer("reached")
    if fresh.closed < LEAST_CLOSED or fresh.won < LEAST_WON or not len(fresh.values):
        missing = f"{fresh.closed} of {LEAST_CLOSED} closed deals, {fresh.won} of {LEAST_WON} won"
        return Answer("unknown", missing=missing)
    rng = np.random.default_rng(SEED)
    gap = target - won - (rng.permutation(np.resize(open_draws, DRAWS)) if len(open_draws) else np.zeros(DRAWS))
    gap = np.maximum(0.0, gap)
    needed = _deals(gap, fresh, rng)
    reach = _reached(needed, fresh.usual, rng)
    talk_range, usual_talks, talks_missing = _talks(needed, talks, rng)
    out_of_reach = float(np.isinf(needed).mean()) > KEPT
    return Answer(
        pace="out of reach" if out_of_reach else _pace(reach),
        gap=_range(gap),
        deals=_range(needed),
        usual_deals=_range(fresh.usual) if len(fresh.usual) >= LEAST_PERIODS else None,
        talks=talk_range,
        usual_talks=usual_talks,
        talks_missing=talks_missing,
        reach=reach,
    )


def _deals(gap: F64, fresh: Fresh, rng: np.random.Generator) -> F64:
    """New deals needed in each draw: wins until their values fill the gap, then deals until so many are won."""
    worth = float(fresh.values.mean())
    wins = np.zeros(len(gap))
    if worth > 0:
        most = int(min(MOST_WINS, 4 + 3 * float(gap.max()) / worth))
        rows = rng.choice(fresh.values, (len(gap), most)) if most * len(gap) <= 2_000_000 else None
        if rows is None:  # so many that their mean is as good as known
            wins = np.ceil(gap / worth)
        else:
            sums = np.cumsum(rows, axis=1)
            wins = np.where(gap > 0, (sums < gap[:, None]).sum(axis=1) + 1.0, 0.0)
    else:
        wins[gap > 0] = np.inf
    chance = rng.beta(fresh.chance * fresh.closed + 0.5, (1 - fresh.chance) * fresh.closed + 0.5, len(gap))
    return _tries(np.where(wins > MOST_WINS, np.inf, wins), chance, rng)


def _tries(wanted: F64, chance: F64, rng: np.random.Generator) -> F64:
    """How many tries so many successes take; infinite where a try all but never succeeds."""
    can = np.isfinite(wanted) & (chance > 1e-3) & (wanted > 0)
    found = np.where(wanted > 0, np.inf, 0.0)
    found[can] = wanted[can] + rng.negative_binomial(wanted[can], chance[can])
    return found


def _reached(needed: F64, usual: F64, rng: np.random.Generator) -> float | None:
    if len(usual) < LEAST_PERIODS:
        return None
    return float((rng.choice(usual, len(needed)) >= needed).mean())


def _pace(reach: float | None) -> Pace:
    if reach is None:
        return "unknown"
    return "enough" if reach >= KEPT else "short" if reach <= 1 - KEPT else "open"


def _talks(
    needed: F64, held: tuple[Talks, float] | None, rng: np.random.Generator
) -> tuple[Range | None, Range | None, str]:
    """Conversations needed: deals come of them as they came so far within half the days left (Aalen and Johansen)."""
    if held is None:
        return None, None, ""
    talks, left = held
    began, became = len(talks.days), int(talks.became.sum())
    if began < LEAST_TALKS or became < LEAST_BECAME:
        return None, None, f"{began} of {LEAST_TALKS} conversations, {became} of {LEAST_BECAME} became a deal"
    times, shares = aalen_johansen.curve(talks.days, talks.became, 1)
    chance = float(aalen_johansen.at(times, shares, left / 2)[1])
    drawn = rng.beta(chance * began + 0.5, (1 - chance) * began + 0.5, len(needed))
    usual = _range(talks.usual) if len(talks.usual) >= LEAST_PERIODS else None
    return _range(_tries(needed, drawn, rng)), usual, ""


def _range(values: F64) -> Range:
    low, high = np.quantile(values, ((1 - KEPT) / 2, (1 + KEPT) / 2), method="nearest")
    return Range(float(low), float(high))
