"""The door: one-time links, claiming, invitations, signing in, and what none of them gives away."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from sellwright.actions import entering
from sellwright.actions.refusing import Refused
from sellwright.store.models import EntryLink, LogEntry, User, Workspace

pytestmark = pytest.mark.django_db
GOOD = "a quiet lamp by the window"
CLAIM = {"workspace": "Kestrel", "name": "Mira Holt", "email": "Mira@Kestrel.example", "time_zone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def owner() -> User:
    Workspace.objects.create(name="Kestrel", claimed_at=timezone.now())
    return User.objects.create_user("mira@kestrel.example", GOOD, name="Mira Holt", role="owner")


def signed_in(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


# Claiming


def test_an_empty_workspace_leads_to_the_door_and_the_door_lets_nobody_in(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/in/"
    page = client.get("/in/")
    assert page.status_code == 200
    assert "terminal where it was started" in page.content.decode()
    assert "<form" not in page.content.decode()
    assert not signed_in(client)


def test_a_claim_makes_the_workspace_its_owner_and_signs_in_once(client: Client) -> None:
    token = entering.claim_link()
    form = client.get(f"/in/{token}")
    assert form.status_code == 200
    assert EntryLink.objects.get().used_at is None  # looking uses nothing up
    answer = client.post(f"/in/{token}", {**CLAIM, "password": GOOD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/add")
    workspace, user = Workspace.objects.get(), User.objects.get()
    assert workspace.name == "Kestrel"
    assert workspace.claimed_at is not None
    assert workspace.domains == ["kestrel.example"]
    assert (user.email, user.role, user.time_zone) == ("mira@kestrel.example", "owner", "Europe/Berlin")
    assert signed_in(client) == str(user.pk)
    other = Client()
    assert other.post(f"/in/{token}", {**CLAIM, "password": GOOD}).status_code == 410
    assert not signed_in(other)
    assert User.objects.count() == 1


def test_a_free_mail_domain_is_nobodys_firm(client: Client) -> None:
    token = entering.claim_link()
    client.post(f"/in/{token}", {**CLAIM, "email": "mira@gmail.com", "password": GOOD})
    assert Workspace.objects.get().domains == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": ""}, "Choose a password."),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "password123"}, "too common"),
        ({"name": ""}, "required"),
        ({"email": "mira"}, "valid email"),
        ({"time_zone": "Mars/Olympus"}, "valid choice"),
    ],
)
def test_a_wrong_field_is_said_by_the_field_and_leaves_the_link(
    client: Client, change: dict[str, str], sentence: str
) -> None:
    token = entering.claim_link()
    answer = client.post(f"/in/{token}", {**CLAIM, "password": GOOD, **change})
    assert answer.status_code == 422
    field = next(iter(change))
    said = re.search(rf'id="id_{field}_error">(.*?)</p>', answer.content.decode(), re.DOTALL)
    assert said
    assert sentence in said[1]
    assert EntryLink.objects.get().used_at is None
    assert not Workspace.objects.exists()


def test_with_a_passkey_there_is_no_password_and_the_next_step_makes_it(client: Client) -> None:
    token = entering.claim_link()
    answer = client.post(f"/in/{token}", {**CLAIM, "passkey": "on"}, headers={"host": "localhost"})
    assert answer.headers["Location"] == "/account/2fa/webauthn/add/"
    assert not User.objects.get().has_usable_password()
    assert client.get("/account/2fa/webauthn/add/", headers={"host": "localhost"}).status_code == 200


def test_a_passkey_is_not_offered_where_browsers_refuse_it(client: Client) -> None:
    token = entering.claim_link()
    assert 'name="passkey"' not in client.get(f"/in/{token}", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert 'name="passkey"' in client.get(f"/in/{token}", headers={"host": "localhost:8000"}).content.decode()


def test_a_claimed_workspace_gives_no_claim_link(owner: User) -> None:
    with pytest.raises(Refused):
        entering.claim_link()


def test_a_new_claim_link_ends_the_old_one(client: Client) -> None:
    old, new = entering.claim_link(), entering.claim_link()
    assert client.get(f"/in/{old}").status_code == 410
    assert client.get(f"/in/{new}").status_code == 200


# Links


def test_only_the_hash_of_a_token_is_kept() -> None:
    token = entering.claim_link()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_entrylink")
        row = [str(value) for value in cursor.fetchall()[0]]
    assert hashlib.sha256(token.encode()).hexdigest() in row
    assert not any(token in value for value in row)
    assert len(token) >= 43  # 256 bits


def test_a_link_runs_out(client: Client, owner: User) -> None:
    token = entering.way_in(owner)
    EntryLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"/in/{token}").status_code == 410
    assert not signed_in(client)


def test_of_two_who_use_a_link_one_is_told_it_is_spent(owner: User) -> None:
    token = entering.way_in(owner)
    assert entering.enter(token) == owner
    with pytest.raises(entering.Spent):
        entering.enter(token)


LOCAL = {"host": "127.0.0.1:8000", "sec-fetch-mode": "navigate", "sec-fetch-site": "none"}


def test_opening_the_demo_link_on_this_machine_signs_in(client: Client, owner: User) -> None:
    token = entering.way_in(owner)
    answer = client.get(f"/in/{token}", headers=LOCAL)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in(client) == str(owner.pk)
    again = client.get(f"/in/{token}", headers=LOCAL)  # the page opened once more
    assert (again.status_code, again.headers["Location"]) == (302, "/")


@pytest.mark.parametrize(
    "headers",
    [
        {**LOCAL, "sec-purpose": "prefetch;prerender"},
        {**LOCAL, "purpose": "prefetch"},
        {**LOCAL, "x-moz": "prefetch"},
        {**LOCAL, "sec-fetch-mode": "no-cors"},
        {**LOCAL, "sec-fetch-site": "cross-site"},
        {**LOCAL, "x-forwarded-for": "203.0.113.9"},
        {**LOCAL, "host": "testserver"},
    ],
)
def test_what_is_not_a_person_at_this_machine_gets_a_button(
    client: Client, owner: User, headers: dict[str, str]
) -> None:
    token = entering.way_in(owner)
    answer = client.get(f"/in/{token}", headers=headers)
    assert answer.status_code == 200
    assert not signed_in(client)
    assert client.head(f"/in/{token}", headers=LOCAL).status_code == 200
    assert EntryLink.objects.get().used_at is None
    assert client.post(f"/in/{token}").status_code == 302
    assert signed_in(client) == str(owner.pk)


def test_another_address_of_the_network_gets_a_button_too(client: Client, owner: User) -> None:
    token = entering.way_in(owner)
    assert client.get(f"/in/{token}", headers=LOCAL, REMOTE_ADDR="192.168.1.7").status_code == 200
    assert not signed_in(client)


def test_a_closed_account_has_no_way_in(client: Client, owner: User) -> None:
    token = entering.way_in(owner)
    User.objects.update(is_active=False)
    assert client.post(f"/in/{token}").status_code == 410
    assert EntryLink.objects.get().used_at is None  # rolled back with the refusal
    assert not signed_in(client)


def test_the_session_is_a_new_one_after_signing_in(client: Client, owner: User) -> None:
    client.get("/in/")
    session = client.session
    session["planted"] = "before"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post(f"/in/{entering.way_in(owner)}")
    assert client.session.session_key != planted


def test_guessing_at_links_is_slowed_down(client: Client) -> None:
    answers = [client.get(f"/in/{n}").status_code for n in range(62)]
    assert set(answers[:60]) == {410}
    assert answers[60:] == [429, 429]


# Invitations


def test_an_invitation_makes_a_member_of_its_own_address(client: Client, owner: User) -> None:
    _link, token = entering.invite(by=owner, email="Ben@Kestrel.example", role="builder")
    page = client.get(f"/in/{token}")
    assert "Mira Holt invited ben@kestrel.example" in page.content.decode()
    wanted = {"name": "Ben", "email": "other@evil.example", "role": "owner", "password": GOOD, "time_zone": "UTC"}
    assert client.post(f"/in/{token}", wanted).status_code == 302
    ben = User.objects.get(name="Ben")
    assert (ben.email, ben.role) == ("ben@kestrel.example", "builder")
    assert LogEntry.objects.filter(deed="join", by=ben).exists()


def test_a_new_invitation_ends_the_old_one_and_a_withdrawn_one_opens_nothing(client: Client, owner: User) -> None:
    _link, old = entering.invite(by=owner, email="ben@kestrel.example", role="seller")
    link, new = entering.invite(by=owner, email="ben@kestrel.example", role="seller")
    assert client.get(f"/in/{old}").status_code == 410
    entering.withdraw(by=owner, link=link)
    assert client.get(f"/in/{new}").status_code == 410


def test_operations_may_not_make_owners(owner: User) -> None:
    helper = User.objects.create_user("ops@kestrel.example", role="operations")
    from sellwright.access import NotAllowed

    with pytest.raises(NotAllowed):
        entering.invite(by=helper, email="x@kestrel.example", role="owner")
    assert not EntryLink.objects.exists()


# Signing in


def test_password_sign_in_and_out(client: Client, owner: User) -> None:
    wrong = client.post("/account/login/", {"login": owner.email, "password": "not it at all"})
    unknown = Client().post("/account/login/", {"login": "nobody@kestrel.example", "password": "not it at all"})

    def said(answer: object) -> list[str]:
        return re.findall(r'class="errors".*?</div>', answer.content.decode(), re.DOTALL)  # type: ignore[attr-defined]

    assert said(wrong)
    assert said(wrong) == said(unknown)  # the same words whether the address exists or not
    right = client.post("/account/login/", {"login": owner.email.upper(), "password": GOOD})
    assert right.status_code == 302
    assert signed_in(client) == str(owner.pk)
    assert client.get("/account/logout/").status_code == 200  # a page with a button: no link signs out
    assert signed_in(client)
    client.post("/account/logout/")
    assert not signed_in(client)


def test_a_forgotten_password_is_answered_alike_for_everybody(client: Client, owner: User, mailoutbox: list) -> None:
    known = client.post("/account/password/reset/", {"email": owner.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@kestrel.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [mail.to for mail in mailoutbox] == [[owner.email]]


def test_a_mail_server_that_is_away_breaks_nothing(client: Client, owner: User, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    assert client.post("/account/password/reset/", {"email": owner.email}).status_code == 302


def test_many_wrong_passwords_are_slowed_down(client: Client, owner: User) -> None:
    for _ in range(5):
        client.post("/account/login/", {"login": owner.email, "password": "not it at all"})
    client.post("/account/login/", {"login": owner.email, "password": GOOD})
    assert not signed_in(client)


def test_nobody_signs_up(client: Client, owner: User) -> None:
    answer = client.post("/account/signup/", {"email": "a@b.example", "password1": GOOD, "password2": GOOD})
    assert "By invitation" in answer.content.decode()
    assert User.objects.count() == 1


def test_pages_to_change_an_address_are_not_there(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert client.get("/account/email/").status_code == 404
