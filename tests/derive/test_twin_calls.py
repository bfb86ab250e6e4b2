"""A call that the telephone system tells and that was written down by hand too is one act."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from sellwright import access
from sellwright.actions import events, inlets
from sellwright.capture import phone_calls
from sellwright.derive import settling
from sellwright.jobs import queue, taking_in
from sellwright.store import signed, values
from sellwright.store.models import Intake, Person, Phone, User
from sellwright.store.signed import Signed
from tests.firm_rows import NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db
BEGUN = NOW - 600


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    Phone.objects.create(digits="301234567", email="ana@lab.example")
    return person("ana@lab.example", "Ana", known_to=mira)


def told(mira: User, **other: Any) -> None:
    """The telephone system of Mira tells of a call of eight minutes, begun ten minutes ago."""
    made = inlets.make(by=mira, mailbox=mira.mailboxes.get(), kind="calls", title="Switchboard")
    call = {"id": "1", "direction": "out", "to": "+49 30 1234567", "started_at": BEGUN, "seconds": 480, **other}
    body, now = json.dumps(call).encode(), datetime.fromtimestamp(NOW, UTC)
    signature = signed.sign("m1", int(NOW), body, made.secret)
    assert phone_calls.take(made.inlet, Signed("m1", str(int(NOW)), signature), body, now).is_taken
    settling.settle()


def minutes(mira: User, ana: Person) -> list[float]:
    """Of the calls that count."""
    return [touch.minutes for touch in values.touches(ana, access.scope_of(mira)) if touch.channel == "call"]


@pytest.mark.parametrize("by_hand_first", [True, False])
def test_whichever_comes_first_the_machines_word_counts_once(mira: User, ana: Person, by_hand_first: bool) -> None:
    if by_hand_first:
        events.log_call(by=mira, person=ana, outcome="talked", now=NOW, minutes=5, note="Two sites.")
        told(mira)
    else:
        told(mira)
        events.log_call(by=mira, person=ana, outcome="talked", now=NOW, minutes=5, note="Two sites.")
    settling.settle()
    assert minutes(mira, ana) == [8]
    assert ana.touches.filter(channel="call").count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"started_at": NOW - 3 * 3600, "seconds": 60},
        {"to": "+49 30 7654321"},
        {"direction": "in", "from": "+49301234567"},
    ],
)
def test_another_call_stays_another(mira: User, ana: Person, other: dict[str, Any]) -> None:
    events.log_call(by=mira, person=ana, outcome="talked", now=NOW, minutes=5)
    told(mira, **other)
    assert 5 in minutes(mira, ana)


def test_a_colleagues_call_is_their_own_and_what_is_taken_back_counts_again(mira: User, ana: Person) -> None:
    ben = colleague("Ben")
    Person.objects.filter(pk=ana.pk).update(by_hand=True)
    events.log_call(by=ben, person=ana, outcome="talked", now=NOW, minutes=3)
    events.log_call(by=mira, person=ana, outcome="talked", now=NOW, minutes=5)
    told(mira)
    assert sorted(minutes(mira, ana)) == [3, 8]
    intake = Intake.objects.get(state=Intake.State.LIVE)
    Intake.objects.filter(pk=intake.pk).update(state=Intake.State.UNDOING)
    taking_in.undo_intake(intake=intake.public_id)
    assert sorted(minutes(mira, ana)) == [3, 5]
