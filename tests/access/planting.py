"""A victim with private mail, a stranger without any, and words that stand nowhere else.

Whatever a stranger is sent is searched for these words. They are planted in every place where something private is
kept: mail, calendar, names, drafts, tasks, deals read from mail, titles of mailboxes, names of files, the log.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model
from django.utils import timezone

from sellwright import access
from sellwright.interactions.values import RawMail
from sellwright.mailroom import codec, reading
from sellwright.settings import Settings
from sellwright.store import search
from sellwright.store.models import (
    Account,
    Address,
    Binned,
    CallNote,
    CallTurn,
    Commitment,
    Concession,
    Deal,
    Decision,
    Draft,
    DraftVersion,
    Event,
    EventSighting,
    Firm,
    Folder,
    Goal,
    Import,
    ImportRow,
    Inlet,
    Intake,
    Item,
    Letter,
    LogEntry,
    Mailbox,
    Message,
    Offer,
    OpenRole,
    Person,
    Pipeline,
    Sighting,
    Stage,
    Standing,
    Task,
    Thread,
    Touch,
    User,
    Want,
)
from tests.firm_rows import DAY, NOW

# What a level of sharing lets through: that there is mail with somebody (names), subjects, all.
NAMES = ("Quaggamira", "zwirnhuber", "plantedfirm")
SUBJECTS = ("subjectquokka",)
TEXTS = (
    "textnumbat", "attachmentkowari", "meetingbilby", "dealpotoroo", "factdunnart", "wantquoll",
)  # fmt: skip
# What is the victim's alone, whatever of their mail is shared.
OWN = (
    "draftwombat", "versiondingo", "taskbandicoot", "boxnumbat", "intakeechidna", "itemplatypus", "logvalueemu",
    "reasongoanna", "accountwoylie", "folderbettong", "neverpossum", "erroryabby", "callnotedibbler", "inletmulgara",
    "importnumbat", "importwordkaluta",
)  # fmt: skip
MAIL = """From: Quaggamira Zwirnhuber <q.zwirnhuber@plantedfirm.example>
To: Mira <mira@kestrel.example>
Subject: About the subjectquokka
Date: Tue, 26 May 2026 10:00:00 +0000
Message-ID: <planted-{n}@plantedfirm.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Dear Mira,

could you tell me how many textnumbat sensors you can send by Friday? My number is +49 30 factdunnart.

--b
Content-Type: text/csv; name="attachmentkowari.csv"
Content-Disposition: attachment; filename="attachmentkowari.csv"

a,b
--b--
"""


@dataclass
class Planted:
    """The victim, and every id that stands in an address and leads to something private."""

    victim: User
    ids: list[str] = field(default_factory=list)
    rows: list[Model] = field(default_factory=list)


def plant(victim: User) -> Planted:
    """Private things of every kind, all of them the victim's."""
    found = Planted(victim)
    firm = Firm.objects.create(domain="plantedfirm.example", name="Plantedfirm")
    person = Person.objects.create(
        key="q.zwirnhuber@plantedfirm.example", name="Quaggamira Zwirnhuber", firm=firm, first_at=NOW - 2 * DAY
    )
    address = Address.objects.create(email=person.key, name=person.name, person=person)
    box = victim.mailboxes.get()
    Mailbox.objects.filter(pk=box.pk).update(title="boxnumbat")
    intake = Intake.objects.create(
        mailbox=box, by=victim, name="intakeechidna.mbox", path="/nowhere/intakeechidna.mbox", state="done",
        begun_at=timezone.now(),
    )  # fmt: skip
    Item.objects.create(intake=intake, path="itemplatypus#0", size=9, outcome="failed", reason="reasongoanna")
    whole = _import(victim, person)
    thread = Thread.objects.create(first_at=NOW - 2 * DAY, last_at=NOW - 2 * DAY)
    messages = [_letter(n, person, address, thread, intake) for n in range(3)]
    event = _meeting(person, box, intake)
    Standing.objects.create(
        scope=access.scope_of(victim), person=person, firm=firm, relation="prospect", last_at=NOW - 2 * DAY, theirs=3
    )
    deal = _deal(firm, thread, victim)
    drafts = _drafts(victim, person)
    task = Task.objects.create(text="taskbandicoot", owner=victim, by=victim, person=person, due_date=date(2026, 5, 29))
    Want.objects.create(person=person, text="wantquoll", asked_at=NOW - DAY, message=messages[0])
    Decision.objects.create(user=victim, person=person, snoozed_until_date=date(2026, 6, 9))
    LogEntry.objects.create(
        by=victim, deed="note", thing="event", thing_id=event.public_id, person=person, after={"text": "logvalueemu"}
    )
    LogEntry.objects.create(
        by=victim, deed="rename_mailbox", thing="mailbox", thing_id=box.public_id, after={"title": "boxnumbat"}
    )
    search.index_people(Person.objects.filter(pk=person.pk).select_related("firm").prefetch_related("addresses"))
    search.index_firms([firm])
    search.index_deal(deal)
    one_a_kind = [person, firm, box, intake, whole, deal, task, event, drafts[0], messages[0]]
    account = _account(box, victim)
    inlet = Inlet.objects.create(
        mailbox=box, kind="form", title="inletmulgara", origins=["https://inletmulgara.example"]
    )
    CallNote.objects.create(user=victim, person=person, text="callnotedibbler")
    CallTurn.objects.create(user=victim, person=person, position=0)
    one_a_kind += [account, inlet]
    found.rows = [*account.folders.all(), *one_a_kind, drafts[1], *messages[1:]]
    found.ids = [*(row.public_id for row in one_a_kind), messages[0].mid, event.ref]  # type: ignore[attr-defined]
    return found


def _import(victim: User, person: Person) -> Import:
    """A file somebody brought: what stands in it is theirs alone."""
    whole = Import.objects.create(
        by=victim, name="importnumbat.csv", state="done", begun_at=timezone.now(), error="importwordkaluta",
        counts={"rows": {"refused": 1}, "reasons": {"importwordkaluta": 1}},
    )  # fmt: skip
    ImportRow.objects.create(
        whole=whole, file=0, line=2, noun="person", outcome="refused", reason="importwordkaluta", ref=person.pk
    )
    return whole


def _letter(n: int, person: Person, address: Address, thread: Thread, intake: Intake) -> Message:
    raw = MAIL.format(n=n).encode()
    value = reading.read(RawMail("planted.mbox#0", raw), Settings())
    row = Message.objects.create(
        mid=value.id, thread=thread, at=NOW - (2 + n) * DAY, sender=address, kind="human", direction="in",
        subject=value.subject, words=20, opening="could you tell me how many textnumbat sensors",
    )  # fmt: skip
    search.index_mail([(row.pk, value.subject, value.new_text)])
    Letter.objects.create(message=row, packed=codec.pack(value), raw=zlib.compress(raw))
    Sighting.objects.create(message=row, mailbox=intake.mailbox, intake=intake)
    Touch.objects.create(
        person=person, message=row, ref=row.mid, at=row.at, side="them", channel="mail", human=True, opens=n == 2,
        asks=1, thread_ref=str(thread.pk), author="mira@kestrel.example",
    )  # fmt: skip
    return row


def _meeting(person: Person, box: Mailbox, intake: Intake) -> Event:
    event = Event.objects.create(
        ref="meetingplanted01", kind="meeting", at=NOW + DAY, title="meetingbilby", minutes=30, person=person
    )
    EventSighting.objects.create(event=event, mailbox=box, intake=intake)
    Touch.objects.create(
        person=person, event=event, ref=event.ref, at=event.at, side="them", channel="meeting", human=True, minutes=30
    )
    return event


def _account(box: Mailbox, victim: User) -> Account:
    """A connected mailbox that wants something of its owner, with one folder that is read."""
    Mailbox.objects.filter(pk=box.pk).update(never=["neverpossum.example"])
    live = Intake.objects.create(mailbox=box, by=victim, name="folderbettong", path="", state="live")
    Item.objects.create(intake=live, path="7/1", size=9, outcome="failed", reason="reasongoanna")
    account = Account.objects.create(
        mailbox=box, kind="imap", address="accountwoylie@kestrel.example", trouble="sign_in", error="erroryabby",
        where={"host": "accountwoylie.example", "port": 993, "security": "tls", "user": "accountwoylie"},
        heard_at=timezone.now(), secret="never unsealed",
    )  # fmt: skip
    Folder.objects.create(account=account, name="INBOX", title="folderbettong", role="inbox", intake=live, on_server=1)
    return account


def _deal(firm: Firm, thread: Thread, victim: User) -> Deal:
    pipeline = Pipeline.objects.first() or Pipeline.objects.create(name="Sales")
    stage = pipeline.stages.first() or Stage.objects.create(pipeline=pipeline, name="First", position=1)
    return Deal.objects.create(
        name="dealpotoroo", firm=firm, stage=stage, owner=victim, opened_at=NOW - DAY, stage_since=NOW - DAY,
        proposed=True, thread=thread,
    )  # fmt: skip


def _given(deal: Deal, person: Person, victim: User) -> list[Model]:
    """What stands on a deal that is still a proposal, and a goal of one's own: as private as these are."""
    kept = {"deal": deal, "by": victim, "made_at": NOW}
    day = date(2026, 5, 27)
    return [
        Commitment.objects.create(kind="time", person=person, given_date=day, words="dealpotoroo", **kept),
        OpenRole.objects.create(title="dealpotoroo", **kept),
        Offer.objects.create(price=1, currency="EUR", given_date=day, holds="dealpotoroo", **kept),
        Concession.objects.create(what="dealpotoroo", currency="EUR", given_date=day, person=person, **kept),
        Goal.objects.create(owner=victim, period="year", first_date=date(2026, 1, 1), deals=7, made_at=NOW),
    ]


def _drafts(victim: User, person: Person) -> list[Draft]:
    rows = [
        Draft.objects.create(author=victim, person=person, to=person.key, subject="draftwombat", text="draftwombat")
        for _ in range(2)
    ]
    DraftVersion.objects.create(draft=rows[0], text="versiondingo")
    Binned.objects.create(draft=rows[1], reason="reasongoanna")
    return rows


# Planted, though no page shows them to their owner yet: tests look for them all the same.
SHOWN_LATER: frozenset[str] = frozenset({"draftwombat", "versiondingo", "wantquoll", "factdunnart"})
