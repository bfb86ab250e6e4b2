"""A calendar's folder and its account: what its server shows is opened, stored and counted here, whoever speaks to it.

Every thing on the server (a resource, a UID, an event) is one item. Repeating meetings are read in a window of days
that rolls on with the calendar: their items say when they are to be read anew (`Item.again_at`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone

from sellwright.capture import ledger
from sellwright.capture.folder_rows import intake_of, note_folders
from sellwright.capture.reading import Found, NotWanted
from sellwright.derive.meetings import NOTHING, LiveCalendar, Shown
from sellwright.interactions.kept_out import keeps_out
from sellwright.interactions.values import Meeting, Refused
from sellwright.jobs import settling
from sellwright.mailroom.reaching import people_in
from sellwright.protocols.calendars import Series, Window, series_in
from sellwright.protocols.files import Entry
from sellwright.store import dirty, sealed
from sellwright.store.models import Account, Folder, Intake, Item
from sellwright.store.sqlite.turns import standing_back

YEARS_BACK = timedelta(days=2 * 366)
DAYS_AHEAD = timedelta(days=90)
BATCH = 120  # meetings a transaction: about 50 ms of writing
COMPARED_EVERY = timedelta(days=1)
LIST_EVERY = 1800.0  # seconds between looks at which calendars there are
TRY_AGAIN = timedelta(minutes=15)
KEPT_OUT = Refused("", "skipped", ledger.KEPT_OUT)
OLDER = Refused("", "skipped", ledger.OLDER)
NOT_SHOWN = Refused("", "failed", "the server named it and did not show it")
_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as its server handed it over. `data`: iCalendar; None: it named it and did not show it."""

    path: str
    tag: str
    data: bytes | None


def wanted(account: Account) -> Account:
    """The account as it stands. Raises NotWanted when it is paused or was disconnected."""
    row = Account.objects.select_related("mailbox").filter(pk=account.pk, paused_at=None).first()
    if row is None:
        raise NotWanted
    return row


def folders_of(account: Account) -> list[Folder]:
    """The calendars of an account that are read, in a fixed order."""
    rows = account.folders.filter(is_read=True, intake__isnull=False).order_by("pk")
    return list(rows.select_related("intake__mailbox", "account"))


def first_look() -> float:
    """When (monotonic) a reader looks first at which calendars there are: connecting just did, and after a new start
    not everybody asks at once."""
    return time.monotonic() + LIST_EVERY * random.random()


def note_calendars(account: Account, found: Sequence[Found], at: datetime) -> None:
    """Which calendars the server shows now: new ones get a row, and what lay ahead in one that is gone will not be."""
    shown = {one.name for one in found}
    for folder in folders_of(account):
        if folder.name not in shown and folder.gone_at is None:
            left = Ledger(folder)
            left.finish(list(left.known()), at, cursor="")
    for folder in note_folders(account, found, at):
        if folder.is_read:
            intake_of(folder)


def window(now: datetime) -> Window:
    """The days whose occurrences are read today."""
    return Window((now - YEARS_BACK).date(), (now + DAYS_AHEAD).date())


def secret_of(account: Account) -> dict[str, str]:
    """What opens the account. Raises sealed.Unreadable."""
    import json

    found = json.loads(sealed.unseal(account.secret) or "{}")
    return {str(name): str(value) for name, value in found.items()}


class Ledger:
    """The account of one folder."""

    def __init__(self, folder: Folder) -> None:
        assert folder.intake is not None
        self.folder = folder
        self.intake: Intake = folder.intake
        self._never = [str(one) for one in self.intake.mailbox.never]
        self._own = [str(one) for one in self.intake.mailbox.addresses]

    def known(self) -> dict[str, str]:
        """What the server is known to show, by path: its tag; '' for what is to be read again."""
        rows = Item.objects.filter(intake=self.intake, is_gone=False).values_list("path", "detail", "outcome")
        return {path: "" if self._is_open(outcome) else tag for path, tag, outcome in rows.iterator()}

    def prints(self) -> dict[str, tuple[str, datetime | None]]:
        """Likewise: the print of each, and when it is to be read anew."""
        columns = ("path", "print", "again_at", "outcome")
        rows = Item.objects.filter(intake=self.intake, is_gone=False).values_list(*columns)
        return {
            path: ("?" if self._is_open(outcome) else kept, again) for path, kept, again, outcome in rows.iterator()
        }

    def _is_open(self, outcome: str) -> bool:
        """Whether what was left out or failed is looked at anew: somebody asked, perhaps for other days or people."""
        return outcome != "stored" and self._is_asked()

    def due(self, now: datetime) -> list[str]:
        """Paths of what is to be read anew though its server did not change it."""
        rows = Item.objects.filter(intake=self.intake, is_gone=False, again_at__lte=now).order_by("pk")
        return list(rows.values_list("path", flat=True)[:500])

    def is_to_compare(self, now: datetime) -> bool:
        """Whether everything is to be compared with the server: somebody asked, or a day went by."""
        done = self.folder.compared_at
        return done is None or now - done > COMPARED_EVERY or self._is_asked()

    def _is_asked(self) -> bool:
        done, asked = self.folder.compared_at, self.folder.account.asked_at
        return done is None or (asked is not None and done < asked)

    def open(self, thing: Thing, now: datetime) -> Shown:
        """A resource as it will be stored."""
        if thing.data is None:
            return Shown(thing.path, 0, "", "", (), NOT_SHOWN, now + TRY_AGAIN)
        found = list(series_in(thing.data, "", window(now)))
        opened = self._shown(thing.path, thing.tag, found, now)
        kept = blake2b(thing.data, digest_size=16).hexdigest()
        return replace(opened, size=len(thing.data), print=kept)

    def open_series(self, path: str, series: Series, now: datetime) -> Shown:
        """One UID of a whole calendar."""
        return self._shown(path, "", [series], now)

    def shown(self, path: str, tag: str, meetings: Sequence[Meeting], size: int) -> Shown:
        """Meetings that were read from something other than iCalendar."""
        return self._judged(Shown(path, size, tag[:32], tag, tuple(meetings)))

    def keep(self, things: Iterable[Shown], now: datetime) -> int:
        """Stores these, a few at a time. Returns how many meetings were new. Raises NotWanted."""
        since, new = (now - YEARS_BACK).timestamp(), 0
        live = LiveCalendar(self.intake)
        for some in _batches(things):
            with standing_back(), transaction.atomic():
                self._wanted()
                new += live.keep(some, since)
                settling.soon()
        return new

    def finish(self, gone: Sequence[str], now: datetime, *, cursor: str | None, compared: bool = False) -> None:
        """The server shows these no more; the rest is as far as `cursor`. To be called once all else is stored."""
        with standing_back(), transaction.atomic():
            self._wanted()
            if gone:
                LiveCalendar(self.intake).lose(gone, now.timestamp())
                settling.soon()
            here = Item.objects.filter(intake=self.intake, is_gone=False).count()
            said: dict[str, object] = {"on_server": here, "checked_at": now, "error": "", "gone_at": None}
            if cursor is not None:
                said["cursor"] = cursor
            if compared:
                said["compared_at"] = now
            for name, value in said.items():
                setattr(self.folder, name, value)
            Folder.objects.filter(pk=self.folder.pk).update(**said)

    def is_away(self, now: datetime, why: str) -> None:
        """The server does not know this calendar any more. What was stored stays."""
        Folder.objects.filter(pk=self.folder.pk).update(gone_at=now, checked_at=now, error=why[:300])

    def _wanted(self) -> None:
        """Raises NotWanted when nothing is to be stored any more. Inside the transaction that would."""
        live = Folder.objects.filter(
            pk=self.folder.pk, intake=self.intake.pk, intake__state=Intake.State.LIVE, account__paused_at=None
        )
        dirty.alone()
        if not live.exists():
            raise NotWanted

    def _shown(self, path: str, tag: str, found: Sequence[Series], now: datetime) -> Shown:
        meetings, refused = [], []
        for entry in (entry for one in found for entry in one.entries):
            value = _loaded(entry)
            if isinstance(value, Meeting):
                meetings.append(value)
            else:
                refused.append(value)
        failed = next((one for one in refused if one.outcome == "failed"), None)
        why = failed or next(iter(refused), NOTHING)
        repeats = any(one.repeats for one in found)
        size = sum(one.size for one in found)
        kept = found[0].print if len(found) == 1 else ""
        again = now + _AGAIN if repeats else None
        return self._judged(Shown(path, size, kept, tag, tuple({m.id: m for m in meetings}.values()), why, again))

    def _judged(self, shown: Shown) -> Shown:
        """Without meetings with people who are never captured, and those before the day that was chosen."""
        first = self.folder.account.since
        recent = tuple(one for one in shown.meetings if first is None or one.start_at.date() >= first)
        kept = tuple(one for one in recent if not keeps_out(self._never, _named(one), self._own))
        if len(kept) == len(shown.meetings):
            return shown
        return replace(shown, meetings=kept, refused=KEPT_OUT if recent else OLDER)


def _named(meeting: Meeting) -> list[str]:
    found = [address.email for address in people_in(meeting)]
    return found if meeting.organiser else ["", *found]


def _loaded(entry: Entry) -> Meeting | Refused:
    found = entry.load()
    return found if isinstance(found, Meeting | Refused) else NOTHING


def _batches(things: Iterable[Shown]) -> Iterator[list[Shown]]:
    some: list[Shown] = []
    count = 0
    for one in things:
        if some and count + len(one.meetings) > BATCH:
            yield some
            some, count = [], 0
        some.append(one)
        count += max(1, len(one.meetings))
    if some:
        yield some


def now() -> datetime:
    """The moment, by the machine's clock: a server's calendar goes on while a demo's stands still."""
    return timezone.now()
