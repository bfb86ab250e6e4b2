"""Sizes that were simulated elsewhere, and lists that can be counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from sellwright.interactions.trials import Plan
from sellwright.measures import trial_plan


def plan(design: str, planned: int) -> Plan:
    return Plan("T", "alt", "neu", "answer", 30, design, date(2026, 1, 5), None, planned=planned, seed=3)  # type: ignore[arg-type]


def test_twenty_against_forty_takes_about_91_pairs() -> None:
    found = trial_plan.measure((0.2, 0.4), 10, 28, start=date(2026, 1, 5))
    assert found.size and found.size.half
    assert 82 <= found.size.half <= 100
    by = dict(zip(found.size.marks, found.size.reached, strict=True))
    assert by[200] == pytest.approx(0.90, abs=3 * found.size.error)
    assert found.weeks == pytest.approx(found.size.half * 2 / 10 + 4)
    assert "half of such trials have proof" in found.answer


def test_a_trial_of_years_is_said_to_be_too_long() -> None:
    found = trial_plan.measure((0.2, 0.25), 3, 30, start=date(2026, 1, 5))
    assert "too long" in " ".join(found.reasons)
    assert found.review == date(2027, 1, 4)


def test_least_chances_are_said_beforehand() -> None:
    four = trial_plan.measure((0.2, 0.3), 5, 30, design="switchback", pairs=4)
    assert (four.smallest, "can prove nothing" in four.answer) == (0.0625, True)
    assert trial_plan.measure((0.2, 0.3), 5, 30, design="switchback").planned == 5
    three = trial_plan.measure((0.2, 0.3), 5, 30, design="stepped", people=3)
    assert three.smallest == pytest.approx(1 / 6)
    with pytest.raises(ValueError, match="two people"):
        trial_plan.measure((0.2, 0.3), 5, 30, design="stepped", people=1)


def test_nothing_hoped_for_is_no_trial() -> None:
    with pytest.raises(ValueError, match="nothing to prove"):
        trial_plan.measure((0.2, 0.2), 5, 30)


def test_each_pair_has_one_of_each_and_the_coin_decides_the_order() -> None:
    rows = trial_plan.assignment_rows(plan("pairs", 200), ())
    assert len(rows) == 400
    for i in range(0, 400, 2):
        assert rows[i]["pair"] == rows[i + 1]["pair"] == i // 2 + 1
        assert {rows[i]["arm"], rows[i + 1]["arm"]} == {"alt", "neu"}
    first = sum(rows[i]["arm"] == "neu" for i in range(0, 400, 2))
    assert 70 <= first <= 130
    assert rows == trial_plan.assignment_rows(plan("pairs", 200), ())


def test_weeks_wash_out_where_the_way_changes() -> None:
    rows = trial_plan.assignment_rows(plan("switchback", 6), ())
    ways = [row["arm"] for row in rows]
    assert (ways.count("alt"), ways.count("neu")) == (6, 6)
    assert all({a, b} != {"alt", "neu"} for a, b in pairwise(ways))
    assert rows[0]["week"] == "2026-01-05"


def test_everybody_gets_the_new_way_in_the_end() -> None:
    rows = trial_plan.assignment_rows(plan("stepped", 3), ["Anna", "Ben", "Cy"])
    begun = {name: [r["arm"] for r in rows if r["person"] == name].index("neu") for name in ("Anna", "Ben", "Cy")}
    assert sorted(begun.values()) == [1, 2, 3]
