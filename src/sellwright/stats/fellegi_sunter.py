"""How likely two records are the same one, from how far their fields agree (Fellegi and Sunter 1969).

Each field and step of agreement has two chances: m among records that are the same, u among records taken at random.
The log of m / u is what that agreement weighs; the weights of a pair add up, on top of the log of the chance that two
records taken at random are the same. u is counted on random pairs; m is learnt without answers (expectation
maximisation), each time on the pairs that agree wholly in one field, from all the other fields: pairs chosen because
they agree would otherwise be taken for what agreement looks like. An agreement on a rare value weighs more than one on
a common value: there u is the value's own share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sellwright.stats.agreement import DIFFERS, LEVELS, NEAR, SAME, VERY_NEAR, Kind, Levels, levels
from sellwright.stats.candidate_pairs import Pairs

DRAWN = 300_000  # random pairs on which u is counted
ROUNDS = 60
ENOUGH = 30  # pairs that agree in a field, below which nothing is learnt from them
LEARNT_ON = 400_000  # pairs that agree in a field from which m is learnt, at most
AT_ONCE = 250_000  # pairs compared or added up at a time
START = np.array([0.0, 0.10, 0.08, 0.12, 0.10, 0.60])  # m before anything is learnt
_SMOOTH = np.array([0.0, 1.0, 0.3, 0.3, 0.3, 0.3])  # added to counts of u: a step never seen is rare, not impossible
_LEAST = 1e-6

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of all records: '' where it is missing."""

    name: str
    kind: Kind
    values: Sequence[str]
    turns_with: str = ""  # the field it is written for by mistake: given name and surname


@dataclass(frozen=True, slots=True)
class Weights:
    """`m` and `u`: fields x steps. `prior`: log odds that two records at random are one. `shares`: per field, the share
    of each value."""

    m: F64
    u: F64
    prior: float
    shares: tuple[dict[str, float], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """`pairs` x fields: the steps, and what each field adds to the log odds; `odds` is their sum with the prior."""

    pairs: Pairs
    steps: Levels
    added: F64
    odds: F64


def compare(fields: Sequence[Field], pairs: Pairs) -> Levels:
    """The step of agreement of each pair in each field: pairs x fields. A piece at a time: the strings of a pair take a
    hundred times the room of its steps."""
    if len(pairs) > AT_ONCE:
        pieces = [compare(fields, pairs[at : at + AT_ONCE]) for at in range(0, len(pairs), AT_ONCE)]
        return np.concatenate(pieces)
    columns = [levels(field.kind, field.values, pairs[:, 0], pairs[:, 1]) for field in fields]
    names = [field.name for field in fields]
    for f, field in enumerate(fields):
        if field.turns_with in names[f + 1 :]:
            g = names.index(field.turns_with)
            _turn(columns, (f, g), _crosswise(field, fields[g], pairs))
    return np.stack(columns, axis=1) if columns else np.zeros((len(pairs), 0), np.int8)


def _crosswise(one: Field, other: Field, pairs: Pairs) -> tuple[Levels, Levels]:
    """One's value on the left against the other's on the right, and the other way round."""
    count = len(one.values)
    both = [*one.values, *other.values]
    left, right = pairs[:, 0], pairs[:, 1]
    return levels(one.kind, both, left, right + count), levels(one.kind, both, left + count, right)


def _turn(columns: list[Levels], places: tuple[int, int], crossed: tuple[Levels, Levels]) -> None:
    """Where two fields agree better crosswise they were changed over: that counts as very near, not as the same."""
    f, g = places
    straight = np.maximum(columns[f], DIFFERS).astype(int) + np.maximum(columns[g], DIFFERS)
    over = (np.maximum(crossed[0], DIFFERS).astype(int) + np.maximum(crossed[1], DIFFERS)) > straight + 1
    for place, steps in zip(places, crossed, strict=True):
        columns[place] = np.where(over & (steps >= NEAR), np.int8(VERY_NEAR), np.where(over, steps, columns[place]))


def learn(fields: Sequence[Field], pairs: Pairs, steps: Levels, *, seed: int = 1) -> Weights:
    """The weights for these records, without any answers. `pairs` and `steps` are the candidates and their agreement.

    The prior is one in the number of records: that each record has about one twin."""
    count = len(fields[0].values)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, count, (DRAWN, 2))
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    by_chance = compare(fields, drawn)
    u = np.stack([_shares(np.bincount(by_chance[:, f], minlength=LEVELS)[:LEVELS] * 1.0 + _SMOOTH)
                  for f in range(len(fields))])  # fmt: skip
    m = _learn_m(steps, u, rng)
    shares = tuple(_frequencies(field.values) for field in fields)
    return Weights(m, u, -float(np.log(max(2, count))), shares)


def odds(fields: Sequence[Field], pairs: Pairs, steps: Levels, weights: Weights) -> F64:
    """The log odds of each pair, without what each field adds."""
    found = np.zeros(len(pairs))
    for at in range(0, len(pairs), AT_ONCE):
        piece = slice(at, at + AT_ONCE)
        found[piece] = score(fields, pairs[piece], steps[piece], weights).odds
    return found


def score(fields: Sequence[Field], pairs: Pairs, steps: Levels, weights: Weights) -> Scored:
    """What speaks for and against each pair, field by field, in natural log units."""
    added = np.zeros(steps.shape)
    for f, field in enumerate(fields):
        worth = np.log(np.maximum(weights.m[f], _LEAST)) - np.log(np.maximum(weights.u[f], _LEAST))
        worth[0] = 0.0
        added[:, f] = worth[steps[:, f]]
        same = np.flatnonzero(steps[:, f] == SAME)
        if len(same):
            share = np.array([weights.shares[f][field.values[i]] for i in pairs[same, 0]])
            added[same, f] = np.log(max(weights.m[f, SAME], _LEAST)) - np.log(share)
    return Scored(pairs, steps, added, added.sum(axis=1) + weights.prior)


def _frequencies(values: Sequence[str]) -> dict[str, float]:
    """The share of records that have a value though they are another's: one of those that have it is the twin."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    total = sum(counts.values())
    return {value: max(number - 1, 0.5) / total for value, number in counts.items()}


def _learn_m(steps: Levels, u: F64, rng: np.random.Generator) -> F64:
    fields = u.shape[0]
    sums, weight = np.zeros((fields, LEVELS)), np.zeros(fields)
    for chosen in range(fields):
        agree = np.flatnonzero(steps[:, chosen] == SAME)
        if len(agree) < ENOUGH or fields < 2:
            continue
        if len(agree) > LEARNT_ON:
            agree = np.sort(rng.choice(agree, LEARNT_ON, replace=False))
        others = [f for f in range(fields) if f != chosen]
        m, share = maximise(steps[agree][:, others], u[others])
        for k, f in enumerate(others):
            sums[f] += share * len(agree) * m[k]
            weight[f] += share * len(agree)
    known = weight > 0
    return np.where(known[:, None], sums / np.where(known, weight, 1.0)[:, None], START)


def maximise(steps: Levels, u: F64) -> tuple[F64, float]:
    """Expectation maximisation with u fixed: m (fields x steps), and the share of pairs that are the same record."""
    fields = u.shape[0]
    powers = LEVELS ** np.arange(fields, dtype=np.int64)
    patterns, counts = np.unique(steps.astype(np.int64) @ powers, return_counts=True)
    seen = (patterns[:, None] // powers) % LEVELS
    m, share = np.tile(START, (fields, 1)), 0.3
    at = np.arange(fields)
    against = np.where(seen > 0, np.log(np.maximum(u, _LEAST))[at, seen], 0.0).sum(axis=1)
    for _ in range(ROUNDS):
        for_it = np.where(seen > 0, np.log(np.maximum(m, _LEAST))[at, seen], 0.0).sum(axis=1)
        odds = np.log(share) - np.log1p(-share) + for_it - against
        held = counts / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0)))
        share = float(np.clip(held.sum() / counts.sum(), 1e-5, 0.98))
        for f in range(fields):
            m[f] = _shares(np.bincount(seen[:, f], weights=held, minlength=LEVELS)[:LEVELS] + _SMOOTH / 2)
    return m, share


def _shares(counts: F64) -> F64:
    found = np.array(counts, dtype=np.float64)
    found[0] = 0.0  # missing says nothing
    return np.asarray(found / found.sum())
