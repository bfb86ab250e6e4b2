"""What a period will bring, as a range: won already, and what is open by how deals of this book went
(docs/measures/forecast.md).

The range is judged on the book's own past: forecasts as they would have been made then, against what came. What nobody
knows of a deal widens the range and never moves its middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sellwright.interactions.deals import WON, Deals
from sellwright.stats import past_checks, stage_reach, win_sums
from sellwright.stats.cohorts import first_closing_cuts
from sellwright.stats.past_checks import Check, Judge, Lesson

VERSION = 1
LEAST_CLOSED, LEAST_WON = 20, 5  # below, nothing is said of what is open. Design default.
WINDOW = 365.0  # days of closings that chances are taken from; longer where fewer than ENOUGH ended in them
ENOUGH = 60
DRAWS, CHECK_DRAWS = 1000, 400
SEED = 13
THINGS = 6  # things not known, from which on a deal counts as wholly unknown
WIDENS = 0.5  # by how much the range is wider when all the money is in such deals. Design default, no study.
WEIGHTIEST = 100

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_NO_INTS: Ints = np.zeros(0, np.int64)
_NO_DAYS: F64 = np.zeros(0)


@dataclass(frozen=True, slots=True)
class Things:
    """What was not known of deals: which deal, from which day, until which (inf: still). One entry a thing."""

    deal: Ints = field(default_factory=lambda: _NO_INTS)
    since: F64 = field(default_factory=lambda: _NO_DAYS)
    until: F64 = field(default_factory=lambda: _NO_DAYS)

    def open_at(self, day: float, deals: int) -> F64:
        """How many per deal on a day, shape (deals,)."""
        there = (self.since <= day) & (self.until > day)
        return np.bincount(self.deal[there], minlength=deals).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to before `end`, as day numbers."""

    first: float
    end: float


@dataclass(frozen=True, slots=True)
class Share:
    """Which deals are summed, shape (deals,): one currency, a team or one person. `counted`: deals, not money.
    `spread`: how far known amounts move until the win, as a share (measured from first and last prices)."""

    of: Flags
    counted: bool = False
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Weight:
    """One open deal: its place in the book, its chance of a win in the period, what that adds, things not known."""

    deal: int
    chance: float
    adds: float
    unknown: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`won` is exact. `low` to `high` hold won and open together in four of five cases; `middle` is their mean.
    `missing` says why there is no range; then those three are the won part alone. `open_draws`: the open part drawn."""

    won: float
    won_deals: int
    open_deals: int
    middle: float
    low: float
    high: float
    missing: str = ""
    closed: int = 0
    ever_won: int = 0
    unknown_share: float = 0.0
    lesson: Lesson = field(default_factory=Lesson)
    weightiest: tuple[Weight, ...] = ()
    open_draws: F64 = field(default_factory=lambda: _NO_DAYS)


@dataclass(frozen=True, slots=True)
class Look:
    """When an earlier forecast would have been made, of which period, in which part of the quarter or year."""

    day: float
    period: Period
    place: int


def period_of(day: float, kind: str, after: int = 0) -> Period:
    """The month, quarter or year of a day, or one `after` it."""
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    on = date.fromordinal(int(day))
    first = (on.year * 12 + on.month - 1) // months + after
    return Period(*(date((n * months) // 12, (n * months) % 12 + 1, 1).toordinal() for n in (first, first + 1)))


def place_of(day: float, kind: str) -> int:
    """Which part of its quarter (twelve parts: a week or so) or, for years, which month a day is in."""
    on = date.fromordinal(int(day))
    if kind == "year":
        return on.month - 1
    month = period_of(day, "month")
    return (on.month - 1) % 3 * 4 + min(3, int((int(day) - month.first) / (month.end - month.first) * 4))


def looks(now: float, kind: str, months: int = 12) -> list[Look]:
    """Earlier forecasts of a kind, oldest first: four a month over the months before `now`; for years one a month over
    three times as many."""
    found = []
    for back in range(months * (3 if kind == "year" else 1), -1, -1):
        month = period_of(now, "month", -back)
        for part in range(1 if kind == "year" else 4):
            day = month.first + round((month.end - month.first) * part / 4)
            period = period_of(day, kind)
            if period.end <= now:
                found.append(Look(day, period, place_of(day, kind)))
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """The book as it stood on a day: who was open, in which stage since when, and how fast deals ended until then."""

    day: float
    open: Ints
    stage: Ints
    since: F64
    rates: stage_reach.Rates
    closed: int
    won: int
    won_until: Flags
    known: dict[float, F64] = field(default_factory=dict, repr=False, compare=False)  # chances worked out before

    @property
    def enough(self) -> bool:
        """Whether anything is said."""
        return self.closed >= LEAST_CLOSED and self.won >= LEAST_WON

    def chances(self, end: float) -> F64:
        """Of a win before `end`, for the open ones. Worked out once: parts of a book ask for the same."""
        if end not in self.known:
            held = stage_reach.reach(self.rates, max(0.0, end - self.day))
            self.known[end] = held.won(self.stage, self.day - self.since)
        return self.known[end]


def seen(deals: Deals, day: float) -> Seen:
    """The book on a day, from nothing that came later."""
    opened = np.where(np.isfinite(deals.opened), deals.opened, np.inf)
    ended = np.isfinite(deals.closed) & (deals.closed < day)
    there = (opened < day) & ~ended & ((deals.outcome == 0) | np.isfinite(deals.closed))
    stays = deals.stays
    begun = stays.entered < day
    deal, stage, entered = stays.deal[begun], stays.stage[begun], stays.entered[begun]
    left = np.minimum(stays.left[begun], day)
    to = np.where(stays.left[begun] < day, stays.to[begun], -1)
    last = np.full(len(deals), -1, np.int64)
    last[deal] = np.arange(len(deal))  # stays of a deal stand in order
    open_ = np.flatnonzero(there & (last >= 0))
    closings = deals.closed[ended]
    cut = first_closing_cuts(deals.opened[opened < day], np.where(ended, deals.closed, np.nan)[opened < day])
    begin = _window(closings, day)
    held = stage_reach.rates(stage, entered, left, to, (max(begin, cut) if cut else begin, day), len(deals.stages))
    won = ended & (deals.outcome == WON)
    return Seen(day, open_, stage[last[open_]], entered[last[open_]], held, int(ended.sum()), int(won.sum()), won)


def _window(closings: F64, day: float) -> float:
    """Where the days begin that chances are taken from."""
    if not len(closings):
        return day - WINDOW
    newest = np.sort(closings)[::-1]
    return min(day - WINDOW, float(newest[min(len(newest), ENOUGH) - 1]) - 1)


def checked(deals: Deals, share: Share, views: Sequence[tuple[Seen, Look]], things: Things | None = None) -> Judge:
    """The book's own forecasts of the past, oldest first, for one share of it: what they teach is asked of the
    newest."""
    judge, hides = Judge(), hides_values(deals)
    for view, look in views:
        if view.enough:
            judge.add(_check(deals, share, (view, look), (things or Things(), hides)), view.day)
    return judge


def hides_values(deals: Deals) -> bool:
    """Whether open deals of the book mostly have no value yet: then none is taken as known in the past either."""
    value = deals.value[deals.outcome == 0]
    return bool(len(value) and np.isfinite(value).mean() < 0.5)


def _check(deals: Deals, share: Share, made: tuple[Seen, Look], more: tuple[Things, bool]) -> Check:
    (view, look), (things, hides) = made, more
    end = look.period.end
    own = share.of[view.open]
    who = view.open[own]
    chance = view.chances(end)[own]
    value = np.ones(len(who)) if share.counted else deals.value[who]
    known = np.full(len(who), np.nan) if hides and not share.counted else value
    usual = _usual(deals, share, view)
    rng = np.random.default_rng([SEED, int(view.day), int(end)])
    drawn = win_sums.draws(chance, known, usual, share.spread, rng, CHECK_DRAWS)
    unknown = things.open_at(view.day, len(deals))[who]
    drawn = _widened(drawn, win_sums.mean(chance, known, usual), _unknown_share(chance, known, usual, unknown))
    won = (deals.outcome[who] == WON) & (deals.closed[who] < end)
    return Check(drawn, float(np.nansum(value[won])), float(chance.sum()), int(won.sum()), look.place, end)


def _usual(deals: Deals, share: Share, view: Seen) -> F64:
    """Values of wins of this share until then; of any, where it has none."""
    if share.counted:
        return np.ones(1)
    own = deals.value[view.won_until & share.of]
    own = own[np.isfinite(own)]
    return own if len(own) else _NO_DAYS


def ahead(deals: Deals, share: Share, made: tuple[Seen, Period], lesson: Lesson, unknown: F64) -> Answer:
    """The range of one period for one share of the book as seen on a day. `unknown`: things not known now, by deal."""
    view, period = made
    won = share.of & (deals.outcome == WON) & (deals.closed >= period.first) & (deals.closed < period.end)
    won &= deals.closed < view.day + 1
    worth = float(won.sum()) if share.counted else float(np.nansum(deals.value[won]))
    own = share.of[view.open]
    who = view.open[own]
    facts = (worth, int(won.sum()), len(who))
    if not view.enough:
        missing = f"{view.closed} of {LEAST_CLOSED} closed deals, {view.won} of {LEAST_WON} won"
        return Answer(*facts, worth, worth, worth, missing, view.closed, view.won)
    chance = view.chances(period.end)[own]
    known = np.ones(len(who)) if share.counted else deals.value[who]
    usual = _usual(deals, share, view)
    drawn = win_sums.draws(chance, known, usual, share.spread, np.random.default_rng(SEED), DRAWS)
    middle = win_sums.mean(chance, known, usual) * float(np.exp(lesson.shift))
    part = _unknown_share(chance, known, usual, unknown[who])
    drawn = _widened(past_checks.stretched(drawn, lesson.shift, lesson.width), middle, part)
    low, high = past_checks.bounds(drawn)
    return Answer(
        *facts, worth + middle, worth + low, worth + high, "", view.closed, view.won, part, lesson,
        tuple(_weightiest(who, chance, (known, usual), unknown[who])), drawn,
    )  # fmt: skip


def fresh(deals: Deals, of: Flags, view: Seen, end: float) -> tuple[float, F64]:
    """Of deals opened on any day from `view.day` to `end`: the chance of a win before `end`; and how many were
    opened in each earlier stretch of that length (twelve at most, within what is known), oldest first."""
    left = max(0.0, end - view.day)
    stays = deals.stays
    begun = stays.entered < view.day
    _deals, first = np.unique(stays.deal[begun], return_index=True)
    begins = np.bincount(stays.stage[begun][first], minlength=len(deals.stages)).astype(np.float64)
    if not left or not begins.sum():
        return 0.0, _NO_DAYS
    by_stage = stage_reach.reach(view.rates, left).fresh.mean(axis=1)
    opened = deals.opened[of & (deals.opened < view.day)]
    known = view.day - float(np.nanmin(deals.opened[deals.opened < view.day]))
    stretches = min(12, int(known / left))
    edges = view.day - left * np.arange(stretches, -1, -1)
    usual = np.histogram(opened, edges)[0].astype(np.float64) if stretches else _NO_DAYS
    return float(begins @ by_stage / begins.sum()), usual


def _unknown_share(chance: F64, value: F64, usual: F64, unknown: F64) -> float:
    """How much of what is expected stands in deals of which things are not known, 0 to 1."""
    weight = chance * np.where(np.isfinite(value), value, usual.mean() if len(usual) else 0.0)
    whole = float(weight.sum())
    return float(weight @ (np.minimum(unknown, THINGS) / THINGS)) / whole if whole > 0 else 0.0


def _widened(drawn: F64, middle: float, share: float) -> F64:
    """Farther from the middle on both sides, never below nothing."""
    found: F64 = np.maximum(0.0, middle + (1 + WIDENS * share) * (drawn - middle)) if share else drawn
    return found


def _weightiest(who: Ints, chance: F64, values: tuple[F64, F64], unknown: F64) -> Iterator[Weight]:
    value, usual = values
    adds = chance * np.where(np.isfinite(value), value, usual.mean() if len(usual) else 0.0)
    for i in np.argsort(-adds, kind="stable")[:WEIGHTIEST]:
        if chance[i] > 0:
            yield Weight(int(who[i]), float(chance[i]), float(adds[i]), int(unknown[i]))
