"""Cells that do not fit, counted before anything is tried: read by the same code that reads them for writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sellwright.importing import cells
from sellwright.importing.looking import Found, Judged, batches
from sellwright.importing.plans import ColumnPlan, FilePlan, Plan
from sellwright.interactions.column_values import Wrong
from sellwright.protocols import table_files

TOGETHER = 2_000  # rows read at once
AT_ONCE = 20_000  # a file of so many rows is counted while a person waits
MOST_SHOWN = 8  # cells of a column that are shown
_MOST_KEPT = 200  # different ones that are counted each
_MAY_BE_WRONG = frozenset(("date", "moment", "number", "money", "yes_no", "email"))


def judged(found: Sequence[Found], plan: Plan, folder: Path, *, most: int = 0) -> list[Found]:
    """The same, with the cells counted that the plan's columns cannot read. `most`: files of more rows are left as they
    were, where the plan changed since (0: none is)."""
    by_path = {file.path: file for file in plan.files}
    return [_judged(one, by_path.get(one.path), folder, most) for one in found]


def of(found: Found, place: int, column: ColumnPlan) -> Judged | None:
    """What does not fit a column, read as it is planned; None where that was not counted."""
    if not _may_be_wrong(column):
        return Judged(place, "", 0, ())
    return next((one for one in found.judged if (one.place, one.reading) == (place, _reading(column))), None)


def _judged(found: Found, file: FilePlan | None, folder: Path, most: int) -> Found:
    if file is None:
        return found
    own = file.columns[: min(file.own, len(found.columns))]
    known = {place: told for place, column in enumerate(own) if (told := of(found, place, column)) is not None}
    wanted = {place: column for place, column in enumerate(own) if place not in known}
    if wanted and (not most or found.rows <= most):
        known |= _counted(folder / file.path, file, wanted)
    return replace(found, judged=tuple(told for _place, told in sorted(known.items()) if told.reading))


def _counted(path: Path, file: FilePlan, wanted: Mapping[int, ColumnPlan]) -> dict[int, Judged]:
    known = {place: cells.known(column) for place, column in wanted.items()}
    counts = dict.fromkeys(wanted, 0)
    words: dict[int, Counter[str]] = {place: Counter() for place in wanted}
    lines: dict[int, dict[str, int]] = {place: {} for place in wanted}
    for batch in batches(table_files.rows(path, file.shape), TOGETHER):
        for line, row, _why in batch:
            for place in wanted if row is not None else ():
                cell = row[place] if row is not None and place < len(row) else ""
                if type(known[place][cell]) is Wrong:
                    counts[place] += 1
                    if cell in lines[place] or len(lines[place]) < _MOST_KEPT:
                        lines[place].setdefault(cell, line)
                        words[place][cell] += 1
    return {
        place: Judged(
            place, _reading(column), counts[place],
            tuple((cell, times, lines[place][cell]) for cell, times in words[place].most_common(MOST_SHOWN)),
        )
        for place, column in wanted.items()
    }  # fmt: skip


def _may_be_wrong(column: ColumnPlan) -> bool:
    return bool(column.target) and (column.target == "person.email" or column.kind in _MAY_BE_WRONG)


def _reading(column: ColumnPlan) -> str:
    """What decides how a cell is read."""
    of_people = "several" if column.target == "person.email" else ""
    return f"{column.kind}:{column.order}:{column.mark}:{of_people}"
