"""The pages of phone systems and forms: made, shown with their account, closed; a secret once and nowhere else."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sellwright.jobs import queue
from sellwright.store.models import Inlet, Item, LogEntry, Mailbox, User
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_phone_system_is_made_its_secret_is_shown_once_and_a_try_stands_in_its_account(mira: User) -> None:
    client = signed_in(mira)
    made = client.post("/inlets", {"kind": "calls", "title": "Switchboard", "mailbox": mira.mailboxes.get().public_id})
    assert (made.status_code, made["Cache-Control"]) == (201, "private, no-store")
    [secret] = set(re.findall(r"whsec_[\w+/=]{40,}", made.content.decode()))
    row = Inlet.objects.get()
    url = reverse("inlet", args=[row.public_id])
    shown = text(client, url)
    assert secret not in shown
    assert f"/in/calls/{row.public_id}" in shown
    assert "Only programs on this machine reach this address." in shown
    assert secret not in str(list(LogEntry.objects.values())) + str(list(Inlet.objects.values()))
    client.post(f"{url}/try")
    again = text(client, url)
    assert "It works: the call was understood" in again
    assert "no number: it was withheld" in again
    assert Item.objects.get().outcome == "skipped"
    new = client.post(f"{url}/secret").content.decode()
    assert "whsec_" in new
    assert secret not in new
    assert "The secret before is good until" in new


def test_a_form_is_made_changed_closed_and_opened_again(mira: User) -> None:
    client = signed_in(mira)
    wrong = client.post("/inlets", {"kind": "form", "title": "Contact", "origins": "no page"})
    assert wrong.status_code == 422
    assert "“no” is no address of a page." in wrong.content.decode()
    made = client.post(
        "/inlets", {"kind": "form", "title": "Contact", "origins": "https://www.kestrel.example/contact"}
    )
    assert made.status_code == 201
    row = Inlet.objects.get()
    assert (row.origins, row.mailbox.title, row.mailbox.owner) == (["https://www.kestrel.example"], "Contact", mira)
    shown = made.content.decode()
    assert "whsec_" not in shown
    assert f"&lt;form action=&quot;http://testserver/in/form/{row.public_id}&quot;" in shown
    assert row.intake is not None
    assert client.get(reverse("intake", args=[row.intake.public_id])).status_code == 200
    assert client.get(reverse("mailbox", args=[row.mailbox.public_id])).status_code == 200
    url = reverse("inlet", args=[row.public_id])
    client.post(f"{url}/change", {"title": "Questions", "origins": ""})
    row.refresh_from_db()
    assert (row.title, row.origins) == ("Questions", [])
    client.post(f"{url}/close")
    shown = text(client, url)
    assert "Closed: Questions." in shown
    client.post("/undo/" + shown.split('action="/undo/')[1].split('"')[0])
    assert Inlet.objects.get().ended_at is None


def test_an_inlet_is_its_owners_alone_and_a_reader_makes_none(mira: User) -> None:
    signed_in(mira).post("/inlets", {"kind": "form", "title": "Contact"})
    url = reverse("inlet", args=[Inlet.objects.get().public_id])
    ben = signed_in(colleague("Ben", "owner"))
    assert ben.get(url).status_code == 404
    for deed in ("change", "secret", "try", "close"):
        assert ben.post(f"{url}/{deed}", {"title": "his"}).status_code == 404
    box = mira.mailboxes.order_by("pk")[0].public_id
    assert ben.post("/inlets", {"kind": "form", "title": "x", "mailbox": box}).status_code == 404
    assert url not in text(ben, "/inlets")
    reader = signed_in(colleague("Rea", "reader"))
    assert reader.post("/inlets", {"kind": "form", "title": "x"}).status_code == 403
    assert Mailbox.objects.filter(title="x").count() == 0
