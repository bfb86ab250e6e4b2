"""CalDAV against a real Radicale: every change a calendar program makes there stands here, once, and the sums agree."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest
import requests
from django.utils import timezone

from sellwright import access, outbound
from sellwright.capture import caldav_wire, calendar_ledger
from sellwright.capture.caldav_reader import CalDav, begin_at, calendars, reader, server_of
from sellwright.capture.caldav_wire import Dav
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.reading import NotWanted
from sellwright.derive import settling
from sellwright.store.models import Account, Event, Folder, Item, Standing, Touch
from tests.capture import calendars as cal
from tests.capture.calendars import PASSWORD, USER, Radicale, calendar, ledger, meeting, told, turn

pytestmark = pytest.mark.django_db(transaction=True)
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
TOMORROW = NOON + timedelta(days=1)
ANA = "ana.ruiz@lab.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with cal.radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def held(server: Radicale) -> Folder:
    """An empty calendar on the server, connected."""
    server.make()
    account = cal.account("caldav", {"url": server.url, "user": USER}, {"password": PASSWORD})
    return cal.folder(account, server.calendar)


def at(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"


# Finding


@pytest.mark.parametrize("begin", ["", "{user}/", "{user}/work/", ".well-known/caldav"])
def test_calendars_are_found_from_any_address_of_the_server(server: Radicale, begin: str) -> None:
    server.make()
    server.make("todo", holds="VTODO")
    cal.account("caldav", {}, {})
    with_password = Dav(server.url + begin.format(user=USER), USER, PASSWORD)
    assert [(one.name, one.title, one.role) for one in calendars(with_password)] == [
        (server.calendar, "My work", "calendar")
    ]


def test_an_address_is_where_one_begins() -> None:
    assert begin_at("mira@kestrel.example") == "https://kestrel.example/.well-known/caldav"
    assert begin_at("https://cal.kestrel.example/dav/") == "https://cal.kestrel.example/dav/"
    assert "icloud" in begin_at("mira@icloud.com")


def test_a_wrong_password_and_a_website_are_told_apart(server: Radicale, held: Folder) -> None:
    with pytest.raises(SignInAgain, match="name and password"):
        calendars(Dav(server.url, USER, "wrong"))
    account = Account.objects.get()
    account.where = {**account.where, "url": server.url + "nobody/here/"}
    with pytest.raises(CaptureError):
        server_of(account).look(server.url + ".web/", ("d:displayname",))


# What happens there, happens here


def test_a_meeting_stands_here_with_its_people_and_moves_and_goes(server: Radicale, held: Folder) -> None:
    one = reader(held.account)
    access.scope_of(held.account.mailbox.owner)
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    assert turn(one).stored == 1
    event = Event.objects.get()
    assert told() == [(at(TOMORROW), "Visit", True)] and ledger(held) == (1, 0, 0, 1)
    settling.settle()
    touch = Touch.objects.get()
    assert (touch.person.key, touch.side, touch.minutes, touch.at) == (ANA, "us", 30.0, TOMORROW.timestamp())
    assert Standing.objects.filter(person__key=ANA).exists()

    later = TOMORROW + timedelta(days=2, hours=1)
    server.put("a.ics", calendar(meeting("a@k", later, "SEQUENCE:1", minutes=45, title="Long visit")))
    done = turn(one)
    settling.settle()
    assert (done.stored, done.again_after) == (0, 10.0)
    assert told() == [(at(later), "Long visit", True)]
    assert Event.objects.get().public_id == event.public_id
    assert (Touch.objects.get().at, Touch.objects.get().minutes) == (later.timestamp(), 45.0)

    server.put("a.ics", calendar(meeting("a@k", later, "SEQUENCE:2", "STATUS:CANCELLED")))
    turn(one)
    settling.settle()
    assert Event.objects.count() == 1 and not Touch.objects.exists()
    server.delete("a.ics")
    turn(one)
    settling.settle()
    assert told() == [] and ledger(held) == (0, 0, 0, 0)
    assert Item.objects.get().is_gone  # it stands in the account that it was there
    assert not Standing.objects.exists()


def test_what_is_past_stays_when_it_goes_from_the_server(server: Radicale, held: Folder) -> None:
    one = reader(held.account)
    server.put("a.ics", calendar(meeting("a@k", NOON - timedelta(days=9))))
    turn(one)
    server.delete("a.ics")
    turn(one)
    assert told() == [(at(NOON - timedelta(days=9)), "Visit", True)]


def test_nothing_new_is_one_small_question_and_no_row(server: Radicale, held: Folder) -> None:
    for number in range(30):
        server.put(f"{number}.ics", calendar(meeting(f"{number}@k", TOMORROW + timedelta(hours=number))))
    assert turn(reader(held.account)).stored == 30
    counting = Counting(held.account)
    before = list(Item.objects.values_list())
    done = turn(CalDav(held.account, counting))
    assert (done.stored, done.again_after, counting.asked) == (0, 30.0, ["sync"])
    assert list(Item.objects.values_list()) == before


class Counting(Dav):
    """A server that notes what it is asked."""

    def __init__(self, account: Account) -> None:
        super().__init__(str(account.where["url"]), USER, PASSWORD)
        self.asked: list[str] = []

    def _many(self, method: str, url: str, body: str, depth: int) -> caldav_wire.Many:
        kinds = {"sync-collection": "sync", "calendar-multiget": "fetch", "getctag": "ctag", "propfind": "list"}
        self.asked.append(next(name for word, name in kinds.items() if word in body))
        return super()._many(method, url, body, depth)


def test_a_token_the_server_forgot_compares_everything(server: Radicale, held: Folder) -> None:
    one = reader(held.account)
    for number in range(3):
        server.put(f"{number}.ics", calendar(meeting(f"{number}@k", TOMORROW + timedelta(hours=number))))
    turn(one)
    server.delete("0.ics")
    server.put("1.ics", calendar(meeting("1@k", TOMORROW + timedelta(days=3), "SEQUENCE:1")))
    server.put("3.ics", calendar(meeting("3@k", TOMORROW + timedelta(days=4))))
    Folder.objects.update(cursor="sync http://radicale.org/ns/sync/" + "0" * 64)
    counting = Counting(held.account)
    done = turn(CalDav(held.account, counting))
    assert (done.stored, done.is_compared) == (1, True)
    assert [when for when, *_ in told()] == [
        at(TOMORROW + timedelta(hours=2)), at(TOMORROW + timedelta(days=3)), at(TOMORROW + timedelta(days=4)),
    ]  # fmt: skip
    assert ledger(held) == (3, 0, 0, 3)
    assert counting.asked == ["sync", "sync", "fetch"]
    assert turn(one).stored == 0


class NoSync(Counting):
    def changes(self, url: str, token: str) -> caldav_wire.Many:
        raise caldav_wire.NotOffered("no")


def test_without_sync_collection_its_ctag_and_etags_do(server: Radicale, held: Folder) -> None:
    plain = NoSync(held.account)
    one = CalDav(held.account, plain)
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    server.put("b.ics", calendar(meeting("b@k", TOMORROW + timedelta(days=1))))
    assert turn(one).stored == 2
    plain.asked.clear()
    assert turn(one).stored == 0
    assert plain.asked == ["ctag"]
    server.put("a.ics", calendar(meeting("a@k", TOMORROW + timedelta(days=5), "SEQUENCE:1")))
    server.delete("b.ics")
    turn(one)
    assert told() == [(at(TOMORROW + timedelta(days=5)), "Visit", True)]
    assert ledger(held) == (1, 0, 0, 1)


def test_asked_for_everything_is_compared(server: Radicale, held: Folder) -> None:
    one = reader(held.account)
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    turn(one)
    Item.objects.all().delete()  # whatever went wrong here
    assert not Event.objects.filter(sightings__isnull=False).exists()
    assert turn(one).stored == 0  # the server says: nothing new
    Account.objects.update(asked_at=timezone.now())
    done = turn(one)
    assert done.is_compared and ledger(held) == (1, 0, 0, 1) and told() == [(at(TOMORROW), "Visit", True)]
    assert not turn(one).is_compared


def test_a_series_shows_each_occurrence_once_and_the_days_roll_on(
    server: Radicale, held: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = reader(held.account)
    weekly = "RRULE:FREQ=WEEKLY"
    begin = NOON - timedelta(days=3 * 366)
    server.put("w.ics", calendar(meeting("w@k", begin, weekly)))
    turn(one)
    first = list(Event.objects.order_by("at").values_list("ref", "at"))
    now = timezone.now()
    inside = [begin + timedelta(weeks=n) for n in range(400)]
    days = calendar_ledger.window(now)
    assert [moment for _, moment in first] == [m.timestamp() for m in inside if days.first <= m.date() <= days.last]
    assert ledger(held) == (1, 0, 0, 1)
    turn(one)
    assert list(Event.objects.order_by("at").values_list("ref", "at")) == first
    # A week later one has come and none has gone, without a word of the server.
    monkeypatch.setattr(calendar_ledger, "now", lambda: now + timedelta(days=7))
    Folder.objects.update(compared_at=now + timedelta(days=7))
    turn(one)
    rolled = list(Event.objects.order_by("at").values_list("ref", "at"))
    assert rolled[:-1] == first and rolled[-1][1] == first[-1][1] + 7 * 86400


def test_exceptions_of_a_series_change_the_occurrence_they_name(server: Radicale, held: Folder) -> None:
    one = reader(held.account)
    series = meeting("w@k", TOMORROW, "RRULE:FREQ=DAILY;COUNT=4")
    server.put("w.ics", calendar(series))
    turn(one)
    before = {row.at: row.public_id for row in Event.objects.all()}
    days = [TOMORROW + timedelta(days=n) for n in range(4)]
    moved = meeting("w@k", days[1] + timedelta(hours=3), f"RECURRENCE-ID:{days[1]:%Y%m%dT%H%M%SZ}", title="Moved")
    off = meeting("w@k", days[2], f"RECURRENCE-ID:{days[2]:%Y%m%dT%H%M%SZ}", "STATUS:CANCELLED")
    server.put("w.ics", calendar(f"{series}\nEXDATE:{days[3]:%Y%m%dT%H%M%SZ}", moved, off))
    turn(one)
    settling.settle()
    rows = {row.public_id: row for row in Event.objects.all()}
    assert set(rows) == {before[day.timestamp()] for day in days[:3]}
    assert rows[before[days[1].timestamp()]].at == (days[1] + timedelta(hours=3)).timestamp()
    happens = [days[0].timestamp(), (days[1] + timedelta(hours=3)).timestamp()]
    assert list(Touch.objects.order_by("at").values_list("at", flat=True)) == happens


# Who


def test_one_meeting_in_two_peoples_calendars_is_one_and_both_see_it(server: Radicale, held: Folder) -> None:
    server.make("other")
    other_url = f"{server.url}{USER}/other/"
    jo = cal.account("caldav", held.account.where, {"password": PASSWORD}, email="jo.petri@kestrel.example")
    other = cal.folder(jo, other_url)
    text = meeting("a@k", TOMORROW, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:jo.petri@kestrel.example")
    server.put("a.ics", calendar(text))
    server.put(other_url + "copy.ics", calendar(text))
    assert (turn(reader(held.account)).stored, turn(reader(jo)).stored) == (1, 0)
    event = Event.objects.get()
    assert cal.shows(event) == {cal.ME, "jo.petri@kestrel.example"}
    # Jo accepts, in Jo's own copy; then the organiser's copy, which has not heard of it, changes its title.
    server.put(other_url + "copy.ics", calendar(text.replace("NEEDS-ACTION", "ACCEPTED")))
    turn(reader(jo))
    server.put("a.ics", calendar(text.replace("SUMMARY:Visit", "SUMMARY:Visit and lunch")))
    turn(reader(held.account))
    answers = dict(re.findall(r'\["([^"]+)","[^"]*","(\w+)"\]', Event.objects.get().body))
    assert answers["jo.petri@kestrel.example"] == "accepted" and Event.objects.get().title == "Visit and lunch"
    server.delete("a.ics")
    turn(reader(held.account))
    assert cal.shows(Event.objects.get()) == {"jo.petri@kestrel.example"}
    assert ledger(held) == (0, 0, 0, 0) and ledger(other) == (1, 0, 0, 1)


def test_a_meeting_we_declined_did_not_happen_with_us(server: Radicale, held: Folder) -> None:
    declined = meeting("a@k", TOMORROW).replace(
        f"PARTSTAT=ACCEPTED:mailto:{cal.ME}", f"PARTSTAT=DECLINED:mailto:{cal.ME}"
    )
    server.put(
        "a.ics", calendar(declined.replace(f"ORGANIZER;CN=Mira Holt:mailto:{cal.ME}", f"ORGANIZER:mailto:{ANA}"))
    )
    turn(reader(held.account))
    settling.settle()
    assert Event.objects.count() == 1 and not Touch.objects.exists()


def test_people_who_are_never_captured_are_left_out_with_the_reason(server: Radicale, held: Folder) -> None:
    box = held.account.mailbox
    box.never = ["lab.example"]
    box.save()
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    server.put("b.ics", calendar(meeting("b@k", TOMORROW).replace(ANA, "bo@mill.example")))
    turn(reader(held.account))
    assert ledger(held) == (1, 1, 0, 2)
    assert Item.objects.get(outcome="skipped").reason == "you keep this person or domain out"
    assert "ruiz" not in str(list(Event.objects.values()))


def test_meetings_before_the_chosen_day_are_left_out_until_another_day_is_chosen(
    server: Radicale, held: Folder
) -> None:
    Account.objects.update(since=TOMORROW.date())
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    server.put("b.ics", calendar(meeting("b@k", NOON - timedelta(days=3))))
    turn(reader(held.account))
    assert ledger(held) == (1, 1, 0, 2)
    assert Item.objects.get(outcome="skipped").reason == "older than the day you chose"
    Account.objects.update(since=None, asked_at=timezone.now())
    turn(reader(held.account))
    assert ledger(held) == (2, 0, 0, 2)


# What goes wrong


def test_a_resource_that_cannot_be_read_costs_itself_alone(server: Radicale, held: Folder) -> None:
    class Damaging(Counting):
        def fetch(self, url: str, hrefs: Iterable[str]) -> caldav_wire.Many:
            many = super().fetch(url, hrefs)
            for one in many.answers:
                if one.href.endswith("b.ics"):
                    one.props["{urn:ietf:params:xml:ns:caldav}calendar-data"].text = "BEGIN:VCALENDAR\nrubbish"
            return caldav_wire.Many(tuple(one for one in many.answers if not one.href.endswith("c.ics")))

    for name in "abc":
        server.put(f"{name}.ics", calendar(meeting(f"{name}@k", TOMORROW)))
    turn(CalDav(held.account, Damaging(held.account)))
    assert ledger(held) == (1, 0, 2, 3)
    reasons = dict(Item.objects.filter(outcome="failed").values_list("reason", "tries"))
    assert reasons == {"damaged": 1, "the server named it and did not show it": 1}
    Item.objects.filter(outcome="failed").update(again_at=timezone.now())
    turn(reader(held.account))
    assert ledger(held) == (3, 0, 0, 3)


def test_cut_off_anywhere_it_goes_on_to_the_same_end(server: Radicale, held: Folder) -> None:
    """The line breaks after each number of questions in turn; what was stored is not fetched again."""

    class Breaking(Counting):
        left = 0

        def _many(self, method: str, url: str, body: str, depth: int) -> caldav_wire.Many:
            if self.left <= 0:
                raise TryLater("cut")
            self.left -= 1
            return super()._many(method, url, body, depth)

    for number in range(120):
        server.put(f"{number}.ics", calendar(meeting(f"{number}@k", TOMORROW + timedelta(hours=number))))
    fetched = 0
    for _attempt in range(20):
        breaking = Breaking(held.account)
        breaking.left = 2
        try:
            done = CalDav(held.account, breaking).turn(1e18)
        except TryLater:
            fetched += breaking.asked.count("fetch")
            continue
        fetched += breaking.asked.count("fetch")
        if not done.is_more:
            break
    assert ledger(held) == (120, 0, 0, 120) and Event.objects.count() == 120
    assert fetched == 5


def test_a_calendar_that_went_is_said_and_the_others_are_read(server: Radicale, held: Folder) -> None:
    gone = cal.folder(held.account, f"{server.url}{USER}/gone/")
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    assert turn(reader(held.account)).stored == 1
    gone.refresh_from_db()
    assert gone.gone_at is not None and "no calendar" in gone.error


def test_calendars_that_come_and_go_are_seen(server: Radicale, held: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("other", "todo"):
        with contextlib.suppress(AssertionError):
            server.ask("DELETE", f"{server.url}{USER}/{name}/")
    monkeypatch.setattr(calendar_ledger, "LIST_EVERY", 0.0)
    one = reader(held.account)
    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    turn(one)
    server.make("second")
    server.put(
        f"{server.url}{USER}/second/b.ics", calendar(meeting("b@k", TOMORROW + timedelta(days=1), title="Other"))
    )
    server.put(f"{server.url}{USER}/second/c.ics", calendar(meeting("c@k", NOON - timedelta(days=2), title="Past")))
    turn(one)
    assert [title for _, title, _ in told()] == ["Past", "Visit", "Other"]
    second = Folder.objects.get(title="My second")
    assert ledger(second) == (2, 0, 0, 2)
    server.ask("DELETE", f"{server.url}{USER}/second/")
    turn(one)
    assert [title for _, title, _ in told()] == ["Past", "Visit"]
    assert ledger(second) == (0, 0, 0, 0) and second.gone_at is not None
    assert turn(one).stored == 0 and ledger(held) == (1, 0, 0, 1)


def test_paused_or_disconnected_in_the_middle_it_stores_no_more(server: Radicale, held: Folder) -> None:
    class Pausing(Counting):
        def fetch(self, url: str, hrefs: Iterable[str]) -> caldav_wire.Many:
            found = super().fetch(url, hrefs)
            Account.objects.update(paused_at=timezone.now())
            return found

    server.put("a.ics", calendar(meeting("a@k", TOMORROW)))
    with pytest.raises(NotWanted):
        CalDav(held.account, Pausing(held.account)).turn(1e18)
    with pytest.raises(NotWanted):
        reader(held.account).turn(1e18)
    assert not Item.objects.exists() and not Event.objects.exists()
    Account.objects.update(paused_at=None)
    assert turn(reader(held.account)).stored == 1
    Account.objects.all().delete()
    with pytest.raises(NotWanted):
        reader(held.account).turn(1e18)


def test_the_password_goes_to_no_other_firm(server: Radicale) -> None:
    cal.account("caldav", {}, {})
    dav = Dav("https://caldav.icloud.com/", USER, PASSWORD)
    assert dav.trusts("https://p12-caldav.icloud.com/1/") and not dav.trusts("https://icloud.com.evil.example/")
    assert not dav.trusts("http://caldav.icloud.com/")
    with pytest.raises(AskAdministrator, match="password"):
        dav.look("https://evil.example/", ("d:displayname",))


def test_hostile_xml_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = requests.Response()
    answer.status_code, answer.url = 207, "https://x.example/"
    answer._content = b'<!DOCTYPE a [<!ENTITY e "ha">]><d:multistatus xmlns:d="DAV:">&e;</d:multistatus>'
    monkeypatch.setattr(outbound.Session, "request", lambda *args, **named: answer)
    with pytest.raises(TryLater, match="cannot be read"):
        Dav("https://x.example/", "", "", outbound.session(outbound.Reach(), most_bytes=1, timeout=1)).changes("/", "")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, SignInAgain), (403, AskAdministrator), (503, TryLater), (429, TryLater), (500, TryLater)],
)
def test_what_a_status_means(monkeypatch: pytest.MonkeyPatch, status: int, kind: type[CaptureError]) -> None:
    answer = requests.Response()
    answer.status_code, answer.url, answer._content = status, "https://x.example/", b""
    answer.headers["Retry-After"] = "120"
    monkeypatch.setattr(outbound.Session, "request", lambda *args, **named: answer)
    session = outbound.session(outbound.Reach(), most_bytes=1, timeout=1)
    with pytest.raises(kind) as failed:
        Dav("https://x.example/", "", "", session).look("/", ("d:displayname",))
    if isinstance(failed.value, TryLater):
        assert failed.value.seconds == 120.0
