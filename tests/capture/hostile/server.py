"""An IMAP server of a few hundred lines that does what it is told, wrongly too: it lies, cuts, stalls, renumbers.

It knows what our reader says and no more. A test changes `folders`, sets `faults`, or replaces what is answered to a
command with `answer`.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

CRLF = b"\r\n"


@dataclass
class Letter:
    """A message as the server holds it."""

    data: bytes
    day: bytes = b"11-May-2026 09:00:00 +0000"
    flags: bytes = b"\\Seen"
    size: int | None = None  # what it says of its size, where it lies


@dataclass
class Box:
    """A folder."""

    validity: int = 7
    letters: dict[int, Letter] = field(default_factory=dict)
    next_uid: int = 1
    flags: bytes = b"\\HasNoChildren"

    def put(self, *letters: bytes) -> None:
        """Appends messages."""
        for data in letters:
            self.letters[self.next_uid] = Letter(data)
            self.next_uid += 1

    def renumber(self) -> None:
        """All of it under new numbers."""
        self.letters = dict(enumerate(self.letters.values(), start=1))
        self.validity, self.next_uid = self.validity + 1, len(self.letters) + 1


class Cut(Exception):
    """The server hangs up."""


class Server:
    """Listens on a free port of this machine, a thread for each connection. `answer(line, said)`: what is said to a
    command instead (None: as usual); `alter(bytes)`: what goes over the wire instead of a response."""

    def __init__(self, *, offers: bytes = b"IDLE ESEARCH UIDPLUS SASL-IR AUTH=PLAIN") -> None:
        self.folders: dict[bytes, Box] = {b"INBOX": Box()}
        self.offers = offers
        self.password = b"right"
        self.greeting = b"* OK ready"
        self.answer: Callable[[Connection, bytes], bytes | None] = lambda connection, line: None
        self.alter: Callable[[bytes], bytes] = lambda response: response
        self.cut_at = -1  # bytes after which the next connection is cut, once
        self.sent = 0
        self.commands: list[bytes] = []
        self.connections: list[Connection] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def inbox(self) -> Box:
        """The folder everybody has."""
        return self.folders[b"INBOX"]

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            one = Connection(self, line)
            self.connections.append(one)
            threading.Thread(target=one.run, daemon=True).start()

    def close(self) -> None:
        """Ends it and all connections."""
        self._socket.close()
        for one in self.connections:
            one.hang_up()


class Connection:
    """One client."""

    def __init__(self, server: Server, line: socket.socket) -> None:
        self.server, self.socket = server, line
        self.file = line.makefile("rb")
        self.box: Box | None = None
        self.is_idle = False

    def run(self) -> None:
        """Serves until either side has enough."""
        with contextlib.suppress(OSError, Cut, ValueError):
            self.say(self.server.greeting)
            while line := self.file.readline():
                self._serve(line.rstrip(b"\r\n"))
        self.hang_up()

    def hang_up(self) -> None:
        """Without a word."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self.socket.close()

    def say(self, *lines: bytes) -> None:
        """Sends lines; cut where the script says."""
        self.send(b"".join(line + CRLF for line in lines))

    def send(self, data: bytes) -> None:
        """Sends bytes."""
        server = self.server
        if 0 <= server.cut_at <= server.sent + len(data):
            self.socket.sendall(data[: server.cut_at - server.sent])
            server.cut_at = -1
            raise Cut
        server.sent += len(data)
        self.socket.sendall(data)

    def _serve(self, line: bytes) -> None:
        self.server.commands.append(line)
        if self.is_idle:
            self.is_idle = False
            self.say(self._idle_tag + b" OK done")
            return
        tag, _, rest = line.partition(b" ")
        given = self.server.answer(self, rest)
        if given is not None:
            self.send(given.replace(b"TAG", tag))
            return
        word = rest.split(b" ")[0].upper()
        if word == b"UID":
            word += b"_" + rest.split(b" ")[1].upper()
        handler = getattr(self, "do_" + word.decode("ascii").lower(), None)
        if handler is None:
            self.say(tag + b" BAD what")
            return
        said = handler(tag, rest)
        self.send(b"".join(self.server.alter(one + CRLF) for one in said))

    # ---- what it understands

    def do_capability(self, tag: bytes, rest: bytes) -> list[bytes]:
        return [b"* CAPABILITY IMAP4rev1 " + self.server.offers, tag + b" OK"]

    def do_authenticate(self, tag: bytes, rest: bytes) -> list[bytes]:
        import base64

        words = rest.split(b" ")[2:]
        if not words:
            self.say(b"+ ")
            words = [self.file.readline()]
        given = base64.b64decode(words[0]).split(b"\0")[-1]
        if given == self.server.password:
            return [tag + b" OK in"]
        return [tag + b" NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"]

    def do_noop(self, tag: bytes, rest: bytes) -> list[bytes]:
        return [tag + b" OK"]

    def do_list(self, tag: bytes, rest: bytes) -> list[bytes]:
        rows = [b'* LIST (%s) "/" "%s"' % (box.flags, name) for name, box in self.server.folders.items()]
        return [*rows, tag + b" OK"]

    def do_status(self, tag: bytes, rest: bytes) -> list[bytes]:
        box = self._named(rest)
        if box is None:
            return [tag + b" NO [NONEXISTENT] no such folder"]
        name = rest[rest.index(b'"') + 1 : rest.rindex(b'"')]
        counts = (name, len(box.letters), box.next_uid, box.validity)
        return [b'* STATUS "%s" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)' % counts, tag + b" OK"]

    def do_examine(self, tag: bytes, rest: bytes) -> list[bytes]:
        self.box = self._named(rest)
        if self.box is None:
            return [tag + b" NO [NONEXISTENT] no such folder"]
        return [
            b"* FLAGS (\\Seen \\Deleted)", b"* %d EXISTS" % len(self.box.letters), b"* 0 RECENT",
            b"* OK [UIDVALIDITY %d] ok" % self.box.validity, b"* OK [UIDNEXT %d] ok" % self.box.next_uid,
            tag + b" OK [READ-ONLY] opened",
        ]  # fmt: skip

    def do_uid_search(self, tag: bytes, rest: bytes) -> list[bytes]:
        box = self._open()
        words = rest.upper().replace(b"RETURN (ALL) ", b"").split(b" ")[2:]
        found = sorted(box.letters)
        if words[0] == b"UID":
            found = sorted(set(found) & self._set(words[1]))
        elif words[0] == b"SINCE":
            found = [uid for uid in found if _day(box.letters[uid].day) >= _day(words[1])]
        if b"RETURN" in rest:
            all_of = b" ALL " + b",".join(b"%d" % uid for uid in found) if found else b""
            return [b'* ESEARCH (TAG "%s") UID' % tag + all_of, tag + b" OK"]
        return [b"* SEARCH " + b" ".join(b"%d" % uid for uid in found), tag + b" OK"]

    def do_uid_fetch(self, tag: bytes, rest: bytes) -> list[bytes]:
        box = self._open()
        words = rest.split(b" ")
        wanted = self._set(words[2])
        order = {uid: place for place, uid in enumerate(box.letters, start=1)}
        said = []
        for uid, letter in list(box.letters.items()):
            if uid in wanted:
                said.append(b"* %d FETCH (UID %d %s)" % (order[uid], uid, self._told(letter, rest)))
        return [*said, tag + b" OK"]

    def do_idle(self, tag: bytes, rest: bytes) -> list[bytes]:
        self.is_idle, self._idle_tag = True, tag
        return [b"+ idling"]

    def _told(self, letter: Letter, rest: bytes) -> bytes:
        if b"BODY" in rest:
            return b"BODY[] {%d}\r\n%s" % (len(letter.data), letter.data)
        size = len(letter.data) if letter.size is None else letter.size
        return b'RFC822.SIZE %d FLAGS (%s) INTERNALDATE "%s"' % (size, letter.flags, letter.day)

    def _named(self, rest: bytes) -> Box | None:
        found = re.search(rb'"((?:[^"\\]|\\.)*)"', rest)
        name = re.sub(rb"\\(.)", rb"\1", found[1]) if found else b""
        return self.server.folders.get(name)

    def _open(self) -> Box:
        assert self.box is not None, "no folder is open"
        return self.box

    def _set(self, text: bytes) -> set[int]:
        box, found = self._open(), set[int]()
        last = max(box.letters, default=0)
        for part in text.split(b","):
            low, _, high = part.partition(b":")
            ends = [last if word == b"*" else int(word) for word in (low, high or low)]
            found.update(range(min(ends), max(ends) + 1))
        return found


def _day(text: bytes) -> tuple[int, int, int]:
    months = b"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
    day, month, year = text.split(b" ")[0].upper().split(b"-")
    return int(year), months.index(month), int(day)
