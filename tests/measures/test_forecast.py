"""Forecasts against what came: on invented books, on a real one, and what may never happen to a range."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sellwright.interactions.deals import WON, Deals, Stays
from sellwright.measures import forecast
from sellwright.measures.forecast import Share, Things
from sellwright.stats.past_checks import Lesson
from tests.measures.deal_books import book

START = date(2024, 1, 1).toordinal()
RATES = (0.7, 0.55, 0.5)


def invented(a_month: float, seed: int, *, months: int = 30, shock: float = 0.0, known: bool = True) -> Deals:
    """Deals through three stages; `shock`: how far the chance to go on moves from month to month; `known`: whether
    open and lost ones have an amount."""
    rng = np.random.default_rng(seed)
    now = START + months * 30.4375
    opened = START + np.floor(np.cumsum(rng.exponential(30.4375 / a_month, int(a_month * months * 1.5))))
    opened = opened[opened < now]
    luck = np.exp(shock * rng.standard_normal(months + 60))
    outcome, closed = np.zeros(len(opened), np.int64), np.full(len(opened), np.nan)
    stays: list[tuple[int, int, float, float, int]] = []
    for deal, day in enumerate(opened):
        for stage, rate in enumerate(RATES):
            left = day + np.ceil(rng.gamma(1.5, 14))
            if left > now:
                stays.append((deal, stage, day, now, -1))
                break
            goes_on = rng.random() < min(0.97, rate * luck[int((left - START) / 30.4375)])
            to = stage + 1 if goes_on else len(RATES) + 1 + int(rng.random() < 0.3)
            stays.append((deal, stage, day, left, to))
            if to >= len(RATES):
                outcome[deal], closed[deal] = to - len(RATES) + 1, left
                break
            day = left
    value = np.round(np.exp(rng.normal(8.5, 0.9, len(opened))))
    if not known:
        value[outcome != WON] = np.nan
    columns = [np.array(column) for column in zip(*stays, strict=True)]
    return Deals(
        tuple(map(str, range(len(opened)))), np.arange(len(opened)), opened, closed, outcome, value, ("a", "b", "c"),
        Stays(columns[0], columns[1], columns[2].astype(float), columns[3].astype(float), columns[4]), {}, seen_to=now,
    )  # fmt: skip


def held(deals: Deals, kind: str, now: float, part: np.ndarray | None = None) -> tuple[int, int]:
    """(ranges that held, ranges made) over the last year of a book."""
    share = Share(np.ones(len(deals), bool) if part is None else part)
    views = [(forecast.seen(deals, look.day), look) for look in forecast.looks(now, kind)]
    lesson = forecast.checked(deals, share, views).lesson(0, now)
    return lesson.held, lesson.checked


def now_of(deals: Deals) -> float:
    return deals.seen_to


def test_the_middle_is_what_a_chain_of_constant_rates_gives() -> None:
    """Deals that leave one stage after a time with no memory: the chance within d days is p (1 - exp(-d / mean))."""
    rng = np.random.default_rng(3)
    count, mean, rate = 20_000, 20.0, 0.4
    opened = START + rng.uniform(0, 700, count)
    took = rng.exponential(mean, count)
    now = START + 700.0
    won = rng.random(count) < rate
    ended = opened + took < now
    outcome = np.where(ended, np.where(won, 1, 2), 0)
    closed = np.where(ended, opened + took, np.nan)
    stays = Stays(
        np.arange(count), np.zeros(count, np.int64), opened, np.where(ended, closed, now), np.where(ended, outcome, -1)
    )
    deals = Deals(tuple(map(str, range(count))), np.arange(count), opened, closed, outcome, np.ones(count), ("a",),
                  stays, {}, seen_to=now)  # fmt: skip
    view = forecast.seen(deals, now)
    assert view.chances(now + 30).mean() == pytest.approx(rate * (1 - np.exp(-30 / mean)), abs=0.012)
    assert view.chances(now + 2).mean() == pytest.approx(rate * (1 - np.exp(-2 / mean)), abs=0.006)


def test_a_forecast_knows_nothing_of_what_came_later() -> None:
    deals = invented(20, 1)
    day = START + 500.0
    view = forecast.seen(deals, day)
    later = deals.opened >= day
    assert not later[view.open].any()
    changed = np.where(deals.closed >= day, deals.closed + 400, deals.closed)
    other = Deals(
        deals.keys, deals.account, deals.opened, changed, deals.outcome, deals.value, deals.stages, deals.stays, {},
        seen_to=deals.seen_to + 400,
    )  # fmt: skip
    again = forecast.seen(other, day)
    assert np.array_equal(view.open, again.open)
    assert np.array_equal(view.rates.daily, again.rates.daily)


def answer(deals: Deals, unknown: float = 0.0, *, of: np.ndarray | None = None) -> forecast.Answer:
    now = now_of(deals)
    share = Share(np.ones(len(deals), bool) if of is None else of)
    things = np.where(deals.outcome == 0, unknown, 0.0)
    return forecast.ahead(
        deals, share, (forecast.seen(deals, now), forecast.period_of(now, "quarter")), Lesson(), things
    )


def test_what_is_not_known_widens_the_range_and_leaves_its_middle() -> None:
    deals = invented(30, 5)
    plain, one, six, more = (answer(deals, number) for number in (0, 1, 6, 60))
    assert plain.middle == one.middle == six.middle
    assert plain.low > one.low > six.low
    assert plain.high < one.high < six.high
    assert six.high == more.high
    assert (six.unknown_share, plain.unknown_share) == (1.0, 0.0)
    assert plain.low >= plain.won


def test_won_is_exact_and_parts_add_up_to_the_whole() -> None:
    deals = invented(30, 6)
    first = forecast.period_of(now_of(deals), "quarter").first
    whole = answer(deals)
    assert whole.won == deals.value[(deals.outcome == WON) & (deals.closed >= first)].sum()
    left = np.arange(len(deals)) % 2 == 0
    parts = [answer(deals, of=left), answer(deals, of=~left)]
    assert sum(part.won for part in parts) == whole.won
    assert sum(part.middle for part in parts) == pytest.approx(whole.middle, rel=1e-9)
    assert sum(part.open_deals for part in parts) == whole.open_deals


def test_few_closed_deals_are_too_few() -> None:
    deals = invented(2, 7, months=5)
    found = answer(deals)
    assert found.missing.endswith("of 5 won")
    assert found.low == found.middle == found.high == found.won


def test_counting_deals_counts_each_as_one() -> None:
    deals = invented(30, 8)
    now = now_of(deals)
    made = forecast.seen(deals, now), forecast.period_of(now, "month")
    found = forecast.ahead(deals, Share(np.ones(len(deals), bool), counted=True), made, Lesson(), np.zeros(len(deals)))
    assert found.won == found.won_deals
    assert found.middle == pytest.approx(found.won + made[0].chances(made[1].end).sum())


def test_a_range_of_thousands_of_deals_is_that_of_the_same_deals_drawn_one_by_one() -> None:
    from sellwright.stats import win_sums

    rng = np.random.default_rng(9)
    chance, value = rng.uniform(0, 0.6, 3000), np.exp(rng.normal(8, 1, 3000))
    drawn = win_sums.draws(chance, value, value, 0.0, rng, 4000)
    assert drawn.mean() == pytest.approx(chance @ value, rel=0.005)
    assert drawn.std() == pytest.approx(np.sqrt((chance * (1 - chance) * value**2).sum()), rel=0.04)


@pytest.mark.parametrize("kind", ["month", "quarter"])
def test_the_range_holds_four_times_in_five_on_a_real_pipeline(shared_data: Path, kind: str) -> None:
    """Whole, and over its six teams together; its months and quarters differ in a way no deal shows."""
    folder = shared_data / "pipeline" / "maven"
    deals = book((folder / "sales_pipeline.csv").read_text())
    now = date(2018, 1, 1).toordinal()
    found, made = held(deals, kind, now)
    assert made == 39
    assert 0.72 <= found / made <= 0.88
    with (folder / "sales_teams.csv").open() as file:
        leads = {row["sales_agent"]: row["manager"] for row in csv.DictReader(file)}
    team = np.array([leads[agent] for agent in deals.columns["sales_agent"]])
    parts = [held(deals, kind, now, team == one) for one in sorted(set(team))]
    assert 0.72 <= sum(one[0] for one in parts) / sum(one[1] for one in parts) <= 0.88


@pytest.mark.long
@pytest.mark.parametrize("kind", ["month", "quarter"])
@pytest.mark.parametrize(
    "more", [{}, {"known": False}, {"shock": 0.2}, {"shock": 0.4}], ids=["plain", "no amounts", "shock", "shocks"]
)
def test_the_range_holds_four_times_in_five_on_invented_books(more: dict[str, float], kind: str) -> None:
    """480 ranges over ten books of 30 and 90 new deals a month."""
    found = made = 0
    for seed in range(10):
        deals = invented((30, 90)[seed % 2], 100 + seed, **more)  # type: ignore[arg-type]
        kept, all_ = held(deals, kind, now_of(deals))
        found, made = found + kept, made + all_
    assert made > 400
    assert 0.72 <= found / made <= 0.88


@pytest.mark.long
def test_things_written_down_as_unknown_do_not_spoil_that() -> None:
    found = made = 0
    for seed in range(8):
        deals = invented(40, 300 + seed)
        rng = np.random.default_rng(seed)
        which = rng.choice(len(deals), len(deals))
        since = deals.opened[which] + rng.uniform(0, 10, len(which))
        things = Things(which, since, since + rng.exponential(20, len(which)))
        share, now = Share(np.ones(len(deals), bool)), now_of(deals)
        views = [(forecast.seen(deals, look.day), look) for look in forecast.looks(now, "month")]
        lesson = forecast.checked(deals, share, views, things).lesson(0, now)
        found, made = found + lesson.held, made + lesson.checked
    assert 0.72 <= found / made <= 0.88


def test_periods_are_those_of_the_calendar() -> None:
    day = date(2026, 11, 22).toordinal() + 0.7
    ends = {kind: forecast.period_of(day, kind).end for kind in ("month", "quarter", "year")}
    assert ends == {"month": date(2026, 12, 1).toordinal(), "quarter": date(2027, 1, 1).toordinal(),
                    "year": date(2027, 1, 1).toordinal()}  # fmt: skip
    assert forecast.period_of(day, "month", 2).first == date(2027, 1, 1).toordinal()
    assert forecast.place_of(date(2026, 11, 22).toordinal(), "month") == 6
    assert all(look.period.end <= day for look in forecast.looks(day, "quarter"))
