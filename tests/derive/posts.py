"""Mailboxes for tests of the intake, and what the database tells of them in public words: never a row's number."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from sellwright.jobs import taking_in
from sellwright.store.models import (
    Address,
    Event,
    Firm,
    Intake,
    Item,
    Mailbox,
    Message,
    Person,
    Phone,
    Place,
    Sighting,
    Standing,
    Thread,
    ThreadKey,
    Touch,
    User,
    Workspace,
)

ME = "mira.holt@kestrel.example"
NOW = datetime(2026, 5, 28, 9, 0, tzinfo=UTC)
FIRMS = ("lab.example", "mill.example", "dairy.example", "gmail.com")
NAMES = ("Ana Ruiz", "Bo Lund", "Cleo Marsh", "Dov Katz")


def mail(
    who: str, to: str, at: datetime, text: str, *, id: str, subject: str = "Sensors", answers: Sequence[str] = (),
    cc: str = "",
) -> bytes:  # fmt: skip
    """One mail as bytes, without its "From " line."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = who, to, subject
    if cc:
        letter["Cc"] = cc
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{id}>"
    if answers:
        letter["In-Reply-To"] = f"<{answers[-1]}>"
        letter["References"] = " ".join(f"<{one}>" for one in answers)
    letter.set_content(text)
    return letter.as_bytes()


def talks(threads: int, seed: int = 1) -> list[bytes]:
    """Conversations of one to five letters with somebody of four firms, in order of time."""
    draw, found = random.Random(seed), list[tuple[datetime, bytes]]()
    me = f"Mira Holt <{ME}>"
    for number in range(threads):
        name, firm = draw.choice(NAMES), draw.choice(FIRMS)
        them = f"{name} <{name.split()[0].lower()}.{name.split()[1].lower()}@{firm}>"
        other = draw.choice(NAMES)
        cc = f"{other} <{other.split()[0].lower()}.{other.split()[1].lower()}@{firm}>" if draw.random() < 0.4 else ""
        at, chain = NOW - timedelta(days=draw.uniform(1, 300)), list[str]()
        subject, ours = f"Probe {number} for cellar {number % 7}", draw.random() < 0.5
        for letter in range(draw.randint(1, 5)):
            id = f"{number}.{letter}@{firm}"
            text = draw.choice(_THEIRS if not ours else _OURS) + _signed(ours, name)
            named = chain if draw.random() < 0.85 else []  # some programs send no headers
            title = f"Re: {subject}" if letter else subject
            found.append((at, mail(me if ours else them, them if ours else me, at, text, id=id, subject=title,
                                   answers=named, cc=cc)))  # fmt: skip
            chain, at, ours = [*chain, id], at + timedelta(hours=draw.uniform(1, 90)), not ours
    return [letter for at, letter in sorted(found) if at < NOW]


_THEIRS = (
    "Which of the probes can stand in salt water?\nCould you send the price for twelve by Friday?\n",
    "We have decided for the larger one. I will send the order by 30 May.\n",
    "Thank you, that was what we wanted to know about the cellar and the racks beside it.\n",
)
_OURS = (
    "The steel one stands in salt water. I will send you the price by Wednesday.\n",
    "Twelve probes are 1,400 EUR. When would you need them at the latest?\n",
    "I have ordered the sheath for you, and it leaves here tomorrow morning by the first van.\n",
)


def _signed(ours: bool, name: str) -> str:
    return "\nMira Holt\nKestrel\n" if ours else f"\n-- \n{name}\nTel. +49 30 5551{NAMES.index(name)}234\n"


def mbox(path: Path, letters: Iterable[bytes]) -> Path:
    """A mailbox file of these mails."""
    path.write_bytes(b"".join(b"From x@y Mon May 04 10:00:00 2026\n" + one + b"\n" for one in letters))
    return path


def workspace() -> Workspace:
    """A claimed one whose clock stands at NOW."""
    found, _ = Workspace.objects.get_or_create(
        only=1,
        defaults={"name": "Kestrel", "frozen_at": NOW.timestamp(), "claimed_at": NOW, "domains": ["kestrel.example"]},
    )
    return found


def mailbox(email: str = ME) -> Mailbox:
    """A member's mailbox, made with its member when new."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name="", role="seller")
    return user.mailboxes.first() or Mailbox.objects.create(owner=user, title=email, addresses=[email])


def begun(path: Path, box: Mailbox) -> Intake:
    """An intake that was ordered."""
    return Intake.objects.create(mailbox=box, by=box.owner, name=path.name, path=str(path), begun_at=timezone.now())


def take_in(path: Path, box: Mailbox | None = None) -> Intake:
    """A file read by the job."""
    row = begun(path, box or mailbox())
    taking_in.take_in(intake=row.public_id)
    row.refresh_from_db()
    return row


def undo(row: Intake) -> None:
    """Taken back by the job."""
    Intake.objects.filter(pk=row.pk).update(state=Intake.State.UNDOING)
    taking_in.undo_intake(intake=row.public_id)


def told() -> dict[str, Any]:
    """All that is derived, in public words and sorted: equal for databases that tell the same."""
    people = {row.pk: row for row in Person.objects.select_related("firm").prefetch_related("addresses")}
    name = {pk: min(a.email for a in row.addresses.all()) for pk, row in people.items()}
    threads: dict[int, set[str]] = {}
    for thread, mid in Message.objects.values_list("thread", "mid"):
        threads.setdefault(thread, set()).add(mid)
    emails = dict(Address.objects.values_list("pk", "email"))

    def to(text: str) -> list[str]:
        return [emails[int(one)] for one in text.split()]

    return {
        "messages": sorted(
            (m.mid, m.at, emails[m.sender_id], to(m.recipients), to(m.copied), m.direction, m.kind, m.subject, m.words,
             m.found, m.marks, m.parent_mid, m.opening)
            for m in Message.objects.all()
        ),
        "threads": sorted(sorted(one) for one in threads.values()),
        "people": sorted(
            (sorted(a.email for a in row.addresses.all()), row.name, str(row.firm), row.is_desk, row.first_at)
            for row in people.values()
        ),
        "addresses": sorted(Address.objects.values_list("email", "name", "folded", "seen", "first_at")),
        "touches": sorted(
            (name[t.person_id], t.ref, t.at, t.side, t.channel, t.human, t.opens, t.answers, t.asks, t.minutes, t.ours,
             t.addressed, t.acts, t.author, t.kind, t.tells)
            for t in Touch.objects.all()
        ),
        "standings": sorted(
            (s.scope.key, name[s.person_id], s.relation, s.relation_body, s.followed, s.effort_share or -1.0,
             s.effort_verdict, s.first_at, s.last_at, s.theirs, s.ours)
            for s in Standing.objects.select_related("scope")
        ),
        "places": sorted((p.user.email, name[p.person_id], p.lane or -1, p.relation, p.order_1, p.since, p.out)
                         for p in Place.objects.select_related("user")),
        "events": sorted(Event.objects.values_list("ref", "kind", "at", "title", "body")),
        "phones": sorted(Phone.objects.values_list("digits", "email")),
        "firms": sorted(str(domain) for domain in Firm.objects.values_list("domain", flat=True)),
        "sightings": Sighting.objects.count(),
        "keys": sorted(ThreadKey.objects.values_list("key", flat=True)),
        "open threads": Thread.objects.count(),
        "words found": full_text(),
    }  # fmt: skip


def full_text() -> tuple[int, int]:
    """How many mails and names stand in the full text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM store_mail_text), (SELECT count(*) FROM store_name_text)")
        mails, names = cursor.fetchone()
    return int(mails), int(names)


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What of `told` differs, and the first rows that do: for whoever reads a failure."""
    found = {}
    for part, rows in one.items():
        if rows != other[part]:
            if not isinstance(rows, list):
                found[part] = rows, other[part]
                continue
            here, there = (
                [row for row in one_ if row not in other_][:3]
                for one_, other_ in ((rows, other[part]), (other[part], rows))
            )
            found[part] = here, there
    return found


def account(row: Intake) -> tuple[int, int, int]:
    """Stored, skipped, failed."""
    return tuple(Item.objects.filter(intake=row, outcome=one).count() for one in ("stored", "skipped", "failed"))  # type: ignore[return-value]
