"""Pairs for the week (card C12): those meet who can learn most from each other, and not again within four weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sellwright.interactions.team import Team
from sellwright.stats import pairing

VERSION = 1
REST_DAYS = 28  # a pair of the four weeks before is not made again


@dataclass(frozen=True, slots=True)
class Pair:
    """`seeker` asks `giver` about `skill`. `again`: they met within four weeks, as there was no way around."""

    seeker: str
    giver: str
    skill: str
    gap: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """`resting`: who has no partner, '' when the number is even. `certain`: no better set of pairs exists."""

    pairs: tuple[Pair, ...]
    resting: str
    total: float
    smallest: float
    certain: bool


def measure(team: Team, week: date) -> Week:
    """The largest sum of gaps, then the largest smallest gap, without repeats where that can be. A pair's gap is the
    largest over the skills both have a number for, 0 without one. With an odd number one rests, not twice in four weeks
    where that can be."""
    names = sorted(team.skills, key=str.casefold)
    places = [*names, ""] if len(names) % 2 else names
    index = {name: i for i, name in enumerate(places)}
    barred = set()
    for past in team.past:
        if 0 < (week - past.week).days <= REST_DAYS:
            for pair in past.pairs:
                both = [index[name] for name in (pair if len(pair) == 2 else (*pair, "")) if name in index]
                if len(both) == 2:
                    barred.add((min(both), max(both)))
    gaps = [[-1.0 if not (a and b) else _gap(team.skills[a], team.skills[b])[0] for b in places] for a in places]
    found, certain = pairing.best(gaps, barred)
    pairs = [_pair(team, places[i], places[j], (i, j) in barred) for i, j in found if places[i] and places[j]]
    rests = [places[i] or places[j] for i, j in found if not (places[i] and places[j])]
    return Week(
        tuple(sorted(pairs, key=lambda pair: (-pair.gap, pair.seeker))), rests[0] if rests else "",
        sum(pair.gap for pair in pairs), min((pair.gap for pair in pairs), default=0.0), certain,
    )  # fmt: skip


def _pair(team: Team, a: str, b: str, again: bool) -> Pair:
    gap, skill = _gap(team.skills[a], team.skills[b])
    seeker, giver = (a, b) if team.skills[a].get(skill, 0) <= team.skills[b].get(skill, 0) else (b, a)
    return Pair(seeker, giver, skill, gap, again)


def _gap(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[float, str]:
    both = sorted(a.keys() & b.keys())
    return max(((abs(a[skill] - b[skill]), skill) for skill in both), key=lambda one: one[0], default=(0.0, ""))
