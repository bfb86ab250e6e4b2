"""Lists: every order and filter against the same done by hand in Python; pages; files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellwright import access
from sellwright.store import search
from sellwright.store.lists import reading, values, writing
from sellwright.store.lists.asking import Asked, Condition, from_json
from sellwright.store.lists.conditions import Reader, number_in
from sellwright.store.models import Address, Deal, Field, Firm, Person, PersonValue, Pipeline, Stage, Standing, User
from sellwright.store.models.sorting import folded
from tests.firm_rows import DAY, NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


def reader(user: User) -> Reader:
    return Reader(access.scope_of(user).pk, user.public_id, NOW, UTC)


def field(key: str, kind: str, **more: Any) -> Field:
    return Field.objects.create(noun="person", key=key, name=key.title(), kind=kind, **more)


def book(mira: User, count: int = 40) -> list[Person]:
    """People known by mail, by hand, and to Ben alone; with own fields, some empty."""
    ben = colleague("Ben")
    field("region", "text")
    field("size", "number")
    field("tags", "choices", choices=["a", "b"])
    rows = []
    for n in range(count):
        known = (mira, None, ben)[n % 3]
        row = person(f"p{n}@firm{n % 5}.example", f"{'Äbcdé'[n % 5]}{'xX'[n % 2]} Person {n % 7}", known_to=known)
        row.title = "" if n % 4 == 0 else f"{'hH'[n % 2]}ead {n % 3}"
        if n % 6 == 1:
            row.key = f"none:{row.public_id}"  # brought without an address
        row.owner = (mira, ben, None)[n % 3 if n % 2 else 2]
        row.extra = {key: value for key, value in (("region", f"Región {n % 3}"), ("size", n * 7 % 11),
                                                   ("tags", ["a", "b"])) if n % (len(key) - 1)}  # fmt: skip
        row.save()
        if known is not None:
            Standing.objects.filter(person=row).update(
                last_at=NOW - (n // 4) * DAY, relation=("customer", "unknown", "prospect", "customer", "private")[n % 5]
            )
        rows.append(row)
    values.rebuild("person")
    return rows


def walk(asked: Asked, user: User, size: int = 7) -> list[int]:
    """All ids, page by page; every page is walked back to as well."""
    found: list[int] = []
    before: list[int] = []
    while True:
        page = reading.read(asked, reader(user), size=size)
        here = [row.pk for row in page.rows]
        if page.before and before:
            back = reading.read(replace(asked, after="", before=page.before), reader(user), size=size)
            assert [row.pk for row in back.rows] == before
        found += here
        before = here
        if not page.after:
            return found
        asked = replace(asked, after=page.after)


@pytest.fixture(params=["few", "many"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways a page is found: put in order here, and gone through in the database's order."""
    if request.param == "many":
        monkeypatch.setattr(reading, "FEW", 2)


def visible(rows: list[Person], user: User) -> list[Person]:
    known = set(access.people(user).values_list("pk", flat=True))
    return [Person.objects.get(pk=row.pk) for row in rows if row.pk in known]


def last(row: Person, user: User) -> float | None:
    found = Standing.objects.filter(scope=access.scope_of(user), person=row).first()
    return found.last_at if found else None


def relation(row: Person, user: User) -> int | None:
    """The place among the kinds there are; None for nobody knows what."""
    found = Standing.objects.filter(scope=access.scope_of(user), person=row).first()
    return RELATIONS.index(found.relation) if found and found.relation != "unknown" else None


RELATIONS = ("prospect", "customer", "partner", "supplier", "pitching_us", "candidate", "press", "colleague", "private",
             "list_or_robot")  # fmt: skip
KEYS: dict[str, Callable[[Person, User], Any]] = {
    "name": lambda row, user: folded(row.name),
    "title": lambda row, user: row.title.lower() or None,
    "firm": lambda row, user: row.firm.sort_name if row.firm else None,
    "owner": lambda row, user: row.owner.name if row.owner else None,
    "last": last,
    "relation": relation,
    "email": lambda row, user: None if row.key.startswith("none:") else row.key,
    "x.region": lambda row, user: folded(row.extra["region"]) if "region" in row.extra else None,
    "x.size": lambda row, user: row.extra.get("size"),
}


@pytest.mark.usefixtures("ways")
def test_every_order_shows_everybody_once_and_the_empty_ones_last(mira: User) -> None:
    rows = visible(book(mira), mira)
    assert 20 < len(rows) < 40
    for column, key in KEYS.items():
        for down in (False, True):
            ids = walk(Asked("person", sort=column, down=down), mira)
            assert sorted(ids) == sorted(row.pk for row in rows), column
            by_id = {row.pk: key(row, mira) for row in rows}
            seen = [by_id[pk] for pk in ids]
            filled = [one for one in seen if one is not None]
            assert seen == [*filled, *[None] * (len(seen) - len(filled))], column
            here, there = sorted(filled, reverse=down), None
            if column == "email":  # a database that sorts as people do puts "@" before figures
                there = list(Person.objects.filter(key__in=filled).order_by("-key" if down else "key"))
            assert filled == here or (there and filled == [row.key for row in there]), column


@pytest.mark.usefixtures("ways")
def test_among_those_who_are_the_same_to_us_whoever_was_heard_of_last_stands_first(mira: User) -> None:
    rows = {row.pk: row for row in visible(book(mira), mira)}
    for down in (False, True):
        ids = walk(Asked("person", sort="relation", down=down), mira, 3)
        known = [(relation(rows[pk], mira), -(last(rows[pk], mira) or 0)) for pk in ids]
        known = [(kind, heard) for kind, heard in known if kind is not None]
        assert {kind for kind, _heard in known} == {0, 1, 8}
        assert known == sorted(known, key=lambda one: (-one[0] if down else one[0], one[1]))  # type: ignore[operator]


def test_a_page_by_what_they_are_to_us_is_one_walk_whoever_is_there(
    mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FEW", 2)
    book(mira)
    question, kinds = Asked("person", sort="relation"), Condition("relation", "none", ("prospect", "private"))
    held = reader(mira)
    with CaptureQueriesContext(connection) as asked:
        reading.read(question, held, size=3)
    walks = [query["sql"] for query in asked if "UNION ALL" in query["sql"]]
    assert len(walks) == 1 and walks[0].count("s.relation = '") == 10
    with CaptureQueriesContext(connection) as asked:
        reading.read(replace(question, conditions=(kinds,)), held, size=3)
    walks = [query["sql"] for query in asked if "UNION ALL" in query["sql"]]
    assert len(walks) == 1 and walks[0].count("s.relation = '") == 8, "what a filter leaves out is not looked at"
    for key in ('[0,"acme",1,2]', "[0,0.5,1,2]", "[0,99,1,2]", '[0,0,"x",2]'):
        reading.read(replace(question, after=key), held)


@pytest.mark.usefixtures("ways")
def test_filters_keep_who_fits_and_nobody_else(mira: User) -> None:
    rows = visible(book(mira), mira)
    tests: list[tuple[Condition, Callable[[Person], bool]]] = [
        (Condition("title", "has", ("HEAD 1",)), lambda row: "head 1" in row.title.lower()),
        (Condition("title", "empty"), lambda row: not row.title),
        (Condition("name", "has", ("ÁX pers",)), lambda row: "ax pers" in folded(row.name)),
        (Condition("owner", "any", ("me",)), lambda row: row.owner_id == mira.pk),
        (Condition("owner", "any", ("nobody",)), lambda row: row.owner_id is None),
        (Condition("owner", "none", ("me",)), lambda row: row.owner_id != mira.pk),
        (Condition("relation", "any", ("customer",)), lambda row: row.standings.filter(
            scope=access.scope_of(mira), relation="customer").exists()),
        (Condition("last", "last", ("3",)), lambda row: (last(row, mira) or 0) >= NOW - 3 * DAY),
        (Condition("last", "older", ("3",)), lambda row: 0 < (last(row, mira) or 0) < NOW - 3 * DAY),
        (Condition("x.region", "is", ("region 1",)), lambda row: row.extra.get("region") == "Región 1"),
        (Condition("x.region", "has", ("gion 0",)), lambda row: row.extra.get("region") == "Región 0"),
        (Condition("x.size", "more", ("5",)), lambda row: row.extra.get("size", 0) > 5),
        (Condition("x.size", "empty"), lambda row: "size" not in row.extra),
        (Condition("x.tags", "any", ("A", "b")), lambda row: "tags" in row.extra),
        (Condition("by_hand", "yes"), lambda row: row.by_hand),
        (Condition("firm", "at", (rows[0].firm.public_id,)), lambda row: row.firm_id == rows[0].firm_id),  # type: ignore[union-attr]
    ]  # fmt: skip
    for condition, fits in tests:
        wanted = sorted(row.pk for row in rows if fits(row))
        for sort in ("", "name", "x.size", "last", "relation"):
            found = walk(Asked("person", conditions=(condition,), sort=sort), mira)
            assert sorted(found) == wanted, (condition, sort)
        assert wanted, condition
    both = Asked("person", conditions=(tests[0][0], tests[3][0]))
    assert sorted(walk(both, mira)) == sorted(row.pk for row in rows if tests[0][1](row) and tests[3][1](row))


def test_what_makes_no_sense_is_passed_over_and_said(mira: User) -> None:
    book(mira, 6)
    odds = (("nothing", "has", "x"), ("last", "last", "x"), ("title", "more", "1"), ("x.size", "more", "many"))
    for odd in (*(Condition(column, way, (value,)) for column, way, value in odds), Condition("owner", "any")):
        page = reading.read(Asked("person", conditions=(odd,)), reader(mira))
        assert page.passed_over == (odd.column,) and len(page.rows) == 4
    for key in ("x", "[0]", '[0,"a",1]', "[2,1,1]", "[0,null,1]", '{"a":1}', "[0,1e999,2]"):
        assert reading.read(Asked("person", after=key), reader(mira)).rows


def test_a_colleagues_people_fit_no_filter(mira: User) -> None:
    hidden = person("secret@hidden.example", "Secret", known_to=colleague("Ben"))
    hidden.extra = {"region": "Nowhere"}
    hidden.save()
    field("region", "text")
    values.rebuild("person")
    there = Asked("person", conditions=(Condition("x.region", "is", ("nowhere",)),))
    for asked in (Asked("person", words="secret"), there, Asked("firm", words="hidden"), Asked("firm")):
        assert reading.read(asked, reader(mira)).rows == ()


@pytest.mark.usefixtures("ways")
def test_firms_and_deals_stand_in_their_orders(mira: User) -> None:
    book(mira)
    firms = [Firm.objects.get(pk=pk) for pk in walk(Asked("firm", sort="name"), mira, 2)]
    assert [firm.sort_name for firm in firms] == sorted(f"firm{n}" for n in range(5))
    newest = walk(Asked("firm"), mira, 2)
    assert sorted(newest) == sorted(firm.pk for firm in firms)
    from sellwright.actions import deals

    for n in range(9):
        wanted = deals.Wanted(f"Deal {n}", firms[n % 3], mira, None if n % 4 == 0 else 100 - n)  # type: ignore[arg-type]
        deals.open_deal(by=mira, wanted=wanted, now=NOW - n) if n % 4 == 0 else None
        stage = Deal.objects.order_by("pk")[0].stage
        if n % 4:
            Deal.objects.create(name=f"Deal {n}", stage=stage, amount=100 - n, opened_at=NOW - n, stage_since=NOW)
    amounts = [Deal.objects.get(pk=pk).amount for pk in walk(Asked("deal", sort="amount"), mira, 2)]
    assert [int(one) for one in amounts if one is not None] == [93, 94, 95, 97, 98, 99]
    assert amounts[-3:] == [None] * 3


def test_values_are_laid_out_by_their_kind_and_go_with_their_row(mira: User) -> None:
    field("at", "moment")
    field("on", "date")
    field("ok", "yes_no")
    row = person("a@b.example", "A")
    row.extra = {"at": "1970-01-02T00:00+00:00", "on": "0001-01-02", "ok": True, "gone": "x"}
    row.save()
    assert values.rebuild("person", [row.pk]) == 3
    assert sorted(PersonValue.objects.values_list("number", flat=True)) == [1.0, 2.0, 86400.0]
    row.delete()
    assert not PersonValue.objects.exists()


def test_a_file_holds_every_row_and_no_cell_is_a_formula(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PIECE", 3)
    for n, name in enumerate(("=1+1", "+49 30 1", "-5", "@x", "\tTab", "Plain", "+49")):
        person(f"f{n}@x.example", name)
    asked = Asked("person", sort="added", columns=("email",))
    rows = list(csv.reader(io.StringIO("".join(writing.lines(asked, reader(mira), "csv")).removeprefix("\ufeff"))))
    assert [row[1] for row in rows] == ["name", "'=1+1", "'+49 30 1", "-5", "'@x", "'\tTab", "Plain", "+49"]
    held = [json.loads(line) for line in writing.lines(asked, reader(mira), "jsonl")]
    assert held[0]["name"] == "=1+1" and held[5]["email"] == "f5@x.example"


def test_a_question_comes_back_from_json_as_it_was() -> None:
    asked = Asked("person", "ann", (Condition("x.a", "any", ("1", "2")),), "name", True, ("name", "x.a"))
    assert from_json("person", json.loads(json.dumps(asked.as_json()))) == asked
    assert from_json("person", {"conditions": [1, ["a"], [1, 2, []]], "columns": 3, "sort": None}).sort == ""


def test_numbers_are_read_as_people_type_them() -> None:
    for text, number in (("1200", 1200), ("1,200.50", 1200.5), ("1.200,50", 1200.5), ("1 200", 1200), ("1,5", 1.5),
                         ("1,200", 1200), ("-3", -3), ("x", None), ("1e400", None), ("", None)):  # fmt: skip
        assert number_in(text) == number, text


def test_names_sort_by_their_letters_whatever_wrote_them(mira: User) -> None:
    from sellwright.store.lists import names

    row = person("z@z.example", "Öle")
    assert Person.objects.get(pk=row.pk).sort_name == "ole"
    row.name = "Étienne"
    row.save(update_fields=["name"])
    assert Person.objects.get(pk=row.pk).sort_name == "etienne"
    Person.objects.filter(pk=row.pk).update(sort_name="")
    assert names.refresh("person") == 1 and Person.objects.get(pk=row.pk).sort_name == "etienne"


def test_who_is_called_or_reached_at_just_what_was_typed_stands_first(mira: User) -> None:
    """Though the order of the list, heard of last first, has them last."""
    rows = [
        person(f"ann{n}@lab{n}.example", "Ann Berg" if n == 9 else f"Ann Berg-{n}", known_to=mira) for n in range(20)
    ]
    for n, row in enumerate(rows):
        Standing.objects.filter(person=row).update(last_at=NOW - n * DAY)
    Address.objects.create(email="second@home.example", person=rows[15])
    search.index_people(Person.objects.select_related("firm").prefetch_related("addresses"))
    for words, first in (("ann  BERG", 9), ("ann17@lab17.example", 17), ("Second@home.example", 15)):
        found = walk(Asked("person", words=words), mira, size=3)
        assert found[0] == rows[first].pk
        assert len(found) == len(set(found))
    found = walk(Asked("person", words="ann berg"), mira, size=3)
    assert found == [rows[9].pk, *(row.pk for n, row in enumerate(rows) if n != 9)]
    wanted = Asked("person", words="ann berg", sort="name", down=True)
    assert walk(wanted, mira, size=3)[0] == rows[9].pk


def test_firms_and_deals_of_just_that_name_stand_first(mira: User) -> None:
    firms = [
        Firm.objects.create(name=name, domain=f"f{n}.example", by_hand=True)
        for n, name in enumerate(("Lab", "Lab Works", "Lab Hall"))
    ]
    stage = Stage.objects.create(pipeline=Pipeline.objects.create(name="Sales"), name="a", position=0)
    deals = [
        Deal.objects.create(name=name, stage=stage, opened_at=NOW + n, stage_since=NOW)
        for n, name in enumerate(("Hall", "Hall two", "Hall three"))
    ]
    search.index_firms(firms)
    for deal in deals:
        search.index_deal(deal)
    assert walk(Asked("firm", words="lab"), mira, size=1)[0] == firms[0].pk
    assert walk(Asked("firm", words="f1.example"), mira, size=1) == [firms[1].pk]
    assert walk(Asked("deal", words="hall"), mira, size=1) == [deals[0].pk, deals[2].pk, deals[1].pk]


def test_an_exact_hit_is_found_behind_more_namesakes_than_are_looked_at(
    mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_NAMED", 4)
    rows = [person(f"p{n}@x.example", "Ann" if n == 0 else f"Ann {n}", known_to=mira) for n in range(12)]
    search.index_people(Person.objects.select_related("firm").prefetch_related("addresses"))
    assert walk(Asked("person", words="ann"), mira)[0] == rows[0].pk


def test_a_name_somebody_may_not_know_of_is_no_exact_hit(mira: User) -> None:
    hidden = person("hid@x.example", "Quagga", known_to=colleague("Ben"))
    search.index_people([hidden])
    assert walk(Asked("person", words="quagga"), mira) == []
    assert walk(Asked("person", words="hid@x.example"), mira) == []
