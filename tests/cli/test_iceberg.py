"""What a person types and sees of the iceberg, and the sheets that are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

DAY = ("--now", "2026-05-12")
SHEET = """
cells:
  Discovery: {state: 2, reviewed: 2026-05-12, gain: 30, owner: Ana}
  Pay plan: {state: 0, reviewed: 2026-05-12, gain: 20}
  Our own: {depth: below, lever: source}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    (tmp_path / "iceberg.yaml").write_text(SHEET, encoding="utf-8")
    return tmp_path / "iceberg.yaml"


def test_a_new_sheet_can_be_read_and_is_never_written_over(sellwright: Sellwright, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    assert sellwright("iceberg", "begin", file).code == 0
    found = sellwright("iceberg", "show", file, *DAY, "--json").json
    assert (found["schema"], len(found["cells"]), found["next"]) == ("iceberg/1", 24, None)
    assert sellwright("iceberg", "next", file, *DAY).out.startswith("No gain is known: no cell can be named.")
    assert sellwright("iceberg", "begin", file).code == 2


def test_one_cell_next_and_the_picture(sellwright: Sellwright, sheet: Path, tmp_path: Path) -> None:
    assert sellwright("iceberg", "next", sheet, *DAY).out.startswith(
        "Next: Pay plan.\nState 0.0 of 4 today; worth 20.0"
    )
    run = sellwright("iceberg", "show", sheet, *DAY, "--picture", tmp_path / "i.svg")
    assert "There is no total" in run.out and "####.... 2.0" in run.out
    drawn = (tmp_path / "i.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "Next: Pay plan." in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_levers_give_gains_only_where_they_stand_out(sellwright: Sellwright, sheet: Path, tmp_path: Path) -> None:
    def levers(named: bool) -> Path:
        rows = [{"name": "source", "gain": 50.0, "named": named}]
        (tmp_path / "levers.json").write_text(json.dumps({"schema": "levers/1", "levers": rows}), encoding="utf-8")
        return tmp_path / "levers.json"

    found = sellwright("iceberg", "next", sheet, "--levers", levers(True), *DAY, "--json").json
    assert (found["next"]["name"], found["next"]["worth"], found["next"]["effective"]) == ("Our own", 50, None)
    found = sellwright("iceberg", "next", sheet, "--levers", levers(False), *DAY, "--json").json
    assert found["next"]["name"] == "Pay plan"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "iceberg.yaml is empty."),
        ("cells: {}", "has no cells."),
        ("cells: {Discovery: {state: 5, reviewed: 2026-05-01}}", "state 5 is over 4"),
        ("cells: {Discovery: {state: -1, reviewed: 2026-05-01}}", "state -1 is below 0."),
        ("cells: {Discovery: {state: 2}}", "no day on which it was reviewed."),
        ("cells: {Discovery: {state: 2, reviewed: 2027-01-01}}", "which is still to come."),
        ("cells: {Discovery: {gain: 2, effort: 0}}", "effort 0 is no work."),
        ("cells: {Humming: {state: 2}}", "'' is no depth."),
        (
            "cells: {Discovery: {state: 1, reviewed: 2026-05-01}, discovery: {gain: 1}}",
            "'discovery' stands there twice.",
        ),
    ],
)
def test_bad_sheets_end_in_one_sentence(sellwright: Sellwright, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "iceberg.yaml").write_text(text, encoding="utf-8")
    run = sellwright("iceberg", "show", tmp_path / "iceberg.yaml", *DAY)
    assert run.code == 3 and sentence in run.err and "Traceback" not in run.err
