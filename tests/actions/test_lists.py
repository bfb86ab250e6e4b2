"""Deeds of lists: cells, many rows at once, views, a workspace's own fields, relations between people."""

from __future__ import annotations

import pytest

from sellwright.access import NotAllowed
from sellwright.actions import bulk, editing, fields, ties, views
from sellwright.actions.bulk import Chosen
from sellwright.actions.fields import Wanted
from sellwright.actions.refusing import Refused
from sellwright.jobs import bulk_edit, queue
from sellwright.store.lists import values
from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.models import BulkEdit, Field, LogEntry, Person, PersonValue, User, View
from tests.firm_rows import colleague, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "enqueue", lambda name, /, **arguments: None)


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira", "owner")


def made(by: User, name: str, kind: str, *choices: str, noun: str = "person") -> Field:
    entry = fields.make(by=by, noun=noun, wanted=Wanted(name, kind, choices))
    return Field.objects.get(public_id=entry.thing_id)


def set_cell(by: User, row: Person, column: str, *words: str, seen: object = ...) -> LogEntry | None:
    return editing.edit(by=by, noun="person", public_id=row.public_id, column=column, words=words, seen=seen)


def test_a_cell_is_saved_found_again_and_taken_back(mira: User) -> None:
    ana = person("ana@lab.example", "Ana")
    made(mira, "Region", "text")
    for column, typed, held in (("title", "Head  of lab", "Head of lab"), ("x.region", "North", "North")):
        entry = set_cell(mira, ana, column, typed)
        assert entry is not None and entry.after == {column: held}
        assert set_cell(mira, ana, column, typed) is None
        editing.undo(by=mira, entry=entry)
    ana.refresh_from_db()
    assert (ana.title, ana.extra) == ("", {}) and not PersonValue.objects.exists()
    set_cell(mira, ana, "x.region", "North")
    assert PersonValue.objects.get().head == "north"


def test_who_saves_over_anothers_change_is_told_and_nothing_is_written(mira: User) -> None:
    ben, ana = colleague("Ben"), person("ana@lab.example", "Ana")
    entry = set_cell(mira, ana, "title", "Buyer", seen=None)
    with pytest.raises(editing.ChangedMeanwhile, match=r"Mira changed this .* “Buyer”"):
        set_cell(ben, ana, "title", "Seller", seen=None)
    set_cell(ben, ana, "title", "Seller", seen="Buyer")
    assert entry is not None
    with pytest.raises(Refused, match="changed since"):
        editing.undo(by=mira, entry=entry)
    assert Person.objects.get().title == "Seller"


def test_what_does_not_fit_is_refused_in_words(mira: User) -> None:
    ana = person("ana@lab.example", "Ana")
    for name, kind, *choices in (("n", "number"), ("d", "date"), ("c", "choice", "red", "blue"), ("m", "email"),
                                 ("p", "phone"), ("l", "link"), ("k", "colleague"), ("t", "moment")):  # fmt: skip
        made(mira, name, kind, *choices)
    for column, wrong in (("x.n", "ten"), ("x.d", "soon"), ("x.c", "green"), ("x.m", "nobody"), ("x.p", "none"),
                          ("x.l", "not a link"), ("x.k", "zzz"), ("x.t", "noon"), ("name", " "),
                          ("title", "x" * 201)):  # fmt: skip
        with pytest.raises(Refused):
            set_cell(mira, ana, column, wrong)
    for column, right, held in (("x.n", "1,200.5", 1200.5), ("x.d", "2026-05-01", "2026-05-01"), ("x.c", "RED", "red"),
                                ("x.l", "lab.example/a", "https://lab.example/a"), ("x.k", "me", mira.public_id),
                                ("x.t", "2026-05-01T09:30", "2026-05-01T09:30+00:00")):  # fmt: skip
        set_cell(mira, ana, column, right)
        ana.refresh_from_db()
        assert ana.extra[column[2:]] == held


def test_many_rows_are_changed_at_once_and_taken_back_as_one(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_edit, "PIECE", 2)
    rows = [person(f"p{n}@x.example", f"P{n}") for n in range(7)]
    hidden = person("h@y.example", "H", known_to=colleague("Ben"))
    set_cell(mira, rows[3], "title", "Buyer")
    ticked = Chosen("person", (*(row.public_id for row in rows), hidden.public_id))
    found = bulk.preview(by=mira, chosen=ticked, column="title", words=["Buyer"])
    assert (found.changed, found.same, found.refused) == (6, 1, 1)
    edit, entry = bulk.edit(by=mira, chosen=ticked, column="title", words=["Buyer"])
    assert (edit.state, edit.changed, edit.same) == ("done", 6, 1)
    assert Person.objects.filter(title="Buyer").count() == 7 and Person.objects.get(pk=hidden.pk).title == ""
    set_cell(mira, rows[0], "title", "Other")
    bulk.undo(by=mira, entry=entry)
    assert sorted(Person.objects.values_list("title", flat=True)) == ["", "", "", "", "", "", "Buyer", "Other"]
    assert BulkEdit.objects.get().kept == 1
    with pytest.raises(Refused, match="already"):
        bulk.undo(by=mira, entry=entry)


def test_all_that_fit_are_changed_though_they_fit_no_longer(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_edit, "PIECE", 2)
    for n in range(5):
        person(f"p{n}@x.example", f"P{n}")
    asked = Asked("person", conditions=(Condition("owner", "empty"),))
    edit, _entry = bulk.edit(by=mira, chosen=Chosen("person", asked=asked), column="owner", words=["me"])
    assert edit.state == "running"
    assert bulk_edit._step(edit.pk)  # the program ends after a piece, and goes on
    assert Person.objects.filter(owner=mira).count() == 2
    bulk_edit.bulk_edit(bulk=edit.public_id)
    bulk_edit.bulk_edit(bulk=edit.public_id)
    assert Person.objects.filter(owner=mira).count() == 5
    edit.refresh_from_db()
    assert (edit.state, edit.changed) == ("done", 5)


def test_who_may_not_changes_nothing(mira: User) -> None:
    rex, ana = colleague("Rex", "reader"), person("ana@lab.example", "Ana")
    for deed in (
        lambda: set_cell(rex, ana, "title", "x"),
        lambda: bulk.edit(by=rex, chosen=Chosen("person", (ana.public_id,)), column="title", words=["x"]),
        lambda: made(rex, "Region", "text"),
        lambda: ties.add(by=rex, person=ana, other=ana, kind="knows"),
        lambda: views.save(by=rex, name="x", asked=Asked("person"), shared=True),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not LogEntry.objects.filter(by=rex).exists()


def test_a_view_is_kept_shared_and_taken_back(mira: User) -> None:
    ben = colleague("Ben")
    entry = views.save(by=mira, name=" North ", asked=Asked("person", words="north"))
    view = View.objects.get()
    assert view.name == "North" and not views.seen(ben, "person").exists()
    views.change(by=mira, view=view, shared=True)
    assert views.seen(ben, "person").get() == view
    with pytest.raises(View.DoesNotExist):
        views.drop(by=ben, view=view)
    gone = views.drop(by=mira, view=view)
    views.undo(by=mira, entry=gone)
    assert View.objects.get().asked["words"] == "north" and View.objects.get().public_id == entry.thing_id
    with pytest.raises(Refused):
        views.save(by=mira, name=" ", asked=Asked("person"))


def test_a_field_changes_its_kind_only_where_every_value_fits(mira: User) -> None:
    field = made(mira, "Größe", "text")
    assert field.key == "grosse"
    rows = [person(f"p{n}@x.example", f"P{n}") for n in range(3)]
    for row, text in zip(rows, ("12", "1,5", "tall"), strict=True):
        set_cell(mira, row, f"x.{field.key}", text)
    found = fields.fits(field, "number")
    assert (found.whole, found.misfits, found.examples) == (3, 1, ("tall",))
    with pytest.raises(Refused, match="1 of 3 values do not fit"):
        fields.change(by=mira, field=field, wanted=Wanted("Size", "number"))
    set_cell(mira, rows[2], f"x.{field.key}", "7")
    fields.change(by=mira, field=field, wanted=Wanted("Size", "number"))
    values.rebuild("person")
    assert sorted(PersonValue.objects.values_list("number", flat=True)) == [1.5, 7.0, 12.0]
    assert Person.objects.get(pk=rows[0].pk).extra == {field.key: 12}


def test_a_field_is_retired_with_its_values_and_comes_back(mira: User) -> None:
    field, other = made(mira, "Region", "choice", "North", "South"), made(mira, "Size", "number")
    ana = person("ana@lab.example", "Ana")
    set_cell(mira, ana, "x.region", "north")
    fields.retire(by=mira, field=field)
    with pytest.raises(Refused):
        set_cell(mira, ana, "x.region", "South")
    assert made(mira, "Region", "text").key == "region_2"
    with pytest.raises(Refused, match="this name already"):
        fields.bring_back(by=mira, field=field)
    ana.refresh_from_db()
    assert ana.extra == {"region": "North"}
    moved = fields.move(by=mira, field=other, up=False)
    assert list(Field.objects.filter(retired_at=None).values_list("key", flat=True)) == ["region_2", "size"]
    fields.undo(by=mira, entry=moved)
    assert list(Field.objects.filter(retired_at=None).values_list("key", flat=True)) == ["size", "region_2"]


def test_nobody_stands_above_themselves(mira: User) -> None:
    ana, bo, cy = (person(f"{name}@x.example", name) for name in ("ana", "bo", "cy"))
    first = ties.add(by=mira, person=ana, other=bo, kind="reports to")
    ties.add(by=mira, person=bo, other=cy, kind="reports to")
    with pytest.raises(Refused, match="ana already reports to cy"):
        ties.add(by=mira, person=cy, other=ana, kind="reports to")
    with pytest.raises(Refused, match="the same person"):
        ties.add(by=mira, person=ana, other=ana, kind="reports to")
    ties.add(by=mira, person=ana, other=cy, kind="knows")
    with pytest.raises(Refused, match="stands here already"):
        ties.add(by=mira, person=cy, other=ana, kind="knows")
    gone = ties.drop(by=mira, tie=ana.ties.get(public_id=first.thing_id))
    ties.add(by=mira, person=cy, other=ana, kind="reports to")
    with pytest.raises(Refused, match="bo already reports to ana"):
        ties.undo(by=mira, entry=gone)
