"""Settings: one's own, the numbers, the firm's sign-in; and what policies go with every page."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from sellwright.access import NotAllowed
from sellwright.actions import settings as deeds
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.server.middleware import POLICY
from sellwright.settings import Settings
from sellwright.store import sealed, values
from sellwright.store.models import LogEntry, SignOn, User, Workspace
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The jobs that were put in."""
    cache.clear()
    calls: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: calls.append((name, arguments)))
    return calls


@pytest.fixture
def house() -> Workspace:
    return workspace()


@pytest.fixture
def mira(house: Workspace) -> User:
    return colleague("Mira", "owner")


@pytest.fixture
def at(client: Client, mira: User) -> Client:
    client.force_login(mira)
    return client


def test_every_number_stands_there_with_its_reason(at: Client) -> None:
    page = at.get("/settings").content.decode()
    for field in fields(Settings):
        assert f'name="{field.name}"' in page
        assert page.count(f'id="id_{field.name}_why"') == 1
        assert field.metadata["why"]


def test_a_changed_number_holds_and_everything_is_made_anew(
    at: Client, house: Workspace, ordered: list[tuple[str, dict[str, Any]]]
) -> None:
    answer = at.post("/settings", {"half_life_days": "45", "reply_points": "1"}, follow=True)
    house.refresh_from_db()
    assert (house.settings, house.settings_version) == ({"half_life_days": 45.0}, 2)
    assert values.settings_of(house).half_life_days == 45.0
    assert ordered == [("stand_anew", {"key": "all"})]
    assert "changed from 30" in answer.content.decode()
    entry = LogEntry.objects.get(deed="change_numbers")
    assert (entry.before, entry.after) == ({"half_life_days": None}, {"half_life_days": 45.0})
    at.post(next(iter(answer.context["messages"])).extra_tags)  # Undo
    house.refresh_from_db()
    assert (house.settings, house.settings_version, len(ordered)) == ({}, 3, 2)


def test_an_emptied_field_goes_back_to_where_it_started(at: Client, house: Workspace) -> None:
    at.post("/settings", {"half_life_days": "45"})
    at.post("/settings", {"half_life_days": ""})
    house.refresh_from_db()
    assert house.settings == {}


def test_nothing_changed_asks_for_nothing(
    at: Client, house: Workspace, ordered: list[tuple[str, dict[str, Any]]]
) -> None:
    at.post("/settings", {field.name: f"{getattr(Settings(), field.name):g}" for field in fields(Settings)})
    house.refresh_from_db()
    assert (house.settings, house.settings_version, ordered) == ({}, 1, [])


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("half_life_days", "soon", "Give a number."),
        ("half_life_days", "0", "Between 1 and 3650."),
        ("half_life_days", "nan", "Between"),
        ("half_life_days", "inf", "Between"),
        ("least_messages", "2.5", "Give a whole number."),
        ("slack_share", "1.2", "Between 0 and 1."),
        ("band_draws", "1e9", "Give a whole number."),
        ("band_draws", "999999999", "Between 100 and 20000."),
    ],
)
def test_a_wrong_number_is_said_by_its_field_and_nothing_is_saved(
    at: Client, house: Workspace, name: str, typed: str, sentence: str
) -> None:
    answer = at.post("/settings", {name: typed, "reply_points": "7"})
    assert answer.status_code == 422
    part = answer.content.decode().partition(f'id="id_{name}_error">')[2].partition("</p>")[0]
    assert sentence in part
    house.refresh_from_db()
    assert house.settings == {}


def test_a_comma_is_a_point() -> None:
    assert deeds.read_number("slack_share", "0,25") == 0.25


def test_every_first_value_is_within_its_bounds() -> None:
    for field in fields(Settings):
        value = getattr(Settings(), field.name)
        assert deeds.read_number(field.name, f"{value:g}") == value


def test_ones_own_settings_take_effect_at_once(at: Client, mira: User) -> None:
    wanted = {
        "name": "Mira H.", "time_zone": "Asia/Tokyo", "language": "de", "theme": "dark", "hours_a_day": "4.5",
        "signature": "Best,\nMira",
    }  # fmt: skip
    assert at.post("/settings/me", wanted).status_code == 302
    mira.refresh_from_db()
    assert (mira.name, mira.time_zone, mira.language, mira.theme) == ("Mira H.", "Asia/Tokyo", "de", "dark")
    assert (mira.hours_a_day, mira.signature.splitlines()) == (4.5, ["Best,", "Mira"])
    page = at.get("/settings/me").content.decode()
    assert '<html lang="de"' in page
    assert 'data-theme="dark"' in page
    assert "Mira H." not in str(LogEntry.objects.get(deed="change_own_settings").after)  # which fields, not their words


@pytest.mark.parametrize("field", ["time_zone", "language", "theme", "hours_a_day", "name"])
def test_a_wrong_own_setting_is_said_by_its_field(at: Client, mira: User, field: str) -> None:
    wanted = {"name": "M", "time_zone": "UTC", "language": "en", "theme": "", "hours_a_day": "3"}
    wrong = {**wanted, field: "" if field == "name" else "-1"}
    answer = at.post("/settings/me", wrong)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    mira.refresh_from_db()
    assert mira.time_zone == "UTC"


def test_the_theme_switch_leads_back_to_this_house_only(at: Client, mira: User) -> None:
    answer = at.post("/settings/theme", {"theme": "dark", "next": "/people"})
    assert answer.headers["Location"] == "/people"
    for foreign in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert at.post("/settings/theme", {"theme": "", "next": foreign}).headers["Location"] == "/"
    mira.refresh_from_db()
    assert mira.theme == ""


SIGN_ON = {
    "name": "Kestrel account",
    "issuer": "https://id.kestrel.example",
    "client_id": "c1",
    "secret": "s3cret-words",
}


def test_the_firms_sign_in_keeps_its_secret_sealed(at: Client) -> None:
    assert at.post("/settings/sign-in", SIGN_ON).status_code == 302
    row = SignOn.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_signon")
        assert "s3cret-words" not in str(cursor.fetchall())
        cursor.execute("SELECT * FROM store_logentry")
        assert "s3cret-words" not in str(cursor.fetchall())
    assert sealed.unseal(row.secret_sealed) == "s3cret-words"
    page = at.get("/settings/sign-in").content.decode()
    assert "s3cret-words" not in page
    assert f"/account/oidc/{row.public_id}/login/callback/" in page
    at.post("/settings/sign-in", {**SIGN_ON, "secret": "", "name": "Kestrel"})  # the kept secret stays
    row.refresh_from_db()
    assert (row.name, sealed.unseal(row.secret_sealed)) == ("Kestrel", "s3cret-words")
    assert "Sign in with Kestrel" in Client().get("/account/login/").content.decode()
    at.post(f"/settings/sign-in/{row.public_id}/drop")
    assert not SignOn.objects.exists()


def test_an_issuer_without_tls_is_refused(mira: User) -> None:
    with pytest.raises(Refused) as refused:
        deeds.set_sign_on(by=mira, name="x", issuer="http://id.firm.example", client_id="c", secret="s")
    assert refused.value.field == "issuer"
    with pytest.raises(NotAllowed):
        deeds.set_sign_on(by=colleague("Ben"), name="x", issuer="https://id.example", client_id="c", secret="s")


def test_a_secret_of_another_key_says_so(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed.seal("words")
    assert sealed.seal("words") != token  # two seals of one text are not alike
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(token)
    monkeypatch.setenv("SELLWRIGHT_OLD_KEYS", f"first,{old}")
    assert sealed.unseal(token) == "words"
    assert sealed.unseal(sealed.seal("")) == ""


PAGES = (
    "/settings", "/settings/me", "/settings/folders", "/settings/sign-in", "/members", "/log", "/add",
    "/account/login/", "/account/logout/", "/account/password/reset/", "/account/password/change/",
    "/account/reauthenticate/", "/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
    "/account/2fa/totp/activate/", "/account/social/", "/account/signup/",
)  # fmt: skip


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_to_the_policy(client: Client, mira: User, path: str, signed_in: bool) -> None:
    mira.set_password("a quiet lamp by the window")
    mira.save()
    if signed_in:
        client.post("/account/login/", {"login": mira.email, "password": "a quiet lamp by the window"})
    answer = client.get(path, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert " style=" not in page
    assert "javascript:" not in page
    for tag in page.split("<script")[1:]:
        opening = tag.partition(">")[0]
        assert "src=" in opening or 'type="application/json"' in opening
    assert not [word for word in (" onclick=", " onload=", " onsubmit=", " onchange=") if word in page]
    assert "signed_out" not in page
    assert "Sellwright</title>" in page


def test_codes_from_an_app_and_from_the_drawer(client: Client, mira: User) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    password = "a quiet lamp by the window"
    mira.set_password(password)
    mira.save()
    client.post("/account/login/", {"login": mira.email, "password": password})
    client.post("/account/reauthenticate/", {"password": password})
    page = client.get("/account/2fa/totp/activate/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    client.post("/account/2fa/totp/activate/", {"code": code})
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)  # sealed
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    other = Client()
    answer = other.post("/account/login/", {"login": mira.email, "password": password})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert other.get("/settings/me").status_code == 302  # not in yet
    assert "The second proof" in other.get("/account/2fa/authenticate/").content.decode()
    wrong = other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert other.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/settings/me").status_code == 200
