"""Google calendars against a server that answers as Google documents it: pages, sync tokens that expire, throttling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone

from sellwright import access
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.google_calendar import GoogleCalendar, meeting_of
from sellwright.derive import settling
from sellwright.store.models import Account, Event, Folder, Item, Touch
from tests.capture import calendars as cal
from tests.capture.calendars import ledger, told, turn
from tests.capture.small_http import Answer, Asked, serving

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
TOKEN = "mArKeD-token"
CALENDAR = "mira.holt@kestrel.example"


@dataclass
class Google:
    """What is in one calendar there. `changes`: events as they stand in the answers to a sync token, in order."""

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    forgotten: int = -1  # tokens up to this number are gone
    page: int = 3
    faults: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    good: set[str] = field(default_factory=lambda: {TOKEN})
    url: str = ""

    def put(self, id: str, start: datetime, **more: Any) -> dict[str, Any]:
        held = {
            "kind": "calendar#event", "id": id, "status": "confirmed", "etag": f'"{len(self.changes)}"',
            "iCalUID": f"{id}@google.com", "summary": "Visit", "start": {"dateTime": start.isoformat()},
            "end": {"dateTime": (start + timedelta(minutes=30)).isoformat()}, "sequence": 0,
            "organizer": {"email": cal.ME, "self": True},
            "attendees": [{"email": cal.ME, "responseStatus": "accepted", "self": True},
                          {"email": "Ana.Ruiz@lab.example", "displayName": "Ana Ruiz", "responseStatus": "accepted"},
                          {"email": "room@resource.calendar.google.com", "resource": True}],
            **more,
        }  # fmt: skip
        self.events[id] = held
        self.changes.append(held)
        return held

    def drop(self, id: str) -> None:
        """Deleted: all that is told of it is its id."""
        del self.events[id]
        self.changes.append({"kind": "calendar#event", "id": id, "status": "cancelled", "etag": '"x"'})

    def answer(self, one: Asked) -> Answer:
        self.asked.append(one)
        if self.faults:
            return self.faults.pop(0)
        if one.headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return error(401, "authError")
        if one.path == "/users/me/calendarList":
            rows = [{"id": CALENDAR, "summary": "Mira"}, {"id": "de.german#holiday@group.v.calendar.google.com",
                     "summary": "Holidays", "summaryOverride": "Feiertage"}]  # fmt: skip
            at = int(one.query.get("pageToken", 0))
            return said({"items": rows[at : at + 1], **({"nextPageToken": str(at + 1)} if at == 0 else {})})
        if unquote(one.path) != f"/calendars/{CALENDAR}/events":
            return error(404, "notFound")
        assert one.query["singleEvents"] == "true"
        at = int(one.query.get("pageToken", "0"))
        if "syncToken" in one.query:
            assert "timeMin" not in one.query  # Google refuses both together
            since = int(one.query["syncToken"])
            if since <= self.forgotten:
                return error(410, "fullSyncRequired")
            rows = list({row["id"]: row for row in self.changes[since:]}.values())
        else:
            assert one.query["timeMin"] < one.query["timeMax"]
            rows = list(self.events.values())
        told_: dict[str, Any] = {"timeZone": "Europe/Berlin", "items": rows[at : at + self.page]}
        if at + self.page < len(rows):
            told_["nextPageToken"] = str(at + self.page)
        else:
            told_["nextSyncToken"] = str(len(self.changes))
        return said(told_)


def said(body: dict[str, Any], status: int = 200, **headers: str) -> Answer:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(body).encode()


def error(status: int, reason: str, **headers: str) -> Answer:
    """As Google writes it."""
    inner = {"domain": "global", "reason": reason, "message": f"{reason} of {CALENDAR}"}
    return said({"error": {"errors": [inner], "code": status, "message": reason}}, status, **headers)


@pytest.fixture
def google() -> Iterator[Google]:
    held = Google()
    with serving(held.answer) as url:
        held.url = url
        yield held


@pytest.fixture
def held(google: Google) -> Folder:
    return cal.folder(cal.account("google_cal", {}, {}), CALENDAR)


def reader(google: Google, held: Folder) -> GoogleCalendar:
    return GoogleCalendar(held.account, lambda refused="": TOKEN, google.url)


def test_the_calendars_a_person_has(google: Google, held: Folder) -> None:
    found = reader(google, held).folders()
    assert [(one.name, one.title) for one in found] == [
        (CALENDAR, "Mira"), ("de.german#holiday@group.v.calendar.google.com", "Feiertage"),
    ]  # fmt: skip


def test_all_pages_then_only_what_changed(google: Google, held: Folder) -> None:
    access.scope_of(held.account.mailbox.owner)
    for number in range(8):
        google.put(f"e{number}", TOMORROW + timedelta(hours=number))
    one = reader(google, held)
    assert turn(one).stored == 8 and ledger(held) == (8, 0, 0, 8)
    settling.settle()
    assert Touch.objects.filter(person__key="ana.ruiz@lab.example").count() == 8
    assert not Touch.objects.filter(person__key__contains="room@").exists()
    asked = len(google.asked)
    assert turn(one).stored == 0 and len(google.asked) == asked + 1
    ids = dict(Event.objects.values_list("at", "public_id"))
    google.put("e0", TOMORROW + timedelta(days=3), sequence=1)
    google.put("e9", TOMORROW + timedelta(days=4))
    google.drop("e1")
    done = turn(one)
    assert (done.stored, done.again_after) == (1, 10.0) and ledger(held) == (8, 0, 0, 8)
    moved = Event.objects.get(public_id=ids[TOMORROW.timestamp()])
    assert moved.at == (TOMORROW + timedelta(days=3)).timestamp()
    assert not Event.objects.filter(public_id=ids[(TOMORROW + timedelta(hours=1)).timestamp()]).exists()


def test_a_token_that_expired_compares_everything(google: Google, held: Folder) -> None:
    for number in range(5):
        google.put(f"e{number}", TOMORROW + timedelta(hours=number))
    one = reader(google, held)
    turn(one)
    google.drop("e0")
    google.put("e1", TOMORROW + timedelta(days=2), sequence=1)
    google.put("e7", TOMORROW + timedelta(days=5))
    google.forgotten = len(google.changes)
    done = turn(one)
    assert done.is_compared and done.stored == 1 and ledger(held) == (5, 0, 0, 5)
    assert len(told()) == 5 and turn(one).stored == 0


def test_cut_between_two_pages_it_goes_on_to_the_same_end(google: Google, held: Folder) -> None:
    for number in range(10):
        google.put(f"e{number}", TOMORROW + timedelta(hours=number))
    first = reader(google, held)
    first.turn(0.0)  # no time but for one page
    assert Event.objects.count() == 3
    assert Folder.objects.get().cursor == ""
    first.close()
    assert turn(reader(google, held)).stored == 7 and ledger(held) == (10, 0, 0, 10)


def test_occurrences_of_a_series_are_those_of_anybodys_calendar(google: Google, held: Folder) -> None:
    """The same meeting in a colleague's CalDAV: UID and the moment it stood at first."""
    from sellwright.protocols.calendars import Window, series_in

    days = [TOMORROW + timedelta(days=n) for n in range(3)]
    for number, day in enumerate(days):
        google.put(f"s_{number}", day + timedelta(hours=number), iCalUID="s@google.com", recurringEventId="s",
                   originalStartTime={"dateTime": day.isoformat(), "timeZone": "Europe/Berlin"})  # fmt: skip
    turn(reader(google, held))
    text = cal.calendar(cal.meeting("s@google.com", TOMORROW, "RRULE:FREQ=DAILY;COUNT=3"))
    (series,) = series_in(text.encode(), "c", Window(TOMORROW.date(), (TOMORROW + timedelta(days=9)).date()))
    assert set(Event.objects.values_list("ref", flat=True)) == {entry.load().id for entry in series.entries}  # type: ignore[union-attr]


def test_what_google_says_of_an_event() -> None:
    berlin = {
        "id": "x", "iCalUID": "x@google.com", "status": "cancelled", "transparency": "transparent", "sequence": 4,
        "start": {"date": "2026-06-04"}, "end": {"date": "2026-06-06"}, "summary": " A  fair ",
        "organizer": {"email": "c_1@group.calendar.google.com"}, "creator": {"email": "Bo@mill.example"},
        "attendees": [{"email": "a@b.example", "responseStatus": "needsAction"},
                      {"email": "c@b.example", "responseStatus": "declined"}, {"displayName": "Nobody"}],
    }  # fmt: skip
    found = meeting_of(berlin, UTC)
    assert found is not None
    assert (found.start_at, found.end_at, found.all_day) == (
        datetime(2026, 6, 4, tzinfo=UTC), datetime(2026, 6, 6, tzinfo=UTC), True,
    )  # fmt: skip
    assert (found.cancelled, found.is_free, found.edition, found.title) == (True, True, 4, "A fair")
    assert found.organiser is not None and found.organiser.email == "bo@mill.example"
    assert [(one.address.email, one.answer) for one in found.attendees] == [
        ("a@b.example", "none"),
        ("c@b.example", "declined"),
    ]
    assert meeting_of({"id": "x"}, UTC) is None
    floating = {"id": "x", "start": {"dateTime": "2026-06-04T10:00:00", "timeZone": "America/New_York"}}
    made = meeting_of(floating, UTC)
    assert (
        made is not None and made.start_at.isoformat() == "2026-06-04T10:00:00-04:00" and made.end_at == made.start_at
    )


def test_a_token_that_was_refused_is_renewed_once(google: Google, held: Folder) -> None:
    google.put("e", TOMORROW)
    google.good = {"fresh"}
    given: list[str] = []

    def token(refused: str = "") -> str:
        given.append(refused)
        return "fresh" if refused else "stale"

    assert turn(GoogleCalendar(held.account, token, google.url)).stored == 1
    assert given == ["", "stale"]
    google.good = set()
    with pytest.raises(SignInAgain):
        GoogleCalendar(held.account, token, google.url).turn(1e18)


@pytest.mark.parametrize(
    ("fault", "kind", "seconds"),
    [
        (error(403, "rateLimitExceeded", **{"Retry-After": "30"}), TryLater, 30.0),
        (error(429, "rateLimitExceeded"), TryLater, None),
        (error(503, "backendError"), TryLater, None),
        (error(403, "accessNotConfigured"), AskAdministrator, None),
        (error(403, "insufficientPermissions"), AskAdministrator, None),
        ((200, {}, b"no json"), TryLater, None),
    ],
)
def test_what_goes_wrong_there_is_told_and_takes_nothing_away(
    google: Google, held: Folder, fault: Answer, kind: type[Exception], seconds: float | None
) -> None:
    google.put("e", TOMORROW)
    turn(reader(google, held))
    google.faults = [fault]
    with pytest.raises(kind) as failed:
        reader(google, held).turn(1e18)
    if isinstance(failed.value, TryLater):
        assert failed.value.seconds == seconds
    assert TOKEN not in str(failed.value) and CALENDAR not in str(failed.value)
    assert ledger(held) == (1, 0, 0, 1) and turn(reader(google, held)).stored == 0


def test_a_calendar_that_went_is_said(google: Google, held: Folder) -> None:
    other = cal.folder(held.account, "gone@group.calendar.google.com")
    google.put("e", TOMORROW)
    assert turn(reader(google, held)).stored == 1
    other.refresh_from_db()
    assert other.gone_at is not None and not Item.objects.filter(intake=other.intake).exists()
    assert Account.objects.count() == 1
