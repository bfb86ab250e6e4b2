"""After an erasure nothing of the person is left: no row, no index, no byte of the file; and the sums agree."""

from __future__ import annotations

import zlib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Sum

from sellwright.actions import comments, deals, events
from sellwright.actions import people as deeds
from sellwright.archive import erasing, naming
from sellwright.store import forgotten
from sellwright.store.models import Deal, Item, LogEntry, Message, Person, Sighting, User
from tests.archive import houses
from tests.derive import posts
from tests.derive.posts import NOW

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL, NAME, NUMBER = "zora.quandt@lab.example", "Zora Quandt", "305559876"
WRITTEN = "+49 30 5559-876"
ME = f"Mira Holt <{posts.ME}>"


def letters() -> list[bytes]:
    them, at = f"{NAME} <{EMAIL}>", NOW - timedelta(days=5)
    encoded = posts.mail(
        "Ana Ruiz <ana.ruiz@lab.example>", ME, at, f"Ärgerlich: {NAME} is away, {WRITTEN}.\n", id="z5@x"
    )
    return [
        posts.mail(them, ME, at, f"Send twelve.\n-- \n{NAME}\nTel. {WRITTEN}\n", id="z1@x", subject="Twelve"),
        posts.mail(ME, them, at, f"Dear {NAME}, here they are.\n", id="z2@x", answers=["z1@x"]),
        posts.mail(ME, f"{them}, Ana Ruiz <ana.ruiz@lab.example>", at, f"Ask {NAME} or {EMAIL}.\n", id="z3@x"),
        posts.mail("Ana Ruiz <ana.ruiz@lab.example>", ME, at, f"Call QUANDT, Zora: {WRITTEN}\n", id="z4@x"),
        encoded,
    ]


def made(folder: Path) -> Person:
    mira = houses.made(folder)
    posts.take_in(posts.mbox(folder / "more.mbox", letters()))
    houses.settled()
    zora = Person.objects.get(addresses__email=EMAIL)
    deal = Deal.objects.get()
    deals.add_person(by=mira, deal=deal, person=zora, part="decides")
    events.log_call(by=mira, person=zora, outcome="talked", now=NOW.timestamp(), note=f"{NAME} said yes")
    events.note(by=mira, deal=deal, text=f"{NAME} decides, {EMAIL}", now=NOW.timestamp())
    comments.say(by=mira, person=zora, text="A word about her", now=NOW.timestamp())
    deeds.rename(by=mira, person=zora, name=NAME)
    Deal.objects.update(name=f"Probes for {NAME}")
    houses.settled()
    return zora


def words_everywhere() -> list[tuple[str, str]]:
    """Every value of every column of every table, as text; letters unpacked."""
    held: list[tuple[str, str]] = []
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                held.append((f"{model.__name__}.{name}", _text(value)))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("store_") and "_text" in table:
                cursor.execute(f"SELECT * FROM {table}")
                held += [(table, repr(row)) for row in cursor.fetchall()]
    return held


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
        with suppress(zlib.error):
            data = zlib.decompress(data)
        return data.decode("latin-1")
    return str(value)


def left(held: list[tuple[str, str]]) -> list[tuple[str, str]]:
    def is_named(text: str) -> bool:
        low = text.lower()
        return any(word in low for word in ("zora", "quandt", "5559-876", NUMBER, "5559876"))

    return [(where, text[:80]) for where, text in held if is_named(text)]


def test_nothing_of_them_is_left_anywhere(tmp_path: Path) -> None:
    zora = made(tmp_path)
    assert len({where for where, _ in left(words_everywhere())}) > 15
    total = Deal.objects.aggregate(at=Sum("amount"))["at"]
    stored = Item.objects.filter(outcome="stored").count()
    public_id = zora.public_id
    counts = erasing.erase(zora, now=NOW.timestamp())
    houses.settled()
    assert left(words_everywhere()) == []
    assert counts["messages"] == 2 and counts["letters covered"] == 3
    assert Deal.objects.aggregate(at=Sum("amount"))["at"] == total
    assert Item.objects.filter(outcome="stored").count() == stored - 2
    assert Item.objects.filter(reason=forgotten.REASON).count() == 2
    assert Sighting.objects.count() == Item.objects.filter(outcome="stored").exclude(
        intake__event_sightings__isnull=False).count()  # fmt: skip
    assert LogEntry.objects.filter(thing_id=public_id).exists()
    assert not LogEntry.objects.filter(thing_id=public_id).exclude(before={}, after={}).exists()


def test_what_others_wrote_stays_readable(tmp_path: Path) -> None:
    zora = made(tmp_path)
    erasing.erase(zora, now=NOW.timestamp())
    row = Message.objects.get(message_id="z3@x")
    raw = zlib.decompress(bytes(row.letter.raw)).decode()
    assert "Ask ███████████ or" in raw and "ana.ruiz@lab.example" in raw


def test_their_mail_is_not_taken_in_again(tmp_path: Path) -> None:
    zora = made(tmp_path)
    erasing.erase(zora, now=NOW.timestamp())
    again = posts.take_in(posts.mbox(tmp_path / "again.mbox", letters()[:2]))
    assert posts.account(again) == (0, 2, 0)
    assert set(again.items.values_list("reason", flat=True)) == {forgotten.REASON}
    assert not Person.objects.filter(addresses__email=EMAIL).exists()


def test_a_namesake_keeps_their_name(tmp_path: Path) -> None:
    zora = made(tmp_path)
    other = Person.objects.create(key="zora@elsewhere.example", name=NAME, by_hand=True)
    called = naming.of(zora)
    assert NAME in called.shared and NAME not in called.names
    erasing.erase(zora, now=NOW.timestamp())
    other.refresh_from_db()
    assert other.name == NAME
    assert User.objects.count() == 3
