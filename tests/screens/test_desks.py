"""The pages of inboxes that several people share: made, let in and out, who answers and who answered."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from sellwright.actions import desks
from sellwright.jobs import queue
from sellwright.store.models import Claim, Mailbox, Person, Sighting, Team, Touch, User
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
def ben() -> User:
    return colleague("Ben Carter")


@pytest.fixture
def sales(mira: User, ben: User) -> Mailbox:
    """An inbox of Mira and Ben, to which Ana wrote."""
    row = mira.mailboxes.get()
    desks.open_desk(by=mira, mailbox=row)
    desks.let_in(by=mira, mailbox=row, who=ben)
    letter(mira, person("ana@lab.example", "Ana Berg"), NOW - DAY)
    row.refresh_from_db()
    return row


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_inbox_is_made_and_colleagues_are_let_in_and_out_with_undo(mira: User, ben: User) -> None:
    client, box = signed_in(mira), mira.mailboxes.get()
    assert f"/desks/{box.public_id}/open" in text(client, "/desks")
    made = client.post(f"/desks/{box.public_id}/open")
    assert made["Location"] == f"/desks/{box.public_id}"
    shown = text(client, made["Location"])
    assert f'value="user:{ben.public_id}"' in shown
    assert signed_in(ben).get(f"/desks/{box.public_id}").status_code == 404
    client.post(f"/desks/{box.public_id}/in", {"who": f"user:{ben.public_id}"})
    assert "Nobody has written to it yet." in text(signed_in(ben), f"/desks/{box.public_id}")
    assert "Let somebody in or out" not in text(signed_in(ben), f"/desks/{box.public_id}")
    client.post(f"/desks/{box.public_id}/out", {"who": f"user:{ben.public_id}"})
    assert signed_in(ben).get(f"/desks/{box.public_id}").status_code == 404
    shown = text(client, f"/desks/{box.public_id}")
    assert "Ben Carter reads it no more." in shown
    client.post("/undo/" + shown.split('action="/undo/')[-1].split('"')[0])
    assert signed_in(ben).get(f"/desks/{box.public_id}").status_code == 200
    team = Team.objects.create(name="North")
    client.post(f"/desks/{box.public_id}/in", {"who": f"team:{team.public_id}"})
    assert "North" in text(client, f"/desks/{box.public_id}")
    client.post(f"/desks/{box.public_id}/close")
    assert client.get(f"/desks/{box.public_id}")["Location"] == "/desks"


def test_only_the_owner_may_and_others_do_not_learn_that_it_is_there(mira: User, ben: User, sales: Mailbox) -> None:
    for who in (ben, colleague("Lea", "owner")):
        client = signed_in(who)
        for deed in ("open", "close", "in", "out"):
            answer = client.post(f"/desks/{sales.public_id}/{deed}", {"who": f"user:{who.public_id}"})
            assert answer.status_code == 404
    assert sales.title not in text(signed_in(User.objects.get(name="Lea")), "/desks")


def test_it_says_who_waits_who_is_answering_and_who_answered(mira: User, ben: User, sales: Mailbox) -> None:
    url, ana = f"/desks/{sales.public_id}", Person.objects.get()
    mine, his = signed_in(mira), signed_in(ben)
    assert "waiting since" in text(his, url)
    his.post(f"/claim/{ana.public_id}")
    assert Claim.objects.get().user == ben
    shown = text(mine, url)
    assert "Ben Carter is answering" in shown
    assert f"/claim/{ana.public_id}/release" in shown
    assert "waiting since" not in shown
    answer = letter(ben, ana, NOW - DAY / 2, side="us")
    Touch.objects.filter(message=answer).update(author=ben.email)
    assert "Ben Carter is answering" in text(mine, url)
    Sighting.objects.create(message=answer, mailbox=sales, intake=sales.intakes.get())
    assert "Ben Carter answered" in text(mine, url)
