"""Signing in at Google and Microsoft, and the tokens that come of it.

A person is sent there with a random state and the hash of a random text (PKCE, RFC 7636); both are kept in their
session, sealed, and only there can the answer be taken, once. The tokens lie sealed in `Account.secret`. `token` gives
one that is good for minutes more and renews it where it is not: one caller at a time for an account, in whichever
process, for a refresh token that is replaced with its use may be spent once.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sellwright.capture import google_sign_in, microsoft_sign_in
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.oauth_values import CALENDAR, MAIL, PROVIDERS, App, Granted, Way
from sellwright.store import sealed
from sellwright.store.alone import StillTaken, alone
from sellwright.store.models import Account, Workspace

EARLY = 300.0  # seconds before its end at which a token is renewed: clocks differ, and a long answer takes its time
LASTS = 1_800.0  # seconds a person has to sign in
_KEPT = "oauth"  # in the session
_WAYS: dict[str, Way] = {"google": google_sign_in, "microsoft": microsoft_sign_in}
_CALENDARS = (Account.Kind.GOOGLE_CALENDAR, Account.Kind.MICROSOFT_CALENDAR)


def app_of(provider: str) -> App | None:
    """Our registration with "google" or "microsoft"; None while no owner gave one."""
    row = Workspace.objects.only("apps", "apps_secret").first()
    given = row.apps.get(provider) if row else None
    if row is None or not given or not given.get("client_id"):
        return None
    try:
        secret = json.loads(sealed.unseal(row.apps_secret) or "{}").get(provider, "")
    except (sealed.Unreadable, ValueError):
        secret = ""
    return App(given["client_id"], secret, given.get("tenant") or "common") if secret else None


def begin(provider: str, session: MutableMapping[str, Any], *, back: str, address: str = "", then: str = "") -> str:
    """The address to send a person to. `back` is ours that they come back to, as it is registered; `then` is given
    back by `finish`. Raises AskAdministrator, TryLater."""
    going = _WAYS[provider].begin(_registered(provider), back, address)
    held = {"provider": provider, "kept": going.kept, "then": then, "at": timezone.now().timestamp()}
    session[_KEPT] = sealed.seal(json.dumps(held))
    return going.url


def finish(provider: str, session: MutableMapping[str, Any], query: Mapping[str, str]) -> tuple[Granted, str]:
    """What a person agreed to, and `then`. Works once, in the session that began. Raises the failures of this room."""
    now = timezone.now()
    try:
        held = json.loads(sealed.unseal(session.pop(_KEPT, "")) or "{}")
    except (sealed.Unreadable, ValueError):
        held = {}
    state = str(held.get("kept", {}).get("state", ""))
    fits = bool(state) and secrets.compare_digest(state.encode(), str(query.get("state", "")).encode())
    if held.get("provider") != provider or not fits or now.timestamp() - held["at"] > LASTS:
        raise SignInAgain(_("This sign-in was not begun here, or too long ago."), _("Begin it again."))
    return _WAYS[provider].finish(_registered(provider), held["kept"], query, now), str(held["then"])


def token(account: Account, *, refused: str = "", now: datetime | None = None) -> str:
    """An access token of this account that lasts some minutes. `refused` is one that the server did not take though it
    should have lasted: another is got. Raises SignInAgain, AskAdministrator, TryLater."""
    now = now or timezone.now()
    held = _held(account)
    if _is_good(held, refused, now):
        return held.access
    try:
        with alone(f"token-{account.pk}"):
            account.refresh_from_db(fields=["secret"])  # who had the turn before us may have got one
            held = _held(account)
            if not _is_good(held, refused, now):
                held = _renewed(account, held, now)
    except StillTaken:
        raise TryLater(_("The sign-in of this account is being renewed, and that takes long.")) from None
    return held.access


def giving(account: Account) -> Callable[[bool], str]:
    """Tokens for somebody who keeps signing in (IMAP): with True another than the last, because that was refused."""
    last = ""

    def give(anew: bool) -> str:
        nonlocal last
        last = token(account, refused=last if anew else "")
        return last

    return give


def granted(account: Account) -> Granted | None:
    """What the person agreed to at the last sign-in; None where nobody signed in, or that cannot be read any more."""
    try:
        return _held(account)
    except SignInAgain:
        return None


def give_back(account: Account) -> None:
    """Tells the provider that this account's tokens are not needed any more, unless another account of that person was
    connected with the same sign-in. Raises nothing but TryLater."""
    provider, app = PROVIDERS[account.kind], app_of(PROVIDERS[account.kind])
    kinds = [kind for kind, one in PROVIDERS.items() if one == provider]
    if Account.objects.filter(kind__in=kinds, address=account.address).exclude(pk=account.pk).exists():
        return
    try:
        held = _held(account)
    except SignInAgain:
        return
    if app:
        _WAYS[provider].give_back(app, held)


def _renewed(account: Account, held: Granted, now: datetime) -> Granted:
    """Renews and keeps both tokens in one write; whoever signed in anew meanwhile is not written over."""
    provider = PROVIDERS[account.kind]
    if not held.refresh:
        raise SignInAgain(_("The permission to read this account has ended."), _("Sign in again."))
    before = account.secret
    found = _WAYS[provider].renew(_registered(provider), held, now)
    account.secret = sealed.seal(found.written())
    if not Account.objects.filter(pk=account.pk, secret=before).update(secret=account.secret):
        account.refresh_from_db(fields=["secret"])
        return _held(account)
    return found


def _held(account: Account) -> Granted:
    try:
        held = Granted.read(sealed.unseal(account.secret))
    except sealed.Unreadable as failure:
        raise SignInAgain(str(failure), _("Sign in again.")) from None
    except (ValueError, KeyError, TypeError):
        raise SignInAgain(_("Nobody has signed in for this account yet."), _("Sign in.")) from None
    if (CALENDAR if account.kind in _CALENDARS else MAIL) not in held.reads:
        raise SignInAgain(
            f"At the sign-in the box for this was not ticked: {account.address} may not be read.",
            _("Sign in again and tick every box."),
        )
    return held


def _is_good(held: Granted, refused: str, now: datetime) -> bool:
    return bool(held.access) and held.access != refused and held.expires_at - EARLY > now.timestamp()


def _registered(provider: str) -> App:
    app = app_of(provider)
    if app is None:
        name = {"google": "Google", "microsoft": "Microsoft"}[provider]
        raise AskAdministrator(
            f"Sellwright is not registered with {name}, or its secret cannot be read any more.",
            _("An owner enters the registration under Settings."),
        )
    return app
