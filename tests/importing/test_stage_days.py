"""Since when deals stand in their stage, and finished stays: what the file proves, and nothing beside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sellwright.screens import deal_words
from sellwright.store.models import Deal, Stage, StageMove, User
from tests.firm_rows import colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


def at(day: str) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()


def test_the_best_day_of_the_file_counts_and_none_is_not_today(mira: User, tmp_path: Path) -> None:
    rows = ["1,New,open,2024-01-10,2024-02-01,", "2,New,open,2024-01-10,,", "3,New,open,,,"]
    # Nine closed ones whose file names their stage and since when, one that does not say since when.
    rows += [f"1{n},Offer,won,2024-01-01,2024-03-01,2024-03-{n + 3:02}" for n in range(9)]
    rows += ["30,Offer,lost,2024-01-01,,2024-06-01", "31,,won,2024-01-01,2024-03-01,2024-06-01"]
    path = tmp_path / "deals.csv"
    head = "Deal - ID,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Last stage change,Deal - Deal closed on\n"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    row = bringing.looked(mira, path)
    assert bringing.targets(row)["Deal - Last stage change"] == "deal.stage_since"
    bringing.written(row, mira)
    since = dict(Deal.objects.filter(outcome="").values_list("name", "stage_since"))
    assert since == {"Deal 1": at("2024-02-01"), "Deal 2": at("2024-01-10"), "Deal 3": 0.0}
    offer = Stage.objects.get(name="Offer")
    moves = StageMove.objects.all()
    assert {(move.from_stage_id, move.to_stage_id, move.by_id) for move in moves} == {(offer.pk, None, None)}
    assert sorted(move.days for move in moves) == [float(n + 2) for n in range(9)]
    assert (offer.usual_days, offer.usual_stays) == (6.0, 9)
    assert deal_words.stay(0.0, at("2024-07-01"), deal_words.usual(offer)) == ("time here: not known", False)
    bringing.undone(row, mira)
    assert not Deal.objects.exists() and not StageMove.objects.exists()
