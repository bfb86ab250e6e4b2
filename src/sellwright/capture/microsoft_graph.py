"""Questions to Microsoft Graph, with this account's token, and what its errors mean.

Its limits (Microsoft's "throttling limits", Outlook): per app and mailbox 10,000 requests in 10 minutes and four at a
time. Nothing is ever changed there: every request is a GET.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import quote

import requests
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sellwright import outbound
from sellwright.capture import oauth
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.interactions.failures import SellwrightError
from sellwright.protocols.files import MAX_MAIL_BYTES
from sellwright.store.models import Account

GRAPH = "https://graph.microsoft.com/v1.0"  # a test puts a server of its own here; nothing else does
AT_ONCE = 4  # requests for one mailbox
IMMUTABLE = 'IdType="ImmutableId"'  # ids that stay when a message is moved; asked for with every request
_SECONDS = 30.0
_THREADS = 12  # for all accounts together
_WAIT_MOST = 3_600.0
_NO_MAILBOX = {"MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "ErrorMailboxNotEnabledForRESTAPI",
               "MailboxNotHostedInExchangeOnline", "ErrorNonExistentMailbox"}  # fmt: skip
_START_OVER = {
    "syncstatenotfound",
    "syncstateinvalid",
    "resyncrequired",
    "resync_required",
    "errorinvalidsyncstatedata",
}
_NOT_THERE = {"ErrorItemNotFound", "ErrorInvalidIdMalformed", "ErrorInvalidMailboxItemId", "ErrorFolderNotFound"}


class Throttled(TryLater):
    """We ask too often, or they are too busy. `seconds` is how long they want to be left alone."""


class Gone(BadItem):
    """What was asked for is not there any more."""


class TooLarge(BadItem):
    """The message is larger than what is taken."""


class StartOver(BadItem):
    """The link that says how far we are is too old: the whole folder is compared."""


class Graph:
    """One account's questions. Calls from one thread at a time; `raw_many` uses more of its own."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._web: outbound.Session | None = None
        self._held = ("", "", 0.0)  # the sealed tokens, the one inside, and until when it is not looked at again

    def get(self, where: str, *, prefer: Sequence[str] = (), **query: str) -> dict[str, Any]:
        """The JSON at a path below GRAPH, or at a link it gave us. Raises the failures of this module and room."""
        url = where if where.startswith("https:") else f"{GRAPH}{where}"
        if not url.startswith(f"{GRAPH}/"):
            raise TryLater(_("Microsoft sends us to another server. Nothing was asked there."))
        headers = {"Accept": "application/json", "Prefer": ", ".join((IMMUTABLE, *prefer))}
        params = {name.replace("_", "$", 1) if name.startswith("_") else name: value for name, value in query.items()}
        given = self._ask(url, headers, params)
        try:
            found = given.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise TryLater(_("Microsoft's answer cannot be read."))
        return found

    def pages(self, where: str, **query: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, over all its pages."""
        given = self.get(where, **query)
        yield from rows_of(given)
        while link := given.get("@odata.nextLink"):
            given = self.get(str(link))
            yield from rows_of(given)

    def raw_many(self, ids: Sequence[str]) -> list[bytes | BadItem]:
        """The messages as they came (MIME), in order, at most AT_ONCE at a time. A message that is gone or too large is
        a BadItem in its place. Raises the other failures."""
        found: list[bytes | BadItem | None] = [None] * len(ids)
        refused = ""
        while True:
            token = self._token(refused)
            left = iter([(at, id) for at, id in enumerate(ids) if found[at] is None])
            hands = [_pool().submit(self._fetch, left, found, token) for _ in range(min(AT_ONCE, len(ids)) - 1)]
            failed = [self._fetch(left, found, token), *(hand.result() for hand in hands)]  # nobody asks on after us
            worst = next((one for one in failed if one and not isinstance(one, _Refused)), None) or next(
                filter(None, failed), None
            )
            if worst is None:
                return [one if one is not None else Gone("") for one in found]
            if not isinstance(worst, _Refused):
                raise worst
            if refused:
                raise _signed_out()
            refused = token

    def close(self) -> None:
        """Lets the connections go."""
        if self._web is not None:
            self._web.close()
            self._web = None

    def _fetch(
        self, left: Iterator[tuple[int, str]], found: list[bytes | BadItem | None], token: str
    ) -> CaptureError | None:
        """Takes from `left` what nobody took yet: a list's iterator, whose next() is one step of the interpreter."""
        for at, id in left:
            try:
                url = f"{GRAPH}/me/messages/{quote(id, safe='')}/$value"
                found[at] = self._once(url, {"Prefer": IMMUTABLE}, {}, token).content
            except BadItem as failure:
                found[at] = failure
            except CaptureError as failure:
                for _rest in left:  # the others stop too
                    pass
                return failure
        return None

    def _ask(self, url: str, headers: dict[str, str], params: dict[str, str]) -> requests.Response:
        token = self._token()
        try:
            return self._once(url, headers, params, token)
        except _Refused:
            token = self._token(token)
        try:
            return self._once(url, headers, params, token)
        except _Refused:
            raise _signed_out() from None

    def _once(self, url: str, headers: dict[str, str], params: dict[str, str], token: str) -> requests.Response:
        try:
            answer = self._session().get(
                url, headers={**headers, "Authorization": f"Bearer {token}"}, params=params or None
            )
        except outbound.TooMuch:
            raise TooLarge("") from None
        except SellwrightError as failure:
            raise TryLater(failure.message, failure.next_step) from None
        if answer.status_code == 401:
            raise _Refused("")
        if answer.status_code != 200:
            raise _failure(answer)
        return answer

    def _token(self, refused: str = "") -> str:
        secret, token, until = self._held
        if refused or secret != self.account.secret or time.monotonic() > until:
            token = oauth.token(self.account, refused=refused)
            self._held = (self.account.secret, token, time.monotonic() + 60.0)  # it lasts minutes at least
        return token

    def _session(self) -> outbound.Session:
        if self._web is None:
            self._web = outbound.session(outbound.reach(), most_bytes=MAX_MAIL_BYTES, timeout=_SECONDS)
        return self._web


class _Refused(TryLater):
    """401: the token is not taken."""


def _signed_out() -> SignInAgain:
    return SignInAgain(_("Microsoft does not take our permission any more."), _("Sign in again."))


def waits(answer: requests.Response, now: datetime) -> float | None:
    """Seconds of a Retry-After header: a number, or a moment (RFC 9110, 10.2.3)."""
    given = answer.headers.get("Retry-After", "").strip()
    if given.isdecimal():
        return min(float(given), _WAIT_MOST)
    try:
        at = parsedate_to_datetime(given)
    except ValueError:
        return None
    seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 0.0), _WAIT_MOST)


def _failure(answer: requests.Response) -> CaptureError:
    status, code = answer.status_code, _code(answer)
    if code in _NO_MAILBOX or code == "ResourceNotFound":
        return AskAdministrator(
            f"This account has no mailbox at Microsoft 365: it is on your own server, or has no licence ({code}).",
            _("Ask your administrator. A mailbox on your own Exchange can be connected by IMAP."),
        )
    if status == 410 or code.lower() in _START_OVER:
        return StartOver(_("Microsoft has forgotten how far we were; the folder is compared anew."))
    if status == 404 or code in _NOT_THERE:
        return Gone(_("It is not there any more."))
    if status == 403:
        return AskAdministrator(
            f"Microsoft 365 does not let Sellwright read this ({code}).",
            _("Ask your administrator whether the app may read mail and calendars."),
        )
    if status in (429, 503, 504):
        return Throttled(f"Microsoft asks us to wait ({code or status}).", seconds=waits(answer, timezone.now()))
    return TryLater(f"Microsoft cannot answer at the moment ({code or status}).")


def _code(answer: requests.Response) -> str:
    try:
        given = answer.json()
        return str(given["error"]["code"])[:60]
    except (ValueError, KeyError, TypeError):
        return ""


def rows_of(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer; what is none is passed over."""
    rows = given.get("value")
    return [row for row in rows if isinstance(row, dict) and row.get("id")] if isinstance(rows, list) else []


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="graph")
