"""Evidence, ranges, choice, randomisation and size of trials against printed answers and other programs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.stats import confidence_sequence, pair_evidence, randomisation, trial_size, two_shares
from sellwright.stats.tails import chi_square_tail


@pytest.mark.parametrize(
    ("value", "degrees", "tail"),
    [  # scipy 1.17 chi2.sf; the first is the table's .05
        (3.841458820694124, 1, 0.05),
        (11.07, 5, 0.050009618622405425),
        (200, 5, 2.8406228986415534e-41),
        (40, 40, 0.4702572668392401),
        (0.5, 3, 0.9188914116546758),
        (1500, 1400, 0.031503720989392366),
        (0, 4, 1.0),
    ],
)
def test_chi_square_tail_is_the_table(value: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(value, degrees) == pytest.approx(tail, rel=1e-9)


def test_evidence_of_six_pairs_is_what_card_c16_prints() -> None:
    found = pair_evidence.path([0, 0, 1, 0, 0, 0], [1, 1, 1, 1, 0, 1])
    assert found == pytest.approx([1, 2.25, 1.25, 2.9167, 1.276, 2.8711], abs=5e-5)


def test_evidence_is_a_fair_game_when_nothing_differs() -> None:
    """Summed over all 2^12 courses of six pairs, weighted by their chance, it is exactly 1 at every look."""
    courses = (np.arange(4**6)[:, None] >> np.arange(12)) & 1
    for share in (0.2, 0.5):
        weight = share ** courses.sum(axis=1) * (1 - share) ** (12 - courses.sum(axis=1))
        paths = pair_evidence.path(courses[:, :6], courses[:, 6:])
        assert (weight @ paths <= 1 + 1e-9).all()


def test_evidence_does_not_ask_which_way_is_called_new() -> None:
    draws = np.random.default_rng(3).random((2, 50)) < 0.4
    assert pair_evidence.log_path(draws[0], draws[1]) == pytest.approx(pair_evidence.log_path(draws[1], draws[0]))


def test_evidence_refuses_what_is_no_pair() -> None:
    with pytest.raises(ValueError, match="each pair"):
        pair_evidence.path([0, 1], [1])
    with pytest.raises(ValueError, match="0 or 1"):
        pair_evidence.path([0, 2], [1, 0])


def test_ranges_are_the_printed_ones() -> None:
    """domain: 6/20, 30/100, 0/10; the upper ends also from ville 0.1.0, BernoulliCS(alpha=.05, prior=(1, 1))."""
    low, high = confidence_sequence.ranges([6, 30, 0], [20, 100, 10])
    assert low == pytest.approx([0.0754, 0.1694, 0], abs=5e-5)
    assert high == pytest.approx([0.6269309844705453, 0.45724598759675594, 0.41688027565653607], abs=1e-9)


def test_a_range_before_the_first_case_is_everything() -> None:
    assert [float(end[0]) for end in confidence_sequence.ranges([0], [0])] == [0, 1]
    with pytest.raises(ValueError):
        confidence_sequence.ranges([3], [2])


def test_ranges_hold_the_truth_over_all_looks_together() -> None:
    chance = np.random.default_rng(17)
    missed = 0
    for share in np.tile([0.1, 0.3, 0.5], 50):
        so_far = np.cumsum(chance.random(200) < share)
        low, high = confidence_sequence.ranges(so_far, np.arange(1, 201))
        missed += bool(((low > share) | (high < share)).any())
    assert missed <= 150 * 0.05 + 2 * math.sqrt(150 * 0.05 * 0.95)


@pytest.mark.parametrize(
    ("old", "new", "better", "loss_new", "loss_old"),
    [((3, 20), (6, 20), 0.861, 0.0091, 0.1455), ((10, 50), (20, 50), 0.985, 0.0005, 0.1928)],
)
def test_choice_costs_what_the_domain_prints(
    old: tuple[int, int], new: tuple[int, int], better: float, loss_new: float, loss_old: float
) -> None:
    found = two_shares.choice(old, new)
    assert found.new_better == pytest.approx(better, abs=5e-4)
    assert found.loss_of_new == pytest.approx(loss_new, abs=5e-5)
    assert found.loss_of_old == pytest.approx(loss_old, abs=5e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_choice_adds_up(won_old: int, lost_old: int, won_new: int, lost_new: int) -> None:
    """The two losses differ by the difference of the posterior means, whatever the grid."""
    old, new = (won_old, won_old + lost_old), (won_new, won_new + lost_new)
    found = two_shares.choice(old, new)
    means = [(1 + s) / (2 + n) for s, n in (old, new)]
    assert found.loss_of_old - found.loss_of_new == pytest.approx(means[1] - means[0], abs=1e-6)
    swapped = two_shares.choice(new, old)
    assert swapped.new_better == pytest.approx(1 - found.new_better, abs=1e-6)


def test_a_prior_may_not_outweigh_the_trial() -> None:
    with pytest.raises(ValueError, match="at most 10"):
        two_shares.choice((1, 2), (1, 2), (6, 6))


def test_switchback_of_four_pairs() -> None:
    found = randomisation.switchback([(5, 3), (6, 4), (4, 4), (7, 3)])
    assert (found.difference, found.one_sided, found.two_sided) == (2.0, 2 / 16, 0.25)


def test_least_chances_of_small_designs() -> None:
    assert randomisation.switchback([(1, 0)] * 5).one_sided == pytest.approx(0.031, abs=5e-4)
    steps = {people: np.tri(people, people, -1).T + 1 for people in (3, 5)}  # each starts one period later
    three, five = (randomisation.stepped(table, range(len(table))) for table in steps.values())
    assert (three.smallest, five.smallest) == (pytest.approx(0.167, abs=5e-4), pytest.approx(0.0083, abs=5e-5))


def test_stepped_takes_the_calendar_off() -> None:
    """Everybody gains 10 a period; the new way adds 3. Before and after would say 20 and more."""
    starts = [1, 2, 3]
    table = [[10 * period + 3 * (period >= start) for period in range(4)] for start in starts]
    found = randomisation.stepped(table, starts)
    assert found.difference == pytest.approx(3)
    assert found.one_sided == pytest.approx(1 / 6)


def test_switchback_drawn_is_close_to_listed() -> None:
    gaps = np.random.default_rng(1).normal(0.3, 1, 17)
    drawn = randomisation.switchback([(gap, 0) for gap in gaps])
    signs = (np.arange(2**17)[:, None] >> np.arange(17) & 1) * 2 - 1
    listed = ((signs @ gaps) >= gaps.sum() - 1e-9).mean()
    assert not drawn.exact
    assert drawn.one_sided == pytest.approx(listed, abs=0.015)


def test_size_of_thirty_against_sixty() -> None:
    """domain: half the trials of 30 % v. 60 % have proof by 47 pairs; 400 runs, tolerance three standard errors."""
    found = trial_size.size(0.3, 0.6, runs=400, most=300)
    by_47 = float((trial_size.first_proof((0.3, 0.6), 300, 400, 20.0) <= 47).mean())
    assert by_47 == pytest.approx(0.5, abs=3 * found.error)
    assert found.half is not None and 40 <= found.half <= 54


def test_no_size_where_nothing_differs() -> None:
    with pytest.raises(ValueError, match="nothing to prove"):
        trial_size.size(0.2, 0.2)


def test_null_trials_looked_at_after_every_pair_are_seldom_wrong() -> None:
    """600 trials of 300 pairs; the 10,000 of 1,000 pairs are in bench/results/trials.json."""
    first = trial_size.first_proof((0.2, 0.2), 300, 600, 20.0)
    assert (first <= 300).mean() <= 0.05
