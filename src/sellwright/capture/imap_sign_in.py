"""Getting in at an IMAP server: the line, its encryption, the password or token."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address

from sellwright.capture import imap_answers as answers
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.imap_wire import Cut, Response, Wire
from sellwright.outbound import NotLetOut, NotReachable, Reach, connect, trusted

Token = Callable[[bool], str]
"""Gives an access token; with True another than the last, because that was refused."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server is and how one gets in. `token` where one signs in without a password."""

    host: str
    port: int
    security: str  # tls, starttls, none
    user: str
    password: str = field(default="", repr=False)
    token: Token | None = field(default=None, repr=False)


def signed_in(door: Door, allowed: Reach) -> tuple[Wire, frozenset[bytes]]:
    """A connection that is in, and what its server offers. Raises CaptureError."""
    wire = _connected(door, allowed)
    try:
        offers = _greeted(wire, door)
        refused = _sign_in(wire, door, offers)
        if refused is not None:
            failure = answers.at_sign_in(refused)
            if door.token is not None and failure.message == answers.WRONG:  # nobody typed a password
                failure = SignInAgain(answers.REVOKED, answers.NEXT_SIGN_IN)
            raise failure
        return wire, _offered(wire)
    except Cut as failure:
        wire.close()
        raise TryLater(answers.ENDED, answers.NEXT_WAIT) from failure
    except BaseException:
        wire.close()
        raise


def _sign_in(wire: Wire, door: Door, offers: frozenset[bytes]) -> bytes | None:
    """None when we are in, else what the server said."""
    at_once = b"SASL-IR" in offers
    if door.token is not None:
        said = _xoauth2(wire, door.user, door.token(False), at_once)
        if said is not None and answers.code(said) in (b"", b"AUTHENTICATIONFAILED", b"EXPIRED"):
            said = _xoauth2(wire, door.user, door.token(True), at_once)
        return said
    if b"AUTH=PLAIN" in offers:
        return _authenticate(wire, b"PLAIN", f"\0{door.user}\0{door.password}", at_once)
    if b"LOGINDISABLED" in offers:
        raise AskAdministrator(answers.NO_PASSWORDS, answers.NEXT_ADMINISTRATOR)
    return _login(wire, door.user, door.password)


def _xoauth2(wire: Wire, user: str, token: str, at_once: bool) -> bytes | None:
    return _authenticate(wire, b"XOAUTH2", f"user={user}\x01auth=Bearer {token}\x01\x01", at_once)


def _authenticate(wire: Wire, how: bytes, secret: str, at_once: bool) -> bytes | None:
    words = base64.b64encode(secret.encode())
    wire.allow()
    tag = wire.send(b"AUTHENTICATE " + how + (b" " + words if at_once else b""))
    waiting = [] if at_once else [words]
    said = b""
    for one in wire.answers(tag):
        if one.kind == b"+":
            said += b"" if waiting else b" " + _json(one.text)
            wire.raw((waiting.pop() if waiting else b"") + b"\r\n")
        elif one.tag == tag:
            return None if one.kind == b"OK" else one.text + said
        elif _is_alert(one):
            said += b" " + one.text
    return said


def _login(wire: Wire, user: str, password: str) -> bytes | None:
    """LOGIN with literals: no password has a character that cannot be sent."""
    wire.allow()
    parts = [user.encode(), password.encode()]
    tag = wire.send(b"LOGIN {%d}" % len(parts[0]))
    said = b""
    for one in wire.answers(tag):
        if one.kind == b"+" and parts:
            this = parts.pop(0)
            wire.raw(this + (b" {%d}\r\n" % len(parts[0]) if parts else b"\r\n"))
        elif one.tag == tag:
            return None if one.kind == b"OK" else one.text + said
        elif _is_alert(one):
            said += b" " + one.text
    return said


def _is_alert(one: Response) -> bool:
    return one.kind in (b"BYE", b"NO") or b"[ALERT]" in one.text[:10].upper()


def _connected(door: Door, allowed: Reach) -> Wire:
    try:
        sock = connect(door.host, door.port, allowed=allowed)
    except NotLetOut as failure:
        raise AskAdministrator(failure.message, failure.next_step) from failure
    except NotReachable as failure:
        raise TryLater(failure.message, failure.next_step) from failure
    if door.security == "none" and not ip_address(sock.getpeername()[0].partition("%")[0]).is_loopback:
        sock.close()
        raise AskAdministrator(answers.OPEN_LINE, answers.NEXT_ADMINISTRATOR)
    wire = Wire(sock)
    if door.security == "tls":
        _secure(wire, door.host)
    return wire


def _secure(wire: Wire, host: str) -> None:
    try:
        wire.secure(trusted(), host)
    except ssl.SSLCertVerificationError as failure:
        wire.close()
        raise AskAdministrator(answers.BAD_CERTIFICATE, answers.NEXT_ADMINISTRATOR) from failure
    except ssl.SSLError as failure:
        wire.close()
        raise AskAdministrator(answers.NO_TLS, answers.NEXT_ADMINISTRATOR) from failure
    except (OSError, ValueError) as failure:
        wire.close()
        raise TryLater(answers.ENDED, answers.NEXT_WAIT) from failure


def _greeted(wire: Wire, door: Door) -> frozenset[bytes]:
    """What the server offers, once the line is as safe as was asked."""
    first = wire.greeting()
    if first.kind == b"BYE":
        raise answers.signed_in(first.text)
    if first.kind != b"OK":
        raise AskAdministrator(answers.NOT_IMAP, answers.NEXT_ADMINISTRATOR)
    offers = _offered(wire)
    if door.security != "starttls":
        return offers
    if b"STARTTLS" not in offers:
        raise AskAdministrator(answers.NO_TLS, answers.NEXT_ADMINISTRATOR)
    tag = wire.send(b"STARTTLS")
    if [one.kind for one in wire.answers(tag)][-1] != b"OK":
        raise AskAdministrator(answers.NO_TLS, answers.NEXT_ADMINISTRATOR)
    _secure(wire, door.host)
    return _offered(wire)


def _offered(wire: Wire) -> frozenset[bytes]:
    wire.allow()
    return _offers(wire.answers(wire.send(b"CAPABILITY")))


def _offers(found: Iterable[Response]) -> frozenset[bytes]:
    return frozenset(word for one in found if one.kind == b"CAPABILITY" for word in one.text.upper().split())


def _json(text: bytes) -> bytes:
    """What a server says of a refused token: base64 of JSON (status, scope). It holds nothing of ours."""
    try:
        return base64.b64decode(text, validate=False)[:500]
    except ValueError:
        return b""
