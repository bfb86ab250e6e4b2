"""Books of deals made for tests: through the same reader as a file, so that what is tested is what is used."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sellwright.interactions import deal_reading
from sellwright.interactions.deals import Deals
from sellwright.interactions.table_words import Table
from sellwright.protocols.tables import plain

TODAY = date(2026, 6, 1)


def book(text: str, **said: object) -> Deals:
    """The deals of a table written as words: a line a row, cells parted by commas."""
    lines = [tuple(cell.strip() for cell in line.split(",")) for line in text.strip().splitlines()]
    table = Table("deals.csv", lines[0], tuple(lines[1:]), tuple(range(1, len(lines))))
    return deal_reading.read(table, {}, plain, TODAY, **said)  # type: ignore[arg-type]


def funnel(deals: int, seed: int, rates: tuple[float, ...] = (0.5, 0.4, 0.25), planted: dict[int, float] | None = None,
           quarters: int = 8) -> str:  # fmt: skip
    """A log of three stages from 2024 on; `planted`: the middle rate of some quarters."""
    chance, stages = random.Random(seed), ("lead", "discovery", "proposal")
    lines = ["deal,account,stage,entered,amount"]
    for i in range(deals):
        quarter = i * quarters // deals
        on = date(2024, 1, 1) + timedelta(days=int(i * quarters * 91.25 / deals))
        own = [*rates]
        own[1] = (planted or {}).get(quarter, own[1])
        for stage, rate in zip(stages, own, strict=True):
            lines.append(f"D{i},A{i},{stage},{on},1000")
            on += timedelta(days=chance.randint(1, 6))
            if chance.random() >= rate:
                lines.append(f"D{i},A{i},lost,{on},1000")
                break
        else:
            lines.append(f"D{i},A{i},won,{on},1000")
    return "\n".join(lines)


def rows(deals: int, seed: int, won: dict[str, float], more: str = "", filled: object = None) -> str:
    """A row a deal, the share won depending on its source."""
    chance = random.Random(seed)
    lines = [f"id,created,close date,stage,amount,source{more and ',' + more}"]
    for i in range(deals):
        on = date(2024, 1, 1) + timedelta(days=i * 700 // deals)
        source = chance.choice([*won])
        ends = on + timedelta(days=chance.randint(3, 60))
        is_won = chance.random() < won[source]
        told = filled(chance, is_won, on, ends) if callable(filled) else ""
        tail = f"{chance.randint(1, 9)}00,{source}{more and ',' + told}"
        lines.append(f"{i},{on},{ends},{'won' if is_won else 'lost'},{tail}")
    return "\n".join(lines)
