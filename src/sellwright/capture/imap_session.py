"""A session with an IMAP server: signing in, folders, what stands in one, letters. It asks; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sellwright.capture import imap_answers as answers
from sellwright.capture.failures import AskAdministrator, BadItem, CaptureError, SignInAgain, TryLater
from sellwright.capture.imap_names import Listed, listed, quoted
from sellwright.capture.imap_said import MOST_UID, Counts, Head, found_in, head, pairs, ranges, set_of, status
from sellwright.capture.imap_sign_in import Door, signed_in
from sellwright.capture.imap_wire import MOST_BYTES, MOST_LITERAL, Cut, Response, Wire
from sellwright.outbound import Reach

HEAD = 400  # bytes of the answer for one message's size, flags and date
MOST_LISTED = 16_000_000  # bytes of a list of numbers: about two million
STATUS_ROUND = 60.0  # seconds for a round of counts


class Session:
    """One signed-in connection. Methods raise CaptureError; Cut where the connection went while reading."""

    def __init__(self, wire: Wire, offers: frozenset[bytes]) -> None:
        self.wire = wire
        self.offers = offers
        self.wires: dict[str, bytes] = {}  # our names of folders to theirs
        self.selected = ""
        self.has_vanished = False  # it tells numbers of what went (QRESYNC), not places
        self.counts = Counts()  # of the selected folder, kept up as the server speaks

    # ---- signing in

    @classmethod
    def open(cls, door: Door, allowed: Reach) -> Session:
        """Connects and signs in. Raises CaptureError."""
        session = cls(*signed_in(door, allowed))
        try:
            session._enable()
        except Cut as failure:
            session.close()
            raise TryLater(answers.ENDED, answers.NEXT_WAIT) from failure
        return session

    def _enable(self) -> None:
        """Says who we are, which some providers want before they open a folder (RFC 2971); numbers of what vanished
        instead of places (QRESYNC), where offered."""
        if b"ID" in self.offers:
            self._ask(b'ID ("name" "Sellwright")', fails=False)
        if b"QRESYNC" in self.offers:
            self.has_vanished = any(one.kind == b"ENABLED" and b"QRESYNC" in one.text.upper()
                                    for one in self._ask(b"ENABLE QRESYNC", fails=False))  # fmt: skip

    # ---- folders

    def folders(self) -> list[Listed]:
        """All that can be opened."""
        use = b" RETURN (SPECIAL-USE)" if {b"SPECIAL-USE", b"LIST-EXTENDED"} <= self.offers else b""
        rows = [one.parsed() for one in self._ask(b'LIST "" "*"' + use) if one.kind == b"LIST"]
        found = listed(rows)
        self.wires = {one.found.name: one.wire for one in found}
        return found

    def count(self, names: Sequence[str]) -> dict[str, Counts]:
        """Counts of folders that are not selected, all asked at once: one round trip. Absent: it did not say."""
        words = b"(MESSAGES UIDNEXT UIDVALIDITY" + (b" HIGHESTMODSEQ)" if self._has_modseq() else b")")
        self.wire.allow(seconds=STATUS_ROUND)
        found: dict[str, Counts] = {}
        for start in range(0, len(names), 50):
            tags = {
                self.wire.send(b"STATUS " + quoted(self.wires[name]) + b" " + words): name
                for name in names[start : start + 50]
            }
            heard: list[Response] = []
            for tag, name in tags.items():
                for one in self.wire.answers(tag):
                    if one.kind == b"STATUS":
                        heard.append(one)
                    elif one.tag == tag and one.kind == b"OK" and heard:
                        found[name] = status(heard[-1])
                    self._note(one)
                heard.clear()
        return found

    def select(self, name: str, since: tuple[int, int] = (0, 0)) -> Counts:
        """Opens a folder without changing it. `since` is a validity and MODSEQ: what vanished from then on is told.
        Raises BadItem when it cannot be opened."""
        if name not in self.wires:
            raise BadItem(answers.FOLDER_GONE, answers.NEXT_WAIT)
        extra = b""
        if all(since) and self.has_vanished:
            extra = b" (QRESYNC (%d %d))" % since
        elif b"CONDSTORE" in self.offers:
            extra = b" (CONDSTORE)"
        self.selected, self.counts = "", Counts()
        self.wire.allow(4 * MOST_LISTED, 120.0)
        tag = self.wire.send(b"EXAMINE " + quoted(self.wires[name]) + extra)
        for one in self.wire.answers(tag):
            self._note(one)
            if one.tag == tag and one.kind != b"OK":
                raise _unopened(one.text)
        self.selected = name
        return self.counts

    # ---- messages of the selected folder

    def numbers(self, what: bytes = b"ALL") -> list[int]:
        """The UIDs that a search finds, rising, each once."""
        brief = b"RETURN (ALL) " if b"ESEARCH" in self.offers else b""
        found: set[int] = set()
        for one in self._ask(b"UID SEARCH " + brief + what, most=MOST_LISTED, seconds=120.0):
            if one.kind == b"SEARCH":
                found.update(int(word) for word in one.text.split() if word.isdigit())
            elif one.kind == b"ESEARCH":
                found.update(found_in(one))
            self._note(one)
        return sorted(uid for uid in found if 0 < uid <= MOST_UID)

    def heads(self, uids: bytes, most: int) -> list[Head]:
        """Size, flags and day of messages; those asked for that are absent are there no more, or not given."""
        labels = b" X-GM-LABELS" if b"X-GM-EXT-1" in self.offers else b""
        command = b"UID FETCH " + uids + b" (UID RFC822.SIZE FLAGS INTERNALDATE" + labels + b")"
        found: dict[int, Head] = {}
        for one in self._ask(command, most=200_000 + most * HEAD, seconds=120.0, streamed=True):
            this = head(one) if one.kind == b"FETCH" else None
            if this is not None:
                found[this.uid] = this
            elif one.kind != b"FETCH":
                self._note(one)
        return list(found.values())

    def bodies(self, uids: Sequence[int], size: int) -> Iterator[tuple[int, bytes]]:
        """The bytes of messages, as they come, each once. `size` is what their heads announced together: of much more
        nothing is taken (Cut). \\Seen is not set."""
        tell, wanted = set_of(uids), set(uids)
        seconds = 60.0 + size / 20_000
        for one in self._ask(b"UID FETCH " + tell + b" (UID BODY.PEEK[])", most=MOST_LITERAL if len(uids) == 1 else
                             200_000 + 2 * size, seconds=seconds, streamed=True):  # fmt: skip
            if one.kind != b"FETCH":
                self._note(one)
                continue
            values = pairs(one)
            uid, body = values.get(b"UID"), values.get(b"BODY[]")
            if isinstance(uid, int) and uid in wanted and isinstance(body, bytes):
                wanted.discard(uid)
                yield uid, body

    # ---- waiting

    def begin_idle(self) -> None:
        """Waits for the server's word on the selected folder."""
        self.wire.begin_idle()

    def end_idle(self) -> None:
        """Ends it; the counts of the selected folder are as the server says."""
        for one in self.wire.end_idle():
            self._note(one)
        self.counts.is_recount |= self.wire.heard_more

    @property
    def can_idle(self) -> bool:
        """Whether the server speaks up by itself."""
        return b"IDLE" in self.offers

    def close(self) -> None:
        """Ends the connection."""
        self.wire.close()

    # ---- within

    def _has_modseq(self) -> bool:
        return b"CONDSTORE" in self.offers or b"QRESYNC" in self.offers

    def _ask(
        self,
        command: bytes,
        *,
        most: int = MOST_BYTES,
        seconds: float | None = None,
        fails: bool = True,
        streamed: bool = False,
    ) -> Iterable[Response]:
        """The responses to a command. Raises CaptureError when it is refused."""
        found = self._answers(command, most, seconds, fails)
        return found if streamed else list(found)

    def _answers(self, command: bytes, most: int, seconds: float | None, fails: bool) -> Iterator[Response]:
        self.wire.allow(most, seconds)
        tag = self.wire.send(command)
        for one in self.wire.answers(tag):
            if one.tag == tag and one.kind != b"OK" and fails:
                raise answers.signed_in(one.text)
            if one.kind == b"BYE":
                self.wire.close()
                raise answers.signed_in(one.text)
            yield one

    def _note(self, one: Response) -> None:
        """What the server says of the selected folder by the way."""
        counts = self.counts
        if one.kind == b"EXISTS":
            counts.messages = one.number
            counts.next_uid = 0  # something may have come: what its number is was not said
        elif one.kind == b"EXPUNGE":
            counts.messages = max(0, counts.messages - 1)
        elif one.kind == b"VANISHED":
            self._note_vanished(one)
        elif one.kind == b"OK" and one.text[:1] == b"[":
            name, value = [*one.text[1:].partition(b"]")[0].upper().split(), b"", b""][:2]
            if name == b"CLOSED":
                self.counts = Counts()  # what was said till now was of the folder before
            elif value.isdigit() and len(value) < 19:  # 63 bits, as the standard has it
                if name == b"UIDVALIDITY":
                    counts.validity = int(value)
                elif name == b"UIDNEXT":
                    counts.next_uid = int(value)
                elif name == b"HIGHESTMODSEQ":
                    counts.modseq = int(value)

    def _note_vanished(self, one: Response) -> None:
        words = one.text.split()
        gone = list(ranges(words[-1])) if words else []
        self.counts.vanished += gone[:10_000]
        self.counts.is_recount |= len(gone) > 10_000
        if b"(EARLIER)" not in one.text.upper():
            self.counts.messages = max(0, self.counts.messages - sum(high - low + 1 for low, high in gone))


def _unopened(said: bytes) -> CaptureError:
    """Why a folder does not open: that is about this folder, unless we were put out altogether."""
    known = answers.signed_in(said)
    if isinstance(known, SignInAgain):
        return known
    message = known.message if isinstance(known, AskAdministrator) else answers.FOLDER_GONE
    return BadItem(message, known.next_step)
