"""HTTP through the door: a `requests.Session` whose every connection is opened by `door.connect`.

What the other side says is bounded: bytes on the wire, bytes after unpacking, seconds for a whole answer with its
redirects. Proxies, netrc and cookies are not known here. A redirect is a request like the first: its name is judged, it
never leaves TLS, and what could be a credential stays with the host it was meant for.
"""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from dataclasses import replace
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from sellwright.interactions.failures import SellwrightError
from sellwright.outbound.door import CONNECT, NotLetOut, NotReachable, Reach, connect

REDIRECTS = 5
HEADS = 1_000_000  # bytes that status lines, headers and chunk sizes may take beside the body
_PIECE = 65_536
_CARRIED = {"accept", "accept-encoding", "accept-language", "content-length", "content-type", "depth", "user-agent"}


class NotTrusted(NotReachable):
    """Its certificate does not prove that it is the server we meant."""


class TooMuch(SellwrightError):
    """The answer is larger than what is taken here."""

    def __init__(self) -> None:
        super().__init__("The server sends more than is taken.", "Check that the address is the right one.")


def session(allowed: Reach, *, most_bytes: int, timeout: float, plain: bool = False) -> Session:
    """A session for one caller or several threads. `timeout`: seconds for a whole answer, redirects included;
    `most_bytes`: of a body, packed or unpacked; `plain`: http may go to the world, not only to allowed private places.

    Its answers are read whole. Raises NotLetOut, NotReachable, NotTrusted, TooMuch; none holds an address's query.
    """
    return Session(_Adapter(allowed, most_bytes, timeout, plain))


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe: the machine's certificates (SSL_CERT_FILE too) and those of the world's browsers."""
    return _trusting(ssl.SSLSocket)


class Session(requests.Session):
    """A requests.Session that goes through the door. `verify`, `cert`, `proxies`, `stream` have no effect."""

    def __init__(self, adapter: _Adapter) -> None:
        super().__init__()
        self.trust_env = False
        self.max_redirects = REDIRECTS
        self.headers.update({"User-Agent": "Sellwright", "Accept-Encoding": "gzip, deflate"})
        self.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=()))
        self.adapters.clear()
        self._adapter = adapter
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **named: Any) -> requests.Response:
        """As requests does it. Raises the failures of `session`."""
        failure: SellwrightError | None = None
        self._adapter.begin()
        try:
            return super().request(method, url, *args, **named)
        except (requests.RequestException, HTTPError, OSError, EOFError, ValueError, zlib.error) as error:
            failure = _told(error, str(url))
        raise failure  # out here it has no context: that would hold the address and its query

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where a redirect goes. Raises NotLetOut for one that would leave TLS or hand what was posted to another."""
        found = super().get_redirect_target(resp)
        if found:
            old = urlsplit(resp.url)
            new = urlsplit(requests.compat.urljoin(resp.url, found))
            if new.scheme not in ("http", "https") or (old.scheme, new.scheme) == ("https", "http"):
                raise NotLetOut("The server sends us on to an address without encryption.", "Ask who runs it.")
            if resp.status_code in (307, 308) and resp.request.method == "POST" and old.netloc != new.netloc:
                raise NotLetOut("The server wants what it was sent to go to another one.", "Ask who runs it.")
        return found

    def rebuild_method(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """303 asks with GET; so do 301 and 302 after POST. Methods of calendars stay as they are."""
        if response.status_code == 303 or (response.status_code in (301, 302) and prepared_request.method == "POST"):
            prepared_request.method = "GET"

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """On the way to another host only headers go along that are no secret."""
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        old, new = str(response.request.url), str(prepared_request.url)
        if self.should_strip_auth(old, new):  # type: ignore[no-untyped-call]
            for name in [name for name in prepared_request.headers if name.lower() not in _CARRIED]:
                del prepared_request.headers[name]


class _Asking(threading.local):
    """What the request of this thread may still take."""

    until = 0.0  # monotonic
    left = 0  # bytes of the answer being read


class _Adapter(HTTPAdapter):
    def __init__(self, allowed: Reach, most_bytes: int, timeout: float, plain: bool) -> None:
        self.allowed, self.most_bytes, self.timeout, self.plain = allowed, most_bytes, timeout, plain
        self.now = _Asking()
        super().__init__(pool_connections=4, pool_maxsize=4)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = _pools(self)

    def begin(self) -> None:
        """Sets the end of a request's time, for all its redirects together."""
        self.now.until = time.monotonic() + self.timeout

    def send(self, request: requests.PreparedRequest, *args: Any, **named: Any) -> requests.Response:
        self.now.left = self.most_bytes + HEADS
        named |= {"stream": True, "timeout": max(0.001, self.now.until - time.monotonic()), "proxies": None}
        response = super().send(request, **named)
        try:
            whole = self._body(response)
        except BaseException:
            response.raw.close()
            raise
        response._content = whole
        response.raw.release_conn()
        return response

    def open(self, host: str, port: int, *, plain: bool) -> socket:
        """A connection; an unencrypted one stays among the networks an owner allowed, unless the caller asked."""
        seconds = max(0.001, min(CONNECT, self.now.until - time.monotonic()))
        if plain and not self.plain:
            try:
                return connect(host, port, allowed=replace(self.allowed, world=False), timeout=seconds)
            except NotLetOut:
                raise NotLetOut(
                    f"{host:.80} is only called with encryption.", "Use an address that begins with https."
                ) from None
        return connect(host, port, allowed=self.allowed, timeout=seconds)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing: `build_connection_pool_key_attributes` says whom we trust, always."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, True, None)
        return host, {"ssl_context": _for_web(), "cert_reqs": "CERT_REQUIRED"}

    def _body(self, response: requests.Response) -> bytes:
        """The whole body, unpacked by hand: a piece that swells is stopped in the middle."""
        packed = response.headers.get("Content-Encoding", "").strip().lower()
        unpack = _unpacking(packed)
        parts, size, begun = [], 0, False
        for piece in response.raw.stream(_PIECE, decode_content=False):
            begun = True
            while piece:
                part = unpack.decompress(piece, self.most_bytes + 1 - size) if unpack else piece
                piece = unpack.unconsumed_tail if unpack and part else b""
                parts.append(part)
                size += len(part)
                if size > self.most_bytes:
                    raise TooMuch
        if unpack and begun and not unpack.eof:
            raise EOFError("cut off while packed")
        return b"".join(parts)


class _Bounded:
    """A socket that reads no longer and no more than its request may take."""

    now: _Asking

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        left = self.now.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the whole answer took too long")
        self.settimeout(left)  # type: ignore[attr-defined]
        got: int = super().recv_into(buffer, nbytes or 0, flags)  # type: ignore[misc]
        self.now.left -= got
        if self.now.left < 0:
            raise TooMuch
        return got


class _Line(_Bounded, socket):
    pass


class _TlsLine(_Bounded, ssl.SSLSocket):
    pass


def _pools(door: _Adapter) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, with connections that open their socket by this door."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket:
            found = door.open(self.host, int(self.port or 80), plain=True)
            line = _Line(found.family, found.type, found.proto, fileno=found.detach())
            line.now = door.now
            return line

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket:
            return door.open(self.host, int(self.port or 443), plain=False)

        def connect(self) -> None:
            super().connect()
            assert isinstance(self.sock, _TlsLine)
            self.sock.now = door.now

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


@cache
def _for_web() -> ssl.SSLContext:
    return _trusting(_TlsLine)


def _trusting(kind: type[ssl.SSLSocket]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = kind
    return context


def _unpacking(packed: str) -> Any:
    if packed in ("", "identity"):
        return None
    if packed in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise NotReachable(f"The server packs its answer as {packed:.20}, which was not asked for.", "Ask who runs it.")


def _told(error: Exception, url: str) -> SellwrightError:
    """The failure in words. The address is told by its host alone."""
    try:
        host = (urlsplit(url).hostname or "this address")[:80]
    except ValueError:
        host = "this address"
    chain: list[BaseException] = [error]
    while (
        inner := next(
            (one for one in (*chain[-1].args, getattr(chain[-1], "reason", None), chain[-1].__cause__)
             if isinstance(one, BaseException) and one not in chain), None)
    ) is not None:  # fmt: skip
        chain.append(inner)
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in chain):
        return NotTrusted(f"The certificate of {host} does not prove that it is {host}.", "Ask who runs it.")
    if any(isinstance(one, requests.TooManyRedirects) for one in chain):
        return NotReachable(f"{host} sends us on from address to address.", "Check the address.")
    if isinstance(error, requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema | ValueError):
        return NotLetOut("This is no web address.", "It begins with https://.")
    if any(isinstance(one, TimeoutError | requests.Timeout) for one in chain):
        return NotReachable(f"{host} takes too long to answer.", "Try again later.")
    return NotReachable(f"{host} broke off or answers in a way that cannot be read.", "Try again later.")
