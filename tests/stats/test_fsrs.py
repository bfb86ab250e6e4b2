"""Spacing against what the reference implementation prints, and the steps of card C11."""

from __future__ import annotations

import pytest

from sellwright.stats import fsrs, spacing

# fsrs 6.3.2, Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=()), each review when due:
# (mark, days to the next, stability, difficulty)
PRINTED = [
    [(3, 2, 2.3065, 2.118104), (3, 11, 10.964332, 2.111214), (3, 46, 46.280217, 2.104331),
     (3, 163, 162.862202, 2.097455),
     (3, 497, 497.447194, 2.090586), (3, 1346, 1345.528778, 2.083724)],
    [(1, 1, 0.212, 6.4133), (3, 2, 1.886788, 6.402115), (3, 6, 6.269161, 6.390941), (1, 1, 1.063356, 8.798955),
     (2, 2, 1.781518, 9.187919), (4, 5, 4.991649, 8.901788), (3, 9, 9.313637, 8.888114)],
    [(4, 8, 8.2956, 1.0), (2, 27, 26.704183, 4.010609), (3, 85, 85.340203, 4.001827), (1, 4, 3.578928, 8.01367),
     (1, 1, 0.766969, 9.332335), (3, 2, 1.632466, 9.318231), (4, 5, 4.574131, 9.075644)],
    [(2, 1, 1.2931, 5.112171), (2, 3, 3.249412, 6.74046), (2, 7, 6.728346, 7.821393), (3, 15, 15.355027, 7.8088)],
]  # fmt: skip
# The same with reviews early, late and twice a day:
# (mark, days since the last, days to the next, stability, difficulty)
UNEVEN = [
    (3, 0, 2, 2.3065, 2.118104), (3, 0.2, 2, 2.3065, 2.111214), (1, 0.3, 1, 0.775084, 7.392238),
    (3, 1.0, 3, 2.650675, 7.380074), (3, 10, 12, 12.413883, 7.367923), (2, 3, 15, 15.427981, 8.237933),
    (4, 40, 65, 65.253848, 7.63436),
]  # fmt: skip


@pytest.mark.parametrize("reviews", PRINTED)
def test_reviews_on_the_day_they_are_due(reviews: list[tuple[fsrs.Mark, int, float, float]]) -> None:
    memory, days = None, 0
    for mark, following, stability, difficulty in reviews:
        memory = fsrs.first(mark) if memory is None else fsrs.after(memory, mark, days)
        days = fsrs.interval(memory)
        assert (days, round(memory.stability, 6), round(memory.difficulty, 6)) == (following, stability, difficulty)


def test_reviews_early_late_and_twice_a_day() -> None:
    memory = None
    for mark, since, following, stability, difficulty in UNEVEN:
        memory = fsrs.first(mark) if memory is None else fsrs.after(memory, mark, since)  # type: ignore[arg-type]
        assert (fsrs.interval(memory), round(memory.stability, 6), round(memory.difficulty, 6)) == (
            following, stability, difficulty,
        )  # fmt: skip
    assert memory is not None
    assert fsrs.known(memory, 30) == pytest.approx(0.9442443373871485)


def test_the_intervals_the_reference_publishes() -> None:
    """tests/test_basic.py of open-spaced-repetition/py-fsrs, test_review_card: good six times."""
    memory = fsrs.first(3)
    days = [fsrs.interval(memory)]
    for _ in range(4):
        memory = fsrs.after(memory, 3, days[-1])
        days.append(fsrs.interval(memory))
    assert days == [2, 11, 46, 163, 497]


def test_stability_is_the_day_nine_of_ten_still_know() -> None:
    for stability in (0.5, 3.0, 400.0):
        assert fsrs.known(fsrs.Memory(stability, 5), stability) == pytest.approx(0.9)
        assert fsrs.known(fsrs.Memory(stability, 5), 0) == 1


def test_gaps_of_card_c11() -> None:
    assert [round(spacing.gap(days)) for days in (60, 120, 365)] == [9, 12, 26]
    with pytest.raises(ValueError, match="over"):
        spacing.gap(-1)
