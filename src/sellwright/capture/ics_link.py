"""A calendar behind an address (an ICS link, webcal://), fetched whole when it changed and compared UID by UID.

The address is often the only secret of such a calendar: it is kept sealed, and no failure names more than its host.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from sellwright import outbound
from sellwright.capture import calendar_ledger
from sellwright.capture.caldav_wire import later
from sellwright.capture.calendar_ledger import Ledger
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.capture.reading import Found, Turn
from sellwright.interactions.failures import SellwrightError
from sellwright.protocols.calendars import Series, series_in
from sellwright.store import sealed
from sellwright.store.models import Account, Folder

MOST_BYTES = 20_000_000
SECONDS = 60.0
EVERY = 60.0
NAME = "calendar"  # of its one folder: the address is a secret


def reader(account: Account) -> IcsLink:
    """A Reader of an ICS link."""
    return IcsLink(account)


class IcsLink:
    """A Reader (capture.reading). Between two turns nothing is kept but an open connection."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._session: outbound.Session | None = None

    def folders(self) -> list[Found]:
        """The one calendar behind the address, when there is one."""
        answer = self._get({})
        return [Found(NAME, _title(_data(answer), self._account.address), Folder.Role.CALENDAR)]

    def turn(self, until: float) -> Turn:
        """Fetches the file if it changed, or if another day began for what repeats in it."""
        self._account = calendar_ledger.wanted(self._account)
        stored, compared = 0, False
        for folder in calendar_ledger.folders_of(self._account):
            ledger, now = Ledger(folder), calendar_ledger.now()
            found, is_whole = self._step(ledger, now)
            stored, compared = stored + found, compared or is_whole
        return Turn(False, EVERY, stored, compared)

    def idle(self) -> None:
        """A file gives no word of its own."""

    def woken(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Lets the connection go."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _step(self, ledger: Ledger, now: datetime) -> tuple[int, bool]:
        kept = json.loads(ledger.folder.cursor or "{}")
        whole = ledger.is_to_compare(now) or bool(ledger.due(now))
        answer = self._get({} if whole else kept)
        if answer.status_code == 304:
            ledger.finish([], now, cursor=None)
            return 0, False
        data = _data(answer)
        cursor = {"etag": answer.headers.get("ETag", ""), "changed": answer.headers.get("Last-Modified", ""),
                  "print": hashlib.blake2b(data, digest_size=16).hexdigest()}  # fmt: skip
        if cursor["print"] == kept.get("print") and not whole:
            ledger.finish([], now, cursor=json.dumps(cursor))
            return 0, False
        series = {_path(one): one for one in series_in(data, NAME, calendar_ledger.window(now))}
        known = ledger.prints()
        new = ledger.keep(
            (
                ledger.open_series(path, one, now)
                for path, one in series.items()
                if _is_changed(known.get(path), one, now)
            ),
            now,
        )
        gone = [path for path in known if path not in series]
        ledger.finish(gone, now, cursor=json.dumps(cursor), compared=True)
        return new, True

    def _get(self, kept: dict[str, Any]) -> requests.Response:
        headers = {"Accept": "text/calendar"}
        if kept.get("etag"):
            headers["If-None-Match"] = str(kept["etag"])
        if kept.get("changed"):
            headers["If-Modified-Since"] = str(kept["changed"])
        if self._session is None:
            self._session = outbound.session(outbound.reach(), most_bytes=MOST_BYTES, timeout=SECONDS)
        url, auth = _opens(self._account)
        try:
            answer = self._session.get(url, headers=headers, auth=auth)
        except outbound.TooMuch:
            raise BadItem("This calendar has more than 20 MB.", "Share a smaller part of it.") from None
        except outbound.NotLetOut as failure:
            raise AskAdministrator(failure.message, failure.next_step) from None
        except SellwrightError as failure:
            raise TryLater(failure.message, failure.next_step) from None
        if answer.status_code in (200, 304):
            return answer
        raise _failure(answer)


def address_of(typed: str) -> str:
    """An address as a person has it (webcal://…) as it is fetched."""
    scheme, found, rest = typed.strip().partition("://")
    return f"https://{rest}" if found and scheme.lower() in ("webcal", "webcals") else typed.strip()


def _opens(account: Account) -> tuple[str, tuple[str, str] | None]:
    try:
        secret = calendar_ledger.secret_of(account)
    except sealed.Unreadable as failure:
        raise SignInAgain(str(failure), "Enter the address again.") from None
    user = str(account.where.get("user") or "")
    url = secret.get("url") or str(account.where.get("url") or account.address)
    return address_of(url), (user, secret.get("password", "")) if user else None


def _failure(answer: requests.Response) -> CaptureError:
    host = urlsplit(answer.url).hostname
    if answer.status_code in (401, 403):
        return SignInAgain(f"{host} does not open this calendar for us.", "Make a new link there and enter it here.")
    if answer.status_code in (404, 410):
        return SignInAgain(f"{host} has no calendar at this address any more.", "Enter its new link.")
    return later(answer)


def _data(answer: requests.Response) -> bytes:
    """The calendar in an answer. A page in its place is no calendar without meetings: nothing may go because of it."""
    data = answer.content
    if not data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        raise AskAdministrator("There is no calendar at this address, but something else.", "Check the link.")
    if not data.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise TryLater("The calendar came only in part.", "It is tried again by itself.")
    return data


def _title(data: bytes, otherwise: str) -> str:
    for line in data[:20_000].splitlines():
        if line.upper().startswith(b"X-WR-CALNAME"):
            return line.partition(b":")[2].decode("utf-8", "replace").replace("\\,", ",").strip()[:200] or otherwise
    return otherwise


def _path(series: Series) -> str:
    return series.uid or series.name


def _is_changed(known: tuple[str, datetime | None] | None, series: Series, now: datetime) -> bool:
    if known is None or known[0] != series.print:
        return True
    return known[1] is not None and known[1] <= now
