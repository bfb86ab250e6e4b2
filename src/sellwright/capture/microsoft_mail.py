"""Mail of Microsoft 365 and Outlook.com, read by Microsoft Graph.

Each folder is read in one round from the newest message to the oldest, a page at a time; the link to the next page is
kept with the rows of this one. At its end Graph gives a link that tells what changed since the round began, and that is
asked from then on. While a round lasts the newest messages are looked at beside it, so that what arrives is not last.
A link that Graph has forgotten begins a round of comparison: what is known is not read again, what is not shown any
more is marked. Ids are immutable ones: they stay when a message moves.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from django.utils import timezone

from sellwright.capture.failures import BadItem
from sellwright.capture.ledger import NotWanted, note_folders
from sellwright.capture.microsoft_folder import Place
from sellwright.capture.microsoft_graph import Gone, Graph, Throttled
from sellwright.capture.reading import Found, Turn
from sellwright.store.models import Account, Folder

EVERY = 4.0  # seconds between two looks: mail shows within five, and three requests each are 450 of 10,000 allowed
PATIENCE = 60.0  # seconds Microsoft may ask us to wait before a person is told
LIST_EVERY = 600.0  # seconds between looks at which folders there are
MOST_FOLDERS = 1_000
_DEEP = 12
_ROLES = {
    "inbox": Folder.Role.INBOX,
    "sentitems": Folder.Role.SENT,
    "deleteditems": Folder.Role.TRASH,
    "junkemail": Folder.Role.JUNK,
    "drafts": Folder.Role.DRAFTS,
    "outbox": Folder.Role.DRAFTS,  # what has not left yet
}
_PASSED_ON = (Folder.Role.TRASH, Folder.Role.JUNK, Folder.Role.DRAFTS)  # a folder in the bin is in the bin
_FIRST = {Folder.Role.INBOX: 0, Folder.Role.SENT: 1}
_SHOWN = "id,displayName,childFolderCount,totalItemCount"


def reader(account: Account) -> MicrosoftMail:
    """A Reader of somebody's Microsoft mail."""
    return MicrosoftMail(account)


class MicrosoftMail:
    """A Reader (capture.reading). It is polled: Microsoft's push needs a public address."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._graph = Graph(account)
        self._places: dict[int, Place] = {}
        self._looked = float("-inf")  # monotonic
        self._list_at = self._refresh_at = 0.0
        self._turns = 0

    def folders(self) -> Sequence[Found]:
        """Every folder of the mailbox, those inside others too; no search folders, whose mail stands elsewhere."""
        roles: dict[str, Folder.Role] = {}
        for known, role in _ROLES.items():
            try:
                roles[str(self._graph.get(f"/me/mailFolders/{known}", _select="id").get("id"))] = role
            except Gone:
                continue  # not every mailbox has every one
        return list(self._inside("", "", None, roles))[:MOST_FOLDERS]

    def turn(self, until: float) -> Turn:
        """Looks for what is new where mail comes and goes, and in one more folder; then reads on what is older."""
        if time.monotonic() >= self._refresh_at:
            self._refresh()
        stored, before = 0, self._compared()
        try:
            self._list()
            places = self._sorted()
            if time.monotonic() - self._looked >= EVERY * 0.8:
                stored += self._look(places)
                self._looked = time.monotonic()
            stored += self._read_on(places, until)
        except Throttled as failure:
            if failure.seconds is None or failure.seconds > PATIENCE:
                raise
            return Turn(False, max(failure.seconds, 1.0), stored)
        is_compared = bool(places) and not before and self._compared()
        return Turn(bool(_waiting(places)), EVERY, stored, is_compared)

    def idle(self) -> None:
        """It gives no word by itself."""

    def woken(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Lets the connections go. How far a comparison is stays known: a line that broke does not begin it anew."""
        self._graph.close()

    # ---- within

    def _refresh(self) -> None:
        """The account and its folders as their rows say now. Every second look: whoever pauses it is heard by the
        listener at once, and what is written asks once more."""
        row = Account.objects.select_related("mailbox__owner").filter(pk=self._account.pk, paused_at=None).first()
        if row is None:
            self._places.clear()
            raise NotWanted
        self._account = self._graph.account = row
        self._current()
        self._refresh_at = time.monotonic() + EVERY * 1.5

    def _list(self) -> None:
        """Now and then: which folders there are."""
        if time.monotonic() < self._list_at:
            return
        found = self.folders()
        note_folders(self._account, found, timezone.now())
        self._current()
        self._list_at = time.monotonic() + LIST_EVERY * random.uniform(0.8, 1.2)

    def _current(self) -> None:
        """Places of the folders that are read. What their rows say now is what counts."""
        there = {
            row.pk: row for row in self._account.folders.filter(is_read=True, gone_at=None).select_related("intake")
        }
        self._places = {pk: place for pk, place in self._places.items() if pk in there}
        for pk, row in there.items():
            row.account = self._account
            if pk in self._places:
                self._places[pk].renew(row)
            else:
                self._places[pk] = Place(self._graph, row)

    def _sorted(self) -> list[Place]:
        """The important folders first."""
        return sorted(
            self._places.values(), key=lambda one: (_FIRST.get(Folder.Role(one.folder.role), 2), one.folder.pk)
        )

    def _look(self, places: Sequence[Place]) -> int:
        """All that is new in the inbox and among what was sent, and in the next one of the others."""
        self._turns += 1
        now = timezone.now()
        first = [one for one in places if one.folder.role in _FIRST]
        others = [one for one in places if one not in first]
        if others:
            first.append(others[self._turns % len(others)])
        stored = 0
        for place in first:
            if time.monotonic() < place.rests_until:
                continue
            if self._is_asked(place):
                place.compare_anew()
            stored += self._safely(place, now, place.look)
        return stored

    def _read_on(self, places: Sequence[Place], until: float) -> int:
        """Pages of what is older, from the folder that is least far back in time, until the time is over."""
        stored = 0
        while (waiting := _waiting(places)) and time.monotonic() < until:
            place = max(waiting, key=lambda one: one.front)
            stored += self._safely(place, timezone.now(), place.read_on)
        return stored

    def _safely(self, place: Place, now: datetime, call: Callable[[datetime], int]) -> int:
        try:
            return call(now)
        except BadItem as failure:  # this folder; the others go on
            place.is_away(now, failure.message)
            self._list_at = 0.0
            return 0

    def _is_asked(self, place: Place) -> bool:
        asked, done = self._account.asked_at, place.folder.compared_at
        return asked is not None and (done is None or done < asked) and not place.is_comparing

    def _compared(self) -> bool:
        """Whether every folder was compared since somebody asked."""
        asked = self._account.asked_at
        return asked is not None and all(
            place.folder.compared_at is not None and place.folder.compared_at >= asked
            for place in self._places.values()
        )

    def _inside(
        self, parent: str, title: str, role: Folder.Role | None, roles: dict[str, Folder.Role], deep: int = 0
    ) -> Iterator[Found]:
        where = f"/me/mailFolders/{quote(parent, safe='')}/childFolders" if parent else "/me/mailFolders"
        for row in self._graph.pages(where, _select=_SHOWN, _top="100"):
            if str(row.get("@odata.type", "")).endswith("mailSearchFolder"):
                continue
            id = str(row["id"])
            name = " ".join(str(row.get("displayName") or id).split())
            whole = f"{title} / {name}" if title else name
            own = roles.get(id) or role or Folder.Role.OTHER
            yield Found(id, whole, own)
            if row.get("childFolderCount") and deep < _DEEP:
                yield from self._inside(id, whole, own if own in _PASSED_ON else None, roles, deep + 1)


def _waiting(places: Sequence[Place]) -> list[Place]:
    """Those whose round is not over."""
    return [place for place in places if not place.is_done and time.monotonic() >= place.rests_until]
