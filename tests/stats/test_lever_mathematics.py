"""Chains, open cases and shrunk rates against printed answers and other programs."""

from __future__ import annotations

import numpy as np
import pytest

from sellwright.stats import aalen_johansen, absorbing_chain, kaplan_meier, shrinkage

STRAIGHT = np.array(
    [[0, 0.5, 0, 0, 0.5, 0], [0, 0, 0.4, 0, 0.6, 0], [0, 0, 0, 0.25, 0.75, 0]]
)  # lead, discovery, proposal; won, lost, no decision


def test_open_deals_stay_in() -> None:
    """domain: won .3889, lost .3889, open .2222, where one minus Kaplan-Meier says .600 lost."""
    days, ends = [1, 2, 3, 4, 5, 6], [2, 1, 0, 2, 1, 0]
    _, shares = aalen_johansen.curve(days, ends, 2)
    assert shares[-1] == pytest.approx([0.2222, 0.3889, 0.3889], abs=5e-5)
    wrong = kaplan_meier.curve(days, [end == 2 for end in ends])[-1][1]
    assert 1 - wrong != pytest.approx(0.3889, abs=0.05)


def test_shares_are_those_of_another_program() -> None:
    """lifelines 0.30.3, AalenJohansenFitter and KaplanMeierFitter on the same fifteen cases."""
    days = [3, 5, 6, 8, 9, 12, 13, 14, 15, 20, 21, 22, 30, 34, 40]
    ends = [1, 2, 0, 1, 1, 2, 1, 0, 2, 1, 0, 2, 1, 0, 2]
    times, shares = aalen_johansen.curve(days, ends, 2)
    first = [.066666667, .066666667, .066666667, .138888889, .211111111, .211111111, .283333333, .283333333, .283333333,
             .365873016, .365873016, .365873016, .469047619, .469047619, .469047619]  # fmt: skip
    second = [0, .066666667, .066666667, .066666667, .066666667, .138888889, .138888889, .138888889, .221428571,
              .221428571, .221428571, .324603175, .324603175, .324603175, .530952381]  # fmt: skip
    assert shares[:, 1] == pytest.approx(first, abs=1e-9)
    assert shares[:, 2] == pytest.approx(second, abs=1e-9)
    waiting = {5.0: 0.866666667, 13.0: 0.577777778, 22.0: 0.30952381, 34.0: 0.206349206}
    assert {t: aalen_johansen.at(times, shares, t)[0] for t in waiting} == pytest.approx(waiting, abs=1e-9)
    assert {
        t: share for t, share, _ in kaplan_meier.curve(days, [e > 0 for e in ends]) if t in waiting
    } == pytest.approx({t: share for t, share in waiting.items() if t != 34.0}, abs=1e-9)
    assert aalen_johansen.at(times, shares, 1.0) == pytest.approx([1, 0, 0])


def test_shares_sum_to_one_whatever_is_open() -> None:
    chance = np.random.default_rng(2)
    _, shares = aalen_johansen.curve(chance.integers(0, 30, 500), chance.integers(0, 4, 500), 3)
    assert shares.sum(axis=1) == pytest.approx(1)


def test_in_a_straight_funnel_every_lever_counts_the_same() -> None:
    assert float(absorbing_chain.win(STRAIGHT)) == pytest.approx(0.05)
    assert [absorbing_chain.elasticity(STRAIGHT, i, [i + 1]) for i in range(3)] == pytest.approx([1, 1, 1], abs=1e-5)


def test_going_back_counts_too() -> None:
    back = STRAIGHT.copy()
    back[2] = [0, 0.3, 0, 0.25, 0.45, 0]
    assert float(absorbing_chain.win(back)) == pytest.approx(0.0568182, abs=5e-8)
    steps = [absorbing_chain.elasticity(back, i, [i + 1]) for i in range(3)]
    assert steps == pytest.approx([1, 1.13636, 1], abs=5e-5)
    assert absorbing_chain.elasticity(back, 2, [1]) == pytest.approx(0.13636, abs=5e-5)


def test_rows_stay_sums_of_one_when_a_step_is_raised() -> None:
    for factor in (0.5, 1.2, 3.0, 100.0):
        found = absorbing_chain.scaled(STRAIGHT, 1, [2], factor)
        assert found.sum(axis=1) == pytest.approx(1)
        assert (found >= 0).all()


def test_a_stage_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        absorbing_chain.win(np.array([[1.0, 0, 0, 0]]))


def test_capacity_and_repeat() -> None:
    """C31: arrivals 50, capacity 40, win .2, 1,000: 8,000; 10 % more leads add 0, 10 % more capacity adds 800."""
    money = absorbing_chain.revenue
    assert money(50, 0.2, 1000, 40) == 8000
    assert money(55, 0.2, 1000, 40) - money(50, 0.2, 1000, 40) == 0
    assert money(50, 0.2, 1000, 44) - money(50, 0.2, 1000, 40) == pytest.approx(800)
    factors = [absorbing_chain.repeat_factor(again) for again in (0.5, 0.55)]
    assert factors == pytest.approx([2, 2.222], abs=5e-4)


def test_reach_in_money() -> None:
    """C31: 200 leads, .5 x .4 x .25, 10,000: 100,000; reach .55/.52/.30: +10,000, +30,000, +20,000."""
    money = [
        float(
            absorbing_chain.revenue(200, absorbing_chain.win(absorbing_chain.scaled(STRAIGHT, i, [i + 1], f)), 10_000)
        )
        for i, f in enumerate((0.55 / 0.5, 0.52 / 0.4, 0.30 / 0.25))
    ]
    assert [m - 100_000 for m in money] == pytest.approx([10_000, 30_000, 20_000])


def test_uneven_rates_by_hand() -> None:
    """Three groups of 200 with 50, 70, 40: chi-square 11.93182, tail .0025647 (scipy chi2_contingency)."""
    found = shrinkage.groups([200] * 3, [50, 70, 40])
    assert found.tail == pytest.approx(0.002564711990910704, rel=1e-9)
    variance = (160 / 600) * (440 / 600) / 200
    tau2 = (11.931818181818183 - 2) / (2 / variance)  # equal groups: (Q - (k - 1)) / ((k - 1) w)
    assert found.tau2 == pytest.approx(tau2)
    assert found.reach == pytest.approx(160 / 600 + (0.35 - 160 / 600) * tau2 / (tau2 + variance))


def test_even_rates_leave_nothing_in_reach() -> None:
    found = shrinkage.groups([100, 100, 100], [30, 31, 29])
    assert (found.tau2, found.reach) == (0, found.rate)
    assert (shrinkage.reach_draws(found, 10, np.random.default_rng(0)) == 0).all()


def test_draws_of_reach_centre_on_it() -> None:
    found = shrinkage.groups([200] * 4, [50, 90, 60, 55])
    drawn = shrinkage.reach_draws(found, 40_000, np.random.default_rng(0))
    assert drawn.mean() == pytest.approx(found.reach - found.rate, abs=0.002)


def test_deals_of_one_account_count_less() -> None:
    """Ten copies of each case weigh as one: the sums scatter ten times as wide."""
    residuals = np.random.default_rng(4).choice((-0.5, 0.5), 500).repeat(10)
    assert shrinkage.design_effect(residuals, np.arange(500).repeat(10)) == pytest.approx(10)
    assert shrinkage.design_effect(residuals, np.arange(5000)) == 1


def test_gate_and_rank_of_planted_and_null_levers() -> None:
    """domain: 8 quarters x 200 leads; over the full 2,000 sets see bench/results/levers.json."""
    chance = np.random.default_rng(12)
    named, spoke, first = 0, 0, 0
    for planted in (False, True) * 300:
        middle = np.full(8, 0.4)
        middle[3] = 0.6 if planted else 0.4
        one = chance.binomial(200, 0.5, 8)
        two = chance.binomial(one, middle)
        won = chance.binomial(two, 0.25)
        stages = [shrinkage.groups(n, x) for n, x in ((np.full(8, 200), one), (one, two), (two, won))]
        passed = [i for i, stage in enumerate(stages) if stage.tail < 0.05 / 3]
        if planted:
            spoke += 1 in passed
            first += 1 in passed and max(range(3), key=lambda i: stages[i].reach / stages[i].rate) == 1
        else:
            named += bool(passed)
    assert named / 300 <= 0.08 + 2 * (0.08 * 0.92 / 300) ** 0.5
    assert spoke / 300 >= 0.5
    assert first / spoke >= 0.85
