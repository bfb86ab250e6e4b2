"""What a leader types and sees in the mirror, and the sheets that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

DAY = ("--now", "2026-05-12")


def test_twenty_four_of_fifty(sellwright: Sellwright, tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text("members: 5\nmember_started: 24\nleader_started: 26\n", encoding="utf-8")
    run = sellwright("mirror", tmp_path / "team.yaml", *DAY)
    assert run.out.startswith("You go to them more than they come to you (0.48).\n24 of 50 talks in 90 days")


def test_days_as_json_without_any_name(sellwright: Sellwright, tmp_path: Path) -> None:
    rows = "".join("  - {on: 2026-05-01, started: member}\n" for _ in range(8))
    text = f"members: [Ann, Bo, Cy, Di]\ncontacts:\n{rows}  - {{on: 2026-05-01, started: leader, scheduled: yes}}\n"
    (tmp_path / "team.yaml").write_text(text + "takeovers: [{on: 2026-05-02, deal: Nordlab}]\n", encoding="utf-8")
    run = sellwright("mirror", tmp_path / "team.yaml", *DAY, "--json")
    assert run.json == {
        "schema": "mirror/1", "verdict": "they come to you", "pull": 8 / 9, "from_members": 8, "contacts": 9,
        "takeovers": ["Nordlab"],
    }  # fmt: skip
    assert not any(name in run.out for name in ("Ann", "Bo", "Cy"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("members: -2\nmember_started: 3", "members -2 is below 0."),
        ("members: [Ann, ann, Bo, Cy]\nmember_started: 3", "'ann' stands twice among the members."),
        ("members: 5\ncontacts: [{on: 2026-05-01, started: Ann}]", "started 'ann' is neither member nor leader."),
        ("members: 5\ncontacts: [{on: 2026-05-01, started: member, who: Ann}]", "'who' means nothing here"),
        ("members: 5\ncontacts: [{started: member}]", "has no day."),
        (
            "members: 5\nmember_started: 3\ncontacts: [{on: 2026-05-01, started: member}]",
            "contacts and counts of them.",
        ),
        ("member_started: 3", "has no 'members'."),
        ("", "team.yaml is empty."),
    ],
)
def test_bad_sheets_end_in_one_sentence(sellwright: Sellwright, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "team.yaml").write_text(text, encoding="utf-8")
    run = sellwright("mirror", tmp_path / "team.yaml", *DAY)
    assert run.code == 3 and sentence in run.err and "Traceback" not in run.err
