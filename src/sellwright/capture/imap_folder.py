"""One folder of an IMAP account while its connection stands: what is new in it, what is older, what went.

Messages of a folder are numbered upwards and a number is never used again while its UIDVALIDITY lasts. So below the
next number a server can only lose messages: as long as it counts as many as our rows do, both hold the same ones, and
nothing has to be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sellwright.capture.failures import BadItem
from sellwright.capture.imap_said import Counts, Head, set_of
from sellwright.capture.imap_session import Session
from sellwright.capture.imap_wire import Cut
from sellwright.capture.ledger import OLDER, Ledger, Shown
from sellwright.interactions.values import Refused
from sellwright.protocols.files import DRAFT, MAX_MAIL_BYTES, TOO_LARGE
from sellwright.store.models import Folder

TOGETHER = 240  # messages read at once: reading step by step through many is a third quicker
TOGETHER_BYTES = 8_000_000  # and no more bytes than that, unless one alone is larger
MOST_NEW = 200  # that came since the last look and are shown before anything else; more are a backlog
MOST_VANISHED = 5_000  # told one by one; of more all numbers are compared
BREAKS = 3  # times the connection may end at one message before that message is the reason
NOT_GIVEN = "its server does not give it"
BREAKS_OFF = "the connection ends while it is read"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LABELS = {Folder.Role.SENT: "sent", Folder.Role.JUNK: "junk", Folder.Role.TRASH: "trash", Folder.Role.DRAFTS: "draft"}
_GMAIL = {"\\sent": "sent", "\\spam": "junk", "\\trash": "trash"}


@dataclass(slots=True)
class Place:
    """How far a folder is. `breaks` counts by number how often the connection ended at a message; it outlives this."""

    session: Session
    ledger: Ledger
    since: date | None
    breaks: dict[int, int]
    present: int = 0  # rows its server still shows
    new: list[int] = field(default_factory=list)  # to be read at once; rising
    missing: list[int] = field(default_factory=list)  # to be read when there is time; rising, the last first
    is_compared: bool = False  # what is missing is known
    surplus: int = 0  # messages the server counts and does not list

    @property
    def folder(self) -> Folder:
        """Its row."""
        return self.ledger.folder

    @property
    def reached(self) -> tuple[int, int]:
        """Validity and MODSEQ up to which we know what went."""
        return self.folder.validity or 0, int(self.folder.modseq)

    @classmethod
    def of(cls, session: Session, ledger: Ledger, since: date | None, breaks: dict[int, int]) -> Place:
        """As its row says. What was read in part, or never, is compared first."""
        place = cls(session, ledger, since, breaks, ledger.present())
        place.is_compared = ledger.folder.next_uid > 0 and ledger.folder.low_uid == 0
        return place

    def is_older_than(self, asked: datetime) -> bool:
        """Whether its numbers were last compared before somebody asked for it."""
        return self.folder.compared_at is None or self.folder.compared_at < asked

    def forget(self) -> None:
        """What is to be read is found out anew, by comparing."""
        self.new, self.missing, self.is_compared = [], [], False

    # ---- looking

    def look(self, counts: Counts | None, now: datetime) -> None:
        """Finds out what is new, missing or gone. `counts` are those of a STATUS, or of the folder while it is open;
        None where there were none. Costs nothing where all is as it was."""
        if counts is None or not self.agrees(counts):
            counts = self._open()
            self._note_vanished(counts)
            self._look_for_new(counts)
            if not self.is_compared or not self.agrees(self.session.counts):
                self.compare(now)
            self._note(now, is_changed=True)
        else:
            self._note(now, is_changed=False, counts=counts)

    def compare(self, now: datetime) -> None:
        """Compares every number the server lists with our rows. Nobody's row is lost by it: what is absent is marked,
        what is unknown is to be read."""
        self._open()
        listed = self.session.numbers()
        there = set(listed)
        young = None if self.since is None else set(self.session.numbers(b"SINCE " + _imap_day(self.since)))
        self.ledger.reach_for(None if young is None else {self._path(uid) for uid in young})
        mine, past = set[int](), set[int]()
        for path, is_gone in self.ledger.paths(self._path("")):
            number = path.rpartition("/")[2]
            if number.isdigit():
                (past if is_gone else mine).add(int(number))
        self.ledger.vanish(map(self._path, mine - there))
        self.ledger.reappear(map(self._path, past & there))
        self.present = len(there & (mine | past))
        unknown = there - mine - past
        self.new = [uid for uid in self.new if uid in unknown]
        self.missing = sorted(unknown - set(self.new))
        self._leave_older(young)
        counts = self.session.counts
        self.surplus = counts.messages - len(there) if counts.messages >= 0 else 0
        self.is_compared = True
        next_uid = max(self.folder.next_uid, counts.next_uid, listed[-1] + 1 if listed else 1)
        self.ledger.move(compared_at=now, **self._cursor(now, next_uid))

    def _open(self) -> Counts:
        """Opens the folder if another is, or if what was heard of it is not whole. A folder that is numbered anew
        begins from nothing: each message is known again by its print."""
        folder, session = self.folder, self.session
        if session.selected != folder.name or session.counts.is_recount:
            session.select(folder.name, self.reached)
        validity = session.counts.validity or 1
        if folder.validity is None:
            self.ledger.move(validity=validity)
        elif validity != folder.validity:
            self.ledger.renumber(validity=validity, next_uid=0, low_uid=0, modseq=0)
            self.present = 0
            self.forget()
            session.counts.vanished.clear()
            self.breaks.clear()
        return session.counts

    def agrees(self, counts: Counts) -> bool:
        """Whether the server holds what we know it to hold, and nothing else."""
        known = self.present + len(self.new) + len(self.missing) + self.surplus
        is_same = counts.validity in (0, self.folder.validity) and not counts.is_recount and not counts.vanished
        return self.is_compared and is_same and counts.messages == known and counts.next_uid == self.folder.next_uid

    def _note_vanished(self, counts: Counts) -> None:
        """What a server told of by number (QRESYNC)."""
        told, counts.vanished = counts.vanished, []
        if not told or not self.is_compared:
            return
        if sum(high - low + 1 for low, high in told) > MOST_VANISHED:
            self.is_compared = False
            return
        gone = {uid for low, high in told for uid in range(low, high + 1)}
        self.present -= self.ledger.vanish(map(self._path, gone))
        self.new = [uid for uid in self.new if uid not in gone]
        self.missing = [uid for uid in self.missing if uid not in gone]

    def _look_for_new(self, counts: Counts) -> None:
        if not self.is_compared:
            return
        begin = self.folder.next_uid
        if counts.next_uid != begin:
            known = {*self.new, *self.missing}
            found = [uid for uid in self.session.numbers(b"UID %d:*" % begin) if uid >= begin and uid not in known]
            self.new = sorted({*self.new, *found})
            if len(self.new) > MOST_NEW:
                self.missing, self.new = sorted({*self.missing, *self.new}), []
            counts.next_uid = max([counts.next_uid, begin, *(uid + 1 for uid in found[-1:])])
            # The row's cursor follows with the first of these that is stored; till then they are found again.
            self.folder.next_uid = counts.next_uid
            if not found:
                self.ledger.move(next_uid=counts.next_uid)

    def _leave_older(self, wanted: set[int] | None) -> None:
        """Rows for what is older than was chosen: the server's own search tells, and none of it is read."""
        if wanted is None or not self.missing:
            return
        older = [uid for uid in self.missing if uid not in wanted]
        self.ledger.leave(map(self._path, older), OLDER)
        self.present += len(older)
        self.missing = [uid for uid in self.missing if uid in wanted]

    # ---- reading

    def read_new(self, now: datetime) -> int:
        """All that came since the last look; how many messages are new here."""
        stored = 0
        while self.new:
            stored += self._read(self._taken(self.new), now, is_live=True)
        return stored

    def read_older(self, now: datetime) -> int:
        """Some of what is missing, the newest of it first; likewise."""
        return self._read(self._taken(self.missing), now, is_live=False)

    def retry(self, now: datetime) -> int:
        """Asks again for messages that failed and whose time has come; likewise."""
        begin = self._path("")
        due = [int(path[len(begin) :]) for path in self.ledger.due(now) if path.startswith(begin)]
        alone = [uid for uid in due if uid in self.breaks][:1]
        return self._read(alone or due, now, is_live=False, is_known=True) if due else 0

    def _taken(self, waiting: list[int]) -> list[int]:
        """The next few, newest first; one alone where the connection broke at it before."""
        alone = waiting[-1] in self.breaks
        few = [waiting[-1]] if alone else []
        for uid in reversed(waiting if not alone else []):
            if uid in self.breaks or len(few) == TOGETHER:
                break
            few.append(uid)
        return few

    def _read(self, uids: Sequence[int], now: datetime, *, is_live: bool, is_known: bool = False) -> int:
        """Reads messages and stores them. `is_known`: there are rows of them, which are written anew."""
        self._open()
        if not self.is_compared:
            return 0  # numbered anew: these numbers mean nothing any more
        wanted = [uid for uid in uids if self.breaks.get(uid, 0) < BREAKS]
        refused = [self._refused(uid, "failed", BREAKS_OFF) for uid in uids if uid not in wanted]
        heads = self._heads(wanted)
        fetched, left = self._split(heads, wanted)
        bodies, broken = self._bodies(fetched)
        absent = [uid for uid in wanted if uid not in heads] + [head.uid for head in fetched if head.uid not in bodies]
        not_given = self._absent(absent) if absent and broken is None else []
        refused += left + not_given
        shown = [Shown(self._path(uid), body, self._labels(heads[uid])) for uid, body in bodies.items()]
        done = {*bodies, *(int(one.path.rpartition("/")[2]) for one in refused)}
        went = set(absent) - done if broken is None else set()
        for waiting in (self.new, self.missing):
            _take_out(waiting, done | went)
        stored = self.ledger.keep(shown, refused, now, is_live=is_live, **self._cursor(now))
        if is_known:
            self.present -= self.ledger.vanish(map(self._path, went)) if went else 0
        else:
            self.present += len(done)
        for uid in done | went:
            self.breaks.pop(uid, None)
        if broken is not None:
            raise broken
        return stored

    def _heads(self, wanted: Sequence[int]) -> dict[int, Head]:
        if not wanted:
            return {}
        try:
            return {head.uid: head for head in self.session.heads(set_of(wanted), len(wanted))}
        except Cut:
            self._broke(wanted)
            raise

    def _split(self, heads: dict[int, Head], wanted: Sequence[int]) -> tuple[list[Head], list[Refused]]:
        """What is fetched, and rows for what is not. Of too many bytes the rest is left for the next time."""
        fetched: list[Head] = []
        refused: list[Refused] = []
        total = 0
        for uid in wanted:
            head = heads.get(uid)
            if head is None:
                continue
            if b"\\draft" in head.flags or "\\draft" in head.labels:
                refused.append(self._refused(uid, "skipped", DRAFT))
            elif head.size > MAX_MAIL_BYTES:
                refused.append(self._refused(uid, "skipped", TOO_LARGE))
            elif self.since is not None and (day := _day(head.day)) is not None and day < self.since:
                refused.append(self._refused(uid, "skipped", OLDER))
            elif fetched and total + head.size > TOGETHER_BYTES:
                continue
            else:
                fetched.append(head)
                total += head.size
        return fetched, refused

    def _bodies(self, heads: Sequence[Head]) -> tuple[dict[int, bytes], Cut | None]:
        """Bytes by number; what ended the connection before all were here. What came until then is not lost."""
        found: dict[int, bytes] = {}
        if heads:
            try:
                for uid, body in self.session.bodies([head.uid for head in heads], sum(head.size for head in heads)):
                    found[uid] = body
            except Cut as failure:
                self._broke([head.uid for head in heads if head.uid not in found])
                return found, failure
        return found, None

    def _broke(self, uids: Sequence[int]) -> None:
        for uid in uids:
            self.breaks[uid] = self.breaks.get(uid, 0) + (1 if len(uids) == 1 or uid not in self.breaks else 0)

    def _absent(self, uids: Sequence[int]) -> list[Refused]:
        """Rows for messages that the server lists and does not give. Those it does not list any more went meanwhile."""
        listed = set(self.session.numbers(b"UID " + set_of(uids)))
        return [self._refused(uid, "failed", NOT_GIVEN) for uid in uids if uid in listed]

    # ---- within

    def _path(self, uid: int | str) -> str:
        return f"{self.folder.validity}/{uid}"

    def _refused(self, uid: int, outcome: Any, reason: str) -> Refused:
        return Refused(self._path(uid), outcome, reason)

    def _labels(self, head: Head) -> tuple[str, ...]:
        role = _LABELS.get(Folder.Role(self.folder.role))
        return tuple({*([role] if role else []), *(_GMAIL[one] for one in head.labels if one in _GMAIL)})

    def _cursor(self, now: datetime, next_uid: int = 0) -> dict[str, Any]:
        """The row's columns as they are once what was just read is stored."""
        waiting = max([*self.new[-1:], *self.missing[-1:]], default=-1) + 1
        counted = self.session.counts.messages
        cursor: dict[str, Any] = {"next_uid": next_uid or self.folder.next_uid, "low_uid": waiting, "error": ""}
        if counted >= 0:
            cursor |= {"on_server": counted - self.surplus, "checked_at": now}
        return cursor

    def _note(self, now: datetime, *, is_changed: bool, counts: Counts | None = None) -> None:
        """What the server counted; while nothing changes, told once in five minutes."""
        counts, folder = counts or self.session.counts, self.folder
        if self.new or self.missing or counts.messages < 0:
            return
        is_old = folder.checked_at is None or (now - folder.checked_at).total_seconds() > 300
        if is_changed or is_old or folder.modseq < counts.modseq or folder.error:
            self.ledger.move(
                on_server=counts.messages - self.surplus, checked_at=now, error="", low_uid=0,
                modseq=max(int(folder.modseq), counts.modseq),
            )  # fmt: skip


def _day(text: str) -> date | None:
    """'17-Nov-2026' as a day; None for what is none."""
    day, _, rest = text.partition("-")
    month, _, year = rest.partition("-")
    try:
        return date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def _imap_day(day: date) -> bytes:
    return f"{day.day}-{_MONTHS[day.month - 1].title()}-{day.year:04}".encode()


def _take_out(waiting: list[int], done: set[int]) -> None:
    """Those that are done stand near the end: what lies before them is not touched."""
    begin = bisect_left(waiting, min(done, default=0))
    if done:
        waiting[begin:] = [uid for uid in waiting[begin:] if uid not in done]


def readable(places: Iterable[Place]) -> list[Place]:
    """Those in which something older waits: what a person looks at first comes first."""
    order = {Folder.Role.INBOX: 0, Folder.Role.ALL: 0, Folder.Role.SENT: 0}
    return sorted((one for one in places if one.missing), key=lambda one: order.get(Folder.Role(one.folder.role), 1))


__all__ = ["BadItem", "Place", "readable"]
