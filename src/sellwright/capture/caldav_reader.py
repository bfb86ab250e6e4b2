"""CalDAV calendars, polled: what changed by sync-collection (RFC 6578), else by comparing every ETag.

Nothing on the server is changed. The token of a calendar moves once all that it stands for is stored: a program that
ends before asks for the same changes again, and what is stored already is not fetched twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from sellwright.capture import calendar_ledger
from sellwright.capture.caldav_wire import (
    APPLE,
    CAL,
    DAV,
    TOGETHER,
    Answer,
    Dav,
    Expired,
    Many,
    NotOffered,
    NotThere,
    plain,
)
from sellwright.capture.calendar_ledger import Ledger, Thing
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.capture.providers import of_domain
from sellwright.capture.reading import Found, Turn
from sellwright.store import sealed
from sellwright.store.models import Account, Folder

_log = logging.getLogger("sellwright.capture")
EVERY = 30.0  # seconds between two questions; a sync-collection with nothing new is one small answer
SOON = 10.0  # after something changed: who moves one meeting often moves the next
CUTS = 200  # answers in pieces of one question
_LOOK = ("d:current-user-principal", "c:calendar-home-set", "d:resourcetype", "d:displayname")
_LIST = ("d:resourcetype", "d:displayname", "c:supported-calendar-component-set")


@dataclass(slots=True)
class _Work:
    """What of one calendar is still to be fetched, and where it will stand then."""

    wanted: list[str]
    gone: list[str]
    cursor: str | None
    compared: bool
    new: int = 0
    fetched: int = field(default=0)


def reader(account: Account) -> CalDav:
    """A Reader of a CalDAV account."""
    return CalDav(account)


class CalDav:
    """A Reader (capture.reading). `dav`: the server, for tests that speak for it."""

    def __init__(self, account: Account, dav: Dav | None = None) -> None:
        self._account = account
        self._dav = dav
        self._work: dict[int, _Work] = {}
        self._list_at = calendar_ledger.first_look()

    def folders(self) -> list[Found]:
        """The calendars that hold meetings."""
        return calendars(self._server())

    def turn(self, until: float) -> Turn:
        """Asks each calendar what changed, and fetches it, until the time is over. One that fails leaves the others."""
        self._account = calendar_ledger.wanted(self._account)
        stored, compared, changed = 0, False, False
        trouble = self._listed()
        for folder in calendar_ledger.folders_of(self._account):
            if folder.gone_at is not None:
                continue
            try:
                done = self._step(Ledger(folder), until)
            except NotThere as failure:
                self._work.pop(folder.pk, None)
                Ledger(folder).is_away(calendar_ledger.now(), failure.message)
                continue
            except (SignInAgain, TryLater):
                raise
            except CaptureError as failure:
                self._work.pop(folder.pk, None)
                Folder.objects.filter(pk=folder.pk).update(error=str(failure)[:300])
                trouble = trouble or failure
                continue
            stored, compared = stored + done.new, compared or done.compared
            changed = changed or bool(done.fetched or done.gone)
            if time.monotonic() >= until and self._work:
                break
        if trouble is not None and not stored:
            raise trouble
        return Turn(bool(self._work), SOON if changed else EVERY, stored, compared)

    def _listed(self) -> CaptureError | None:
        """Now and then: which calendars there are. Those we know are read though that may fail."""
        if time.monotonic() < self._list_at:
            return None
        self._list_at = time.monotonic() + calendar_ledger.LIST_EVERY
        try:
            calendar_ledger.note_calendars(self._account, self.folders(), calendar_ledger.now())
        except (SignInAgain, TryLater):
            raise
        except CaptureError as failure:
            return failure
        return None

    def idle(self) -> None:
        """CalDAV gives no word of its own."""

    def woken(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Lets the connections go."""
        self._work.clear()
        if self._dav is not None:
            self._dav.close()
            self._dav = None

    def _server(self) -> Dav:
        if self._dav is None:
            self._dav = server_of(self._account)
        return self._dav

    def _step(self, ledger: Ledger, until: float) -> _Work:
        now = calendar_ledger.now()
        work = self._work.get(ledger.folder.pk)
        if work is None:
            work = self._work[ledger.folder.pk] = self._asked(ledger, now)
        while work.wanted:
            some, work.wanted = work.wanted[:TOGETHER], work.wanted[TOGETHER:]
            work.new += self._fetch(ledger, some, work, now)
            work.fetched += len(some)
            if work.wanted and time.monotonic() >= until:
                return work
        ledger.finish(work.gone, now, cursor=work.cursor, compared=work.compared)
        del self._work[ledger.folder.pk]
        return work

    def _asked(self, ledger: Ledger, now: datetime) -> _Work:
        """What changed since the calendar was last asked."""
        server, url, cursor = self._server(), ledger.folder.name, ledger.folder.cursor
        if cursor.startswith("sync ") and not ledger.is_to_compare(now):
            try:
                answers, token = _pieces(server, url, cursor.removeprefix("sync "))
                return self._changed(ledger, url, answers, (token, now))
            except Expired:
                _log.info("calendar %s: the server forgot where we were; everything is compared", ledger.folder.pk)
            except NotOffered:
                pass
        if cursor.startswith("ctag ") and not ledger.is_to_compare(now):
            tag = _ctag(server, url)
            if tag and cursor == f"ctag {tag}":
                return _Work(ledger.due(now), [], None, False)
        return self._compared(ledger, url, now)

    def _changed(self, ledger: Ledger, url: str, answers: Sequence[Answer], at: tuple[str, datetime]) -> _Work:
        token, now = at
        names = {plain(path): path for path in ledger.known()} if answers else {}
        last = {plain(one.href): one for one in answers if not _is_collection(one, url)}
        gone = [names[at] for at, one in last.items() if one.status == 404 and at in names]
        wanted = [names.get(at, one.href) for at, one in last.items() if one.status < 300]
        wanted += [path for path in ledger.due(now) if path not in {*wanted, *gone}]
        return _Work(wanted, gone, f"sync {token}", False)

    def _compared(self, ledger: Ledger, url: str, now: datetime) -> _Work:
        """Every resource the server shows, against every one we know."""
        server, known = self._server(), ledger.known()
        cursor, answers = "", tuple[Answer, ...]()
        try:
            answers, token = _pieces(server, url, "")
            cursor = f"sync {token}" if token else ""
        except (Expired, NotOffered):
            token = ""
        if not token:
            tag = _ctag(server, url)
            answers = server.look(url, ("d:getetag", "d:resourcetype"), 1).answers
            cursor = f"ctag {tag}" if tag else ""
        names = {plain(path): path for path in known}
        last = {plain(one.href): one for one in answers if one.status < 300 and not _is_collection(one, url)}
        shown = {names.get(at, one.href): one.tag for at, one in last.items()}
        due = set(ledger.due(now))
        wanted = [path for path, tag in shown.items() if path in due or not tag or known.get(path) != tag[:300]]
        return _Work(wanted, [path for path in known if path not in shown], cursor, True)

    def _fetch(self, ledger: Ledger, paths: Sequence[str], work: _Work, now: datetime) -> int:
        """Fetches and stores a few resources; those the server has no more go with the rest that went."""
        answers = self._fetched(ledger.folder.name, paths)
        things = []
        for path in paths:
            one = answers.get(plain(path))
            data = one.text(f"{CAL}calendar-data") if one is not None else ""
            if one is not None and one.status == 404:
                work.gone.append(path)
            elif one is None or not data:
                things.append(ledger.open(Thing(path, "", None), now))
            else:
                things.append(ledger.open(Thing(path, one.tag, data.encode()), now))
        return ledger.keep(things, now)

    def _fetched(self, url: str, paths: Sequence[str]) -> dict[str, Answer]:
        """By path as it is compared. An answer too large to be taken is asked for in halves: one monstrous resource
        costs itself alone."""
        try:
            return {plain(one.href): one for one in self._server().fetch(url, paths).answers}
        except BadItem:
            if len(paths) == 1:
                return {}
        half = len(paths) // 2
        return self._fetched(url, paths[:half]) | self._fetched(url, paths[half:])


def server_of(account: Account) -> Dav:
    """The server of an account, not spoken to yet. Raises SignInAgain when its password was kept with another key."""
    try:
        secret = calendar_ledger.secret_of(account)
    except sealed.Unreadable as failure:
        raise SignInAgain(str(failure), "Enter the password again.") from None
    url = str(account.where.get("url") or begin_at(account.address))
    return Dav(url, str(account.where.get("user") or account.address), secret.get("password", ""))


def begin_at(address: str) -> str:
    """Where to begin: an address as typed, a provider we know, or the well-known place of a domain (RFC 6764)."""
    if "://" in address[:10]:
        return address
    domain = address.rpartition("@")[2].strip().lower()
    provider = of_domain(domain)
    return provider.calendar if provider and provider.calendar else f"https://{domain}/.well-known/caldav"


def calendars(server: Dav) -> list[Found]:
    """The calendars that hold meetings, found from any address of a server: its root, a principal, a home, a calendar,
    or its well-known place. Raises NotThere with words for a person."""
    problems: list[CaptureError] = []
    for url in dict.fromkeys((server.url, urljoin(server.url, "/.well-known/caldav"), urljoin(server.url, "/"))):
        try:
            found = _from(server, url)
        except (NotThere, NotOffered) as failure:
            problems.append(failure)
            continue
        if found:
            return found
    if problems:
        raise AskAdministrator(problems[0].message, problems[0].next_step or "Check the address.")
    raise AskAdministrator("No calendar was found there.", "Enter the address of the calendar itself.")


def _from(server: Dav, url: str) -> list[Found]:
    seen, home = set[str](), ""
    for _step in range(4):
        many = server.look(url, _LOOK)
        here = many.url or urljoin(server.url, url)
        if not many.answers:
            return []
        answer = many.answers[0]
        if _is_calendar(answer):
            return [_found(here, answer)]
        home = answer.href_in(f"{CAL}calendar-home-set")
        if home:
            return _listed(server, urljoin(here, home))
        principal = answer.href_in(f"{DAV}current-user-principal")
        seen.add(plain(here))
        if not principal or plain(urljoin(here, principal)) in seen:
            return _listed(server, here)
        url = urljoin(here, principal)
    return []


def _listed(server: Dav, home: str) -> list[Found]:
    many = server.look(home, _LIST, 1)
    base = many.url or home
    return [_found(urljoin(base, one.href), one) for one in many.answers if _is_calendar(one) and _holds_meetings(one)]


def _found(url: str, answer: Answer) -> Found:
    title = answer.text(f"{DAV}displayname") or urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return Found(url, title[:200] or "Calendar", Folder.Role.CALENDAR)


def _is_calendar(answer: Answer) -> bool:
    kind = answer.props.get(f"{DAV}resourcetype")
    return kind is not None and kind.find(f"{CAL}calendar") is not None


def _holds_meetings(answer: Answer) -> bool:
    kinds = answer.props.get(f"{CAL}supported-calendar-component-set")
    names = [one.get("name", "") for one in kinds] if kinds is not None else []
    return not names or "VEVENT" in names


def _is_collection(answer: Answer, url: str) -> bool:
    kind = answer.props.get(f"{DAV}resourcetype")
    return plain(answer.href) == plain(url) or (kind is not None and kind.find(f"{DAV}collection") is not None)


def _pieces(server: Dav, url: str, token: str) -> tuple[tuple[Answer, ...], str]:
    """All changes since a token, however many answers they come in, and the token after them."""
    answers: list[Answer] = []
    for _piece in range(CUTS):
        many: Many = server.changes(url, token)
        answers += many.answers
        if not many.is_cut or not many.token or many.token == token:
            return tuple(answers), many.token
        token = many.token
    return tuple(answers), token


def _ctag(server: Dav, url: str) -> str:
    """What a server changes whenever anything in the calendar does; '' where it has no such thing."""
    answers = server.look(url, ("s:getctag", "d:sync-token")).answers
    return answers[0].text(f"{APPLE}getctag") or answers[0].text(f"{DAV}sync-token") if answers else ""
