"""`sellwright duplicates` as its user types it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright
from tests.measures.test_duplicates import book


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    columns, _ = book()
    path = tmp_path_factory.mktemp("duplicates") / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([*(column.title for column in columns), "Note"])
        out.writerows([*row, "=1+1"] for row in zip(*(column.values for column in columns), strict=True))
    return path


def test_pairs_with_reasons(sellwright: Sellwright, people: Path) -> None:
    run = sellwright("duplicates", people, "--most", "2")
    assert run.code == 0
    assert "240 rows" in run.out and "in 40 groups" in run.out
    assert "because" in run.out and "--csv for all" in run.out


def test_json_adds_up_and_csv_has_a_row_a_pair(sellwright: Sellwright, people: Path) -> None:
    found = sellwright("duplicates", people, "--json").json
    assert found["schema"] == "duplicates/1" and found["columns"]["Surname"] == "surname"
    assert len(found["groups"]) == 40 and found["groups"][0] == [1, 201]
    rows = list(csv.reader(io.StringIO(sellwright("duplicates", people, "--csv").out)))
    assert rows[0] == ["chance", "row", "is also row", "because"] and len(rows) == 1 + len(found["pairs"])


def test_a_table_of_something_else_says_what_to_do(sellwright: Sellwright, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("foo,bar\n1,2\n")
    run = sellwright("duplicates", path)
    assert run.code != 0 and "--column" in run.err
