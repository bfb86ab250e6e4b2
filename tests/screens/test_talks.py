"""Meetings on Today: those of one's own calendars, while they are still to come, once they are settled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from sellwright import access
from sellwright.actions import bookings
from sellwright.actions.bookings import Visitor, Wanted
from sellwright.derive import settling
from sellwright.derive.meetings import LiveCalendar, Shown
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.jobs import queue
from sellwright.protocols.meetings import meeting_id
from sellwright.store import briefs, clock, values
from sellwright.store.models import BookingPage, Intake, Person, Share, User, Workspace
from tests.firm_rows import NOW, colleague, workspace

pytestmark = pytest.mark.django_db
ANA, BO = Address("ana@lab.example", "Ana Ruiz"), Address("bo@lab.example", "Bo Lund")
MOMENT = datetime.fromtimestamp(NOW, UTC)  # 20:26 in London, 22:26 in Berlin


@pytest.fixture
def mira(monkeypatch: pytest.MonkeyPatch) -> User:
    cache.clear()
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **given: None)
    workspace()
    mira = colleague("Mira", "owner")
    mira.time_zone = "Europe/Berlin"
    mira.save()
    access.scope_of(mira)
    return mira


def shows(user: User, uid: str, at: datetime, *guests: Address, answer: str = "accepted", **more: object) -> None:
    """A meeting in a calendar of theirs; accepted elsewhere, say."""
    box = user.mailboxes.get()
    intake = Intake.objects.filter(mailbox=box, name="work").first() or Intake.objects.create(
        mailbox=box, name="work", path="", state="live"
    )
    attendees = [Attendee(guest, "accepted") for guest in guests] + [Attendee(Address(user.email), answer)]  # type: ignore[arg-type]
    value = Meeting(
        meeting_id(uid, None), uid, uid, at, at + timedelta(minutes=30), f"Visit {uid}", guests[0], tuple(attendees),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    LiveCalendar(intake).keep([Shown(uid, 1, "", "", (value,))], 0.0)
    settling.settle()


def today(user: User) -> str:
    client = Client()
    client.force_login(user)
    page = client.get("/").content.decode()
    start = page.find('id="talks"')
    return page[start : page.find("</section>", start)] if start >= 0 else ""


def test_those_of_today_that_are_not_over_with_their_people(mira: User) -> None:
    assert today(mira) == ""
    shows(mira, "soon", MOMENT + timedelta(minutes=40), ANA, BO)
    shows(mira, "running", MOMENT - timedelta(minutes=10), ANA)
    shows(mira, "over", MOMENT - timedelta(hours=2), ANA)
    shows(mira, "tomorrow", MOMENT + timedelta(hours=2), ANA)  # after midnight in Berlin
    shows(mira, "alone", MOMENT + timedelta(minutes=40), Address(mira.email))
    shown = today(mira)
    assert "Visit soon" in shown and "Ana Ruiz" in shown and "Bo Lund" in shown and "23:06" in shown
    assert "Visit running" in shown
    client = Client()
    client.force_login(mira)
    page = client.get("/").content.decode()
    assert page.find("<h1") < page.find('id="talks"'), "first how many need one, then the talks"
    for hidden in ("Visit over", "Visit tomorrow", "Visit alone"):
        assert hidden not in shown


def test_moved_called_off_and_declined_it_follows(mira: User) -> None:
    soon = MOMENT + timedelta(minutes=30)
    shows(mira, "a", soon, ANA)
    assert "22:56" in today(mira)
    shows(mira, "a", soon + timedelta(minutes=30), ANA)
    assert "23:26" in today(mira) and "22:56" not in today(mira)
    shows(mira, "a", soon, ANA, cancelled=True)
    assert today(mira) == ""
    shows(mira, "b", soon, ANA, answer="none")
    assert "Visit b" in today(mira)
    shows(mira, "b", soon, ANA, answer="declined")
    assert today(mira) == ""


def test_a_colleagues_meeting_is_on_their_day_alone(mira: User) -> None:
    jo = colleague("Jo")
    access.scope_of(jo)
    shows(jo, "a", MOMENT + timedelta(minutes=30), ANA)
    assert today(mira) == ""
    Share.objects.create(mailbox=jo.mailboxes.get(), level="whole", by=jo)
    assert "Visit a" not in today(User.objects.get(pk=mira.pk))  # it may be read, and it is still Jo's talk


def test_what_is_taken_on_the_page_is_told(mira: User, settings: object) -> None:
    settings.PUBLIC_URL = "https://sales.kestrel.example"  # type: ignore[attr-defined]
    Workspace.objects.update(frozen_at=NOW - 12 * 3600)  # it is morning
    hours = {str(day): "9-17" for day in range(7)}
    bookings.change_page(by=mira, wanted=Wanted("mira", "Half an hour", "", 30, 0, 0, 7, hours))
    bookings.open_page(by=mira, is_open=True)
    at = datetime(2026, 5, 28, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    visitor = Visitor("Ana Ruiz", ANA.email, "", "")
    _row, token = bookings.book(page=BookingPage.objects.get(), at=at.timestamp(), visitor=visitor)
    settling.settle()
    shown = today(mira)
    assert "14:00" in shown and "they took this time" in shown and "Ana Ruiz took Thu 28 May, 14:00" in shown
    bookings.give_back(token=token)
    settling.settle()
    shown = today(mira)
    assert "they took this time" not in shown and "Ana Ruiz gave Thu 28 May, 14:00 back" in shown


def test_the_brief_before_it_knows_of_it(mira: User) -> None:
    shows(mira, "a", MOMENT + timedelta(minutes=30), ANA)
    held = Workspace.objects.get()
    made = briefs.make(
        Person.objects.get(key=ANA.email), access.scope_of(mira), clock.moment(held, mira), values.settings_of(held)
    )
    (line,) = made.section("last exchanges")
    assert line.text == "You meet today at 22:56 for 30 minutes."
    assert line.ids == (meeting_id("a", None),)
