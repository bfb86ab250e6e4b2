"""What the log says of a request that broke, and what it never says."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from sellwright.server import logs
from sellwright.store.models import User
from tests.firm_rows import colleague, workspace


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"GET /in/Zk3_abc-DEF HTTP/1.1" 200', '"GET /in/… HTTP/1.1" 200'),
        ("GET /account/password/reset/key/3k-cx2/", "GET /account/password/reset/key/…/"),
        ("/search?q=secret+words HTTP/1.1", "/search?… HTTP/1.1"),
        ("/people/abc123", "/people/abc123"),
        ("/account/oidc/x/login/callback/?code=4/0A&state=zz", "/account/oidc/x/login/callback/?…"),
    ],
)
def test_paths_lose_their_tokens_and_queries(line: str, kept: str) -> None:
    assert logs.without_secrets(line) == kept


def test_an_exception_is_told_by_kind_and_place_without_its_message() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Plain())
    try:
        try:
            raise ValueError("Dear Ana, in confidence")
        except ValueError as first:
            raise KeyError("more of her mail") from first
    except KeyError:
        import sys

        handler.handle(logging.LogRecord("x", logging.ERROR, "", 0, "broke", (), sys.exc_info()))
    said = out.getvalue()
    assert "builtins.KeyError" in said
    assert "builtins.ValueError" in said
    assert "test_logs.py:" in said
    assert "Ana" not in said
    assert "mail" not in said


def test_access_lines_are_cut_likewise() -> None:
    atoms = {
        "r": "GET /in/token123?x=1 HTTP/1.1",
        "U": "/in/token123",
        "q": "x=1",
        "f": "http://h/in/token123",
        "s": 200,
    }
    assert logs.cut_atoms(atoms) == {"r": "GET /in/…?… HTTP/1.1", "U": "/in/…", "q": "", "f": "http://h/in/…", "s": 200}


@pytest.mark.django_db
def test_a_form_of_another_visitor_or_site_is_told_in_our_words() -> None:
    workspace()
    client = Client(enforce_csrf_checks=True)
    client.force_login(colleague("Mira", "owner"))
    answer = client.post("/settings/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This page is out of date" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()


@pytest.mark.django_db
def test_a_monstrous_form_and_another_host_are_told_in_our_words(client: Client) -> None:
    workspace()
    client.force_login(colleague("Mira", "owner"))
    huge = client.post("/tasks", {f"field{number}": "1" for number in range(1500)})
    other = client.get("/", headers={"host": "evil.example"})
    for answer in (huge, other):
        assert answer.status_code == 400
        assert "That could not be read" in answer.content.decode()
    assert "evil.example" not in other.content.decode()


@pytest.mark.django_db
def test_a_500_shows_an_id_that_stands_in_the_log_and_no_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    workspace()
    client.force_login(colleague("Mira", "owner"))
    client.raise_request_exception = False

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the text of a letter")

    monkeypatch.setattr("sellwright.screens.settings.view.tabs", broken)
    answer = client.get("/settings/me?q=secret")
    page = answer.content.decode()
    assert answer.status_code == 500
    incident = re.search(r"<code>([0-9a-f]{8})</code>", page)
    assert incident
    assert "Traceback" not in page
    assert "RuntimeError" not in page
    assert "the text of a letter" not in page
    record = next(record for record in caplog.records if record.name == "sellwright.screens")
    line = logs.Plain().format(record)
    assert incident[1] in line
    assert "RuntimeError" in line
    assert "the text of a letter" not in line
    assert "secret" not in line


def test_every_handler_uses_that_form() -> None:
    assert all(handler["formatter"] == "plain" for handler in django_settings.LOGGING["handlers"].values())
    assert django_settings.LOGGING["formatters"]["plain"]["()"] == "sellwright.server.logs.Plain"
    assert not django_settings.DEBUG


@pytest.mark.django_db
def test_a_refusal_says_why_and_is_no_error(client: Client) -> None:
    workspace()
    User.objects.create_user("b@kestrel.example", role="reader")
    client.force_login(User.objects.get())
    answer = client.get("/settings/folders")
    assert answer.status_code == 403
    assert "Your role here (Reader) does not allow this" in answer.content.decode()
