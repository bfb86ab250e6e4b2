"""What the description of the interface allows is tried, and what it does not allow too: no answer is a 500, none is of
another shape than described, nothing gets in without a token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from sellwright.actions import comments, deals, events, tasks
from sellwright.api import rest
from sellwright.jobs import queue
from sellwright.store import clock
from sellwright.store.models import (
    Commitment,
    Concession,
    Deal,
    Field,
    Import,
    Merge,
    Offer,
    OpenRole,
    Person,
    Tie,
    User,
    View,
    Workspace,
)
from tests.api.asking import Program
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db
SHORT = 3  # examples an operation; test_described_long tries more
CALM = settings(
    deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def _schema(*, reads_code: bool = False) -> Any:
    """The description. `reads_code`: the words of our own source are tried as values too; reading it takes seconds."""
    found = schemathesis.openapi.from_dict(rest.description(), config=SchemathesisConfig())
    found.app = get_wsgi_application()
    found.config.update(base_url="http://testserver")
    found.config.analysis.constants.enabled = reads_code
    found.config.generation.update(allow_x00=False)  # no table holds it: test_hostile sends it, and is told so
    return found


schema = _schema()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Program, dict[str, str]]]:
    """A program that may all, and ids of a row of every noun. The connection of the test stays open between requests,
    as Django's own test client has it."""
    ends = (signals.request_started, signals.request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)
    monkeypatch.setattr("sellwright.screens.limits.within_all", lambda *args, **more: True)
    monkeypatch.setattr("sellwright.screens.limits.within", lambda *args, **more: True)
    yield _filled(workspace(), colleague("Mira", "owner"))
    for one in ends:
        one.connect(close_old_connections)


def _filled(space: Workspace, mira: User) -> tuple[Program, dict[str, str]]:
    ana = person("ana@lab.example", "Ana", known_to=mira)
    mail = letter(mira, ana, NOW - DAY)
    moment = clock.moment(space, mira)
    deal = deals.open_deal(by=mira, wanted=deals.Wanted("Hall"), now=NOW, person=ana)
    task = tasks.add(by=mira, line="Call", moment=moment, person=ana)
    call = events.log_call(by=mira, person=ana, outcome="talked", now=NOW)
    comments.say(by=mira, text="Hello", now=NOW, person=ana)
    Field.objects.create(noun="person", key="size", name="Size", kind="text")
    ids = {"people": ana.public_id, "firms": ana.firm.public_id if ana.firm else "", "deals": deal.thing_id,
           "tasks": task.thing_id, "events": call.thing_id, "messages": mail.public_id,
           **_kept(mira, Deal.objects.get(public_id=deal.thing_id), ana)}  # fmt: skip
    return Program(mira), ids


def _kept(mira: User, deal: Deal, ana: Person) -> dict[str, str]:
    """Ids of what can stand on a deal, of a view, a tie, a merge, an import."""
    kept, day = {"deal": deal, "by": mira, "made_at": NOW}, date(2026, 5, 27)
    other = person("ben@lab.example", "Ben")
    whole = {"noun": "person", "person": ana, "kept_was": ana.pk, "by": mira, "at": timezone.now()}
    rows: dict[str, Any] = {
        "commitments": Commitment.objects.create(kind="time", person=ana, given_date=day, **kept),
        "open-roles": OpenRole.objects.create(title="Somebody", **kept),
        "offers": Offer.objects.create(price=1, currency="EUR", given_date=day, **kept),
        "concessions": Concession.objects.create(what="Freight", currency="EUR", given_date=day, **kept),
        "views": View.objects.create(noun="person", name="All", owner=mira),
        "ties": Tie.objects.create(person=ana, other=other, kind="knows", by=mira),
        "merges": Merge.objects.create(**whole),
        "imports": Import.objects.create(by=mira, name="people.csv", state="done"),
    }
    return {noun: row.public_id for noun, row in rows.items()}


def _try(case: Any, asked: tuple[Program, dict[str, str]]) -> None:
    program, ids = asked
    noun = case.operation.path.split("/")[3]
    given = str(case.path_parameters.get("public_id", ""))
    if noun in ids and re.fullmatch("[0-9a-z]{1,16}", given) and len(given) % 2:  # one that breaks the rules stays
        case.path_parameters["public_id"] = ids[noun]
    case.call_and_validate(headers={"Authorization": f"Bearer {program.secret}", "Accept-Encoding": "identity"})


@schema.parametrize()
@settings(CALM, max_examples=SHORT, phases=(Phase.generate,))
def test_nothing_is_found(case: Any, asked: tuple[Program, dict[str, str]]) -> None:
    _try(case, asked)
