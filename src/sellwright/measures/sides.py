"""Which side an offer stands on, and whether price and care agree (card C6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sellwright.interactions.care import Offer

VERSION = 1
BY_HAND = 0.5  # of letters
REACHABLE = 0.9  # of requests answered within the promise
Side = Literal["relational", "transactional", "promises care, sends machines", "care unpaid", "not told"]


@dataclass(frozen=True, slots=True)
class Stand:
    """`care` and `price`: whether there is evidence of each; None where nobody said. The two sides that contradict
    themselves are work for the iceberg."""

    side: Side
    care: bool | None
    price: bool | None
    missing: tuple[str, ...] = ()

    @property
    def contradicts(self) -> bool:
        """Whether price and care disagree."""
        return self.side in ("promises care, sends machines", "care unpaid")


def measure(offer: Offer, break_even: float) -> Stand:
    """`break_even`: the premium at which care is paid for, as a share of the price."""
    care = None
    if offer.by_hand is not None and offer.reachable is not None:
        care = offer.by_hand >= BY_HAND and offer.reachable >= REACHABLE
    price = None if offer.premium is None else offer.premium > 0 and offer.premium >= break_even - 1e-12
    asked = (("by_hand", offer.by_hand), ("reachable", offer.reachable), ("premium", offer.premium))
    if care is None or price is None:
        return Stand("not told", care, price, tuple(name for name, value in asked if value is None))
    sides: dict[tuple[bool, bool], Side] = {
        (True, True): "relational", (False, False): "transactional",
        (False, True): "promises care, sends machines", (True, False): "care unpaid",
    }  # fmt: skip
    return Stand(sides[care, price], care, price)
