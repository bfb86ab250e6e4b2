"""Which cell comes next: card C30."""

from __future__ import annotations

from datetime import date

import pytest

from sellwright.interactions.iceberg import CELLS, Cell
from sellwright.measures import iceberg

TODAY = date(2026, 5, 12)


def cell(name: str, gain: float | None, state: float | None, reviewed: date = TODAY, effort: float = 1.0) -> Cell:
    return Cell(name, "below", state, reviewed if state is not None else None, gain, effort)


def test_a_state_of_four_is_two_after_a_year() -> None:
    (one,) = iceberg.measure([cell("a", None, 4, date(2025, 5, 12))], TODAY).cells
    assert one.state == 2.0
    (one,) = iceberg.measure([cell("a", None, 4, date(2024, 5, 12))], TODAY).cells
    assert one.state == 1.0


def test_thirty_twenty_ten_and_the_second_comes_first() -> None:
    found = iceberg.measure([cell("a", 30, 2), cell("b", 20, 0), cell("c", 10, 0)], TODAY)
    assert [one.worth for one in found.cells] == [15, 20, 10]
    assert found.next is not None and found.next.cell.name == "b"


def test_effort_divides_and_fading_adds() -> None:
    found = iceberg.measure([cell("a", 30, 4, date(2025, 5, 12)), cell("b", 28, 0, effort=2)], TODAY)
    assert [one.worth for one in found.cells] == [15, 14]


def test_nobody_looked_yet() -> None:
    found = iceberg.measure([cell("a", None, 3, date(2026, 1, 1)), cell("b", None, None)], TODAY)
    assert (found.next, found.to_look_at, found.cells[1].state) == (None, ("b",), None)
    assert iceberg.measure([cell("a", 0, 1)], TODAY).next is None


def test_days_within_a_month() -> None:
    (one,) = iceberg.measure([cell("a", 1, 4, date(2026, 4, 27))], TODAY).cells
    assert one.months == pytest.approx(1 - 15 / (365.25 / 12))  # 27 April to 12 May: one month less 15 days
    (one,) = iceberg.measure([cell("a", 1, 4, TODAY)], TODAY).cells
    assert (one.months, one.worth) == (0, 0)


def test_there_are_twenty_four() -> None:
    names = [name for held in CELLS.values() for name in held]
    assert [len(held) for held in CELLS.values()] == [8, 8, 8] and len(set(names)) == 24


def test_no_total_anywhere() -> None:
    assert set(iceberg.Iceberg.__dataclass_fields__) == {"cells", "next", "to_look_at"}
