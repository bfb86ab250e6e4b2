"""Which records are probably one and the same person or firm, each with what speaks for and against it:
docs/measures/duplicates.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sellwright.interactions import aliases
from sellwright.interactions.record_fields import Role, all_of
from sellwright.stats import fellegi_sunter as odds_of
from sellwright.stats.agreement import Kind
from sellwright.stats.candidate_pairs import Pairs, candidates
from sellwright.stats.likeness_of_names import LIKE, Names
from sellwright.stats.linking import groups, hanging_together

VERSION = 1
SUGGESTED = 0.98  # chance from which a pair is shown to anybody: at most one in fifty is wrong
_BOUND = math.log(2.0)  # groups are bound by what is twice as likely as not
FEWEST = 20  # records below which nothing is learnt from the book itself
_SUGGESTED_ODDS = math.log(SUGGESTED / (1 - SUGGESTED))
_KINDS: dict[str, Kind] = {
    "given": "name", "surname": "name", "place": "name", "firm": "text", "street": "text", "text": "text",
    "house": "number", "number": "number", "postcode": "code", "phone": "code", "code": "code", "date": "date",
    "email": "email",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of all records: `values` by position, '' where nothing is known."""

    title: str
    role: Role
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field adds, in natural log units: above 0 speaks for one. `step`: 1 differs ... 5 the same."""

    field: str
    step: int
    added: float


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records by position, the lower first, and the chance that they are one. `reasons` and `start` (what is
    reckoned before anything is compared) add up to the log odds."""

    left: int
    right: int
    chance: float
    start: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`twins`: pairs worth showing, surest first. `groups`: records that are one, by position. `compared`: pairs looked
    at; `answer` says when there was too little to tell."""

    twins: tuple[Twin, ...]
    groups: tuple[tuple[int, ...], ...]
    compared: int
    answer: str = ""


def measure(columns: Sequence[Column]) -> Found:
    """Duplicates among records of these columns. One column of names alone is judged by its spelling."""
    filled = [column for column in columns if any(value.strip() for value in column.values)]
    if len(filled) == 1 and filled[0].role == "firm":
        return _firms(filled[0])
    if len(filled) == 1 and filled[0].role == "name":
        return _people(filled[0])
    fields = _fields(filled)
    if len(fields) < 2 or len(fields[0].values) < FEWEST:
        return Found((), (), 0, f"too little to tell: {FEWEST} records and two filled columns are needed")
    pairs = candidates([(field.kind, field.values) for field in fields])
    steps = odds_of.compare(fields, pairs)
    weights = odds_of.learn(fields, pairs, steps)
    odds = odds_of.odds(fields, pairs, steps, weights)

    def judge(asked: Pairs) -> odds_of.F64:
        return odds_of.odds(fields, asked, odds_of.compare(fields, asked), weights)

    together = groups(len(fields[0].values), pairs, odds, judge, least=_BOUND)
    shown = np.flatnonzero(odds >= _SUGGESTED_ODDS)
    shown = shown[np.lexsort((pairs[shown, 1], pairs[shown, 0], -odds[shown]))]
    scored = odds_of.score(fields, pairs[shown], steps[shown], weights)
    names = [field.name for field in fields]
    twins = tuple(_twin(names, scored, i, weights.prior) for i in range(len(shown)))
    return Found(twins, tuple(map(tuple, together)), len(pairs))


def _fields(columns: Sequence[Column]) -> list[odds_of.Field]:
    """The columns made comparable. A given name knows the surname it may have been changed over with."""
    parts = [
        (part, column.title if part == column.role else part, values)
        for column in columns
        for part, values in all_of(column.role, column.values).items()
        if any(values)
    ]
    surname = next((title for part, title, _ in parts if part == "surname"), "")
    return [
        odds_of.Field(title, _KINDS[part], values, surname if part == "given" else "") for part, title, values in parts
    ]


def _twin(names: Sequence[str], scored: odds_of.Scored, i: int, prior: float) -> Twin:
    reasons = tuple(
        Reason(name, int(step), float(added))
        for name, step, added in zip(names, scored.steps[i], scored.added[i], strict=True)
        if step
    )
    left, right = scored.pairs[i].tolist()
    return Twin(left, right, _chance(float(scored.odds[i])), prior, reasons)


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(odds, 700.0))) if odds >= 0 else math.exp(odds) / (1.0 + math.exp(odds))


def _firms(column: Column) -> Found:
    """Firms by their names alone: alike from `LIKE` on, whatever their legal form."""
    plain = all_of("firm", column.values)["firm"]
    different = sorted({name for name in plain if name})
    places: dict[str, list[int]] = {}
    for i, name in enumerate(plain):
        places.setdefault(name, []).append(i)
    # A name a thousand records share is told once each, against the first of them: not a thousand times a thousand.
    twins = [_spelt(column.title, places[name][0], other, 1.0) for name in different for other in places[name][1:]]
    for one, other, like in Names(different).pairs(LIKE):
        twins.append(_spelt(column.title, places[different[one]][0], places[different[other]][0], like))
    return _by_spelling(twins, len(plain))


def _people(column: Column) -> Found:
    """People by their names and handles alone; only sure ones are shown, likely ones bind groups."""
    likely = aliases.groups(column.values)
    sure = [pair for pair in likely if aliases.same(column.values[pair[0]], column.values[pair[1]]) == "sure"]
    shown = tuple(_spelt(column.title, a, b, 1.0) for a, b in sure)
    together = hanging_together(len(column.values), np.array(likely, dtype=np.int64).reshape(-1, 2))
    return Found(shown, tuple(sorted(map(tuple, together))), len(likely))


def _spelt(title: str, a: int, b: int, like: float) -> Twin:
    """A pair known by spelling alone: no chance is claimed beyond the one it is shown from."""
    return Twin(min(a, b), max(a, b), SUGGESTED, 0.0, (Reason(title, 5 if like == 1.0 else 4, like),))


def _by_spelling(twins: Sequence[Twin], count: int) -> Found:
    pairs = np.array([(twin.left, twin.right) for twin in twins], dtype=np.int64).reshape(-1, 2)
    ordered = tuple(sorted(twins, key=lambda twin: (-twin.reasons[0].added, twin.left, twin.right)))
    return Found(ordered, tuple(sorted(map(tuple, hanging_together(count, pairs)))), len(twins))
