"""How soon what stands in a stage reaches its end, by the stage and the time already spent there.

A semi-Markov chain in steps of time (Howard 1971). Rates of leaving are constant within bands of stay, counted as
events per day at risk inside a window of the calendar (a period life table), so that cases seen late enter late and
cases still open leave without an event. A band with few cases is drawn towards its stage, a stage towards all stages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
ENDS = 3  # won, lost, no decision: behind the stages
_CUTS = (0.1, 0.25, 0.5, 0.75, 0.9, 0.97)
_BAND_WORTH, _STAGE_WORTH = 2.0, 5.0  # cases that the wider group counts for. Design defaults.


@dataclass(frozen=True, slots=True)
class Rates:
    """`daily`: leaving a stage per day, shape (stages, bands, stages + ENDS); `edges`: days at which bands end."""

    daily: F64
    edges: F64

    @property
    def stages(self) -> int:
        """How many stages."""
        return int(self.daily.shape[0])

    def leaving(self, stage: Ints, stayed: F64, steps: int, step: float) -> F64:
        """Chances of leaving in each coming step, each way, of what is still there: shape (cases, steps, ways)."""
        middle = stayed[:, None] + (np.arange(steps) + 0.5) * step
        rate = self.daily[stage[:, None], np.searchsorted(self.edges, middle, side="right")]
        total = rate.sum(axis=-1, keepdims=True)
        share = np.divide(rate, total, out=np.zeros_like(rate), where=total > 0)
        found: F64 = -np.expm1(-total * step) * share
        return found


def rates(stage: Ints, entered: F64, left: F64, to: Ints, window: tuple[float, float], stages: int) -> Rates:
    """Rates from stays in days of a calendar: `to` a stage, stages + 0, 1, 2 for an end, -1 while it stands there.
    Only what happened inside `window` counts."""
    begin, end = window
    inside = (entered < end) & (left > begin)
    stage, entered, left, to = stage[inside], entered[inside], left[inside], to[inside]
    late, until = np.maximum(0.0, begin - entered), np.minimum(left, end) - entered
    happened = (to >= 0) & (left <= end)
    took = until[happened]
    edges = np.unique(np.maximum(0.5, np.quantile(took, _CUTS))) if len(took) else np.array([30.0])
    lows, highs = np.concatenate([[0.0], edges]), np.concatenate([edges, [np.inf]])
    bands, ways = len(lows), stages + ENDS
    risk = np.stack([
        np.bincount(stage, np.clip(np.minimum(until, high) - np.maximum(late, low), 0, None), minlength=stages)
        for low, high in zip(lows, highs, strict=True)
    ], axis=1)  # fmt: skip
    band = np.searchsorted(edges, took, side="right")
    cell = (stage[happened] * bands + band) * ways + to[happened]
    events = np.bincount(cell, minlength=stages * bands * ways).reshape(stages, bands, ways).astype(np.float64)
    return Rates(_drawn(events, np.asarray(risk, np.float64)), edges)


def _drawn(events: F64, risk: F64) -> F64:
    """Rates by band, each drawn towards its stage, and ends of a stage towards those of all stages."""
    ended = events.sum(axis=(0, 1))
    ended[: events.shape[0]] = 0.0  # where a stage leads says nothing of another
    share = ended / ended.sum() if ended.sum() else ended
    pace = float(ended.sum() / max(risk.sum(), 1e-9))
    if pace <= 0:
        return np.zeros_like(events)
    whole = (events.sum(axis=1) + _STAGE_WORTH * share) / (risk.sum(axis=1) + _STAGE_WORTH / pace)[:, None]
    leaves = whole.sum(axis=1)
    drawn: F64 = (events + _BAND_WORTH * (whole / leaves[:, None])[:, None, :]) / (
        risk + (_BAND_WORTH / leaves)[:, None]
    )[:, :, None]
    return drawn


@dataclass(frozen=True, slots=True)
class Reach:
    """Chances of a win within each of `steps` steps of entering a stage: `fresh`, shape (stages, steps + 1)."""

    rates: Rates
    fresh: F64
    step: float

    def won(self, stage: Ints, stayed: F64) -> F64:
        """The chance of a win within all the steps, for cases that stand in `stage` since `stayed` days."""
        steps, count = self.fresh.shape[1] - 1, self.rates.stages
        if not len(stage) or not steps:
            return np.zeros(len(stage))
        rounded = np.minimum(np.rint(stayed / self.step), 100_000).astype(np.int64)
        cells, place = np.unique(np.stack([stage, rounded]), axis=1, return_inverse=True)
        leaving = self.rates.leaving(cells[0], cells[1] * self.step, steps, self.step)
        still = np.cumprod(1 - leaving.sum(axis=-1), axis=1)
        still = np.concatenate([np.ones((len(still), 1)), still[:, :-1]], axis=1)
        onward = np.einsum("uis,si->ui", leaving[:, :, :count], self.fresh[:, steps - 1 :: -1])
        chance: F64 = (still * (leaving[:, :, count] + onward)).sum(axis=1)
        return chance[place.ravel()]


def reach(held: Rates, days: float, most_steps: int = 60) -> Reach:
    """Wins within `days`, in steps of a day or longer so that there are at most `most_steps`."""
    steps = int(min(most_steps, max(1, np.ceil(days)))) if days > 0 else 0
    step = days / steps if steps else 1.0
    count = held.stages
    fresh = np.zeros((count, steps + 1))
    if steps:
        leaving = held.leaving(np.arange(count), np.zeros(count), steps, step)
        still = np.cumprod(1 - leaving.sum(axis=-1), axis=1)
        still = np.concatenate([np.ones((count, 1)), still[:, :-1]], axis=1)
        at_once = np.cumsum(still * leaving[:, :, count], axis=1)
        moving = still[:, :, None] * leaving[:, :, :count]
        for m in range(1, steps + 1):
            onward = np.einsum("sij,ji->s", moving[:, :m], fresh[:, m - 1 :: -1] if m > 1 else fresh[:, :1])
            fresh[:, m] = at_once[:, m - 1] + onward
    return Reach(held, fresh, step)
