"""Microsoft calendars by Graph, against a server that answers as Microsoft documents it and as it really does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sellwright.capture import microsoft_calendar
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.ledger import NotWanted
from sellwright.capture.microsoft_calendar import MicrosoftCalendar, meeting_of
from sellwright.capture.oauth_values import Granted
from sellwright.capture.readers import reader_of
from sellwright.interactions.values import Meeting
from sellwright.mailroom import codec
from sellwright.protocols.meetings import meeting_id
from sellwright.store import sealed
from sellwright.store.models import Account, Event, EventSighting, Folder, Item, Mailbox, Workspace
from tests.capture import calendars
from tests.capture.calendars import ledger, turn
from tests.capture.replay import CLIENT, CLIENT_SECRET, Cloud, serving
from tests.derive.posts import ME

pytestmark = pytest.mark.django_db
SOON = (timezone.now() + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
ANA = "ana.ruiz@lab.example"


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Cloud]:
    monkeypatch.setattr(microsoft_calendar, "A_PAGE", 4)
    with serving(tmp_path, monkeypatch) as one:
        yield one


@pytest.fixture
def work(cloud: Cloud) -> Folder:
    """A connected calendar."""
    given, now = cloud.tokens(), timezone.now().timestamp()
    held = Granted(ME, given["access_token"], given["refresh_token"], now + 3600, now)
    account = calendars.account(Account.Kind.MICROSOFT_CALENDAR, {}, held.kept())
    Workspace.objects.update(
        apps={"microsoft": {"client_id": CLIENT}}, apps_secret=sealed.seal(json.dumps({"microsoft": CLIENT_SECRET}))
    )
    return calendars.folder(account, "cal", "Calendar")


def event(
    start: datetime = SOON, title: str = "Visit", *, uid: str = "uid-1", minutes: int = 30, **more: Any
) -> dict[str, Any]:
    """An event of ours with Ana, as Graph writes it."""
    return {
        "iCalUId": uid, "subject": title, "start": _written(start), "end": _written(start + timedelta(minutes=minutes)),
        "isAllDay": False, "isCancelled": False, "showAs": "busy",
        "organizer": {"emailAddress": {"name": "Mira Holt", "address": ME}},
        "responseStatus": {"response": "organizer"},
        "attendees": [_guest(ANA, "Ana Ruiz", "none")], **more,
    }  # fmt: skip


def _written(at: datetime) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _guest(address: str, name: str, response: str, kind: str = "required") -> dict[str, Any]:
    return {"type": kind, "status": {"response": response}, "emailAddress": {"name": name, "address": address}}


def series(cloud: Cloud, count: int, *, title: str = "Weekly", uid: str = "uid-series") -> list[str]:
    """A meeting a week, its series and its occurrences; ids of the occurrences."""
    cloud.meet("master", **event(title=title, uid=uid, type="seriesMaster"))
    ids = []
    for n in range(count):
        at = SOON + timedelta(weeks=n)
        cloud.meet(
            f"occ-{n}", **event(at, title, uid=f"{uid}-{n}", type="occurrence", seriesMasterId="master",
                                originalStart=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        )  # fmt: skip
        ids.append(f"occ-{n}")
    return ids


def meetings() -> list[Meeting]:
    """Every meeting that some calendar shows, in order of time."""
    rows = Event.objects.filter(kind="meeting", sightings__isnull=False).order_by("at").distinct()
    found = [codec.unpack_event(row.body) for row in rows]
    return [one for one in found if isinstance(one, Meeting)]


def agree(cloud: Cloud, work: Folder) -> None:
    """Rows are what the calendar shows in the days that are read."""
    there = {id for id, row in cloud.events.items() if row["in"]["type"] != "seriesMaster"}
    assert set(Item.objects.filter(intake=work.intake, is_gone=False).values_list("path", flat=True)) == there
    stored, skipped, failed, on_server = ledger(work)
    assert stored + skipped + failed == on_server == len(there)
    assert len({one.id for one in meetings()}) == len(meetings())


def asked(cloud: Cloud, part: str) -> int:
    return sum(part in one.path for one in cloud.asked)


def test_calendars_are_shown(cloud: Cloud, work: Folder) -> None:
    cloud.calendars["other"] = "Team"
    found = MicrosoftCalendar(work.account).folders()
    assert [(one.name, one.title, one.role) for one in found] == [
        ("cal", "Calendar", "calendar"),
        ("other", "Team", "calendar"),
    ]


def test_meetings_are_read_with_their_people_and_answers(cloud: Cloud, work: Folder) -> None:
    cloud.meet(
        "a",
        **event(
            attendees=[
                _guest(ANA, "Ana Ruiz", "tentativelyAccepted"),
                _guest("room@x.example", "", "accepted", "resource"),
            ]
        ),
    )
    cloud.meet("b", **event(SOON + timedelta(hours=2), "Off", uid="uid-2", isCancelled=True, showAs="free"))
    reader = reader_of(work.account)
    assert turn(reader).stored >= 0
    one, off = meetings()
    assert (one.uid, one.title, one.start_at, one.end_at - one.start_at) == (
        "uid-1",
        "Visit",
        SOON,
        timedelta(minutes=30),
    )
    assert one.id == meeting_id("uid-1", None)  # as in the calendar of a guest elsewhere
    assert [(guest.address.email, guest.answer) for guest in one.attendees] == [(ANA, "tentative")]
    assert one.organiser is not None
    assert one.organiser.email == ME
    assert (off.cancelled, off.is_free, one.cancelled, one.is_free) == (True, True, False, False)
    agree(cloud, work)


def test_what_we_answered_stands_beside_the_guests(cloud: Cloud) -> None:
    row = event(
        responseStatus={"response": "accepted"}, attendees=[_guest(ME, "Mira", "none"), _guest(ANA, "Ana", "none")]
    )
    found = meeting_of(row, "u", [ME])
    assert found is not None
    assert {one.address.email: one.answer for one in found.attendees} == {ME: "accepted", ANA: "none"}


@pytest.mark.parametrize(
    ("original", "day"),
    [
        ("2026-05-04T22:00:00Z", 5),
        ("2026-05-05T00:00:00Z", 5),
        ("2026-05-05T07:00:00Z", 5),
        ("2026-05-04T12:30:00Z", 5),
    ],
)
def test_a_whole_day_of_a_series_is_known_by_its_day_wherever_it_was_made(original: str, day: int) -> None:
    """Made in Berlin, in London, in Los Angeles, in Auckland."""
    start = datetime(2026, 5, 5, tzinfo=UTC)
    found = meeting_of(event(start, isAllDay=True, type="exception", originalStart=original, minutes=1440), "u", [])
    assert found is not None
    assert found.all_day
    assert found.id == meeting_id("u", datetime(2026, 5, day, tzinfo=UTC))


@pytest.mark.parametrize(
    "change",
    [
        {"start": None}, {"start": {"dateTime": "soon"}}, {"attendees": "nobody"}, {"organizer": 5}, {"end": {}},
        {"start": {"dateTime": "2026-05-05T09:00:00", "timeZone": "Mars"}}, {"attendees": [{"emailAddress": {}}]},
        {"responseStatus": None},
    ],
)  # fmt: skip
def test_odd_events_break_nothing(change: dict[str, Any]) -> None:
    found = meeting_of({**event(), **change}, "u", [])
    assert found is None or found.title == "Visit"


def test_each_occurrence_stands_once_with_what_belongs_to_it(cloud: Cloud, work: Folder) -> None:
    """calendarView/delta shows occurrences without subject and people."""
    ids = series(cloud, 6)
    turn(MicrosoftCalendar(work.account))
    found = meetings()
    assert [one.start_at for one in found] == [SOON + timedelta(weeks=n) for n in range(6)]
    assert {one.title for one in found} == {"Weekly"}
    assert {one.uid for one in found} == {"uid-series"}
    assert [one.id for one in found] == [meeting_id("uid-series", one.start_at) for one in found]
    assert len(ids) == len(found)
    agree(cloud, work)


def test_changes_change_the_one_meeting(cloud: Cloud, work: Folder) -> None:
    cloud.meet("a", **event())
    cloud.meet("b", **event(SOON + timedelta(days=1), "Other", uid="uid-2"))
    reader = MicrosoftCalendar(work.account)
    turn(reader)
    views = asked(cloud, "calendarView")
    cloud.meet("a", **event(SOON + timedelta(hours=3), "Visit", attendees=[_guest(ANA, "Ana Ruiz", "accepted")]))
    turn(reader)
    one = meetings()[0]
    assert one.start_at == SOON + timedelta(hours=3)
    assert one.attendees[0].answer == "accepted"
    assert Event.objects.filter(kind="meeting").count() == 2
    cloud.unmeet("b")
    turn(reader)
    assert [one.title for one in meetings()] == ["Visit"]
    cloud.meet("c", **event(SOON + timedelta(days=2), "New", uid="uid-3"))
    turn(reader)
    agree(cloud, work)
    assert asked(cloud, "calendarView") - views == 3  # single meetings need no reading of everything


def test_a_changed_series_is_read_anew_and_what_was_taken_out_goes(cloud: Cloud, work: Folder) -> None:
    series(cloud, 5)
    cloud.meet("single", **event(SOON + timedelta(days=1), "Single", uid="uid-9"))
    reader = MicrosoftCalendar(work.account)
    turn(reader)
    cloud.unmeet("occ-2")
    stood = SOON + timedelta(weeks=3)
    moved = event(
        stood + timedelta(hours=5), "Weekly, later", uid="uid-series-3", type="exception", seriesMasterId="master",
        originalStart=f"{stood.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    cloud.meet("occ-3", **moved)
    turn(reader)
    found = {one.title: one for one in meetings() if one.title != "Weekly"}
    assert found["Weekly, later"].start_at == SOON + timedelta(weeks=3, hours=5)
    assert found["Weekly, later"].id == meeting_id("uid-series", SOON + timedelta(weeks=3))
    assert [one.start_at for one in meetings() if one.title == "Weekly"] == [
        SOON + timedelta(weeks=n) for n in (0, 1, 4)
    ]
    agree(cloud, work)


def test_where_nothing_is_new_one_question_is_asked_a_calendar(cloud: Cloud, work: Folder) -> None:
    series(cloud, 3)
    reader = MicrosoftCalendar(work.account)
    turn(reader)
    turn(reader)
    cloud.asked.clear()
    done = turn(reader)
    assert (len(cloud.asked), done.stored, done.again_after) == (1, 0, microsoft_calendar.EVERY)


def test_a_link_too_old_has_everything_compared(cloud: Cloud, work: Folder) -> None:
    series(cloud, 3)
    cloud.meet("a", **event(SOON + timedelta(days=1), uid="uid-7"))
    reader = MicrosoftCalendar(work.account)
    turn(reader)
    cloud.forget()
    cloud.unmeet("a")
    cloud.meet("b", **event(SOON + timedelta(days=2), "New", uid="uid-8"))
    turn(reader)
    agree(cloud, work)
    assert [one.title for one in meetings()] == ["Weekly", "New", "Weekly", "Weekly"]
    assert EventSighting.objects.count() == 4


def test_days_that_roll_on_and_who_asks_have_everything_compared(cloud: Cloud, work: Folder) -> None:
    cloud.meet("a", **event())
    reader = MicrosoftCalendar(work.account)
    assert turn(reader).is_compared
    assert not turn(reader).is_compared
    Folder.objects.update(compared_at=timezone.now() - timedelta(days=2))
    assert turn(reader).is_compared
    Account.objects.update(asked_at=timezone.now())
    assert turn(reader).is_compared
    assert not turn(reader).is_compared


def test_a_process_that_ends_in_the_middle_loses_nothing(cloud: Cloud, work: Folder) -> None:
    for n in range(11):
        cloud.meet(f"m{n}", **event(SOON + timedelta(hours=n), f"M{n}", uid=f"uid-{n}"))
    for _ in range(4):
        reader = MicrosoftCalendar(work.account)
        assert reader.turn(time.monotonic()).is_more
        reader.turn(time.monotonic())
    turn(MicrosoftCalendar(work.account))
    agree(cloud, work)
    assert Event.objects.filter(kind="meeting").count() == 11


def test_the_same_meeting_in_another_calendar_is_one(cloud: Cloud, work: Folder) -> None:
    cloud.calendars["other"] = "Team"
    calendars.folder(work.account, "other", "Team")
    cloud.meet("a", **event())
    cloud.meet("a2", "other", **event())
    turn(MicrosoftCalendar(work.account))
    assert len(meetings()) == 1
    assert EventSighting.objects.count() == 2


def test_whom_a_person_left_out_is_counted_and_not_kept(cloud: Cloud, work: Folder) -> None:
    Mailbox.objects.update(never=["lab.example"])
    cloud.meet("a", **event())
    turn(MicrosoftCalendar(work.account))
    assert meetings() == []
    assert ledger(work) == (0, 1, 0, 1)
    agree(cloud, work)


@pytest.mark.parametrize(
    ("part", "status", "code", "kind"),
    [
        ("calendarView", 403, "ErrorAccessDenied", AskAdministrator),
        ("calendarView", 404, "MailboxNotEnabledForRESTAPI", AskAdministrator),
        ("calendarView", 500, "x", TryLater),
        ("calendarView", 0, "", TryLater),
        ("calendarView", 401, "InvalidAuthenticationToken", SignInAgain),
    ],
)
def test_failures_say_what_to_do_and_lose_nothing(
    part: str, status: int, code: str, kind: Any, cloud: Cloud, work: Folder
) -> None:
    cloud.meet("a", **event())
    reader = MicrosoftCalendar(work.account)
    if status:
        cloud.graph_error(part, status, code, times=2)
    else:
        cloud.fault(part)
    with pytest.raises(kind):
        turn(reader)
    cloud.faults.clear()
    turn(reader)
    agree(cloud, work)


def test_throttling_is_obeyed_and_a_calendar_that_went_is_marked(cloud: Cloud, work: Folder) -> None:
    cloud.meet("a", **event())
    reader = MicrosoftCalendar(work.account)
    cloud.graph_error("calendarView", 429, "x", retry_after="9")
    assert reader.turn(time.monotonic() + 60).again_after == 9.0
    turn(reader)
    cloud.calendars.clear()
    turn(reader)
    work.refresh_from_db()
    assert work.gone_at
    assert work.error
    assert len(meetings()) == 1


def test_a_paused_account_is_left_alone(cloud: Cloud, work: Folder) -> None:
    Account.objects.update(paused_at=timezone.now())
    with pytest.raises(NotWanted):
        MicrosoftCalendar(work.account).turn(time.monotonic() + 60)
    assert cloud.asked == []
