"""Which change within reach would bring most, from one's own deals, with the doubt shown: docs/measures/levers.md.

Stages are a chain in which open deals stay; a lever's reach is the best it has been, chance taken off; it is named
only if it varied by more than chance. The ranking is observational: a named lever is something to try, not something
known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

import numpy as np

from sellwright.interactions.deals import WON, Deals
from sellwright.stats import aalen_johansen, absorbing_chain, account_draws, shrinkage, stage_moves
from sellwright.stats.cohorts import Period

VERSION = 1
LEAST_CLOSED = 100  # a large vendor shows win and loss only from as many
LEAST_MOVES = 5  # forward moves of a stage, below which it is not judged
LEVEL = 0.05  # chance that any lever at all is named where none is
KEPT = 0.8  # the interval shown
SEED = 6
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that may be a lever: its groups (quarters or values) against chance. `stage`: the step of the chain."""

    name: str
    found: shrinkage.Groups
    where: str  # the quarter or value in reach
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Lever:
    """`now` and `reach` are rates; `gain`, `low`, `high` in the unit of the answer a quarter, divided by effort where
    one was given; `best`: chance to be the largest of all judged; `named`: it varied by more than chance."""

    name: str
    kind: Literal["stage", "column"]
    now: float
    reach: float
    where: str
    gain: float
    low: float
    high: float
    best: float
    tail: float
    named: bool
    elasticity: float
    cases: int
    effort: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person may say beside the book. `capacity`: deals that can be worked a quarter; `again`: share of
    customers that buys again; `efforts`: by lever, in any one unit."""

    capacity: float | None = None
    again: float = 0.0
    efforts: Mapping[str, float] = field(default_factory=dict)
    within_days: float = 90.0
    draws: int = 2000


TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Answer:
    """The book's levers, largest gain first. `unit` is 'money' or 'deals'; `base` what a quarter brings now."""

    closed: int
    won: int
    enough: bool
    missing: tuple[str, ...]
    levers: tuple[Lever, ...] = ()
    unit: str = "deals"
    base: float = 0.0
    base_low: float = 0.0
    base_high: float = 0.0
    arrivals: float = 100.0  # a quarter; per 100 deals where no days are known
    dated: bool = False
    win: float = 0.0
    size: float = 1.0
    moves: tuple[tuple[float, ...], ...] = ()
    ten_more: tuple[tuple[str, float], ...] = ()  # what 10 per cent more of each would add
    within: tuple[float, float, float, float] | None = None  # open, won, lost, no decision after `within_days`
    within_days: float = 0.0

    @property
    def named(self) -> tuple[Lever, ...]:
        """Those that varied by more than chance and would gain."""
        return tuple(lever for lever in self.levers if lever.named and lever.gain > 0)


@dataclass(frozen=True, slots=True)
class _Levels:
    """The book as it is (index 0) and drawn again: moves (n, stages, stages + 3), where deals begin, size, arrivals."""

    moves: shrinkage.F64
    starts: shrinkage.F64
    size: shrinkage.F64
    arrivals: shrinkage.F64

    def win(self, moves: shrinkage.F64) -> shrinkage.F64:
        """The chance to be won, over where deals begin."""
        return np.asarray((absorbing_chain.wins(moves) * self.starts).sum(axis=-1))

    def money(self, won: shrinkage.F64, terms: Terms, more: float = 1.0) -> shrinkage.F64:
        """What a quarter brings, `more` times the capacity."""
        capacity = None if terms.capacity is None else terms.capacity * more
        size = self.size * absorbing_chain.repeat_factor(terms.again)
        return np.asarray(absorbing_chain.revenue(self.arrivals, won, size, capacity))


def measure(
    deals: Deals,
    columns: Sequence[Judged],
    periods: Sequence[Sequence[Period]],
    terms: Terms = TERMS,
) -> Answer:
    """The levers of a book. `columns`: who-or-what levers that passed the gate (measures/lever_gate.py); `periods`: the
    whole quarters of each stage (stats/cohorts.py). Too few deals is an answer."""
    closed, won = len(deals.ended), deals.won
    if closed < LEAST_CLOSED or not won or won == closed:
        return Answer(closed, won, False, (_too_few(closed, won),))
    judged, missing = stages_judged(deals, periods)
    every = [*judged, *columns]
    levels = _levels(deals, terms.draws)
    win = levels.win(levels.moves)
    base = levels.money(win, terms)
    chance = np.random.default_rng(SEED)
    factors = [_factors(one, levels, chance) for one in every]
    efforts = [terms.efforts.get(one.name) for one in every]
    gains = [
        (levels.money(_won_with(one, factor, levels, win), terms) - base) / (effort or 1.0)
        for one, factor, effort in zip(every, factors, efforts, strict=True)
    ]
    best = _chance_of_best(gains)
    made = [
        _lever(one, gain, best[i], len(every), (levels, efforts[i]))
        for i, (one, gain) in enumerate(zip(every, gains, strict=True))
    ]
    ordered = sorted(made, key=lambda lever: (-lever.named, -lever.gain, lever.name))
    low, high = _middle(base[1:])
    has_value = bool(np.isfinite(deals.value[deals.outcome == WON]).any())
    return Answer(
        closed, won, True, tuple(missing), tuple(ordered), "money" if has_value else "deals", float(base[0]), low, high,
        float(levels.arrivals[0]), bool(np.isfinite(deals.opened).any()), float(win[0]), float(levels.size[0]),
        tuple(tuple(map(float, row)) for row in levels.moves[0]), _ten_more(deals, levels, terms),
        _within(deals, terms.within_days), terms.within_days,
    )  # fmt: skip


def _too_few(closed: int, won: int) -> str:
    if closed < LEAST_CLOSED:
        return f"{closed} of {LEAST_CLOSED} closed deals"
    return "every closed deal is won" if won else "no deal is won yet"


def stages_judged(deals: Deals, periods: Sequence[Sequence[Period]]) -> tuple[list[Judged], list[str]]:
    """Each stage's step forward, by whole quarters, and what is missing to judge the others."""
    found, missing = [], []
    for stage, name in enumerate(step_names(deals)):
        whole = [p for p in periods[stage] if not p.left_out] if stage < len(periods) else []
        moved = sum(p.forward for p in whole)
        if moved < LEAST_MOVES:
            missing.append(f"{name}: {moved} of {LEAST_MOVES} moves forward in whole quarters")
            continue
        rate = moved / sum(p.cases for p in whole)
        kept = [p for p in whole if p.cases * min(rate, 1 - rate) >= LEAST_MOVES]
        if len(kept) < 2:
            missing.append(
                f"{name}: {len(kept)} whole quarter{'s' if len(kept) != 1 else ''} with enough cases; 2 needed"
            )
            continue
        wide = max(1.0, float(np.mean([p.widened for p in kept])))
        groups = shrinkage.groups([p.cases for p in kept], [p.forward for p in kept], wide)
        found.append(Judged(name, groups, kept[groups.best].name, stage))
    return found, missing


def step_names(deals: Deals) -> list[str]:
    """'proposal to won' for each stage: the stage, and where it mostly goes when it goes forward."""
    names = [*deals.stages, "won"]
    found = []
    for stage, name in enumerate(deals.stages):
        forward = _forward(deals, stage)
        to = deals.stays.to[(deals.stays.stage == stage) & np.isin(deals.stays.to, forward)]
        found.append(f"{name} to {names[int(np.bincount(to).argmax())] if len(to) else names[stage + 1]}")
    return found


def _forward(deals: Deals, stage: int) -> list[int]:
    """The chain's columns that are a step forward from a stage: later stages, and won."""
    return list(range(stage + 1, len(deals.stages) + 1))


def _levels(deals: Deals, draws: int) -> _Levels:
    stays, count = deals.stays, len(deals.stages)
    length = stays.left - stays.entered
    ended = stays.to >= 0
    timed = bool(len(stays.deal)) and np.isfinite(length[ended]).mean() >= 0.95
    if len(stays.deal):
        kept = np.isfinite(length) if timed else ended
        deal, stage, to, length = stays.deal[kept], stays.stage[kept], stays.to[kept], length[kept]
    else:  # no days at all: what is known is how deals ended
        deal = deals.ended
        stage, to, length = np.zeros(len(deal), np.int64), deals.outcome[deal] - 1 + count, np.zeros(len(deal))
    grid = stage_moves.grid(stage, length, to, count, timed)
    accounts = int(deals.account.max()) + 1
    stays_drawn = account_draws.things(deals.account[deal], grid.cells, accounts, grid.size)
    told = _told(deals, deal, stage, accounts)
    quarters = _quarters(deals)
    counts: list[shrinkage.F64] = []
    made: list[shrinkage.F64] = []
    rest = np.empty((draws + 1, told.shape[1]))
    chance = np.random.default_rng(SEED)
    for i, drawn in enumerate(chain([np.ones(accounts)], account_draws.weights(accounts, draws, chance))):
        counts.append(stays_drawn.sums(drawn))
        rest[i] = drawn @ told
        if len(counts) == _BATCH or i == draws:
            made.append(grid.moves(np.array(counts)))
            counts = []
    starts, (opened, money, priced) = rest[:, :-3], rest[:, -3:].T
    size = np.divide(money, priced, out=np.ones_like(money), where=priced > 0)
    arrivals = opened / quarters if quarters else np.full(draws + 1, 100.0)
    return _Levels(np.concatenate(made), starts / np.maximum(1, starts.sum(axis=1, keepdims=True)), size, arrivals)


def _told(deals: Deals, deal: stage_moves.Ints, stage: stage_moves.Ints, accounts: int) -> shrinkage.F64:
    """By account: how many deals begin in each stage, how many have a day of opening, the money won, and in how many
    deals; shape (accounts, stages + 3)."""
    first = np.full(len(deals), -1, np.int64)
    first[deal[::-1]] = stage[::-1]  # the first stay is written last
    count = len(deals.stages)
    found = np.zeros((accounts, count + 3))
    np.add.at(found, (deals.account[first >= 0], first[first >= 0]), 1)
    value = np.where(deals.outcome == WON, deals.value, np.nan)
    priced = np.isfinite(value)
    for column, weight in enumerate((np.isfinite(deals.opened), np.where(priced, value, 0.0), priced), start=count):
        found[:, column] = np.bincount(deals.account, weight, minlength=accounts)
    return found


def _quarters(deals: Deals) -> float:
    """How many quarters the deals were opened in; 0 where no day is known."""
    known = deals.opened[np.isfinite(deals.opened)]
    return max(1.0, float(known.max() - known.min() + 1) / 91.3125) if len(known) else 0.0


def _factors(one: Judged, levels: _Levels, chance: np.random.Generator) -> shrinkage.F64:
    """By how much the lever's rate would grow, in the book as it is and in each draw."""
    drawn = shrinkage.reach_draws(one.found, len(levels.size) - 1, chance)
    return np.concatenate([[one.found.reach], one.found.rate + drawn]) / one.found.rate


def _won_with(one: Judged, factor: shrinkage.F64, levels: _Levels, win: shrinkage.F64) -> shrinkage.F64:
    if one.stage is None:
        return np.minimum(win * factor, 1.0)
    count = levels.moves.shape[-2]
    return levels.win(absorbing_chain.scaled(levels.moves, one.stage, list(range(one.stage + 1, count + 1)), factor))


def _chance_of_best(gains: Sequence[shrinkage.F64]) -> list[float]:
    """In what share of the draws each gain is the largest, and more than nothing."""
    if not gains:
        return []
    table = np.array([gain[1:] for gain in gains])
    largest, some = table.argmax(axis=0), table.max(axis=0) > 0
    return [float(((largest == i) & some).mean()) for i in range(len(gains))]


def _lever(one: Judged, gain: shrinkage.F64, best: float, declared: int, more: tuple[_Levels, float | None]) -> Lever:
    levels, effort = more
    low, high = _middle(gain[1:])
    count = levels.moves.shape[-2]
    if one.stage is None:
        stretch = 1.0
    else:
        stretch = absorbing_chain.elasticity(levels.moves[0], one.stage, list(range(one.stage + 1, count + 1)))
    return Lever(
        name=one.name,
        kind="column" if one.stage is None else "stage",
        now=one.found.rate,
        reach=one.found.reach,
        where=one.where,
        gain=float(gain[0]),
        low=low,
        high=high,
        best=best,
        tail=one.found.tail,
        named=one.found.tail < LEVEL / declared,
        elasticity=stretch,
        cases=int(one.found.cases.sum()),
        effort=effort,
    )


def _middle(values: shrinkage.F64) -> tuple[float, float]:
    low, high = np.quantile(values, ((1 - KEPT) / 2, (1 + KEPT) / 2))
    return float(low), float(high)


def _ten_more(deals: Deals, levels: _Levels, terms: Terms) -> tuple[tuple[str, float], ...]:
    """What ten per cent more of each would add a quarter, cost aside."""
    win = levels.win(levels.moves)
    base = float(levels.money(win, terms)[0])
    more = _Levels(levels.moves, levels.starts, levels.size, levels.arrivals * 1.1)
    found = [("new deals", float(more.money(win, terms)[0]) - base)]
    if terms.capacity is not None:
        found.append(("capacity", float(levels.money(win, terms, 1.1)[0]) - base))
    for stage, name in enumerate(step_names(deals)):
        moved = absorbing_chain.scaled(levels.moves[:1], stage, _forward(deals, stage), 1.1)
        one = _Levels(moved, levels.starts[:1], levels.size[:1], levels.arrivals[:1])
        found.append((name, float(one.money(one.win(moved), terms)[0]) - base))
    found.append(("size of a deal", base * 0.1))
    return tuple(found)


def _within(deals: Deals, days: float) -> tuple[float, float, float, float] | None:
    """What became of deals by so many days after opening, open ones kept in; None where too few days are known."""
    last = np.where(deals.outcome == 0, deals.seen_to, deals.closed)
    took = last - deals.opened
    known = np.isfinite(took) & (took >= 0)
    if known.sum() < LEAST_CLOSED or np.isfinite(deals.closed[deals.ended]).mean() < 0.95:
        return None
    times, shares = aalen_johansen.curve(took[known], deals.outcome[known], 3)
    still, won, lost, none = (float(share) for share in aalen_johansen.at(times, shares, days))
    return still, won, lost, none
