"""Done, later, not for us: what follows for the day, and the way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sellwright import access
from sellwright.access import NotAllowed
from sellwright.actions import deciding
from sellwright.actions.refusing import Refused
from sellwright.derive import places
from sellwright.store import days
from sellwright.store.models import Decision, LogEntry, Person, User, Workspace
from sellwright.today.day import Day
from tests.firm_rows import DAY, NOW, colleague, person, workspace
from tests.screens.mails import place, stand, written

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 28)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def ana(mira: User) -> Person:
    """Asked yesterday, and waits."""
    row = person("ana@lab.example", "Ana", known_to=mira)
    written(mira, row, NOW - DAY, "Dear Mira,\n\nWhere is our data kept?\n\nAna")
    stand(mira, row)
    place(mira, row)
    return row


def day_of(user: User) -> Day:
    return days.day(user, Workspace.objects.get())


def test_done_leaves_the_day_until_something_happens(mira: User, ana: Person) -> None:
    assert day_of(mira).shown == 1
    deciding.finish(by=mira, person=ana, now=NOW)
    assert day_of(mira).shown == 0
    assert day_of(mira).counts.waiting == 0
    written(mira, ana, NOW + 60, "And who may see it?")
    Workspace.objects.update(frozen_at=NOW + 120)
    places.refresh(mira, ana)
    assert day_of(mira).shown == 1


def test_done_can_be_taken_back(mira: User, ana: Person) -> None:
    entry = deciding.finish(by=mira, person=ana, now=NOW)
    deciding.undo(by=mira, entry=entry)
    assert day_of(mira).shown == 1
    assert [line.deed for line in LogEntry.objects.order_by("pk")] == ["done", "undo_done"]


def test_a_snooze_is_counted_as_left_out_until_its_day(mira: User, ana: Person) -> None:
    deciding.snooze(by=mira, person=ana, until=TODAY + timedelta(days=3), today=TODAY)
    day = day_of(mira)
    assert day.shown == 0
    assert [(out.reason, out.count) for out in day.left_out] == [("snoozed", 1)]


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=732)])
def test_a_day_that_cannot_be_meant_is_refused_by_its_field(mira: User, ana: Person, until: date) -> None:
    with pytest.raises(Refused) as refused:
        deciding.snooze(by=mira, person=ana, until=until, today=TODAY)
    assert refused.value.field == "until"
    assert not LogEntry.objects.exists() and not Decision.objects.exists()


def test_not_for_us_is_out_and_says_so(mira: User, ana: Person) -> None:
    entry = deciding.set_aside(by=mira, person=ana)
    assert [out.reason for out in day_of(mira).left_out] == ["not for us, as you said"]
    deciding.undo(by=mira, entry=entry)
    assert day_of(mira).shown == 1


def test_an_older_decision_is_not_undone_over_a_newer_one(mira: User, ana: Person) -> None:
    first = deciding.finish(by=mira, person=ana, now=NOW)
    deciding.snooze(by=mira, person=ana, until=TODAY + timedelta(days=2), today=TODAY)
    with pytest.raises(Refused, match="decided since"):
        deciding.undo(by=mira, entry=first)


def test_undoing_the_newer_gives_the_older_back(mira: User, ana: Person) -> None:
    deciding.finish(by=mira, person=ana, now=NOW)
    second = deciding.snooze(by=mira, person=ana, until=TODAY + timedelta(days=2), today=TODAY)
    deciding.undo(by=mira, entry=second)
    held = Decision.objects.get(user=mira, person=ana)
    assert (held.done_at, held.snoozed_until_date) == (NOW, None)


def test_nobody_decides_for_another_and_nobody_undoes_anothers(mira: User, ana: Person) -> None:
    ben = colleague("Ben")
    with pytest.raises(Person.DoesNotExist):
        deciding.finish(by=ben, person=ana, now=NOW)
    entry = deciding.finish(by=mira, person=ana, now=NOW)
    with pytest.raises(NotAllowed):
        deciding.undo(by=ben, entry=entry)
    assert Decision.objects.count() == 1


def test_a_reader_decides_nothing(ana: Person) -> None:
    with pytest.raises(NotAllowed):
        deciding.finish(by=colleague("Rea", role="reader"), person=ana, now=NOW)


def test_a_decision_about_somebody_without_a_place_is_kept(mira: User) -> None:
    row = person("bo@lab.example", "Bo")
    deciding.finish(by=mira, person=row, now=NOW)
    assert access.people(mira).filter(pk=row.pk).exists()
    assert Decision.objects.get(person=row).done_at == NOW
