"""Rows for tests of deals and team work: a workspace, colleagues, a mailbox each, people with letters."""

from __future__ import annotations

from itertools import count

from sellwright import access
from sellwright.store.models import (
    Address,
    Firm,
    Intake,
    Mailbox,
    Message,
    Person,
    Share,
    Sighting,
    Standing,
    Thread,
    Touch,
    User,
    Workspace,
)

DAY = 86400.0
NOW = 1_780_000_000.0  # 28 May 2026, 20:26:40 UTC, a Thursday
_numbers = count(1)


def workspace() -> Workspace:
    """A claimed workspace whose clock stands at NOW."""
    from django.utils import timezone

    return Workspace.objects.create(
        name="Kestrel", frozen_at=NOW, claimed_at=timezone.now(), domains=["kestrel.example"]
    )


def colleague(name: str, role: str = "seller") -> User:
    """Somebody of ours, with a mailbox of their own."""
    email = f"{name.lower().replace(' ', '.')}@kestrel.example"
    user = User.objects.create_user(email, name=name, role=role)
    Mailbox.objects.create(owner=user, title=name, addresses=[email])
    return user


def person(email: str, name: str = "", *, known_to: User | None = None) -> Person:
    """Somebody of theirs; `known_to` has mail with them, else they were added by hand."""
    domain = email.split("@")[1]
    firm, _ = Firm.objects.get_or_create(domain=domain, defaults={"name": domain.split(".")[0].title()})
    row = Person.objects.create(key=email, name=name, firm=firm, by_hand=known_to is None)
    Address.objects.create(email=email, name=name, person=row)
    if known_to is not None:
        Standing.objects.create(
            scope=access.scope_of(known_to), person=row, firm=firm, relation="prospect", last_at=NOW
        )
    return row


def letter(
    of: User, other: Person, at: float, *, side: str = "them", acts: str = "", thread: Thread | None = None,
    subject: str = "Sensors",
) -> Message:  # fmt: skip
    """A letter with somebody, in the mailbox of `of`, and its touch."""
    mailbox = of.mailboxes.get()
    address, _ = Address.objects.get_or_create(email=other.key)
    mid = f"{next(_numbers):016x}"
    thread = thread or Thread.objects.create(first_at=at, last_at=at)
    row = Message.objects.create(
        mid=mid, thread=thread, at=at, sender=address, kind="human", direction="in", subject=subject
    )
    intake, _ = Intake.objects.get_or_create(mailbox=mailbox, name="test", defaults={"path": "", "state": "done"})
    Sighting.objects.create(message=row, mailbox=mailbox, intake=intake)
    Touch.objects.create(
        person=other, message=row, ref=mid, at=at, side=side, channel="mail", human=True, acts=acts,
        thread_ref=str(thread.pk),
    )  # fmt: skip
    return row


def share(of: User, level: str = "whole") -> None:
    """Shows a mailbox to everybody here."""
    Share.objects.create(mailbox=of.mailboxes.get(), level=level, by=of)
