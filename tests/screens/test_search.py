"""Search: names by beginnings, mail by words, only what the viewer may know; for the palette and as a page."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright import access
from sellwright.actions import people
from sellwright.store import search
from sellwright.store.models import Message, Person, User
from tests.firm_rows import DAY, NOW, colleague, person, share, workspace
from tests.screens.mails import stand, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def client(mira: User) -> Client:
    return signed_in(mira)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letter(of: User, other: Person, text: str, subject: str) -> Message:
    row = written(of, other, NOW - DAY, text, subject=subject)
    search.index_mail([(row.pk, subject, text)])
    return row


@pytest.fixture
def ana(mira: User) -> Person:
    row = person("ana.berg@nordlab.example", "Ana Bérg", known_to=mira)
    stand(mira, row)
    search.index_people([row])
    assert row.firm is not None
    search.index_firms([row.firm])
    letter(mira, row, "The cupboard beside the centrifuge is damp.", "Loggers")
    return row


def test_a_person_is_found_by_the_beginnings_of_words_without_accents(client: Client, ana: Person) -> None:
    for query in ("ana", "berg", "an be", "ANA.BERG", "nordl"):
        assert f"/people/{ana.public_id}" in client.get("/search", {"q": query}).content.decode(), query
    assert f"/people/{ana.public_id}" not in client.get("/search", {"q": "erg"}).content.decode()


def test_a_firm_and_a_mail_are_found(client: Client, ana: Person) -> None:
    assert ana.firm is not None
    assert f"/companies/{ana.firm.public_id}" in client.get("/search?q=nordlab").content.decode()
    page = client.get("/search?q=centrifuge").content.decode()
    assert "/message/" in page and "Loggers" in page


def test_a_firm_without_a_name_is_said_once(client: Client, ana: Person) -> None:
    assert ana.firm is not None
    domain = ana.firm.domain
    line = client.get(f"/search?q={domain[:5]}&palette=1").content.decode().partition("/companies/")[2]
    assert line.partition("</a>")[0].count(domain) == 1


def test_the_palette_gets_the_list_alone(client: Client, ana: Person) -> None:
    part = client.get("/search?q=ana&palette=1").content.decode()
    assert 'role="option"' in part and "<html" not in part
    assert "palette-none" in client.get("/search?q=zebra&palette=1").content.decode()


def test_two_letters_do_not_look_through_mail_while_one_types(client: Client, ana: Person) -> None:
    assert "/message/" not in client.get("/search?q=ce&palette=1").content.decode()
    assert "/message/" in client.get("/search?q=ce").content.decode()


def test_nothing_of_a_colleagues_is_found(ana: Person) -> None:
    ben = signed_in(colleague("Ben"))
    for query in ("ana", "nordlab", "centrifuge"):
        page = ben.get("/search", {"q": query}).content.decode()
        assert ana.public_id not in page and "/message/" not in page and "Nothing holds" in page


def test_what_is_shared_in_part_is_not_looked_through(mira: User, ana: Person) -> None:
    share(mira, "subject")
    assert "/message/" not in signed_in(colleague("Ben")).get("/search?q=centrifuge").content.decode()


def test_odd_questions_are_answered(client: Client, ana: Person) -> None:
    for odd in ("", " ", '"', "*", "a OR", "NEAR(", "%", "-", "'; DROP", "x" * 500, "\0"):
        assert client.get("/search", {"q": odd}).status_code == 200, odd
        assert client.get("/search", {"q": odd, "palette": "1"}).status_code == 200, odd


def test_who_was_added_or_renamed_by_hand_is_found_at_once(client: Client, mira: User) -> None:
    people.add(by=mira, email="zoe@zoelab.example", name="Zoe", now=NOW)
    row = Person.objects.get()
    assert row.public_id in client.get("/search?q=zoe").content.decode()
    entry = people.rename(by=mira, person=row, name="Yvonne")
    assert row.public_id in client.get("/search?q=yvo").content.decode()
    people.undo(by=mira, entry=entry)
    assert row.public_id not in client.get("/search?q=yvo").content.decode()


def test_the_list_of_people_is_narrowed_by_words(client: Client, mira: User, ana: Person) -> None:
    other = person("bo@else.example", "Bo", known_to=mira)
    search.index_people([other])
    page = client.get("/people?q=berg").content.decode()
    assert ana.public_id in page and other.public_id not in page


def test_a_search_asks_the_database_a_fixed_number_of_times(
    client: Client, mira: User, ana: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/search?q=ana&palette=1")
    for number in range(20):
        row = person(f"ana{number}@nordlab.example", f"Ana {number}", known_to=mira)
        search.index_people([row])
        letter(mira, row, f"Ana writes {number}.", "Loggers")
    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/search?q=ana&palette=1")


SEARCH_QUERIES = 10


def test_whole_words_come_first_and_beginnings_where_there_are_too_few(client: Client, mira: User, ana: Person) -> None:
    whole = [letter(mira, ana, f"The damp cupboard {number}.", "Damp") for number in range(3)]
    begun = letter(mira, ana, "A dampness that nobody can explain.", "Dampness")
    found = client.get("/search?q=damp").content.decode()
    assert all(row.public_id in found or row.mid in found for row in (*whole, begun))
    for number in range(20):
        letter(mira, ana, f"Damp again, {number}.", "Damp")
    assert [hit.title for hit in search.mail(access.scope_of(mira), "damp", 20)] == ["Damp"] * 20
    assert {hit.title for hit in search.mail(access.scope_of(mira), "damp", 40)} >= {"Damp", "Dampness"}


def test_what_many_others_may_not_read_hides_nothing(mira: User, ana: Person) -> None:
    """More hits than the first step looks at, stored later, in a mailbox that is not shared."""
    ben = colleague("Ben")
    bo = person("bo@far.example", "Bo", known_to=ben)
    for number in range(search.STEPS[0] + 5):
        letter(ben, bo, f"The centrifuge stands still, day {number}.", "Still")
    assert [hit.title for hit in search.mail(access.scope_of(mira), "centrifuge")] == ["Loggers"]
    assert len(search.mail(access.scope_of(ben), "centrifuge", 100)) == search.STEPS[0] + 5
