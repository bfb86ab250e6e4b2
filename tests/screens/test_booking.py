"""The booking page: what is offered is free, what is taken is taken once, and strangers do no harm."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from icalendar import Calendar

from sellwright import access
from sellwright.actions import bookings
from sellwright.actions.bookings import Visitor, Wanted
from sellwright.actions.refusing import Refused
from sellwright.derive import settling
from sellwright.derive.meetings import LiveCalendar, Shown
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.jobs import queue, smtp, tell_of_booking
from sellwright.protocols.meetings import meeting_id
from sellwright.store.models import Booking, BookingPage, Event, Intake, Item, Touch, User, Workspace
from tests.firm_rows import NOW, colleague, workspace

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
HOURS = {str(day): "9-12" for day in range(5)}
ANA = Visitor("Ana Ruiz", "ana@lab.example", "Sensors for the cellar", "Europe/London")
NOTHING: dict[str, object] = {}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **given: found.append((name, given)))
    return found


@pytest.fixture
def mira(settings: Any, asked: object) -> User:
    """A seller in Berlin with an open page: mornings, half an hour, a day's notice. It is Thursday evening."""
    cache.clear()
    settings.PUBLIC_URL = "https://sales.kestrel.example"
    workspace()
    mira = colleague("Mira", "owner")
    mira.time_zone = "Europe/Berlin"
    mira.save()
    bookings.change_page(by=mira, wanted=wanted())
    bookings.open_page(by=mira, is_open=True)
    return mira


def wanted(**changes: Any) -> Wanted:
    held: dict[str, Any] = {
        "slug": "mira", "title": "Half an hour", "text": "", "minutes": 30, "buffer_minutes": 0, "notice_hours": 24,
        "days_ahead": 7, "hours": HOURS, **changes,
    }  # fmt: skip
    return Wanted(**held)


def at(day: int, hour: int, minute: int = 0) -> int:
    """A moment of June 2026 by Mira's clock."""
    return int(datetime(2026, 6, day, hour, minute, tzinfo=BERLIN).timestamp())


def offered(client: Client, query: str = "") -> list[int]:
    answer = client.get(f"/book/mira{query}")
    assert answer.status_code == 200
    return [int(found) for found in re.findall(rb"\?at=(\d+)", answer.content)]


def take(client: Client, when: int, **more: str) -> Any:
    given = {"at": str(when), "name": ANA.name, "email": ANA.email, "line": ANA.line, "zone": ANA.zone, **more}
    return post(client, "/book/mira", given)


def post(client: Client, address: str, given: dict[str, str]) -> Any:
    """As a browser sends a plain form."""
    return client.post(address, urlencode(given), content_type="application/x-www-form-urlencoded")


def outsider() -> Client:
    return Client(enforce_csrf_checks=True)


def busy(user: User, start: int, minutes: int = 30, **more: Any) -> Event:
    """A meeting in a calendar of theirs."""
    box = user.mailboxes.get()
    intake = Intake.objects.create(mailbox=box, name="work", path="", state="live")
    begin = datetime.fromtimestamp(start, UTC)
    uid = f"{start}-{len(more)}@x"
    held: dict[str, Any] = {
        "id": meeting_id(uid, None), "path": uid, "uid": uid, "start_at": begin,
        "end_at": begin + timedelta(minutes=minutes), "title": "Busy", "organiser": None, "attendees": (), **more,
    }  # fmt: skip
    LiveCalendar(intake).keep([Shown(uid, 1, "", "", (Meeting(**held),))], 0.0)
    return Event.objects.get(ref=held["id"])


# What is offered


def test_free_times_are_offered_and_busy_ones_are_not(mira: User) -> None:
    before = offered(outsider())
    # Thursday evening and a day's notice: from Monday on, six times a morning.
    assert before[:7] == [at(1, 9), at(1, 9, 30), at(1, 10), at(1, 10, 30), at(1, 11), at(1, 11, 30), at(2, 9)]
    busy(mira, at(1, 9, 15))
    busy(mira, at(1, 11), is_free=True)
    busy(mira, at(2, 9), cancelled=True)
    busy(mira, at(2, 10), attendees=(Attendee(Address(mira.email), "declined"),))
    day = datetime(2026, 6, 3, tzinfo=UTC)
    busy(mira, int(day.timestamp()), 24 * 60, all_day=True)
    after = offered(outsider())
    assert sorted(set(before) - set(after)) == [
        at(1, 9),
        at(1, 9, 30),
        *(at(3, h, m) for h in (9, 10, 11) for m in (0, 30)),
    ]


def test_a_page_that_is_closed_or_of_nobody_is_not_there(mira: User, settings: Any) -> None:
    client = outsider()
    assert client.get("/book/jo").status_code == 404
    bookings.open_page(by=mira, is_open=False)
    assert client.get("/book/mira").status_code == 404 == take(client, at(1, 9)).status_code
    client.force_login(mira)
    assert client.get("/book/mira").status_code == 200  # its owner looks at it before it is opened
    bookings.open_page(by=mira, is_open=True)
    settings.PUBLIC_URL = ""
    assert outsider().get("/book/mira").status_code == 404
    with pytest.raises(Refused, match="PUBLIC_URL"):
        bookings.open_page(by=mira, is_open=True)


def test_times_are_shown_by_the_visitors_clock(mira: User) -> None:
    shown = outsider().get("/book/mira?zone=Asia/Kolkata").content.decode()
    assert ">12:30</a>" in shown and ">09:00</a>" not in shown and "Monday, 1 June" in shown
    assert outsider().get("/book/mira?zone=Mars/Olympus").content.decode().count("09:00") == 4  # Monday to Thursday


def test_no_cookie_no_script_needed_nothing_from_elsewhere(mira: User) -> None:
    client = outsider()
    answer = client.get("/book/mira")
    assert not answer.cookies and not client.get(f"/book/mira?at={at(1, 9)}").cookies
    assert take(client, at(1, 9)).status_code == 302 and not client.cookies
    assert re.findall(rb'(?:src|href)="(https?:[^"]+)', answer.content) == []
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")


# Taking one


def test_a_time_that_is_taken_stands_with_both(mira: User, asked: list[tuple[str, dict[str, Any]]]) -> None:
    access.scope_of(mira)
    client = outsider()
    answer = take(client, at(1, 9))
    assert answer.status_code == 302
    held = answer["Location"]
    page = client.get(held).content.decode()
    assert "Monday, 1 June, 08:00 to 08:30" in page and "London" in page  # by the visitor's clock
    event = Event.objects.get()
    assert (event.kind, event.at, event.title, event.text) == ("meeting", at(1, 9), "Half an hour", ANA.line)
    assert access.events(mira).get() == event
    settling.settle()
    touch = Touch.objects.get()
    assert (touch.person.key, touch.side, touch.channel, touch.minutes) == (ANA.email, "them", "meeting", 30.0)
    assert at(1, 9) not in offered(client)
    assert [given["booking"] for name, given in asked if name == "tell_of_booking"] == [Booking.objects.get().pk]
    file = Calendar.from_ical(client.get(held + "/meeting.ics").content).walk("VEVENT")[0]
    assert int(file["DTSTART"].dt.timestamp()) == at(1, 9) and held in str(file["DESCRIPTION"])
    assert Item.objects.get().outcome == "stored"


def test_moved_and_given_back_it_is_the_same_meeting(mira: User) -> None:
    client = outsider()
    held = take(client, at(1, 9))["Location"]
    event = Event.objects.get()
    assert at(2, 10) in [
        int(one) for one in re.findall(rb'name="at" value="(\d+)"', client.get(held + "?move=1").content)
    ]
    post(client, held, {"at": str(at(2, 10))})
    event.refresh_from_db()
    assert event.at == at(2, 10) and Event.objects.count() == 1
    assert at(1, 9) in offered(client) and at(2, 10) not in offered(client)
    post(client, held, {"give_back": "1"})
    post(client, held, {"give_back": "1"})
    settling.settle()
    assert at(2, 10) in offered(client) and not Touch.objects.exists() and Event.objects.count() == 1
    assert "gave this time back" in client.get(held).content.decode()
    assert post(client, held, {"at": str(at(3, 10))}).status_code == 422  # it is over: take a new one


def test_half_an_hour_later_is_free_for_whom_it_is_moved(mira: User) -> None:
    """What one holds does not stand in the way of moving it."""
    bookings.change_page(by=mira, wanted=wanted(buffer_minutes=30))
    client = outsider()
    held = take(client, at(1, 9))["Location"]
    assert post(client, held, {"at": str(at(1, 9, 30))}).status_code == 302
    assert Booking.objects.get().at == at(1, 9, 30)


def test_a_copy_in_the_sellers_own_calendar_is_the_same_meeting_and_still_theirs(mira: User) -> None:
    take(outsider(), at(1, 9))
    event = Event.objects.get()
    from sellwright.mailroom import codec

    value = codec.unpack_event(event.body)
    assert isinstance(value, Meeting)
    copy = Meeting(
        value.id, "x", value.uid, value.start_at, value.end_at, value.title, Address(mira.email), (), edition=0
    )
    intake = Intake.objects.create(mailbox=mira.mailboxes.get(), name="work", path="", state="live")
    LiveCalendar(intake).keep([Shown("a.ics", 1, "", "", (copy,))], 0.0)
    settling.settle()
    assert Event.objects.count() == 1
    assert (Touch.objects.get().side, Touch.objects.get().person.key) == ("them", ANA.email)


# Who would do harm


@pytest.mark.parametrize(
    "when", [at(1, 8), at(1, 9, 10), at(6, 9), int(NOW) - 86400, int(NOW) + 60, 0, at(1, 12), at(30, 9)]
)
def test_a_time_that_is_not_offered_is_not_given(mira: User, when: int) -> None:
    assert take(outsider(), when).status_code == 422
    assert not Booking.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("when", ["", "x", "-1", "1e9", "9" * 40, "١٢"])
def test_a_time_that_is_none_breaks_nothing(mira: User, when: str) -> None:
    assert post(outsider(), "/book/mira", {"at": when, "name": "A", "email": "a@b.example"}).status_code == 422
    assert outsider().get("/book/mira", {"at": when, "from": when, "zone": when}).status_code == 200


@pytest.mark.parametrize(
    "given", [{"name": ""}, {"name": "\x00\x1b"}, {"email": "ana"}, {"email": "a@b.example\nBcc: x@y.example"},
              {"website": "https://spam.example"}],
)  # fmt: skip
def test_forms_that_no_person_sends_are_refused(mira: User, given: dict[str, str]) -> None:
    assert take(outsider(), at(1, 9), **given).status_code == 422
    assert not Booking.objects.exists()


def test_files_and_floods_of_bytes_are_not_read(mira: User) -> None:
    client, given = outsider(), {"at": str(at(1, 9)), "name": "A", "email": "a@b.example"}
    assert client.post("/book/mira", {**given, "file": BytesIO(b"x" * 100)}).status_code == 415
    assert post(client, "/book/mira", {**given, "line": "x" * 30_000}).status_code == 415
    held = take(client, at(1, 9))["Location"]
    assert client.post(held, {"give_back": "1"}).status_code == 415
    assert Booking.objects.get().ended_at is None


def test_what_they_write_is_text(mira: User) -> None:
    script = "<script>alert(1)</script>\r\nX-Evil: 1"
    client = outsider()
    held = take(client, at(1, 9), name=script, line=script)["Location"]
    for page in (
        client.get(held),
        _of(mira, "/settings/booking"),
        _of(mira, f"/message/{Event.objects.get().public_id}"),
    ):
        assert page.status_code == 200 and b"<script>alert" not in page.content
    file = client.get(held + "/meeting.ics").content
    assert not any(line.startswith(b"X-Evil") for line in file.splitlines())
    assert len(Calendar.from_ical(file).walk("VEVENT")) == 1


def _of(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_another_persons_link_opens_nothing(mira: User) -> None:
    client = outsider()
    held = take(client, at(1, 9))["Location"]
    token = held.rpartition("/")[2]
    assert len(token) == 32
    assert Booking.objects.get().key != token and token not in str(list(Booking.objects.values()))
    jo = colleague("Jo")
    bookings.change_page(by=jo, wanted=wanted(slug="jos"))
    for other in (held[:-1] + ("a" if held[-1] != "a" else "b"), held.replace("/mira/", "/jos/"), "/book/mira/held/x"):
        for answer in (client.get(other), post(client, other, {"give_back": "1"}), client.get(other + "/meeting.ics")):
            assert answer.status_code == 404
    assert Booking.objects.get().ended_at is None


def test_a_flood_takes_little(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = outsider()
    answers = [take(client, at(1, 9), email=f"a{n}@b.example").status_code for n in range(40)]
    assert answers[0] == 302 and answers[-1] == 429 and answers.count(429) == 30
    # From as many addresses as one likes: still no more than a day's worth, nor three for one address.
    monkeypatch.setattr("sellwright.screens.limits.within", lambda *given: True)
    bookings.change_page(by=mira, wanted=wanted(minutes=15, hours={str(n): "0-24" for n in range(7)}))
    free = offered(client)
    one_address = [take(client, when).status_code for when in free[:5]]
    assert one_address == [302, 302, 302, 422, 422]
    for number, when in enumerate(free[3:60]):
        take(client, when, email=f"c{number}@b.example")
    assert Booking.objects.count() == bookings.A_DAY == Event.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_who_want_one_time(mira: User) -> None:
    """At once, each in a transaction of its own: one has it, and no meeting is made twice."""
    if connection.vendor == "sqlite":
        page = BookingPage.objects.get()
        bookings.book(page=page, at=at(1, 9), visitor=ANA)
        with pytest.raises(Refused):
            bookings.book(page=page, at=at(1, 9), visitor=ANA)
    else:
        _at_once()
    assert Booking.objects.count() == 1 == Event.objects.count()


def _at_once() -> None:
    page, ready, ends = BookingPage.objects.get(), threading.Barrier(6), list[str]()

    def go(number: int) -> None:
        ready.wait()
        try:
            bookings.book(page=page, at=at(1, 9), visitor=Visitor(f"V{number}", f"v{number}@b.example", "", ""))
            ends.append("taken")
        except Refused:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(ends) == ["refused"] * 5 + ["taken"]


def test_the_table_itself_refuses_a_second_one(mira: User) -> None:
    from django.db import IntegrityError, transaction

    bookings.book(page=BookingPage.objects.get(), at=at(1, 9), visitor=ANA)
    row = Booking.objects.get()
    row.pk, row.key, row.event = None, "other", None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.ended_at = 1.0
    row.save(force_insert=True)  # one that was given back stands in nobody's way


# Its owner


def test_the_owner_sets_it_up_in_words(mira: User) -> None:
    jo = colleague("Jo Petri")
    client = Client()
    client.force_login(jo)
    page = client.get("/settings/booking").content.decode()
    assert 'value="jo-petri"' in page and "09:00-12:00, 13:00-17:00" in page
    given = {
        "slug": "jos", "title": "Talk", "text": "", "minutes": "45", "buffer_minutes": "5", "notice_hours": "2",
        "days_ahead": "10", "hours_0": "9:00-12:30, 14-17", "hours_2": "10-11",
    }  # fmt: skip
    assert client.post("/settings/booking", given).status_code == 302
    row = BookingPage.objects.get(user=jo)
    assert row.hours == {"0": [["09:00", "12:30"], ["14:00", "17:00"]], "2": [["10:00", "11:00"]]}
    assert (row.minutes, row.is_open) == (45, False)
    for wrong, field in (
        ("25:00-26:00", "hours_0"),
        ("12-9", "hours_0"),
        ("morning", "hours_0"),
        ("1-2,3-4,5-6,7-8,9-10", "hours_0"),
    ):
        answer = client.post("/settings/booking", {**given, field: wrong})
        assert answer.status_code == 422 and wrong in answer.content.decode(), wrong
    for field, value in (
        ("slug", "mira"),
        ("slug", "a b"),
        ("minutes", "7"),
        ("notice_hours", "-3"),
        ("days_ahead", "1000"),
        ("title", " "),
    ):
        assert client.post("/settings/booking", {**given, field: value}).status_code == 422, field
    assert client.post("/settings/booking/open", {"open": "1"}).status_code == 302
    assert outsider().get("/book/jos").status_code == 200


def test_a_reader_has_no_page(mira: User) -> None:
    reader = colleague("Rea", "reader")
    assert _of(reader, "/settings/booking").status_code == 403
    with pytest.raises(access.NotAllowed):
        bookings.change_page(by=reader, wanted=wanted(slug="rea"))


def test_its_owner_is_told_by_mail_once(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(smtp, "send", lambda server, mail: sent.append(mail))
    Workspace.objects.update(
        mail_server={"host": "127.0.0.1", "port": 25, "security": "none", "user": "", "from": "s@k.example"}
    )
    _booking, token = bookings.book(page=BookingPage.objects.get(), at=at(1, 9), visitor=ANA)
    row = Booking.objects.get()
    for _again in range(2):
        tell_of_booking.tell_of_booking(booking=row.pk, changed_at=row.changed_at)
    (mail,) = sent
    assert mail["To"] == mira.email and "Ana Ruiz took Mon 1 Jun, 09:00" in str(mail["Subject"])
    whole = message_from_bytes(mail.as_bytes())
    assert [part.get_content_type() for part in whole.walk()] == ["multipart/mixed", "text/plain", "text/calendar"]
    assert token not in mail.as_string()
    bookings.give_back(token=token)
    tell_of_booking.tell_of_booking(booking=row.pk, changed_at=row.changed_at)  # it changed since
    row.refresh_from_db()
    Workspace.objects.update(is_demo=True)
    tell_of_booking.tell_of_booking(booking=row.pk, changed_at=row.changed_at)
    assert len(sent) == 1
