"""Google calendars by Google's calendar API, version 3: what changed by syncToken, everything anew when it expired.

Repeats come as single occurrences (singleEvents), each with its iCalUID and where it stood at first: the same meeting
as in anybody's CalDAV. A syncToken holds the days it was made for, so everything is read again once a day, when the
window has rolled on; that is the comparison too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import requests

from sellwright import outbound
from sellwright.capture import calendar_ledger, oauth
from sellwright.capture.calendar_ledger import DAYS_AHEAD, YEARS_BACK, Ledger
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.capture.reading import Found, Turn
from sellwright.derive.meetings import Shown
from sellwright.interactions.failures import SellwrightError
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.protocols.meetings import meeting_id
from sellwright.store.models import Account, Folder

API = "https://www.googleapis.com/calendar/v3"
EVERY, SOON = 40.0, 10.0
A_PAGE = 250  # events; Google gives at most 2,500
PAGES = 2_000
MOST_BYTES = 20_000_000
SECONDS = 60.0
_ANSWERS = {"accepted": "accepted", "declined": "declined", "tentative": "tentative"}
_BUSY = ("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError")
_NO_MEETING = ("workingLocation", "birthday")


class _Gone(CaptureError):
    """410: the syncToken is known no more."""


@dataclass(slots=True)
class _Asking:
    """A question whose pages are read over several turns."""

    query: dict[str, str]
    known: dict[str, str]  # '' unless everything is compared
    whole: bool
    seen: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    pages: int = 0


def reader(account: Account) -> GoogleCalendar:
    """A Reader of somebody's Google calendars."""
    return GoogleCalendar(account, lambda refused="": oauth.token(account, refused=refused))


class GoogleCalendar:
    """A Reader (capture.reading). `token` gives an access token; called with one that was refused it gets another."""

    def __init__(self, account: Account, token: Callable[..., str], api: str = API) -> None:
        self._account, self._token, self._api = account, token, api
        self._session: outbound.Session | None = None
        self._asking: dict[int, _Asking] = {}
        self._list_at = calendar_ledger.first_look()

    def folders(self) -> list[Found]:
        """The calendars of the person's list that they may read whole."""
        found, query = list[Found](), {"minAccessRole": "reader", "maxResults": "250"}
        for _page in range(PAGES):
            told = self._ask("/users/me/calendarList", query)
            for row in told.get("items", []):
                title = str(row.get("summaryOverride") or row.get("summary") or row["id"])
                found.append(Found(str(row["id"]), title[:200], Folder.Role.CALENDAR))
            if not told.get("nextPageToken"):
                break
            query["pageToken"] = str(told["nextPageToken"])
        return found

    def turn(self, until: float) -> Turn:
        """Asks each calendar what changed, page by page, until the time is over."""
        self._account = calendar_ledger.wanted(self._account)
        stored, compared, changed = 0, False, False
        if time.monotonic() >= self._list_at:
            calendar_ledger.note_calendars(self._account, self.folders(), calendar_ledger.now())
            self._list_at = time.monotonic() + calendar_ledger.LIST_EVERY
        for folder in calendar_ledger.folders_of(self._account):
            if folder.gone_at is not None:
                continue
            ledger = Ledger(folder)
            try:
                new, asked = self._step(ledger, until)
            except BadItem as failure:
                self._asking.pop(folder.pk, None)
                ledger.is_away(calendar_ledger.now(), failure.message)
                continue
            stored, compared = stored + new, compared or (asked.whole and folder.pk not in self._asking)
            changed = changed or bool(asked.seen or asked.gone)
            if time.monotonic() >= until and self._asking:
                break
        return Turn(bool(self._asking), SOON if changed else EVERY, stored, compared)

    def idle(self) -> None:
        """Its push needs a public address: it is polled."""

    def woken(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Lets the connection go."""
        self._asking.clear()
        if self._session is not None:
            self._session.close()
            self._session = None

    def _step(self, ledger: Ledger, until: float) -> tuple[int, _Asking]:
        now, pk, new = calendar_ledger.now(), ledger.folder.pk, 0
        asking = self._asking.get(pk)
        if asking is None:
            asking = self._asking[pk] = _question(ledger, now)
        where = f"/calendars/{quote(ledger.folder.name, safe='')}/events"
        while asking.pages < PAGES:
            try:
                told = self._ask(where, asking.query)
            except _Gone:
                asking = self._asking[pk] = _everything(ledger, now)
                continue
            new += self._page(ledger, told, asking, now)
            if not told.get("nextPageToken"):
                if asking.whole:
                    asking.gone = [path for path in asking.known if path not in asking.seen]
                cursor = json.dumps({"token": told.get("nextSyncToken", "")})
                ledger.finish(asking.gone, now, cursor=cursor, compared=asking.whole)
                break
            asking.query["pageToken"] = str(told["nextPageToken"])
            if time.monotonic() >= until:
                return new, asking
        self._asking.pop(pk, None)
        return new, asking

    def _page(self, ledger: Ledger, told: dict[str, Any], asking: _Asking, now: datetime) -> int:
        asking.pages += 1
        zone = _zone(str(told.get("timeZone") or "UTC"))
        things: dict[str, Shown] = {}
        for event in told.get("items", []):
            path = str(event.get("id") or "")
            if not path:
                continue
            # What was taken out of a calendar bears no times; an occurrence that was called off says which it was.
            if event.get("status") == "cancelled" and not event.get("start"):
                asking.gone.append(path)
                things.pop(path, None)
                continue
            asking.seen.add(path)
            tag = str(event.get("etag") or "")
            if asking.whole and tag and asking.known.get(path) == tag[:300]:
                continue
            things[path] = _shown(ledger, path, event, zone)
        return ledger.keep(things.values(), now)

    def _ask(self, where: str, query: dict[str, str]) -> dict[str, Any]:
        token = self._token()
        answer = self._get(where, query, token)
        if answer.status_code == 401:
            answer = self._get(where, query, self._token(token))
        if answer.status_code != 200:
            raise _failure(answer)
        try:
            told = answer.json()
        except ValueError as failure:
            raise TryLater("Google's answer cannot be read.", "It is tried again by itself.") from failure
        return told if isinstance(told, dict) else {}

    def _get(self, where: str, query: dict[str, str], token: str) -> requests.Response:
        if self._session is None:
            self._session = outbound.session(outbound.reach(), most_bytes=MOST_BYTES, timeout=SECONDS)
        try:
            return self._session.get(self._api + where, params=query, headers={"Authorization": f"Bearer {token}"})
        except outbound.NotLetOut as failure:
            raise AskAdministrator(failure.message, failure.next_step) from None
        except SellwrightError as failure:
            raise TryLater(failure.message, failure.next_step) from None


def meeting_of(event: dict[str, Any], zone: tzinfo) -> Meeting | None:
    """An event resource as a Meeting; None for one without a start. `zone` is the calendar's own."""
    start = _moment(event.get("start"), zone)
    if start is None:
        return None
    end = _moment(event.get("end"), zone) or start
    stood = _moment(event.get("originalStartTime"), zone)
    uid = str(event.get("iCalUID") or event.get("id") or "")
    organiser = _address(event.get("organizer"))
    is_calendar = organiser is not None and organiser.email.endswith("@group.calendar.google.com")
    named = meeting_id(uid, stood)
    return Meeting(
        id=named, path=f"{uid}@{start.astimezone(UTC):%Y%m%dT%H%M}", uid=uid, start_at=start, end_at=max(start, end),
        title=" ".join(str(event.get("summary") or "").split()),
        organiser=_address(event.get("creator")) if is_calendar else organiser,
        attendees=tuple(_attendees(event.get("attendees"))), cancelled=event.get("status") == "cancelled",
        all_day="date" in (event.get("start") or {}), is_free=event.get("transparency") == "transparent",
        edition=int(event.get("sequence") or 0),
    )  # fmt: skip


def _question(ledger: Ledger, now: datetime) -> _Asking:
    token = json.loads(ledger.folder.cursor or "{}").get("token", "")
    if not token or ledger.is_to_compare(now):
        return _everything(ledger, now)
    return _Asking({"singleEvents": "true", "maxResults": str(A_PAGE), "syncToken": token}, {}, False)


def _everything(ledger: Ledger, now: datetime) -> _Asking:
    query = {
        "singleEvents": "true", "maxResults": str(A_PAGE), "timeMin": (now - YEARS_BACK).isoformat(timespec="seconds"),
        "timeMax": (now + DAYS_AHEAD + timedelta(days=1)).isoformat(timespec="seconds"),
    }  # fmt: skip
    return _Asking(query, ledger.known(), True)


def _shown(ledger: Ledger, path: str, event: dict[str, Any], zone: tzinfo) -> Shown:
    size = len(json.dumps(event))
    kind = str(event.get("eventType") or "default")
    meeting = None if kind in _NO_MEETING else meeting_of(event, zone)
    tag = str(event.get("etag") or "")
    return ledger.shown(path, tag, [meeting] if meeting else [], size)


def _attendees(rows: Any) -> Iterator[Attendee]:
    seen = set()
    for row in rows if isinstance(rows, list) else []:
        address = _address(row)
        if address is None or row.get("resource") or address.email in seen:
            continue
        seen.add(address.email)
        answer: Any = _ANSWERS.get(str(row.get("responseStatus") or ""), "none")
        yield Attendee(address, answer)


def _address(row: Any) -> Address | None:
    email = str(row.get("email") or "").strip().lower() if isinstance(row, dict) else ""
    if "@" not in email:
        return None
    name = str(row.get("displayName") or "").strip()
    return Address(email, "" if name.lower() == email else name)


def _moment(given: Any, zone: tzinfo) -> datetime | None:
    """Midnight UTC of a whole day, as meetings of files have it; None for nothing that can be read."""
    if not isinstance(given, dict):
        return None
    try:
        if given.get("date"):
            day = date.fromisoformat(str(given["date"]))
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        found = datetime.fromisoformat(str(given.get("dateTime") or ""))
    except ValueError:
        return None
    own = _zone(str(given["timeZone"])) if given.get("timeZone") else zone
    return found.astimezone(own) if found.tzinfo else found.replace(tzinfo=own)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def _failure(answer: requests.Response) -> CaptureError:
    """What Google's error means for a person."""
    try:
        told = answer.json()["error"]
        reason = str(told["errors"][0]["reason"]) if told.get("errors") else str(told.get("status", ""))
    except (ValueError, KeyError, TypeError, IndexError):
        reason = ""
    code = answer.status_code
    if code == 410:
        return _Gone("The token of this calendar ran out.")
    if code == 401:
        return SignInAgain("Google does not take our sign-in any more.", "Sign in with Google again.")
    if (code == 403 and reason in _BUSY) or code == 429 or code >= 500:
        wait = answer.headers.get("Retry-After", "")
        return TryLater(
            "Google wants fewer questions for a while." if code in (403, 429) else "Google's calendar is out of order.",
            "It is tried again by itself.", seconds=min(float(wait), 86_400.0) if wait.isdigit() else None,
        )  # fmt: skip
    if code == 403:
        return AskAdministrator(
            "Google does not let us read this calendar.",
            "Whoever registered the app switches the calendar API on, and the sign-in has to allow calendars.",
        )
    if code == 404:
        return BadItem("Google does not know this calendar any more.", "Choose another one.")
    return TryLater(f"Google answers in a way we do not know ({code}).", "It is tried again by itself.")
