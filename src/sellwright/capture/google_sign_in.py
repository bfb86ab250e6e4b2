"""Google's sign-in (OAuth 2.0 for web servers, OpenID Connect) and what its answers mean.

Scopes: the whole mailbox, because Google lets IMAP be read with no smaller one; the calendar to be read only.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from sellwright import outbound
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.oauth_values import CALENDAR, MAIL, App, Going, Granted
from sellwright.interactions.failures import SellwrightError

# Where Google is. A test puts a server of its own here; nothing else does.
ASK = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
REVOKE = "https://oauth2.googleapis.com/revoke"

MAIL_SCOPE = "https://mail.google.com/"
CALENDAR_SCOPE = "https://www.googleapis.com/auth/calendar.readonly"
DAY = 86_400.0
_SECONDS, _BYTES = 20.0, 200_000
_WEEK = (6.5 * DAY, 9.0 * DAY)  # tokens of an unpublished app end after seven days; asked for soon after
_OWNER = frozenset({"invalid_client", "unauthorized_client", "deleted_client", "disabled_client",
                    "redirect_uri_mismatch", "invalid_request", "invalid_scope"})  # fmt: skip
_POLICY = frozenset({"admin_policy_enforced", "org_internal", "access_not_configured", "restricted_client"})


def begin(app: App, back: str, address: str) -> Going:
    """Where to send a person. Always asks for consent: only then Google gives a refresh token."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    hashed = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": app.client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": f"openid email {MAIL_SCOPE} {CALENDAR_SCOPE}",
        "state": state,
        "code_challenge": hashed,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
    } | ({"login_hint": address} if address else {})
    return Going(f"{ASK}?{urlencode(query)}", {"state": state, "verifier": verifier, "back": back})


def finish(app: App, kept: dict[str, Any], query: Mapping[str, str], now: datetime) -> Granted:
    """The tokens for the code a person came back with. Raises the failures of this room."""
    if "error" in query or "code" not in query:
        raise failure(query.get("error", ""), "")
    given = _asked(
        {
            "grant_type": "authorization_code",
            "code": query["code"],
            "redirect_uri": kept["back"],
            "code_verifier": kept["verifier"],
            "client_id": app.client_id,
            "client_secret": app.secret,
        }
    )
    scopes = set(str(given.get("scope", "")).split())
    reads = tuple(
        what for what, scope in ((MAIL, MAIL_SCOPE), (CALENDAR, CALENDAR_SCOPE)) if scope in scopes or not scopes
    )
    if not reads or not given.get("refresh_token"):
        raise SignInAgain(
            _("Google gave no lasting permission: none of the boxes for mail and calendar was ticked."),
            _("Sign in again and tick every box."),
        )
    return Granted(
        address=_address(str(given.get("id_token", ""))),
        access=str(given["access_token"]),
        refresh=str(given["refresh_token"]),
        expires_at=now.timestamp() + _lasts(given),
        agreed_at=now.timestamp(),
        reads=reads,
    )


def renew(app: App, held: Granted, now: datetime) -> Granted:
    """A new access token. Raises SignInAgain, AskAdministrator, TryLater."""
    given = _asked(
        {
            "grant_type": "refresh_token",
            "refresh_token": held.refresh,
            "client_id": app.client_id,
            "client_secret": app.secret,
        },
        age=now.timestamp() - held.agreed_at,
    )
    return replace(
        held,
        access=str(given["access_token"]),
        refresh=str(given.get("refresh_token") or held.refresh),
        expires_at=now.timestamp() + _lasts(given),
    )


def give_back(app: App, held: Granted) -> None:
    """Google forgets the permission, for this registration and person altogether."""
    with outbound.session(outbound.reach(), most_bytes=_BYTES, timeout=_SECONDS) as asking:
        try:
            asking.post(REVOKE, data={"token": held.refresh or held.access})
        except SellwrightError as error:
            raise TryLater(error.message, error.next_step) from None


def failure(error: str, detail: str, age: float = 0.0) -> CaptureError:
    """What an error of Google's asks for. `age`: seconds since the person agreed."""
    if error == "access_denied":
        return SignInAgain(_("At Google the permission was not given."), _("Sign in again and allow it."))
    if error == "invalid_grant" and _WEEK[0] <= age <= _WEEK[1]:
        return SignInAgain(
            _("Google took the permission back after seven days, as it does for an app that is not published."),
            _("An owner sets the app to “In production” in the Google Cloud console; then sign in again."),
        )
    if error == "invalid_grant" and "invalid_rapt" in detail:
        return SignInAgain(
            _("Your firm wants you to sign in at Google anew from time to time, and that time has come."),
            _("Sign in again. An administrator can exempt Sellwright from session control."),
        )
    if error in ("invalid_grant", ""):
        return SignInAgain(
            _("Google does not take our permission any more: it was taken back, or your password changed."),
            _("Sign in again."),
        )
    if error in _POLICY:
        return AskAdministrator(
            f"Your firm's Google Workspace does not let Sellwright in ({error}).",
            _("Ask its administrator to trust the app under Security, API controls."),
        )
    if error in _OWNER:
        return AskAdministrator(
            f"Google does not take our registration ({error}).",
            _("An owner compares client ID, secret and redirect address with the Google Cloud console."),
        )
    return TryLater(_("Google cannot sign us in at the moment."))


def _asked(form: dict[str, str], age: float = 0.0) -> dict[str, Any]:
    with outbound.session(outbound.reach(), most_bytes=_BYTES, timeout=_SECONDS) as asking:
        try:
            answer = asking.post(TOKEN, data=form, headers={"Accept": "application/json"})
        except SellwrightError as error:
            raise TryLater(error.message, error.next_step) from None
    if answer.status_code == 429 or answer.status_code >= 500:
        raise TryLater(_("Google cannot sign us in at the moment."))
    try:
        given = answer.json()
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise TryLater(_("Google's answer cannot be read."))
    if "error" in given:
        raise failure(str(given["error"]), f"{given.get('error_subtype')} {given.get('error_description')}", age)
    if not isinstance(given.get("access_token"), str):
        raise TryLater(_("Google's answer holds no token."))
    return given


def _lasts(given: Mapping[str, Any]) -> float:
    try:
        return min(max(float(given.get("expires_in", 0)), 60.0), DAY)
    except (TypeError, ValueError):
        return 60.0


def _address(id_token: str) -> str:
    """Who signed in. The token came from Google itself over TLS, so its signature adds nothing (OpenID Connect Core
    1.0, 3.1.3.7)."""
    try:
        part = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return str(claims.get("email", "")).lower()
    except (IndexError, ValueError, AttributeError):
        return ""
