"""Meetings that are seen in many places: files and live calendars, one's own and colleagues', and taking one back."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from sellwright import access
from sellwright.derive import settling
from sellwright.derive.meetings import LiveCalendar, Shown, merged
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.protocols.meetings import meeting_id
from sellwright.store.models import Address as AddressRow
from sellwright.store.models import Event, EventSighting, Intake, Item, Mailbox, Person, Standing, Touch, User
from tests.capture.calendars import calendar, meeting, shows
from tests.derive import posts
from tests.derive.posts import ME, NOW

pytestmark = pytest.mark.django_db(transaction=True)
ANA, BO, JO = (
    Address("ana.ruiz@lab.example", "Ana Ruiz"),
    Address("bo@lab.example", "Bo Lund"),
    "jo.petri@kestrel.example",
)
AT = datetime(2026, 6, 2, 10, tzinfo=UTC)


def live(box: Mailbox, name: str = "work") -> Intake:
    return Intake.objects.create(mailbox=box, by=box.owner, name=name, path="", state="live")


def value(uid: str = "a@k", at: datetime = AT, *guests: Address, **more: object) -> Meeting:
    people = tuple(Attendee(one, "accepted") for one in (guests or (ANA,)))
    held: dict[str, object] = {
        "id": meeting_id(uid, None), "path": uid, "uid": uid, "start_at": at, "end_at": at + timedelta(minutes=30),
        "title": "Visit", "organiser": Address(ME), "attendees": people, **more,
    }  # fmt: skip
    return Meeting(**held)  # type: ignore[arg-type]


def keep(intake: Intake, *meetings: Meeting, path: str = "a.ics", since: float = 0.0) -> int:
    with transaction.atomic():
        return LiveCalendar(intake).keep([Shown(path, 1, "p", "t", meetings)], since)


def lose(intake: Intake, *paths: str, now: float = NOW.timestamp()) -> None:
    with transaction.atomic():
        LiveCalendar(intake).lose(paths, now)


@pytest.fixture
def mira() -> User:
    posts.workspace()
    user = posts.mailbox().owner
    access.scope_of(user)
    return user


def file(folder: Path, *events: str, name: str = "a.ics") -> Path:
    (folder / name).write_text(calendar(*events), encoding="utf-8", newline="")
    return folder / name


# Files and live calendars


def test_a_file_and_a_live_calendar_show_one_meeting_and_either_may_go(mira: User, tmp_path: Path) -> None:
    taken = posts.take_in(file(tmp_path, meeting("a@k", AT)))
    box = mira.mailboxes.get()
    intake = live(box)
    assert keep(intake, value()) == 0
    assert Event.objects.count() == 1 and EventSighting.objects.count() == 2
    posts.undo(taken)
    assert shows(Event.objects.get()) == {ME} and Touch.objects.count() == 1
    lose(intake, "a.ics")
    assert not Event.objects.exists() and not Touch.objects.exists()


def test_what_a_file_met_again_is_its_own_when_the_live_calendar_is_erased(mira: User, tmp_path: Path) -> None:
    box = mira.mailboxes.get()
    intake = live(box)
    keep(intake, value())
    settling.settle()
    row = posts.take_in(file(tmp_path, meeting("a@k", AT)))
    assert posts.account(row) == (0, 1, 0)
    posts.undo(intake)
    settling.settle()
    assert posts.account(row) == (1, 0, 0)
    assert shows(Event.objects.get()) == {ME} and Touch.objects.count() == 1
    posts.undo(row)
    assert not any(model.objects.exists() for model in (Event, EventSighting, Touch, Person, AddressRow))


def test_erasing_a_live_calendar_leaves_what_a_colleague_has(mira: User) -> None:
    jo = posts.mailbox(JO)
    access.scope_of(jo.owner)
    mine, theirs = live(mira.mailboxes.get()), live(jo)
    keep(mine, value(), value("b@k", AT, BO))
    keep(theirs, value())
    settling.settle()
    assert {row.person.key for row in Standing.objects.filter(scope__users=jo.owner)} == {ANA.email}
    posts.undo(mine)
    settling.settle()
    assert [event.title for event in access.events(jo.owner)] == ["Visit"] and not access.events(mira).exists()
    assert {row.person.key for row in Standing.objects.all()} == {ANA.email}
    assert not Standing.objects.filter(scope__users=mira).exists()


# Who sees it


def test_each_sees_what_a_calendar_of_theirs_shows(mira: User) -> None:
    jo = posts.mailbox(JO)
    access.scope_of(jo.owner)
    keep(live(mira.mailboxes.get()), value())
    settling.settle()
    assert access.events(mira).exists() and not access.events(jo.owner).exists()
    assert not access.touches(jo.owner).exists() and not access.people(jo.owner).exists()
    keep(live(jo), value())
    settling.settle()
    for user in (mira, jo.owner):
        assert access.events(user).count() == 1 == access.touches(user).count()
        assert [row.key for row in access.people(user)] == [ANA.email]


# What changes


def test_who_is_asked_anew_is_met_and_who_is_not_any_more_is_not(mira: User) -> None:
    intake = live(mira.mailboxes.get())
    keep(intake, value("a@k", AT, ANA))
    settling.settle()
    keep(intake, value("a@k", AT, BO, edition=1))
    settling.settle()
    assert [touch.person.key for touch in Touch.objects.all()] == [BO.email]
    assert dict(AddressRow.objects.values_list("email", "seen")) == {ME: 1, ANA.email: 0, BO.email: 1}
    assert [row.key for row in Person.objects.all()] == [BO.email]


def test_a_resource_under_another_name_is_the_same_meeting(mira: User) -> None:
    intake = live(mira.mailboxes.get())
    keep(intake, value(), path="old.ics")
    name = Event.objects.get().public_id
    keep(intake, value(), path="new.ics")
    lose(intake, "old.ics")
    assert Event.objects.get().public_id == name
    lose(intake, "new.ics")
    assert not Event.objects.exists()
    assert list(Item.objects.order_by("path").values_list("path", "is_gone")) == [("new.ics", True), ("old.ics", True)]


def test_of_a_series_what_the_window_left_behind_stays(mira: User) -> None:
    intake = live(mira.mailboxes.get())
    days = [AT + timedelta(weeks=n) for n in range(5)]
    series = [value("w@k", day, id=meeting_id("w@k", day)) for day in days]
    keep(intake, *series[:4], since=days[0].timestamp())
    keep(intake, *series[2:], since=days[2].timestamp())
    assert Event.objects.count() == 5
    keep(intake, *series[3:], since=days[2].timestamp())  # the third was taken out
    assert set(Event.objects.values_list("at", flat=True)) == {d.timestamp() for d in (*days[:2], *days[3:])}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_of_changes_the_end_is_that_of_the_last_state(mira: User, seed: int) -> None:
    """Two calendars, sixty changes at random; then both as they stand, read into an empty workbench: the same rows."""
    draw = random.Random(seed)
    jo = posts.mailbox(JO)
    boxes = {ME: live(mira.mailboxes.get()), JO: live(jo)}
    there: dict[tuple[str, str], Meeting] = {}
    for number in range(60):
        owner, uid = draw.choice((ME, JO)), f"{draw.randrange(5)}@k"
        path = (owner, uid)
        if path in there and draw.random() < 0.3:
            del there[path]
            lose(boxes[owner], uid)
        else:
            held = value(uid, AT + timedelta(hours=draw.randrange(40)), *draw.sample((ANA, BO), draw.randint(1, 2)),
                         edition=number + 1, cancelled=draw.random() < 0.2)  # fmt: skip
            for whose in (ME, JO):  # the organiser's change reaches whoever has it
                if whose == owner or (whose, uid) in there:
                    there[whose, uid] = held
                    keep(boxes[whose], held, path=uid)
        if draw.random() < 0.3:
            settling.settle()
    settling.settle()
    lived = rows()
    for box in boxes.values():
        posts.undo(box)
    assert not Event.objects.exists() and not Touch.objects.exists()
    again = {ME: live(mira.mailboxes.get(), "again"), JO: live(jo, "again")}
    for (owner, uid), held in sorted(there.items(), key=lambda pair: pair[0]):
        keep(again[owner], held, path=uid)
    settling.settle()
    assert rows() == lived


def rows() -> dict[str, object]:
    told = posts.told()
    seen = sorted(AddressRow.objects.filter(seen__gt=0).values_list("email", "seen"))
    sights = sorted(EventSighting.objects.values_list("event__ref", "mailbox__owner__email"))
    return {
        "events": told["events"],
        "touches": told["touches"],
        "people": told["people"],
        "seen": seen,
        "sights": sights,
    }


# Whose word counts (docs/decisions/0026-calendars.md)


def test_a_copy_that_knows_less_takes_no_answer_away() -> None:
    knows = value(attendees=(Attendee(ANA, "accepted"), Attendee(BO, "none")))
    copy = value(attendees=(Attendee(ANA, "none"), Attendee(BO, "declined")), title="New")
    both = merged(knows, copy, is_shared=True, is_booked=False)
    assert [one.answer for one in both.attendees] == ["accepted", "declined"] and both.title == "New"
    assert merged(knows, copy, is_shared=False, is_booked=False).attendees == copy.attendees


def test_an_earlier_edition_of_a_colleague_changes_nothing() -> None:
    now = value(edition=3)
    assert merged(now, value(at=AT + timedelta(days=1), edition=2), is_shared=True, is_booked=False) == now
    alone = merged(now, value(at=AT + timedelta(days=1), edition=2), is_shared=False, is_booked=False)
    assert alone.start_at == AT + timedelta(days=1)
