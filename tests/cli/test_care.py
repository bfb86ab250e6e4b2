"""What a person types and sees of care, and the sheets that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright
from tests.mailroom.letters import ME, exchange, mbox

SHEET = """
people: 2
hours: 60
hour_cost: 60
tiers:
  dream: {accounts: 40, hours: 1.5, promise: an answer the same day}
  light: {accounts: 100, hours: .25}
requests: {per_hour: 2, minutes: 60, on_duty: 3, within: 30}
offers:
  Audit: {price: 6000, care_hours: 12, premium: 15 %, by_hand: .8, reachable: .95}
  Kit: {price: 6000, care_hours: 12, premium: 12 %, by_hand: .2, reachable: .95}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    (tmp_path / "care.yaml").write_text(SHEET, encoding="utf-8")
    return tmp_path / "care.yaml"


def test_it_fits(sellwright: Sellwright, sheet: Path) -> None:
    run = sellwright("care", sheet)
    assert run.code == 0
    assert run.out.startswith(
        "It fits: 85.0 of 96.0 hours are promised (load 0.885).\n44.4% of those who ask find nobody"
    )
    assert "Price and care disagree." in run.out


def test_twenty_more_and_the_page(sellwright: Sellwright, sheet: Path, tmp_path: Path) -> None:
    run = sellwright("care", sheet, "--what-if", "+20:dream", "--page", tmp_path / "care.html")
    assert run.out.startswith("With +20:dream: It does not fit: 115.0 of 96.0 hours")
    assert "13 dream fewer" in run.out
    page = (tmp_path / "care.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "") and "<script" not in page
    assert page.count("<h1>") == 1 and "16.5%" in page


def test_as_json_the_same_from_yaml_toml_and_json(sellwright: Sellwright, sheet: Path, tmp_path: Path) -> None:
    found = sellwright("care", sheet, "--json").json
    assert (found["schema"], found["load"]["required"], found["load"]["dilution"]) == ("care/1", 85, 0)
    assert [offer["side"] for offer in found["offers"]] == ["relational", "promises care, sends machines"]
    assert found["waiting"]["people"][0] == [2, 1.0, None]
    tiers = '{"people": 2, "hours": 60, "tiers": {"dream": {"accounts": 40, "hours": 1.5}}}'
    (tmp_path / "a.json").write_text(tiers, encoding="utf-8")
    (tmp_path / "a.toml").write_text("people=2\nhours=60\n[tiers.dream]\naccounts=40\nhours=1.5\n", encoding="utf-8")
    loads = [sellwright("care", tmp_path / name, "--json").json["load"] for name in ("a.json", "a.toml")]
    assert loads[0] == loads[1] and loads[0]["required"] == 60


def test_a_mailbox_in(sellwright: Sellwright, tmp_path: Path) -> None:
    mail = mbox(tmp_path / "mail.mbox", exchange())
    words = (mail, "--me", ME, "--now", "2026-03-12T08:00+00:00")
    run = sellwright("care", *words)
    assert run.code == 0 and "Say how many focused hours" in run.out
    found = sellwright("care", *words, "--hours", 60, "--json").json
    (tier,) = found["tiers"]
    assert (tier["name"], tier["accounts"]) == ("prospects", 1)
    assert (found["load"]["capacity"], found["load"]["required"]) == (48, pytest.approx(tier["hours"]))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "care.yaml is empty."),
        ("people: 2\nhours_a_day: 25\ntiers: {}", "hours_a_day 25 is over 24: a day has 24."),
        ("people: 2\nhours: 900", "hours 900 is over 744: a month has no more hours."),
        ("people: [{name: Anna, hours: 5}, {name: anna, hours: 6}]", "'anna' stands there twice."),
        ("people: {Anna: 5, Anna: 6}", "'Anna' stands there twice."),
        ("tiers: {dream: {accounts: -4, hours: 1}}", "care.yaml, tiers, dream: accounts -4 is below 0."),
        ("tiers: {dream: {accounts: many, hours: 1}}", "accounts 'many' is no number."),
        ("tiers: {dream: {accounts: 4, hours: nan}}", "hours nan is no number."),
        ("tiers: {dream: {acounts: 4}}", "'acounts' means nothing here; is it 'accounts'?"),
        ("requests: {per_hour: 2, minutes: 5, on_duty: 1:30}", "on_duty '1:30' is no number."),
        ("weeks: [{relationships: 3, due: 2, kept: 4}]", "4 kept of 2 due cannot be."),
        ("offers: {Kit: {price: 0, hour_cost: 5}}", "price 0 earns no care."),
        ("people: &a [*a]", "care.yaml is no YAML in line 1"),
        ("people: 2\nhours: [[1, 2], [3]]", "hours (a list) is no number."),
        ("x: " + "[" * 500, "care.yaml is nested too deep to be a sheet."),
        ("people: [1, 2", "care.yaml is no YAML in line 1"),
        ("- one\n- two", "care.yaml is no sheet"),
        ("people: 2\nhours: 60", "There is no care to measure"),
    ],
)
def test_bad_sheets_end_in_one_sentence(sellwright: Sellwright, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "care.yaml").write_text(text, encoding="utf-8")
    run = sellwright("care", tmp_path / "care.yaml")
    assert run.code in (3, 4) and sentence in run.err and "Traceback" not in run.err
    assert len(run.err.splitlines()) <= 2


def test_half_a_character_out_of_an_escape(sellwright: Sellwright, tmp_path: Path) -> None:
    text = 'people: 2\nhours: 60\ntiers: {"\\ud800": {accounts: 1, hours: 1}}'
    (tmp_path / "care.yaml").write_text(text, encoding="utf-8")
    run = sellwright("care", tmp_path / "care.yaml")
    assert run.code == 0 and "?: 1 x 1 h" in run.out
    run.out.encode()


@pytest.mark.parametrize("words", ["20:dream", "+20:drem", "-50:dream"])
def test_what_ifs_that_cannot_be(sellwright: Sellwright, sheet: Path, words: str) -> None:
    run = sellwright("care", sheet, "--what-if", words)
    assert run.code in (2, 3) and run.out == ""


def test_no_file_no_number_and_a_sheet_that_is_a_book(sellwright: Sellwright, sheet: Path, tmp_path: Path) -> None:
    run = sellwright("care", sheet, "--hours", "nan")
    assert run.code == 2 and "nan is no number." in run.err
    (tmp_path / "long.yaml").write_text("people: [" + ", ".join(f"P{n}" for n in range(80_000)) + "]")
    run = sellwright("care", tmp_path / "long.yaml")
    assert run.code == 3 and "larger than 500 kB" in run.err
    (tmp_path / "digits.yaml").write_text("people: " + "9" * 10_000)
    run = sellwright("care", tmp_path / "digits.yaml")
    assert run.code == 3 and len(run.err) < 300
    (tmp_path / "bell.yaml").write_text('people: 2\nhours: "\x07"\n')
    run = sellwright("care", tmp_path / "bell.yaml")
    assert run.code == 3 and "no YAML in line 2" in run.err
    (tmp_path / "folder.yaml").mkdir()
    run = sellwright("mirror", tmp_path / "folder.yaml")
    assert run.code == 3 and "folder.yaml is no file." in run.err
