"""Calendars of Microsoft 365 and Outlook.com by Microsoft Graph.

calendarView/delta tells that something changed and for single meetings what; of a series it names occurrences without
their words and says nothing of one that was taken out. So a change in a series has the whole window of days read anew
from calendarView, where every occurrence stands once with all that belongs to it; what did not change since is known
by its tag and not touched. The window rolls on with the days: it is read whole once a day, and that is the comparison.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sellwright.capture import calendar_ledger
from sellwright.capture.calendar_ledger import DAYS_AHEAD, YEARS_BACK, Ledger
from sellwright.capture.failures import BadItem, TryLater
from sellwright.capture.ledger import NotWanted
from sellwright.capture.microsoft_graph import Gone, Graph, StartOver, Throttled, rows_of
from sellwright.capture.reading import Found, Turn
from sellwright.derive.meetings import Shown
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.protocols.meetings import meeting_id
from sellwright.store.models import Account, Folder

EVERY, SOON = 30.0, 10.0  # seconds between looks; after a change others often follow
PATIENCE = 60.0
A_PAGE = 200
_FIELDS = (
    "id,iCalUId,type,seriesMasterId,subject,start,end,originalStart,isAllDay,isCancelled,organizer,attendees,showAs,"
    "responseStatus"
)
_ANSWERS = {"accepted": "accepted", "organizer": "accepted", "declined": "declined", "tentativelyAccepted": "tentative"}


def reader(account: Account) -> MicrosoftCalendar:
    """A Reader of somebody's Microsoft calendars."""
    return MicrosoftCalendar(account)


@dataclass(slots=True)
class _Whole:
    """A reading of the whole window, over several turns. `at` is the next link, '' before the first page; `cursor` is
    known once the delta round is through, and the view is read after it: what changes meanwhile is told next time."""

    known: dict[str, str]
    at: str = ""
    cursor: str = ""
    seen: set[str] = field(default_factory=set)


class MicrosoftCalendar:
    """A Reader (capture.reading)."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._graph = Graph(account)
        self._whole: dict[int, _Whole] = {}
        self._uids: dict[str, str] = {}  # a series' id to the UID it has in everybody's calendar

    def folders(self) -> list[Found]:
        """The person's calendars, and those others let them see."""
        rows = self._graph.pages("/me/calendars", _select="id,name,isDefaultCalendar", _top="100")
        return [Found(str(row["id"]), str(row.get("name") or row["id"])[:200], Folder.Role.CALENDAR) for row in rows]

    def turn(self, until: float) -> Turn:
        """Asks each calendar what changed, and reads what has to be read whole until the time is over."""
        row = Account.objects.select_related("mailbox").filter(pk=self._account.pk, paused_at=None).first()
        if row is None:
            raise NotWanted
        self._account = self._graph.account = row
        stored, compared, changed = 0, False, False
        try:
            for folder in calendar_ledger.folders_of(row):
                try:
                    new, is_changed, is_compared = self._step(Ledger(folder), until)
                except BadItem as failure:
                    self._whole.pop(folder.pk, None)
                    Ledger(folder).is_away(calendar_ledger.now(), failure.message)
                    continue
                stored, changed, compared = stored + new, changed or is_changed, compared or is_compared
        except Throttled as failure:
            if failure.seconds is None or failure.seconds > PATIENCE:
                raise
            return Turn(False, max(failure.seconds, 1.0), stored, compared)
        return Turn(bool(self._whole), SOON if changed else EVERY, stored, compared)

    def idle(self) -> None:
        """Its push needs a public address: it is polled."""

    def woken(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Lets the connections go."""
        self._graph.close()

    # ---- within

    def _step(self, ledger: Ledger, until: float) -> tuple[int, bool, bool]:
        """(meetings that are new here, whether something changed, whether all was compared)."""
        now, pk = calendar_ledger.now(), ledger.folder.pk
        whole = self._whole.get(pk)
        if whole is None and ledger.folder.cursor and not ledger.is_to_compare(now):
            known = ledger.known()
            changes = self._changes(ledger)
            if changes is not None:
                rows, link = changes
                if not rows:
                    if link != ledger.folder.cursor:
                        ledger.finish((), now, cursor=link)
                    return 0, False, False
                if all(_stands_alone(row, known) for row in rows):
                    return self._keep_few(ledger, rows, link), True, False
        if whole is None:
            whole = self._whole[pk] = _Whole(ledger.known())
        new, is_over = self._read_whole(ledger, whole, until)
        if is_over:
            self._whole.pop(pk, None)
        return new, True, is_over

    def _changes(self, ledger: Ledger) -> tuple[list[dict[str, Any]], str] | None:
        """What changed, and the new link; None when Graph has forgotten the old one."""
        rows: dict[str, dict[str, Any]] = {}
        link = ledger.folder.cursor
        while True:
            try:
                given = self._graph.get(link, prefer=(f"odata.maxpagesize={A_PAGE}",))
            except StartOver:
                return None
            rows |= {str(row["id"]): row for row in rows_of(given)}
            if done := given.get("@odata.deltaLink"):
                return list(rows.values()), str(done)
            link = _next(given)

    def _keep_few(self, ledger: Ledger, rows: list[dict[str, Any]], link: str) -> int:
        now = calendar_ledger.now()
        there = [row for row in rows if "@removed" not in row]
        new = ledger.keep([self._shown(ledger, row) for row in there], now)
        ledger.finish([str(row["id"]) for row in rows if "@removed" in row], now, cursor=link)
        return new

    def _read_whole(self, ledger: Ledger, whole: _Whole, until: float) -> tuple[int, bool]:
        now, new = calendar_ledger.now(), 0
        span = {
            "startDateTime": _written(now - YEARS_BACK),
            "endDateTime": _written(now + DAYS_AHEAD + timedelta(days=1)),
        }
        where = f"/me/calendars/{quote(ledger.folder.name, safe='')}/calendarView"
        try:
            while True:
                if not whole.cursor:
                    query = {} if whole.at else span
                    given = self._graph.get(
                        whole.at or f"{where}/delta", prefer=(f"odata.maxpagesize={A_PAGE}",), **query
                    )
                    whole.cursor = str(given.get("@odata.deltaLink") or "")
                    whole.at = "" if whole.cursor else _next(given)
                else:
                    query = {} if whole.at else {**span, "_select": _FIELDS, "_top": str(A_PAGE)}
                    given = self._graph.get(whole.at or where, **query)
                    new += self._page(ledger, whole, rows_of(given))
                    whole.at = str(given.get("@odata.nextLink") or "")
                    if not whole.at:
                        gone = [path for path in whole.known if path not in whole.seen]
                        ledger.finish(gone, now, cursor=whole.cursor, compared=True)
                        return new, True
                if time.monotonic() >= until:
                    return new, False
        except StartOver:
            self._whole.pop(ledger.folder.pk, None)
            raise TryLater("Microsoft forgot where we were; the calendar is read anew.") from None

    def _page(self, ledger: Ledger, whole: _Whole, rows: list[dict[str, Any]]) -> int:
        things = []
        for row in rows:
            path, tag = str(row["id"]), str(row.get("@odata.etag") or "")
            whole.seen.add(path)
            if not tag or whole.known.get(path) != tag[:300]:
                things.append(self._shown(ledger, row))
        return ledger.keep(things, calendar_ledger.now())

    def _shown(self, ledger: Ledger, row: dict[str, Any]) -> Shown:
        own = [str(one).lower() for one in self._account.mailbox.addresses]
        meeting = meeting_of(row, self._uid(row), own)
        tag = str(row.get("@odata.etag") or "")
        return ledger.shown(str(row["id"]), tag, [meeting] if meeting else [], len(json.dumps(row)))

    def _uid(self, row: dict[str, Any]) -> str:
        """The UID of a meeting as its guests' calendars have it. That of an occurrence names its day too; its series
        knows the one they share."""
        series = str(row.get("seriesMasterId") or "")
        if not series:
            return str(row.get("iCalUId") or row["id"])
        if series not in self._uids:
            try:
                given = self._graph.get(f"/me/events/{quote(series, safe='')}", _select="id,iCalUId")
                self._uids[series] = str(given.get("iCalUId") or series)
            except Gone:
                self._uids[series] = series
        return self._uids[series]


def meeting_of(row: dict[str, Any], uid: str, own: list[str]) -> Meeting | None:
    """An event of Graph as a Meeting; None for one without a start. `own` are the mailbox's addresses: what their owner
    answered stands beside the list of guests."""
    start = _moment(row.get("start"))
    if start is None:
        return None
    is_day = row.get("isAllDay") is True
    end = _moment(row.get("end")) or start
    stood = _stood(row, start, is_day)
    organiser = _address(row.get("organizer"))
    answer = _ANSWERS.get(str((row.get("responseStatus") or {}).get("response") or ""))
    return Meeting(
        id=meeting_id(uid, stood), path=f"{uid}@{start.astimezone(UTC):%Y%m%dT%H%M}", uid=uid, start_at=start,
        end_at=max(start, end), title=" ".join(str(row.get("subject") or "").split()), organiser=organiser,
        attendees=tuple(_attendees(row.get("attendees"), own, answer)), cancelled=row.get("isCancelled") is True,
        all_day=is_day, is_free=row.get("showAs") == "free",
    )  # fmt: skip


def _stood(row: dict[str, Any], start: datetime, is_day: bool) -> datetime | None:
    """Where an occurrence of a series stood at first (RECURRENCE-ID). Of a whole day that is its midnight UTC, as
    everywhere here; Graph gives the moment its day began where it was made."""
    if row.get("type") not in ("occurrence", "exception"):
        return None
    try:
        stood = datetime.fromisoformat(str(row["originalStart"]))
    except (KeyError, ValueError):
        return start
    stood = stood if stood.tzinfo else stood.replace(tzinfo=UTC)
    if is_day:
        near = stood.astimezone(UTC) + timedelta(hours=12)
        return near.replace(hour=0, minute=0, second=0, microsecond=0)
    return stood


def _stands_alone(row: dict[str, Any], known: dict[str, str]) -> bool:
    """Whether a change says all there is to say of it: a single meeting, or one that is known and went."""
    return str(row["id"]) in known if "@removed" in row else row.get("type") == "singleInstance"


def _attendees(rows: Any, own: list[str], answer: str | None) -> Iterator[Attendee]:
    seen = set()
    for row in rows if isinstance(rows, list) else []:
        address = _address(row)
        if address is None or row.get("type") == "resource" or address.email in seen:
            continue
        seen.add(address.email)
        said = _ANSWERS.get(str((row.get("status") or {}).get("response") or ""))
        told: Any = (answer if address.email in own else None) or said or "none"
        yield Attendee(address, told)


def _address(row: Any) -> Address | None:
    found = row.get("emailAddress") if isinstance(row, dict) else None
    email = str(found.get("address") or "").strip().lower() if isinstance(found, dict) else ""
    if "@" not in email or not isinstance(found, dict):
        return None
    name = str(found.get("name") or "").strip()
    return Address(email, "" if name.lower() == email else name)


def _moment(given: Any) -> datetime | None:
    """Graph writes the zone beside the time; we ask for none, so it is UTC."""
    if not isinstance(given, dict):
        return None
    try:
        at = datetime.fromisoformat(str(given.get("dateTime") or "")[:26])
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(str(given.get("timeZone") or "UTC")))
    except (ValueError, OSError, KeyError):
        return None


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT00:00:00Z}"


def _next(given: dict[str, Any]) -> str:
    link = given.get("@odata.nextLink")
    if not link:
        raise TryLater("Microsoft's answer does not say how it goes on.")
    return str(link)
