"""Four files of a real set that name each other, in one go: reconciled to the row with the files read another way."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sellwright.actions import imports as deeds
from sellwright.importing import counting, plans, proposing
from sellwright.screens.imports import showing
from sellwright.store.models import Deal, Firm, ImportRow, StageMove, User
from tests.firm_rows import colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db
NAMES = ("accounts", "products", "sales_teams", "sales_pipeline")


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def files(shared_data: Path) -> list[Path]:
    return [shared_data / "pipeline" / "maven" / f"{name}.csv" for name in NAMES]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_its_dirt_is_shown_before_anything_is_written(mira: User, files: list[Path]) -> None:
    row = bringing.looked(mira, *files)
    near = proposing.near_of(plans.from_json(row.plan), deeds.found_in(row))
    offered = {(one.word, one.instead) for words in near.values() for one in words}
    assert {one.word for words in near.values() for one in words if one.listed} == {"Philipines", "GTXPro", "technolgy"}
    assert offered == {("technolgy", "technology"), ("Philipines", "Philippines"), ("GTXPro", "GTX Pro")}
    assert not Deal.objects.exists() and not Firm.objects.exists()


def test_it_is_reconciled_to_the_row_and_again_adds_nothing(mira: User, files: list[Path]) -> None:
    pipeline, accounts = rows_of(files[3]), rows_of(files[0])
    row = bringing.looked(mira, *files)
    bringing.mended(row, mira, "GTXPro")
    bringing.mended(row, mira, "technolgy")
    counts = bringing.written(row, mira)
    assert counting.line(counts.rows) == "8,885 in = 8,885 new"
    assert counts.nouns["deal"] == {"new": 8800} and counts.nouns["firm"] == {"new": 85, "same": 7375}
    assert counts.notes["deals without a firm"] == 1425

    assert Deal.objects.count() == len(pipeline) == 8800 and Firm.objects.count() == len(accounts) == 85
    assert Deal.objects.filter(firm=None).count() == sum(not one["account"] for one in pipeline) == 1425
    outcomes = Counter(Deal.objects.values_list("outcome", flat=True))
    theirs = Counter(one["deal_stage"] for one in pipeline)
    assert (outcomes["won"], outcomes["lost"]) == (theirs["Won"], theirs["Lost"])
    stages = Counter(Deal.objects.filter(outcome="").values_list("stage__name", flat=True))
    assert stages == {"Engaging": theirs["Engaging"], "Prospecting": theirs["Prospecting"]}
    assert sum(amount for (amount,) in Deal.objects.exclude(amount=None).values_list("amount")) == sum(
        Decimal(one["close_value"]) for one in pipeline if one["close_value"]
    )
    by_firm = Counter(Deal.objects.exclude(firm=None).values_list("firm__name", flat=True))
    assert by_firm == Counter(one["account"] for one in pipeline if one["account"])
    products = Counter(extra["product"] for extra in Deal.objects.values_list("extra", flat=True))
    assert products == Counter(one["product"].replace("GTXPro", "GTX Pro") for one in pipeline)
    managers = {one["sales_agent"]: one["manager"] for one in rows_of(files[2])}
    assert Counter(extra["manager"] for extra in Deal.objects.values_list("extra", flat=True)) == Counter(
        managers[one["sales_agent"]] for one in pipeline
    )
    assert Firm.objects.filter(industry="technology").count() == sum(a["sector"] == "technolgy" for a in accounts)
    assert ImportRow.objects.filter(whole=row, noun="deal").count() == 8800

    days = Counter(Deal.objects.filter(outcome="").values_list("stage_since", flat=True))
    engaged = Counter(
        datetime.fromisoformat(f"{one['engage_date']}T00:00:00+00:00").timestamp() if one["engage_date"] else 0.0
        for one in pipeline
        if not one["close_date"]
    )
    assert days == engaged and days[0.0] == theirs["Prospecting"], "a deal without any day is not new today"
    assert not StageMove.objects.exists(), "the file does not tell in which stage a deal was closed"

    again = bringing.looked(mira, *files)
    bringing.mended(again, mira, "GTXPro")
    bringing.mended(again, mira, "technolgy")
    counts = bringing.written(again, mira)
    assert counting.line(counts.rows) == "8,885 in = 0 new + 8,885 the same"
    assert Deal.objects.count() == 8800 and Firm.objects.count() == 85 and counts.differing == 0


def test_files_that_bring_no_rows_are_named_beside_the_sums(mira: User, files: list[Path], shared_data: Path) -> None:
    dictionary = shared_data / "pipeline" / "maven" / "data_dictionary.csv"
    row = bringing.looked(mira, *files, dictionary)
    figures = showing.figures({}, plans.from_json(row.plan))
    assert figures["aside"] == [
        "looked into: products.csv",
        "looked into: sales_teams.csv",
        "left out: data_dictionary.csv (a description of columns)",
    ]
