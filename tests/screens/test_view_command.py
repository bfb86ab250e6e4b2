"""`sellwright view`: a view as a file, for who looks."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sellwright.actions import views
from sellwright.cli import view as command
from sellwright.cli.main import app
from sellwright.interactions.failures import SellwrightError
from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.models import Person, User
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db
SALES = Asked("person", conditions=(Condition("title", "has", ("sales",)),), sort="name", columns=("name", "title"))


@pytest.fixture(autouse=True)
def mira(monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(command, "open_workbench", lambda data: None)  # the database of the test stands for a folder
    workspace()
    mira = colleague("Mira", "owner")
    for email, name, title in (("b@nord.example", "Bo", "Sales"), ("a@nord.example", "Ana", "Head of sales"),
                               ("c@nord.example", "Cy", "=1+1")):  # fmt: skip
        row = person(email, name)
        Person.objects.filter(pk=row.pk).update(title=title, by_hand=True)
    views.save(by=mira, name="Who sells", asked=SALES)
    return mira


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["view", *words])


def test_a_view_goes_to_standard_output_as_a_table() -> None:
    answer = run("who  SELLS")
    assert answer.exit_code == 0, answer.output
    rows = list(csv.reader(answer.stdout.lstrip("\ufeff").splitlines()))
    assert rows[0][1:] == ["Name", "Title"]
    assert [row[1:] for row in rows[1:]] == [["Ana", "Head of sales"], ["Bo", "Sales"]]


def test_a_new_file_takes_its_form_from_its_name(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    answer = run("Who sells", str(out))
    assert answer.exit_code == 0 and "2 rows" in answer.output
    assert [json.loads(line)["name"] for line in out.read_text().splitlines()] == ["Ana", "Bo"]
    assert isinstance(run("Who sells", str(out)).exception, SellwrightError | SystemExit)
    assert len(out.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Mine"], "Several lists"),
        (["Mine", "--of", "cats"], "no list"),
        (["Who buys"], "no view"),
        (["Who sells", "--as", "xlsx"], "not written as"),
        (["Who sells", "--by", "nobody@nord.example"], "no member"),
    ],
)
def test_what_makes_no_sense_is_said(words: list[str], said: str) -> None:
    answer = run(*words)
    assert answer.exit_code != 0
    assert said in str(answer.exception) + answer.output
    assert not answer.stdout


def test_a_view_is_opened_by_those_it_is_for_and_shows_what_they_may_see() -> None:
    jan = colleague("Jan")
    Person.objects.filter(name="Bo").update(by_hand=False)
    answer = run("Who sells", "--by", jan.email)
    assert "no view" in str(answer.exception) + answer.output
    views.save(by=jan, name="Who sells", asked=SALES)
    assert "Ana" in run("Who sells", "--by", jan.email).stdout
    assert "Bo" not in run("Who sells", "--by", jan.email).stdout


def test_a_starting_view_is_found_by_its_tab() -> None:
    answer = run("Everybody")
    assert "'=1+1" not in answer.stdout and "Cy" in answer.stdout
    assert len(answer.stdout.splitlines()) == 4
