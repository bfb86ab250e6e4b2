"""The open folder: nothing is forgotten, what comes back is the same, what is private stays locked."""

from __future__ import annotations

import json
import mailbox
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from sellwright.archive import checking, nouns, reading, renewing, sealing, writing
from sellwright.store import sealed
from sellwright.store.models import (
    Account,
    Deal,
    Draft,
    ExportKey,
    Inlet,
    LockedPart,
    Message,
    Outlook,
    Person,
    Touch,
    User,
)
from tests.archive import houses
from tests.derive import posts

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
STATED = {"manifest.exported_at"}


def export(folder: Path, reader: User | None, now: datetime = posts.NOW) -> Path:
    writing.write(folder, reader=reader, now=now)
    return folder


def arrive(folder: Path, *words: str) -> reading.Arrived:
    houses.emptied()
    found = reading.arrive(checking.check(folder), words)
    renewing.renew()
    houses.settled()
    return found


def words_of(email: str) -> str:
    return sealed.unseal(ExportKey.objects.get(user__email=email).words)


def test_every_table_and_every_field_is_exported_or_says_why_not() -> None:
    known = {noun.model: noun for noun in nouns.nouns()}
    for model in apps.get_models():
        if model._meta.app_label != "store":
            assert model._meta.app_label in nouns.APPS_LEFT_OUT, model
            continue
        reasons = nouns.DERIVED.get(model.__name__) or nouns.LEFT_OUT.get(model.__name__)
        assert (model in known) != bool(reasons), model
        if model not in known:
            continue
        noun = known[model]
        written = {field.name for field in noun.fields} | {link.name for link in noun.links}
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            left = nouns.FIELDS_LEFT_OUT.get(f"{model.__name__}.{field.name}")
            is_number = isinstance(field, models.AutoField)
            assert (field.name in written) + bool(left) + is_number == 1, f"{model.__name__}.{field.name}"
    for name in {**nouns.DERIVED, **nouns.LEFT_OUT, **nouns.PERSONAL, **nouns.ONLY}:
        apps.get_model("store", name)
    for name in nouns.FIELDS_LEFT_OUT:
        model_name, _, field_name = name.partition(".")
        apps.get_model("store", model_name)._meta.get_field(field_name)


def test_a_members_own_tables_are_named(tmp_path: Path) -> None:
    """A table whose rows go with a member: its rows are theirs, hang off something with rights, or are everybody's."""
    everybodys = {"Cover", "Goal", "Claim", "Mention", "BookingPage"}
    for noun in nouns.nouns():
        theirs = [link for link in noun.links if link.target is User and link.is_hard]
        if theirs and noun.label not in nouns.PERSONAL and noun.label not in everybodys:
            assert list(nouns.hangs_off(noun.model)), f"{noun.label}: whose are its rows? (archive.nouns.PERSONAL)"


def test_what_comes_back_is_the_same(tmp_path: Path) -> None:
    houses.made(tmp_path)
    before = posts.told()
    one = export(tmp_path / "one", None)
    arrive(one)
    assert posts.differences(before, posts.told()) == {}
    two = export(tmp_path / "two", None, LATER)
    assert houses.differing(one, two) == STATED
    assert not (two / "INCOMPLETE").exists()
    assert Deal.objects.filter(proposed=False).exists() and Outlook.objects.filter(owner=None).exists()


def test_what_is_private_stays_locked_and_opens_with_its_words(tmp_path: Path) -> None:
    mira = houses.made(tmp_path)
    before = posts.told()
    one = export(tmp_path / "one", mira)
    held = b"".join(data for name, data in houses.files(one).items())
    for hidden in (houses.SECRET, "quill", "nettlebed", "INBOX"):
        assert hidden.encode() not in held, hidden
    assert {row["email"] for row in houses.rows(one, "users")} >= {houses.BEN}
    arrive(one, words_of(houses.BEN))
    assert posts.differences(before, posts.told()) == {}
    mira = User.objects.get(email=posts.ME)
    two = export(tmp_path / "two", mira, LATER)
    assert houses.differing(one, two) == STATED
    assert Draft.objects.get(author__email=houses.BEN).text == houses.SECRET


def test_without_its_words_it_is_kept_and_goes_on_as_it_is(tmp_path: Path) -> None:
    mira = houses.made(tmp_path)
    one = export(tmp_path / "one", mira)
    found = arrive(one)
    assert found.locked == (User.objects.get(email=houses.BEN).public_id,)
    assert not Person.objects.filter(addresses__email__contains="quill").exists()
    assert LockedPart.objects.exists()
    two = export(tmp_path / "two", User.objects.get(email=posts.ME), LATER)
    assert houses.differing(one, two) == STATED | {"manifest.locked"}
    with pytest.raises(sealing.WrongWords):
        arrive(one, "no-such-words")


def test_secrets_stay_and_accounts_ask_to_sign_in(tmp_path: Path) -> None:
    mira = houses.made(tmp_path)
    User.objects.filter(pk=mira.pk).update(password="hashedpassword")
    one = export(tmp_path / "one", None)
    held = b"".join(houses.files(one).values())
    for secret in (b"sealedpassword", b"sealedinlet", b"hashedpassword"):
        assert secret not in held
    arrive(one)
    assert Account.objects.get().trouble == "sign_in"
    assert Account.objects.get().secret == Inlet.objects.get().secret == ""


def test_mail_reads_as_any_program_reads_it(tmp_path: Path) -> None:
    houses.made(tmp_path)
    one = export(tmp_path / "one", None)
    box = posts.mailbox()
    with (one / "mail" / f"{box.public_id}.mbox").open("rb") as file:
        read = mailbox.mbox(file.name, create=False)
        assert len(read) == box.sightings.count()
    assert "REPEAT" not in json.dumps(houses.rows(one, "items"))
    by_hand = Touch.objects.filter(event__by_hand=True).count()
    assert len(houses.rows(one, "touches")) == by_hand > 0
    message = Message.objects.exclude(recipients="").first()
    assert message is not None
    row = next(row for row in houses.rows(one, "messages") if row["public_id"] == message.public_id)
    assert all("@" in email for email in row["recipients"])
    assert row["sender"] == message.sender.email
