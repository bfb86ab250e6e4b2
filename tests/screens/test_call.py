"""Numbers that dial, on every page that knows them; the page of a call and the round, without scripts too."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sellwright.actions import calls, tasks
from sellwright.store import clock
from sellwright.store.models import CallNote, Event, Person, User, Workspace
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import place, stand, written

pytestmark = pytest.mark.django_db
SIGNED = "Could you call me about the hall?\n\nBest regards\nAna Berg\n\n--\nAna Berg\nPhone: +49 (0)30 123 45 67\n"
LINK = '<a class="phone" href="tel:+49301234567"'


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def ana(mira: User) -> Person:
    ana = person("ana@lab.example", "Ana Berg", known_to=mira)
    written(mira, ana, NOW - DAY, SIGNED)
    stand(mira, ana)
    place(mira, ana)
    return ana


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_number_dials_wherever_it_is_shown_and_stands_as_it_was_written(mira: User, ana: Person) -> None:
    client = signed_in(mira)
    firm = ana.firm
    assert firm is not None
    for url in ("/", f"/people/{ana.public_id}", f"/companies/{firm.public_id}", f"/call/{ana.public_id}", "/calls"):
        shown = page(client, url)
        assert LINK in shown, url
        assert "+49 (0)30 123 45 67" in shown, url


def test_who_may_not_read_the_letter_gets_no_number_of_it(mira: User, ana: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(by_hand=True)
    client = signed_in(colleague("Ben"))
    for url in (f"/people/{ana.public_id}", f"/companies/{ana.firm.public_id}", f"/call/{ana.public_id}", "/calls"):  # type: ignore[union-attr]
        assert "tel:" not in page(client, url), url


def test_one_press_logs_keeps_the_words_and_leads_to_the_next(mira: User, ana: Person) -> None:
    eva = person("eva@lab.example", "Eva")
    client = signed_in(mira)
    url = reverse("call", args=[ana.public_id])
    begun = client.post(reverse("calls"), {"people": [ana.public_id, eva.public_id]})
    assert begun["Location"] == url
    shown = page(client, url)
    assert "1 of 2" in shown
    assert "Then: Eva." in shown
    assert client.post(f"{url}/keep", {"note": "She wants tw"}).status_code == 302
    assert "She wants tw</textarea>" in page(client, url)
    kept = client.post(f"{url}/keep", {"note": "She wants two"}, headers={"Accept": "application/json"})
    assert (kept.status_code, CallNote.objects.get().text) == (200, "She wants two")
    said = {"outcome": "talked", "minutes": "7,5", "note": "She wants two.", "step": ""}
    answer = client.post(url, said, headers={"Referer": f"http://testserver{url}"})
    assert answer["Location"] == reverse("call", args=[eva.public_id])
    assert (Event.objects.get().minutes, Event.objects.get().text) == (7.5, "She wants two.")
    after = page(client, answer["Location"])
    assert "Logged: Reached, Ana Berg." in after
    undo = after.split('action="/undo/')[1].split('"')[0]
    client.post(f"/undo/{undo}")
    assert not Event.objects.exists()
    assert calls.next_in_round(mira) == ana
    over = client.post(f"{url}/pass", headers={"Referer": f"http://testserver{url}"})
    assert over["Location"] == reverse("call", args=[eva.public_id])
    client.post(over["Location"], {"outcome": "busy"})
    assert "All of them are called or passed over." in page(client, "/calls")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(mira: User, ana: Person) -> None:
    url = reverse("call", args=[ana.public_id])
    typed = {"outcome": "talked", "note": "long words", "step": "later", "line": "sometime", "minutes": "4"}
    answer = signed_in(mira).post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "No day was found in that." in shown
    assert "long words</textarea>" in shown
    assert 'value="sometime"' in shown
    assert not Event.objects.exists()


def test_the_next_letter_opens_and_a_task_that_says_call_puts_somebody_on_the_list(mira: User, ana: Person) -> None:
    client = signed_in(mira)
    answer = client.post(reverse("call", args=[ana.public_id]), {"outcome": "voicemail", "step": "letter"})
    assert answer["Location"] == f"/letters/new?person={ana.public_id}"
    eva = person("eva@lab.example", "Eva Later")
    moment = clock.moment(Workspace.objects.get(), mira)
    tasks.add(by=mira, line="call Eva today", moment=moment, person=eva)
    shown = page(client, "/calls")
    assert "Eva Later" in shown
    assert f'value="{eva.public_id}" data-key="x" checked' in shown


def test_whoever_only_reads_sees_the_brief_and_no_form(mira: User, ana: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(by_hand=True)
    client = signed_in(colleague("Rea", "reader"))
    assert "data-call" not in page(client, reverse("call", args=[ana.public_id]))
    assert client.post(reverse("call", args=[ana.public_id]), {"outcome": "busy"}).status_code == 403


def test_a_round_shows_nobody_the_viewer_may_no_longer_know(mira: User, ana: Person) -> None:
    ben = colleague("Ben")
    Person.objects.filter(pk=ana.pk).update(by_hand=True)
    client = signed_in(ben)
    client.post("/calls", {"people": [ana.public_id]})
    assert "Ana Berg" in page(client, "/calls")
    Person.objects.filter(pk=ana.pk).update(by_hand=False)
    assert "Ana Berg" not in page(client, "/calls")


def test_after_a_call_outside_any_round_stands_the_page_of_who_was_called(mira: User, ana: Person) -> None:
    answer = signed_in(mira).post(reverse("call", args=[ana.public_id]), {"outcome": "busy"})
    assert answer["Location"] == reverse("person", args=[ana.public_id])
