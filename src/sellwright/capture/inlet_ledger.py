"""The account of an inlet: what became of every delivery.

Deliveries nobody vouches for are counted, not listed: one row a day and reason, so that a stranger who knocks a million
times writes a handful of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from sellwright.derive.storing import Read, Storing
from sellwright.interactions.values import Refused
from sellwright.jobs import settling
from sellwright.store.models import Inlet, Intake, Item

COUNTED = "counted"  # how the path of a row begins that stands for many deliveries
TRIED = "tried"  # and that of one made from the inlet's own page
MOST = 32_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to whoever delivered: a status of HTTP, and plain values for its JSON."""

    status: int
    body: dict[str, Any]

    @property
    def is_taken(self) -> bool:
        """Whether the sender may consider it done."""
        return self.status < 300


CLOSED = Answer(410, {"error": "This address takes nothing any more."})


def is_open(inlet: Inlet) -> bool:
    """Whether it takes deliveries: nobody closed it, and nobody took back what it brought."""
    return inlet.ended_at is None and inlet.intake is not None and inlet.intake.state == Intake.State.LIVE


def known(inlet: Inlet, path: str) -> Item | None:
    """The row of a delivery, if it was here before."""
    return Item.objects.filter(intake=inlet.intake_id, path=path).first()


def note(inlet: Inlet, path: str, size: int, said: Refused) -> None:
    """One row for a delivery that brought nothing. Raises IntegrityError when there is one of that path."""
    assert inlet.intake is not None
    Item.objects.create(
        intake=inlet.intake, path=path, size=size, outcome=said.outcome, reason=said.reason[:120],
        detail=said.detail[:300],
    )  # fmt: skip


def count(inlet: Inlet, said: Refused, now: datetime) -> None:
    """One more of its day and reason: `tries` says how many."""
    assert inlet.intake is not None
    path = f"{COUNTED}/{now:%Y-%m-%d}/{said.reason}"
    row = Item.objects.filter(intake=inlet.intake_id, path=path)
    if row.update(tries=F("tries") + 1) if row.filter(tries__lt=MOST).exists() else row.exists():
        return
    try:
        with transaction.atomic():
            Item.objects.create(
                intake=inlet.intake, path=path, size=0, outcome=said.outcome, reason=said.reason[:120], tries=1
            )
    except IntegrityError:  # another did at the same moment
        row.filter(tries__lt=MOST).update(tries=F("tries") + 1)


def store(inlet: Inlet, read: Read, now: datetime) -> None:
    """Stores one delivery with its row. Inside a transaction; what follows from it is derived right after."""
    assert inlet.intake is not None
    Storing(inlet.intake).store([read])
    heard(inlet, now)


def heard(inlet: Inlet, now: datetime) -> None:
    """Something was taken in: says when, and has what follows derived."""
    Inlet.objects.filter(pk=inlet.pk).update(heard_at=now)
    settling.soon()
