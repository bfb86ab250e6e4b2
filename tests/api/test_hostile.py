"""Programs that mean harm, or are broken: too much, too deep, torn, tampered with. Each is refused in words; nothing is
a 500, nothing is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from sellwright.actions import members, tokens
from sellwright.api import door
from sellwright.jobs import queue
from sellwright.store.models import KeptAnswer, LogEntry, Person, Task, User
from tests.api.asking import Program
from tests.firm_rows import colleague, person, workspace

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
def program(mira: User) -> Program:
    return Program(mira)


BODIES: dict[str, tuple[bytes, int]] = {
    "too large": (json.dumps({"text": "x" * door.MOST_BYTES}).encode(), 413),
    "too deep": (b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "objects too deep": (b'{"text":' * 20_000 + b"1" + b"}" * 20_000, 400),
    "no JSON": (b"text=Call", 400),
    "NaN": (b'{"text": "Call", "minutes": NaN}', 400),
    "endless": (b'{"text": "Call", "minutes": 1e999}', 400),
    "long number": (b'{"text": ' + b"9" * 5_000 + b"}", 400),
    "NUL": (b'{"text": "a\\u0000b"}', 400),
    "half a character": (b'{"text": "a\\ud800b"}', 400),
    "no UTF-8": (b'{"text": "\xff\xfe"}', 400),
    "UTF-16": ('{"text": "Call"}'.encode("utf-16"), 400),
    "a list": (b"[]", 422),
    "a word": (b'"Call"', 422),
    "nothing": (b"null", 422),
    "another type": (b'{"text": {"$gt": ""}}', 422),
    "true": (b'{"text": true}', 422),
    "more than is known": (b'{"text": "Call", "owner_id": 1}', 422),
    "too long": (json.dumps({"text": "é" * 601}).encode(), 422),
    "only blanks": (json.dumps({"text": "\u2003\u00a0 "}).encode(), 409),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_means_harm_is_refused_in_words(program: Program, name: str) -> None:
    body, status = BODIES[name]
    answer = program.post("tasks", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"] and not Task.objects.exists()


def test_text_of_any_script_comes_back_as_it_went_in(program: Program) -> None:
    text = "Ana 😀 שלום \u202etxt.exe א\u0301 '); DROP TABLE store_task; --"
    made = program.post("tasks", {"text": text}).json()
    assert program.get(f"tasks/{made['id']}").json()["text"] == text


@pytest.mark.parametrize(
    "asked",
    [
        "people?cursor=-1", "people?cursor=1e5", "people?cursor=99999999999999999999", "people?cursor=%00",
        "people?cursor=1%20OR%201=1", "people?cursor=١٢", "events?cursor=1.0_x", "events?cursor=nan_1",
        "people?limit=0", "people?limit=201", "people?limit=-5", "people?fields=__class__", "people?fields=id,key",
        "people?owner=../x", "people?q=a&q=b&unknown=1", f"people?email={'x' * 300}", "people/%00", "people/..%2Fme",
    ],
)  # fmt: skip
def test_a_query_that_was_tampered_with_is_refused(program: Program, asked: str) -> None:
    assert program.get(asked).status_code in (400, 404, 422)


def test_a_cursor_of_another_list_shows_no_more_than_that_list(program: Program) -> None:
    ben = colleague("Ben")
    person("secretquoll@hidden.example", "Secretquoll", known_to=ben)
    for cursor in ("0", "1", "999999999999999"):
        assert b"ecretquoll" not in program.get(f"people?cursor={cursor}").content


def test_a_token_in_the_address_or_a_cookie_opens_nothing(program: Program) -> None:
    for name in ("token", "access_token", "key", "api_key"):
        answer = program.client.get(f"/api/v1/me?{name}={program.secret}")
        assert answer.status_code == 401 and program.secret not in answer.content.decode()
    for name in ("token", "sessionid", "Authorization"):
        program.client.cookies[name] = program.secret
    assert program.client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Basic {0}", "Token {0}", "Bearer {0}x", "Bearer {1}", "Bearer {0} {0}", "{0}"]
)
def test_what_is_not_quite_a_token_opens_nothing(program: Program, given: str) -> None:
    shown = given.format(program.secret, program.secret[:-1] + ("a" if program.secret[-1] != "a" else "b"))
    answer = program.get("me", Authorization=shown)
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")


def test_who_is_closed_is_out_at_once_and_who_is_less_may_less_at_once(mira: User) -> None:
    ben = colleague("Ben")
    ana, program = person("ana@lab.example", "Ana"), Program(ben)
    address = f"people/{ana.public_id}"
    assert program.patch(address, {"title": "Head"}).status_code == 200
    members.set_role(by=mira, member=ben, role="reader")
    assert program.patch(address, {"title": "Boss"}).status_code == 403
    assert program.get(address).json()["title"] == "Head"
    members.close_access(by=mira, member=ben)
    assert program.get(address).status_code == 401
    assert tokens.found(program.secret, program.token.made_at) is None


def test_the_same_key_with_another_body_or_address_is_told_and_does_nothing(program: Program) -> None:
    first = program.post("tasks", {"text": "Call Ana"}, Idempotency_Key="k1")
    again = program.post("tasks", {"text": "Call Ana"}, Idempotency_Key="k1")
    assert again.json() == first.json() and again["Idempotent-Replayed"] == "true"
    assert program.post("tasks", {"text": "Call Ben"}, Idempotency_Key="k1").status_code == 409
    assert program.post("views", {"noun": "deal", "name": "x"}, Idempotency_Key="k1").status_code == 409
    assert Task.objects.count() == 1
    other = Program(program.token.user)
    assert other.post("tasks", {"text": "Call Ben"}, Idempotency_Key="k1").status_code == 201
    assert program.post("tasks", {"text": "x"}, Idempotency_Key="k" * 256).status_code == 400
    assert program.post("tasks", {"text": ""}, Idempotency_Key="k2").status_code == 409
    assert program.post("tasks", {"text": "Call"}, Idempotency_Key="k2").status_code == 201
    assert KeptAnswer.objects.filter(token=program.token).count() == 2


@pytest.mark.parametrize("tag", ['"x"', "x", '""', "W/", "*,", '"' + "a" * 4000 + '"', "\u00e9"])
def test_a_state_nobody_read_changes_nothing(program: Program, tag: str) -> None:
    ana = person("ana@lab.example", "Ana")
    assert program.patch(f"people/{ana.public_id}", {"name": "Eve"}, If_Match=tag).status_code == 412
    assert Person.objects.get(pk=ana.pk).name == "Ana"
    assert not LogEntry.objects.filter(deed="rename_person").exists()


def test_the_state_of_one_is_not_that_of_another(program: Program) -> None:
    ana, ben = person("ana@lab.example", "Ana"), person("ben@lab.example", "Ben")
    tag = program.get(f"people/{ana.public_id}")["ETag"]
    assert program.patch(f"people/{ben.public_id}", {"name": "Eve"}, If_Match=tag).status_code == 412
    assert program.patch(f"people/{ana.public_id}", {"name": "Eve"}, If_Match=f'"x", W/{tag}').status_code == 200


def test_a_guess_costs_the_same_lookup_however_near_it_comes(program: Program, django_assert_num_queries: Any) -> None:
    near, far = program.secret[:-1] + "-", "sw_" + "0" * 40
    for secret in (near, far):
        with django_assert_num_queries(1):  # by the hash of it: the database sees nothing of how near it is
            assert tokens.found(secret, program.token.made_at) is None
    assert program.secret not in repr(vars(program.token))
