"""CalDAV on the wire (RFC 4791, 6578): requests as they are sent, answers as values. Knows no table.

The password goes to the host it was given for and to its kin under one registrable domain (iCloud sends each person on
to a machine of its own), never anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

import requests
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from publicsuffixlist import PublicSuffixList
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from sellwright import outbound
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.interactions.failures import SellwrightError

MOST_BYTES = 40_000_000  # one answer: fifty resources, or the names of a hundred thousand
SECONDS = 60.0
TOGETHER = 25  # resources asked for at once: about a second of work where all of them repeat
DAV, CAL, APPLE = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
_SUFFIXES = PublicSuffixList()


class Expired(CaptureError):
    """The server does not know the place in its history that we name: everything is to be compared."""


class NotThere(CaptureError):
    """There is nothing at this address (404, 410)."""


class NotOffered(CaptureError):
    """The server does not do what was asked (405, 415, 501, and others that mean it)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One resource of a multistatus answer: its path as the server writes it, and what was found of it."""

    href: str
    status: int
    props: dict[str, Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a property; '' where there is none."""
        found = self.props.get(name)
        return ("".join(found.itertext()) if found is not None else "").strip()

    def href_in(self, name: str) -> str:
        """The address inside a property."""
        found = self.props.get(name)
        inner = found.find(f"{DAV}href") if found is not None else None
        return ((inner.text or "") if inner is not None else "").strip()

    @property
    def tag(self) -> str:
        """Its ETag, '' where it has none."""
        return self.text(f"{DAV}getetag")


@dataclass(frozen=True, slots=True)
class Many:
    """A multistatus answer. `is_cut`: there is more, to be asked for from `token` on."""

    answers: tuple[Answer, ...]
    token: str = ""
    is_cut: bool = False
    url: str = ""  # where the answer came from, after redirects


class Dav:
    """A server, spoken to as one person."""

    def __init__(self, url: str, user: str, password: str, session: outbound.Session | None = None) -> None:
        self.url = url
        self._host = urlsplit(url).hostname or ""
        self._user, self._password = user, password
        self._auth: AuthBase | None = HTTPBasicAuth(user, password) if user else None
        self._session = session or outbound.session(outbound.reach(), most_bytes=MOST_BYTES, timeout=SECONDS)

    def close(self) -> None:
        """Lets its connections go."""
        self._session.close()

    def look(self, url: str, props: Sequence[str], depth: int = 0) -> Many:
        """PROPFIND: these properties ("d:getetag") of a resource, or (depth 1) of it and what is in it."""
        body = f"<d:propfind {_SPACES}><d:prop>{''.join(f'<{one}/>' for one in props)}</d:prop></d:propfind>"
        return self._many("PROPFIND", url, body, depth)

    def changes(self, url: str, token: str) -> Many:
        """sync-collection (RFC 6578): what changed since the token; with '' everything. Raises Expired, NotOffered."""
        body = (
            f"<d:sync-collection {_SPACES}><d:sync-token>{escape(token)}</d:sync-token><d:sync-level>1</d:sync-level>"
            "<d:prop><d:getetag/></d:prop></d:sync-collection>"
        )
        return self._many("REPORT", url, body, 0)

    def fetch(self, url: str, hrefs: Iterable[str]) -> Many:
        """calendar-multiget: these resources with their iCalendar."""
        names = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
        body = (
            f"<c:calendar-multiget {_SPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>{names}"
            "</c:calendar-multiget>"
        )
        return self._many("REPORT", url, body, 1)

    def _many(self, method: str, url: str, body: str, depth: int) -> Many:
        answer = self._ask(method, url, body, depth)
        if answer.status_code != 207:
            raise _failure(answer)
        try:
            root = fromstring(answer.content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise TryLater("The calendar server's answer cannot be read.", "Try again later.") from error
        answers = tuple(_answers(root))
        if self._is_cut(answers, answer.url):
            own = urlsplit(answer.url).path
            return Many(tuple(one for one in answers if one.status != 507 or plain(one.href) != plain(own)),
                        _token(root), True, answer.url)  # fmt: skip
        return Many(answers, _token(root), False, answer.url)

    @staticmethod
    def _is_cut(answers: Sequence[Answer], url: str) -> bool:
        return any(one.status == 507 and plain(one.href) == plain(urlsplit(url).path) for one in answers)

    def _ask(self, method: str, url: str, body: str, depth: int) -> requests.Response:
        whole = urljoin(self.url, url)
        if not self.trusts(whole):
            raise AskAdministrator(
                "The calendar server sends us to another firm's server, which would get the password.",
                "Enter the address of that server yourself if it is right.",
            )
        headers = {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        said: dict[str, Any] = {"data": b'<?xml version="1.0" encoding="utf-8"?>' + body.encode(), "headers": headers}
        answer = _through(self._session, method, whole, auth=self._auth, **said)
        if answer.status_code == 401 and answer.history and answer.url != whole and self.trusts(answer.url):
            whole = answer.url  # a redirect to a kin of the host, on which the password was left behind
            answer = _through(self._session, method, whole, auth=self._auth, **said)
        wanted = answer.headers.get("WWW-Authenticate", "").lower()
        wants_digest = "digest" in wanted and "basic" not in wanted
        if answer.status_code == 401 and wants_digest and isinstance(self._auth, HTTPBasicAuth):
            self._auth = HTTPDigestAuth(self._user, self._password)
            answer = _through(self._session, method, whole, auth=self._auth, **said)
        return answer

    def trusts(self, url: str) -> bool:
        """Whether the password may go there: the same host, or its kin; never from TLS to none."""
        parts = urlsplit(url)
        host, old = parts.hostname or "", urlsplit(self.url)
        if old.scheme == "https" and parts.scheme != "https":
            return False
        kin = _SUFFIXES.privatesuffix(self._host)
        return host == self._host or (kin is not None and _SUFFIXES.privatesuffix(host) == kin)


def plain(href: str) -> str:
    """A path as it is compared: servers quote the same name in several ways, and answer with whole addresses too."""
    path = urlsplit(href).path if "://" in href[:10] else href
    return quote(unquote(path)).rstrip("/")


def _through(session: outbound.Session, method: str, url: str, **named: Any) -> requests.Response:
    try:
        return session.request(method, url, **named)
    except outbound.TooMuch as failure:
        raise BadItem(failure.message, failure.next_step) from None
    except outbound.NotLetOut as failure:
        raise AskAdministrator(failure.message, failure.next_step) from None
    except SellwrightError as failure:
        raise TryLater(failure.message, failure.next_step) from None


def _failure(answer: requests.Response) -> CaptureError:
    """What a status means for a person."""
    code = answer.status_code
    if code in (400, 403, 409, 412, 507) and b"valid-sync-token" in answer.content[:20_000]:
        return Expired("The calendar server forgot where we were.")
    if code == 401:
        return SignInAgain(
            "The calendar server does not take this name and password.",
            "Many providers want an app password here: make one there, and enter it.",
        )
    if code in (404, 410):
        return NotThere("There is no calendar at this address.", "Check the address.")
    if code == 403 and b"supported-report" not in answer.content[:20_000]:
        return AskAdministrator("The calendar server does not let us read this.", "Ask whoever runs it.")
    if code in (403, 405, 415, 422, 501):
        return NotOffered("The server does not offer this.")
    if code in (200, 204) or 300 <= code < 400:
        return NotOffered("There is a website at this address, and no calendar.", "Check the address.")
    return later(answer)


def later(answer: requests.Response) -> TryLater:
    """A server that is busy or broken, with the seconds it asked for."""
    wait = answer.headers.get("Retry-After", "")
    return TryLater(
        f"The calendar server is busy or out of order ({answer.status_code}).", "It is tried again by itself.",
        seconds=min(float(wait), 86_400.0) if wait.isdigit() else None,
    )  # fmt: skip


def _token(root: Element) -> str:
    found = root.find(f"{DAV}sync-token")
    return (found.text or "").strip() if found is not None else ""


def _answers(root: Element) -> Iterable[Answer]:
    for response in root.iter(f"{DAV}response"):
        href = response.find(f"{DAV}href")
        if href is None or not href.text:
            continue
        props: dict[str, Element] = {}
        own = response.find(f"{DAV}status")
        status = _code(own) if own is not None else 0
        for stat in response.findall(f"{DAV}propstat"):
            code = _code(stat.find(f"{DAV}status"))
            found = stat.find(f"{DAV}prop")
            if 200 <= code < 300 and found is not None:
                props.update({one.tag: one for one in found})
            status = status if 200 <= status < 300 else (code if status == 0 or 200 <= code < 300 else status)
        yield Answer(href.text.strip(), status or 200, props)


def _code(found: Element | None) -> int:
    """200 of "HTTP/1.1 200 OK"."""
    words = (found.text or "").split() if found is not None else []
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
