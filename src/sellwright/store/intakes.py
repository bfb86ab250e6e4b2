"""What is told of an intake: how far it is, its account, what undoing would take away; and whose mail a file may be."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from itertools import islice
from pathlib import Path

from django.db.models import Count, Exists, OuterRef

from sellwright.interactions.failures import SellwrightError
from sellwright.interactions.people import guess_me
from sellwright.interactions.values import RawMail
from sellwright.mailroom.intake import REPEATED
from sellwright.protocols import finding
from sellwright.protocols.files import Entry
from sellwright.store.models import EventSighting, Intake, Item, Sighting

OUR_FAULT = "This stopped by a fault of ours"  # how the error of an intake begins that can be read on
EXAMPLES = 3  # items shown for a reason
PEEK_ITEMS = 400
PEEK_SECONDS = 1.5  # a person waits for it
HEAD = 20_000  # bytes of a mail looked at for its addresses
_OUTCOMES = ("stored", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why items of one outcome are where they are: how many, and where the first of them stand."""

    outcome: str
    words: str  # '' for stored items
    number: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Every item of an intake: `stored` + `skipped` + `failed` = `total`."""

    stored: int
    skipped: int
    failed: int
    reasons: tuple[Reason, ...]

    @property
    def total(self) -> int:
        """All items the source showed."""
        return self.stored + self.skipped + self.failed

    @property
    def repeated(self) -> int:
        """Items that were here already."""
        return sum(reason.number for reason in self.reasons if reason.words == REPEATED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: bytes, items, and the seconds it will take yet (None while nobody can tell)."""

    done: int
    total: int
    items: int
    seconds_left: float | None
    seconds_so_far: float


@dataclass(frozen=True, slots=True)
class Leaving:
    """What undoing takes away, and what stays because it lies elsewhere too."""

    goes: int
    stays: int
    events: int


@dataclass(frozen=True, slots=True)
class Guess:
    """The addresses a file seems to belong to, main one first; none when nothing stands out."""

    addresses: tuple[str, ...]


def account(intake: Intake) -> Account:
    """Counts by outcome and reason, largest first, with the first examples of each reason."""
    rows = Item.objects.filter(intake=intake)
    counted = rows.values_list("outcome", "reason").annotate(number=Count("pk")).order_by("-number", "reason")
    groups = {(outcome, reason): number for outcome, reason, number in counted}
    sums = {outcome: sum(n for (o, _), n in groups.items() if o == outcome) for outcome in _OUTCOMES}
    reasons = tuple(
        Reason(outcome, reason, number, _examples(intake, outcome, reason) if reason else ())
        for (outcome, reason), number in groups.items()
    )
    return Account(sums["stored"], sums["skipped"], sums["failed"], reasons)


def _examples(intake: Intake, outcome: str, reason: str) -> tuple[str, ...]:
    rows = Item.objects.filter(intake=intake, outcome=outcome, reason=reason).order_by("pk")
    shown = rows.values_list("path", "detail")[:EXAMPLES]
    # A repeated message's detail is an id: where it stands says more.
    return tuple(f"{path}: {detail}" if detail and reason != REPEATED else path for path, detail in shown)


def progress(intake: Intake, now: datetime) -> Progress:
    """Seconds left = seconds so far x bytes left / bytes done, once a twentieth of the file or ten seconds are done."""
    begun = intake.begun_at or intake.made_at
    so_far = max(0.0, (now - begun).total_seconds())
    done, total = min(intake.bytes_done, intake.bytes_total), intake.bytes_total
    enough = done > 0 and total > 0 and (so_far >= 10 or done * 20 >= total)
    return Progress(done, total, intake.items_done, so_far * (total - done) / done if enough else None, so_far)


def leaving(*intakes: Intake) -> Leaving:
    """What an undo of these intakes together would do: messages seen nowhere else go, the others stay."""
    elsewhere = Sighting.objects.filter(message=OuterRef("message_id")).exclude(intake__in=intakes)
    rows = Sighting.objects.filter(intake__in=intakes)
    stays = rows.filter(Exists(elsewhere)).values("message_id").distinct().count()
    every = rows.values("message_id").distinct().count()
    shown_elsewhere = EventSighting.objects.filter(event=OuterRef("event_id")).exclude(intake__in=intakes)
    events = EventSighting.objects.filter(~Exists(shown_elsewhere), intake__in=intakes).values("event").distinct()
    return Leaving(goes=every - stays, stays=stays, events=events.count())


def guess_owner(path: Path, likely: Collection[str] = (), seconds: float = PEEK_SECONDS) -> Guess:
    """Whose mail a file looks like, from the heads of its first few hundred mails. Silent about files without mail.
    `likely`: addresses (small letters) of whoever brought it. It is theirs when they stand in most of it, however much
    a correspondent of theirs writes: the other way round both sides would be exchanged."""
    try:
        entries = islice(finding.source_of(path).entries(path), PEEK_ITEMS)
        rows = _counted(entries, time.monotonic() + seconds)
    except (SellwrightError, OSError, ValueError, EOFError):
        return Guess(())
    theirs = sorted((row for row in rows if row[0] in likely), key=lambda row: (-row[1] - row[2], row[0]))
    if 2 * sum(row[1] + row[2] for row in theirs) > sum(row[1] for row in rows):
        return Guess(tuple(row[0] for row in theirs))
    return Guess(guess_me(rows)[0])


def _counted(entries: Iterable[Entry], until: float) -> list[tuple[str, int, int, int]]:
    """(address, mails it wrote, mails to it, deliveries to it)."""
    counts: dict[str, list[int]] = {}
    for entry in entries:
        found = entry.load()
        if isinstance(found, RawMail):
            head = BytesHeaderParser().parsebytes(found.data[:HEAD])
            for place, names in enumerate((("from",), ("to", "cc"), ("delivered-to", "x-original-to"))):
                fields = [str(value) for name in names for value in head.get_all(name, [])]
                for _shown, address in getaddresses(fields):
                    if "@" in address:
                        counts.setdefault(address.lower(), [0, 0, 0])[place] += 1
        if time.monotonic() > until:
            break
    return [(address, n[0], n[1], n[2]) for address, n in counts.items()]
