"""Microsoft's sign-in by MSAL, whose every request goes through the door, and what its answers mean.

Which failure it is follows from `error` and `suberror`; the numbers (AADSTS…) only choose better words, for Microsoft
may change them. They are shown, because administrators look for them.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from sellwright import outbound
from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater
from sellwright.capture.oauth_values import CALENDAR, MAIL, App, Going, Granted
from sellwright.interactions.failures import SellwrightError

if TYPE_CHECKING:
    from msal import ConfidentialClientApplication

LOGIN = "https://login.microsoftonline.com"  # a test puts a server of its own here; nothing else does
SCOPES = ("Mail.Read", "Calendars.Read", "User.Read")  # MSAL adds offline_access, openid and profile itself
_SECONDS, _BYTES = 20.0, 500_000
_NUMBER = re.compile(r"AADSTS(\d{4,8})")
_CONSENT = {65001, 90093, 90094, 90095, 90008, 65005}
_NOT_LET_IN = {50105, 53000, 53001, 53002, 53003, 530003, 50034, 50020, 50057, 50128, 50059, 650052, 500011}
_REGISTRATION = {700016, 7000215, 7000222, 7000218, 7000216, 50011, 500113, 50194, 90002, 900023, 700005}
logging.getLogger("msal").setLevel(logging.CRITICAL + 1)  # it would log an answer it cannot read, tokens and all
# It wants the answer posted to us by Microsoft's page. Browsers send our session's cookie with no such post.
warnings.filterwarnings("ignore", "response_mode=", module="msal")


def begin(app: App, back: str, address: str) -> Going:
    """Where to send a person. Raises AskAdministrator, TryLater."""
    with _msal(app) as msal:
        flow = msal.initiate_auth_code_flow(list(SCOPES), redirect_uri=back, login_hint=address or None)
    return Going(flow.pop("auth_uri"), flow)


def finish(app: App, kept: dict[str, Any], query: Mapping[str, str], now: datetime) -> Granted:
    """The tokens for the code a person came back with. Raises the failures of this room."""
    if "error" in query:
        raise failure({"error": query["error"], "error_description": query.get("error_description", "")}, app)
    with _msal(app) as msal:
        given = msal.acquire_token_by_auth_code_flow(dict(kept), dict(query))
    if "access_token" not in given or "refresh_token" not in given:
        raise failure(given, app)
    claims = given.get("id_token_claims") or {}
    scopes = {scope.rpartition("/")[2].lower() for scope in str(given.get("scope", "")).split()}
    return Granted(
        address=str(claims.get("email") or claims.get("preferred_username") or "").lower(),
        access=given["access_token"],
        refresh=given["refresh_token"],
        expires_at=now.timestamp() + float(given.get("expires_in") or 60),
        agreed_at=now.timestamp(),
        reads=tuple(
            what
            for what, scope in ((MAIL, "mail.read"), (CALENDAR, "calendars.read"))
            if scope in scopes or not scopes  # left out where it is what was asked for (RFC 6749, 5.1)
        ),
    )


def renew(app: App, held: Granted, now: datetime) -> Granted:
    """A new access token and a new refresh token. Raises SignInAgain, AskAdministrator, TryLater."""
    with _msal(app) as msal:
        given = msal.acquire_token_by_refresh_token(held.refresh, list(SCOPES))
    if "access_token" not in given:
        raise failure(given, app)
    return replace(
        held,
        access=given["access_token"],
        refresh=given.get("refresh_token") or held.refresh,
        expires_at=now.timestamp() + float(given.get("expires_in") or 60),
    )


def give_back(app: App, held: Granted) -> None:
    """Nothing: Microsoft has no place to give a token back to. The person removes the app at myapps.microsoft.com."""


def failure(given: Mapping[str, Any], app: App) -> CaptureError:
    """What an error of Microsoft's asks for, with words that can be sent on to an administrator."""
    error, sub = str(given.get("error") or ""), str(given.get("suberror") or "")
    found = _numbers(given)
    code = f"AADSTS{found[0]}" if found else error or "?"
    if not _REGISTRATION.isdisjoint(found) or error in ("invalid_client", "unauthorized_client"):
        return _unregistered(code, expired=7000222 in found)
    if not _CONSENT.isdisjoint(found) or sub == "consent_required" or error == "consent_required":
        where = f"{LOGIN}/{app.tenant}/adminconsent?client_id={app.client_id}"
        return AskAdministrator(  # the link stands in the message: that is what is kept and shown
            f"Your firm wants an administrator to allow Sellwright first ({code}), here: {where}",
            _("Send that link to your administrator."),
        )
    if not _NOT_LET_IN.isdisjoint(found) or sub == "protection_policy_required":
        return AskAdministrator(
            f"Your firm's rules do not let Sellwright in for this account ({code}, app {app.client_id}).",
            _("Send this to your administrator: assign the user to that app, or exempt it from the rule."),
        )
    if error == "access_denied" or 65004 in found:
        return SignInAgain(_("At Microsoft the permission was not given."), _("Sign in again and allow it."))
    if error in ("invalid_grant", "interaction_required", "login_required"):
        return SignInAgain(
            f"Microsoft wants you to sign in anew ({code}): the permission ended, or the password changed.",
            _("Sign in again."),
        )
    if error in ("temporarily_unavailable", "server_error", ""):
        return TryLater(f"Microsoft cannot sign us in at the moment ({code}).")
    return _unregistered(code, expired=False)


class _msal:
    """An MSAL application for one question; its failures become ours. A new one each time: it keeps tokens."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._web = outbound.session(outbound.reach(), most_bytes=_BYTES, timeout=_SECONDS)

    def __enter__(self) -> ConfidentialClientApplication:
        from msal import ConfidentialClientApplication  # takes a third of a second, and most people have no Microsoft

        failed: CaptureError | None = None
        try:
            return ConfidentialClientApplication(
                self._app.client_id,
                client_credential=self._app.secret,
                authority=f"{LOGIN}/{self._app.tenant}",
                http_client=self._web,
                validate_authority=False,
                instance_discovery=False,
            )
        except SellwrightError as error:
            failed = TryLater(error.message, error.next_step)
        except (ValueError, KeyError):
            failed = _unregistered("tenant", expired=False)
        raise failed

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._web.close()
        if isinstance(error, SellwrightError) and not isinstance(error, CaptureError):
            raise TryLater(error.message, error.next_step) from None
        if isinstance(error, RuntimeError):  # the nonce is another
            raise SignInAgain(_("Microsoft's answer does not belong to this sign-in."), _("Begin it again.")) from None
        if isinstance(error, ValueError | KeyError) or (error and kind.__module__.startswith("msal")):
            raise TryLater(_("Microsoft cannot sign us in at the moment.")) from None


def _unregistered(code: str, *, expired: bool) -> AskAdministrator:
    if expired:
        return AskAdministrator(
            f"The client secret of our registration with Microsoft has expired ({code}).",
            _("An owner makes a new one in the Entra admin center and enters it under Settings."),
        )
    return AskAdministrator(
        f"Microsoft does not take our registration ({code}).",
        _("An owner compares client ID, secret, tenant and redirect address with the Entra admin center."),
    )


def _numbers(given: Mapping[str, Any]) -> list[int]:
    named: Iterable[Any] = given.get("error_codes") or ()
    listed = [one for one in named if isinstance(one, int)]
    return listed or [int(one) for one in _NUMBER.findall(str(given.get("error_description") or "")[:500])]
