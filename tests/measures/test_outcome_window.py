"""A window worked out by hand."""

from __future__ import annotations

import numpy as np

from sellwright.interactions import deals as books
from sellwright.measures import outcome_window
from tests.measures.deal_books import book


def table(lost: int) -> str:
    """100 wins after 1 to 100 days, of deals opened on 2025-01-01; 300 opened then and on 2025-12-01 go quiet."""
    lines = ["id,created,won date,lost date"]
    lines += [f"w{i},2025-01-01,{np.datetime64('2025-01-01') + i + 1}," for i in range(100)]
    lines += [f"q{i},2025-{'01' if i % 3 else '12'}-01,," for i in range(300)]
    lines += [f"l{i},2025-01-01,,2025-02-01" for i in range(lost)]
    return "\n".join(lines)


def test_nine_of_ten_wins_within_ninety_days() -> None:
    deals = book(table(0))
    window = outcome_window.measure(deals)
    assert window is not None and 90 <= window <= 91
    found = books.within(deals, window)
    young = sum(key.startswith("q") and int(key[1:]) % 3 == 0 for key in found.keys)
    assert (found.won, int((found.outcome == books.OPEN).sum())) == (int(window), young)
    assert found.window_days == window


def test_where_deals_are_marked_lost_no_window_is_needed() -> None:
    assert outcome_window.measure(book(table(40))) is None
