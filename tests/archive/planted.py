"""One person written down through every door there is, in words that stand nowhere else; and where those words are."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from sellwright.actions import (
    bulk,
    comments,
    commitments,
    deals,
    editing,
    events,
    fields,
    groups,
    letters,
    merging,
    offers,
    people,
    ties,
    unknowns,
    views,
    webhooks,
)  # fmt: skip
from sellwright.archive import packing
from sellwright.jobs import deliver_webhooks
from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.models import Booking, BookingPage, Deal, Delivery, Field, Intake, Person, User
from tests.api.asking import Program
from tests.archive import houses
from tests.derive import posts
from tests.derive.posts import NOW
from tests.importing import bringing

NAME, EMAIL, WRITTEN = "Zora Quändt", "zora.quaendt@lab.example", "+49 30 5559-876"
ONCE, SECOND, PAGE = "Zora Vexlöw", "zq@private.example", "https://pages.example/in/zq-4711"
ANA = "Ana Ruiz <ana.ruiz@lab.example>"
# Words of a door, each used for nobody else. Any of them left is a trace.
OWN = (
    "xylobrine", "farrago", "quassin", "zibeline", "yttrocer", "vellichor", "umbrello", "tarantas", "oxlip", "nyala",
    "jacaranda", "kohlrabi", "lammergeier", "mizzenmast", "hoopoe", "gadwall",
)  # fmt: skip
NAMES = (
    "zora q", "zora v", "quändt", "quandt", "qua\u0308ndt", "quaendt", "qu\\u00e4ndt",
    "vexlöw", "vexlow", "vexl\\u00f6w",
    "zq@private",
    "zq-4711", "5559-876", "305559876", "5559876",
)  # fmt: skip
STAYS = "A dear Zora likes tea."  # Ana's words: a first name alone is not covered


@dataclass(frozen=True, slots=True)
class Planted:
    """Her, the program that wrote of her, and the first thing it asked: a noun and a body, under the key "once-0"."""

    person: Person
    program: Program
    asked: tuple[str, dict[str, str]]


def planted(folder: Path) -> Planted:
    """The workspace of `houses` with her in it, through every door."""
    mira = houses.made(folder)
    own = _fields(mira)
    taken = posts.mbox(folder / "more.mbox", _mail())
    posts.take_in(taken)
    houses.settled()
    zora = Person.objects.get(addresses__email=EMAIL)
    people.rename(by=mira, person=zora, name=ONCE)
    people.rename(by=mira, person=zora, name=NAME)
    for column, words in own.items():
        editing.edit(by=mira, noun="person", public_id=zora.public_id, column=column, words=[words])
    for column, words in (("telephone", WRITTEN), ("link", PAGE), ("about", "quassin"), ("title", "oxlip")):
        editing.edit(by=mira, noun="person", public_id=zora.public_id, column=column, words=[words])
    program, asked = _by_programs(mira, zora)
    _in_a_deal(mira, zora)
    _merged(mira, zora)
    _in_lists(mira, zora)
    _imported(mira, folder)
    _on_disk(mira)
    houses.settled()
    return Planted(Person.objects.get(pk=zora.pk), program, asked)


def _fields(by: User) -> dict[str, str]:
    wanted = {"Hobby": ("text", "xylobrine"), "Second mail": ("email", SECOND), "Boss": ("person", "")}
    for name, (kind, _) in wanted.items():
        fields.make(by=by, noun="person", wanted=fields.Wanted(name, kind))
    keys = dict(Field.objects.filter(noun="person").values_list("name", "key"))
    return {f"x.{keys[name]}": words for name, (_, words) in wanted.items() if words}


def _mail() -> list[bytes]:
    me, them, at = f"Mira Holt <{posts.ME}>", f"{NAME} <{EMAIL}>", NOW - timedelta(days=5)
    return [
        posts.mail(them, me, at, f"Send the nyala.\n-- \n{NAME}\nTel. {WRITTEN}\n", id="z1@x", subject="Nyala"),
        posts.mail(me, them, at, f"Dear {NAME}, here is the nyala.\n", id="z2@x", answers=["z1@x"]),
        posts.mail(me, f"{them}, {ANA}", at, f"Ask {NAME} or {EMAIL}.\n", id="z3@x"),
        posts.mail(ANA, me, at, f"Call QUÄNDT, Zora: {WRITTEN}, once {ONCE}, {SECOND}, {PAGE}\n", id="z4@x"),
        posts.mail(ANA, me, at, f"{STAYS}\n", id="z5@x"),
    ]


def _by_programs(mira: User, zora: Person) -> tuple[Program, tuple[str, dict[str, str]]]:
    """Through the interface for programs, each asked so that its answer is kept; and an address that echoes."""
    made = webhooks.make(
        by=mira, title="CRM", url="https://hooks.example/x", events=["task.added", "person.changed", "note.added"]
    )
    program, who = Program(mira), zora.public_id
    asked = [
        ("tasks", {"text": "Ask her for the yttrocer", "person": who}),
        ("comments", {"text": "She said zibeline", "person": who}),
        ("notes", {"text": f"{NAME} wants a hoopoe", "person": who}),
        ("calls", {"outcome": "talked", "note": "tarantas", "person": who}),
    ]
    for number, (noun, body) in enumerate(asked):
        answer = program.post(noun, body, Idempotency_Key=f"once-{number}")
        assert answer.status_code == 201, answer.content
    assert program.patch(f"people/{who}", {"about": "quassin and gadwall"}).status_code == 200
    told = list(Delivery.objects.filter(webhook=made.webhook, entry__isnull=False))
    assert len(told) > 2
    for one in told:
        deliver_webhooks.settle(one, deliver_webhooks.Answer(500, f"gadwall? zibeline, {NAME}", 0.1))
    return program, asked[0]


def _in_a_deal(mira: User, zora: Person) -> None:
    deal, now, today = Deal.objects.get(), NOW.timestamp(), NOW.date()
    deals.add_person(by=mira, deal=deal, person=zora, part="decides")
    giving = commitments.Giving("time", zora, today, words="umbrello, she said", in_return="A visit")
    commitments.give(by=mira, deal=deal, giving=giving, today=today, now=now)
    offered = offers.Offered(Decimal("900"), "EUR", today, holds=f"For {NAME} only")
    offers.make(by=mira, deal=deal, offered=offered, today=today, now=now)
    unknowns.add(by=mira, deal=deal, text=f"Does {NAME} sign?", now=now)
    groups.know_of(by=mira, deal=deal, title=f"{NAME}'s deputy", part="", now=now)
    wanted = deals.Wanted(name=f"Probes for {NAME}", currency="EUR")
    deals.change(by=mira, deal=deal, wanted=wanted, version=Deal.objects.get().version)
    events.note(by=mira, deal=Deal.objects.get(), text=f"{NAME} decides, {EMAIL}", now=now)
    comments.say(by=mira, deal=Deal.objects.get(), text=f"@Ben Roth ask {ONCE}", now=now)
    start = letters.Start(zora, EMAIL, "Nyala", "Dear vellichor", prepared=[{"passage": "nyala"}])
    letters.begin(by=mira, start=start)


def _merged(mira: User, zora: Person) -> None:
    """Somebody who is made one with her and stays so; and she herself, made one with another and taken back."""
    now = NOW.timestamp()
    people.add(by=mira, email="zq2@lab.example", name=ONCE, now=now)
    other = Person.objects.get(key="zq2@lab.example")
    editing.edit(by=mira, noun="person", public_id=other.public_id, column="about", words=["farrago"])
    merging.merge(by=mira, noun="person", ids=[zora.public_id, other.public_id], picks={}, now=now)
    nia = Person.objects.get(key="new@brook.example")
    ties.add(by=mira, person=nia, other=zora, kind="reports to", note="jacaranda")
    done = merging.merge(by=mira, noun="person", ids=[nia.public_id, zora.public_id], picks={}, now=now)
    merging.undo(by=mira, entry=done)


def _in_lists(mira: User, zora: Person) -> None:
    keys = dict(Field.objects.filter(noun="person").values_list("name", "key"))
    ids = tuple(Person.objects.filter(key__in=("new@brook.example", zora.key)).values_list("public_id", flat=True))
    bulk.edit(by=mira, chosen=bulk.Chosen("person", ids), column=f"x.{keys['Hobby']}", words=["chess"])
    editing.edit(by=mira, noun="person", public_id=zora.public_id, column=f"x.{keys['Hobby']}", words=["kohlrabi"])
    nia = Person.objects.get(key="new@brook.example")
    nia.extra[keys["Boss"]] = zora.public_id
    nia.save(update_fields=["extra"])
    asked = Asked("person", "quändt", (Condition("name", "has", ("Zora",)), Condition("email", "is", (EMAIL,))))
    views.save(by=mira, name="Quändt", asked=asked)


def _imported(mira: User, folder: Path) -> None:
    """A list that is in, in which rows of hers were merged and refused; one that waits; and one without her."""
    head = "Name,Email,Phone,Hobby,City\n"
    hers = f"{NAME},{EMAIL},{WRITTEN},lammergeier,Lund\n,,,mizzenmast {EMAIL},\n"
    for name, text in (
        ("in.csv", f"{head}Cy Vale,cy@vale.example,,tea,Ystad\n{hers}"),
        ("waits.csv", f"{head}{NAME},{EMAIL},,lammergeier,Lund\n"),
        ("other.csv", f"{head}Di Wolf,di@wolf.example,,golf,Lund\n"),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        if name == "in.csv":
            bringing.brought(mira, path)
        else:
            bringing.looked(mira, path)


def _on_disk(mira: User) -> None:
    """Exports that wait, a mailbox's files, an upload that was read."""
    for folder in (packing.folder_of(mira), Path(settings.HOME) / "exports" / "mailbox"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "export.zip").write_text(f"{NAME} nyala", encoding="utf-8")
    Path(settings.UPLOADS).mkdir(parents=True, exist_ok=True)
    upload = Path(settings.UPLOADS) / "more.mbox"
    upload.write_text(f"{NAME} nyala", encoding="utf-8")
    Intake.objects.filter(name="more.mbox").update(is_upload=True, path=str(upload))
    page = BookingPage.objects.create(user=mira, slug="mira", title="A talk")
    at = NOW.timestamp()
    Booking.objects.create(
        page=page, at=at, until=at + 1800, name=NAME, email=EMAIL, line="nyala", zone="UTC", key="k" * 64, made_at=at,
        changed_at=at,
    )  # fmt: skip


def words_everywhere() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table as (where, text), letters unpacked; every table of full text."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                yield f"{model.__name__}.{name}", _text(value)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("store_") and "_text" in table:
                cursor.execute(f"SELECT * FROM {table}")
                yield from ((table, repr(row)) for row in cursor.fetchall())


def bytes_everywhere() -> Iterator[tuple[str, str]]:
    """The data folder file by file, and on SQLite the database page by page as it lies on a disk."""
    for path in sorted(Path(settings.HOME).rglob("*")):
        if path.is_file():
            yield str(path.relative_to(settings.HOME)), path.read_bytes().decode("utf-8", "surrogateescape")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw: sqlite3.Connection = connection.connection
        yield "database", raw.serialize().decode("utf-8", "surrogateescape")


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
        with suppress(zlib.error):
            data = zlib.decompress(data)
        return data.decode("utf-8", "surrogateescape")
    return str(value)


def left(held: Iterator[tuple[str, str]], words: tuple[str, ...] = (*NAMES, *OWN)) -> list[tuple[str, str, str]]:
    """Where one of the words stands: (where, the word, what is around it)."""
    found = []
    for where, text in held:
        low = text.lower()
        for word in words:
            at = low.find(word)
            if at >= 0:
                found.append((where, word, low[max(0, at - 60) : at + 60]))
    return found
