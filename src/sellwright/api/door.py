"""The door of every request of a program: sizes, the token, rates, and the same request sent twice.

Cookies are not looked at here: a page of another site can do nothing with a browser that is signed in, so these
addresses need no form token. docs/decisions/0036-outward.md
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone, translation

from sellwright import access
from sellwright.actions import log, tokens
from sellwright.api.problems import Problem, answer
from sellwright.screens import limits
from sellwright.store import clock
from sellwright.store.models import KeptAnswer, Token, User, Workspace

MOST_BYTES = 262_144  # of a body
MOST_ADDRESS = 8_192  # characters of path and query
A_MINUTE = 600  # requests of one token, in one web process
KNOCKS_A_MINUTE = 60  # without a token that holds, from one address
LONGEST_KEY = 255
_BEARER = "bearer "
_log = logging.getLogger("sellwright.api")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a user by one of their tokens, for what that token allows."""

    user: User
    token: Token
    workspace: Workspace

    def may(self, scope: str) -> bool:
        """Whether the token is for this."""
        return scope in self.token.scopes

    def check(self, scope: str) -> None:
        """Raises a Problem (403) unless the token is for this."""
        if not self.may(scope):
            raise Problem(403, f"This token is not for {scope}. Make one that is under Settings, Programs.")


def caller(request: HttpRequest) -> Caller:
    """Who asks, behind the door."""
    found: Caller = request.caller  # type: ignore[attr-defined]
    return found


def signed_in(secret: str) -> Caller | None:
    """Who asks with this token; None when it opens nothing."""
    now = timezone.now()
    token = tokens.found(secret, now)
    workspace = Workspace.objects.order_by("pk").first()
    if token is None or workspace is None or workspace.claimed_at is None:
        return None
    tokens.used(token, now)
    access.settle(token.user)
    return Caller(token.user, token, workspace)


@contextmanager
def at_work(who: Caller) -> Iterator[None]:
    """The caller's language and zone; what is written in here is logged with the name of the token."""
    with (
        translation.override(who.user.language or "en"),
        timezone.override(clock.zone(who.user)),
        log.by_program(who.token.name),
    ):
        yield


def behind(view: View) -> View:
    """A view for programs that show a token."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            _bounded(request)
            who = _asking(request)
            request.caller = who  # type: ignore[attr-defined]
            with at_work(who):
                found = _once(request, who, lambda: view(request, *args, **named))
        except Problem as problem:
            found = answer(problem)
        except (RequestDataTooBig, UnreadablePostError):
            found = answer(Problem(400, "The body could not be read."))
        except Exception:
            found = broken(request)
        if found.status_code == 405:
            allowed = found.headers.get("Allow", "")
            found = answer(Problem(405, f"Here one may {allowed}.", headers={"Allow": allowed}))
        found.headers["Cache-Control"] = "no-store"
        return found

    handle.csrf_exempt = True  # type: ignore[attr-defined]
    return handle


def broken(request: HttpRequest) -> HttpResponse:
    """500: an id that the log has too; nothing of what was sent."""
    incident = secrets.token_hex(4)
    _log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=True)
    return answer(Problem(500, f"Something broke here. The log of the server knows it as {incident}."))


def strict_json(data: bytes) -> Any:
    """What a body of JSON holds. Raises a Problem (400) for what is none, or what no table can hold."""
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_refused, parse_float=_finite, parse_int=_bounded_int)
        _plain(found)
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not JSON as it is understood here (UTF-8, no NaN, no NUL).") from None
    return found


def _bounded(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Problem(400, "The length of the body is not understood.")
    if int(length) > MOST_BYTES:
        raise Problem(413, f"A body has at most {MOST_BYTES} bytes.")
    address = request.get_full_path()
    if len(address) > MOST_ADDRESS:
        raise Problem(400, f"An address has at most {MOST_ADDRESS} characters.")
    said = [request.path, *(part for name, values in request.GET.lists() for part in (name, *values))]
    if any("\0" in one or _is_torn(one) for one in said):
        raise Problem(400, "The address holds what cannot be read as text.")


def _asking(request: HttpRequest) -> Caller:
    given = request.headers.get("Authorization", "")
    who = signed_in(given[len(_BEARER) :].strip()) if given.lower().startswith(_BEARER) else None
    if who is None:
        if not limits.within(request, "api:knock", KNOCKS_A_MINUTE, 60):
            raise Problem(429, "Too many tries without a token that holds.", headers={"Retry-After": "60"})
        told = 'Bearer realm="Sellwright"' + (', error="invalid_token"' if given else "")
        detail = "Send a token that holds: Authorization: Bearer sw_… It is made under Settings, Programs."
        raise Problem(401, detail, headers={"WWW-Authenticate": told})
    if not limits.within_all(f"api:{who.token.pk}", A_MINUTE, 60):
        raise Problem(429, f"At most {A_MINUTE} requests a minute.", headers={"Retry-After": "60"})
    return who


def _once(request: HttpRequest, who: Caller, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The same POST under the same Idempotency-Key is done once; the second time its answer is given again. The deed
    and its kept answer are one transaction. What was refused did nothing, so its key stays free."""
    given = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not given:
        return view()
    if len(given) > LONGEST_KEY:
        raise Problem(400, f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    key = hashlib.sha256(given.encode()).hexdigest()
    told = hashlib.sha256(b"\0".join((request.get_full_path().encode(), request.body))).hexdigest()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(token=who.token, key=key, request=told)
            found = view()
            if not 200 <= found.status_code < 300:
                raise _NotDone(found)
            KeptAnswer.objects.filter(pk=kept.pk).update(status=found.status_code, body=found.content.decode())
            return found
    except _NotDone as refused:
        return refused.found
    except IntegrityError:
        held = KeptAnswer.objects.filter(token=who.token, key=key).first()
        if held is None:  # it broke for another reason
            raise
        if held.request != told:
            raise Problem(409, "This Idempotency-Key was used for another request.", "Idempotency-Key") from None
        if held.status == 410:  # archive.emptying
            raise Problem(410, "This was done. Its answer named somebody who was erased since.") from None
        return HttpResponse(
            held.body, status=held.status, content_type="application/json", headers={"Idempotent-Replayed": "true"}
        )


class _NotDone(Exception):
    """Rolls the kept answer back."""

    def __init__(self, found: HttpResponse) -> None:
        super().__init__()
        self.found = found


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("too large")
    return value


def _bounded_int(text: str) -> int:
    if len(text) > 30:
        raise ValueError("too large")
    return int(text)


def _plain(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value or _is_torn(value):
            raise ValueError("no text")
    elif isinstance(value, dict):
        for name, one in value.items():
            _plain(name)
            _plain(one)
    elif isinstance(value, list):
        for one in value:
            _plain(one)


def _is_torn(text: str) -> bool:
    """Whether there is half a character in it: no encoding takes that."""
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
