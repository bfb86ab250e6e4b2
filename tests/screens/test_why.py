"""Why this number: for one person, for the day, and never of mail the viewer may not read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sellwright.store.models import Person, User, Workspace
from tests.firm_rows import DAY, NOW, colleague, person, share, workspace
from tests.screens.mails import place, stand, written

pytestmark = pytest.mark.django_db


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
def ana(mira: User) -> Person:
    row = person("ana@lab.example", "Ana", known_to=mira)
    written(mira, row, NOW - 3 * DAY, "Dear Mira,\n\nWhere is our data kept?\n\nAna")
    stand(mira, row)
    place(mira, row)
    return row


def test_every_measure_is_listed_and_opens(client: Client) -> None:
    page = client.get("/why").content.decode()
    names = re.findall(r'href="/why/(\w+)"', page)
    assert {"effort", "chasing", "reply_time", "promises", "today"} <= set(names)
    assert [name for name in names if client.get(f"/why/{name}").status_code != 200] == []
    assert client.get("/why/nothing").status_code == 404


def test_the_effort_of_a_person_is_written_out_with_its_messages(client: Client, ana: Person) -> None:
    page = client.get(f"/why/effort?person={ana.public_id}").content.decode()
    worth = 3 * 0.5 ** (3 / 30)
    share = (worth + 1) / (worth + 2)
    assert f"({worth:.2f} + 1) / ({worth:.2f} + 0.00 + 2) = {share:.2f}".replace("= 0.", "= .") in page
    assert "too little to tell (1 message)" in page
    assert re.search(r'class="evidence" href="/message/\w{16}', page)
    assert "Not to be used for" in page and "half life days" in page


def test_a_changed_setting_is_shown_with_where_it_began(client: Client, ana: Person) -> None:
    Workspace.objects.update(settings={"half_life_days": 60.0})
    page = client.get(f"/why/effort?person={ana.public_id}").content.decode()
    assert "began at 30" in page
    assert f"({3 * 0.5 ** (3 / 60):.2f} + 1)" in page


@pytest.mark.parametrize("measure", ["chasing", "reply_time", "promises", "pledges", "asks", "relation", "today"])
def test_each_measure_answers_for_a_person(client: Client, ana: Person, measure: str) -> None:
    page = client.get(f"/why/{measure}?person={ana.public_id}").content.decode()
    assert ">Here</h2>" in page and "Ana" in page


def test_the_minutes_of_the_day_are_added_up_person_by_person(client: Client, ana: Person) -> None:
    page = client.get("/why/today").content.decode()
    assert "3 h less 20% kept free = 2 h 24 to fill; 10 min are planned" in page
    assert "Waiting on you: Ana." in page


def test_what_one_may_not_read_is_told_and_not_counted(client: Client, ana: Person) -> None:
    ben = colleague("Ben")
    before = client.get(f"/why/effort?person={ana.public_id}").content.decode()
    written(ben, ana, NOW - DAY, "Dear Ben,\n\nA private word.\n\nAna")
    share(ben, "subject")
    page = client.get(f"/why/effort?person={ana.public_id}").content.decode()
    assert "And 1 message you may not read" in page
    assert re.findall(r"<code>\(.*?</code>", page) == re.findall(r"<code>\(.*?</code>", before)


def test_whom_one_may_not_know_is_not_there(ana: Person) -> None:
    ben = Client()
    ben.force_login(colleague("Ben"))
    assert ben.get(f"/why/effort?person={ana.public_id}").status_code == 404
    assert ana.firm is not None
    assert ben.get(f"/why/effort?firm={ana.firm.public_id}").status_code == 404
