"""Signing in at a provider, as a person's browser does it: out, back, and what stands there afterwards."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sellwright.capture import oauth, trying
from sellwright.capture.failures import AskAdministrator
from sellwright.capture.google_sign_in import CALENDAR_SCOPE, MAIL_SCOPE
from sellwright.capture.reading import Found
from sellwright.capture.trying import Seen, Tried
from sellwright.store import sealed
from sellwright.store.models import Account, Folder, LogEntry, User, Workspace
from tests.capture.replay import ADDRESS, CLIENT, CLIENT_SECRET, MARK, Cloud, serving
from tests.firm_rows import colleague, workspace

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:response_mode")]
SCOPES = {
    "google": f"openid {MAIL_SCOPE} {CALENDAR_SCOPE}",
    "microsoft": "openid https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/Calendars.Read",
}
both = pytest.mark.parametrize("provider", ["google", "microsoft"])


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Cloud]:
    workspace()
    Workspace.objects.update(
        reach=["127.0.0.1"],
        apps={name: {"client_id": CLIENT, "tenant": "common"} for name in SCOPES},
        apps_secret=sealed.seal(json.dumps(dict.fromkeys(SCOPES, CLIENT_SECRET))),
    )
    monkeypatch.setattr("sellwright.screens.limits.within", lambda *args, **kwargs: True)
    with serving(tmp_path, monkeypatch) as one:
        one.folder("Inbox", id="in", known="inbox")
        yield one


@pytest.fixture
def google_mail(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gmail's IMAP server is tried by other tests; here it lets everybody in. Which kinds were tried."""
    tried: list[str] = []
    true = trying.other

    def other(account: Account) -> Tried:
        tried.append(account.kind)
        if account.kind in (Account.Kind.GOOGLE, Account.Kind.GOOGLE_CALENDAR):
            assert oauth.token(account).startswith(MARK)
            return Tried((Seen(Found("INBOX", "Inbox", Folder.Role.INBOX), 3),))
        return true(account)

    monkeypatch.setattr(trying, "other", other)
    return tried


def entered(role: str = "seller") -> tuple[Client, User]:
    user = colleague("Dana", role)
    client = Client()
    client.force_login(user)
    return client, user


def gone(client: Client, provider: str, **data: str) -> dict[str, str]:
    """Begins, and gives the query the provider was asked with."""
    answer = client.post(f"/connect/oauth/{provider}", {"address": ADDRESS, **data})
    assert answer.status_code == 200
    url = html.unescape(re.findall(r'href="(https://127[^"]+)"', answer.content.decode())[0])
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def come_back(client: Client, provider: str, cloud: Cloud, asked: dict[str, str], **more: str) -> Any:
    cloud.scope = cloud.scope or SCOPES[provider]
    query = {"state": asked["state"], "code": cloud.code(asked), **more}
    return client.get(f"/connect/oauth/{provider}/back", query)


@both
def test_one_sign_in_connects_mail_and_calendar(provider: str, cloud: Cloud, google_mail: list[str]) -> None:
    client, user = entered()
    asked = gone(client, provider)
    assert asked["redirect_uri"] == f"http://testserver/connect/oauth/{provider}/back"
    answer = come_back(client, provider, cloud, asked)
    mail, calendar = Account.objects.order_by("pk")
    assert answer.url == f"/accounts/{mail.public_id}/choose"
    assert client.get(answer.url).status_code == 200
    assert (mail.mailbox_id, mail.mailbox.owner) == (calendar.mailbox_id, user)
    assert {mail.kind, calendar.kind} == set(google_mail)
    assert mail.folders.count() == 1
    assert oauth.token(mail) in cloud.access
    assert oauth.token(calendar) in cloud.access
    assert mail.paused_at  # nothing is read before the person said what


@both
def test_signing_in_again_renews_both_and_only_as_the_same_person(
    provider: str, cloud: Cloud, google_mail: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _user = entered()
    come_back(client, provider, cloud, gone(client, provider))
    mail, calendar = Account.objects.order_by("pk")
    before = {mail.secret, calendar.secret}
    Account.objects.update(trouble="sign_in", error="out", failures=3)
    asked = gone(client, provider, account=mail.public_id)
    monkeypatch.setattr("tests.capture.replay.ADDRESS", "other@kestrel.example")
    answer = come_back(client, provider, cloud, asked)
    assert answer.status_code == 422
    assert b"other@kestrel.example" in answer.content
    assert set(Account.objects.values_list("trouble", flat=True)) == {"sign_in"}
    monkeypatch.setattr("tests.capture.replay.ADDRESS", ADDRESS)
    answer = come_back(client, provider, cloud, gone(client, provider, account=mail.public_id))
    assert answer.url == f"/accounts/{mail.public_id}"
    assert set(Account.objects.values_list("trouble", "failures")) == {("", 0)}
    assert before.isdisjoint(Account.objects.values_list("secret", flat=True))
    assert Account.objects.count() == 2


def test_who_leaves_gives_the_permission_back_with_the_last_account(cloud: Cloud, google_mail: list[str]) -> None:
    client, _user = entered()
    come_back(client, "google", cloud, gone(client, "google"))
    mail, calendar = Account.objects.order_by("pk")
    assert client.post(f"/accounts/{mail.public_id}/leave", {"how": "keep"}).status_code == 302
    assert len(cloud.refresh) == 1  # the calendar still needs it
    assert client.post(f"/accounts/{calendar.public_id}/leave", {"how": "keep"}).status_code == 302
    assert cloud.refresh == set()
    come_back(client, "google", cloud, gone(client, "google"))
    Account.objects.filter(kind=Account.Kind.GOOGLE_CALENDAR).delete()
    cloud.fault("/google/revoke")
    last = Account.objects.get()
    assert client.post(f"/accounts/{last.public_id}/leave", {"how": "keep"}).status_code == 302
    assert Account.objects.count() == 0  # Google not answering keeps nobody


@both
def test_an_answer_that_was_not_asked_for_connects_nothing(provider: str, cloud: Cloud, google_mail: list[str]) -> None:
    """Somebody is made to open a link that would connect another's mailbox to their account here."""
    attacker, _ = entered()
    asked = gone(attacker, provider)
    victim = Client()
    victim.force_login(colleague("Ben", "seller"))
    answer = come_back(victim, provider, cloud, asked)
    assert answer.status_code == 422
    assert Account.objects.count() == 0
    assert Client().get(f"/connect/oauth/{provider}/back", {"state": "x"}).status_code == 302


def test_accounts_of_others_and_of_other_providers_are_not_to_be_had(cloud: Cloud, google_mail: list[str]) -> None:
    client, _user = entered()
    come_back(client, "google", cloud, gone(client, "google"))
    mine = Account.objects.order_by("pk")[0]
    other = Client()
    other.force_login(colleague("Ben", "seller"))
    assert other.post("/connect/oauth/google", {"account": mine.public_id}).status_code == 404
    assert client.post("/connect/oauth/microsoft", {"account": mine.public_id}).status_code == 404
    assert client.post("/connect/oauth/yahoo").status_code == 404
    assert client.get("/connect/oauth/yahoo/back").status_code == 404
    reader = Client()
    reader.force_login(colleague("Rea", "reader"))
    assert reader.post("/connect/oauth/google").status_code == 403


@both
def test_what_went_wrong_is_said_and_nothing_kept(provider: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _user = entered()
    asked = gone(client, provider)
    answer = client.get(f"/connect/oauth/{provider}/back", {"state": asked["state"], "error": "access_denied"})
    assert answer.status_code == 422
    assert b"not given" in answer.content

    def no_imap(account: Account) -> Tried:
        raise AskAdministrator("Reading mail by IMAP is switched off for this mailbox.", "Switch IMAP on.")

    monkeypatch.setattr(trying, "other", no_imap)
    answer = come_back(client, provider, cloud, gone(client, provider))
    assert answer.status_code == 422
    assert b"switched off" in answer.content
    Workspace.objects.update(apps={})
    assert client.post(f"/connect/oauth/{provider}").status_code == 422
    assert Account.objects.count() == 0


def test_the_demo_calls_nobody(cloud: Cloud) -> None:
    Workspace.objects.update(is_demo=True)
    client, _user = entered()
    assert client.post("/connect/oauth/google").status_code == 422
    assert cloud.asked == []


@both
def test_tokens_stand_in_no_page_log_or_session(
    provider: str,
    cloud: Cloud,
    google_mail: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A crash in the middle of the way back shows nothing either."""
    caplog.set_level("DEBUG")
    client, _user = entered()
    client.raise_request_exception = False
    pages = [client.post(f"/connect/oauth/{provider}").content]
    asked = gone(client, provider)
    pages += [json.dumps(dict(client.session.items()), default=str).encode()]

    def crash(account: Account) -> Tried:
        raise RuntimeError(f"with {account.secret} and {oauth.token(account)}")

    monkeypatch.setattr(trying, "other", crash)
    answer = come_back(client, provider, cloud, asked)
    assert answer.status_code == 500
    pages.append(answer.content)
    monkeypatch.undo()
    told = b"".join(pages).decode() + str(list(LogEntry.objects.values()))
    told += "".join(record.getMessage() for record in caplog.records)
    assert MARK not in told
