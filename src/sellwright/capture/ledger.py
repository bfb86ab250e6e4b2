"""The ledger: every message a server ever showed is one row, stored, skipped or failed, written in the transaction that
moves its folder's cursor. What is here of a server can be told from these rows alone.

A message is known by its place (validity and number, or the server's id) and by the print of its bytes: where a server
numbers its messages anew, or a message moves, the print tells that it is here, and nothing is read twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q

from sellwright import access
from sellwright.capture.folder_rows import ROWS, intake_of, note_folders, pass_all
from sellwright.capture.proving import Judge
from sellwright.capture.reading import NotWanted
from sellwright.derive import opening
from sellwright.derive.storing import Read, Storing
from sellwright.derive.texts import plain
from sellwright.interactions.kept_out import keeps_out
from sellwright.interactions.values import Message as MessageValue
from sellwright.interactions.values import RawMail, Refused
from sellwright.jobs import settling
from sellwright.mailroom.intake import REPEATED
from sellwright.protocols.files import ready
from sellwright.settings import Settings
from sellwright.store import bulk, dirty, scopes, values
from sellwright.store.models import Folder, Intake, Item, Mailbox, Message, Sighting, User, Workspace
from sellwright.store.sqlite.turns import standing_back

KEPT_OUT = "you keep this person or domain out"
OLDER = "older than the day you chose"
BATCH = 80  # messages a transaction: about 50 ms of writing
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(days=1)  # before a message that failed is asked for again
_COLUMNS = ("intake_id", "path", "size", "outcome", "reason", "detail", "print", "is_gone", "tries")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as its server showed it. `labels` as mail programs call them: "sent", "junk", "draft"."""

    path: str
    data: bytes
    labels: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stood:
    """A message that is here by its print."""

    mid: str
    sighting: int
    intake: int
    is_held: bool  # a row of this mailbox that its server still shows stands for it


class _Again:
    """A message shown again: `here` is it."""

    __slots__ = ("here", "path", "print", "size")

    def __init__(self, shown: Shown, mark: str, here: _Stood) -> None:
        self.path, self.size, self.print, self.here = shown.path, len(shown.data), mark, here


@dataclass(slots=True)
class Ledger:
    """The rows of one folder. One thread at a time; `is_live` batches are shown on Today before any backlog."""

    folder: Folder
    settings: Settings
    intake: Intake
    own: frozenset[str]
    never: Sequence[str]
    judge: Judge
    _storing: Storing = field(init=False)

    def __post_init__(self) -> None:
        self._storing = Storing(self.intake)

    @classmethod
    def of(cls, folder: Folder) -> Ledger:
        """Of a folder that is about to be read."""
        workspace = Workspace.objects.get()
        mailbox = folder.account.mailbox
        _open_scopes(mailbox)
        own = scopes.addresses_of(mailbox.owner)
        return cls(folder, values.settings_of(workspace), intake_of(folder), own, list(mailbox.never), Judge.of(folder))

    # ---- what is known

    def paths(self, begin: str = "") -> Iterator[tuple[str, bool]]:
        """(path, is_gone) of every row whose path begins so."""
        rows = Item.objects.filter(intake=self.intake, path__gte=begin)
        if begin:
            rows = rows.filter(path__lt=begin[:-1] + chr(ord(begin[-1]) + 1))
        yield from rows.values_list("path", "is_gone").iterator(chunk_size=5_000)

    def present(self) -> int:
        """How many rows its server still shows."""
        return Item.objects.filter(intake=self.intake, is_gone=False).count()

    def due(self, now: datetime, most: int = BATCH) -> list[str]:
        """Paths of messages that failed and are to be asked for again."""
        rows = Item.objects.filter(intake=self.intake, outcome="failed", is_gone=False)
        due = rows.filter(Q(again_at=None) | Q(again_at__lte=now)).order_by("again_at", "pk")
        return list(due.values_list("path", flat=True)[:most])

    # ---- what is written

    def keep(
        self, shown: Sequence[Shown], refused: Sequence[Refused], now: datetime, *, is_live: bool = False, **cursor: Any
    ) -> int:
        """Stores messages, `BATCH` a transaction, and moves the cursor (columns of the folder) with the last of them;
        returns how many are new here. `refused` are messages that are skipped or failed without being opened.
        Raises NotWanted."""
        prints = {one.path: blake2b(one.data, digest_size=16).hexdigest() for one in shown}
        stood = self._stood(set(prints.values()))
        fresh = [one for one in shown if prints[one.path] not in stood]
        reads = self._opened(fresh, prints) + [Read(one.path, 0, one) for one in refused]
        again = [_Again(one, prints[one.path], stood[prints[one.path]]) for one in shown if prints[one.path] in stood]
        rows: list[Read | _Again] = [*reads, *again]
        new = 0
        for start in range(0, len(rows), BATCH):
            is_last = start + BATCH >= len(rows)
            new += self._safely(rows[start : start + BATCH], now, is_live, cursor if is_last else {})
        if not rows:
            self.move(**cursor)
        return new

    def move(self, **cursor: Any) -> None:
        """Moves the cursor alone. Raises NotWanted."""
        if cursor and not Folder.objects.filter(pk=self.folder.pk).update(**cursor):
            raise NotWanted
        for name, value in cursor.items():
            setattr(self.folder, name, value)

    def vanish(self, paths: Iterable[str]) -> int:
        """Its server shows these no more; returns how many rows that changes. What was stored stays, in the account of
        another folder where that showed it meanwhile."""
        gone = list(paths)
        changed = self._mark(gone, True)
        for start in range(0, len(gone), ROWS):
            self._hand_on(gone[start : start + ROWS])
        return changed

    def reappear(self, paths: Iterable[str]) -> int:
        """It shows these again; likewise."""
        return self._mark(paths, False)

    def leave(self, paths: Iterable[str], reason: str) -> None:
        """Rows of messages that are not read, and why."""
        rows = [(self.intake.pk, path, 0, "skipped", reason, "", "", False, 0) for path in paths]
        for start in range(0, len(rows), ROWS):
            with standing_back(), transaction.atomic():
                self._wanted()
                bulk.insert(Item, _COLUMNS, rows[start : start + ROWS], again=False)

    def reach_for(self, paths: Collection[str] | None) -> None:
        """Forgets that these (None: any) were left as too old: an earlier day was chosen, and they are to be read."""
        rows = Item.objects.filter(intake=self.intake, outcome="skipped", reason=OLDER)
        wanted = [pk for pk, path in rows.values_list("pk", "path") if paths is None or path in paths]
        for start in range(0, len(wanted), ROWS):
            with standing_back(), transaction.atomic():
                self._wanted()
                Item.objects.filter(pk__in=wanted[start : start + ROWS]).delete()

    def renumber(self, **cursor: Any) -> None:
        """Its server numbers all messages anew: every row is of the past. Ended in between, it is begun again: the
        cursor moves last."""
        self._wanted()
        pass_all(self.intake.pk)
        self.move(**cursor)

    # ---- within

    def _mark(self, paths: Iterable[str], is_gone: bool) -> int:
        wanted, changed = list(paths), 0
        for start in range(0, len(wanted), ROWS):
            some = wanted[start : start + ROWS]
            with standing_back(), transaction.atomic():
                self._wanted()
                rows = Item.objects.filter(intake=self.intake, path__in=some, is_gone=not is_gone)
                changed += rows.update(is_gone=is_gone)
        return changed

    def _hand_on(self, paths: Sequence[str]) -> None:
        """What was moved, and seen in its new folder before it left this one, was a repetition there: no longer."""
        left = Item.objects.filter(intake=self.intake, path__in=paths, outcome="stored", is_gone=True)
        live = Item.objects.filter(
            intake__mailbox=self.intake.mailbox_id, intake__state=Intake.State.LIVE, is_gone=False
        )
        again = live.filter(outcome="skipped", reason=REPEATED, detail__in=left.values("detail")).order_by("-pk")
        with standing_back(), transaction.atomic():
            heirs = {mid: (pk, intake) for pk, intake, mid in again.values_list("pk", "intake_id", "detail")}
            held = live.filter(outcome="stored", detail__in=heirs).values_list("detail", flat=True)
            for mid in heirs.keys() - set(held):
                pk, intake = heirs[mid]
                Item.objects.filter(pk=pk).update(outcome="stored", reason="")
                Sighting.objects.filter(intake=self.intake, message__mid=mid).update(intake=intake)

    def _wanted(self) -> None:
        live = Folder.objects.filter(
            pk=self.folder.pk, intake=self.intake.pk, intake__state=Intake.State.LIVE, account__paused_at=None
        )
        if not live.exists():
            raise NotWanted

    def _opened(self, shown: Sequence[Shown], prints: dict[str, str]) -> list[Read]:
        entries = [ready(RawMail(one.path, one.data, one.labels), 0.0, len(one.data)) for one in shown]
        opened = opening.open_all(entries, self.settings) if entries else []
        judged = [self.judge.judged(one) for one in opened]
        self.judge.learn(fresh.data for fresh in shown)
        return [self._kept_out(one) or replace(one, print=prints[one.path]) for one in judged]

    def _kept_out(self, one: Read) -> Read | None:
        """A row that says no more than that; None for what is kept."""
        found = one.found
        if not self.never or not isinstance(found, MessageValue):
            return None
        people = [found.sender.email, *(address.email for address in (*found.to, *found.cc))]
        if not keeps_out(self.never, people, self.own):
            return None
        return Read(one.path, one.size, Refused(one.path, "skipped", KEPT_OUT))

    def _stood(self, prints: set[str]) -> dict[str, _Stood]:
        """Which prints this mailbox has, with the message each is."""
        if not prints:
            return {}
        rows = Item.objects.filter(print__in=prints, intake__mailbox=self.intake.mailbox_id).exclude(detail="")
        rows = rows.filter(Q(outcome="stored") | Q(outcome="skipped", reason=REPEATED))
        mids: dict[str, str] = {}
        held: set[str] = set()
        for found, mid, is_gone, outcome in rows.values_list("print", "detail", "is_gone", "outcome"):
            mids[found] = mid
            if outcome == "stored" and not is_gone:
                held.add(mid)
        seen = Sighting.objects.filter(mailbox=self.intake.mailbox_id, message__mid__in=set(mids.values()))
        where = {mid: (pk, intake) for mid, pk, intake in seen.values_list("message__mid", "pk", "intake_id")}
        return {one: _Stood(mid, *where[mid], mid in held) for one, mid in mids.items() if mid in where}

    def _safely(self, rows: Sequence[Read | _Again], now: datetime, is_live: bool, cursor: dict[str, Any]) -> int:
        """One transaction; where one of its messages cannot be stored, one for each: it must not hide the others."""
        try:
            return self._write(rows, now, is_live, cursor)
        except (NotWanted, OperationalError):
            self._storing = Storing(self.intake)  # what it remembers was rolled back
            raise
        except Exception:
            self._storing = Storing(self.intake)
            if len(rows) == 1:
                return self._write([_unstorable(rows[0])], now, is_live, cursor)
        new = sum(self._safely([one], now, is_live, {}) for one in rows)
        self.move(**cursor)
        return new

    def _write(self, rows: Sequence[Read | _Again], now: datetime, is_live: bool, cursor: dict[str, Any]) -> int:
        paths = [one.path for one in rows]
        with nullcontext() if is_live else standing_back(), transaction.atomic():
            dirty.alone()
            self._wanted()
            there = Item.objects.filter(intake=self.intake, path__in=paths)
            tries = {path: tries if outcome == "failed" else -1
                     for path, outcome, tries in there.values_list("path", "outcome", "tries")}  # fmt: skip
            if tries:  # those that failed are written anew; the others stand
                there.filter(outcome="failed").delete()
                there.update(is_gone=False)
                rows = [one for one in rows if tries.get(one.path, 0) >= 0]
            reads = [one for one in rows if isinstance(one, Read)]
            self._storing.store(reads)
            items = Item.objects.filter(intake=self.intake, path__in=[one.path for one in reads])
            new = list(items.filter(outcome="stored").values_list("detail", flat=True))
            self._take_over(reads)
            self._write_again([one for one in rows if isinstance(one, _Again)])
            self._fail(paths, tries, now)
            self.move(**cursor)
            if new:
                self._shown_soon(new, is_live)
        for one in rows:
            if isinstance(one, _Again):
                one.here.is_held = True
        return len(new)

    def _shown_soon(self, mids: list[str], is_live: bool) -> None:
        """What just came goes before all else; what older mail marks is derived when the listener says so (Gate)."""
        if is_live:
            threads = Message.objects.filter(mid__in=mids, thread__isnull=False).values_list("thread_id", flat=True)
            settling.first(sorted(set(threads)))
        elif not settling.is_reading_older():
            settling.soon()

    def _write_again(self, again: Sequence[_Again]) -> None:
        """Rows of messages that are here already. One whose row is of the past takes its place: it is not a repetition
        but the same one under another number or in another folder."""
        held: set[str] = set()
        rows, moved = [], []
        for one in again:
            here = one.here
            is_repeated = here.is_held or here.mid in held
            held.add(here.mid)
            if not is_repeated and here.intake != self.intake.pk:
                moved.append((self.intake.pk, here.sighting))
            rows.append((self.intake.pk, plain(one.path), one.size, "skipped" if is_repeated else "stored",
                         REPEATED if is_repeated else "", here.mid, one.print, False, 0))  # fmt: skip
        bulk.insert(Item, _COLUMNS, rows)
        bulk.update(Sighting, ("intake_id",), moved)

    def _take_over(self, reads: Sequence[Read]) -> None:
        """Likewise for those whose bytes differ a little though they are the same letter: a server that adds a line."""
        paths = [one.path for one in reads if not isinstance(one.found, Refused)]
        rows = Item.objects.filter(intake=self.intake, path__in=paths, outcome="skipped", reason=REPEATED)
        repeated: dict[str, int] = {}
        for pk, mid in rows.order_by("-pk").values_list("pk", "detail"):
            repeated[mid] = pk
        if not repeated:
            return
        there = Sighting.objects.filter(mailbox=self.intake.mailbox_id, message__mid__in=repeated)
        live = there.filter(intake__state=Intake.State.LIVE)
        mine = {mid: (pk, intake) for mid, pk, intake in live.values_list("message__mid", "pk", "intake_id")}
        held = Item.objects.filter(intake__mailbox=self.intake.mailbox_id, outcome="stored", is_gone=False)
        taken = set(held.filter(detail__in=mine).values_list("detail", flat=True)) if mine else set()
        free = [mid for mid in mine if mid not in taken]
        Item.objects.filter(pk__in=[repeated[mid] for mid in free]).update(outcome="stored", reason="")
        Sighting.objects.filter(pk__in=[mine[mid][0] for mid in free]).update(intake=self.intake)

    def _fail(self, paths: Sequence[str], tries: dict[str, int], now: datetime) -> None:
        """When those that failed are asked for again: after two minutes, then four times as long each time."""
        for item in Item.objects.filter(intake=self.intake, path__in=paths, outcome="failed"):
            item.tries = min(tries.get(item.path, 0) + 1, 1_000)
            item.again_at = now + min(FIRST_WAIT * 4 ** min(item.tries - 1, 8), LONGEST_WAIT)
            item.save(update_fields=["tries", "again_at"])


def _open_scopes(mailbox: Mailbox) -> None:
    """Whoever may read a mailbox gets standings made from it; looked up before it holds anything."""
    owner = User.objects.select_related("scope").get(pk=mailbox.owner_id)
    if owner.scope is not None and str(mailbox.pk) in owner.scope.key.split():
        return
    for user in User.objects.filter(is_active=True).select_related("scope"):
        access.scope_of(user)


def _unstorable(one: Read | _Again) -> Read:
    return Read(one.path, one.size, Refused(one.path, "failed", "could not be stored"))


__all__ = ["BATCH", "KEPT_OUT", "OLDER", "ROWS", "Ledger", "NotWanted", "Shown", "intake_of", "note_folders"]
