"""Cells as programs in several countries write them."""

from __future__ import annotations

from datetime import date

import pytest

from sellwright.interactions import table_words as words


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.234,50", "7,00"], [1234.5, 7.0]),
        (["1,234.50", "7"], [1234.5, 7.0]),
        (["1.234", "2.000.000"], [1234.0, 2_000_000.0]),
        (["12 500 €", "$1,000", "CHF 3'200.00"], [12500.0, 1000.0, 3200.0]),
        (["-5", "many", ""], [-5.0, None, None]),
    ],
)
def test_amounts_are_read_by_the_marks_of_the_whole_column(cells: list[str], numbers: list[float | None]) -> None:
    mark = words.decimal_mark(cells)
    assert [words.amount(cell, mark) for cell in cells] == numbers


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["03.04.2025", "25.04.2025"], date(2025, 4, 3)),
        (["03/04/2025", "04/25/2025"], date(2025, 3, 4)),
        (["03/04/2025", "25/04/2025"], date(2025, 4, 3)),
        (["2025-04-03T10:00:00Z"], date(2025, 4, 3)),
        (["2025/4/3"], date(2025, 4, 3)),
        (["3.4.25"], date(2025, 4, 3)),
    ],
)
def test_which_number_is_the_day_is_told_by_the_whole_column(cells: list[str], first: date) -> None:
    assert words.day(cells[0], words.day_order(cells)) == first


def test_what_is_no_day_is_none() -> None:
    assert [words.day(cell, "dmy") for cell in ("2025-13-45", "soon", "", "31.02.2025", "99/99/9999")] == [None] * 5


@pytest.mark.parametrize(
    ("cell", "named"), [("5 €", "EUR"), ("$7", "USD"), ("gbp", "GBP"), ("12.50", ""), ("7 kg", "")]
)
def test_currencies(cell: str, named: str) -> None:
    assert words.currency(cell) == named


def test_yes_and_no() -> None:
    assert [words.yes_or_no(cell) for cell in ("Ja", "TRUE", "1", "nein", "0", "7", "")] == [True] * 3 + [False] * 2 + [
        None
    ] * 2
