"""Three means of finding duplicates beside each other, on the sets bench_duplicates.py judges ours by: our own, splink
and rules over rapidfuzz. `python bench/bench_means.py PYTHON` with a Python that has splink, numpy, rapidfuzz and
publicsuffixlist installed (in an environment of its own: the product needs no splink). Results go to
bench/results/means.json; they are on record in docs/decisions/0034-merging.md.

All get the same words, made comparable by interactions.record_fields, and are judged by the same pairs. Each set and
means runs in a process of its own: seconds of processor time after loading, and the most memory.

Ours never sees an answer. splink is set up as its own pages show: its ready comparisons, the share of twins from
deterministic rules, u by random sampling, m by expectation maximisation, common names weighed less; of four thresholds
for groups the best is taken, which only the answers tell. Rules over rapidfuzz learn from the answers: which of three
rules and which threshold is chosen on four fifths of the records, judged on the last fifth, five times; for groups the
best of that threshold and three higher ones is taken.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bench_duplicates import SETS, cases, judged
from sellwright.interactions import record_fields
from sellwright.measures import duplicates
from sellwright.stats.candidate_pairs import candidates
from sellwright.stats.linking import hanging_together

SHOWN = 0.98  # the chance from which a pair is suggested; for rules, what the threshold must hold on four fifths
FOLDS = 5
ALL_PAIRS = 3000  # records of one column up to which every pair is looked at

Parts = dict[str, list[str]]
Answer = tuple[list[list[int]], set[tuple[int, int]]]


def parts_of(rows: list[dict[str, str]], roles: dict[str, Any]) -> Parts:
    """Comparable parts of all columns by their names, which are the roles for those with one part."""
    held: Parts = {}
    for title, role in roles.items():
        for part, values in record_fields.all_of(role, [row[title] for row in rows]).items():
            held[title.replace(" ", "_").lower() if part == role else part] = list(values)
    return held


def own(rows: list[dict[str, str]], roles: dict[str, Any], ids: list[str]) -> Iterable[Answer]:
    """The measure as it stands."""
    columns = [duplicates.Column(title, role, [row[title] for row in rows]) for title, role in roles.items()]
    found = duplicates.measure(columns)
    yield [list(group) for group in found.groups], {(twin.left, twin.right) for twin in found.twins}


def splink(rows: list[dict[str, str]], roles: dict[str, Any], ids: list[str]) -> Iterable[Answer]:
    """splink over DuckDB, one answer for each threshold of groups."""
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    held = parts_of(rows, roles)
    kinds = {name: duplicates._KINDS.get(name) or duplicates._KINDS[str(roles.get(name, "text"))] for name in held}
    kinds |= {t.replace(" ", "_").lower(): duplicates._KINDS[r] for t, r in roles.items() if r in duplicates._KINDS}
    kinds = {name: kinds[name] for name in held}
    if len(held) == 1:  # one column: its words are the second thing that can agree
        name = next(iter(held))
        held[name + "_words"] = [" ".join(sorted(set(value.split()))) for value in held[name]]
        kinds[name + "_words"] = "words"
    table: dict[str, Any] = {"unique_id": list(range(len(rows)))}
    for name, values in held.items():
        table[name] = [(one.split() if kinds[name] == "words" else one) or None for one in values]
    names = [name for name in held if kinds[name] != "words"]
    telling = sorted(names, key=lambda name: -len(set(held[name])))[:6]
    rules = [block_on(name) for name in telling]
    rules += [block_on(f"substr({a}, 1, 4)", f"substr({b}, 1, 4)") for a, b in combinations(telling, 2)]
    rules += [block_on(f"substr({names[0]}, 1, 3)")] if len(names) < 3 else []
    linker = Linker(
        DuckDBAPI().register(pyarrow.table(table)),
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[_comparison(name, kinds[name], held[name]) for name in held],
            blocking_rules_to_generate_predictions=rules,
            retain_matching_columns=False,
        ),
        log_level=logging.ERROR,
    )
    sure = [block_on(a, b) for a, b in combinations(telling[:4], 2)] or [block_on(telling[0])]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    blocked = [block_on(name) for name in telling[:3]]
    if len(names) == 1:
        blocked = [block_on(f"substr({names[0]}, 1, 5)")]
    for rule in blocked:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.01)
    relation = predicted.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_probability")
    pairs = [(min(a, b), max(a, b), chance) for a, b, chance in relation.fetchall()]
    shown = {(a, b) for a, b, chance in pairs if chance >= SHOWN}
    for least in (0.5, 0.8, 0.95, 0.99):
        yield _bound(len(rows), [(a, b) for a, b, chance in pairs if chance >= least]), shown


def _comparison(name: str, kind: str, values: list[str]) -> Any:
    import splink.comparison_library as ready

    if kind == "date":
        year_first = sum(len(one) == 8 and one[:2] in ("18", "19", "20") for one in values) * 2 > len(values)
        written = "%Y%m%d" if year_first else "%Y %m %d"
        return ready.DateOfBirthComparison(name, input_is_string=True, datetime_format=written)
    if kind == "email":
        return ready.EmailComparison(name).configure(term_frequency_adjustments=True)
    if kind == "words":
        return ready.ArrayIntersectAtSizes(name, [3, 2, 1])
    made = {
        "name": lambda: ready.NameComparison(name),
        "text": lambda: ready.JaroWinklerAtThresholds(name, [0.95, 0.88, 0.7]),
        "code": lambda: ready.DamerauLevenshteinAtThresholds(name, [1, 2]), "number": lambda: ready.ExactMatch(name),
    }[kind]()  # fmt: skip
    return made.configure(term_frequency_adjustments=True)


def rules(rows: list[dict[str, str]], roles: dict[str, Any], ids: list[str]) -> Iterable[Answer]:
    """Three rules over rapidfuzz; rule and threshold by cross-validation over true records."""
    held = parts_of(rows, roles)
    kinds = [str(roles.get(name, name)) for name in held]
    if len(roles) == 1 and len(rows) <= ALL_PAIRS:
        pairs = np.array(list(combinations(range(len(rows)), 2)))
    else:
        named: list[Any] = [duplicates._KINDS.get(kind, "text") for kind in kinds]  # type: ignore[call-overload]
        pairs = candidates(list(zip(named, held.values(), strict=True)))
    whole = [" ".join(filter(None, words)) for words in zip(*held.values(), strict=True)]
    scored = [_scores(fuzz.WRatio, whole, pairs) / 100, _scores(fuzz.token_set_ratio, whole, pairs) / 100]
    scored.append(_by_field(held, pairs))
    true = np.array([ids[a] == ids[b] for a, b in pairs.tolist()])
    missed = sum(n * (n - 1) // 2 for n in np.unique(ids, return_counts=True)[1].tolist()) - int(true.sum())
    fold_of = {one: n % FOLDS for n, one in enumerate(np.random.default_rng(1).permutation(sorted(set(ids))).tolist())}
    fold = np.array([fold_of[ids[a]] for a in pairs[:, 0].tolist()])
    over, shown = np.full(len(pairs), -9.0), np.zeros(len(pairs), bool)
    for k in range(FOLDS):
        seen = fold != k
        best = max(((*_best(score[seen], true[seen], missed), score) for score in scored), key=lambda one: one[0])
        over[~seen] = (best[3] - best[1])[~seen]
        shown |= ~seen & (best[3] >= best[2])
    for more in (0.0, 0.02, 0.04, 0.06):  # single pairs chain strangers together: groups need a higher threshold
        yield _bound(len(rows), pairs[over >= more].tolist()), {(a, b) for a, b in pairs[shown].tolist()}


def _scores(rule: Callable[..., float], words: list[str], pairs: Any) -> Any:
    return process.cpdist(
        [words[a] for a in pairs[:, 0]], [words[b] for b in pairs[:, 1]], scorer=rule, workers=1, dtype=np.float64
    )


def _by_field(held: Parts, pairs: Any) -> Any:
    """The mean likeness of the fields both have: Jaro-Winkler, or words as a set where there are several."""
    total, number = np.zeros(len(pairs)), np.zeros(len(pairs))
    for values in held.values():
        several = sum(" " in value for value in values) * 3 > len(values)
        like = _scores(fuzz.token_set_ratio, values, pairs) / 100 if several else _scores(
            JaroWinkler.normalized_similarity, values, pairs
        )  # fmt: skip
        filled = np.array([bool(value) for value in values])
        both = filled[pairs[:, 0]] & filled[pairs[:, 1]]
        total += np.where(both, like, 0.0)
        number += both
    return np.where(number > min(1, len(held) - 1), total / np.maximum(number, 1), 0.0)


def _best(score: Any, true: Any, missed: int) -> tuple[float, float, float]:
    """The best F1 of a threshold, that threshold, and the lowest from which SHOWN of all pairs are right."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(true[order])
    ends = np.flatnonzero(np.diff(score[order], append=-1.0))  # equal scores stand or fall together
    f1 = 2 * right[ends] / (ends + 1 + right[-1] + missed)
    holding = ends[right[ends] / (ends + 1) >= SHOWN]
    sure = float(score[order][holding[-1]]) if len(holding) else 9.0
    return float(f1.max()), float(score[order][ends[int(f1.argmax())]]), sure


def _bound(count: int, pairs: list[Any]) -> list[list[int]]:
    return hanging_together(count, np.array(pairs, dtype=np.int64).reshape(-1, 2))


MEANS: dict[str, Callable[[list[dict[str, str]], dict[str, Any], list[str]], Iterable[Answer]]] = {
    "own": own, "splink": splink, "rapidfuzz": rules,
}  # fmt: skip


def one(means: str, name: str) -> dict[str, float]:
    """Figures of one means on one set; of several answers the one with the best F1."""
    _, rows, roles, ids = next(case for case in cases() if case[0] == name)
    begun, told = time.process_time(), []
    for groups, shown in MEANS[means](rows, roles, ids):
        twins = [SimpleNamespace(left=a, right=b) for a, b in shown]
        found: Any = SimpleNamespace(groups=sorted(map(sorted, groups)), twins=twins)
        told.append({"seconds": round(time.process_time() - begun, 2), **judged(found, ids)})
    best = max(told, key=lambda figures: figures["f1"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {**{key: round(value, 4) for key, value in best.items()}, "peak_mb": peak}


def main() -> None:
    if sys.argv[1:2] == ["one"]:
        print(json.dumps(one(*sys.argv[2:])))
        return
    if len(sys.argv) < 2 or not SETS.is_dir():
        sys.exit(f"Name a Python that has splink installed; the public sets must be at {SETS} (docs/running/tests.md).")
    from measuring import write

    here = Path(__file__).resolve()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here.parents[1] / "src"), str(here.parent)])}
    asked = (
        "import splink, duckdb, rapidfuzz, numpy as n; print(*(m.__version__ for m in (splink, duckdb, rapidfuzz, n)))"
    )
    versions = subprocess.run([sys.argv[1], "-c", asked], env=env, check=True, capture_output=True, text=True).stdout
    told: dict[str, Any] = {}
    for name in [case[0] for case in cases()]:
        for means in MEANS:
            done = subprocess.run([sys.argv[1], here, "one", means, name], env=env, check=True, capture_output=True)
            told.setdefault(name, {})[means] = json.loads(done.stdout)
            print(name, means, told[name][means], flush=True)
    named = dict(zip(("splink", "duckdb", "rapidfuzz", "numpy"), versions.split(), strict=True))
    write("means", {"compared": named, "right": told})


if __name__ == "__main__":
    main()
