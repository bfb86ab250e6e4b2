"""The page of the day: who stands where, what a deed answers with and without scripts."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sellwright.screens.today.shown import MOST_ON_PURPOSE, MOST_TOMORROW
from sellwright.store.days import PURPOSE
from sellwright.store.models import Claim, Decision, Intake, Person, Place, User
from sellwright.today.day import LANES
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import place, stand, written

pytestmark = pytest.mark.django_db
ENTRY = re.compile(r'<article class="entry( is-open)?" id="entry-(\w+)"')
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


def asks(of: User, name: str, days: float) -> Person:
    """Somebody who asked so many days ago, and waits."""
    row = person(f"{name.lower()}@{name.lower()}-lab.example", name, known_to=of)
    text = f"Dear Mira,\n\nWhere is the data of {name} kept?\n\n{name}"
    written(of, row, NOW - days * DAY, text)
    stand(of, row, at=NOW - days * DAY)
    place(of, row)
    return row


def shown(page: str) -> list[tuple[bool, str]]:
    """Whether each entry is unfolded, and whose it is, in order."""
    return [(bool(found[1]), found[2]) for found in ENTRY.finditer(page)]


def test_the_oldest_waits_on_top_unfolded_with_a_brief(client: Client, mira: User) -> None:
    bo, ana = asks(mira, "Bo", 1), asks(mira, "Ana", 3)
    page = client.get("/").content.decode()
    assert "2 people need you. 20 min of your 3 h." in page
    assert "In 90 days 2 people wrote to you. 2 wait for you, the oldest 3 days." in page
    assert shown(page) == [(True, ana.public_id), (False, bo.public_id)]
    brief = page.partition('class="brief"')[2].partition("</article>")[0]
    assert "Where is the data of Ana kept?" in brief
    assert 'data-evidence="/evidence/' in brief


def test_every_line_of_a_brief_leads_to_a_message_that_can_be_read(client: Client, mira: User) -> None:
    asks(mira, "Ana", 3)
    page = client.get("/").content.decode()
    links = {
        link.replace("&amp;", "&")
        for link in re.findall(r'(?:href|data-evidence)="(/(?:message|evidence)/[^"#]+)', page)
    }
    assert links
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_an_entry_unfolds_by_itself_with_scripts_and_on_the_page_without(client: Client, mira: User) -> None:
    asks(mira, "Ana", 3)
    bo = asks(mira, "Bo", 1)
    part = client.get(f"/today/entry/{bo.public_id}", headers=HTMX).content.decode()
    assert shown(part) == [(True, bo.public_id)] and "<html" not in part
    folded = client.get(f"/today/entry/{bo.public_id}?fold=1", headers=HTMX).content.decode()
    assert shown(folded) == [(False, bo.public_id)]
    page = client.get(f"/today/entry/{bo.public_id}").content.decode()
    assert (True, bo.public_id) in shown(page) and "<html" in page


def test_done_with_scripts_gives_the_day_anew_with_the_next_unfolded_and_undo(client: Client, mira: User) -> None:
    ana, bo = asks(mira, "Ana", 3), asks(mira, "Bo", 1)
    page = client.post(f"/today/done/{ana.public_id}", {"then": bo.public_id}, headers=HTMX).content.decode()
    assert shown(page) == [(True, bo.public_id)]
    assert "1 person needs you. 10 min of your 3 h." in page
    assert "Done: Ana." in page
    undo = re.search(r'action="(/undo/[^"]+)"', page)
    assert undo is not None
    assert client.post(undo[1]).status_code == 302
    assert [who for _, who in shown(client.get("/").content.decode())] == [ana.public_id, bo.public_id]


def test_done_without_scripts_leads_back_with_the_same_undo(client: Client, mira: User) -> None:
    ana = asks(mira, "Ana", 3)
    answer = client.post(f"/today/done/{ana.public_id}", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/", 302)]
    assert "Done: Ana." in page and 'action="/undo/' in page
    assert "Everybody has what they need from you." in page


def test_later_takes_any_words_for_a_day(client: Client, mira: User) -> None:
    ana = asks(mira, "Ana", 3)
    form = client.get(f"/today/later/{ana.public_id}", headers=HTMX).content.decode()
    assert "tomorrow" in form and "29 May" in form and "in 2 weeks" in form and "11 Jun" in form
    client.post(f"/today/snooze/{ana.public_id}", {"until": "in 10 days"}, headers=HTMX)
    assert str(Decision.objects.get().snoozed_until_date) == "2026-06-07"
    client.post(f"/today/snooze/{ana.public_id}", {"until": "", "on": "2026-05-29"}, headers=HTMX)
    assert str(Decision.objects.get().snoozed_until_date) == "2026-05-29"


@pytest.mark.parametrize("typed", ["", "whenever", "2020-01-01", "today"])
def test_what_names_no_day_ahead_is_said_by_the_field(client: Client, mira: User, typed: str) -> None:
    ana = asks(mira, "Ana", 3)
    answer = client.post(f"/today/snooze/{ana.public_id}", {"until": typed}, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == f"#actions-{ana.public_id}"
    assert "field-error" in answer.content.decode() and f'value="{typed}"' in answer.content.decode()
    plain = client.post(f"/today/snooze/{ana.public_id}", {"until": typed})
    assert plain.status_code == 422 and "<html" in plain.content.decode()
    assert not Decision.objects.exists()


def test_not_for_us_is_counted_with_its_reason(client: Client, mira: User) -> None:
    ana = asks(mira, "Ana", 3)
    page = client.post(f"/today/not-for-us/{ana.public_id}", headers=HTMX).content.decode()
    assert "1 not for us, as you said" in page


def test_deeds_need_a_post_and_a_person_one_knows(client: Client, mira: User) -> None:
    ana = asks(mira, "Ana", 3)
    assert client.get(f"/today/done/{ana.public_id}").status_code == 405
    stranger = person("zoe@zoe.example", "Zoe", known_to=colleague("Ben"))
    for deed in ("done", "snooze", "not-for-us"):
        assert client.post(f"/today/{deed}/{stranger.public_id}", {"until": "tomorrow"}).status_code == 404
    assert client.get(f"/today/later/{stranger.public_id}").status_code == 404


def test_a_reader_decides_nothing(mira: User) -> None:
    rea = colleague("Rea", role="reader")
    ana = asks(rea, "Ana", 3)
    client = Client()
    client.force_login(rea)
    assert "/today/done/" not in client.get("/").content.decode()
    assert client.post(f"/today/done/{ana.public_id}").status_code == 403


def test_who_is_answering_is_said(client: Client, mira: User) -> None:
    ana = asks(mira, "Ana", 3)
    Claim.objects.create(person=ana, user=colleague("Ben"))
    assert "Ben is answering" in client.get("/").content.decode()


def test_waiting_on_purpose_shows_every_letter_as_a_dot_and_the_day(client: Client, mira: User) -> None:
    cy = person("cy@cy.example", "Cy", known_to=mira)
    for days in (28, 21, 14, 5):
        written(mira, cy, NOW - days * DAY, "Dear Cy,\n\nMay I ask again?\n\nMira", side="us")
    stand(mira, cy)
    place(mira, cy)
    page = client.get("/").content.decode()
    entry = page.partition("<article")[2].partition("</article>")[0]
    assert "4 letters in a row" in entry and "Look again 22 July." in entry  # 60 days after the last
    assert entry.partition('class="dots"')[2].partition("</span></p>")[0].count('href="/message/') == 4
    assert "Nobody needs you now." in page


def test_without_mail_the_page_teaches(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "No mail here yet." in page and 'action="/add/file"' in page


def test_while_a_file_is_being_read_the_day_says_that_it_will_change(client: Client, mira: User) -> None:
    asks(mira, "Ana", 3)
    said = "still being read"
    assert said not in client.get("/").content.decode()
    intake = Intake.objects.create(
        mailbox=mira.mailboxes.get(),
        by=mira,
        name="a.mbox",
        path="a",
        state="reading",
        begun_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert said in client.get("/").content.decode()
    intake.state = "done"
    intake.save()
    assert said not in client.get("/").content.decode()


def test_left_for_tomorrow_says_how_many_and_why(client: Client, mira: User) -> None:
    mira.hours_a_day = 0.5  # 30 minutes, a fifth of them free: two answers
    mira.save()
    for number in range(4):
        asks(mira, f"P{number}", 4 - number)
    page = client.get("/").content.decode()
    assert "2 people need you. 20 min of your 30 min." in page
    assert "2 are left for tomorrow" in page
    assert "20 of 24 minutes are planned" in page


def test_the_day_asks_the_database_as_often_for_five_as_for_one(
    client: Client, mira: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asks(mira, "Ana", 9)
    client.get("/")
    with django_assert_num_queries(TODAY_QUERIES):
        client.get("/")
    for number in range(5):
        asks(mira, f"P{number}", number)
    client.get("/")
    with django_assert_num_queries(TODAY_QUERIES):
        client.get("/")
    assert Place.objects.count() == 6


TODAY_QUERIES = 19  # one of them for connected mailboxes, one for today's talks, one for the booking page


def test_how_many_are_left_is_counted_beyond_those_read(client: Client, mira: User) -> None:
    mira.hours_a_day = 0.5
    mira.save()
    for number in range(40):
        asks(mira, f"P{number}", 40 - number)
    page = client.get("/").content.decode()
    shown_now = len(shown(page))
    assert shown_now == 2  # of the half hour a part stays free; ten minutes each
    assert f"{40 - shown_now} are left for tomorrow" in page
    assert page.partition('id="tomorrow"')[2].count('class="said" href="/people/') == MOST_TOMORROW


def test_of_many_waited_for_on_purpose_a_few_stand_first_and_all_on_asking(client: Client, mira: User) -> None:
    rows = [asks(mira, f"P{number}", number + 1) for number in range(MOST_ON_PURPOSE + 3)]
    for held in Place.objects.all():  # as the chase measure would place them
        look = json.loads(held.look)
        look["entry"]["lane"] = LANES[PURPOSE]
        held.look, held.lane = json.dumps(look), PURPOSE
        held.save()
    page = client.get("/").content.decode()
    assert len(shown(page)) == MOST_ON_PURPOSE and '<a href="/?open=everybody">3 more</a>' in page
    everybody = client.get("/?open=everybody").content.decode()
    assert {one for _open, one in shown(everybody)} == {row.public_id for row in rows} and "3 more" not in everybody
    hidden = next(row for row in rows if row.public_id not in page)
    part = client.get(f"/today/entry/{hidden.public_id}", headers=HTMX).content.decode()
    assert shown(part) == [(True, hidden.public_id)]
