"""What programs read and write of each noun, beside the rights (test_rights) and the description (test_described)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from sellwright import access
from sellwright.actions import deals, firms, merging
from sellwright.jobs import queue
from sellwright.store.models import (
    Deal,
    Field,
    Firm,
    Import,
    LogEntry,
    Outlook,
    Person,
    PersonValue,
    Promised,
    User,
    View,
)
from tests.api.asking import Program
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def ana(mira: User) -> Person:
    return person("ana@lab.example", "Ana")


def deal_with(mira: User, ana: Person, **wanted: Any) -> Deal:
    entry = deals.open_deal(by=mira, wanted=deals.Wanted("Hall", **wanted), now=NOW, person=ana)
    return Deal.objects.get(public_id=entry.thing_id)


def test_a_person_is_changed_field_by_field_and_own_fields_are_laid_out_for_lists(mira: User, ana: Person) -> None:
    size = Field.objects.create(noun="person", key="size", name="Size", kind="number")
    Field.objects.create(noun="person", key="likes", name="Likes", kind="choices", choices=["tea", "cake"])
    Field.objects.create(noun="person", key="met", name="Met", kind="yes_no")
    address = f"people/{ana.public_id}"
    Program(mira).patch(address, {"custom": {"met": True}})
    sent = {"title": "Head of lab", "telephone": "+4 x", "link": "lab.example", "about": "Line\nline",
            "place": None, "custom": {"size": 2.5, "likes": ["Cake", "tea"], "met": None}}  # fmt: skip
    refused = Program(mira).patch(address, sent)
    assert (refused.status_code, refused.json()["field"]) == (409, "telephone")
    ana.refresh_from_db()
    assert ana.title == ""  # all or nothing
    sent["telephone"] = "+49 30 123"
    found = Program(mira).patch(address, sent).json()
    assert (found["title"], found["link"], found["about"]) == ("Head of lab", "https://lab.example", "Line\nline")
    assert found["custom"] == {"size": 2.5, "likes": ["cake", "tea"]}
    assert PersonValue.objects.get(field=size, row=ana).number == 2.5


@pytest.mark.parametrize(
    ("custom", "words"),
    [
        ({"nothing": 1}, "no such field"), ({"size": "2"}, "a number"), ({"size": True}, "a number"),
        ({"met": "banana"}, "true or false"), ({"likes": ["tea;cake"]}, "list of words"), ({"likes": "tea"}, "list of"),
        ({"likes": ["beer"]}, "not one of the choices"), ({"day": "tomorrow"}, "2026-11-22"), ({"day": 5}, "text"),
        ({"size": 1e300}, "not a number"), ({"name": "x"}, "no such field"), ({"gone": "x"}, "no such field"),
    ],
)  # fmt: skip
def test_what_does_not_fit_an_own_field_is_told_by_its_name(
    mira: User, ana: Person, custom: dict[str, Any], words: str
) -> None:
    for key, kind in (("size", "number"), ("met", "yes_no"), ("day", "date")):
        Field.objects.create(noun="person", key=key, name=key, kind=kind)
    Field.objects.create(noun="person", key="likes", name="likes", kind="choices", choices=["tea", "cake"])
    Field.objects.create(noun="person", key="gone", name="gone", kind="text", retired_at=timezone.now())
    answer = Program(mira).patch(f"people/{ana.public_id}", {"custom": custom})
    assert (answer.status_code, answer.json()["field"]) == (409, f"custom.{next(iter(custom))}")
    assert words in answer.json()["detail"]
    assert not LogEntry.objects.filter(deed="edit_cell").exists()


def test_a_firm_is_changed_and_only_as_it_was_read(mira: User, ana: Person) -> None:
    assert ana.firm is not None
    program, address = Program(mira), f"firms/{ana.firm.public_id}"
    tag = program.get(address)["ETag"]
    found = program.patch(address, {"industry": "Glass", "headcount": 12, "owner": mira.public_id}, If_Match=tag)
    assert (found.json()["industry"], found.json()["headcount"]) == ("Glass", 12)
    assert found.json()["owner"] == mira.public_id
    assert program.patch(address, {"name": "Lab"}, If_Match=tag).status_code == 412
    assert program.patch(address, {"headcount": "12"}).status_code == 422
    assert program.patch(address, {"headcount": None}).json()["headcount"] is None
    assert program.patch(address, {"name": None}).status_code == 409


def test_a_firm_is_added_as_by_hand_and_taken_back(mira: User, ana: Person) -> None:
    program = Program(mira)
    answer = program.post("firms", {"name": "Acme  Hall", "domain": "https://www.acme-hall.com/contact"})
    assert answer.status_code == 201
    found = answer.json()
    assert (found["name"], found["domain"]) == ("Acme Hall", "acme-hall.com")
    assert program.get(f"firms/{found['id']}").json() == found
    refused = program.post("firms", {"name": "Again", "domain": "acme-hall.com"})
    assert (refused.status_code, refused.json()["field"]) == (409, "domain")
    assert program.post("firms", {"name": " "}).json()["field"] == "name"
    assert program.post("firms", {"name": "Mail", "domain": "gmail.com"}).json()["field"] == "domain"
    assert program.post("firms", {}).status_code == 422
    firms.undo(by=mira, entry=LogEntry.objects.get(deed="add_firm"))
    assert program.get(f"firms/{found['id']}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("seller", 201)])
def test_who_may_not_add_people_adds_no_firm(mira: User, role: str, status: int) -> None:
    assert Program(colleague("Ben", role)).post("firms", {"name": "Acme"}).status_code == status
    assert Program(mira, "people:read").post("firms", {"name": "Acme"}).status_code == 403
    assert Firm.objects.filter(name="Acme").exists() == (status == 201)


def test_a_change_of_a_deal_leaves_what_it_does_not_name(mira: User, ana: Person) -> None:
    Field.objects.create(noun="deal", key="size", name="Size", kind="number")
    deal = deal_with(mira, ana, expected_date=date(2026, 6, 30), about="All of it")
    found = Program(mira).patch(f"deals/{deal.public_id}", {"next_step": "Call", "custom": {"size": 3}}).json()
    assert (found["expected_date"], found["about"], found["next_step"]) == ("2026-06-30", "All of it", "Call")
    assert found["custom"] == {"size": 3}
    found = Program(mira).patch(f"deals/{deal.public_id}", {"expected_date": "2026-07-01", "about": "Less"}).json()
    assert (found["expected_date"], found["about"]) == ("2026-07-01", "Less")


def test_ties_are_made_listed_from_both_sides_and_cut(mira: User, ana: Person) -> None:
    ben, program = person("ben@lab.example", "Ben"), Program(mira)
    sent = {"person": ana.public_id, "other": ben.public_id, "kind": "reports to", "note": "since May"}
    made = program.post("ties", sent)
    assert made.status_code == 201 and made.json()["note"] == "since May"
    back = {"person": ben.public_id, "other": ana.public_id, "kind": "reports to"}
    assert program.post("ties", back).status_code == 409  # a circle
    for one in (ana, ben):
        assert [row["id"] for row in program.get(f"ties?person={one.public_id}").json()["items"]] == [made.json()["id"]]
    assert program.ask("delete", f"ties/{made.json()['id']}").status_code == 204
    assert program.get(f"ties/{made.json()['id']}").status_code == 404


def test_who_was_made_one_is_found_by_every_id_they_had(mira: User, ana: Person) -> None:
    double = person("a.lab@lab2.example", "Ana Lab")
    ids = [ana.public_id, double.public_id]
    assert ana.firm is not None and double.firm is not None
    merging.merge(by=mira, noun="firm", ids=[ana.firm.public_id, double.firm.public_id], picks={}, now=NOW)
    merging.merge(by=mira, noun="person", ids=ids, picks={}, now=NOW)
    program = Program(mira)
    assert program.get(f"people/{ids[1]}").json()["id"] == ids[0]
    assert program.get(f"firms/{double.firm.public_id}").json()["id"] == ana.firm.public_id
    one, firm = program.get("merges").json()["items"]
    assert (one["noun"], one["kept"], one["gone"]) == ("person", ids[0], [ids[1]])
    assert (firm["noun"], firm["gone"]) == ("firm", [double.firm.public_id])
    assert program.get(f"merges/{one['id']}").json() == one
    assert Program(colleague("Ben")).get("merges").json()["items"] == []


def test_a_view_is_kept_and_its_rows_are_read_page_by_page(mira: User) -> None:
    for number in range(7):
        row = person(f"p{number}@f{number}.example", f"Person {number}")
        Person.objects.filter(pk=row.pk).update(title="Head" if number % 2 else "")
    from sellwright.store.lists import names

    names.refresh("person", None)
    program = Program(mira)
    sent = {"noun": "person", "name": "Heads", "conditions": [{"column": "title", "way": "has", "values": ["head"]}],
            "sort": "name", "down": True, "columns": ["name", "title"]}  # fmt: skip
    made = program.post("views", sent)
    assert made.status_code == 201 and View.objects.get().owner == mira
    shown = program.get(f"views/{made.json()['id']}").json()
    assert {name: shown[name] for name in sent} == sent
    rows: list[Any] = []
    cursor, address = "", f"views/{made.json()['id']}/rows?limit=2"
    while True:
        page = program.get(f"{address}&cursor={cursor}").json()
        rows += page["items"]
        if not page["next"]:
            break
        from urllib.parse import quote

        cursor = quote(page["next"])
    assert [row["values"] for row in rows] == [{"name": f"Person {n}", "title": "Head"} for n in (5, 3, 1)]
    assert program.get(f"{address}&cursor={cursor}x").status_code == 409
    assert program.get(f"{address}&cursor=%5B0%2C1%2C2%5D").status_code == 409


def test_rows_need_the_scope_of_what_they_show_and_views_are_their_owners(mira: User) -> None:
    program = Program(mira, "lists:read", "lists:write", "deals:read")
    ids = {
        noun: program.post("views", {"noun": noun, "name": noun, "shared": True}).json()["id"]
        for noun in ("person", "firm", "deal", "promise", "touch")
    }
    answers = {noun: program.get(f"views/{one}/rows").status_code for noun, one in ids.items()}
    assert answers == {"person": 403, "firm": 403, "deal": 200, "promise": 403, "touch": 403}
    assert {Program(mira).get(f"views/{one}/rows").status_code for one in ids.values()} == {200}
    ben = Program(colleague("Ben"))
    assert ben.get(f"views/{ids['deal']}").status_code == 200
    assert ben.patch(f"views/{ids['deal']}", {"name": "Mine"}).status_code == 404
    assert ben.ask("delete", f"views/{ids['deal']}").status_code == 404
    assert Program(mira).patch(f"views/{ids['deal']}", {"shared": False}).json()["shared"] is False
    assert ben.get(f"views/{ids['deal']}").status_code == 404
    reader = Program(colleague("Rita", "reader"))
    assert reader.post("views", {"noun": "deal", "name": "All", "shared": True}).status_code == 403


def test_promises_are_those_of_letters_one_may_read(mira: User, ana: Person) -> None:
    scope = access.scope_of(mira)
    for number, due in enumerate((None, date(2026, 6, 1), date(2026, 6, 9))):
        Promised.objects.create(
            scope=scope, person=ana, message=f"m{number}", side="us" if number else "them", text=f"promise {number}",
            at=NOW - number * DAY, due_date=due, is_open=number != 2,
        )  # fmt: skip
    program = Program(mira)

    def texts(asked: str = "") -> list[str]:
        return [row["text"] for row in program.get(f"promises?{asked}").json()["items"]]

    assert texts() == ["promise 0", "promise 1", "promise 2"]
    assert (texts("side=us"), texts("open=true")) == (["promise 1", "promise 2"], ["promise 0", "promise 1"])
    assert texts(f"due_before=2026-06-09&person={ana.public_id}") == ["promise 1"]
    assert Program(colleague("Ben")).get("promises").json()["items"] == []


def test_what_a_buyer_gave_is_written_withdrawn_and_stands_again(mira: User, ana: Person) -> None:
    deal, program = deal_with(mira, ana), Program(mira)
    theirs = letter(mira, ana, NOW - DAY)
    sent = {"kind": "time", "person": ana.public_id, "words": "An hour", "shown_by": theirs.mid}
    made = program.post(f"deals/{deal.public_id}/commitments", sent)
    assert made.status_code == 201
    found = made.json()
    assert (found["given_date"], found["message"], found["deal"]) == ("2026-05-28", theirs.public_id, deal.public_id)
    without = Program(mira, "deals:read").get(f"commitments/{found['id']}").json()
    assert without["message"] is None and without["words"] == "An hour"
    gone = program.post(f"commitments/{found['id']}/withdraw", {"on_date": "2026-05-28"}).json()
    assert gone["withdrawn_date"] == "2026-05-28"
    assert program.post(f"commitments/{found['id']}/stand").json()["withdrawn_date"] is None
    assert len(program.get(f"commitments?deal={deal.public_id}").json()["items"]) == 1
    late = program.post(f"deals/{deal.public_id}/commitments", {**sent, "given_date": "2026-05-29"})
    assert (late.status_code, late.json()["field"]) == (409, "given_date")
    stranger = person("carl@other.example", "Carl")
    outside = program.post(f"deals/{deal.public_id}/commitments", {**sent, "person": stranger.public_id})
    assert (outside.status_code, outside.json()["field"]) == (409, "person")
    assert program.ask("delete", f"commitments/{found['id']}").status_code == 204


def test_offers_replace_each_other_are_answered_and_lead_to_what_was_given_away(mira: User, ana: Person) -> None:
    deal, program = deal_with(mira, ana), Program(mira)
    address = f"deals/{deal.public_id}"
    first = program.post(f"{address}/offers", {"price": "1200.50", "valid_until": "2026-06-30"}).json()
    second = program.post(f"{address}/offers", {"price": "1100", "instead_of": first["id"]}).json()
    old = program.get(f"offers/{first['id']}").json()
    assert (old["state"], old["replaced_by"], old["price"]) == ("replaced", second["id"], "1200.50")
    away = program.post(f"{address}/concessions", {"what": "Freight", "cost": "99.90", "offer": second["id"]})
    assert (away.status_code, away.json()["cost"], away.json()["offer"]) == (201, "99.90", second["id"])
    assert program.post(f"offers/{second['id']}/decide", {"state": "accepted"}).json()["state"] == "accepted"
    assert program.post(f"offers/{second['id']}/decide", {"state": "declined"}).status_code == 409
    assert program.post(f"offers/{second['id']}/reopen").json()["decided_date"] is None
    assert program.post(f"{address}/offers", {"price": "1e3"}).status_code == 422
    role = program.post(f"{address}/open-roles", {"title": "their security officer"})
    assert role.status_code == 201
    assert [row["title"] for row in program.get("open-roles").json()["items"]] == ["their security officer"]
    for noun, one in (("open-roles", role), ("concessions", away)):
        assert program.ask("delete", f"{noun}/{one.json()['id']}").status_code == 204


def test_the_forecast_is_the_teams_and_ones_own(mira: User, ana: Person) -> None:
    deal = deal_with(mira, ana)
    body = {
        "won": 10.0, "won_deals": 1, "open_deals": 1, "middle": 15.0, "low": 10.0, "high": 30.0, "missing": "",
        "first": date(2026, 5, 1).toordinal(), "weightiest": [[deal.pk, 0.5, 5.0, 2], [0, 0.1, 1.0, 0]], "undated": 0,
    }  # fmt: skip
    ben = colleague("Ben")
    for owner in (None, mira, ben):
        Outlook.objects.create(owner=owner, currency="EUR", period="month", body=body, made_at=NOW)
    Outlook.objects.create(currency="EUR", period="year", body={**body, "missing": "3 of 20 closed"}, made_at=NOW)
    team, mine, year = Program(mira).get("forecast").json()["items"]
    assert (team["whose"], mine["whose"], year["low"], year["behind"]) == ("team", "mine", None, [])
    assert (team["low"], team["high"], team["first_date"]) == (10.0, 30.0, "2026-05-01")
    assert team["behind"] == [{"deal": deal.public_id, "chance": 0.5, "adds": 5.0, "unknown": 2}]
    assert len(Program(mira).get("forecast?whose=mine").json()["items"]) == 1


def test_an_import_tells_its_sums_to_who_began_it(mira: User) -> None:
    row = Import.objects.create(
        by=mira, name="people.csv", state="done", rows_total=7668, rows_done=7668,
        counts={"rows": {"new": 7412, "merged": 231, "refused": 25}},
    )  # fmt: skip
    found = Program(mira).get(f"imports/{row.public_id}").json()
    assert found["line"] == "7,668 in = 7,412 new + 231 merged + 25 refused"
    assert found["sums"] == {"new": 7412, "merged": 231, "same": 0, "refused": 25}
    assert Program(colleague("Ben", "owner")).get(f"imports/{row.public_id}").status_code == 404
    assert Program(mira, "people:read").get("imports").status_code == 403
