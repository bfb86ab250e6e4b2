"""What the columns step says of cells that do not fit is what writing refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sellwright.actions import imports as deeds
from sellwright.importing import plans, refusals
from sellwright.importing.row_numbers import RowNumbers
from sellwright.screens.imports import showing
from sellwright.store.models import Import, User
from tests.firm_rows import colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


def shown(row: Import) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """What the page says does not fit, by heading."""
    plan = plans.from_json(row.plan)
    columns = showing.columns(plan.files[0], deeds.found_in(row)[0], RowNumbers(Path(row.folder) / "01"))
    return {
        one["heading"]: (one["odd_count"], [(odd["cell"], odd["row"]) for odd in one["odd"]])
        for one in columns
        if one["odd_count"]
    }


def test_what_is_said_not_to_fit_is_what_is_refused(mira: User, tmp_path: Path) -> None:
    rows = [f"P{at},p{at}@lab.example,+49 30 12345{at},0{at % 9 + 1}.03.2024,{at}" for at in range(20)]
    rows += [
        "José,José <k5@firma5.example>,call me,01.03.2024,1",
        "Kay,<K4@Firma4.example>,x,02.03.2024,1",
        "Li,li(at)firma2.example,,02.03.2024,1",
        "Mo,mo@lab.example,,soon,1",
    ]
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Phone,Since,Score\n" + "\n".join(rows) + "\n", encoding="utf-8")
    row = bringing.looked(mira, path)
    assert shown(row) == {"Email": (1, [("li(at)firma2.example", "24")]), "Since": (1, [("soon", "25")])}

    plan = plans.from_json(row.plan)
    names = [column.heading for column in plan.files[0].columns]
    columns = list(plan.files[0].columns)
    columns[names.index("Phone")] = replace(columns[names.index("Phone")], target="new.person", kind="yes_no")
    columns[names.index("Since")] = replace(columns[names.index("Since")], kind="text")
    changed = plan.with_file(0, replace(plan.files[0], columns=tuple(columns)))
    deeds.replan(by=mira, whole=row, plan=changed)
    row.refresh_from_db()
    told = shown(row)
    assert {heading: count for heading, (count, _odd) in told.items()} == {"Email": 1, "Phone": 21}  # "x" is a yes
    deeds.replan(by=mira, whole=row, plan=plan)
    row.refresh_from_db()
    assert bringing.written(row, mira).rows == {"new": 22, "refused": 2}


def test_rows_have_the_numbers_a_spreadsheet_shows(mira: User, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        '"Full\nname",Email,Notes\nAna,ana@lab.example,"one\ntwo\nthree"\nBo,bo(at)lab.example,"x, y"\n\n'
        'Cy,cy@lab.example,"a\nb"\nDi,di(at)lab.example,\n',
        encoding="utf-8",
    )
    row = bringing.looked(mira, path)
    assert shown(row) == {"Email": (2, [("bo(at)lab.example", "3 (line 6)"), ("di(at)lab.example", "6 (line 10)")])}
    bringing.written(row, mira)
    told = list(refusals.lines(row, Path(row.folder), "Reason", "Row"))
    assert [line[1] for line in told] == ["Row", "3 (line 6)", "6 (line 10)"]


def test_a_file_of_headings_alone_says_that_nothing_is_in_it(mira: User, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Kontakt-ID,Vorname,Nachname,E-Mail\n", encoding="utf-8")
    row = bringing.looked(mira, path)
    assert bringing.targets(row)["Kontakt-ID"] == "person.id"
    bringing.written(row, mira)
    assert showing.state(row)["figures"]["line"] == showing.line_of(row) == "0 rows in it"
