"""Krippendorff's own printed example, and what follows from the definition."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from sellwright.stats.rater_agreement import FIRM, Level, alpha

# Four coders, twelve units, gaps: the table of "Computing Krippendorff's Alpha-Reliability" (2011).
PRINTED: list[list[float | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
LABELS = Path(__file__).resolve().parents[2] / "labels" / "talks"


@pytest.mark.parametrize(("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_printed_example(level: Level, printed: float) -> None:
    assert alpha(PRINTED, level) == pytest.approx(printed, abs=0.0005)


def test_full_agreement_chance_and_worse() -> None:
    assert alpha([[0, 1, 1, 0], [0, 1, 1, 0]]) == pytest.approx(1.0)
    # Two units, each rated 0 and 1: all pairs differ where chance would differ in 8 of 12.
    assert alpha([[0, 1], [1, 0]]) == pytest.approx(1 - 1.0 / (8 / 12))


def test_two_coders_by_hand() -> None:
    # Ten units, printed as example A of the same paper: disagree on four, alpha .095.
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha([a, b]) == pytest.approx(0.095, abs=0.0005)


def test_where_nothing_can_be_told() -> None:
    assert alpha([[1, None], [None, 2]]) is None  # nothing rated twice
    assert alpha([[1, 1], [1, 1]]) is None  # one value only
    assert alpha([[], []]) is None


@pytest.mark.parametrize(("folder", "lines", "agreed"), [("", 396, 0.946), ("later", 54, 0.964), ("fresh", 89, 0.994)])
def test_the_two_passes_over_our_talks_agree_firmly(folder: str, lines: int, agreed: float) -> None:
    """The figures of labels/talks.md: presence of each moment on each line, pooled."""
    first, second = ([json.loads(line) for line in (LABELS / folder / name).read_text(encoding="utf-8").splitlines()]
                     for name in ("labels.jsonl", "second.jsonl"))  # fmt: skip
    twice = {row["talk"] for row in second}
    first = [row for row in first if row["talk"] in twice]
    assert [(a["talk"], a["line"]) for a in first] == [(b["talk"], b["line"]) for b in second]
    assert len(first) == lines
    kinds = sorted(set(chain.from_iterable(row["moments"] for row in (*first, *second))))
    passes = [[float(kind in row["moments"]) for row in rows for kind in kinds] for rows in (first, second)]
    found = alpha(passes)
    assert found == pytest.approx(agreed, abs=0.0005) and found >= FIRM
