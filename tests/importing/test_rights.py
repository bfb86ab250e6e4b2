"""Imports beside a person's rights and beside merges: who was erased stays away, who was made one stays one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sellwright.actions import merging
from sellwright.importing import counting
from sellwright.store import forgotten
from sellwright.store.models import Address, Deal, Firm, Person, User
from tests.firm_rows import NOW, colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db

ERASED = "This person was erased at their own wish and is not brought back."


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


def file(tmp_path: Path, text: str, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_who_was_erased_is_not_brought_back(mira: User, tmp_path: Path) -> None:
    forgotten.remember(["ana@lab.example"], 0.0)
    text = (
        "First Name,Last Name,Email,Company Name\n"
        "Ana,Berg,Ana@Lab.example,Lab Works\n"
        "Bo,Chen,bo@pumps.example,Pumps\n"
        "Ana,Berg,ana.berg@new.example; ana@lab.example,New Works\n"
    )
    row, counts = bringing.brought(mira, file(tmp_path, text))
    assert counting.line(counts.rows) == "3 in = 1 new + 2 refused"
    assert counts.reasons == {ERASED: 2}
    assert dict(row.rows.filter(outcome="refused").values_list("line", "reason")) == {2: ERASED, 4: ERASED}
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo Chen"]
    assert not Address.objects.filter(email__startswith="ana").exists()
    assert list(Firm.objects.values_list("name", flat=True)) == ["Pumps"], "nor what such a row names beside"


def test_a_deal_that_names_somebody_erased_comes_without_them(mira: User, tmp_path: Path) -> None:
    forgotten.remember(["ana@lab.example"], 0.0)
    text = (
        "Opportunity ID,Stage,Amount,Contact Name,Contact Email\n"
        "77,New,1000,Ana Berg,ana@lab.example\n"
        "78,New,2000,Bo Chen,bo@pumps.example\n"
    )
    _row, counts = bringing.brought(mira, file(tmp_path, text, "deals.csv"))
    assert counts.nouns["deal"] == {"new": 2} and counts.nouns["person"] == {"new": 1}
    assert counts.notes["left out: somebody who was erased at their own wish"] == 1
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo Chen"]
    assert not [deal.name for deal in Deal.objects.all() if "Berg" in deal.name]


HUBSPOT = """Record ID,First Name,Last Name,Email,Job Title,Company Name,Company Domain Name
1,Ana,Berg,ana@lab.example,Buyer,Lab Works GmbH,lab.example
2,Anna,Berg,anna@lab-works.example,,Laboratory Works,lab-works.example
3,Cy,Duarte,,CTO,Laboratory Works,lab-works.example
"""


def test_rows_follow_whom_they_were_made_one_with(mira: User, tmp_path: Path) -> None:
    bringing.brought(mira, file(tmp_path, HUBSPOT))
    ana, anna = Person.objects.get(key="ana@lab.example"), Person.objects.get(key="anna@lab-works.example")
    lab, other = Firm.objects.get(domain="lab.example"), Firm.objects.get(domain="lab-works.example")
    merging.merge(by=mira, noun="person", ids=[ana.public_id, anna.public_id], picks={}, now=NOW)
    merging.merge(by=mira, noun="firm", ids=[lab.public_id, other.public_id], picks={}, now=NOW)
    kept = Firm.objects.get()

    _row, counts = bringing.brought(mira, file(tmp_path, HUBSPOT, "again.csv"))
    assert counts.rows == {"same": 3} and counts.nouns["firm"].get("new", 0) == 0
    assert Person.objects.count() == 2 and Firm.objects.get() == kept

    newer = (
        "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Company Domain Name\n"
        "2,Anna,Berg,anna@lab-works.example,+49 30 1234567,Laboratory Works,lab-works.example\n"
        "9,Di,Eriksen,di@gmail.com,,Laboratory Works,\n"
        "10,Ed,Fox,ed@lab-works.example,,,\n"
    )
    _row, counts = bringing.brought(mira, file(tmp_path, newer, "newer.csv"))
    assert counts.rows == {"merged": 1, "new": 2} and Firm.objects.get() == kept
    keeper = Person.objects.get(addresses__email="anna@lab-works.example")
    assert keeper == Person.objects.get(addresses__email="ana@lab.example") and keeper.telephone == "+49 30 1234567"
    assert {one.firm_id for one in Person.objects.all()} == {kept.pk}
