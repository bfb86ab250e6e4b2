"""Looks whose answers are printed in the domain or worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sellwright.interactions.trials import Case, Period
from sellwright.measures import trial

START = date(2026, 1, 5)
LATER = date(2027, 1, 1)


def cases(old: list[int], new: list[int]) -> list[Case]:
    """A pair a day, the old one first."""
    found = []
    for i, both in enumerate(zip(old, new, strict=True)):
        for place, (arm, won) in enumerate(zip(("old", "new"), both, strict=True)):
            day = START + timedelta(days=i)
            found.append(Case(f"{arm}{i}", arm, 2 * i + place + 1, day, bool(won), day if won else None))  # type: ignore[arg-type]
    return found


def test_the_six_pairs_of_card_c16() -> None:
    found = trial.measure(cases([0, 0, 1, 0, 0, 0], [1, 1, 1, 1, 0, 1]), 30, LATER)
    assert [step.evidence for step in found.steps] == pytest.approx([1, 2.25, 1.25, 2.9167, 1.276, 2.8711], abs=5e-5)
    assert (found.verdict, found.pairs) == ("too early", 6)


def test_loss_of_three_and_six_of_twenty() -> None:
    found = trial.measure(cases([1] * 3 + [0] * 17, [1] * 6 + [0] * 14), 30, LATER)
    assert found.choice.new_better == pytest.approx(0.861, abs=5e-4)
    assert found.smaller_loss == pytest.approx(0.0091, abs=5e-5)
    assert found.verdict == "leaning"
    assert found.may_choose(0.01, is_review=False)
    assert not found.may_choose(0.009, is_review=False)
    assert found.may_choose(0.009, is_review=True)
    assert (found.new.low, found.new.high) == (pytest.approx(0.0754, abs=5e-5), pytest.approx(0.6269, abs=5e-5))


def test_only_cases_whose_window_is_over_count() -> None:
    """Fast winners do not lead: a win of yesterday's case counts as little as its silence."""
    every = cases([0] * 40, [1] * 40)
    found = trial.measure(every, 30, START + timedelta(days=39))
    assert (found.old.matured, found.new.matured, found.new.cases) == (10, 10, 40)
    assert found.verdict == "proven"  # ten pairs of 0 and 1: evidence needs no twenty
    assert trial.measure(every, 30, START).pairs == 0


def test_a_win_after_the_window_is_none() -> None:
    late = Case("x", "new", 1, START, True, START + timedelta(days=31))
    in_time = Case("y", "new", 2, START, True, START + timedelta(days=30))
    assert trial.measure([late, in_time], 30, LATER).new.successes == 1


def test_proof_once_reached_stands() -> None:
    old, new = [0] * 12 + [1] * 14, [1] * 12 + [0] * 14
    found = trial.measure(cases(old, new), 30, LATER)
    assert found.evidence < trial.PROOF <= found.most
    assert (found.verdict, found.toward, found.proven_at) == ("proven", "new", int(np.argmax([s.evidence >= 20 for s in
            trial.measure(cases(old[:12], new[:12]), 30, LATER).steps])) + 1)  # fmt: skip


def test_without_days_the_first_missing_outcome_ends_the_count() -> None:
    rows = [Case(f"{i}", "old" if i % 2 else "new", i, None, None if i == 5 else i % 3 == 0) for i in range(1, 13)]
    found = trial.measure(rows, 30, LATER)
    assert (found.old.matured, found.new.matured, found.pairs) == (2, 6, 2)


def test_pairs_as_drawn_wait_for_both() -> None:
    day = [START + timedelta(days=i) for i in range(4)]
    rows = [
        Case("a", "new", 1, day[0], True, day[0], "1"), Case("b", "old", 2, day[3], False, None, "1"),
        Case("c", "old", 3, day[1], False, None, "2"), Case("d", "new", 4, day[1], True, day[1], "2"),
    ]  # fmt: skip
    assert trial.measure(rows, 10, day[3] + timedelta(days=9)).pairs == 0  # pair 1 came first and is not over
    assert trial.measure(rows, 10, day[3] + timedelta(days=10)).pairs == 2


def test_equal_trials_are_seldom_called_proven() -> None:
    chance = np.random.default_rng(8)
    wrong = 0
    for _ in range(30):
        old, new = (chance.random((2, 80)) < 0.3).astype(int).tolist()
        wrong += trial.measure(cases(old, new), 30, LATER).verdict == "proven"
    assert wrong <= 4  # 1.5 expected at most, plus two standard errors


def test_alternating_weeks() -> None:
    weeks = [Period("new", "1", 5), Period("old", "2", 3), Period("old", "3", 4), Period("new", "4", 6),
             Period("new", "5", 4), Period("old", "6", 4), Period("old", "7", 3), Period("new", "8", 7)]  # fmt: skip
    found = trial.alternating(weeks, 4)
    assert (found.chance.difference, found.chance.one_sided, found.chance.two_sided) == (2.0, 0.125, 0.25)
    assert found.verdict == "leaning"  # four pairs cannot prove anything
    assert trial.alternating(weeks, 5).verdict == "too early"
    with pytest.raises(ValueError, match="in a row"):
        trial.alternating(weeks[1:])


def test_five_weeks_that_all_favour_the_new_way_prove_it() -> None:
    weeks = [Period(arm, str(i), 2.0 if arm == "new" else 1.0) for i, arm in enumerate(("old", "new") * 5)]  # type: ignore[arg-type]
    found = trial.alternating(weeks, 5)
    assert (found.verdict, found.chance.one_sided) == ("proven", 0.03125)


def test_roll_out_person_by_person() -> None:
    rows = [
        Period("new" if period >= start else "old", str(period), 10 * period + 3 * (period >= start), f"p{start}")
        for start in (1, 2, 3, 4)
        for period in range(5)
    ]
    found = trial.stepwise(rows, 4)
    assert (found.chance.difference, found.chance.one_sided) == (pytest.approx(3), pytest.approx(1 / 24))
    assert found.verdict == "proven"
    with pytest.raises(ValueError, match="one row for each period"):
        trial.stepwise(rows[1:], 4)
    with pytest.raises(ValueError, match="p1 went back to the old way"):
        trial.stepwise([*rows[:3], Period("old", "3", 1, "p1"), *rows[4:]], 4)
