"""What a person types and sees when dating a way of working, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright

START = date(2026, 1, 5)
PLAN = ("trial", "plan", "--share", ".2", "--hoped", ".4", "--start", START, "--review", "2026-07-01", "--seed", 5,
        "--name", "Shorter letter", "--old", "long", "--new", "short", "--pairs", 40)  # fmt: skip


def table(path: Path, old: str, new: str, separator: str = ",", encoding: str = "utf-8") -> Path:
    """A pair a day; '1' is a success two days later."""
    lines = ["case,arm,assigned,outcome date"]
    for i, both in enumerate(zip(old, new, strict=True)):
        day = START + timedelta(days=i)
        for arm, won in zip(("long", "short"), both, strict=True):
            lines.append(f"{arm}{i},{arm},{day},{day + timedelta(days=2) if won == '1' else ''}")
    path.write_text("\n".join(lines).replace(",", separator), encoding=encoding)
    return path


@pytest.fixture
def leaning(tmp_path: Path) -> Path:
    return table(tmp_path / "cases.csv", "0001000100" * 3, "0101010100" * 3)


def test_from_plan_to_decision(sellwright: Sellwright, tmp_path: Path, leaning: Path) -> None:
    file, slots = tmp_path / "trial.jsonl", tmp_path / "assign.csv"
    run = sellwright(*PLAN, "--out", file, "--assign", slots)
    assert run.code == 0
    assert "half of such trials have proof by" in run.out
    assert len(slots.read_text().splitlines()) == 81
    look = sellwright("trial", "look", leaning, "--plan", file, "--now", "2026-03-20", "--json").json
    assert (look["schema"], look["verdict"], look["old"]["successes"], look["new"]["successes"]) == (
        "trial-look/1", "leaning", 6, 12,
    )  # fmt: skip
    early = sellwright("trial", "decide", leaning, "--plan", file, "--now", "2026-03-21", "--choose", "new")
    assert (early.code, "Not steady yet" in early.err) == (2, True)
    done = sellwright("trial", "decide", leaning, "--plan", file, "--now", "2026-07-01", "--choose", "new", "--json")
    assert (done.json["state"], done.json["may_choose"], done.json["choice"]) == ("steady", True, "new")
    kinds = [json.loads(line)["kind"] for line in file.read_text().splitlines()]
    assert kinds == ["plan", "look", "look", "decision"]
    again = sellwright("trial", "decide", leaning, "--plan", file, "--now", "2027-08-01", "--json").json
    assert again["state"] == "dating"  # a year on it is dated anew


def test_chosen_is_not_proven(sellwright: Sellwright, leaning: Path) -> None:
    run = sellwright("trial", "decide", leaning, "--old", "long", "--new", "short", "--now", "2026-06-01")
    assert "Work by 'short': chosen, not proven." in run.out


def test_a_parted_trial_stays_parted(sellwright: Sellwright, tmp_path: Path, leaning: Path) -> None:
    file = tmp_path / "trial.jsonl"
    sellwright(*PLAN, "--out", file)
    words = ("trial", "decide", leaning, "--plan", file, "--now", "2026-03-21", "--choose")
    assert sellwright(*words, "old").code == 0
    refused = sellwright(*words, "new")
    assert (refused.code, "parted cannot become steady" in refused.err) == (2, True)


def test_a_plan_is_never_replaced_nor_edited(sellwright: Sellwright, tmp_path: Path, leaning: Path) -> None:
    file = tmp_path / "trial.jsonl"
    sellwright(*PLAN, "--out", file)
    assert sellwright(*PLAN, "--out", file).code == 2
    sellwright("trial", "look", leaning, "--plan", file, "--now", "2026-03-20")
    file.write_text(file.read_text().replace('"window_days": 30', '"window_days": 60'))
    run = sellwright("trial", "look", leaning, "--plan", file, "--now", "2026-03-20")
    assert (run.code, "line 1 was changed after it was written" in run.err) == (3, True)


def test_the_picture_stands_by_itself(sellwright: Sellwright, tmp_path: Path, leaning: Path) -> None:
    picture = tmp_path / "arms.svg"
    words = ("trial", "look", leaning, "--old", "long", "--new", "short", "--now", "2026-06-01", "--picture", picture)
    assert sellwright(*words).code == 0
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and drawn.count("<polygon") == 2
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "") and "<script" not in drawn


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case,arm,outcome\na,old,1\na,new,0\n", "The arms touch: a is in both"),
        ("case,account,arm,outcome\na,Nord,old,1\nb,Nord,new,0\n", "The arms touch: Nord is in both"),
        (
            "case,arm,outcome,measure\na,old,1,reply\nb,new,0,meeting\n",
            "The measure changed midway: 'reply' until row 3",
        ),
        ("case,arm,outcome,window\na,old,1,14\nb,new,0,30\n", "The window changed midway"),
        ("case,arm,outcome\na,old,1\nb,new,7\n", "Row 3 of t.csv has the outcome '7'"),
        ("case,arm,outcome\na,A,1\nb,B,0\nc,C,0\n", "3 arms (a, b, c)"),
        ("case,arm,outcome\na,red,1\nb,blue,0\n", "which is the new way?"),
        ("case,arm,outcome\na,old,1\n", "only one arm"),
        ("case,outcome\na,1\n", "no column that says which way"),
        ("case,arm\na,old\nb,new\n", "no column with the outcome"),
        ("just words\n", "is no table"),
        ("", "is empty"),
    ],
)
def test_what_would_answer_wrongly_is_refused_in_one_sentence(
    sellwright: Sellwright, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text)
    run = sellwright("trial", "look", file)
    assert (run.code, run.out) == (3, "")
    assert said in run.err
    assert "Next: " in run.err


def test_rows_that_are_wrong_are_named(sellwright: Sellwright, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "case,arm,assigned,outcome date\na,old,2026-01-05,2026-01-02\nb,new,2026-01-05,\nb,new,2026-01-05,\n"
        "c,old,soon,\nd,old,2026-01-06,\ne,new,2026-01-06,2026-01-07,oops\n"
    )
    look = sellwright("trial", "look", file, "--now", "2026-06-01", "--json").json
    assert (look["old"]["cases"], look["new"]["cases"]) == (1, 1)
    assert look["problems"] == [
        "Row 7 could not be read and was left out.",
        "Row 2: the outcome came before the assignment; left out.",
        "Row 4: the same case a second time; left out.",
        "Row 5: no readable day of assignment; left out.",
    ]


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_any_separator_and_character_set(sellwright: Sellwright, tmp_path: Path, separator: str, encoding: str) -> None:
    file = table(tmp_path / "t.csv", "0010", "0110", separator, encoding)
    words = ("trial", "look", file, "--old", "long", "--new", "short", "--now", "2026-06-01", "--json")
    assert sellwright(*words).json["new"]["successes"] == 2


def test_weeks_and_headings_of_ones_own(sellwright: Sellwright, tmp_path: Path) -> None:
    file, weeks = tmp_path / "trial.jsonl", tmp_path / "weeks.csv"
    sellwright(*PLAN[:-1], 5, "--design", "switchback", "--out", file)
    rows = [f"{i},{'kurz' if i % 2 else 'lang'},{3 + i % 2 + i / 10}" for i in range(10)]
    weeks.write_text("\n".join(["Woche,Wie,Termine", "0,washout,9", *rows]))
    words = ("trial", "look", weeks, "--plan", file, "--column", "arm=Wie", "--column", "outcome=Termine")
    look = sellwright(*words, "--old", "lang", "--new", "kurz", "--json").json
    assert (look["verdict"], look["periods"]) == ("proven", 5)
    assert look["chance"]["one_sided"] == 1 / 32
    assert sellwright(*words, "--column", "pair=nothing").code == 3


def test_a_look_counts_what_was_planned(sellwright: Sellwright, tmp_path: Path, leaning: Path) -> None:
    file = tmp_path / "trial.jsonl"
    sellwright(*PLAN, "--out", file)
    run = sellwright("trial", "look", leaning, "--plan", file, "--window", 60)
    assert (run.code, "The plan counts 30 days, this look 60" in run.err) == (3, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--start", "0001-01-01"), "is no day to plan with."),
        (("--start", "9999-12-31"), "is no day to plan with."),
        (("--start", "2026-05-01", "--review", "2026-04-01"), "before it begins."),
        (("--old", "short", "--new", "Short "), "Both ways are called 'short'."),
        (("--per-week", "nan"), "nan is no number."),
        (("--per-week", "1e-300"), "not in the range"),
        (("--pairs", "999999999"), "not in the range"),
        (("--window", "999999999"), "not in the range"),
        (("--design", "stepped", "--person", "Ann", "--person", "ann"), "stands there twice."),
        (("--hoped", "many"), "'many' is no share."),
    ],
)
def test_plans_that_cannot_be(sellwright: Sellwright, words: tuple[str, ...], said: str) -> None:
    run = sellwright("trial", "plan", "--share", "20 %", "--hoped", ".4", *words)
    assert (run.code, run.out) == (2, "") and said in " ".join(run.err.split())


def test_a_name_with_an_end_of_line_of_its_own_and_files_that_are_no_trial(
    sellwright: Sellwright, tmp_path: Path, leaning: Path
) -> None:
    file = tmp_path / "trial.jsonl"
    words = ("trial", "look", leaning, "--old", "long", "--new", "short", "--plan")
    assert sellwright("trial", "plan", "--share", ".2", "--hoped", ".4", "--name", "a\u2028b", "--out", file).code == 0
    assert sellwright(*words, file, "--now", "2026-03-20").code == 0
    for text in ("[" * 90_000, '{"schema": "trial/1", "kind": "plan"}', "[1]"):
        file.write_text(text, encoding="utf-8")
        run = sellwright(*words, file)
        assert run.code == 3 and "trial.jsonl" in run.err
    run = sellwright(*words, "/dev/zero")
    assert run.code == 3 and "is larger than 50 MB" in run.err
    assert sellwright(*words, file, "--now", "0001-01-01").code == 2


def test_days_other_systems_write_for_none_are_named(sellwright: Sellwright, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "case,arm,assigned,outcome date\na,old,0001-01-01,\nb,new,2026-01-05,9999-12-31\nc,new,2026-01-05,\n"
        "d,old,2026-01-06,\n"
    )
    look = sellwright("trial", "look", file, "--now", "2026-06-01", "--json").json
    assert (look["old"]["cases"], look["new"]["cases"]) == (1, 1)
    assert len(look["problems"]) == 2 and all("Row " in one for one in look["problems"])
