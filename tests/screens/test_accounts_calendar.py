"""Connecting a calendar on a page, against a real Radicale: tried, chosen, read; what is wrong is said at its field."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sellwright.capture import accounting
from sellwright.capture.readers import reader_of
from sellwright.store.models import Account, LogEntry, User, Workspace
from tests.capture import calendars as cal
from tests.capture.calendars import PASSWORD, USER, Radicale
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with cal.radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.make()
        running.put("one.ics", cal.calendar(cal.meeting("one", timezone.now())))
        yield running


@pytest.fixture
def mira() -> User:
    cache.clear()
    workspace()
    Workspace.objects.update(reach=["127.0.0.1"])
    return colleague("Mira", "owner")


@pytest.fixture
def at(client: Client, mira: User) -> Client:
    client.force_login(mira)
    return client


def errors(answer: Any) -> str:
    found = re.findall(r'class="field-error"[^>]*>(.*?)</p>', answer.content.decode(), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", one)) for one in found)


def test_from_an_address_to_its_meetings(at: Client, server: Radicale) -> None:
    answer = at.post("/connect/calendar", {"url": server.url, "user": USER, "password": PASSWORD})
    assert answer.status_code == 302, errors(answer)
    account = Account.objects.get()
    assert (account.kind, account.where) == ("caldav", {"url": server.url, "user": USER})
    assert PASSWORD not in str(list(Account.objects.values())) + str(list(LogEntry.objects.values()))
    page = at.get(f"/accounts/{account.public_id}/choose").content.decode()
    assert "My work" in page
    assert "Which calendars" in page
    folders = [str(one.pk) for one in account.folders.all()]
    assert at.post(f"/accounts/{account.public_id}/choose", {"folders": folders, "since": "two"}).status_code == 302
    account.refresh_from_db()
    reader = reader_of(account)
    try:
        while reader.turn(time.monotonic() + 5).is_more:
            pass
    finally:
        reader.close()
    whole = accounting.of(account)
    assert (whole.sum("stored"), whole.sum("left"), whole.agrees) == (1, 0, True)
    assert "1 stored + 0 skipped" in at.get(f"/accounts/{account.public_id}").content.decode()


def test_what_is_wrong_is_said_and_nothing_is_kept(at: Client, server: Radicale) -> None:
    wrong = {
        "not that password": ({"password": "no"}, "password"),
        "nobody there": ({"url": "http://127.0.0.1:1/"}, "does not answer"),
        "no address": ({"url": "calendar"}, "It begins with https:// or webcal://."),
    }
    for name, (more, sentence) in wrong.items():
        answer = at.post("/connect/calendar", {"url": server.url, "user": USER, "password": PASSWORD} | more)
        assert answer.status_code == 422, name
        assert sentence in errors(answer), (name, errors(answer))
        assert PASSWORD not in answer.content.decode()
    Workspace.objects.update(reach=[])
    answer = at.post("/connect/calendar", {"url": server.url, "user": USER, "password": PASSWORD})
    assert "only called with encryption" in errors(answer)
    assert not Account.objects.exists()


def test_a_link_is_a_secret_and_is_shown_by_its_host_alone(at: Client, server: Radicale, mira: User) -> None:
    from sellwright.actions import accounts as deeds
    from sellwright.screens.accounts.connecting import calendar_of

    made = calendar_of({"url": "https://cal.example/private-wombat/basic.ics", "user": "", "password": ""})
    assert "wombat" not in str(made.where) + made.address
    account = deeds.connect(by=mira, made=made, shown=[deeds.Shown("calendar", "Calendar", "calendar", True)])
    for path in ("", "/choose", "/sign-in", "/leave"):
        page = at.get(f"/accounts/{account.public_id}{path}").content.decode()
        assert "wombat" not in page, path
        assert "cal.example" in page or path == "/sign-in"
