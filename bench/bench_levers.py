"""Whether levers keep their word: `python bench/bench_levers.py`. Results go to bench/results/levers.json.

Simulated: 2,000 books of 8 quarters x 200 leads at .5, .4, .25 with nothing different, and 2,000 with the middle step
at .6 in one quarter, from counts; 100 of each through the whole path (table, stays, quarters, gate, ranking). Real:
the outcomes of a real book's closed deals given out anew 400 times; how often any column or step is named. Speed: a
log of 100,000 deals in three stages, read and measured with 2,000 draws, in processor seconds.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from measuring import shared_data, write
from sellwright.cli.levers import find
from sellwright.interactions import deals as books
from sellwright.interactions.deals import Deals
from sellwright.measures import lever_gate, levers, stage_quarters
from sellwright.sources.deal_tables import read_deals
from sellwright.stats import absorbing_chain, shrinkage

SEED = 20260106
RATES = (0.5, 0.4, 0.25)
TODAY = date(2026, 6, 1)


def from_counts(sets: int, planted: bool) -> dict[str, float]:
    """Share of books in which the middle step, or any step, is named, and in which the middle one is first."""
    chance = np.random.default_rng(SEED)
    middle_named, any_named, first = 0, 0, 0
    for _ in range(sets):
        middle = np.full(8, RATES[1])
        middle[3] = 0.6 if planted else RATES[1]
        one = chance.binomial(200, RATES[0], 8)
        two = chance.binomial(one, middle)
        won = chance.binomial(two, RATES[2])
        steps = [shrinkage.groups(n, x) for n, x in ((np.full(8, 200), one), (one, two), (two, won)) if (n > 0).all()]
        named = [i for i, step in enumerate(steps) if step.tail < levers.LEVEL / len(steps)]
        gains = [step.reach / step.rate for step in steps]
        any_named += bool(named)
        middle_named += 1 in named
        first += bool(named) and max(named, key=lambda i: gains[i]) == 1
    return {
        "any_named": round(any_named / sets, 4),
        "middle_named": round(middle_named / sets, 4),
        "middle_first_when_it_speaks": round(first / max(1, any_named), 4),
    }


def log(path: Path, deals: int, planted: float, seed: int) -> None:
    """A log of stages over two years; each deal its own firm in small books, two deals a firm in large ones."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(("deal", "account", "stage", "entered", "amount", "source"))
        for i in range(deals):
            on = date(2024, 1, 1) + timedelta(days=i * 730 // deals)
            rates = (RATES[0], planted if i * 8 // deals == 3 else RATES[1], RATES[2])
            told = (f"A{i if deals < 10_000 else i // 2}",)
            source = chance.choice(("web", "fair", "referral", "unknown"))
            for stage, rate in zip(("lead", "discovery", "proposal"), rates, strict=True):
                out.writerow((f"D{i}", *told, stage, on, 1000, source))
                on += timedelta(days=chance.randint(1, 6))
                if chance.random() >= rate:
                    out.writerow((f"D{i}", *told, "lost", on, 1000, source))
                    break
            else:
                out.writerow((f"D{i}", *told, "won", on, 1000, source))


def whole_path(sets: int, planted: float, folder: Path) -> dict[str, float]:
    """The same through everything a user runs; the source column is one more lever in which nothing differs."""
    named, first = 0, 0
    for seed in range(sets):
        file = folder / "book.csv"
        log(file, 1600, planted, SEED + seed)
        found = find(read_deals([file], {}, TODAY), [], levers.Terms(draws=200)).answer.named
        named += bool(found)
        first += bool(found) and found[0].name == "discovery to proposal"
    return {"sets": sets, "any_named": named / sets, "middle_first_when_it_speaks": round(first / max(1, named), 3)}


def given_out_anew(deals: Deals, times: int) -> dict[str, Any]:
    """How often anything is named when outcomes are shuffled over the closed deals; and what the book itself says."""
    chance = np.random.default_rng(SEED)
    ended = deals.ended
    own = find(deals, [], levers.Terms(draws=200)).answer
    named = 0
    for _ in range(times):
        outcome = deals.outcome.copy()
        outcome[ended] = chance.permutation(outcome[ended])
        to = np.where(deals.stays.to < 0, -1, outcome[deals.stays.deal] - 1 + len(deals.stages))
        drawn = replace(deals, outcome=outcome, stays=replace(deals.stays, to=to))
        gate = lever_gate.measure(drawn)
        steps, _ = levers.stages_judged(drawn, stage_quarters.measure(drawn))
        tails = [one.found.tail for one in (*gate.candidates, *steps)]
        named += min(tails) < levers.LEVEL / len(tails)
    return {"times": times, "named": named / times, "levers": len(own.levers), "named_in_the_book": len(own.named)}


def ranks_by_money() -> list[float]:
    """The known answer of card C31 once more: what each reach adds to 100,000."""
    moves = np.array([[0, 0.5, 0, 0, 0.5, 0], [0, 0, 0.4, 0, 0.6, 0], [0, 0, 0, 0.25, 0.75, 0]])
    grown = [absorbing_chain.scaled(moves, i, [i + 1], f) for i, f in enumerate((1.1, 1.3, 1.2))]
    return [round(200 * 10_000 * float(absorbing_chain.win(one)) - 100_000, 2) for one in grown]


def speed(folder: Path) -> dict[str, float]:
    """Processor seconds for 100,000 deals."""
    file = folder / "big.csv"
    log(file, 100_000, 0.45, SEED)
    begun = time.process_time()
    deals = read_deals([file], {}, TODAY)
    reading = time.process_time() - begun
    begun = time.process_time()
    find(deals, [], levers.Terms())
    measuring = time.process_time() - begun
    return {
        "deals": len(deals), "rows": len(deals.stays.deal) + int((deals.outcome != books.OPEN).sum()),
        "read_cpu_s": round(reading, 2), "measure_cpu_s": round(measuring, 2),
        "all_cpu_s": round(reading + measuring, 2),
    }  # fmt: skip


def main() -> None:
    folder = shared_data() / "pipeline" / "maven"
    tables = [folder / name for name in ("sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv")]
    with tempfile.TemporaryDirectory() as made:
        figures = {
            "null_from_counts": from_counts(2000, planted=False),
            "planted_from_counts": from_counts(2000, planted=True),
            "null_whole_path": whole_path(100, RATES[1], Path(made)),
            "planted_whole_path": whole_path(100, 0.6, Path(made)),
            "real_labels_given_out_anew": given_out_anew(read_deals(tables, {}, TODAY), 400),
            "reach_in_money": ranks_by_money(),
            "speed_100000_deals_2000_draws": speed(Path(made)),
        }
    write("levers", figures, ("numpy",))


if __name__ == "__main__":
    main()
