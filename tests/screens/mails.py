"""Whole letters for tests of pages: read as an intake reads them, stored as it stores them; and places in a day."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import format_datetime

from sellwright import access
from sellwright.interactions.values import RawMail, Relation
from sellwright.mailroom import codec, reading
from sellwright.settings import Settings
from sellwright.store import days, values
from sellwright.store.models import (
    Address,
    Intake,
    Letter,
    Message,
    Person,
    Place,
    Sighting,
    Standing,
    Thread,
    Touch,
    User,
)
from sellwright.today import plan
from sellwright.today.day import LANES
from tests.firm_rows import NOW

MOMENT = datetime.fromtimestamp(NOW, UTC)


def raw(sender: str, to: str, at: float, text: str, *, subject: str = "Sensors", more: str = "") -> bytes:
    """A plain mail as bytes; `more` are header lines."""
    date = format_datetime(datetime.fromtimestamp(at, UTC))
    head = f"From: {sender}\nTo: {to}\nDate: {date}\nSubject: {subject}\nMessage-ID: <{at}-{sender}@x>\n{more}"
    return (head + f"Content-Type: text/plain; charset=utf-8\n\n{text}\n").encode()


def store(
    of: User, other: Person, data: bytes, at: float, *, side: str = "them", thread: Thread | None = None
) -> Message:
    """A mail in the mailbox of `of`, with its letter, its touch with `other`, and nothing derived from many."""
    read = reading.read(RawMail("test", data), Settings())
    mailbox = of.mailboxes.order_by("pk")[0]
    sender, _ = Address.objects.get_or_create(email=read.sender.email, defaults={"name": read.sender.name})
    row = Message.objects.create(
        mid=read.id, thread=thread or Thread.objects.create(), at=at, sender=sender, kind=read.verdict.kind,
        direction="in" if side == "them" else "out", subject=read.subject, opening=read.new_text[:150],
    )  # fmt: skip
    Letter.objects.create(message=row, packed=codec.pack(read), raw=zlib.compress(data))
    intake, _ = Intake.objects.get_or_create(mailbox=mailbox, name="test", defaults={"path": "", "state": "done"})
    Sighting.objects.create(message=row, mailbox=mailbox, intake=intake)
    Touch.objects.create(
        person=other, message=row, ref=row.mid, at=at, side=side, channel="mail", human=True, asks=len(read.asks),
        opens=True, thread_ref=str(row.thread_id),
    )  # fmt: skip
    return row


def written(of: User, other: Person, at: float, text: str, *, side: str = "them", subject: str = "Sensors") -> Message:
    """A plain letter between `of` and `other`."""
    sender, to = (other.key, of.email) if side == "them" else (of.email, other.key)
    return store(of, other, raw(sender, to, at, text, subject=subject), at, side=side)


def stand(of: User, other: Person, relation: str = "prospect", at: float = NOW) -> Standing:
    """How things stand with `other`, as `of` may know."""
    held = Relation(relation, ("They asked for an offer",), sure=1.0)  # type: ignore[arg-type]
    made, _ = Standing.objects.update_or_create(
        scope=access.scope_of(of), person=other,
        defaults={"firm": other.firm, "relation": relation, "relation_body": json.dumps(asdict(held)), "last_at": at,
                  "effort_verdict": "even"},
    )  # fmt: skip
    return made


def place(of: User, other: Person) -> Place:
    """The place of `other` in the day of `of`, worked out anew."""
    settings = Settings()
    held = values.relationship(other, access.scope_of(of), NOW, settings)
    look = plan.look(held, plan.frame_of(settings, MOMENT))
    entry = look.entry
    made, _ = Place.objects.update_or_create(
        user=of, person=other,
        defaults={
            "look": days.pack_look(look), "lane": LANES.index(entry.lane) if entry else None,
            "relation": held.relation.kind, "order_1": look.rank[0], "order_2": look.rank[1],
            "order_3": look.rank[2], "since": entry.since if entry else 0.0, "wrote": look.wrote,
            "out": look.out[0] if look.out else "", "out_where": look.out[1] if look.out else "",
            "on_date": MOMENT.date(),
        },
    )  # fmt: skip
    return made
