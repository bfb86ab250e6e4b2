"""A firm: its people as the viewer may know them, one timeline, its share."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.store.models import Correction, Firm, Person, User
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import stand, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def client(mira: User) -> Client:
    client = Client()
    client.force_login(mira)
    return client


@pytest.fixture
def lab(mira: User) -> Firm:
    for number, name in enumerate(("Ana", "Bo")):
        row = person(f"{name.lower()}@lab.example", name, known_to=mira)
        written(mira, row, NOW - (number + 1) * DAY, f"Dear Mira,\n\nThis is {name} about the halls.\n\n{name}")
        stand(mira, row, "customer", NOW - (number + 1) * DAY)
    return Firm.objects.get(domain="lab.example")


def test_their_people_newest_first_and_one_timeline(client: Client, lab: Firm) -> None:
    page = client.get(f"/companies/{lab.public_id}").content.decode()
    names = re.findall(r'<th scope="row"><a href="/people/\w+" data-key="enter">(\w+)</a>', page)
    assert names == ["Ana", "Bo"]
    assert page.count('<article class="moment') == 2
    assert ">customer</summary>" in page


def test_whom_only_a_colleague_knows_is_not_in_it(client: Client, lab: Firm) -> None:
    ben = colleague("Ben")
    cy = person("cy@lab.example", "Cyrus", known_to=ben)
    written(ben, cy, NOW, "Dear Ben,\n\nA private word.\n\nCyrus")
    page = client.get(f"/companies/{lab.public_id}").content.decode()
    assert "Cyrus" not in page and "A private word" not in page


def test_a_firm_where_one_knows_nobody_is_not_there(lab: Firm) -> None:
    ben = Client()
    ben.force_login(colleague("Ben"))
    for door in ("", "/timeline", "/effort"):
        assert ben.get(f"/companies/{lab.public_id}{door}").status_code == 404
    assert ben.post(f"/companies/{lab.public_id}/relation", {"kind": "partner"}).status_code == 404


def test_the_share_of_a_firm_adds_up_its_people(client: Client, lab: Firm, mira: User) -> None:
    """Three letters nobody asked for, 3 points each; Bo, to whom nobody had written, is a colleague brought in: 4."""
    ana = Person.objects.get(name="Ana")
    written(mira, ana, NOW - 3 * DAY, "Dear Mira,\n\nThe first word.\n\nAna")
    part = client.get(f"/companies/{lab.public_id}/effort", headers=HTMX).content.decode()
    assert "leaning in" in part or "order-taking" in part
    why = client.get(f"/why/effort?firm={lab.public_id}").content.decode()
    points = [worth * 0.5 ** (days / 30) for worth, days in ((3, 1), (3, 2), (3, 3), (4, 2))]
    share = (sum(points) + 1) / (sum(points) + 2)
    assert f"({sum(points):.2f} + 1) / ({sum(points):.2f} + 0.00 + 2) = {share:.2f}".replace("= 0.", "= .") in why


def test_a_word_on_the_firm_is_for_everybody_there(client: Client, lab: Firm) -> None:
    answer = client.post(f"/companies/{lab.public_id}/relation", {"kind": "partner"}, headers=HTMX).content.decode()
    assert ">partner</summary>" in answer and 'action="/undo/' in answer
    assert Correction.objects.get().firm == lab


def test_the_timeline_is_filtered_and_goes_on(client: Client, lab: Firm, mira: User) -> None:
    ana = Person.objects.get(name="Ana")
    for number in range(30):
        written(mira, ana, NOW - DAY - number, f"Letter {number} on damp.")
    page = client.get(f"/companies/{lab.public_id}/timeline?q=damp", headers=HTMX).content.decode()
    found = re.search(r'hx-get="(/companies/\w+/timeline\?[^"]*after=[^"]+)"', page)
    assert found is not None and "q=damp" in found[1]


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    client: Client, lab: Firm, mira: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/companies/{lab.public_id}")
    with django_assert_num_queries(COMPANY_QUERIES):
        client.get(f"/companies/{lab.public_id}")
    for number in range(10):
        stand(mira, person(f"p{number}@lab.example", f"P{number}", known_to=mira))
    with django_assert_num_queries(COMPANY_QUERIES):
        client.get(f"/companies/{lab.public_id}")


COMPANY_QUERIES = 12
