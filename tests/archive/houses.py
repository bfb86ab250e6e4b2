"""A small workspace of three members with mail, deals and notes, and how to empty the database again."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from sellwright import access
from sellwright.actions import comments, deals, events, pipelines, tasks
from sellwright.actions import people as people_deeds
from sellwright.derive import settling
from sellwright.store import dirty
from sellwright.store.models import (
    Account,
    Deal,
    Draft,
    DraftVersion,
    Field,
    Firm,
    Folder,
    Inlet,
    Mailbox,
    Person,
    Share,
    Tie,
    User,
)
from tests.derive import posts
from tests.derive.posts import NOW

BEN = "ben.roth@kestrel.example"
SECRET = "gloxinia"  # stands in Ben's mail and drafts, nowhere else
ODD = (
    b"From: Ana Ruiz <ana.ruiz@lab.example>\r\nTo: mira.holt@kestrel.example\r\nSubject: crlf\r\n"
    b"Message-ID: <odd1@x>\r\n\r\nFrom here on\r\n>From there\r\n>>From both\r\n",
    b"From: Bo Lund <bo.lund@mill.example>\nTo: mira.holt@kestrel.example\nMessage-ID: <odd2@x>\n\nno end of line",
)


def made(folder: Path) -> User:
    """Mira owns the workspace, Ben keeps his mail to himself, Cleo shares hers with everybody; all of it settled."""
    _no_words()
    posts.workspace()
    mira = posts.mailbox().owner
    User.objects.filter(pk=mira.pk).update(role="owner", name="Mira Holt")
    mira.refresh_from_db()
    posts.take_in(posts.mbox(folder / "mira.mbox", [*posts.talks(12), *ODD]))
    ben = posts.mailbox(BEN)
    posts.take_in(posts.mbox(folder / "ben.mbox", of_ben()), ben)
    cleo = posts.mailbox("cleo@kestrel.example")
    Share.objects.create(mailbox=cleo, level="whole", by=cleo.owner)
    posts.take_in(posts.mbox(folder / "cleo.mbox", posts.talks(3, seed=9)), cleo)
    _by_hand(mira, ben.owner)
    _connected(ben)
    settled()
    return mira


def of_ben() -> list[bytes]:
    """Three letters of Ben's: two with somebody nobody else knows, one that Mira has too."""
    me, both = f"Ben Roth <{BEN}>", f"Ben Roth <{BEN}>, Ana Ruiz <ana.ruiz@lab.example>"
    them = "Quill Alder <quill@nettlebed.example>"
    at = NOW - timedelta(days=9)
    return [
        posts.mail(them, me, at, f"Could you send the {SECRET} sheet?\n", id="ben1@x", subject=f"The {SECRET}"),
        posts.mail(me, them, at + timedelta(hours=4), f"The {SECRET} is here.\n", id="ben2@x", answers=["ben1@x"]),
        posts.mail(f"Mira Holt <{posts.ME}>", both, at, "The rack goes to Ana.\n", id="both@x", subject="The rack"),
    ]  # fmt: skip


def _by_hand(mira: User, ben: User) -> None:
    ana = Person.objects.get(addresses__email="ana.ruiz@lab.example")
    now = NOW.timestamp()
    pipelines.first()
    wanted = deals.Wanted(name="Probes for the lab", amount=Decimal("1200.50"), currency="EUR")
    entry = deals.open_deal(by=mira, wanted=wanted, now=now, person=ana)
    deal = Deal.objects.get(public_id=entry.thing_id)
    events.log_call(by=mira, person=ana, outcome="talked", now=now, note="She asked for the steel one.")
    events.note(by=mira, deal=deal, text="They buy in June.", now=now)
    comments.say(by=mira, person=ana, text="Ask her about the cellar.", now=now)
    tasks.add(by=mira, line="Send the sheet", moment=NOW, person=ana)
    people_deeds.add(by=mira, email="new@brook.example", name="Nia Brook", now=now)
    nia = Person.objects.get(key="new@brook.example")
    Tie.objects.create(person=nia, other=ana, kind="knows", by=mira)
    Field.objects.create(noun="person", key="size", name="Size", kind="number", by=mira)
    Person.objects.filter(pk=nia.pk).update(extra={"size": 4.5, "a": [1, "ü"]})
    quill = Person.objects.get(addresses__email="quill@nettlebed.example")
    draft = Draft.objects.create(author=ben, person=quill, to="quill@nettlebed.example", subject=SECRET, text=SECRET)
    DraftVersion.objects.create(draft=draft, subject=SECRET, text=SECRET)
    comments.say(by=ben, person=quill, text=f"About the {SECRET}", now=now)


def _connected(box: Mailbox) -> None:
    account = Account.objects.create(
        mailbox=box, kind="imap", address=BEN, where={"host": "mail.example"}, secret="sealedpassword", tried_at=NOW
    )
    Folder.objects.create(account=account, name="INBOX", title="Inbox", role="inbox", modseq=2**62, next_uid=7)
    Inlet.objects.create(mailbox=box, kind="calls", title="Phone", secret="sealedinlet", made_at=timezone.now())


def settled() -> None:
    """Everybody's standings made, also where a deed marks only whom it names."""
    scopes = [access.scope_of(user).pk for user in User.objects.order_by("pk")]
    dirty.mark_scopes(scopes)
    settling.settle()


def found_by_name() -> set[tuple[str, str]]:
    """Whatever the search for names may find: (kind, public id)."""
    held: set[tuple[str, str]] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, ref FROM store_name_text")
        rows = cursor.fetchall()
    for kind, model in (("person", Person), ("firm", Firm), ("deal", Deal)):
        ids = [ref for found, ref in rows if found == kind]
        held |= {(kind, one) for one in model.objects.filter(pk__in=ids).values_list("public_id", flat=True)}
    return held


def emptied() -> None:
    """The database without a row, as a new one."""
    call_command("flush", verbosity=0, interactive=False)
    _no_words()


def _no_words() -> None:
    """Full text is no table of Django's: nobody empties it between tests."""
    with connection.cursor() as cursor:
        for table in (
            "store_mail_text",
            "store_name_text",
            *(["store_name_row"] if connection.vendor == "sqlite" else []),
        ):
            cursor.execute(f"DELETE FROM {table}")


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: Path, other: Path) -> set[str]:
    """Names of files that differ; of the manifest the fields that do."""
    here, there = files(one), files(other)
    found = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    if "manifest.json" in found:
        found.remove("manifest.json")
        left, right = (json.loads(held["manifest.json"]) for held in (here, there))
        found |= {f"manifest.{name}" for name in left.keys() | right.keys() if left.get(name) != right.get(name)}
    return found


def rows(folder: Path, noun: str) -> list[dict[str, Any]]:
    """The rows of a noun."""
    return [json.loads(line) for line in (folder / "rows" / f"{noun}.jsonl").read_text().splitlines()]
