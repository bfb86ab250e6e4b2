"""Reads an account over IMAP: one connection that works and waits in the inbox, one that waits in the sent folder.

Gmail shows a message once in "All Mail" and again under every label: there All Mail alone is read, so that nothing is
fetched twice, and the second connection waits in the inbox, where new mail is announced first.
"""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone

from sellwright.capture import imap_answers as answers
from sellwright.capture.failures import BadItem, CaptureError, SignInAgain, TryLater
from sellwright.capture.imap_folder import Place, readable
from sellwright.capture.imap_session import Session
from sellwright.capture.imap_sign_in import Door
from sellwright.capture.imap_wire import Cut
from sellwright.capture.ledger import Ledger, NotWanted, note_folders
from sellwright.capture.reading import Found, Turn
from sellwright.outbound import reach
from sellwright.store import sealed
from sellwright.store.models import Account, Folder

ROUND = 60.0  # seconds between looks at folders that nobody waits in
LIST_AGAIN = 600.0  # seconds between looks at which folders there are
POLL = 4.0  # seconds between looks where the server does not speak up by itself
LISTENS = (
    1_500.0  # seconds after which the waiting connection is made anew: servers end one that is silent half an hour
)
DEAF = 900.0  # seconds before a second connection that was refused is tried again
RETRY = 120.0  # seconds between looks for messages that failed
Role = Folder.Role
_WATCHED = (Role.INBOX, Role.SENT, Role.ALL)  # looked at in every turn


class ImapReader:
    """A Reader (reading.py). Its connection is opened by the first call that needs it, and again after a failure."""

    def __init__(self, account: Account, clock: Callable[[], datetime] = timezone.now) -> None:
        self.account = account
        self.clock = clock
        self._session: Session | None = None
        self._ear: Session | None = None
        self._ear_from = self._ear_until = self._deaf_until = 0.0
        self._places: dict[str, Place] = {}
        self._breaks: dict[str, dict[int, int]] = {}
        self._is_idle = False
        self._round_at = self._list_at = self._retry_at = 0.0

    def folders(self) -> Sequence[Found]:
        """What the server shows now."""
        try:
            session = self._connected()
            self._wake()
            return [one.found for one in session.folders()]
        except Cut as failure:
            raise self._broken() from failure

    def turn(self, until: float) -> Turn:
        """One bounded piece of work."""
        try:
            return self._turn(until)
        except Cut as failure:
            raise self._broken() from failure
        except (CaptureError, NotWanted):
            self.close()
            raise

    def idle(self) -> Sequence[socket.socket] | None:
        """Begins to wait in the inbox, and in the sent folder where the server lets us in twice."""
        session = self._session
        if session is None or not session.can_idle:
            return None
        main, second = self._waits_in()
        try:
            if main is None:
                return None
            if not self._is_idle and (session.selected != main or session.counts.is_recount):
                session.select(main)
                self._places[main].look(session.counts, self.clock())  # what came between the look and now
                self._places[main].read_new(self.clock())
            if not self._is_idle:
                session.begin_idle()
                self._is_idle = True
            if second is not None:
                self._listen_there(second, session)
        except BadItem:
            return None
        except Cut as failure:
            raise self._broken() from failure
        return [one.wire.sock for one in (session, self._ear) if one is not None]

    def woken(self) -> bool:
        """Whether the server said something that wants a turn."""
        ears = [one for one in (self._session if self._is_idle else None, self._ear) if one is not None]
        words = [one.wire.listen() for one in ears]  # each is heard out
        return any(words)

    def close(self) -> None:
        """Lets the connections go."""
        for one in (self._session, self._ear):
            if one is not None:
                one.close()
        self._session = self._ear = None
        self._places, self._is_idle = {}, False

    # ---- a turn

    def _turn(self, until: float) -> Turn:
        session = self._connected()
        is_fresh = self._wake()
        now, moment = self.clock(), time.monotonic()
        asked = self._asked()
        is_asked = self._is_due(asked)
        is_round = moment >= self._round_at or is_asked
        if is_asked:
            self._retry_at = 0.0
        if is_round:
            self._round_at = moment + ROUND * random.uniform(0.8, 1.2)
            self._know_places(now, moment)
        looked = [one for one in self._places.values() if is_round or one.folder.role in _WATCHED]
        if not is_fresh and session.selected:  # what it counts there it tells those who wait, or who open it anew
            self._reopen(session)
        compared = self._look(session, looked, asked, now)
        places = list(self._places.values())
        stored = sum(self._in(one, one.read_new) for one in places)
        if moment >= self._retry_at:
            self._retry_at = moment + RETRY
            stored += sum(self._in(one, one.retry) for one in places)
        stored += self._read_older(until)
        is_more = any(one.missing for one in self._places.values())
        return Turn(is_more, self._again_after(), stored, compared)

    def _look(self, session: Session, places: Sequence[Place], asked: datetime | None, now: datetime) -> bool:
        """All at once: one round trip where nothing is new."""
        counts = session.count([one.folder.name for one in places if one.folder.name != session.selected])
        if session.selected:
            counts[session.selected] = session.counts
        compared = False
        for place in places:
            try:
                if asked is not None and place.is_older_than(asked):
                    place.is_compared = False
                compared |= not place.is_compared
                place.look(counts.get(place.folder.name), now)
            except BadItem as failure:
                self._shut(place, failure)
        return compared

    def _in(self, place: Place, read: Callable[[datetime], int]) -> int:
        """Reads in a folder. One that does not open stops none of the others."""
        try:
            return read(self.clock())
        except BadItem as failure:
            self._shut(place, failure)
            return 0

    def _shut(self, place: Place, failure: BadItem) -> None:
        place.forget()
        place.ledger.move(error=failure.message, checked_at=self.clock())
        self._list_at = 0.0  # is it there at all?

    def _read_older(self, until: float) -> int:
        """What is missing, by turns of the folders."""
        stored = 0
        while time.monotonic() < until and (waiting := readable(self._places.values())):
            for place in waiting:
                stored += self._in(place, place.read_older)
                if time.monotonic() >= until:
                    break
        return stored

    def _again_after(self) -> float:
        session = self._session
        if session is None or not session.can_idle:
            return POLL
        left = max(1.0, self._round_at - time.monotonic())
        is_deaf = time.monotonic() < self._deaf_until and self._waits_in()[1] is not None
        return min(left, POLL) if is_deaf else left

    # ---- what is known

    def _asked(self) -> datetime | None:
        """When somebody asked for a comparison. Raises NotWanted where the account is not to be read any more."""
        row = Account.objects.filter(pk=self.account.pk).values_list("asked_at", "paused_at").first()
        if row is None or row[1] is not None:
            raise NotWanted
        return row[0]

    def _is_due(self, asked: datetime | None) -> bool:
        return asked is not None and any(one.is_older_than(asked) for one in self._places.values())

    def _know_places(self, now: datetime, moment: float) -> None:
        """The folders that are read, as the server lists them and the person chose."""
        session = self._session
        if session is None:
            return
        if moment >= self._list_at:
            self._list_at = moment + LIST_AGAIN * random.uniform(0.8, 1.2)
            found = [one.found for one in session.folders()]
            note_folders(self.account, found, now)
        self.account = Account.objects.select_related("mailbox__owner").get(pk=self.account.pk)
        there = {one.name: one for one in self.account.folders.filter(is_read=True, gone_at=None)}
        for name in self._places.keys() - there.keys():
            del self._places[name]
        for name, folder in there.items():
            if name not in session.wires:
                continue
            if name in self._places:
                self._places[name].since = self.account.since
                self._places[name].ledger.never = list(self.account.mailbox.never)
                continue
            folder.account = self.account
            breaks = self._breaks.setdefault(name, {})
            self._places[name] = Place.of(session, Ledger.of(folder), self.account.since, breaks)

    # ---- connections

    def _connected(self) -> Session:
        if self._session is None:
            self._session = Session.open(door_of(self.account), reach())
            self._round_at = self._list_at = self._retry_at = 0.0
        return self._session

    def _wake(self) -> bool:
        """Ends waiting; whether there was any: then the server has told all that is new in that folder."""
        was_idle, self._is_idle = self._is_idle, False
        if self._session is not None and was_idle:
            self._session.end_idle()
        return was_idle

    def _reopen(self, session: Session) -> None:
        place = self._places.get(session.selected)
        try:
            session.select(session.selected, place.reached if place is not None else (0, 0))
        except BadItem:
            self._list_at = 0.0

    def _waits_in(self) -> tuple[str | None, str | None]:
        """The folder the working connection waits in, and the one a second waits in."""
        by_role = {one.folder.role: one.folder.name for one in self._places.values()}
        if Role.ALL in by_role:
            inbox = next(
                (name for name in (self._session.wires if self._session else ()) if name.upper() == "INBOX"), None
            )
            return by_role[Role.ALL], inbox
        main = by_role.get(Role.INBOX) or next(iter(by_role.values()), None)
        return main, by_role.get(Role.SENT) if by_role.get(Role.SENT) != main else None

    def _listen_there(self, name: str, session: Session) -> None:
        """A second connection that only waits. Without it (a server that counts connections) that folder is polled."""
        moment = time.monotonic()
        ear = self._ear
        if ear is not None and not ear.wire.is_over and moment < self._ear_until:
            ear.wire.heard.clear()
            return
        if ear is not None:
            ear.close()
            self._ear = None
            if moment < self._ear_from + ROUND:  # it does not last: no door is knocked at again and again
                self._deaf_until = moment + DEAF
        if moment < self._deaf_until:
            return
        try:
            self._ear = ear = Session.open(door_of(self.account), reach())
            ear.wires = session.wires
            ear.select(name)
            ear.begin_idle()
            self._ear_from, self._ear_until = moment, moment + LISTENS * random.uniform(0.9, 1.0)
        except (Cut, CaptureError):
            if self._ear is not None:
                self._ear.close()
            self._ear, self._deaf_until = None, moment + DEAF

    def _broken(self) -> TryLater:
        self.close()
        return TryLater(answers.ENDED, answers.NEXT_WAIT)


def door_of(account: Account) -> Door:
    """Where an account's server is, and its password or a way to its tokens. Raises SignInAgain where the secret cannot
    be opened any more."""
    where = account.where
    try:
        secret = json.loads(sealed.unseal(account.secret) or "{}")
    except (sealed.Unreadable, ValueError) as failure:
        raise SignInAgain(answers.REVOKED, answers.NEXT_SIGN_IN) from failure
    token = None
    if "password" not in secret:
        from sellwright.capture import oauth  # needed by few accounts, and heavy

        token = oauth.giving(account)
    return Door(
        str(where.get("host", "")), int(where.get("port") or 993), str(where.get("security") or "tls"),
        str(where.get("user") or account.address), str(secret.get("password", "")), token,
    )  # fmt: skip


def reader(account: Account) -> ImapReader:
    """A Reader of an IMAP account."""
    return ImapReader(account)
