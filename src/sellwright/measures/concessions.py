"""What we gave away in a deal, and what we got for it (card C25, glossary): docs/measures/concessions.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sellwright.interactions.results import Reason, Result

VERSION = 1


@dataclass(frozen=True, slots=True)
class Concession:
    """One thing given away. `cost` None: not written down. `returned`: something was got for it. `asked_by`: "them",
    "us" (we offered it unasked) or ''."""

    id: str
    cost: Decimal | None
    currency: str
    returned: bool
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """One price of an offer."""

    on_date: date
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Path:
    """Prices of one currency in order of their days, and how far the last is from the first, as a share of the first
    (None with fewer than two, or where the first is 0)."""

    currency: str
    prices: tuple[Price, ...]
    moved: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`costs`: what is known of it, by currency, never added across; `uncosted`: how many have no cost written down."""

    given: int
    without_return: int
    unasked: int
    costs: tuple[tuple[str, Decimal], ...]
    uncosted: int
    paths: tuple[Path, ...]
    ids: tuple[str, ...]

    def result(self, deal: str) -> Result:
        """The shape all measures share."""
        words = f"{self.without_return} of {self.given} without return" if self.given else "nothing given away"
        reasons = (Reason("without return", self.ids, side="us"),) if self.ids else ()
        number = self.without_return / self.given if self.given else None
        return Result("concessions", VERSION, deal, number, "share", words, self.given, reasons)


def measure(given: Sequence[Concession], prices: Sequence[Price]) -> Answer:
    """The concessions of one deal, and the way of its prices (those of offers as they were given)."""
    costs: dict[str, Decimal] = {}
    for one in given:
        if one.cost is not None:
            costs[one.currency] = costs.get(one.currency, Decimal(0)) + one.cost
    by_currency: dict[str, list[Price]] = {}
    for price in sorted(prices, key=lambda price: price.on_date):
        by_currency.setdefault(price.currency, []).append(price)
    free = [one for one in given if not one.returned]
    return Answer(
        given=len(given),
        without_return=len(free),
        unasked=sum(one.asked_by == "us" for one in given),
        costs=tuple(sorted(costs.items())),
        uncosted=sum(one.cost is None for one in given),
        paths=tuple(_path(currency, held) for currency, held in sorted(by_currency.items())),
        ids=tuple(one.id for one in free),
    )


def _path(currency: str, prices: list[Price]) -> Path:
    first, last = prices[0].price, prices[-1].price
    moved = float((last - first) / first) if len(prices) > 1 and first else None
    return Path(currency, tuple(prices), moved)
