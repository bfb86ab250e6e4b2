"""The rows an import refused, as they stood in their files, with the reason in front, also those that could not be
read: to be mended and given again."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from sellwright.importing import plans
from sellwright.importing.row_numbers import RowNumbers
from sellwright.protocols import table_edges, table_files
from sellwright.protocols.table_files import Shape
from sellwright.store.models import Import

_RUNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def lines(whole: Import, folder: Path, reason: str, row: str, surplus: str = "Cell %(number)d") -> Iterator[list[str]]:
    """Lines of a table, headings first; of several files one after the other. `reason`, `row`: headings in front;
    `surplus`: that of a cell for which the file has no heading, which stands behind the others."""
    plan = plans.from_json(whole.plan)
    for at, file in enumerate(plan.files):
        why = dict(whole.rows.filter(file=at, outcome="refused").order_by("line").values_list("line", "reason"))
        if not why:
            continue
        path = folder / file.path
        headings = table_files.headings(path, file.shape)
        in_front = 2 if table_edges.is_mended(headings) else 0  # they were brought again: the new reason counts
        most = max((len(cells) for _line, cells in _as_they_stand(path, file.shape, why)), default=0)
        more = [surplus % {"number": number + 1 - in_front} for number in range(len(headings), most)]
        yield [reason, row, *headings[in_front:], *more]
        numbers = RowNumbers(path)
        for line, cells in _as_they_stand(path, file.shape, why):
            yield [why[line], numbers.said(line), *(guarded(cell) for cell in cells[in_front:])]


def _as_they_stand(path: Path, shape: Shape, wanted: Container[int]) -> Iterator[tuple[int, list[str]]]:
    """Some rows of a file with all their cells; of one that cannot be read the pieces between its separators."""
    for line, cells, _why in table_files.rows(path, shape, as_it_stands=True):
        if line in wanted:
            yield line, cells or []


def guarded(cell: str) -> str:
    """A cell no spreadsheet runs. The mark is taken off again when the file is brought back."""
    is_number = cell[:1] in "+-" and cell[1:].replace(".", "").replace(",", "").replace(" ", "").isdigit()
    return f"'{cell}" if cell.startswith(_RUNS) and not is_number else cell
