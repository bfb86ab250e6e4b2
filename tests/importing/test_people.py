"""People from files: who is new, who is here, what is filled, what stays, what is refused, and all taken back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from sellwright import access
from sellwright.importing import counting, refusals
from sellwright.store import clock, search
from sellwright.store.models import (
    Address,
    Field,
    Firm,
    Import,
    ImportRow,
    LogEntry,
    Person,
    Phone,
    Place,
    Standing,
    Task,
    Twin,
    User,
    Workspace,
)
from sellwright.store.models.jobs import Job
from tests.firm_rows import NOW, colleague, person, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


def file(tmp_path: Path, text: str, name: str = "people.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Lead Status,Score
1,Ana,Berg,Ana.Berg@lab-works.example,+49 30 1234567,Buyer,Lab Works GmbH,New,10
2,Bo,Chen,bo@gmail.com,,,Chen & Sons,Open,20
3,Cy,Duarte,,+49 30 7654321,CTO,Lab Works,New,30
4,,,,,,,Open,40
5,Ana,Berg,ana.berg@lab-works.example,,Head of Buying,,New,10
6,Di,Eriksen,di(at)lab-works.example,,,Lab Works,Open,5
7,Mira,Self,mira@kestrel.example,,,Kestrel,New,1
"""


def test_every_row_has_its_outcome_and_the_line_adds_up(mira: User, tmp_path: Path) -> None:
    row, counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    assert counting.line(counts.rows) == "7 in = 3 new + 1 the same + 3 refused"
    reasons = dict(row.rows.filter(outcome="refused").values_list("line", "reason"))
    assert reasons == {
        5: "Neither a name nor an e-mail address.",
        7: "Email: no e-mail address: di(at)lab-works.example",
        8: "An address of our own side: mira@kestrel.example",
    }
    ana = Person.objects.get(key="ana.berg@lab-works.example")
    assert (ana.name, ana.title, ana.by_hand) == ("Ana Berg", "Buyer", True)
    assert ana.firm is not None and (ana.firm.name, ana.firm.domain) == ("Lab Works GmbH", "lab-works.example")
    cy = Person.objects.get(name="Cy Duarte")
    assert cy.key == f"none:{cy.public_id}" and cy.firm == ana.firm  # without its legal form the name is the same
    bo = Person.objects.get(name="Bo Chen")
    assert bo.firm is not None and bo.firm.domain is None  # free mail tells of no firm
    assert row.rows.get(line=6).differs == {"title": ["Buyer", "Head of Buying"]}
    assert Phone.objects.filter(digits="301234567", email=ana.key).exists()
    assert ana.extra == {"lead_status": "New", "score": 10.0}
    assert set(Field.objects.values_list("noun", "name", "kind")) == {
        ("person", "Lead Status", "text"), ("person", "Score", "number"),
    }  # fmt: skip
    scope = access.scope_of(mira)
    assert [hit.title for hit in search.names(scope, "duarte")] == ["Cy Duarte"]


def test_again_adds_nothing(mira: User, tmp_path: Path) -> None:
    bringing.brought(mira, file(tmp_path, HUBSPOT))
    people, firms = Person.objects.count(), Firm.objects.count()
    _row, counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    assert counting.line(counts.rows) == "7 in = 0 new + 4 the same + 3 refused"
    assert (Person.objects.count(), Firm.objects.count()) == (people, firms)


def test_empty_fields_are_filled_and_what_a_person_wrote_stays(mira: User, tmp_path: Path) -> None:
    ana = person("ana@lab.example", "Ana Schulz")
    path = file(tmp_path, "Name,Email,Job title,Second email\nAna Berg,ana@lab.example,Buyer,ana@home.example\n")
    row, counts = bringing.brought(mira, path)
    assert counts.rows == {"merged": 1}
    ana.refresh_from_db()
    assert (ana.name, ana.title) == ("Ana Schulz", "Buyer")
    assert row.rows.get(noun="person").differs == {"name": ["Ana Schulz", "Ana Berg"]}


def test_a_newer_export_updates_what_an_import_brought_and_nobody_touched(mira: User, tmp_path: Path) -> None:
    head = "Record ID,Email,First Name,Last Name,Job Title,Phone Number,Lead Status\n"
    bringing.brought(mira, file(tmp_path, head + "1,ana@lab.example,Ana,Berg,Buyer,030 111111,New\n"))
    ana = Person.objects.get()
    ana.telephone = "030 999999"  # a person's word
    ana.save()
    newer = file(tmp_path, head + "1,ana.b@lab.example,Ana,Berg,Head of Buying,030 222222,Open\n")
    row, counts = bringing.brought(mira, newer)
    ana.refresh_from_db()
    assert counts.rows == {"merged": 1}
    assert (ana.title, ana.telephone, ana.extra) == ("Head of Buying", "030 999999", {"lead_status": "Open"})
    assert row.rows.get(noun="person").differs == {"telephone": ["030 999999", "030 222222"]}
    assert set(ana.addresses.values_list("email", flat=True)) == {"ana@lab.example", "ana.b@lab.example"}
    bringing.undone(row, mira)
    ana.refresh_from_db()
    assert (ana.title, ana.extra) == ("Buyer", {"lead_status": "New"})
    assert [one.email for one in ana.addresses.all()] == ["ana@lab.example"]


SECRET = "Cuttlefish"


@pytest.mark.parametrize("text, called", [
    ("Name,Email,Job title\nAna Berg,ana.b@lab.example,Buyer\n", "Ana Berg"),
    ("Record ID,Email,Job title\n9,ana.b@lab.example,Buyer\n", ""),
    ("Email,Job title\nana.berg@lab.example,Buyer\n", "Ana Berg"),
])  # fmt: skip
def test_nothing_is_shown_of_somebody_known_only_from_a_colleagues_mail(
    mira: User, tmp_path: Path, text: str, called: str
) -> None:
    """Nor what that mail calls them: not on their page, in the ledger, the dry run, the log, nor in what undo says."""
    email = next(word for word in text.replace("\n", ",").split(",") if "@" in word)
    ana = person(email, f"Ana {SECRET}", known_to=colleague("Bo"))
    row, counts = bringing.brought(mira, file(tmp_path, text))
    assert counts.rows == {"new": 1}
    ledger = row.rows.get(noun="person")
    assert ledger.outcome == "new" and ledger.differs is None
    ana.refresh_from_db()
    assert ana.by_hand and ana.title == "Buyer" and ana.name == called
    assert [hit.title for hit in search.names(access.scope_of(mira), SECRET)] == []
    assert SECRET not in _all_said(row) and SECRET.lower() not in ana.sort_name
    bringing.undone(row, mira)
    ana.refresh_from_db()
    assert not ana.by_hand and ana.title == "" and ana.name == f"Ana {SECRET}"
    assert Address.objects.filter(email=email, person=ana).exists()
    assert SECRET not in _all_said(row) and row.rows.get(noun="person").taken == "back"
    again, counts = bringing.brought(mira, file(tmp_path, text, "again.csv"))
    assert counts.rows == {"new": 1} and SECRET not in _all_said(again)


def _all_said(row: Import) -> str:
    """All that an import and the log keep."""
    whole = Import.objects.values("tried", "counts", "found", "plan", "error").get(pk=row.pk)
    return f"{whole} {list(row.rows.values())} {list(LogEntry.objects.values())}"


def test_undo_takes_everything_back_but_what_was_changed_since(mira: User, tmp_path: Path) -> None:
    row, _counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    cy = Person.objects.get(name="Cy Duarte")
    cy.title = "CEO"
    cy.save()
    bringing.undone(row, mira)
    assert list(Person.objects.all()) == [cy]
    assert list(row.rows.exclude(taken__in=("", "back")).values_list("noun", "taken")) == [
        ("firm", "something was kept with it since"), ("person", "changed here since"),
    ]  # fmt: skip
    assert list(Firm.objects.values_list("name", flat=True)) == ["Lab Works GmbH"]
    assert not Address.objects.exists() and not Phone.objects.exists()
    assert [hit.title for hit in search.names(access.scope_of(mira), "berg")] == []


def test_an_import_with_nothing_changed_leaves_no_trace(mira: User, tmp_path: Path) -> None:
    row, _counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    bringing.undone(row, mira)
    left = [model.objects.count() for model in (Person, Firm, Address, Phone, Field)]
    assert left == [0, 0, 0, 0, 0]
    _row, counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    assert counting.line(counts.rows) == "7 in = 3 new + 1 the same + 3 refused"


def test_what_the_program_finds_by_itself_keeps_nothing_here(mira: User, tmp_path: Path) -> None:
    """Probable duplicates, standings, places in a day, promises read: they go with the row. A person's word stays."""
    text = HUBSPOT.replace("2,Bo,Chen,bo@gmail.com", "2,Ana,Berg,anna.berg@gmail.com")
    row, _counts = bringing.brought(mira, file(tmp_path, text))
    ana, anna = Person.objects.get(key="ana.berg@lab-works.example"), Person.objects.get(key="anna.berg@gmail.com")
    kept = person("ana@berg.example", "Ana Berg")
    for one, other in ((ana, anna), (ana, kept), (anna, kept)):
        low, high = sorted((one, other), key=lambda held: held.pk)
        Twin.objects.create(person=low, other=high, odds=9.0, start=-5.0, bunch=low.pk, best=9.0)
    first, second = Firm.objects.filter(by_hand=True).order_by("pk")[:2]
    Twin.objects.create(firm=first, other_firm=second, odds=9.0, start=-5.0, bunch=first.pk, best=9.0)
    scope = access.scope_of(mira)
    Standing.objects.create(scope=scope, person=ana, firm=ana.firm, relation="prospect", last_at=NOW)
    Place.objects.create(user=mira, person=anna, look="", on_date="2026-11-22")
    Task.objects.create(person=Person.objects.get(name="Cy Duarte"), by=mira, owner=mira, text="Call")
    bringing.undone(row, mira)
    assert set(Person.objects.values_list("name", flat=True)) == {"Ana Berg", "Cy Duarte"}
    assert not Twin.objects.exists() and not Standing.objects.exists() and not Place.objects.exists()
    stays = row.rows.exclude(taken__in=("", "back")).values_list("noun", "taken")
    assert list(stays) == [(noun, "something was kept with it since") for noun in ("firm", "person")]


def test_fields_it_made_go_unless_somebody_keeps_a_value_in_them(mira: User, tmp_path: Path) -> None:
    row, _counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    person("eve@home.example", "Eve").save()
    Person.objects.filter(name="Eve").update(extra={"score": 7})
    assert set(Field.objects.values_list("key", flat=True)) == {"lead_status", "score"}
    bringing.undone(row, mira)
    assert list(Field.objects.values_list("key", flat=True)) == ["score"]


def test_refused_rows_come_back_with_the_reason_and_are_mended(mira: User, tmp_path: Path) -> None:
    row, _counts = bringing.brought(mira, file(tmp_path, HUBSPOT))
    lines = list(refusals.lines(row, Path(row.folder), "Reason", "Row"))
    assert lines[0][:3] == ["Reason", "Row", "Record ID"] and [line[1] for line in lines[1:]] == ["5", "7", "8"]
    mended = [[cell.replace("(at)", "@") for cell in line] for line in (lines[0], lines[2])]
    again = file(tmp_path, "\n".join(",".join(line) for line in mended) + "\n", "refused.csv")
    other = bringing.looked(mira, again)
    assert bringing.targets(other)["Reason"] == bringing.targets(other)["Row"] == ""
    assert bringing.written(other, mira).rows == {"new": 1}


def test_rows_that_cannot_be_read_come_back_whole_and_are_mended(mira: User, tmp_path: Path) -> None:
    text = (
        "First Name,Last Name,Email,City\n"
        "Ana,Berg,ana@lab.example,Berlin, Mitte,x\n"
        'Bo,"Chen, Jr,bo@pumps.example,Ulm\n'
        "First Name,Last Name,Email,City\n"
        "Cy,Duarte,cy@pumps.example,Ulm\n"
    )
    row, counts = bringing.brought(mira, file(tmp_path, text))
    assert counts.rows == {"refused": 3, "new": 1}
    lines = list(refusals.lines(row, Path(row.folder), "Reason", "Row"))
    assert lines[0] == ["Reason", "Row", "First Name", "Last Name", "Email", "City", "Cell 5", "Cell 6"]
    assert lines[1][1:] == ["2", "Ana", "Berg", "ana@lab.example", "Berlin", " Mitte", "x"]
    assert lines[2][1:] == ["3", "Bo", '"Chen', " Jr", "bo@pumps.example", "Ulm"]
    assert lines[3][1:] == ["4", "First Name", "Last Name", "Email", "City"]

    def brought(told: list[list[str]], name: str) -> tuple[Import, dict[str, int]]:
        whole = tmp_path / name
        with whole.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(told)
        again, counts = bringing.brought(mira, whole)
        return again, counts.rows

    again, rows = brought(lines, "unmended.csv")
    assert rows == {"refused": 3}, "cells too many are still too many"
    assert next(refusals.lines(again, Path(again.folder), "Reason", "Row")) == lines[0]
    lines[1][5:] = ["Berlin Mitte"]
    lines[2][3:] = ["Chen, Jr", "bo@pumps.example", "Ulm"]
    _again, rows = brought(lines[:3], "mended.csv")
    assert rows == {"new": 2}
    assert dict(Person.objects.values_list("name", "place")) == {
        "Ana Berg": "Berlin Mitte", "Bo Chen, Jr": "Ulm", "Cy Duarte": "Ulm",
    }  # fmt: skip


def test_two_people_of_one_row_are_two_where_only_their_names_are_alike(mira: User, tmp_path: Path) -> None:
    text = "Name,Company,Email\nJo Li,Acme,jo@acme.example\nJo Li,Other,\nJo Li,,\nJo Li,,\n"
    _row, counts = bringing.brought(mira, file(tmp_path, text))
    assert counts.rows == {"new": 3, "same": 1}


def test_a_value_that_begins_as_a_formula_stays_text(mira: User, tmp_path: Path) -> None:
    path = file(tmp_path, 'Name,Email,Notes\n"=HYPERLINK(""http://x"")",eve@lab.example,=1+1\n')
    bringing.brought(mira, path)
    eve = Person.objects.get()
    assert (eve.name, eve.about) == ('=HYPERLINK("http://x")', "=1+1")
    assert refusals.guarded("=1+1") == "'=1+1" and refusals.guarded("-5") == "-5"


def test_writing_goes_on_at_the_row_where_it_was_stopped(mira: User, tmp_path: Path) -> None:
    """Stopped after each piece, with pieces of two rows: as many runs as it takes end as one run does."""
    from sellwright.actions import imports as deeds
    from sellwright.importing import writing

    row = bringing.looked(mira, file(tmp_path, HUBSPOT))
    deeds.begin(by=mira, whole=row)
    now = clock.now(Workspace.objects.get())
    runs, writing.FIRST, writing.LEAST, writing.MOST, writing.TOGETHER = 0, *[2] * 4
    try:
        while True:
            row = Import.objects.get(pk=row.pk)
            runs += 1
            if writing.write(row, mira, Path(row.folder), now, lambda: False) or runs > 9:
                break
    finally:
        writing.FIRST, writing.LEAST, writing.MOST, writing.TOGETHER = 300, 100, 1_000, 10_000
    assert runs == 5  # 7 rows by two, and a look that finds none
    row.refresh_from_db()
    assert counting.line(row.counts["rows"]) == "7 in = 3 new + 1 the same + 3 refused"
    assert ImportRow.objects.filter(whole=row, noun="person").count() == 7


def test_the_forecast_is_counted_anew_after_an_import_and_after_taking_it_back(mira: User, tmp_path: Path) -> None:
    path = file(tmp_path, "Name,Email\nAna Berg,ana@lab.example\n")
    row, _counts = bringing.brought(mira, path)
    asked = Job.objects.filter(name="look_ahead", key="look_ahead")
    assert asked.count() == 1
    asked.delete()
    bringing.undone(row, mira)
    assert asked.count() == 1
