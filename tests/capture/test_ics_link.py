"""A calendar behind a link: fetched when it changed, compared by UID, and never emptied by an answer that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from sellwright.capture import calendar_ledger, ics_link
from sellwright.capture.failures import AskAdministrator, BadItem, SignInAgain, TryLater
from sellwright.capture.ics_link import address_of, reader
from sellwright.store.models import Account, Event, Folder, Item, Workspace
from tests.capture import calendars as cal
from tests.capture.calendars import calendar, ledger, meeting, told, turn
from tests.capture.small_http import Answer, Asked, serving

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
SECRET = "mArKeD-secret-link"


@dataclass
class Feed:
    """What stands behind the link."""

    text: str = ""
    etag: str = '"1"'
    fails: Answer | None = None
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, one: Asked) -> Answer:
        self.asked.append(one)
        if self.fails:
            return self.fails
        if self.etag and one.headers.get("if-none-match") == self.etag:
            return 304, {"ETag": self.etag}, b""
        return 200, {"ETag": self.etag, "Content-Type": "text/calendar"}, self.text.encode()

    def shows(self, *events: str, etag: str = "") -> None:
        self.text, self.etag = calendar(*events), etag or f'"{len(self.asked)}-{len(events)}"'


@pytest.fixture
def feed() -> Iterator[Feed]:
    held = Feed()
    with serving(held.answer) as url:
        held.url = url
        yield held


@pytest.fixture
def held(feed: Feed) -> Folder:
    account = cal.account("ics", {}, {"url": f"{feed.url}/{SECRET}/basic.ics"})
    return cal.folder(account, ics_link.NAME)


def test_webcal_is_https() -> None:
    assert address_of("webcal://x.example/a.ics") == "https://x.example/a.ics"
    assert address_of(" https://x.example/a.ics ") == "https://x.example/a.ics"


def test_it_is_read_changed_and_emptied(feed: Feed, held: Folder) -> None:
    one = reader(held.account)
    feed.shows(meeting("a@k", TOMORROW), meeting("b@k", TOMORROW + timedelta(days=1), title="Other"))
    assert [(found.name, found.role) for found in one.folders()] == [("calendar", "calendar")]
    assert turn(one).stored == 2 and ledger(held) == (2, 0, 0, 2)
    ids = dict(Event.objects.values_list("title", "public_id"))
    feed.shows(meeting("a@k", TOMORROW + timedelta(days=3)), meeting("c@k", TOMORROW))
    assert turn(one).stored == 1
    assert ledger(held) == (2, 0, 0, 2) and len(told()) == 2
    moved = Event.objects.get(public_id=ids["Visit"])
    assert moved.at == (TOMORROW + timedelta(days=3)).timestamp()
    feed.shows()
    feed.text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    turn(one)
    assert told() == [] and ledger(held)[0] == 0


def test_unchanged_costs_one_answer_without_a_body_and_no_row(feed: Feed, held: Folder) -> None:
    feed.shows(*(meeting(f"{n}@k", TOMORROW + timedelta(hours=n)) for n in range(20)))
    turn(reader(held.account))
    before = list(Item.objects.values_list())
    asked = len(feed.asked)
    assert turn(reader(held.account)).stored == 0
    assert feed.asked[asked:][0].headers["if-none-match"] == feed.etag and len(feed.asked) == asked + 1
    # A server that knows no ETag, and stamps each download anew, changes nothing either.
    feed.etag = ""
    turn(reader(held.account))
    feed.text = feed.text.replace("DTSTAMP:20260501T080000Z", "DTSTAMP:20260502T090000Z")
    assert turn(reader(held.account)).stored == 0
    assert list(Item.objects.values_list()) == before


def test_what_repeats_rolls_on_though_the_file_stays(feed: Feed, held: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.shows(meeting("w@k", TOMORROW - timedelta(days=60), "RRULE:FREQ=WEEKLY"))
    turn(reader(held.account))
    count, now = Event.objects.count(), timezone.now()
    monkeypatch.setattr(calendar_ledger, "now", lambda: now + timedelta(days=7, hours=1))
    turn(reader(held.account))
    assert Event.objects.count() == count + 1


@pytest.mark.parametrize(
    ("fails", "kind"),
    [
        ((404, {}, b""), SignInAgain), ((403, {}, b""), SignInAgain), ((500, {}, b""), TryLater),
        ((429, {"Retry-After": "90"}, b""), TryLater), ((200, {}, b"<html>Please sign in</html>"), AskAdministrator),
        ((200, {}, b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a"), TryLater),
        ((200, {}, b""), AskAdministrator),
    ],
)  # fmt: skip
def test_no_failure_takes_anything_away_or_tells_the_address(
    feed: Feed, held: Folder, fails: Answer, kind: type[Exception]
) -> None:
    feed.shows(meeting("a@k", TOMORROW))
    turn(reader(held.account))
    feed.fails = fails
    Folder.objects.update(compared_at=None)
    with pytest.raises(kind) as failed:
        reader(held.account).turn(1e18)
    assert SECRET not in f"{failed.value} {failed.value.__cause__} {failed.value.__context__}"
    if isinstance(failed.value, TryLater) and fails[0] == 429:
        assert failed.value.seconds == 90.0
    assert ledger(held) == (1, 0, 0, 1) and len(told()) == 1


def test_more_than_twenty_megabytes_is_not_taken(feed: Feed, held: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ics_link, "MOST_BYTES", 10_000)
    feed.shows(*(meeting(f"{n}@k", TOMORROW) for n in range(100)))
    with pytest.raises(BadItem, match="20 MB"):
        reader(held.account).turn(1e18)


def test_a_private_address_is_not_called_unless_an_owner_allows_it(feed: Feed, held: Folder) -> None:
    Workspace.objects.update(reach=[])
    with pytest.raises(AskAdministrator):
        reader(held.account).turn(1e18)
    assert feed.asked == []


def test_what_is_no_meeting_stands_in_the_account_with_its_reason(feed: Feed, held: Folder) -> None:
    feed.shows(meeting("a@k", TOMORROW), "UID:b@k\nSUMMARY:No start")
    feed.text = feed.text.replace("END:VCALENDAR", "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR")
    turn(reader(held.account))
    assert ledger(held) == (1, 1, 1, 3)
    assert Account.objects.get().folders.get().on_server == 3
    turn(reader(held.account))
    assert ledger(held) == (1, 1, 1, 3)
