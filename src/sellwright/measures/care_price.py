"""What care costs and what it must earn (card C5)."""

from __future__ import annotations

from dataclasses import dataclass

from sellwright.interactions.care import Offer

VERSION = 1


@dataclass(frozen=True, slots=True)
class Price:
    """`break_even`: the premium that pays for the care, as a share of the price. Money in the sheet's currency."""

    care_cost: float
    margin: float
    break_even: float


def measure(offer: Offer) -> Price:
    """Care cost = hours x cost of an hour; margin = price - delivery - care cost; break-even = care cost / price."""
    cost = offer.care_hours * offer.hour_cost
    return Price(cost, offer.price - offer.delivery - cost, cost / offer.price)
