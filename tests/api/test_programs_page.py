"""The settings of programs: tokens made, shown once, taken back; webhooks made, tried, their ledger."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sellwright.actions import deals, tokens, webhooks
from sellwright.jobs import queue
from sellwright.store.models import Delivery, LogEntry, Token, User, Webhook, Workspace
from tests.firm_rows import NOW, colleague, workspace

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
def client(mira: User) -> Client:
    found = Client()
    found.force_login(mira)
    return found


def test_a_token_is_shown_once_kept_as_a_hash_and_taken_back_with_undo(client: Client, mira: User) -> None:
    answer = client.post("/programs", {"name": "Books", "scopes": ["people:read"], "days": "30"})
    assert (answer.status_code, answer["Cache-Control"]) == (201, "private, no-store")
    secret = answer.context["secret"]
    assert secret.startswith("sw_") and secret in answer.content.decode()
    row = Token.objects.get()
    assert (row.scopes, row.name) == (["people:read"], "Books")
    held = repr(Token.objects.values()) + repr(LogEntry.objects.values())
    assert secret not in held and secret[7:] not in held
    assert secret not in client.get("/programs").content.decode()
    shown = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=shown).status_code == 200
    back = client.post(f"/programs/tokens/{row.public_id}/revoke", follow=True)
    assert "opens nothing any more" in back.content.decode()
    assert Client().get("/api/v1/me", headers=shown).status_code == 401
    tokens.undo(by=mira, entry=LogEntry.objects.get(deed="revoke_token"))
    assert Client().get("/api/v1/me", headers=shown).status_code == 200


def test_an_owner_sees_that_colleagues_have_tokens_and_takes_them_back_but_no_seller_does(
    client: Client, mira: User
) -> None:
    ben = colleague("Ben")
    made = tokens.make(by=ben, name="Bens robot", scopes=["people:read"], days=None)
    page = client.get("/programs").content.decode()
    assert "Bens robot" in page and made.secret not in page
    seller = Client()
    seller.force_login(colleague("Carla"))
    assert "Bens robot" not in seller.get("/programs").content.decode()
    assert seller.post(f"/programs/tokens/{made.token.public_id}/revoke").status_code == 404
    assert client.post(f"/programs/tokens/{made.token.public_id}/revoke").status_code == 302
    assert Token.objects.get(pk=made.token.pk).ended_at is not None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "", "scopes": ["people:read"]}, "Give it a name"),
        ({"name": "x", "scopes": ["people:everything"]}, "Choose what the program may do"),
        ({"name": "x", "scopes": ["people:read"], "days": "99999"}, "Between 1 day and ten years"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(client: Client, form: dict[str, object], words: str) -> None:
    answer = client.post("/programs", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example", "https://", "https://a:b@x.example/", "javascript:alert(1)", "https://x y.example"]
)
def test_a_webhook_goes_to_a_web_address_and_no_other(client: Client, url: str) -> None:
    answer = client.post("/programs/webhooks", {"title": "CRM", "url": url, "events": ["deal.moved"]})
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://hooks.example/x", "begins with https://"),
        ("https://127.0.0.1/x", "127.0.0.1 is this machine, or lies in a private network"),
        ("https://localhost:8443/x", "localhost is this machine"),
        ("https://169.254.169.254/latest", "169.254.169.254 is this machine"),
        ("https://10.0.0.1/x", "10.0.0.1 is this machine"),
        ("http://10.0.0.1/x", "10.0.0.1 is this machine"),
        ("https://[::1]/x", "::1 is this machine"),
        ("https://2130706433/x", "2130706433 is this machine"),
    ],
)
def test_an_address_that_would_never_be_called_gets_no_secret(client: Client, url: str, words: str) -> None:
    answer = client.post("/programs/webhooks", {"title": "CRM", "url": url, "events": ["deal.moved"]})
    assert answer.status_code == 422
    assert words in answer.content.decode() and 'id="hook-url-error"' in answer.content.decode()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", ["http://10.1.2.3/x", "https://10.1.2.3/x", "http://bookkeeping:5678/x"])
def test_where_an_owner_allowed_a_network_its_addresses_are_taken(client: Client, url: str) -> None:
    Workspace.objects.update(reach=["10.0.0.0/8"])
    answer = client.post("/programs/webhooks", {"title": "CRM", "url": url, "events": ["deal.moved"]})
    assert answer.status_code == 201
    answer = client.post(
        "/programs/webhooks", {"title": "CRM", "url": "https://192.168.0.1/", "events": ["deal.moved"]}
    )
    assert answer.status_code == 422


def test_the_ledger_shows_what_was_sent_with_their_answer_escaped(client: Client, mira: User) -> None:
    answer = client.post("/programs/webhooks", {"title": "CRM", "url": "https://x.example/h", "events": ["deal.added"]})
    assert answer.status_code == 201 and answer.context["secret"].startswith("whsec_")
    hook = Webhook.objects.get()
    deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW)
    Delivery.objects.update(state="failed", status=500, said="<script>alert(1)</script>", tries=11)
    page = client.get(f"/programs/webhooks/{hook.public_id}").content.decode()
    assert "deal.added" in page and "500" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    row = Delivery.objects.get()
    assert client.post(f"/programs/deliveries/{row.public_id}/again").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)
    assert client.post(f"/programs/webhooks/{hook.public_id}/drop").status_code == 302
    assert client.get(f"/programs/webhooks/{hook.public_id}").status_code == 404
    webhooks.undo(by=mira, entry=LogEntry.objects.get(deed="drop_webhook"))
    assert client.get(f"/programs/webhooks/{hook.public_id}").status_code == 200


def test_the_reference_names_every_route(client: Client) -> None:
    page = client.get("/programs/reference").content.decode()
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page


def test_today_tells_its_owner_of_a_webhook_that_was_paused_and_nobody_else(client: Client, mira: User) -> None:
    hook = webhooks.make(by=mira, title="Bookkeeping", url="https://x.example/h", events=["deal.added"]).webhook
    assert "Bookkeeping" not in client.get("/").content.decode()
    Webhook.objects.update(paused_at=timezone.now(), why="failing")
    page = client.get("/").content.decode()
    assert "“Bookkeeping” is told nothing at the moment. Nothing came through for three days" in page
    assert f"/programs/webhooks/{hook.public_id}" in page
    ben = Client()
    ben.force_login(colleague("Ben", "owner"))
    assert "Bookkeeping" not in ben.get("/").content.decode()
    Webhook.objects.update(why="by hand")
    assert "Bookkeeping" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "url", ["https://x.example/h\r\nX-A: b", "https://x.example\n", "https://x.example/\t", "https://x.exämple/"]
)
def test_no_header_comes_in_with_the_address_of_a_webhook(client: Client, url: str) -> None:
    answer = client.post("/programs/webhooks", {"title": "CRM", "url": url, "events": ["deal.moved"]})
    held = Webhook.objects.values_list("url", flat=True)
    assert answer.status_code == 422 or list(held) == [url.strip()]
    assert all(one.isprintable() and one.isascii() for one in held)
