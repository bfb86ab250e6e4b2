"""What a person types and sees of levers, and the bad books that are refused or named."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Sellwright
from tests.measures.deal_books import funnel, rows

FEW = ("--draws", 200, "--now", "2026-06-01")


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_the_biggest_lever_comes_first_and_then_why(sellwright: Sellwright, tmp_path: Path) -> None:
    picture = tmp_path / "tornado.svg"
    file = write(tmp_path / "deals.csv", funnel(1600, 3, planted={3: 0.65}))
    run = sellwright("levers", file, *FEW, "--picture", picture)
    assert run.code == 0
    assert run.out.startswith("Biggest lever in reach: discovery to proposal.\n")
    assert "Date it before you build on it: sellwright trial plan" in " ".join(run.out.split())
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "discovery to proposal" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "") and "<script" not in drawn


def test_as_json(sellwright: Sellwright, tmp_path: Path) -> None:
    file = write(tmp_path / "deals.csv", funnel(1600, 4))
    found = sellwright("levers", file, *FEW, "--json").json
    assert (found["schema"], found["answer"], found["named"]) == ("levers/1", "No lever stands out.", [])
    assert found["stages"] == ["lead", "discovery", "proposal"]
    assert sum(quarter["cases"] for quarter in found["quarters"] if quarter["stage"] == "lead") == 1600
    assert [sum(row) for row in found["moves"]] == pytest.approx([1, 1, 1])


def test_a_source_in_german_with_semicolons(sellwright: Sellwright, tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = ["Vorgang;Firma;Angelegt am;Abschlussdatum;Status;Betrag;Währung;Quelle;Besitzer"]
    for i in range(1500):
        on = date(2024, 1, 2) + timedelta(days=i // 3)
        end = on + timedelta(days=chance.randint(3, 40))
        source = chance.choice(["Messe", "Web", "Empfehlung", "unbekannt"])
        won = chance.random() < {"Empfehlung": 0.5, "unbekannt": 0.9}.get(source, 0.3)
        lines.append(f"{i};Firma {i};{on:%d.%m.%Y};{end:%d.%m.%Y};{'gewonnen' if won else 'verloren'};"
                     f"1.{i % 9}00,50 €;EUR;{source};Anna")  # fmt: skip
    file = write(tmp_path / "deals.csv", "\n".join(lines), "cp1252")
    found = sellwright("levers", file, *FEW, "--json").json
    (lever,) = [one for one in found["levers"] if one["named"]]
    assert (lever["name"], lever["where"]) == ("Quelle", "Empfehlung")
    assert (found["currency"], found["unit"]) == ("EUR", "money")
    assert 1000 < found["per_quarter"]["size"] < 2000
    assert ("Besitzer", "person") in {(one["name"], one["kind"]) for one in found["refused"]}


def test_leads_and_wins_in_two_tables_without_a_lost_deal(sellwright: Sellwright, tmp_path: Path) -> None:
    """What a wins table tells is known after the outcome only; going quiet counts as lost after the window."""
    chance = random.Random(2)
    leads, wins = ["lead_id,first_contact_date,origin"], ["lead_id,won_date,segment,seller_id"]
    for i in range(3000):
        on = date(2025, 1, 1) + timedelta(days=i // 10)
        origin = chance.choice(["organic", "paid", "social", "unknown"])
        leads.append(f"{i},{on},{origin}")
        if chance.random() < {"social": 0.04, "unknown": 0.3}.get(origin, 0.14):
            wins.append(f"{i},{on + timedelta(days=chance.randint(1, 40))},{chance.choice('ab')},s{i}")
    found = sellwright(
        "levers", write(tmp_path / "leads.csv", "\n".join(leads)), write(tmp_path / "wins.csv", "\n".join(wins)),
        *FEW, "--json",
    ).json  # fmt: skip
    assert "origin" in found["named"]
    assert next(one for one in found["levers"] if one["name"] == "origin")["where"] in ("organic", "paid")
    assert 30 <= found["won_within_days"] <= 40
    refused = {(one["name"], one["kind"]) for one in found["refused"]}
    assert refused >= {("segment", "after the outcome"), ("seller_id", "person")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "id,created,stage,amount,currency\n1,2025-01-01,won,5,EUR\n2,2025-01-01,lost,5,USD\n",
            "2 currencies (EUR, USD)",
        ),
        ("id,created,stage,amount\n1,2025-01-01,won,5 €\n2,2025-01-01,won,$7\n", "2 currencies (EUR, USD)"),
        ("id,created\n1,2025-01-01\n", "does not say how its deals ended"),
        ("id;stage;id\n1;won;2\n", "two columns called 'id'"),
        ("one column\n1\n", "is no table"),
        ("", "is empty"),
    ],
)
def test_books_that_would_answer_wrongly_are_refused(
    sellwright: Sellwright, tmp_path: Path, text: str, said: str
) -> None:
    run = sellwright("levers", write(tmp_path / "deals.csv", text), *FEW)
    assert (run.code, run.out) == (3, "")
    assert said in run.err and "Next: " in run.err


def test_one_of_two_currencies_can_be_chosen(sellwright: Sellwright, tmp_path: Path) -> None:
    text = "id,created,stage,amount,currency\n1,2025-01-01,won,5,EUR\n2,2025-01-01,lost,5,USD\n"
    run = sellwright("levers", write(tmp_path / "deals.csv", text), *FEW, "--currency", "eur", "--json")
    assert (run.json["deals"], run.json["problems"][0]) == (1, "Only deals in EUR are counted; 1 other is not.")


def test_deals_that_are_wrong_are_named(sellwright: Sellwright, tmp_path: Path) -> None:
    text = (
        "id,created,close date,stage,amount\na,2025-02-01,2025-01-01,won,5\nb,2027-02-01,,talk,5\n"
        "c,2025-01-01,,talk,-5\nd,2025-01-01,2025-01-05,won,many\ne,someday,2025-01-05,won,7\nd,2025-01-01,2025-01-05,won,5\n"
        "f,2025-01-01,,talk,5,6\n"
    )
    found = sellwright("levers", write(tmp_path / "deals.csv", text), *FEW, "--json").json
    assert found["deals"] == 2
    assert found["answer"] == "Too little to tell: 2 of 100 closed deals."
    assert found["problems"] == [
        "Row 8 could not be read and was left out.",
        "Row 5: the amount cannot be read; taken as unknown.",
        "Row 6: the day opened cannot be read; taken as unknown.",
        "Row 7: the same deal a second time; left out.",
        "Row 2: closed before it opened; left out.",
        "Row 3: a day that is still to come; left out.",
        "Row 4: an amount below nothing; left out.",
    ]


def test_stages_that_go_backwards_are_named(sellwright: Sellwright, tmp_path: Path) -> None:
    log = (
        "deal,stage,date\n1,lead,2025-01-01\n1,proposal,2025-01-05\n1,lead,2025-01-09\n1,proposal,2025-01-12\n"
        "1,won,2025-01-20\n2,lead,2025-01-01\n2,proposal,2025-01-02\n2,lost,2025-01-09\n2,proposal,2025-02-01\n"
    )
    found = sellwright("levers", write(tmp_path / "log.csv", log), *FEW, "--json").json
    assert found["problems"] == [
        "Row 10: the deal moved on after it was closed; the later moves are left out.",
        "Stages go backwards: proposal to lead once. Counted as returns, not as new arrivals.",
    ]
    wide = (
        "id,created,demo date,offer date,close date,stage\n1,2025-01-01,2025-02-01,2025-01-15,2025-01-20,won\n"
        + "".join(f"{i},2025-01-01,2025-01-02,2025-01-03,2025-01-04,lost\n" for i in range(2, 9))
    )
    found = sellwright("levers", write(tmp_path / "wide.csv", wide), *FEW, "--json").json
    assert found["stages"] == ["opened", "demo", "offer"]
    assert found["problems"] == ["Row 2: a stage entered after the deal was closed, or before it opened; left out."]


def test_words_that_do_not_fit(sellwright: Sellwright, tmp_path: Path) -> None:
    file = write(tmp_path / "deals.csv", rows(120, 1, {"web": 0.5}))
    for words in (
        ("--again", "1.5"), ("--effort", "source"), ("--lever", "colour"), ("--column", "opened"), ("--stages", "x,y"),
        ("--person", "colour"), ("--capacity", "nan"), ("--capacity", "0"), ("--within", "nan"), ("--within", "-1"),
        ("--effort", "source=nan"), ("--effort", "colour=1"), ("--draws", "100000000"), ("--now", "0001-01-01"),
    ):  # fmt: skip
        assert sellwright("levers", file, *FEW, *words).code == 2
    assert sellwright("levers", file, *FEW, "--column", "opened=birthday").code == 3


def test_commands_on_tables_load_nothing_heavy(tmp_path: Path) -> None:
    import subprocess
    import sys

    file = write(tmp_path / "deals.csv", rows(120, 1, {"web": 0.5}))
    asked = (
        "import sys; from sellwright.cli import main; sys.argv = ['sellwright', 'levers', sys.argv[1], '--json'];"
        "main.app(standalone_mode=False);"
        "print([name for name in ('pandas', 'sklearn', 'scipy', 'django', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
