"""Hands one mail to a mail server. What the server did not take is told apart from what nobody can know."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Any, Literal

from sellwright.store import sealed
from sellwright.store.models import Workspace

Security = Literal["tls", "starttls", "none"]
SECURITIES: tuple[Security, ...] = ("tls", "starttls", "none")
TIMEOUT = 20.0  # seconds for each answer of the server


class NotTaken(Exception):
    """The server has not taken the mail: nothing went out. `args[0]` is a sentence for a person."""


class Unknown(Exception):
    """The connection broke after the mail was handed over and before the server answered. It may have gone out."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. Without TLS a password is sent to this very machine only."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""
    sender: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def server_of(workspace: Workspace) -> MailServer | None:
    """The server as an owner set it; None while there is none. Raises sealed.Unreadable when its password was kept
    with another key."""
    row: dict[str, Any] = workspace.mail_server
    if not row.get("host"):
        return None
    password = sealed.unseal(workspace.mail_password)
    return MailServer(row["host"], row["port"], row["security"], row["user"], password, row["from"])


def send(server: MailServer, mail: EmailMessage, *, context: ssl.SSLContext | None = None) -> None:
    """Hands the mail in. Raises NotTaken or Unknown. `context`: whose certificates are trusted; else the machine's."""
    try:
        session = _connected(server, context or ssl.create_default_context())
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(_reason(error)) from error
    try:
        _ask(session, server.sender, str(mail["To"]))
        _hand_over(session, mail.as_bytes(policy=policy.SMTP.clone(cte_type="7bit")))
        with contextlib.suppress(smtplib.SMTPException, OSError):  # it is taken, whatever becomes of the goodbye
            session.quit()
    finally:
        session.close()


def try_out(server: MailServer, *, timeout: float = TIMEOUT, context: ssl.SSLContext | None = None) -> None:
    """Signs in and goes again; nothing is sent. Raises NotTaken."""
    try:
        session = _connected(server, context or ssl.create_default_context(), timeout)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            session.quit()
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(_reason(error)) from error


def _ask(session: smtplib.SMTP, sender: str, to: str) -> None:
    try:
        code, said = session.mail(sender)
        if code // 100 == 2:
            code, said = session.rcpt(to)
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(_reason(error)) from error
    if code // 100 != 2:
        raise NotTaken(_sentence(code, said))


def _hand_over(session: smtplib.SMTP, data: bytes) -> None:
    try:
        code, said = session.data(data)
    except smtplib.SMTPDataError as refused:  # not even begun
        raise NotTaken(_sentence(refused.smtp_code, refused.smtp_error)) from refused
    except (smtplib.SMTPException, OSError) as error:
        raise Unknown(_reason(error)) from error
    if code // 100 != 2:
        raise NotTaken(_sentence(code, said))


def _connected(server: MailServer, context: ssl.SSLContext, timeout: float = TIMEOUT) -> smtplib.SMTP:
    session: smtplib.SMTP
    if server.security == "tls":
        session = smtplib.SMTP_SSL(server.host, server.port, timeout=timeout, context=context)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if server.security == "starttls":
            session.starttls(context=context)
        if server.user:
            if server.security == "none" and not server.is_here:
                raise NotTaken("A password is not sent over an unprotected line. Choose TLS or STARTTLS.")
            session.login(server.user, server.password)
        session.ehlo_or_helo_if_needed()
    except BaseException:
        session.close()
        raise
    return session


def _sentence(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"[:280]


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _sentence(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:280]
