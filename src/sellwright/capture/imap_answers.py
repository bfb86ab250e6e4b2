"""What a mail server's refusals mean for the person whose mail it is: which of the four failures, in which words.

The response codes are those of RFC 5530 and RFC 3501; the phrases are what large providers really say.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from sellwright.capture.failures import AskAdministrator, CaptureError, SignInAgain, TryLater

HOUR = 3600.0

WRONG = _("The mail server does not take this password.")
REVOKED = _("The mail provider does not let us in any more.")
APP_PASSWORD = _(
    "The mail server wants an app password: one made in the provider's settings, not the one you sign in with."
)
BROWSER = _("The mail provider wants you to sign in once in a browser before programs may read your mail.")
IMAP_OFF = _("Reading mail by IMAP is switched off for this mailbox.")
NOT_ALLOWED = _("The mail server knows this account and does not allow it to be read.")
NO_PASSWORDS = _("The mail server takes no passwords from programs.")
NEEDS_TLS = _("The mail server takes no password on an open line.")
TOO_MANY = _("Too many programs are connected to this mailbox at once.")
SLOW_DOWN = _("The mail provider wants fewer requests for a while.")
BUSY = _("The mail server cannot answer just now.")
ENDED = _("The connection to the mail server broke.")
BAD_CERTIFICATE = _("The mail server cannot prove that it is the one it says it is (its certificate).")
NO_TLS = _("The mail server offers no encrypted connection there.")
NOT_IMAP = _("What answers there is no mail server (IMAP).")
OPEN_LINE = _("Without encryption only a server on this very machine is read.")
FOLDER_GONE = _("The mail server does not open this folder.")

NEXT_SIGN_IN = _("Sign in again.")
NEXT_APP_PASSWORD = _("Make an app password there, and enter it here.")
NEXT_BROWSER = _("Sign in there in a browser, then try again.")
NEXT_ADMINISTRATOR = _("Ask whoever runs the mail server to allow it.")
NEXT_SWITCH_ON = _("Switch IMAP on in the settings of the mailbox, or ask whoever runs it.")
NEXT_WAIT = _("It is tried again by itself.")
NEXT_FEWER = _("It is tried again by itself; close other mail programs if it stays so.")

_CODE = re.compile(rb"^\[([A-Z0-9-]+)")
_CODES: dict[bytes, tuple[type[CaptureError], str, str]] = {
    b"AUTHENTICATIONFAILED": (SignInAgain, WRONG, NEXT_SIGN_IN),
    b"EXPIRED": (SignInAgain, REVOKED, NEXT_SIGN_IN),
    b"WEBALERT": (SignInAgain, BROWSER, NEXT_BROWSER),
    b"AUTHORIZATIONFAILED": (AskAdministrator, NOT_ALLOWED, NEXT_ADMINISTRATOR),
    b"NOPERM": (AskAdministrator, NOT_ALLOWED, NEXT_ADMINISTRATOR),
    b"CONTACTADMIN": (AskAdministrator, NOT_ALLOWED, NEXT_ADMINISTRATOR),
    b"PRIVACYREQUIRED": (AskAdministrator, NEEDS_TLS, NEXT_ADMINISTRATOR),
    b"UNAVAILABLE": (TryLater, BUSY, NEXT_WAIT),
    b"SERVERBUG": (TryLater, BUSY, NEXT_WAIT),
    b"INUSE": (TryLater, BUSY, NEXT_WAIT),
    b"LIMIT": (TryLater, TOO_MANY, NEXT_FEWER),
    b"OVERQUOTA": (TryLater, BUSY, NEXT_WAIT),
}  # fmt: skip
# Before the codes: a provider may give one code and mean something narrower in its words. Lower-case, first match.
_PHRASES: tuple[tuple[bytes, type[CaptureError], str, str], ...] = (
    (b"application-specific password", SignInAgain, APP_PASSWORD, NEXT_APP_PASSWORD),
    (b"app password", SignInAgain, APP_PASSWORD, NEXT_APP_PASSWORD),
    (b"app-specific password", SignInAgain, APP_PASSWORD, NEXT_APP_PASSWORD),
    (b"via your web browser", SignInAgain, BROWSER, NEXT_BROWSER),
    (b"web login required", SignInAgain, BROWSER, NEXT_BROWSER),
    (b"not enabled for imap", AskAdministrator, IMAP_OFF, NEXT_SWITCH_ON),
    (b"imap is disabled", AskAdministrator, IMAP_OFF, NEXT_SWITCH_ON),
    (b"imap access is disabled", AskAdministrator, IMAP_OFF, NEXT_SWITCH_ON),
    (b"protocol disabled", AskAdministrator, IMAP_OFF, NEXT_SWITCH_ON),
    (b"basic authentication is disabled", AskAdministrator, NO_PASSWORDS, NEXT_ADMINISTRATOR),
    (b"basicauthblocked", AskAdministrator, NO_PASSWORDS, NEXT_ADMINISTRATOR),
    (b"too many simultaneous", TryLater, TOO_MANY, NEXT_FEWER),
    (b"too many connections", TryLater, TOO_MANY, NEXT_FEWER),
    (b"maximum number of connections", TryLater, TOO_MANY, NEXT_FEWER),
    (b"bandwidth limits", TryLater, SLOW_DOWN, NEXT_WAIT),
    (b"rate limit", TryLater, SLOW_DOWN, NEXT_WAIT),
    (b"throttled", TryLater, SLOW_DOWN, NEXT_WAIT),
    (b"authenticated but not connected", TryLater, BUSY, NEXT_WAIT),
    (b"temporar", TryLater, BUSY, NEXT_WAIT),
    (b"try again later", TryLater, BUSY, NEXT_WAIT),
    (b"internal error", TryLater, BUSY, NEXT_WAIT),
)
_BACK_OFF = re.compile(rb"(?:suggested backoff time|retry[- ]after)[:=]?\s*(\d{1,9})(\s*ms|\s*milliseconds)?", re.I)


def at_sign_in(said: bytes) -> CaptureError:
    """What a NO, BAD or BYE before or during signing in means. Without a known word: a wrong password."""
    return _known(said) or SignInAgain(WRONG, NEXT_SIGN_IN)


def signed_in(said: bytes) -> CaptureError:
    """What one means later. Without a known word: something of the server's own, which passes."""
    return _known(said) or TryLater(BUSY, NEXT_WAIT, seconds=waits(said))


def code(said: bytes) -> bytes:
    """The response code at the beginning of a text: b'UIDVALIDITY'; b'' where there is none."""
    found = _CODE.match(said.strip().upper())
    return found[1] if found else b""


def waits(said: bytes) -> float | None:
    """Seconds the server asks for, where it says so (Exchange and some others do)."""
    found = _BACK_OFF.search(said)
    if found is None:
        return None
    return min(int(found[1]) / (1000.0 if found[2] or int(found[1]) > 100_000 else 1.0), 6 * HOUR)


def _known(said: bytes) -> CaptureError | None:
    lower = said[:2_000].lower()
    found = next((one[1:] for one in _PHRASES if one[0] in lower), None) or _CODES.get(code(said))
    if found is None:
        return None
    kind, message, next_step = found
    if kind is TryLater:
        seconds = waits(said) or (HOUR if message == SLOW_DOWN else None)
        return TryLater(message, next_step, seconds=seconds)
    return kind(message, next_step)
