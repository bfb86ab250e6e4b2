"""A person: their own words first, numbers with their sources, everything that happened, corrections."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.store.models import Correction, Person, User
from tests.firm_rows import DAY, NOW, colleague, person, share, workspace
from tests.screens.mails import stand, written

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def client(mira: User) -> Client:
    return signed_in(mira)


@pytest.fixture
def ana(mira: User) -> Person:
    row = person("ana@lab.example", "Ana", known_to=mira)
    written(mira, row, NOW - 9 * DAY, "Dear Mira,\n\nWe need loggers for two halls.\n\nAna", subject="Loggers")
    written(mira, row, NOW - 8 * DAY, "Dear Ana,\n\nI will send the offer.\n\nMira", side="us", subject="Re: Loggers")
    written(mira, row, NOW - 2 * DAY, "Dear Mira,\n\nThe north hall is damp in spring.\n\nAna", subject="Damp")
    stand(mira, row)
    return row


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def moments(page: str) -> int:
    return page.count('<article class="moment')


def test_their_latest_words_open_the_page(client: Client, ana: Person) -> None:
    page = client.get(f"/people/{ana.public_id}").content.decode()
    assert page.index("<mark>The north hall is damp in spring.</mark>") < page.index("How far each side comes")


def test_every_point_of_the_effort_is_a_link_to_its_message(client: Client, ana: Person) -> None:
    page = client.get(f"/people/{ana.public_id}").content.decode()
    points = re.findall(r'<span class="points">\S+</span><a href="(/message/\w{16})">', page)
    assert len(points) == 3
    assert all(client.get(url).status_code == 200 for url in points)


def test_no_score_is_shown_on_the_person(client: Client, ana: Person) -> None:
    """The bar stands under the relationship; nothing on the page calls itself a score, rank or grade (card C8)."""
    page = client.get(f"/people/{ana.public_id}?brief=1").content.decode().lower()
    assert not re.search(r"\b(score|rank|grade|rating)\b", page)


def test_the_brief_comes_after_or_with_the_page(client: Client, ana: Person) -> None:
    part = client.get(f"/people/{ana.public_id}/brief", headers=HTMX).content.decode()
    assert 'class="brief"' in part and "<html" not in part
    assert 'class="brief"' in client.get(f"/people/{ana.public_id}/brief").content.decode()
    assert f"/people/{ana.public_id}?brief=1" in client.get(f"/people/{ana.public_id}").content.decode()


def test_the_timeline_is_searched_and_filtered(client: Client, ana: Person) -> None:
    url = f"/people/{ana.public_id}/timeline"
    assert moments(client.get(url, headers=HTMX).content.decode()) == 3
    assert moments(client.get(f"{url}?side=us", headers=HTMX).content.decode()) == 1
    assert moments(client.get(f"{url}?q=damp", headers=HTMX).content.decode()) == 1
    assert moments(client.get(f"{url}?channel=call", headers=HTMX).content.decode()) == 0
    assert "Nothing of that kind happened." in client.get(f"{url}?q=zebra", headers=HTMX).content.decode()
    assert moments(client.get(f"{url}?q=damp").content.decode()) == 1  # without scripts: the whole page
    assert client.get(f"{url}?side=x&channel=y&after=z", headers=HTMX).status_code == 200


def test_older_pieces_follow_until_everything_was_shown_once(client: Client, mira: User, ana: Person) -> None:
    for number in range(40):
        written(mira, ana, NOW - DAY - number // 4, f"Letter {number} about the hall.")
    url, seen = f"/people/{ana.public_id}", []
    while url:
        page = client.get(url, headers=HTMX if "timeline" in url else {}).content.decode()
        seen += re.findall(r'id="moment-(\d+)"', page)
        found = re.search(r'hx-get="(/people/\w+/timeline\?[^"]*after=[^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 43


def test_mail_of_others_is_counted_never_shown(mira: User, ana: Person) -> None:
    """Ben shares that something happened. Mira is told how much, reads no word, and her numbers do not change."""
    ben = colleague("Ben")
    client = signed_in(mira)
    before = client.get(f"/people/{ana.public_id}").content.decode()
    written(ben, ana, NOW - DAY, "Dear Ben,\n\nThe price of Mira is too high.\n\nAna", subject="Secret")
    assert "you may not read" not in client.get(f"/people/{ana.public_id}").content.decode()
    share(ben, "happened")
    page = client.get(f"/people/{ana.public_id}").content.decode()
    assert "And 1 message you may not read" in page
    assert "too high" not in page and "Secret" not in page
    assert bar(page) == bar(before)


def bar(page: str) -> str:
    return page.partition('<p class="effort-words">')[2].partition("</svg>")[0]


def test_a_correction_shows_at_once_and_can_be_taken_back(client: Client, ana: Person) -> None:
    answer = client.post(f"/people/{ana.public_id}/relation", {"kind": "partner"}, headers=HTMX).content.decode()
    assert f'id="relation-{ana.public_id}"' in answer and ">partner</summary>" in answer
    assert ">partner</summary>" in client.get(f"/people/{ana.public_id}").content.decode()
    undo = re.search(r'action="(/undo/[^"]+)"', answer)
    assert undo is not None
    client.post(undo[1])
    assert not Correction.objects.exists()


def test_a_correction_for_the_whole_firm(client: Client, ana: Person) -> None:
    answer = client.post(f"/people/{ana.public_id}/relation", {"kind": "supplier", "firm": "1"})
    assert urlsplit(answer["Location"]).path == f"/people/{ana.public_id}"
    assert Correction.objects.get().firm == ana.firm


def test_name_and_owner_are_changed_on_one_form(client: Client, mira: User, ana: Person) -> None:
    ben = colleague("Ben")
    client.post(f"/people/{ana.public_id}/edit", {"name": "Ana Berg", "owner": ben.public_id})
    ana.refresh_from_db()
    assert (ana.name, ana.owner) == ("Ana Berg", ben)
    answer = client.post(f"/people/{ana.public_id}/edit", {"name": " ", "owner": ""})
    assert answer.status_code == 422 and 'aria-describedby="name-error"' in answer.content.decode()


@pytest.mark.parametrize("door", ["", "/brief", "/timeline", "/edit"])
def test_whom_one_may_not_know_is_not_there(ana: Person, door: str) -> None:
    ben = signed_in(colleague("Ben"))
    assert ben.get(f"/people/{ana.public_id}{door}").status_code == 404
    assert ben.post(f"/people/{ana.public_id}/relation", {"kind": "partner"}).status_code == 404


def test_a_person_without_mail_says_so(client: Client) -> None:
    zoe = person("zoe@zoe.example", "Zoe")
    page = client.get(f"/people/{zoe.public_id}?brief=1").content.decode()
    assert "Nothing happened yet that you may read." in page and "too little to tell" in page


def test_the_page_asks_the_database_as_often_for_many_letters_as_for_few(
    client: Client, mira: User, ana: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/people/{ana.public_id}")
    with django_assert_num_queries(PERSON_QUERIES):
        client.get(f"/people/{ana.public_id}")
    for number in range(30):
        written(mira, ana, NOW - DAY - number, f"Letter {number} about the hall.")
    with django_assert_num_queries(PERSON_QUERIES):
        client.get(f"/people/{ana.public_id}")


PERSON_QUERIES = 16
