"""Somebody who is erased is gone from every table, every page of the database and every file, whichever door brought
them in; nobody else is, and the pages that showed them still open."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from sellwright.archive import brought, erasing
from sellwright.store.models import Import, KeptAnswer, Person, Task, User, View
from tests.archive import houses, planted
from tests.derive.posts import NOW
from tests.importing import bringing

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_of_them_is_left_whichever_door_brought_it(tmp_path: Path) -> None:
    held = planted.planted(tmp_path)
    before = planted.left(planted.words_everywhere())
    assert {word for _, word, _ in before} >= set(planted.OWN)
    assert {place for place, _, _ in before} >= {
        "Absorbed.row", "Booking.line", "BulkRow.before", "Comment.text", "Commitment.words", "Deal.name",
        "Delivery.said", "Draft.text", "Event.text", "Import.found", "ImportRow.differs", "KeptAnswer.body",
        "LogEntry.after", "LogEntry.before", "Offer.holds", "OpenRole.title", "Person.extra", "PersonValue.text",
        "Task.text", "Tie.note", "Unknown.text", "View.asked",
    }  # fmt: skip
    assert {place for place, _, _ in planted.left(planted.bytes_everywhere())} > {"uploads/more.mbox"}
    erasing.erase(held.person, now=NOW.timestamp())
    houses.settled()
    assert not (found := planted.left(planted.words_everywhere())), repr(found)
    assert not (found := planted.left(planted.bytes_everywhere())), repr(found)
    stays = {place for place, text in planted.words_everywhere() if planted.STAYS in text}
    assert {"Letter.packed", "Letter.raw"} <= stays
    _others_stand()
    _pages_open()
    _answers_are_gone(held)


def _others_stand() -> None:
    assert {"cy@vale.example", "new@brook.example"} <= set(Person.objects.values_list("key", flat=True))
    other = Import.objects.get(name="other.csv")  # without her: its file and its plan are as they were
    assert other.plan and (Path(other.folder) / "01").exists()
    assert not Import.objects.filter(name="waits.csv").exists()
    held = Import.objects.get(name="in.csv")
    assert held.folder == "" and held.counts["rows"] == {"new": 1, "merged": 1, "refused": 1}
    assert Person.objects.get(key="new@brook.example").extra.keys().isdisjoint({"boss"})


def _pages_open() -> None:
    mira = User.objects.get(role="owner")
    client = Client()
    client.force_login(mira)
    view = View.objects.get()
    pages = [f"/people?view={view.public_id}", "/duplicates", "/duplicates/merged", "/imports", "/settings/leaving"]
    pages += [f"/imports/{row.public_id}" for row in Import.objects.all()]
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address


def _answers_are_gone(held: planted.Planted) -> None:
    """The same request again is not done again: it is said that its answer is gone."""
    assert set(KeptAnswer.objects.values_list("status", "body")) == {(410, "")}
    tasks = Task.objects.count()
    noun, body = held.asked
    answer = held.program.post(noun, body, Idempotency_Key="once-0")
    assert answer.status_code == 410 and Task.objects.count() == tasks


def test_an_import_under_way_is_waited_for_before_anything_goes(tmp_path: Path) -> None:
    mira = houses.made(tmp_path)
    ana = Person.objects.get(addresses__email="ana.ruiz@lab.example")
    path = tmp_path / "list.csv"
    path.write_text("Name,Email,City\nAna Ruiz,ana.ruiz@lab.example,Lund\n", encoding="utf-8")
    row = bringing.looked(mira, path)
    Import.objects.filter(pk=row.pk).update(state="writing")
    before = planted.left(planted.words_everywhere(), ("ana.ruiz@lab.example",))
    with pytest.raises(brought.StillBrought):
        erasing.erase(ana, now=NOW.timestamp())
    assert planted.left(planted.words_everywhere(), ("ana.ruiz@lab.example",)) == before
    assert (Path(row.folder) / "01").exists()
