"""The line to an IMAP server: commands out, responses in. Whatever the server says, what is held of it is bounded in
bytes and what is waited for it in seconds.

Python's imaplib and what builds on it take a literal of any announced size, hold every response of a command, and wait
with half a line in hand; so bytes become responses here. What a response means is read by IMAPClient's parser.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_response

CHUNK = 65_536
MOST_LITERAL = 52 * 1024 * 1024  # bytes: a mail of the largest size we keep, and some
MOST_BYTES = 4_000_000  # of the answer to a command that says no other
PATIENCE = 30.0  # seconds for a command that says no other
SILENCE = 20.0  # seconds without a byte
HELD_IDLE = 200  # responses kept while waiting; beyond it only that there were more
_LITERAL = re.compile(rb"~?\{(\d{1,20})\+?\}$")
_STATUS = (b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH")

Data = list[bytes | tuple[bytes, bytes]]  # as IMAPClient's parser takes it: lines, and (line, literal at its end)


class Cut(Exception):
    """The connection ended, stood still or was never whole. Nothing more can be said on it."""


class TooMuch(Cut):
    """The server announced or sent more than was asked for. `line` is the beginning of the response it did so in."""

    def __init__(self, line: bytes) -> None:
        super().__init__("more bytes than were asked for")
        self.line = line[:200]


@dataclass(slots=True)
class Response:
    """One response. `kind` is in capitals: OK, NO, BAD, BYE, EXISTS, FETCH, LIST; "+" for a continuation."""

    tag: bytes
    kind: bytes
    number: int
    data: Data

    @property
    def text(self) -> bytes:
        """What follows the kind, without literals."""
        return b"".join(part if isinstance(part, bytes) else part[0] for part in self.data)

    def parsed(self) -> Sequence[object]:
        """Its words, numbers (int), lists (tuple) and NIL (None). Raises Cut for what is no IMAP."""
        try:
            return parse_response(self.data)  # type: ignore[no-any-return]
        except (ProtocolError, ValueError, IndexError, RecursionError) as failure:
            raise Cut("a response that cannot be read") from failure


class Wire:
    """A connection that stands. Calls come one at a time; each may raise Cut, after which it is closed."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.taken = 0  # bytes received in all
        self._have = bytearray()
        self._number = 0
        self._left = MOST_BYTES
        self._until = time.monotonic() + PATIENCE
        self._idle_tag = b""
        self.heard: list[Response] = []  # while waiting for the server's word
        self.heard_more = False
        self.is_over = False  # the other side went while we waited
        self._news = False

    def greeting(self) -> Response:
        """The first response of a server."""
        self.allow()
        return self._response()

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """TLS from here on. What came before in the clear is not believed any more."""
        if self._have:
            raise Cut("the server spoke before TLS stood")  # an attacker's words would be taken for the server's
        self.sock.settimeout(SILENCE)
        self.sock = context.wrap_socket(self.sock, server_hostname=host)

    def allow(self, most: int = MOST_BYTES, seconds: float | None = None) -> None:
        """What the answers to the next commands may weigh and how long they may take, together."""
        self._left, self._until = most, time.monotonic() + (PATIENCE if seconds is None else seconds)

    def send(self, command: bytes) -> bytes:
        """Sends a command; returns its tag."""
        self._number += 1
        tag = b"S%d" % self._number
        self.raw(tag + b" " + command + b"\r\n")
        return tag

    def raw(self, line: bytes) -> None:
        """Sends bytes as they are: what follows a continuation."""
        try:
            self.sock.settimeout(SILENCE)
            self.sock.sendall(line)
        except (OSError, ValueError) as failure:
            self.close()
            raise Cut("the connection ended") from failure

    def answers(self, tag: bytes) -> Iterator[Response]:
        """The responses up to and with the one that ends a command, and continuations."""
        while True:
            found = self._response()
            yield found
            if found.tag == tag:
                return

    def begin_idle(self) -> None:
        """Asks the server to speak up by itself. Raises Cut also where it refuses."""
        self.allow()
        self.heard, self.heard_more, self._news = [], False, False
        self._idle_tag = self.send(b"IDLE")
        for found in self.answers(self._idle_tag):
            if found.kind == b"+":
                return
            self._news |= self._keep(found)
        raise Cut("the server would not wait")

    def end_idle(self) -> list[Response]:
        """Ends the wait; returns what was heard meanwhile (`heard_more` tells of what was not kept)."""
        if self._idle_tag:
            tag, self._idle_tag = self._idle_tag, b""
            self.allow(16 * MOST_BYTES)
            self.raw(b"DONE\r\n")
            for found in self.answers(tag):
                self._keep(found)
        heard, self.heard = self.heard, []
        return heard

    def listen(self) -> bool:
        """Takes what has come while waiting, without waiting for more; whether a whole response was among it. What
        comes in one call is bounded: a flood is taken piece by piece. The end of the connection counts as a word.
        To be called once after the wait began, too: what came with it shows on no socket any more."""
        news, self._news = self._news, False
        try:
            self.sock.settimeout(0)
            for _ in range(4):
                some = self.sock.recv(CHUNK)
                if not some:
                    self.is_over = True
                    return True
                self._have += some
                self.taken += len(some)
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except (OSError, ValueError):
            self.is_over = True
            return True
        while (end := self._have.find(b"\n")) >= 0:
            if _LITERAL.search(self._have[:end].rstrip(b"\r")):
                return True  # taken whole when the wait is ended
            line = self._cut(end)
            found = _response(line, [])
            news |= self._keep(found)
        return news or len(self._have) > MOST_BYTES

    def close(self) -> None:
        """Ends the connection without a word. May be called again."""
        with contextlib.suppress(OSError):
            self.sock.close()

    def _keep(self, found: Response) -> bool:
        """Notes a response; whether it is news. That flags changed or that the server lives is none."""
        if found.kind == b"FETCH" or (found.kind == b"OK" and b"[" not in found.text[:2]):
            return False
        if len(self.heard) < HELD_IDLE:
            self.heard.append(found)
        else:
            self.heard_more = True
        return found.kind in (b"EXISTS", b"EXPUNGE", b"VANISHED", b"BYE", b"NO", b"BAD")

    def _response(self) -> Response:
        try:
            line = self._line()
            literals: list[tuple[bytes, bytes]] = []
            while (found := _LITERAL.search(line)) and not _is_status(literals[0][0] if literals else line):
                literals.append((line, self._bytes(int(found[1]), literals[0][0] if literals else line)))
                line = self._line()
        except TooMuch:
            self.close()
            raise
        except (OSError, ValueError) as failure:
            self.close()
            raise Cut("the connection ended") from failure
        except Cut:
            self.close()
            raise
        return _response(line, literals)

    def _line(self) -> bytes:
        looked = 0
        while (end := self._have.find(b"\n", looked)) < 0:
            looked = len(self._have)
            self._more(bytes(self._have[:200]))
        return self._cut(end)

    def _cut(self, end: int) -> bytes:
        line = bytes(self._have[:end])
        del self._have[: end + 1]
        return line.removesuffix(b"\r")

    def _bytes(self, count: int, line: bytes) -> bytes:
        if count > MOST_LITERAL or count > self._left + len(self._have):
            raise TooMuch(line)  # before any of it is taken
        while len(self._have) < count:
            self._more(line)
        found = bytes(self._have[:count])
        del self._have[:count]
        return found

    def _more(self, line: bytes) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Cut("the server took too long")
        self.sock.settimeout(min(SILENCE, left))
        some = self.sock.recv(CHUNK)
        if not some:
            raise Cut("the server ended the connection")
        self._have += some
        self.taken += len(some)
        self._left -= len(some)
        if self._left < 0:
            raise TooMuch(line)


def _is_status(line: bytes) -> bool:
    """Whether a line is words for people: what looks like a literal at its end is none."""
    words = line.split(None, 2)
    return len(words) > 1 and words[1].upper() in _STATUS


def _response(line: bytes, literals: list[tuple[bytes, bytes]]) -> Response:
    first = literals[0][0] if literals else line
    tag, _, rest = first.partition(b" ")
    kind, _, after = rest.partition(b" ")
    number = 0
    if tag == b"*" and kind.isdigit():
        number = int(kind[:20])
        kind, _, after = after.partition(b" ")
    if tag == b"+" or first == b"+":
        return Response(b"+", b"+", 0, [rest])
    if not literals:
        return Response(tag, kind.upper(), number, [after])
    data: Data = [(after, literals[0][1]), *literals[1:], line]
    return Response(tag, kind.upper(), number, data)
