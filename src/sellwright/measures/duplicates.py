"""Which records are probably one and the same person or firm, each with what speaks for and against it:
docs/measures/duplicates.md."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
SUGGESTED_ODDS = math.log(SUGGESTED / (1 - SUGGESTED))
_COMMON = 8  # times the share of a value that one record has
_MOST_COMMON = 4_000  # values of a field kept with their shares
_U: dict[Kind, tuple[float, ...]] = {  # what strangers agree in by chance, by step; counted anew by each search
    "name": (0.0, 0.963, 0.03, 0.004, 0.001, 0.002), "text": (0.0, 0.985, 0.01, 0.003, 0.001, 0.001),
    "code": (0.0, 0.9974, 0.002, 0.0005, 0.00005, 0.00005), "date": (0.0, 0.99, 0.008, 0.001, 0.0005, 0.0005),
    "email": (0.0, 0.9939, 0.005, 0.001, 0.00009, 0.00001), "number": (0.0, 0.98, 0.0, 0.0, 0.0, 0.02),
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "given": "name", "surname": "name", "place": "name", "firm": "text", "street": "text", "text": "text",
    "house": "number", "number": "number", "postcode": "code", "phone": "code", "code": "code", "date": "date",
    "email": "email",
}  # fmt: skip
_PEOPLE, _FIRMS = ("given", "surname", "date"), ("firm",)  # what names a record itself


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

    @property
    def odds(self) -> float:
        """Natural log of the odds that they are one."""
        return self.start + sum(reason.added for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Found:
    """`twins`: pairs worth showing, surest first. `groups`: records that are one, by position. `compared`: pairs looked
    at; `answer` says when there was too little to tell."""

    twins: tuple[Twin, ...]
    groups: tuple[tuple[int, ...], ...]
    compared: int
    answer: str = ""
    learnt: Learnt | None = None  # None where nothing was learnt from the book itself


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a search over a whole book learnt: with it one record more is compared without the book at hand.

    `fields`: (title, kind, title of the field it is changed over with). `shares`: per field the share of each value
    that more than a few have."""

    fields: tuple[tuple[str, Kind, str], ...]
    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]
    prior: float
    shares: tuple[dict[str, float], ...]
    rare: tuple[float, ...]  # the share of every other value
    within: tuple[tuple[tuple[float, ...], ...], ...] = ()  # u among records that share the value of a field
    own: tuple[str, ...] = ()  # titles of the fields that name the record itself


class _Shares(dict[str, float]):
    """Shares of common values; every other has `rare`."""

    def __init__(self, held: Mapping[str, float], rare: float) -> None:
        super().__init__(held)
        self._rare = rare

    def __missing__(self, value: str) -> float:
        return self._rare


def likely(columns: Sequence[Column], learnt: Learnt) -> tuple[Twin, ...]:
    """The first record of these columns compared with each of the others, likeliest first, whatever the chance."""
    known = {title: values for column in columns for title, values in _parts(column)}
    count = len(columns[0].values) if columns else 0
    blank = [""] * count
    fields = [
        odds_of.Field(title, kind, known.get(title, blank), turns_with, title in learnt.own)
        for title, kind, turns_with in learnt.fields
    ]
    if count < 2 or not fields:
        return ()
    fields = _telling(fields)
    u = np.array(learnt.u)
    weights = odds_of.Weights(
        np.array(learnt.m), u, learnt.prior,
        tuple(_Shares(held, rare) for held, rare in zip(learnt.shares, learnt.rare, strict=True)),
        np.array(learnt.within) if learnt.within else np.tile(u, (len(u), 1, 1)),
    )  # fmt: skip
    pairs = np.array([(0, i) for i in range(1, count)], dtype=np.int64)
    scored = odds_of.score(fields, pairs, odds_of.compare(fields, pairs), weights)
    names = [field.name for field in fields]
    found = [_twin(names, scored, i, weights.prior) for i in range(len(pairs))]
    return tuple(sorted(found, key=lambda twin: (-twin.odds, twin.right)))


def unlearnt(columns: Sequence[tuple[str, Role]], records: int) -> Learnt:
    """What is reckoned of columns (title, role) before a book was searched: design defaults, to show likely ones to
    somebody who types."""
    empty = [Column(title, role, ("x",)) for title, role in columns]
    fields = [(title, kind, "") for column in empty for title, kind in _kinds_of(column)]
    m = tuple(tuple(odds_of.START.tolist()) for _ in fields)
    u = tuple(_U[kind] for _, kind, _ in fields)
    return Learnt(
        tuple(fields), m, u, -math.log(max(FEWEST, records)), tuple({} for _ in fields), tuple(one[5] for one in u)
    )


def _learnt(fields: Sequence[odds_of.Field], weights: odds_of.Weights) -> Learnt:
    rare = tuple(min(held.values(), default=0.5) for held in weights.shares)
    common = tuple(
        dict(sorted(((value, share) for value, share in held.items() if share > _COMMON * least),
                    key=lambda pair: (-pair[1], pair[0]))[:_MOST_COMMON])
        for held, least in zip(weights.shares, rare, strict=True)
    )  # fmt: skip
    rows = [tuple(tuple(row) for row in table.tolist()) for table in (weights.m, weights.u)]
    named = tuple((field.name, field.kind, field.turns_with) for field in fields)
    own = tuple(field.name for field in fields if field.own)
    within = tuple(tuple(tuple(row) for row in table) for table in weights.within.tolist())
    return Learnt(named, rows[0], rows[1], weights.prior, common, tuple(2 * least for least in rare), within, own)


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
    shown = np.flatnonzero(odds >= SUGGESTED_ODDS)
    shown = shown[np.lexsort((pairs[shown, 1], pairs[shown, 0], -odds[shown]))]
    scored = odds_of.score(fields, pairs[shown], steps[shown], weights)
    names = [field.name for field in fields]
    twins = tuple(_twin(names, scored, i, weights.prior) for i in range(len(shown)))
    return Found(twins, tuple(map(tuple, together)), len(pairs), learnt=_learnt(fields, weights))


def _fields(columns: Sequence[Column]) -> list[odds_of.Field]:
    """The columns made comparable. A given name knows the surname it may have been changed over with."""
    parts = [
        (part, column.title if part == column.role else part, values)
        for column in columns
        for part, values in all_of(column.role, column.values).items()
        if any(values)
    ]
    surname = next((title for part, title, _ in parts if part == "surname"), "")
    own = _PEOPLE if surname else _FIRMS
    return _telling(
        [
            odds_of.Field(title, _KINDS[part], values, surname if part == "given" else "", part in own)
            for part, title, values in parts
        ]
    )


def _telling(fields: list[odds_of.Field]) -> list[odds_of.Field]:
    """Addresses know which of them only say the names again."""
    names = [field.values for field in fields if field.own and field.kind == "name"]
    return [
        replace(field, repeats=[aliases.repeats(*one) for one in zip(field.values, *names, strict=True)])
        if field.kind == "email" and len(names) == 2
        else field
        for field in fields
    ]


def _parts(column: Column) -> list[tuple[str, Sequence[str]]]:
    """A column's comparable parts by their titles."""
    parts = all_of(column.role, column.values).items()
    return [(column.title if part == column.role else part, values) for part, values in parts]


def _kinds_of(column: Column) -> list[tuple[str, Kind]]:
    return [(column.title if part == column.role else part, _KINDS[part]) for part in all_of(column.role, ("",))]


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
    names = Names(different)
    shown = list(twins)
    for one, other, like in names.pairs(LIKE):
        twin = _spelt(column.title, places[different[one]][0], places[different[other]][0], like)
        twins.append(twin)
        if names.holds(one, other):  # each with a word of its own: perhaps two branches, perhaps two firms
            shown.append(twin)
    return _by_spelling(twins, shown, len(plain))


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


def _by_spelling(twins: Sequence[Twin], shown: Sequence[Twin], count: int) -> Found:
    pairs = np.array([(twin.left, twin.right) for twin in twins], dtype=np.int64).reshape(-1, 2)
    ordered = tuple(sorted(shown, key=lambda twin: (-twin.reasons[0].added, twin.left, twin.right)))
    return Found(ordered, tuple(sorted(map(tuple, hanging_together(count, pairs)))), len(twins))
