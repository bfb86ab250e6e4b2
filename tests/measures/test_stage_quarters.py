"""Quarters that must not be compared, made so on purpose."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sellwright.measures import stage_quarters
from tests.measures.deal_books import book


def table(keep: object) -> str:
    """Deals opened every day of 2024 and 2025, closed 1 to 90 days later; `keep` says which closings the file holds."""
    chance = random.Random(1)
    lines = ["id,created,close date,stage"]
    for i in range(1400):
        on = date(2024, 1, 1) + timedelta(days=i // 2)
        ends = on + timedelta(days=chance.randint(1, 90))
        if callable(keep) and not keep(ends):
            continue
        is_open = ends > date(2025, 11, 30)
        lines.append(f"{i},{on},{'' if is_open else ends},{'open' if is_open else chance.choice(['won', 'lost'])}")
    return "\n".join(lines)


def test_quarters_that_could_not_end_are_partial() -> None:
    (quarters,) = stage_quarters.measure(book(table(None)))
    assert [one.name for one in quarters][:2] == ["2024 Q1", "2024 Q2"]
    assert [one.name for one in quarters if one.left_out.startswith("partial quarter")] == ["2025 Q4"]
    ended = sum("won" in line or "lost" in line for line in table(None).splitlines())
    assert sum(one.cases for one in quarters) == ended


def test_a_file_that_begins_with_its_first_closing_is_cut() -> None:
    (quarters,) = stage_quarters.measure(book(table(lambda ends: ends >= date(2024, 5, 1))))
    cut = [one.name for one in quarters if one.left_out.startswith("left-truncated")]
    assert cut == ["2024 Q1", "2024 Q2"]
    assert "2024-05-01" in quarters[0].left_out


def test_a_firm_that_began_is_not_cut() -> None:
    (quarters,) = stage_quarters.measure(book(table(None)))
    assert not any(one.left_out.startswith("left-truncated") for one in quarters)


def test_where_only_wins_have_a_day_nothing_is_cut() -> None:
    text = "\n".join(
        line.replace(line.split(",")[2], "") if line.endswith("lost") else line for line in table(None).splitlines()
    )
    text = "\n".join(
        line for line in text.splitlines() if not line.endswith("won") or line.split(",")[2] > "2024-05-01"
    )
    (quarters,) = stage_quarters.measure(book(text))
    assert not any(one.left_out.startswith("left-truncated") for one in quarters)
