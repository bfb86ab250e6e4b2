"""Deals of a file that name their contact by name alone: linked where one person at their firm has it, else said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sellwright.importing import contacts, writing
from sellwright.store.models import Deal, DealPerson, Firm, Person, User
from tests.firm_rows import colleague, person, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


def file(tmp_path: Path, text: str, name: str = "deals.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def linked() -> dict[str, list[str]]:
    """Whom each deal names, by the deal's name."""
    return {
        deal.name: [str(one.person) for one in DealPerson.objects.filter(deal=deal).select_related("person")]
        for deal in Deal.objects.order_by("pk")
    }


def at(firm: Firm, *names: str) -> None:
    for name in names:
        Person.objects.create(key=f"none:{firm.pk}{name}{Person.objects.count()}", name=name, firm=firm, by_hand=True)


DEALS = """Deal name,Company,Contact name,Amount,Stage
Cold store,Lab Works GmbH,  jörg  O'NEIL-Berg,100,Open
Freezer,Lab Works,Ann Two,200,Open
Shaker,Lab Works,Nobody Known,300,Open
Scale,Hall,Jorg ONeil Berg,400,Open
Bench,,Ann Hall,500,Open
Rack,Lab Works,,600,Open
"""


def test_who_is_meant_is_the_only_one_of_that_name_at_the_firm(mira: User, tmp_path: Path) -> None:
    works = Firm.objects.create(name="Lab Works", by_hand=True)
    hall = Firm.objects.create(name="Hall", by_hand=True)
    at(works, "Jorg ONeil Berg", "Ann Two", "ann two", "Ann Hall")
    at(hall, "Ann Hall", "Nobody Known")
    path = file(tmp_path, DEALS)
    row, counts = bringing.brought(mira, path)
    assert bringing.targets(row)["Contact name"] == "person.name"
    assert counts.rows == {"new": 6}
    assert linked() == {
        "Cold store": ["Jorg ONeil Berg"], "Freezer": [], "Shaker": [], "Scale": [], "Bench": [], "Rack": [],
    }  # fmt: skip
    assert (counts.notes[contacts.SEVERAL], counts.notes[contacts.NOBODY]) == (1, 3)
    assert Person.objects.count() == 6, "a name alone makes nobody"
    _again, counts = bringing.brought(mira, path)
    assert counts.rows == {"same": 6} and DealPerson.objects.count() == 1
    at(hall, "Jorg O'Neil-Berg")
    later, counts = bringing.brought(mira, path)
    assert counts.rows == {"merged": 1, "same": 5} and linked()["Scale"] == ["Jorg O'Neil-Berg"]
    bringing.undone(later, mira)
    assert linked()["Scale"] == [] and linked()["Cold store"] == ["Jorg ONeil Berg"]


def test_nobody_is_meant_of_whom_only_a_colleagues_mail_knows(mira: User, tmp_path: Path) -> None:
    hidden = person("ann@lab.example", "Ann Two", known_to=colleague("Ben"))
    assert hidden.firm is not None
    Firm.objects.filter(pk=hidden.firm.pk).update(name="Lab Works", by_hand=True)
    _row, counts = bringing.brought(mira, file(tmp_path, DEALS))
    assert counts.notes[contacts.NOBODY] == 5 and not DealPerson.objects.exists()
    person("bo@lab.example", "Nobody Known", known_to=mira)
    _row, counts = bringing.brought(mira, file(tmp_path, DEALS))
    assert linked()["Shaker"] == ["Nobody Known"]


PEOPLE = """First name,Last name,Email,Company
Ann,Two,ann@lab.example,Lab Works
Nobody,Known,,Lab Works
Jörg,O'Neil Berg,,Lab Works
"""
NAMED_LATER = """Deal name,Amount,Stage,Company,Contact name,Contact email
One,100,Open,Lab Works,Eva Roe,
Two,100,Open,Lab Works,Eva Roe,eva@lab.example
Three,100,Open,Lab Works,Eva Roe,
Four,100,Open,Lab Works,Eva Roe,roe@lab.example
Five,100,Open,Lab Works,Eva Roe,
"""


def test_people_of_the_same_import_are_meant_as_well_and_the_dry_run_says_the_same(mira: User, tmp_path: Path) -> None:
    row = bringing.looked(mira, file(tmp_path, PEOPLE, "people.csv"), file(tmp_path, DEALS))
    expected, counts = bringing.tried(row, mira), bringing.written(row, mira)
    assert counts.notes == expected.notes
    assert linked() == {
        "Cold store": ["Jörg O'Neil Berg"], "Freezer": ["Ann Two"], "Shaker": ["Nobody Known"],
        "Scale": [], "Bench": [], "Rack": [],
    }  # fmt: skip


@pytest.mark.parametrize("together", [1, 1000])
def test_who_comes_by_a_later_row_is_not_here_yet_however_many_are_written_at_once(
    mira: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    for name in ("LEAST", "FIRST", "MOST"):
        monkeypatch.setattr(writing, name, together)
    row = bringing.looked(mira, file(tmp_path, NAMED_LATER))
    expected, counts = bringing.tried(row, mira), bringing.written(row, mira)
    assert counts.notes == expected.notes
    keys = {
        deal.name: list(DealPerson.objects.filter(deal=deal).values_list("person__key", flat=True))
        for deal in Deal.objects.all()
    }
    assert keys == {
        "One": [], "Two": ["eva@lab.example"], "Three": ["eva@lab.example"], "Four": ["roe@lab.example"], "Five": [],
    }  # fmt: skip
    assert (counts.notes[contacts.NOBODY], counts.notes[contacts.SEVERAL]) == (1, 1)
