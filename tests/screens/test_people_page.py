"""The list of people: pages that go on from a row, filters, adding somebody."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.store.models import Person, Standing, User
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import stand

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<th scope="row"><a href="/people/(\w+)"')


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def client(mira: User) -> Client:
    client = Client()
    client.force_login(mira)
    return client


def many(of: User, count: int, relation: str = "prospect") -> list[Person]:
    """People heard of one after the other, each tenth at the very same second."""
    rows = []
    for number in range(count):
        row = person(f"p{number}.{relation}@firm{number % 7}.example", f"Person {number}", known_to=of)
        stand(of, row, relation, NOW - number // 10)
        rows.append(row)
    return rows


def walk(client: Client, first: str, word: str) -> list[list[str]]:
    """The ids on each page, following the button with that word."""
    pages, url = [], first
    while url:
        page = client.get(url).content.decode()
        pages.append(ROW.findall(page))
        found = re.search(rf'<a class="button" rel="{word}" href="([^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else ""
        assert len(pages) < 20
    return pages


def test_pages_go_on_from_a_row_and_show_everybody_once(client: Client, mira: User) -> None:
    many(mira, 130)
    there = walk(client, "/people", "next")
    assert [len(page) for page in there] == [50, 50, 30]
    seen = [one for page in there for one in page]
    assert len(set(seen)) == 130
    wanted = Standing.objects.order_by("-last_at", "-id").values_list("person__public_id", flat=True)
    assert seen == list(wanted)


def test_the_way_back_shows_the_same_pages(client: Client, mira: User) -> None:
    many(mira, 130)
    there = walk(client, "/people", "next")
    last = client.get("/people")
    for _ in range(2):
        found = re.search(r'rel="next" href="([^"]+)"', last.content.decode())
        assert found is not None
        url = found[1].replace("&amp;", "&")
        last = client.get(url)
    assert walk(client, url, "prev")[:3] == [there[2], there[1], there[0]]


def test_filters_narrow_and_stay_on_the_next_page(client: Client, mira: User) -> None:
    many(mira, 60)
    many(mira, 3, "supplier")
    found = ROW.findall(client.get("/people?relation=supplier").content.decode())
    assert len(found) == 3
    assert [len(page) for page in walk(client, "/people?relation=prospect", "next")] == [50, 10]
    firm = Person.objects.get(name="Person 3", key="p3.prospect@firm3.example").firm
    assert firm is not None
    page = client.get(f"/people?firm={firm.public_id}").content.decode()
    assert len(ROW.findall(page)) == 9 and "Firm3" in page


def test_by_who_looks_after_them(client: Client, mira: User) -> None:
    ben = colleague("Ben")
    mine, his, nobodys = many(mira, 3)
    Person.objects.filter(pk=mine.pk).update(owner=mira)
    Person.objects.filter(pk=his.pk).update(owner=ben)
    assert ROW.findall(client.get("/people?owner=me").content.decode()) == [mine.public_id]
    assert ROW.findall(client.get(f"/people?owner={ben.public_id}").content.decode()) == [his.public_id]
    assert ROW.findall(client.get("/people?owner=nobody").content.decode()) == [nobodys.public_id]


def test_a_meeting_that_is_yet_to_come_is_not_called_the_last_thing_that_happened(client: Client, mira: User) -> None:
    for number, at in enumerate((NOW - 9 * DAY, NOW + 9 * DAY)):
        stand(mira, person(f"p{number}@firm.example", f"Person {number}", known_to=mira), at=at)
    page = client.get("/people").content.decode()
    assert page.count("planned: ") == 1
    assert page.index("planned: ") < page.index("Person 0")


def test_odd_addresses_are_the_plain_list(client: Client, mira: User) -> None:
    many(mira, 2)
    for odd in ("after=x", "after=1~", "before=nan~1", "relation=enemy", "owner=%00", "after=inf~9", "q=%20"):
        assert client.get(f"/people?{odd}").status_code == 200


def test_nobody_sees_whom_only_a_colleague_knows(client: Client, mira: User) -> None:
    many(colleague("Ben"), 3)
    page = client.get("/people").content.decode()
    assert ROW.findall(page) == [] and "Nobody here yet." in page


def test_whoever_was_added_by_hand_stands_below(client: Client, mira: User) -> None:
    many(mira, 1)
    person("zoe@zoe.example", "Zoe")
    assert "Zoe" in client.get("/people").content.decode()


def test_adding_leads_to_their_page_and_a_wrong_address_is_said_by_its_field(client: Client) -> None:
    answer = client.post("/people/new", {"email": "no address", "name": "Ana"})
    assert answer.status_code == 422 and 'aria-describedby="email-error"' in answer.content.decode()
    assert 'value="Ana"' in answer.content.decode()
    answer = client.post("/people/new", {"email": "ana@lab.example", "name": "Ana"})
    assert answer["Location"] == f"/people/{Person.objects.get().public_id}"


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    client: Client, mira: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(mira, 5)
    client.get("/people")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/people")
    many(mira, 70, "customer")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/people")


LIST_QUERIES = 11
