"""How likely two records are the same one, from how far their fields agree (Fellegi and Sunter 1969).

Each field and step of agreement has two chances: m among records that are the same, u among records taken at random.
The log of m / u is what that agreement weighs; the weights of a pair add up, on top of the log of the chance that two
records taken at random are the same. u is counted on random pairs; m is learnt without answers (expectation
maximisation), each time on the pairs that agree wholly in one field, from all the other fields: pairs chosen because
they agree would otherwise be taken for what agreement looks like. An agreement on a rare value weighs more than one on
a common value: there u is the value's own share.

Colleagues and families share a firm, a telephone, a town, and are not one. What else pairs have in common that agree
in such a field, though they are not the same record, is learnt beside m (a third class, as Larsen and Rubin 2001), and
u is taken from there for pairs that agree in it. Names tell the two apart: in a name those pairs begin as strangers do.
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
DRAWN_TO = 200  # pairs as of strangers, added to those who share something and are not one: names of firms tell
# less surely who that is than people's, where ENOUGH are added
FEW = 0.25  # of those who seem one by their name; see `_learn_m`
LEARNT_ON = 400_000  # pairs that agree in a field from which m is learnt, at most
AT_ONCE = 250_000  # pairs compared or added up at a time
START = np.array([0.0, 0.10, 0.08, 0.12, 0.10, 0.60])  # m before anything is learnt
HELD = 4.0  # m of people's names is held near START so many times as strongly as by what is seen; see `maximise`
SHARED, OWN, GIVEN, FAMILY = range(4)
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
    own: bool = False  # it names the record itself, where the others may be shared by several: a firm, a telephone
    repeats: Sequence[bool] = ()  # which values only say an own field again: anna.berg@firm.com of Anna Berg


@dataclass(frozen=True, slots=True)
class Weights:
    """`m` and `u`: fields x steps. `prior`: log odds that two records at random are one. `shares`: per field, the share
    of each value. `within`: fields x fields x steps, u among pairs that agree wholly in the first field."""

    m: F64
    u: F64
    prior: float
    shares: tuple[dict[str, float], ...]
    within: F64


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
    for f, field in enumerate(fields):
        if len(field.repeats):  # alike with such a value says nothing that the names do not say already
            unsure = np.flatnonzero((columns[f] > DIFFERS) & (columns[f] < SAME))
            both = [field.repeats[a] and field.repeats[b] for a, b in pairs[unsure].tolist()]
            columns[f][unsure[np.array(both, dtype=bool)]] = 0
    return np.stack(columns, axis=1) if columns else np.zeros((len(pairs), 0), np.int8)


def _crosswise(one: Field, other: Field, pairs: Pairs) -> tuple[Levels, Levels]:
    """One's value on the left against the other's on the right, and the other way round."""
    count = len(one.values)
    both = [*one.values, *other.values]
    left, right = pairs[:, 0], pairs[:, 1]
    return levels(one.kind, both, left, right + count), levels(one.kind, both, left + count, right)


def _turn(columns: list[Levels], places: tuple[int, int], crossed: tuple[Levels, Levels]) -> None:
    """Where two fields agree better crosswise, and neither differs so, they were changed over: that counts as very
    near, not as the same."""
    f, g = places
    straight = np.maximum(columns[f], DIFFERS).astype(int) + np.maximum(columns[g], DIFFERS)
    over = (np.maximum(crossed[0], DIFFERS).astype(int) + np.maximum(crossed[1], DIFFERS)) > straight + 1
    over &= (crossed[0] != DIFFERS) & (crossed[1] != DIFFERS)  # else Berg Anna would be nearly Eva Berg
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
    roles = _roles(fields)
    names = [f for f, role in enumerate(roles) if role in (GIVEN, FAMILY)]
    namesakes = count * (count - 1) / 2 * float(np.prod(u[names, SAME])) if names else 0.0
    m, within = _learn_m(steps, u, roles, namesakes, rng)
    shares = tuple(_frequencies(field.values) for field in fields)
    return Weights(m, u, -float(np.log(max(2, count))), shares, within)


def _roles(fields: Sequence[Field]) -> NDArray[np.int8]:
    """What each field is to a record: SHARED with others perhaps, its OWN, a GIVEN name, or a FAMILY's."""
    turned = {field.turns_with for field in fields if field.turns_with}
    found = []
    for field in fields:
        name = FAMILY if field.name in turned else GIVEN if field.turns_with else OWN
        found.append(name if field.own else SHARED)
    return np.array(found, dtype=np.int8)


def odds(fields: Sequence[Field], pairs: Pairs, steps: Levels, weights: Weights) -> F64:
    """The log odds of each pair, without what each field adds."""
    found, rarity = np.zeros(len(pairs)), _rarity(fields, weights)
    for at in range(0, len(pairs), AT_ONCE):
        piece = slice(at, at + AT_ONCE)
        found[piece] = _score(fields, pairs[piece], steps[piece], (weights, rarity)).odds
    return found


def score(fields: Sequence[Field], pairs: Pairs, steps: Levels, weights: Weights) -> Scored:
    """What speaks for and against each pair, field by field, in natural log units."""
    return _score(fields, pairs, steps, (weights, _rarity(fields, weights)))


def _rarity(fields: Sequence[Field], weights: Weights) -> list[F64]:
    """Per field minus the log of the share of each record's value; of an empty one 0."""
    return [
        -np.log(np.array([held[value] if value else 1.0 for value in field.values]))
        for field, held in zip(fields, weights.shares, strict=True)
    ]


def _score(fields: Sequence[Field], pairs: Pairs, steps: Levels, by: tuple[Weights, list[F64]]) -> Scored:
    weights, rarity = by
    added = np.zeros(steps.shape)
    for f in range(len(fields)):
        m = np.log(np.maximum(weights.m[f], _LEAST))
        worth = m - np.log(np.maximum(weights.u[f], _LEAST))
        worth[0] = 0.0
        added[:, f] = worth[steps[:, f]]
        # Alike weighs no more than the same: Berg and Breg no more than the commoner of both would.
        same = m[SAME] + np.minimum(rarity[f][pairs[:, 0]], rarity[f][pairs[:, 1]])
        near = steps[:, f] > DIFFERS
        added[near, f] = np.where(steps[near, f] == SAME, same[near], np.minimum(added[near, f], same[near]))
    added = _of_those_who_share(fields, steps, weights, added)
    return Scored(pairs, steps, added, added.sum(axis=1) + weights.prior)


def _frequencies(values: Sequence[str]) -> dict[str, float]:
    """The share of records that have a value though they are another's: one of those that have it is the twin."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    total = sum(counts.values())
    return {value: max(number - 1, 0.5) / total for value, number in counts.items()}


def _of_those_who_share(fields: Sequence[Field], steps: Levels, weights: Weights, added: F64) -> F64:
    """What fields add in pairs that share something: there agreement in the others is less of a surprise. Of several
    shared fields the one that explains most without the two being one counts."""
    lift = np.maximum(np.log(np.maximum(weights.within, _LEAST)) - np.log(np.maximum(weights.u, _LEAST)), 0.0)
    lift[:, :, 0] = 0.0
    most = np.log(np.maximum(weights.m[:, SAME], _LEAST))  # a value's share is one at most
    found, least = added.copy(), added.sum(axis=1)
    for c in [c for c, field in enumerate(fields) if not field.own]:
        rows = np.flatnonzero(steps[:, c] == SAME)
        lifted = np.stack([lift[c, f][steps[rows, f]] for f in range(len(fields))], axis=1)
        lifted[:, c] = 0.0
        left = np.where(steps[rows] == SAME, np.maximum(added[rows] - lifted, most), added[rows] - lifted)
        total = left.sum(axis=1)
        fewer = total < least[rows]
        found[rows[fewer]], least[rows[fewer]] = left[fewer], total[fewer]
    return found


def _learn_m(
    steps: Levels, u: F64, roles: NDArray[np.int8], namesakes: float, rng: np.random.Generator
) -> tuple[F64, F64]:
    """m, and u within each field (as `Weights.within`). `namesakes`: pairs of strangers that have one name by chance.

    In a big book they are many, and a learner takes them for one person of two addresses: where they would be more than
    `FEW` of those, pairs that agree in a name tell m only of fields of which no others tell."""
    fields = u.shape[0]
    sums, weight = np.zeros((2, fields, LEVELS)), np.zeros((2, fields))  # surely, and by names of many
    within = np.tile(u, (fields, 1, 1))
    for chosen in range(fields):
        agree = np.flatnonzero(steps[:, chosen] == SAME)
        if len(agree) < ENOUGH or fields < 2:
            continue
        number = len(agree)
        if number > LEARNT_ON:
            agree = np.sort(rng.choice(agree, LEARNT_ON, replace=False))
        others = [f for f in range(fields) if f != chosen]
        m, near, share = maximise(steps[agree][:, others], u[others], roles[others])
        if roles[chosen] == SHARED:
            within[chosen, others] = near
        by_name = int(roles[chosen] in (GIVEN, FAMILY) and namesakes > FEW * share * number)
        sums[by_name, others] += share * len(agree) * m
        weight[by_name, others] += share * len(agree)
    told = weight[0] >= ENOUGH
    sums[1, told] = weight[1, told] = 0.0
    total, pairs = sums.sum(axis=0), weight.sum(axis=0)
    known = pairs > 0
    return np.where(known[:, None], total / np.where(known, pairs, 1.0)[:, None], START), within


def maximise(steps: Levels, u: F64, roles: NDArray[np.int8]) -> tuple[F64, F64, float]:
    """Expectation maximisation on pairs that agree in one field: m (fields x steps), u among those of them that are not
    the same record, and the share of those that are.

    What "the same" means is told by what names the record itself (`roles`, see `_roles`): those that are not the same
    begin as strangers there. A learner left alone takes families for one person, so m of people's names is held near
    START; names of firms are written in too many ways for that."""
    fields = u.shape[0]
    powers = LEVELS ** np.arange(fields, dtype=np.int64)
    patterns, counts = np.unique(steps.astype(np.int64) @ powers, return_counts=True)
    seen = (patterns[:, None] // powers) % LEVELS
    m, share, at = np.tile(START, (fields, 1)), 0.3, np.arange(fields)
    own = [f for f in range(fields) if roles[f] in (OWN, GIVEN)]
    first = np.where(seen > 0, np.log(np.maximum(m, _LEAST) / np.maximum(u, _LEAST))[at, seen], 0.0)[:, own].sum(axis=1)
    drawn = u * (ENOUGH if GIVEN in roles else DRAWN_TO)
    rest = counts / (1.0 + np.exp(np.clip(first, -50.0, 50.0)))  # of these pairs, by their own fields alone
    near = np.array([u[f] if f in own else _beside(seen[:, f], rest, drawn[f]) for f in range(fields)])
    for _ in range(ROUNDS):
        sides = [np.where(seen > 0, np.log(np.maximum(side, _LEAST))[at, seen], 0.0).sum(axis=1) for side in (m, near)]
        odds = np.log(share) - np.log1p(-share) + sides[0] - sides[1]
        held = counts / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0)))
        share = float(np.clip(held.sum() / counts.sum(), 1e-5, 0.98))
        for f in range(fields):
            found = np.bincount(seen[:, f], weights=held, minlength=LEVELS)[:LEVELS]
            held_near = HELD * START if roles[f] in (GIVEN, FAMILY) else 0.0
            m[f] = _shares(found + _SMOOTH / 2 + held_near * found[1:].sum())
            if f not in own:
                near[f] = _beside(seen[:, f], counts - held, drawn[f])
    return m, near, share


def _beside(seen: NDArray[np.int64], counts: F64, drawn: F64) -> F64:
    """The share of each step, drawn towards that among strangers where few pairs are seen."""
    found = np.bincount(seen, weights=counts, minlength=LEVELS)[:LEVELS]
    return _shares(found + drawn)


def _shares(counts: F64) -> F64:
    found = np.array(counts, dtype=np.float64)
    found[0] = 0.0  # missing says nothing
    return np.asarray(found / found.sum())
