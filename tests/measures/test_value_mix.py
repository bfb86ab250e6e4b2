"""Values that are all mix, and values that are not."""

from __future__ import annotations

import pytest

from sellwright.measures import value_mix
from tests.measures.deal_books import book


def table(price: dict[tuple[str, str], int], counts: dict[tuple[str, str], int]) -> str:
    lines = ["id,created,close date,stage,amount,rep,product"]
    for (who, what), count in counts.items():
        lines += [f"{who}{what}{i},2025-01-01,2025-02-01,won,{price[who, what]},{who},{what}" for i in range(count)]
    return "\n".join(lines)


SOLD = {("Anna", "big"): 80, ("Anna", "small"): 20, ("Ben", "big"): 20, ("Ben", "small"): 80}


def test_same_prices_other_products_is_mix() -> None:
    deals = book(table(dict(zip(SOLD, (1000, 100, 1000, 100), strict=True)), SOLD))
    (found,) = value_mix.measure(deals, ["product"])
    assert (found.by, found.what, found.low, found.high) == ("rep", "product", 280, 820)
    assert found.share == pytest.approx(1)
    assert found.is_mix


def test_same_products_other_prices_is_not() -> None:
    even = dict.fromkeys(SOLD, 50)
    deals = book(table(dict(zip(SOLD, (1300, 130, 1000, 100), strict=True)), even))
    (found,) = value_mix.measure(deals, ["product"])
    assert not found.is_mix


def test_too_few_amounts_say_nothing() -> None:
    assert value_mix.measure(book(table(dict.fromkeys(SOLD, 5), dict.fromkeys(SOLD, 10))), ["product"]) == ()
