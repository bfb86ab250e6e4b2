"""What a person types and sees of practice; the ledger is only ever added to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

LETTER = (
    "Hello Anna,\n\nWe are the leading provider of sensors. Just checking in on the offer. Would you like to go ahead?"
    "\n\nBest\nTom\n"
)
DAY = ("--now", "2026-05-12T08:00+00:00")


@pytest.fixture
def ledger(sellwright: Sellwright, tmp_path: Path) -> Path:
    (tmp_path / "binned.txt").write_text(LETTER, encoding="utf-8")
    run = sellwright("practice", "add", tmp_path / "practice.jsonl", tmp_path / "binned.txt", *DAY)
    assert run.code == 0 and run.out.startswith("3 cards added.")
    return tmp_path / "practice.jsonl"


def test_from_a_binned_letter_to_the_next_ten_minutes(sellwright: Sellwright, ledger: Path) -> None:
    run = sellwright("practice", "next", ledger, "--behaviour", "a reason to write", *DAY)
    assert run.out.startswith("3 minutes on one thing: a reason to write.")
    assert "Just checking in on the offer." in run.out and "2 more due" in run.out
    (card,) = sellwright("practice", "next", ledger, "--behaviour", "a reason to write", *DAY, "--json").json["cards"]
    before = ledger.read_bytes()
    run = sellwright("practice", "done", ledger, card["id"][:4], "--mark", "good", "--feedback", "Ben", *DAY)
    assert run.out == "Written down. It comes again in 2 days.\n"
    assert ledger.read_bytes().startswith(before)
    found = sellwright("practice", "next", ledger, *DAY, "--json").json
    assert found["due"] == 2 and card["id"] not in {one["id"] for one in found["cards"]}


def test_the_same_letter_twice_adds_nothing(sellwright: Sellwright, ledger: Path) -> None:
    found = sellwright("practice", "add", ledger, ledger.parent / "binned.txt", *DAY, "--json").json
    assert (found["added"], found["there_already"]) == ([], 3)


def test_from_a_review_and_a_fingerprint(sellwright: Sellwright, tmp_path: Path) -> None:
    review = {
        "schema": "review/1",
        "weak": [{"text": "So, do we have a deal?", "behaviour": "Earning", "why": "early"}],
    }
    (tmp_path / "review.json").write_text(json.dumps(review), encoding="utf-8")
    sentences = [{"text": "We are here.", "mass": True, "other_readers": 7}, {"text": "Hall 3.", "mass": False}]
    letter = {"schema": "fingerprint/1", "sentences": sentences}
    (tmp_path / "letter.json").write_text(json.dumps(letter), encoding="utf-8")
    file = tmp_path / "practice.jsonl"
    added = [sellwright("practice", "add", file, tmp_path / f"{name}.json", "--json").json["added"]
             for name in ("review", "letter")]  # fmt: skip
    assert [(one["behaviour"], one["words"]) for (one,) in added] == [
        ("earning", "So, do we have a deal?"), ("words for one reader", "We are here."),
    ]  # fmt: skip


def test_words_with_line_ends_of_their_own_do_not_break_the_ledger(sellwright: Sellwright, tmp_path: Path) -> None:
    review = {"weak": [{"text": "Deal?\u2028Now?\x85 \x1b[31m", "behaviour": "earning", "why": "a\vb"}]}
    (tmp_path / "review.json").write_text(json.dumps(review), encoding="utf-8")
    file = tmp_path / "practice.jsonl"
    assert sellwright("practice", "add", file, tmp_path / "review.json", *DAY).code == 0
    sellwright("practice", "log", file, "--minutes", 5, "--behaviour", "a\u2028b", *DAY)
    run = sellwright("practice", "next", file, *DAY)
    assert run.code == 0 and "\x1b" not in run.out


def test_a_line_cut_off_midway_is_named_and_nothing_is_added(sellwright: Sellwright, ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:-20])
    run = sellwright("practice", "log", ledger, "--minutes", 5, *DAY)
    assert run.code == 3 and "practice.jsonl, line 3 is no line" in run.err
    assert not ledger.read_bytes().endswith(b"\n")


def test_hours(sellwright: Sellwright, tmp_path: Path) -> None:
    file = tmp_path / "practice.jsonl"
    full = ("--behaviour", "asking", "--target", "a day named", "--feedback", "Ben", "--repeated")
    assert sellwright("practice", "log", file, "--minutes", 60, *full, *DAY).out.endswith("It counts as deliberate.\n")
    run = sellwright("practice", "log", file, "--minutes", 30, "--behaviour", "asking", *DAY)
    assert "For deliberate: a target, feedback, a repeat." in run.out
    sellwright("practice", "log", file, "--minutes", 90, "--selling", *DAY)
    found = sellwright("practice", "hours", file, *DAY, "--json").json
    assert (found["practice"], found["deliberate"], found["performing"]) == (1.5, 1.0, 1.5)
    assert sellwright("practice", "hours", file, *DAY).out.startswith("1.5 hours of practice, 1.0 of them deliberate.")


def test_a_card_put_away(sellwright: Sellwright, ledger: Path) -> None:
    card = sellwright("practice", "next", ledger, *DAY, "--json").json["cards"][0]["id"]
    assert sellwright("practice", "rest", ledger, card).code == 0
    assert sellwright("practice", "next", ledger, *DAY, "--json").json["due"] == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("log", "L", "--minutes", 1500), "1440"),
        (("log", "L", "--minutes", 5, "--on", "2026-06-01"), "that day is still to come."),
        (("done", "L", "zzzz", "--mark", "good"), "has no one card 'zzzz'."),
        (("done", "L", "zzzz", "--mark", "fine"), "'fine' is no mark."),
        (("next", "L", "--behaviour", "humming"), "There is no card for 'humming'."),
        (("next", "nowhere.jsonl"), "There is no ledger"),
        (("add", "L", "empty.txt"), "is empty."),
        (("add", "L", "other.json"), "names no weak sentence."),
        (("next", "binned.txt"), "binned.txt, line 1 is no line of a practice ledger"),
    ],
)
def test_what_cannot_be(sellwright: Sellwright, ledger: Path, words: tuple[object, ...], sentence: str) -> None:
    (ledger.parent / "empty.txt").write_text("", encoding="utf-8")
    (ledger.parent / "other.json").write_text('{"schema": "levers/1"}', encoding="utf-8")
    before = ledger.read_bytes()
    files = [ledger if word == "L" else ledger.parent / word if "." in str(word) else word for word in words]
    run = sellwright("practice", *files, *DAY)
    assert run.code in (2, 3, 4) and sentence in run.err and "Traceback" not in run.err
    assert ledger.read_bytes() == before


def test_sixteen_hours_twice_on_one_day(sellwright: Sellwright, tmp_path: Path) -> None:
    file = tmp_path / "practice.jsonl"
    assert sellwright("practice", "log", file, "--minutes", 960, *DAY).code == 0
    run = sellwright("practice", "log", file, "--minutes", 960, *DAY)
    assert run.code == 2 and "a day has 1,440" in run.err


def test_no_number_of_minutes_never_gets_into_the_ledger(sellwright: Sellwright, ledger: Path) -> None:
    before = ledger.read_bytes()
    run = sellwright("practice", "log", ledger, "--minutes", "nan", *DAY)
    assert run.code == 2 and "nan is no number." in run.err and ledger.read_bytes() == before
    for words in (("next", "/dev/zero"), ("add", ledger, "/dev/zero"), ("add", "/dev/zero", ledger)):
        run = sellwright("practice", *words, *DAY)
        assert run.code == 3 and "is larger than" in run.err
