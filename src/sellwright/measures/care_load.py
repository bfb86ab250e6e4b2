"""How much care the promises ask for, and how much there is (card C3, predicted)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sellwright.interactions.care import Crew, Tier

VERSION = 1


@dataclass(frozen=True, slots=True)
class Load:
    """Hours in the period. `dilution`: the share of the promised care there are no hours for."""

    required: float
    capacity: float
    load: float
    dilution: float
    by_tier: tuple[tuple[str, float], ...]  # hours each tier asks for
    fewer: tuple[tuple[str, int], ...] = ()  # accounts to take from one tier so that all fits, where that suffices
    more_people: int = 0  # or people to add
    lighter: tuple[tuple[str, float], ...] = ()  # or hours an account in one tier, where that suffices


def measure(tiers: Sequence[Tier], crew: Crew) -> Load:
    """Required H = sum of accounts x hours; capacity C = hours x (1 - slack); load H / C; dilution max(0, 1 - C / H).

    Capacity 0 with something promised gives an infinite load and dilution 1.
    """
    required = math.fsum(tier.accounts * tier.hours for tier in tiers)
    capacity = crew.hours * (1 - crew.slack)
    load = required / capacity if capacity else math.inf if required else 0.0
    by_tier = tuple((tier.name, tier.accounts * tier.hours) for tier in tiers)
    over = required - capacity
    if over <= 1e-9:
        return Load(required, capacity, load, 0.0, by_tier)
    enough = [tier for tier in tiers if tier.accounts * tier.hours >= over]
    each = capacity / crew.people if crew.people else 0.0
    return Load(
        required, capacity, load, 1 - capacity / required, by_tier,
        tuple((tier.name, math.ceil(over / tier.hours - 1e-9)) for tier in enough),
        math.ceil(over / each - 1e-9) if each else 0,
        tuple((tier.name, tier.hours - over / tier.accounts) for tier in enough),
    )  # fmt: skip
