"""Levers whose place is known because they were planted, and books in which there is none."""

from __future__ import annotations

import pytest

from sellwright.measures import levers, stage_quarters
from sellwright.measures.levers import Terms
from tests.measures.deal_books import book, funnel

FEW = Terms(draws=200)


def answer(text: str, terms: Terms = FEW) -> levers.Answer:
    deals = book(text)
    return levers.measure(deals, (), stage_quarters.measure(deals), terms)


def test_a_planted_lever_is_named_first() -> None:
    found = answer(funnel(1600, 3, planted={3: 0.65}))
    assert [lever.name for lever in found.named] == ["discovery to proposal"]
    lever = found.named[0]
    assert lever.where == "2024 Q4"
    assert lever.now < lever.reach < 0.65
    assert lever.low < lever.gain < lever.high
    assert lever.best > 0.5


def test_where_nothing_differs_no_lever_is_named() -> None:
    found = answer(funnel(1600, 4))
    assert (found.enough, len(found.levers), found.named) == (True, 3, ())


def test_the_chain_is_what_was_put_in() -> None:
    found = answer(funnel(3000, 5))
    assert found.win == pytest.approx(0.05, abs=0.012)
    assert found.moves[0][1] == pytest.approx(0.5, abs=0.03)
    assert found.size == 1000
    assert all(lever.elasticity == pytest.approx(1, abs=1e-4) for lever in found.levers)
    base = found.base
    assert dict(found.ten_more) == pytest.approx({name: base * 0.1 for name, _ in found.ten_more})


def test_capacity_makes_more_leads_worthless() -> None:
    free, full = answer(funnel(800, 6)), answer(funnel(800, 6), Terms(capacity=50, draws=200))
    more = dict(full.ten_more)
    assert more["new deals"] == pytest.approx(0)
    assert more["capacity"] == pytest.approx(full.base * 0.1)
    assert full.base == pytest.approx(free.base * 50 / free.arrivals)


def test_who_buys_again_makes_every_win_worth_more() -> None:
    assert answer(funnel(800, 6), Terms(again=0.5, draws=200)).base == pytest.approx(2 * answer(funnel(800, 6)).base)


def test_effort_divides_the_gain() -> None:
    text = funnel(1600, 3, planted={3: 0.65})
    terms = [Terms(efforts={"discovery to proposal": effort}, draws=200) for effort in (1.0, 4.0)]
    cheap, dear = (answer(text, one).named[0].gain for one in terms)
    assert dear == pytest.approx(cheap / 4)


def test_too_few_closed_deals_are_counted_out() -> None:
    found = answer("\n".join(funnel(61, 7).splitlines()))
    assert (found.enough, found.missing) == (False, ("61 of 100 closed deals",))


def test_a_step_with_few_moves_says_so() -> None:
    found = answer(funnel(300, 8, rates=(0.3, 0.1, 0.2)))
    assert any(words.startswith("proposal to won: ") and "of 5 moves" in words for words in found.missing)


def test_open_deals_stay_in_the_chain() -> None:
    """Half of the slow ones are open still: leaving them out would say 50 %, the truth in the making is 2 of 3."""
    lines = ["id,created,close date,stage"]
    lines += [f"l{i},2026-01-01,2026-01-11,lost" for i in range(60)]
    lines += [f"w{i},2026-01-01,2026-01-31,won" for i in range(60)]
    lines += [f"o{i},2026-01-11,,talking" for i in range(60)]  # 20 days old: past losing, not past winning
    found = answer("\n".join(lines))
    assert found.win == pytest.approx(2 / 3, abs=0.01)
    assert found.within == pytest.approx((0, 2 / 3, 1 / 3, 0), abs=0.01)


def test_a_book_without_days_has_levels_and_no_quarters() -> None:
    found = answer("id,stage\n" + "\n".join(f"{i},{'won' if i % 4 else 'lost'}" for i in range(200)))
    assert (found.dated, found.win, found.levers) == (False, 0.75, ())


def test_lost_deals_without_a_day_count_all_the_same() -> None:
    lines = ["id,created,close date,stage"]
    for i in range(400):
        lines.append(f"{i},2025-0{1 + i % 9}-01," + (",lost" if i % 4 else "2025-12-01,won"))
    assert answer("\n".join(lines)).win == pytest.approx(0.25)
