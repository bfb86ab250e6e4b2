"""Little's law by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sellwright.measures import zombies
from tests.measures.deal_books import book


def test_twelve_a_month_for_two_and_a_half_months() -> None:
    """domain: 12 a month x 2.5 months = 30; 45 open: 15 to question, or deals take 3.75 months."""
    assert zombies.expected(12, 2.5) == 30
    start = np.datetime64("2025-01-01")
    lines = ["id,created,close date,stage"]
    for i in range(144):  # twelve a month for a year
        on = start + int(i * 365.25 / 144)
        closed = on + 76
        lines.append(f"d{i:03},{on},{closed if i < 99 else ''},{'won' if i < 99 else 'open'}")
    lines[-1] = f"d143,{start + 364},,open"
    found = zombies.measure(book("\n".join(lines)))
    assert (found.open, found.excess) == (45, 15)
    assert found.expected == pytest.approx(30, abs=0.3)
    assert found.months_if_real == pytest.approx(3.75, abs=0.02)
    assert found.question[:2] == ("d099", "d100")


def test_nobody_knows_with_few_closed() -> None:
    found = zombies.measure(book("id,created,close date,stage\na,2025-01-01,,open\nb,2025-01-01,2025-02-01,won"))
    assert (found.expected, found.excess) == (None, 0)
