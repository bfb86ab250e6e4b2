"""Signing in at Google and Microsoft: who may come back, what is kept, when it is renewed, and by whom."""

from __future__ import annotations

import io
import json
import logging
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from sellwright.capture import google_sign_in, oauth
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.oauth_values import CALENDAR, MAIL, App, Granted
from sellwright.store import sealed
from sellwright.store.models import Account, Mailbox, User, Workspace
from tests.capture.replay import ADDRESS, CLIENT, CLIENT_SECRET, MARK, Cloud, serving

DAY = 86_400.0
BACK = "http://127.0.0.1:8000/accounts/back"
KINDS = {"google": Account.Kind.GOOGLE, "microsoft": Account.Kind.MICROSOFT}
SCOPES = {
    "google": f"openid {google_sign_in.MAIL_SCOPE} {google_sign_in.CALENDAR_SCOPE}",
    "microsoft": "openid https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/Calendars.Read",
}
pytestmark = pytest.mark.filterwarnings("ignore:response_mode")
both = pytest.mark.parametrize("provider", ["google", "microsoft"])


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Cloud]:
    Workspace.objects.create(
        name="Kestrel",
        reach=["127.0.0.1"],
        apps={"google": {"client_id": CLIENT}, "microsoft": {"client_id": CLIENT, "tenant": "kestrel.example"}},
        apps_secret=sealed.seal(json.dumps({"google": CLIENT_SECRET, "microsoft": CLIENT_SECRET})),
    )
    with serving(tmp_path, monkeypatch) as one:
        yield one


def account(provider: str, cloud: Cloud, *, expires_in: float = 3600, agreed: float = 0.0) -> Account:
    """One whose tokens were given `agreed` seconds ago and end in `expires_in`."""
    now, given = timezone.now().timestamp(), cloud.tokens()
    held = Granted(ADDRESS, given["access_token"], given["refresh_token"], now + expires_in, now - agreed)
    owner = User.objects.create_user(f"dana{User.objects.count()}@kestrel.example", None)
    box = Mailbox.objects.create(owner=owner, title="Mail", addresses=[ADDRESS])
    return Account.objects.create(
        mailbox=box, kind=KINDS[provider], address=ADDRESS, secret=sealed.seal(held.written())
    )


def held(one: Account) -> Granted:
    one.refresh_from_db()
    return Granted.read(sealed.unseal(one.secret))


def signed_in(provider: str, cloud: Cloud, session: dict[str, Any]) -> dict[str, str]:
    """What the browser comes back with after a person agreed."""
    url = oauth.begin(provider, session, back=BACK, address=ADDRESS, then="box-1")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    cloud.scope = SCOPES[provider]
    return {"state": asked["state"], "code": cloud.code(asked)}


@both
def test_a_person_is_sent_there_and_comes_back_with_what_they_agreed_to(provider: str, cloud: Cloud) -> None:
    session: dict[str, Any] = {}
    query = signed_in(provider, cloud, session)
    assert MARK not in str(session)
    granted, then = oauth.finish(provider, session, query)
    assert (granted.address, then, granted.reads) == (ADDRESS, "box-1", (MAIL, CALENDAR))
    assert granted.access in cloud.access
    assert granted.refresh in cloud.refresh
    assert session == {}


@both
def test_what_is_asked_for_is_to_read_and_no_more(provider: str, cloud: Cloud) -> None:
    url = oauth.begin(provider, {}, back=BACK, address=ADDRESS)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert (asked["redirect_uri"], asked["response_type"], asked["code_challenge_method"]) == (BACK, "code", "S256")
    assert asked["login_hint"] == ADDRESS
    scopes = set(asked["scope"].split())
    if provider == "google":
        assert scopes == {"openid", "email", google_sign_in.MAIL_SCOPE, google_sign_in.CALENDAR_SCOPE}
        assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
    else:
        assert scopes == {"openid", "profile", "offline_access", "Mail.Read", "Calendars.Read", "User.Read"}


@both
def test_another_s_answer_is_not_taken(provider: str, cloud: Cloud) -> None:
    """A link somebody else made, an answer used twice, one of another provider, one that comes too late."""
    mine: dict[str, Any] = {}
    query = signed_in(provider, cloud, mine)
    other = "google" if provider == "microsoft" else "microsoft"
    for session, asked, at in (
        ({}, query, provider),
        (dict(mine), {**query, "state": "forged"}, provider),
        (dict(mine), {**query, "state": ""}, provider),
        (dict(mine), query, other),
        ({"oauth": "not sealed"}, query, provider),
    ):
        with pytest.raises(SignInAgain, match="not begun here"):
            oauth.finish(at, session, asked)
    late = json.loads(sealed.unseal(mine["oauth"]))
    with pytest.raises(SignInAgain, match="too long ago"):
        oauth.finish(provider, {"oauth": sealed.seal(json.dumps({**late, "at": late["at"] - 3600}))}, query)
    oauth.finish(provider, mine, query)
    with pytest.raises(SignInAgain, match="not begun here"):
        oauth.finish(provider, mine, query)


@both
def test_a_code_without_the_text_that_began_it_is_worth_nothing(provider: str, cloud: Cloud) -> None:
    """PKCE: a code that was overheard does not open anything from another session."""
    thief: dict[str, Any] = {}
    stolen = signed_in(provider, cloud, {})["code"]
    query = signed_in(provider, cloud, thief)
    with pytest.raises((SignInAgain, AskAdministrator)):
        oauth.finish(provider, thief, {**query, "code": stolen})


@pytest.mark.parametrize(
    ("provider", "query", "kind", "words"),
    [
        ("google", {"error": "access_denied"}, SignInAgain, "not given"),
        ("google", {"error": "admin_policy_enforced"}, AskAdministrator, "Workspace"),
        ("google", {"error": "redirect_uri_mismatch"}, AskAdministrator, "registration"),
        (
            "microsoft",
            {"error": "access_denied", "error_description": "AADSTS65004: declined"},
            SignInAgain,
            "not given",
        ),
        ("microsoft", {"error": "access_denied", "error_description": "AADSTS90094: admin"}, AskAdministrator, "90094"),
        ("microsoft", {"error": "invalid_client", "error_description": "AADSTS650052: x"}, AskAdministrator, "650052"),
        ("microsoft", {"error": "consent_required"}, AskAdministrator, "administrator"),
        ("microsoft", {"error": "server_error"}, TryLater, "moment"),
    ],
)
def test_a_no_says_who_can_make_it_a_yes(
    provider: str, query: dict[str, str], kind: type[Exception], words: str, cloud: Cloud
) -> None:
    session: dict[str, Any] = {}
    state = signed_in(provider, cloud, session)["state"]
    with pytest.raises(kind, match=words):
        oauth.finish(provider, session, {"state": state, **query})


def test_who_leaves_a_box_unticked_is_told(cloud: Cloud) -> None:
    session: dict[str, Any] = {}
    query = signed_in("google", cloud, session)
    cloud.scope = f"openid {google_sign_in.CALENDAR_SCOPE}"
    granted, _ = oauth.finish("google", session, query)
    assert granted.reads == (CALENDAR,)
    one = account("google", cloud)
    one.secret = sealed.seal(granted.written())
    one.save()
    with pytest.raises(SignInAgain, match="not ticked"):
        oauth.token(one)
    query = signed_in("google", cloud, session)
    cloud.scope = "openid email"
    with pytest.raises(SignInAgain, match="boxes"):
        oauth.finish("google", session, query)


@both
def test_a_token_is_used_while_it_lasts_and_renewed_in_time(provider: str, cloud: Cloud) -> None:
    one = account(provider, cloud, expires_in=oauth.EARLY + 60)
    before = held(one)
    assert oauth.token(one) == before.access
    assert not [asked for asked in cloud.asked if asked.path.endswith("token")]
    one.secret = sealed.seal(replace(before, expires_at=before.expires_at - 120).written())
    one.save()
    new = oauth.token(one)
    after = held(one)
    assert new == after.access != before.access
    assert after.refresh != before.refresh  # the old one is spent: both stand in one column, written once
    assert after.refresh in cloud.refresh
    assert after.agreed_at == before.agreed_at


@both
def test_a_token_refused_before_its_time_is_replaced_once(provider: str, cloud: Cloud) -> None:
    one = account(provider, cloud)
    first = oauth.token(one)
    second = oauth.token(one, refused=first)
    assert second != first
    assert oauth.token(one, refused=first) == second  # who comes later with the old one gets what is there
    give = oauth.giving(one)
    assert give(False) == second
    assert give(True) not in (first, second)


@pytest.mark.django_db(transaction=True)
def test_two_who_renew_at_once_spend_the_refresh_token_once(
    request: pytest.FixtureRequest,
) -> None:
    """The replay refuses a refresh token that was spent; then one of the two would be signed out."""
    cloud = request.getfixturevalue("cloud")
    cloud.slow = 0.1
    one = account("google", cloud, expires_in=0)
    got: list[str] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            got.append(oauth.token(Account.objects.get(pk=one.pk)))
        except Exception as error:
            failed.append(error)
        finally:
            if connection.vendor != "sqlite":
                connection.close()

    if connection.vendor == "sqlite":  # in memory it is this thread's alone; tests/store/test_alone.py tries the turn
        for _ in range(3):
            ask()
    else:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert failed == []
    assert len(set(got)) == 1
    assert len([asked for asked in cloud.asked if asked.form.get("grant_type") == "refresh_token"]) == 1


def test_who_signed_in_anew_meanwhile_is_not_written_over(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    one = account("google", cloud, expires_in=0)
    newer = replace(held(one), access="newer", expires_at=timezone.now().timestamp() + 3600)
    true = google_sign_in.renew

    def renew(app: App, was: Granted, now: Any) -> Granted:
        Account.objects.filter(pk=one.pk).update(secret=sealed.seal(newer.written()))
        return true(app, was, now)

    monkeypatch.setattr(google_sign_in, "renew", renew)
    assert oauth.token(one) == "newer"
    assert held(one).access == "newer"


@pytest.mark.parametrize(
    ("days", "words"), [(7.02, "seven days"), (7.9, "seven days"), (1.0, "taken back"), (30.0, "taken back")]
)
def test_an_unpublished_app_s_seven_days_are_recognised(days: float, words: str, cloud: Cloud) -> None:
    one = account("google", cloud, expires_in=0, agreed=days * DAY)
    cloud.refresh.clear()
    with pytest.raises(SignInAgain, match=words):
        oauth.token(one)


@pytest.mark.parametrize(
    ("provider", "status", "body", "kind", "words"),
    [
        ("google", 400, {"error": "invalid_grant", "error_subtype": "invalid_rapt"}, SignInAgain, "time to time"),
        ("google", 401, {"error": "invalid_client"}, AskAdministrator, "registration"),
        ("google", 400, {"error": "unauthorized_client"}, AskAdministrator, "registration"),
        ("google", 503, {}, TryLater, "moment"),
        ("google", 429, {}, TryLater, "moment"),
        ("google", 200, b"<html>", TryLater, "read"),
        ("google", 200, {"nothing": 1}, TryLater, "token"),
        ("google", 0, None, TryLater, "broke off"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [65001], "suberror": "consent_required"},
         AskAdministrator, "65001"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [90094]}, AskAdministrator, "90094"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [50105]}, AskAdministrator, "50105"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [53003]}, AskAdministrator, "53003"),
        ("microsoft", 400, {"error": "interaction_required", "error_codes": [50076]}, SignInAgain, "50076"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [50173]}, SignInAgain, "50173"),
        ("microsoft", 400, {"error": "invalid_grant", "error_codes": [99999999]}, SignInAgain, "anew"),
        ("microsoft", 401, {"error": "invalid_client", "error_codes": [7000222]}, AskAdministrator, "expired"),
        ("microsoft", 400, {"error": "unauthorized_client", "error_codes": [700016]}, AskAdministrator, "700016"),
        ("microsoft", 503, {}, TryLater, "moment"),
        ("microsoft", 429, {"error": "temporarily_unavailable"}, TryLater, "moment"),
        ("microsoft", 200, b"<html>", TryLater, "moment"),
        ("microsoft", 0, None, TryLater, "broke off"),
    ],
)  # fmt: skip
def test_a_token_that_is_not_given_says_what_to_do(
    provider: str, status: int, body: Any, kind: type[Exception], words: str, cloud: Cloud
) -> None:
    one = account(provider, cloud, expires_in=0)
    before = held(one)
    cloud.fault("/token", status, body)
    with pytest.raises(kind, match=words) as caught:
        oauth.token(one)
    assert str(getattr(caught.value, "next_step", "")) or kind is TryLater
    assert held(one) == before  # nothing is lost by a failure
    assert oauth.token(one) == held(one).access  # and the next try may succeed


def test_an_administrator_gets_a_link_to_allow_it(cloud: Cloud) -> None:
    one = account("microsoft", cloud, expires_in=0)
    cloud.fault("/token", 400, {"error": "invalid_grant", "error_codes": [90094]})
    with pytest.raises(AskAdministrator) as caught:
        oauth.token(one)
    assert f"/kestrel.example/adminconsent?client_id={CLIENT}" in caught.value.message
    assert len(caught.value.message) <= 300  # Account.error


@both
def test_without_a_registration_or_a_readable_secret_somebody_is_told(provider: str, cloud: Cloud) -> None:
    one = account(provider, cloud, expires_in=0)
    Workspace.objects.update(apps_secret="sealed with another key")
    with pytest.raises(AskAdministrator, match="registered"):
        oauth.token(one)
    Workspace.objects.update(apps={})
    with pytest.raises(AskAdministrator, match="registered"):
        oauth.begin(provider, {}, back=BACK)
    for secret in ("", "sealed with another key", sealed.seal("{}"), sealed.seal("[1]")):
        one.secret = secret
        with pytest.raises(SignInAgain):
            oauth.token(one)


def test_a_tenant_that_does_not_exist_is_the_registration_s_fault(cloud: Cloud) -> None:
    cloud.fault("openid-configuration", 400, {"error": "invalid_tenant"})
    with pytest.raises(AskAdministrator, match="tenant"):
        oauth.begin("microsoft", {}, back=BACK)


def test_giving_back_tells_google_and_needs_nobody_else(cloud: Cloud) -> None:
    one = account("google", cloud)
    oauth.give_back(one)
    assert cloud.refresh == set()
    oauth.give_back(account("microsoft", cloud))


@both
def test_no_secret_is_told_to_anybody(provider: str, cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    """Tokens, codes and client secrets are marked; every failure is provoked with all logging on."""
    caplog.set_level(logging.DEBUG)
    out: list[str] = []
    session: dict[str, Any] = {}
    query = signed_in(provider, cloud, session)
    cloud.fault("/token", 200, f'{{"access_token": "{MARK}", broken'.encode())
    with pytest.raises(Exception) as caught:
        oauth.finish(provider, session, query)
    out.append("".join(traceback.format_exception(caught.value)))
    for status, body in ((400, {"error": "invalid_grant", "error_description": MARK}), (500, MARK), (0, None)):
        one = account(provider, cloud, expires_in=0)
        cloud.fault("/token", status, body)
        with pytest.raises(Exception) as caught:
            oauth.token(one)
        out += ["".join(traceback.format_exception(caught.value)), str(caught.value), repr(caught.value)]
        out += [str(getattr(caught.value, "next_step", "")), repr(held(one)), repr(oauth.app_of(provider))]
    written = io.StringIO(caplog.text).read() + "".join(out)
    assert len(written) > 1_000
    assert MARK not in written
    assert MARK not in "".join(Account.objects.values_list("secret", flat=True))
