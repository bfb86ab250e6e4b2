"""Rights at the doors of programs: role x scope x whose. See tests/access for how private words are planted."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sellwright import access
from sellwright.actions import tokens
from sellwright.api import rest
from sellwright.api.mcp import tools, ways
from sellwright.jobs import queue
from sellwright.store.models import (
    Commitment,
    Concession,
    Firm,
    Import,
    LogEntry,
    Merge,
    Message,
    Offer,
    OpenRole,
    Person,
    Promised,
    Share,
    Tie,
    User,
    View,
)
from sellwright.store.models.users import Role
from tests.access.planting import NAMES, OWN, SUBJECTS, TEXTS, Planted
from tests.access.planting import plant as plant_all
from tests.access.test_matrix import found_in, private_rows, share_standing
from tests.api.asking import Program
from tests.firm_rows import NOW, colleague, workspace

pytestmark = pytest.mark.django_db
KEPT = ("givenbettong", "viewantechinus", "tiebandicoot")  # theirs, and told to nobody by a share of mail
PROMISES = ("promisequenda",)
ALL = (*NAMES, *SUBJECTS, *TEXTS, *OWN, *KEPT, *PROMISES)
ABSENT = "abcdefghjkmn"
# What a body may hold; every id of every kind is put under every name.
BODY = {
    "email": "posted@kestrel.example", "name": "posted", "text": "posted", "outcome": "talked", "note": "posted",
    "reason": "posted", "part": "pays", "minutes": 5, "done": True, "due_date": "2026-06-01", "title": "posted",
    "industry": "posted", "telephone": "555", "about": "posted", "kind": "knows", "noun": "person", "what": "posted",
    "price": "1", "state": "accepted",
}  # fmt: skip


def posted(path: str, names: list[str], one: str) -> dict[str, Any]:
    """A body with an id in every place for one."""
    body = {name: BODY.get(name, one) for name in names if name in BODY or name in _IDS}
    return body | ({"kind": "time"} if path.endswith("commitments") else {})


def plant(victim: User) -> Planted:
    """What tests/access plants, and what programs can ask for beside it."""
    found = plant_all(victim)
    person = Person.objects.get(key="q.zwirnhuber@plantedfirm.example")
    of_firm, deal = Firm.objects.get(name="Plantedfirm"), next(row for row in found.rows if hasattr(row, "proposed"))
    kept = {"deal": deal, "by": victim, "made_at": NOW}
    on = date(2026, 5, 27)
    other = Person.objects.create(key="open.one@tied.example", name="Openone", by_hand=True)
    Promised.objects.create(
        scope=access.scope_of(victim),
        person=person,
        message="m1",
        side="us",
        text="promisequenda",
        at=NOW,
        is_open=True,
    )
    rows = [
        Commitment.objects.create(kind="time", person=person, given_date=on, words="givenbettong", **kept),
        OpenRole.objects.create(title="givenbettong", **kept),
        Offer.objects.create(price=1, currency="EUR", given_date=on, holds="givenbettong", **kept),
        Concession.objects.create(what="givenbettong", currency="EUR", given_date=on, **kept),
        View.objects.create(noun="person", name="viewantechinus", owner=victim),
        View.objects.create(noun="promise", name="viewantechinus", owner=victim),
        Tie.objects.create(person=person, other=other, kind="knows", note="tiebandicoot", by=victim),
        Merge.objects.create(noun="person", person=person, kept_was=person.pk, by=victim, at=timezone.now()),
        Merge.objects.create(noun="firm", firm=of_firm, kept_was=of_firm.pk, by=victim, at=timezone.now()),
    ]
    found.rows += rows
    found.ids += [row.public_id for row in rows]
    assert Import.objects.filter(by=victim).exists()
    return found


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    monkeypatch.setattr("sellwright.screens.limits.within_all", lambda *args, **more: True)
    monkeypatch.setattr("sellwright.screens.limits.within", lambda *args, **more: True)


@pytest.fixture
def victim() -> User:
    workspace()
    colleague("Fixed Owner", "owner")
    return colleague("Mira", "leader")


def routes() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every route."""
    for path, methods in rest.description()["paths"].items():
        for method, operation in methods.items():
            yield method, path.removeprefix("/api/v1/"), operation


def fields_of(operation: dict[str, Any]) -> list[str]:
    """Names of what a body may hold."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape = rest.description()["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
    return list(shape.get("properties", {}))


class Live:
    """Which of the planted ids mean something where: found out once, by asking as the one they belong to. Places are
    kept by the number of the id, as every test plants its own. The long suite tries every id in every place."""

    def __init__(self) -> None:
        self.places: set[tuple[str, str, int]] = set()
        self.known = False

    def tries(self, path: str, name: str, at: int) -> bool:
        """Whether this id is worth a try there. The first one is always tried: as one that is not there."""
        return not self.known or at == 0 or (path, name, at) in self.places

    def below(self, path: str, at: int) -> bool:
        """The same of a path that only writes: whether anything is read at its noun with this id."""
        noun = path.partition("/")[0]
        return not self.known or at == 0 or any(one.startswith(f"{noun}/{{") and n == at for one, _, n in self.places)


live = Live()


def worth(path: str, ids: list[str]) -> list[str]:
    """The ids that may mean something at a path with a place for one."""
    return [one for at, one in enumerate(ids) if live.below(path, at)]


def reading(program: Program, ids: list[str], live: Live) -> Iterator[tuple[str, Any]]:
    """Every answer to every GET, with every planted id in every place for one where it may mean something."""
    for method, path, operation in routes():
        if method != "get":
            continue
        if "{" not in path:
            yield path, program.get(path)
        for at, one in enumerate(ids):
            if "{" in path and live.tries(path, "", at):
                address = path.replace("{public_id}", one)
                answer = program.get(address)
                yield address, answer
                if answer.status_code != 404:
                    live.places.add((path, "", at))
            for name in _by_id(operation) if "{" not in path else ():
                if live.tries(path, name, at):
                    asked = f"{path}?{name}={one}"
                    answer = program.get(asked)
                    yield asked, answer
                    if answer.status_code != 404 and answer.json().get("items"):
                        live.places.add((path, name, at))
    for word in NAMES:
        yield f"people?q={word}", program.get(f"people?q={word}")


def _by_id(operation: dict[str, Any]) -> list[str]:
    return [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query" and p["name"] in _BY_ID]


_BY_ID = {"person", "firm", "owner", "deal", "stage", "pipeline", "by", "thing_id"}


def writing(program: Program, ids: list[str], live: Live) -> Iterator[tuple[str, str, Any]]:
    """Every route that writes, with every planted id in every place for one where it may mean something."""
    for method, path, operation in routes():
        if method == "get":
            continue
        names = fields_of(operation)
        for at, one in enumerate(ids):
            if "{" in path and not live.below(path, at):
                continue
            address = path.replace("{public_id}", one).replace("{person}", one)
            body = posted(path, names, one)
            yield method, address, program.ask(method, address, body if method != "delete" else None)


_IDS = {
    "person", "deal", "firm", "owner", "stage", "above", "below", "seen_in", "other", "shown_by", "offer", "instead_of",
}  # fmt: skip


def called(program: Program, ids: list[str], live: Live) -> Iterator[tuple[str, str]]:
    """Every tool with every planted id and word that may mean something to it."""
    for tool in tools.TOOLS.values():
        names = tool.takes.model_json_schema().get("properties", {})
        for at, one in enumerate([*ids, *NAMES] if "words" in names else ids):
            if not live.tries("mcp", tool.name, at) and one not in NAMES:
                continue
            values = {name: BODY.get(name, one) for name in names if name in BODY or name in {*_IDS, "id", "words"}}
            if {"person", "deal"} <= set(values):
                values.pop("deal")
            message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                       "params": {"name": tool.name, "arguments": values}}  # fmt: skip
            told = io.StringIO()
            ways.lines(program.secret, io.StringIO(json.dumps(message) + "\n"), told)
            yield tool.name, told.getvalue()
            if '"isError":true' not in told.getvalue():
                live.places.add(("mcp", tool.name, at))


class Learnt:
    """What the victim's own program is told, in which `live` learns; asked for once."""

    words: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


def learn(victim: User) -> None:
    """Asks everything as the victim, and leaves nothing of it in the database."""
    if live.known:
        return
    with transaction.atomic():
        once = User.objects.get(pk=victim.pk)  # so that nothing of this stays with the user of the test
        planted, program = plant(once), Program(once)
        answers = reading(program, planted.ids, live)
        Learnt.words = frozenset(word for _, answer in answers for word in found_in(answer.content, ALL))
        texts = called(program, planted.ids, live)
        Learnt.told = frozenset(word for _, text in texts for word in found_in(text.encode(), ALL))
        live.known = True
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.parametrize(
    "role", ["seller", "owner", *(pytest.param(one, marks=pytest.mark.long) for one in ("leader", "builder", "reader"))]
)
def test_a_strangers_program_finds_no_private_word(victim: User, role: str) -> None:
    learn(victim)
    tried = live if role in ("seller", "owner") else Live()  # of which nothing is known: everything is tried
    planted = plant(victim)
    program = Program(colleague("Stranger", role))
    before, leaks = private_rows(planted), []
    for address, answer in reading(program, planted.ids, tried):
        assert answer.status_code < 500, address
        leaks += [(address, word) for word in found_in(answer.content, ALL) if word not in address]
    for method, address, answer in writing(program, planted.ids, tried):
        assert answer.status_code < 500, address
        leaks += [(method, address, word) for word in found_in(answer.content, ALL)]
    for name, text in called(program, planted.ids, tried):
        leaks += [(name, word) for word in found_in(text.encode(), ALL)]
    assert leaks == []
    after = private_rows(planted)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_the_victims_own_program_sees_it(victim: User) -> None:
    """The other half: these words do come through."""
    learn(victim)
    assert {*NAMES[:2], *SUBJECTS, "textnumbat", "taskbandicoot", "meetingbilby", "importnumbat"} <= Learnt.words
    assert {"viewantechinus", "tiebandicoot", *PROMISES} <= Learnt.words
    assert {*NAMES[:2], *SUBJECTS, "textnumbat", "taskbandicoot"} <= Learnt.told


def test_without_the_scope_for_mail_no_word_of_mail_comes_through(victim: User) -> None:
    learn(victim)
    planted = plant(victim)
    program = Program(victim, *(one for one in tokens.SCOPES if one != "mail:read"))
    hidden = (*SUBJECTS, "textnumbat", "attachmentkowari", *PROMISES)
    leaks = [
        (a, word) for a, answer in reading(program, planted.ids, live) for word in found_in(answer.content, hidden)
    ]
    leaks += [(n, word) for n, text in called(program, planted.ids, live) for word in found_in(text.encode(), hidden)]
    assert leaks == []


def test_a_share_shows_its_level_and_no_more(victim: User) -> None:
    learn(victim)
    planted: Planted = plant(victim)
    Share.objects.create(mailbox=victim.mailboxes.get(), level="happened", by=victim)
    program = Program(colleague("Stranger"))
    seen, leaks = set(), []
    for address, answer in reading(program, planted.ids, live):
        seen |= set(found_in(answer.content, NAMES[:1]))
        leaks += [(address, word) for word in found_in(answer.content, (*SUBJECTS, *TEXTS, *OWN, *KEPT[:2], *PROMISES))]
    assert (leaks, seen) == ([], {NAMES[0]})


def test_what_is_hidden_answers_as_what_is_not_there(victim: User) -> None:
    learn(victim)
    planted = plant(victim)
    program = Program(colleague("Stranger"))
    for method, path, operation in routes():
        if "{" in path:
            names = [name for name in fields_of(operation) if name in BODY]
            body = None if method in ("get", "delete") else posted(path, names, "")

            def ask(one: str, method: str = method, path: str = path, body: Any = body) -> Any:
                answer = program.ask(method, path.replace("{public_id}", one).replace("{person}", one), body)
                return answer.status_code, answer.content

            nothing = ask(ABSENT)
            kinds = {type(row) for row in planted.rows if getattr(row, "public_id", "") in worth(path, planted.ids)}
            hidden = [row.public_id for row in planted.rows if type(row) in kinds and hasattr(row, "public_id")]
            assert {ask(one) for one in hidden} == {nothing}, path


@pytest.mark.parametrize("role", Role.values)
def test_a_role_without_the_deed_writes_nothing_whatever_its_token_is_for(victim: User, role: str) -> None:
    learn(victim)
    planted = plant(victim)
    user = colleague("Stranger", role)
    program = Program(user)
    from tests.firm_rows import person

    ids = [person("open@open.example", "Open").public_id, *planted.ids]
    deeds = {"people": "person", "firms": "person", "ties": "person", "deals": "deal", "tasks": "task",
             "comments": "comment", "calls": "log_call", "notes": "note", "commitments": "deal", "offers": "deal",
             "open-roles": "deal", "concessions": "deal"}  # fmt: skip
    for method, path, operation in routes():
        noun = path.split("/")[0]
        if method == "get" or noun == "views" or access.may(user, deeds[noun]):  # anybody keeps views of their own
            continue
        for one in [ids[0], *(worth(path, planted.ids) if "{" in path else planted.ids)]:
            before = LogEntry.objects.count()
            body = posted(path, fields_of(operation), one)
            answer = program.ask(method, path.replace("{public_id}", one).replace("{person}", one), body)
            assert 400 <= answer.status_code < 500, path
            assert LogEntry.objects.count() == before, path


@pytest.mark.parametrize("scope", tokens.SCOPES)
def test_a_token_opens_only_what_its_scopes_name(victim: User, scope: str) -> None:
    program = Program(colleague("Owner", "owner"), scope)
    for method, path, operation in routes():
        if operation["x-scope"] in ("", scope):
            continue
        answer = program.ask(method, path.replace("{public_id}", ABSENT).replace("{person}", ABSENT), {})
        assert answer.status_code == 403, (method, path)


def test_no_cookie_opens_a_door_of_programs(victim: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(victim)
    for method, path, _operation in routes():
        address = f"/api/v1/{path.replace('{public_id}', ABSENT).replace('{person}', ABSENT)}"
        assert getattr(client, method)(address).status_code == 401, path
    assert client.post("/mcp", "{}", content_type="application/json").status_code == 401


def test_who_was_closed_or_whose_token_ran_out_comes_in_no_more(victim: User) -> None:
    program = Program(victim)
    assert program.get("me").status_code == 200
    User.objects.filter(pk=victim.pk).update(is_active=False)
    assert program.get("me").status_code == 401


def test_a_token_takes_part_in_what_is_shared_later(victim: User) -> None:
    planted = plant(victim)
    stranger = colleague("Stranger")
    program = Program(stranger)
    address = f"messages/{Message.objects.order_by('pk')[0].public_id}"
    assert program.get(address).status_code == 404
    Share.objects.create(mailbox=victim.mailboxes.get(), level="whole", by=victim)
    share_standing(planted, User.objects.get(pk=stranger.pk))
    assert "textnumbat" in program.get(address).content.decode()
