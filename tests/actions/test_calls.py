"""A round of calls: one deed for the call, its words and the next step; undo takes all of it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sellwright.access import NotAllowed
from sellwright.actions import calls
from sellwright.actions.calls import Said
from sellwright.actions.refusing import Refused
from sellwright.store.models import CallNote, CallTurn, Decision, Event, LogEntry, Person, Task, Touch, User
from tests.firm_rows import NOW, colleague, person, workspace

pytestmark = pytest.mark.django_db
MOMENT = datetime.fromtimestamp(NOW, UTC)  # Thursday 28 May 2026


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana() -> Person:
    return person("ana@lab.example", "Ana")


def logged(mira: User, ana: Person, said: Said) -> LogEntry:
    return calls.log_call(by=mira, person=ana, said=said, moment=MOMENT)


def test_a_call_its_words_and_a_task_are_one_deed_and_come_back_with_it(mira: User, ana: Person) -> None:
    calls.keep(by=mira, person=ana, text="She wants two si")
    entry = logged(mira, ana, Said("talked", 12, "She wants two sites.", calls.TASK, "send the plan on Friday"))
    event, task = Event.objects.get(), Task.objects.get()
    assert (event.text, event.minutes, event.outcome, event.by) == ("She wants two sites.", 12, "talked", mira)
    assert (task.text, task.due_date, task.person) == ("send the plan", date(2026, 5, 29), ana)
    assert not CallNote.objects.exists()
    calls.undo(by=mira, entry=entry)
    assert (Event.objects.count(), Task.objects.count(), Touch.objects.count()) == (0, 0, 0)
    assert CallNote.objects.get().text == "She wants two sites."


def test_a_promise_says_so_and_later_puts_them_off_until_that_day(mira: User, ana: Person) -> None:
    logged(mira, ana, Said("talked", 3, "", calls.PROMISE, "pricing by Monday"))
    assert (Task.objects.get().text, Task.objects.get().due_date) == ("Promised: pricing", date(2026, 6, 1))
    entry = logged(mira, ana, Said("no answer", 0, "", calls.LATER, "tomorrow"))
    assert Decision.objects.get(user=mira, person=ana).snoozed_until_date == date(2026, 5, 29)
    calls.undo(by=mira, entry=entry)
    assert Decision.objects.get(user=mira, person=ana).snoozed_until_date is None
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("sang"), "outcome"),
        (Said("talked", 601), "minutes"),
        (Said("talked", step=calls.TASK), "line"),
        (Said("talked", step=calls.PROMISE), "line"),
        (Said("talked", step=calls.LATER, line="soon"), "line"),
        (Said("talked", step="dance"), "step"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(mira: User, ana: Person, said: Said, field: str) -> None:
    calls.keep(by=mira, person=ana, text="words")
    with pytest.raises(Refused) as refusal:
        logged(mira, ana, said)
    assert refusal.value.field == field
    assert (Event.objects.count(), Task.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    assert CallNote.objects.get().text == "words"


@pytest.mark.parametrize(("outcome", "minutes"), [("busy", 0), ("call again", 0), ("voicemail", 0), ("talked", 5)])
def test_only_a_talk_has_a_length(mira: User, ana: Person, outcome: str, minutes: float) -> None:
    logged(mira, ana, Said(outcome, 5))
    event, touch = Event.objects.get(), Touch.objects.get()
    assert (event.minutes, touch.minutes, event.answered) == (minutes, minutes, outcome == "talked")


def test_a_round_goes_on_in_its_order_and_undo_steps_back(mira: User, ana: Person) -> None:
    eva, tom = person("eva@lab.example", "Eva"), person("tom@lab.example", "Tom")
    assert calls.begin(by=mira, people=[eva, ana, eva, tom], now=MOMENT) == 3
    assert calls.next_in_round(mira) == eva
    entry = logged(mira, eva, Said("busy"))
    assert calls.next_in_round(mira) == ana
    over = calls.pass_over(by=mira, person=ana)
    assert calls.next_in_round(mira) == tom
    calls.undo(by=mira, entry=over)
    assert calls.next_in_round(mira) == ana
    calls.undo(by=mira, entry=entry)
    assert calls.next_in_round(mira) == eva
    with pytest.raises(Refused, match="not in your round"):
        calls.pass_over(by=colleague("Ben"), person=ana)
    for one in (eva, ana, tom):
        logged(mira, one, Said("no answer"))
    assert calls.next_in_round(mira) is None
    assert calls.begin(by=mira, people=[tom], now=MOMENT) == 1
    assert CallTurn.objects.count() == 1


def test_words_and_rounds_are_ones_own_and_nobody_calls_whom_they_may_not_know(mira: User) -> None:
    ben = colleague("Ben")
    hers = person("eve@lab.example", "Eve", known_to=mira)
    calls.keep(by=mira, person=hers, text="mine")
    with pytest.raises(Person.DoesNotExist):
        calls.keep(by=ben, person=hers, text="his")
    with pytest.raises(Refused):
        calls.begin(by=ben, people=[hers], now=MOMENT)
    with pytest.raises(Person.DoesNotExist):
        logged(ben, hers, Said("busy"))
    entry = logged(mira, hers, Said("busy"))
    with pytest.raises(NotAllowed):
        calls.undo(by=ben, entry=entry)
    with pytest.raises(NotAllowed):
        calls.keep(by=colleague("Rea", "reader"), person=hers, text="no")
    calls.keep(by=mira, person=hers, text="  ")
    assert not CallNote.objects.exists()
