"""Fills an empty workspace with Kestrel Instruments, the invented firm, as the desk of its seller Clara Voss."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from sellwright.actions import pipelines
from sellwright.demo import kestrel
from sellwright.demo.kestrel import DemoFirm
from sellwright.derive import outlooks, settling
from sellwright.derive.people import Register
from sellwright.jobs import queue, taking_in
from sellwright.server import demo_book, demo_offers
from sellwright.store import dirty, folding, search, values
from sellwright.store.models import (
    Address,
    Deal,
    DealPerson,
    Draft,
    Intake,
    Mailbox,
    Message,
    Stage,
    StageMove,
    User,
    Want,
    Workspace,
)

NAME = "Kestrel Instruments"
SIGNATURE = "Clara Voss\nKestrel Instruments"
_STAGES = {"first talk": 0, "discovery": 1, "trial": 1, "proposal": 2, "offer": 2, "negotiation": 3, "deciding": 3}


def load(folder: Path, say: Callable[[str], None] = lambda words: None, *, whole: bool = False) -> User:
    """The demo seller, with their mail, calendar, calls and deals taken in. Does nothing that was done before, so a
    load that was broken off goes on. Unless `whole`, only the newest mail is read before this returns: the rest is
    left to the worker."""
    firm = kestrel.read(folder)
    if firm is None:
        folder.mkdir(parents=True, exist_ok=True)
        say("Writing the demo firm's mail")
        firm = kestrel.write(folder)
    user = _seller(firm)
    titles = {"Mail": firm.mailbox, "Calendar": firm.calendar, "Calls": firm.calls}
    boxes = [_mailbox(user, title, firm.me if title == "Mail" else ()) for title in titles]
    for mailbox in reversed(boxes):  # mail last: it is what days are made of
        intake = _intake(user, mailbox, titles[mailbox.title])
        if intake.state not in (Intake.State.DONE, Intake.State.UNDOING, Intake.State.UNDONE):
            say(f"Reading the demo firm's {mailbox.title.lower()}")
            _take(intake, whole=whole or mailbox.title != "Mail")
    if not Deal.objects.exists():
        say("Putting the demo day together")
    with transaction.atomic():
        _deals(user, firm)
        demo_offers.fill(user, firm.now)
        demo_book.fill(user)
        _wish(user, firm)
    settling.settle()
    outlooks.make(firm.now.timestamp(), timezone.now().timestamp())
    demo_book.compare()
    while folding.fold(values.settings_of(Workspace.objects.get())):
        pass
    return user


def _seller(firm: DemoFirm) -> User:
    with transaction.atomic():
        Workspace.objects.get_or_create(
            only=1,
            defaults={
                "name": NAME, "is_demo": True, "frozen_at": firm.now.timestamp(), "claimed_at": firm.now,
                "domains": [firm.domain],
            },
        )  # fmt: skip
        user = User.objects.filter(email=firm.me[0]).first()
        if user is None:
            user = User.objects.create_user(
                firm.me[0], name="Clara Voss", role="owner", time_zone="Europe/Berlin", signature=SIGNATURE
            )
    return user


def _mailbox(user: User, title: str, addresses: Sequence[str]) -> Mailbox:
    return Mailbox.objects.get_or_create(owner=user, title=title, defaults={"addresses": list(addresses)})[0]


def _intake(user: User, mailbox: Mailbox, file: Path) -> Intake:
    return Intake.objects.get_or_create(
        mailbox=mailbox, name=file.name,
        defaults={"path": str(file), "by": user, "begun_at": datetime.now(UTC)},  # noqa: TID251 - a real deed
    )[0]  # fmt: skip


def _take(intake: Intake, *, whole: bool) -> None:
    if whole:
        taking_in.take_in(intake=intake.public_id)
    else:
        taking_in.first_look(intake=intake.public_id)
        queue.enqueue("take_in", key=intake.public_id, intake=intake.public_id)


def _deals(user: User, firm: DemoFirm) -> None:
    if Deal.objects.exists():
        return
    stages = list(Stage.objects.filter(pipeline=pipelines.first()).order_by("position"))
    with firm.deals.open(encoding="utf-8", newline="") as file:
        register = Register()
        for rank, row in enumerate(csv.DictReader(file)):
            _deal(row, stages, (user, register), float(rank))
        register.close()


def _deal(row: dict[str, str], stages: list[Stage], us: tuple[User, Register], rank: float) -> None:
    user, register = us
    contact = register.person(row["contact"])
    stage = stages[min(_STAGES.get(row["stage"], len(stages) - 1), len(stages) - 1)]
    closed = _day(row["closed"]) if row["outcome"] in ("won", "lost", "no decision") and row["closed"] else None
    since = _day(row["in stage since"] or row["opened"])
    deal = Deal.objects.create(
        name=row["firm"], firm=contact.firm, stage=stage,
        owner=User.objects.filter(email=row["owner"]).first() or user, amount=row["amount"] or None,
        currency=row["currency"] or "EUR", next_step=row["next step"], opened_at=_day(row["opened"]),
        stage_since=since, outcome=row["outcome"] if closed else "", outcome_reason=row["reason"], closed_at=closed,
        rank=rank,
    )  # fmt: skip
    StageMove.objects.create(deal=deal, to_stage=stage, at=since, by=user)
    DealPerson.objects.create(deal=deal, person=contact, part="")
    search.index_deal(deal)


def _day(text: str) -> float:
    return datetime.fromisoformat(text).replace(hour=9, tzinfo=UTC).timestamp()


def _wish(user: User, firm: DemoFirm) -> None:
    """The wish that was shipped yesterday, and the letter about it that stands drafted."""
    address = Address.objects.filter(email=kestrel.DRAFT["to"]).select_related("person").first()
    if address is None or address.person is None or Want.objects.filter(person=address.person).exists():
        return
    asked = Message.objects.filter(sender=address, subject=kestrel.WISH_SUBJECT).order_by("-at").first()
    want = Want.objects.create(
        person=address.person, text="an export that writes the decimal comma by itself", message=asked,
        asked_at=asked.at if asked else firm.now.timestamp() - 60 * 86_400, shipped_by="Emre",
        shipped_at=firm.now.timestamp() - 86_400, shipped_words="It is under Reports, Export; the semicolon too.",
    )  # fmt: skip
    Draft.objects.create(
        author=user, person=address.person, to=address.email, subject=kestrel.DRAFT["subject"],
        text=kestrel.DRAFT["text"], want=want,
    )  # fmt: skip
    dirty.mark_person(address.person)
