"""One folder of a Microsoft mailbox: how far its round is, what is new in it, what went."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote

from sellwright.capture.failures import BadItem, TryLater
from sellwright.capture.ledger import OLDER, Ledger, Shown
from sellwright.capture.microsoft_graph import Graph, StartOver, TooLarge, rows_of
from sellwright.interactions.values import Refused
from sellwright.protocols.files import DRAFT, TOO_LARGE
from sellwright.store.models import Folder, Item

PAGE = 100  # messages a page
TOGETHER = 40  # fetched and stored at once: about a second's requests
NEWEST = 25  # looked at while a round lasts
COUNT_EVERY = 600.0  # seconds after which a folder that did not change is counted again
RESTS = 300.0  # seconds before a folder that cannot be read is tried again
MOVE_EVERY = 300.0  # seconds after which a cursor is written though nothing changed: Graph forgets old ones
RETRY_EVERY = 60.0  # seconds between looks for messages that failed
COUNT_AGAIN = 30.0  # seconds before a count that differs is believed
COMPARE_AT_MOST = timedelta(hours=1)  # for counts that do not agree; whoever asks gets it at once
NOT_GIVEN = "its server does not give it"
FIRST, COMPARING, DONE = "first", "compare", "delta"  # what Folder.cursor begins with; the link follows
_LABELS = {Folder.Role.SENT: "sent", Folder.Role.JUNK: "junk", Folder.Role.TRASH: "trash", Folder.Role.DRAFTS: "draft"}
_FIELDS = "id,receivedDateTime,isDraft"
_JUDGED = {"receivedDateTime", "isDraft"}  # a change may come without what did not change
_FUTURE = "9999"


@dataclass(slots=True)
class _Page:
    """What is left of a page, and the cursor for when nothing is."""

    rows: list[dict[str, Any]]
    cursor: str


@dataclass(slots=True)
class Place:
    """How far a folder is. One thread at a time."""

    graph: Graph
    folder: Folder
    front: str = _FUTURE  # the oldest moment that was reached
    page: _Page | None = None
    seen: set[str] | None = None  # ids of this round of comparison
    ahead: str = ""  # a cursor that is newer than the row's, though nothing changed between them
    rests_until: float = 0.0  # monotonic; it could not be read
    _ledger: Ledger | None = None
    _made: float = 0.0
    _moved: float = field(default_factory=time.monotonic)
    _count_at: float = 0.0
    _retry_at: float = 0.0
    _differed: bool = False

    @property
    def state(self) -> str:
        """FIRST, COMPARING, DONE; '' before a round has begun."""
        return self.folder.cursor.partition(" ")[0]

    @property
    def is_done(self) -> bool:
        """Whether the round is over, and only changes are asked for."""
        return self.state == DONE and self.page is None

    @property
    def is_comparing(self) -> bool:
        """Whether a round of comparison is due or under way."""
        return self.state in ("", COMPARING)

    def renew(self, row: Folder) -> None:
        """Its row as it stands now; another may have changed it."""
        if row.cursor != self.folder.cursor:
            self.page, self.ahead = None, ""
        self.folder = row
        if self._ledger is not None:
            self._ledger.folder = row

    def look(self, now: datetime) -> int:
        """What is new: the changes since the last look, or while a round lasts the newest messages; and what failed and
        is to be tried again. Returns how many messages were new here."""
        if self.state == DONE:
            stored = self._changes(now)
        else:
            stored = self._newest(now) if self.state or self.page is not None else 0
        if self.is_done and time.monotonic() >= self._count_at:
            self._count(now)
        return stored + self._retry(now)

    def read_on(self, now: datetime) -> int:
        """A part of the next page of the round; likewise."""
        if self.page is None:
            if not self.state:
                self._count(now)  # how much there is to do
            self.page = self._fetched()
        page = self.page
        some, rest = page.rows[:TOGETHER], page.rows[TOGETHER:]
        is_end = not rest and page.cursor.startswith(DONE)
        if self.seen is not None:
            self.seen.update(str(row["id"]) for row in some if "@removed" not in row)
            if is_end:
                self._mark_gone(self.seen)
        cursor: dict[str, Any] = {} if rest else {"cursor": page.cursor, "error": ""}
        if is_end:
            cursor["compared_at"] = now
        stored = self._keep(some, now, **cursor)
        page.rows = rest  # only now: a failure brings the same ones again
        self.front = min([self.front, *(str(row.get("receivedDateTime") or _FUTURE) for row in some)])
        if not rest:
            self.page = None
        if is_end:
            self.seen = None
            self._count(now)
        return stored

    def compare_anew(self) -> None:
        """The next round compares every id."""
        self._book().move(cursor="")
        self.page, self.seen, self.ahead = None, None, ""

    def is_away(self, now: datetime, why: str) -> None:
        """The folder cannot be read; the others can."""
        self.page, self.rests_until = None, time.monotonic() + RESTS
        self._book().move(error=why[:300], checked_at=now)

    # ---- asking

    def _changes(self, now: datetime) -> int:
        """All that changed since the last look. Graph gives a new link with every answer and forgets old ones soon, so
        the newest is asked; it is written with what it brought, else now and then."""
        stored = 0
        while True:
            link = (self.ahead or self.folder.cursor).partition(" ")[2]
            try:
                given = self.graph.get(link, prefer=(f"odata.maxpagesize={PAGE}",))
            except StartOver:
                self.compare_anew()
                return stored
            rows, cursor = self._read(given, DONE)
            if rows or time.monotonic() - self._moved > MOVE_EVERY:
                stored += self._keep(rows, now, is_live=True, cursor=cursor, error="")
                self.ahead, self._moved = "", time.monotonic()
            else:
                self.ahead = cursor
            if rows:
                self._count_at = 0.0
            if "@odata.nextLink" not in given:
                return stored

    def _newest(self, now: datetime) -> int:
        given = self.graph.get(
            f"{self._where()}/messages", _select=_FIELDS, _orderby="receivedDateTime desc", _top=str(NEWEST)
        )
        rows = rows_of(given)
        if self.seen is not None:
            self.seen.update(str(row["id"]) for row in rows)
        return self._keep(rows, now, is_live=True)

    def _fetched(self) -> _Page:
        """The next page of the round, or the first one of a new round."""
        state, _, link = self.folder.cursor.partition(" ")
        if state == COMPARING and self.seen is None:  # begun by a process that ended: what it saw went with it
            state = link = ""
        try:
            if link:
                given = self.graph.get(link, prefer=(f"odata.maxpagesize={PAGE}",))
                return _Page(*self._read(given, state))
        except StartOver:
            pass
        is_known = Item.objects.filter(intake=self.folder.intake_id).exists() if self.folder.intake_id else False
        state, self.seen = (COMPARING, set()) if is_known else (FIRST, None)
        given = self.graph.get(
            f"{self._where()}/messages/delta", prefer=(f"odata.maxpagesize={PAGE}",), _select=_FIELDS,
            _orderby="receivedDateTime desc",
        )  # fmt: skip
        return _Page(*self._read(given, state))

    def _read(self, given: dict[str, Any], state: str) -> tuple[list[dict[str, Any]], str]:
        """The rows of an answer, each id once as it was told last, and the cursor behind them."""
        rows = {str(row["id"]): row for row in rows_of(given)}
        if link := given.get("@odata.nextLink"):
            return list(rows.values()), f"{state} {link}"
        if link := given.get("@odata.deltaLink"):
            return list(rows.values()), f"{DONE} {link}"
        raise TryLater("Microsoft's answer does not say how it goes on.")

    def _count(self, now: datetime) -> None:
        """What the server counts. Counts that differ twice from ours, while nothing changed, begin a comparison."""
        total = self.graph.get(self._where(), _select="totalItemCount").get("totalItemCount")
        self._count_at = time.monotonic() + COUNT_EVERY
        if not isinstance(total, int) or total < 0:
            return
        self._book().move(on_server=total, checked_at=now)
        differs = self.is_done and self._book().present() != total
        done = self.folder.compared_at
        if differs and self._differed and (done is None or now - done > COMPARE_AT_MOST):
            self.compare_anew()
            differs = False
        elif differs and not self._differed:
            self._count_at = time.monotonic() + COUNT_AGAIN
        self._differed = differs

    def _retry(self, now: datetime) -> int:
        """Asks again for messages that failed and whose time has come."""
        if time.monotonic() < self._retry_at or self.folder.intake_id is None:
            return 0
        due = self._book().due(now, TOGETHER)
        self._retry_at = time.monotonic() + (0.0 if len(due) == TOGETHER else RETRY_EVERY)
        return self._keep([{"id": id} for id in due], now, again=True) if due else 0

    # ---- keeping

    def _keep(
        self,
        rows: Sequence[dict[str, Any]],
        now: datetime,
        *,
        is_live: bool = False,
        again: bool = False,
        **cursor: Any,
    ) -> int:
        """Marks what went, fetches what is not here, and stores it with the cursor."""
        book = self._book()
        gone = [str(row["id"]) for row in rows if "@removed" in row]
        shown = {str(row["id"]): row for row in rows if "@removed" not in row}
        if gone:
            book.vanish(gone)
        wanted = shown if again else self._unknown(shown)
        refused = [why for id, row in wanted.items() if (why := self._refused(id, row)) is not None]
        left = [id for id in wanted if id not in {one.path for one in refused}]
        if left:
            self._leave_others(left)
        label = _LABELS.get(Folder.Role(self.folder.role))
        mails = []
        for id, raw in zip(left, self.graph.raw_many(left), strict=True) if left else ():
            if isinstance(raw, bytes):
                mails.append(Shown(id, raw, (label,) if label else ()))
            else:
                refused.append(_not_given(id, raw))
        return book.keep(mails, refused, now, is_live=is_live, **cursor)

    def _leave_others(self, ids: Sequence[str]) -> None:
        """A message stands in one folder: where it comes to light here, it went from where it was."""
        rows = Item.objects.filter(intake__folder__account=self.folder.account, path__in=ids, is_gone=False)
        rows.exclude(intake=self.folder.intake_id).update(is_gone=True)

    def _unknown(self, shown: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Those that have no row, or one whose reason does not hold any more."""
        rows = Item.objects.filter(intake=self.folder.intake_id, path__in=list(shown))
        there = {path: (reason, is_gone) for path, reason, is_gone in rows.values_list("path", "reason", "is_gone")}
        back = [path for path, (_, is_gone) in there.items() if is_gone]
        if back:
            self._book().reappear(back)
        stale = [
            path for path, (reason, _) in there.items()
            if reason in (OLDER, DRAFT) and shown[path].keys() >= _JUDGED and self._refused(path, shown[path]) is None
        ]  # fmt: skip
        if stale:
            rows.filter(path__in=stale).delete()
        return {id: row for id, row in shown.items() if id not in there or id in stale}

    def _refused(self, id: str, row: dict[str, Any]) -> Refused | None:
        """Why a message is left where it is, as far as its date and flags tell."""
        if row.get("isDraft") is True:
            return Refused(id, "skipped", DRAFT)
        since, at = self.folder.account.since, _day(row.get("receivedDateTime"))
        if since is not None and at is not None and at < since:
            return Refused(id, "skipped", OLDER)
        return None

    def _mark_gone(self, seen: set[str]) -> None:
        """What a whole round did not show is not there any more."""
        self._book().vanish([path for path, is_gone in self._book().paths() if not is_gone and path not in seen])

    def _book(self) -> Ledger:
        """The rows of this folder. Made anew now and then: who is never captured may have changed."""
        if self._ledger is None or time.monotonic() - self._made > 30.0:
            self._ledger, self._made = Ledger.of(self.folder), time.monotonic()
        return self._ledger

    def _where(self) -> str:
        return f"/me/mailFolders/{quote(self.folder.name, safe='')}"


def _not_given(id: str, why: BadItem) -> Refused:
    outcome: Literal["skipped", "failed"] = "skipped" if isinstance(why, TooLarge) else "failed"
    return Refused(id, outcome, TOO_LARGE if isinstance(why, TooLarge) else NOT_GIVEN)


def _day(given: object) -> date | None:
    try:
        return datetime.fromisoformat(str(given)).astimezone(UTC).date()
    except ValueError:
        return None
