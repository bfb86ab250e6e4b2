"""What a person types and sees of the week's pairs, and the sheets that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

WEEK = ("--week", "2026-05-13")


def test_pairs_and_the_line_for_the_sheet_go_round(sellwright: Sellwright, tmp_path: Path) -> None:
    sheet = tmp_path / "team.yaml"
    sheet.write_text("people: {Anna: 1, Ben: 2, Cleo: 3, Dan: 4}\npast:\n", encoding="utf-8")
    run = sellwright("pairs", sheet, *WEEK)
    assert run.out.startswith("Pairs for the week of 2026-05-11\n  Anna asks Cleo (gap 2).\n  Ben asks Dan (gap 2).\n")
    line = next(line for line in run.out.splitlines() if line.startswith("For the sheet")).partition(":  ")[2]
    assert line == "2026-05-11: [[Anna, Cleo], [Ben, Dan]]"
    sheet.write_text(sheet.read_text(encoding="utf-8") + f"  {line}\n", encoding="utf-8")
    found = sellwright("pairs", sheet, "--week", "2026-05-18", "--json").json
    assert (found["schema"], found["week"], found["certain"]) == ("pairs/1", "2026-05-18", True)
    assert {(one["seeker"], one["giver"]) for one in found["pairs"]} == {("Anna", "Dan"), ("Ben", "Cleo")}


def test_skills_by_name_and_one_who_is_away(sellwright: Sellwright, tmp_path: Path) -> None:
    sheet = tmp_path / "team.yaml"
    text = "people:\n  - {name: Anna, proof: 1}\n  - {name: Ben, proof: 4}\n  - {name: Cleo, proof: 9}\naway: [cleo]\n"
    sheet.write_text(text, encoding="utf-8")
    assert "Anna asks Ben about proof (gap 3)." in sellwright("pairs", sheet, *WEEK).out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("people: {Anna: 1}", "two people are needed for a pair."),
        ("people: {Anna: 1, anna: 2}", "'anna' stands there twice."),
        ("people: [{name: Anna, proof: 1}, {name: Anna, proof: 2}]", "'Anna' stands there twice."),
        ("people: {Anna: -1, Ben: 2}", "skill -1 is below 0."),
        ("people: {Anna: 1, Ben: 2}\naway: [Zoe]", "'zoe' is away, but not among the people."),
        ("people: {Anna: 1, Ben: 2}\npast: {2026-05-04: [[Anna, Anna]]}", "Anna, Anna is no pair."),
        ("people: {Anna: 1, Ben: 2}\npast: {soon: [[Anna, Ben]]}", "'soon' is no day."),
        ("", "team.yaml is empty."),
    ],
)
def test_bad_sheets_end_in_one_sentence(sellwright: Sellwright, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "team.yaml").write_text(text, encoding="utf-8")
    run = sellwright("pairs", tmp_path / "team.yaml", *WEEK)
    assert run.code == 3 and sentence in run.err and "Traceback" not in run.err
