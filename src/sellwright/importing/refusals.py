"""The rows an import refused, as they stood in their files, with the reason in front: to be mended and given again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sellwright.importing import plans
from sellwright.protocols import table_files
from sellwright.store.models import Import

_RUNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def lines(whole: Import, folder: Path, reason: str, row: str) -> Iterator[list[str]]:
    """Lines of a table, headings first; of several files one after the other. `reason`, `row`: headings in front."""
    plan = plans.from_json(whole.plan)
    for at, file in enumerate(plan.files):
        why = dict(whole.rows.filter(file=at, outcome="refused").order_by("line").values_list("line", "reason"))
        if not why:
            continue
        yield [reason, row, *table_files.headings(folder / file.path, file.shape)]
        for line, cells, misread in table_files.rows(folder / file.path, file.shape):
            if line in why:
                yield [why[line], str(line), *([guarded(cell) for cell in cells] if cells is not None else [misread])]


def guarded(cell: str) -> str:
    """A cell no spreadsheet runs. The mark is taken off again when the file is brought back."""
    is_number = cell[:1] in "+-" and cell[1:].replace(".", "").replace(",", "").replace(" ", "").isdigit()
    return f"'{cell}" if cell.startswith(_RUNS) and not is_number else cell
