"""From an address to the server its mail lies on, before any password is asked for.

Asked in this order, and the first that answers is believed: the table of known providers, who takes mail in for the
domain (MX), what the domain itself publishes (autoconfig, over https alone: an answer that somebody on the way could
have written would lead a password astray), its SRV records, and at last the usual names, tried by connecting. All but
the table is asked at once; the whole never takes longer than `seconds`. Who said it goes with the answer.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from dns.exception import DNSException
from dns.resolver import Resolver

from sellwright import outbound
from sellwright.capture.providers import Provider, SignIn, of_domain, of_mx
from sellwright.interactions.addresses import normal, registrable
from sellwright.interactions.failures import SellwrightError

SECONDS = 8.0
DNS_SECONDS = 4.0
KNOCK_SECONDS = 4.0
CONFIG_BYTES = 100_000
T = TypeVar("T")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}")
_SECURITY = {"ssl": "tls", "starttls": "starttls"}


class Source(StrEnum):
    """Who says so."""

    KNOWN = "known"  # our table
    MX = "mx"  # our table, by who takes the domain's mail in
    PUBLISHED = "published"  # autoconfig of the domain, or of who takes its mail in
    SRV = "srv"  # a record of the domain
    TRIED = "tried"  # a usual name, and a mail server answered there
    NOBODY = "nobody"  # the person fills it in


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the mail of an address lies and how one signs in. `said_by` names who said so (a host, a provider)."""

    address: str
    host: str = ""
    port: int = 993
    security: str = "tls"
    user: str = ""
    sign_in: SignIn = SignIn.OWN
    source: Source = Source.NOBODY
    said_by: str = ""
    provider: Provider | None = None
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """How the outside is asked; tests give their own. `fetch` gives a document or raises SellwrightError; `knock` says
    whether a mail server answers there, with a certificate for that very name."""

    resolver: Callable[[], Resolver]
    fetch: Callable[[str], bytes]
    knock: Callable[[str, int, str], bool]


def ways() -> Ways:
    """The real ones: the machine's resolver, and the one door."""
    allowed = outbound.reach()

    def fetch(url: str) -> bytes:
        session = outbound.session(allowed, most_bytes=CONFIG_BYTES, timeout=KNOCK_SECONDS)
        with closing(session), closing(session.get(url)) as answer:
            return answer.content if answer.status_code == 200 else b""

    return Ways(_resolver, fetch, lambda host, port, security: answers(host, port, security, allowed))


def find(address: str, asking: Ways, *, seconds: float = SECONDS) -> Settings:
    """What is known of an address. Never raises: where nobody says anything, `source` is NOBODY and `host` empty."""
    email = normal(address)
    domain = email.rpartition("@")[2]
    known = of_domain(domain)
    if known is not None:
        return _of(known, email, Source.KNOWN, known.name)
    if not _HOST.fullmatch(domain):
        return Settings(email, user=email)
    asked = _Asked(email, domain, asking, time.monotonic() + seconds)
    try:
        return asked.answer()
    finally:
        asked.pool.shutdown(wait=False, cancel_futures=True)


def answers(host: str, port: int, security: str, allowed: outbound.Reach) -> bool:
    """Whether an IMAP server answers there. With TLS its certificate has to be for that name."""
    try:
        with closing(outbound.connect(host, port, allowed=allowed, timeout=KNOCK_SECONDS)) as line:
            if security != "tls":
                return _greets(line)
            with outbound.trusted().wrap_socket(line, server_hostname=host) as wrapped:
                return _greets(wrapped)
    except (SellwrightError, OSError, ssl.SSLError, ValueError):
        return False


def _greets(line: socket.socket) -> bool:
    said = b""
    until = time.monotonic() + KNOCK_SECONDS
    while len(said) < 4 and time.monotonic() < until:
        more = line.recv(200)
        if not more:
            return False
        said += more
    return said.startswith(b"* OK")


def _of(provider: Provider, email: str, source: Source, said_by: str) -> Settings:
    return Settings(
        address=email, host=provider.host, port=provider.port, security=provider.security, user=email,
        sign_in=provider.sign_in, source=source, said_by=said_by, provider=provider, calendar=provider.calendar,
    )  # fmt: skip


@dataclass(slots=True)
class _Asked:
    """One search: everything is asked at once, the answers are weighed in order."""

    email: str
    domain: str
    asking: Ways
    until: float  # monotonic
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(10, "discovery"))

    def answer(self) -> Settings:
        mx = self.pool.submit(self._mx)
        published = [self.pool.submit(self._published, url, self.domain) for url in _addresses(self.domain, self.email)]
        srv, calendar = self.pool.submit(self._srv), self.pool.submit(self._calendar)
        guesses = [(guess, self.pool.submit(self.asking.knock, *guess)) for guess in _guesses(self.domain)]
        servers = self._of(mx, [])
        found = self._by_mx(servers)
        if found is None:
            published += self._of_mx(servers)
            found = self._first(published) or self._of(srv, None) or self._tried(guesses)
        found = found or Settings(self.email, user=self.email)
        return found if found.calendar else replace(found, calendar=self._of(calendar, ""))

    def _by_mx(self, servers: list[str]) -> Settings | None:
        for server in servers:
            provider = of_mx(server)
            if provider is not None:
                return _of(provider, self.email, Source.MX, server)
        return None

    def _of_mx(self, servers: list[str]) -> list[Future[Settings | None]]:
        """What the firm publishes that takes the domain's mail in, when that is another one."""
        host = registrable(servers[0]) if servers else ""
        urls = _addresses(host, self.email)[:1] if host not in ("", self.domain) else []
        return [self.pool.submit(self._published, url, host) for url in urls]

    def _first(self, asked: list[Future[Settings | None]]) -> Settings | None:
        return next((found for found in (self._of(one, None) for one in asked) if found is not None), None)

    def _tried(self, guesses: list[tuple[tuple[str, int, str], Future[bool]]]) -> Settings | None:
        for (host, port, security), future in guesses:
            if self._of(future, False):
                return Settings(self.email, host, port, security, self.email, source=Source.TRIED, said_by=host)
        return None

    def _of(self, future: Future[T], nothing: T) -> T:
        try:
            return future.result(timeout=max(0.0, self.until - time.monotonic()))
        except (TimeoutError, DNSException, SellwrightError, OSError, ValueError):
            return nothing

    def _mx(self) -> list[str]:
        found = self.asking.resolver().resolve(self.domain, "MX")
        ordered = sorted(found, key=lambda row: row.preference)
        return [row.exchange.to_text(omit_final_dot=True).lower() for row in ordered][:10]

    def _srv(self) -> Settings | None:
        for name, security in (("_imaps", "tls"), ("_imap", "starttls")):
            for host, port in self._records(name):
                return Settings(self.email, host, port, security, self.email, source=Source.SRV, said_by=self.domain)
        return None

    def _calendar(self) -> str:
        for host, port in self._records("_caldavs"):
            return f"https://{host}/" if port == 443 else f"https://{host}:{port}/"
        return ""

    def _records(self, service: str) -> Iterator[tuple[str, int]]:
        """Hosts and ports, the wanted one first. A record of "." says that there is none."""
        try:
            found = self.asking.resolver().resolve(f"{service}._tcp.{self.domain}", "SRV")
        except DNSException:
            return
        for row in sorted(found, key=lambda row: (row.priority, -row.weight))[:4]:
            host = row.target.to_text(omit_final_dot=True).lower()
            if _HOST.fullmatch(host):
                yield host, row.port

    def _published(self, url: str, said_by: str) -> Settings | None:
        return read_published(self.asking.fetch(url), self.email, said_by)


def read_published(document: bytes, email: str, said_by: str) -> Settings | None:
    """The IMAP server an autoconfig document (Mozilla, "clientConfig" 1.1) names; None when it names none that is
    reached with encryption. Never raises."""
    try:
        servers = fromstring(document, forbid_dtd=True).iterfind("./emailProvider/incomingServer")
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    for server in servers:
        port, host = _text(server, "port"), _filled(_text(server, "hostname"), email).lower()
        security = _SECURITY.get(_text(server, "socketType").lower(), "")
        known = server.get("type") == "imap" and security and _HOST.fullmatch(host)
        if known and port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536:
            user = _filled(_text(server, "username"), email)[:254] or email
            sign_in = SignIn.OWN if "OAuth2" not in _text(server, "authentication") else SignIn.APP
            return Settings(email, host, int(port), security, user, sign_in, Source.PUBLISHED, said_by)
    return None


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _filled(text: str, email: str) -> str:
    local, _at, domain = email.rpartition("@")
    for mark, value in (("%EMAILADDRESS%", email), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        text = text.replace(mark, value)
    return text


def _addresses(domain: str, email: str) -> list[str]:
    asked = f"?emailaddress={quote(email)}"
    return [
        f"https://autoconfig.{domain}/mail/config-v1.1.xml{asked}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    ]


def _guesses(domain: str) -> list[tuple[str, int, str]]:
    return [(f"{label}.{domain}", 993, "tls") for label in ("imap", "mail")] + [(domain, 993, "tls")]


def _resolver() -> Resolver:
    """The machine's, with little patience. Raises DNSException where the machine has none."""
    found = Resolver()
    found.timeout, found.lifetime = DNS_SECONDS / 2, DNS_SECONDS
    return found
