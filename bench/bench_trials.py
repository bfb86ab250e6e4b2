"""Whether trials keep their word: `python bench/bench_trials.py`. Results go to bench/results/trials.json.

Null: 10,000 trials without a difference (shares .2 and .5), looked at after each of 1,000 pairs; how many are ever
called proven, beside a z-test and a posterior looked at as often. Power: 4,000 trials for each row of the table in
docs/measures/trial_plan.md. Choice: how often the smaller expected loss below .01 from 20 an arm picks the better way,
and after how many. Ranges: how often the 95 % ranges of both arms ever miss. A look: processor time of measuring a
table of 2,000 and 20,000 cases.
"""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from measuring import write
from sellwright.interactions.trials import Case
from sellwright.measures import trial
from sellwright.stats import confidence_sequence, two_shares
from sellwright.stats.trial_size import first_proof

SEED = 20260105
TABLE = {(0.2, 0.4): 91, (0.3, 0.6): 47, (0.2, 0.3): 361}  # pairs by which half have proof, as simulated elsewhere
EVER = 1000


def null(share: float, runs: int) -> dict[str, float]:
    """Wrong proofs by 200 and by 1,000 pairs, and those of two usual ways on 2,000 of the same kind."""
    first = first_proof((share, share), EVER, runs, trial.PROOF, SEED)
    chance = np.random.default_rng(SEED)
    wrong = {"z_test": 0, "posterior_95": 0}
    few = min(runs, 2000)
    for _ in range(few):
        so_far = np.cumsum(chance.random((2, EVER)) < share, axis=1)
        n = np.arange(1, EVER + 1)
        both = so_far.sum(axis=0) / (2 * n)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.abs(so_far[1] - so_far[0]) / n / np.sqrt(2 * both * (1 - both) / n)
        mean, var = (so_far + 1) / (n + 2), (so_far + 1) * (n - so_far + 1) / ((n + 2) ** 2 * (n + 3))
        sure = np.abs(mean[1] - mean[0]) / np.sqrt(var.sum(axis=0))
        wrong["z_test"] += bool((z[9:] > 1.959964).any())
        wrong["posterior_95"] += bool((sure[9:] > 1.644854).any())
    return {
        "runs": runs,
        "wrong_by_200": round(float((first <= 200).mean()), 4),
        "wrong_by_1000": round(float((first <= EVER).mean()), 4),
        **{f"{name}_wrong_by_1000": round(count / few, 3) for name, count in wrong.items()},
    }


def power(runs: int) -> dict[str, Any]:
    """The median pair of proof beside the table, with the range its own simulation error allows."""
    told = {}
    for shares, printed in TABLE.items():
        first = np.sort(first_proof(shares, EVER, runs, trial.PROOF, SEED))
        spread = 2.6 * (runs / 4) ** 0.5 * 2**0.5  # ranks; both simulations have the same error
        low, high = (int(first[int(runs / 2 + sign * spread)]) for sign in (-1, 1))
        told[f"{shares[0]:.0%} v. {shares[1]:.0%}"] = {
            "half_by": int(first[runs // 2]), "printed": printed, "within_error": low <= printed <= high,
            "by_200": round(float((first <= 200).mean()), 3),
        }  # fmt: skip
    return told


@cache
def losses(old: int, new: int, cases: int) -> tuple[float, float]:
    """(loss of new, loss of old)."""
    found = two_shares.choice((old, cases), (new, cases))
    return found.loss_of_new, found.loss_of_old


def choosing(shares: tuple[float, float], runs: int) -> dict[str, float]:
    """How often the better way is chosen, and after how many an arm."""
    chance = np.random.default_rng(SEED)
    right, after = 0, []
    for _ in range(runs):
        so_far = np.cumsum(chance.random((2, 400)) < np.array(shares)[:, None], axis=1)
        for n in range(trial.LEAST, 401):
            new, old = losses(int(so_far[0, n - 1]), int(so_far[1, n - 1]), n)
            if min(new, old) < 0.01 or n == 400:
                right += new < old
                after.append(n)
                break
    return {"right": round(right / runs, 3), "median_an_arm": statistics.median(after)}


def ranges_miss(share: float, runs: int) -> float:
    """Share of streams whose range ever misses within 500 cases."""
    chance = np.random.default_rng(SEED)
    missed = 0
    for _ in range(runs):
        low, high = confidence_sequence.ranges(np.cumsum(chance.random(500) < share), np.arange(1, 501))
        missed += bool(((low > share) | (high < share)).any())
    return round(missed / runs, 4)


def look(cases: int) -> float:
    """Processor milliseconds of one look, the median of nine."""
    chance = np.random.default_rng(SEED)
    start = date(2026, 1, 5)
    made = []
    for i in range(cases):
        day = start + timedelta(days=i // 50)
        won = bool(chance.random() < 0.3)
        made.append(Case(str(i), "new" if i % 2 else "old", i + 1, day, won, day if won else None))
    took = []
    for _ in range(9):
        begun = time.process_time()
        trial.measure(made, 30, date(2030, 1, 1))
        took.append(time.process_time() - begun)
    return round(statistics.median(took) * 1e3, 1)


def main() -> None:
    figures = {
        "null": {f"{share:.0%}": null(share, 10_000) for share in (0.2, 0.5)},
        "power": power(4000),
        "choice": {f"{a:.0%} v. {b:.0%}": choosing((a, b), 1500) for a, b in ((0.2, 0.3), (0.2, 0.4), (0.2, 0.25))},
        "ranges_ever_miss": {f"{share:.0%}": ranges_miss(share, 1000) for share in (0.1, 0.3)},
        "look_cpu_ms": {str(cases): look(cases) for cases in (200, 2000, 20_000)},
        "processor_seconds": round(time.process_time(), 1),
    }
    write("trials", figures, ("numpy",))


if __name__ == "__main__":
    main()
