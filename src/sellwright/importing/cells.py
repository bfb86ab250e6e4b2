"""The cells of a file as values, a column at once by the plan. What stood in its column before is not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sellwright.importing import pieces
from sellwright.importing.plans import ColumnPlan, Plan
from sellwright.importing.proposing import listed
from sellwright.interactions.column_values import Wrong, reader

_REMEMBERED = 4_000  # cells a column whose values are kept at hand


@dataclass(frozen=True, slots=True)
class Step:
    """A column that goes somewhere."""

    place: int  # in the rows of the file
    column: ColumnPlan
    noun: str
    name: str
    known: _Known
    from_list: Callable[[Sequence[str]], str] | None  # its cell, where another file holds it

    def values(self, rows: Sequence[Sequence[str]]) -> list[Any]:
        """What it says in each row: None for nothing, Wrong for what cannot be read."""
        return list(map(self.known.__getitem__, self.cells(rows)))

    def cells(self, rows: Sequence[Sequence[str]]) -> Iterable[str]:
        """Its cell in each row."""
        if self.from_list is not None:
            return map(self.from_list, rows)
        place = self.place
        return [row[place] if place < len(row) else "" for row in rows]


class _Known(dict[str, Any]):
    """Values by cell; read when first asked for."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__({"": None})
        self._read = read

    def __missing__(self, cell: str) -> Any:
        value = self._read(cell)
        if len(self) < _REMEMBERED:
            self[cell] = value
        return value


def steps(plan: Plan, at: int, folder: Path) -> list[Step]:
    """How the columns of one file of a plan are read."""
    return [
        Step(place, column, *_split(column), _Known(_reading(column)), _cells_of(column, plan, folder))
        for place, column in enumerate(plan.files[at].columns)
        if column.target
    ]


def known(column: ColumnPlan) -> dict[str, Any]:
    """What the cells of a column say, read when they are first asked for; Wrong for what cannot be read."""
    return _Known(_reading(column))


def _split(column: ColumnPlan) -> tuple[str, str]:
    noun, _, name = column.target.partition(".")
    if noun == "new":  # not made yet: a dry run
        return name, f"extra.{(column.name or column.heading).lower()}"
    if noun == "extra":
        noun, _, key = name.partition(".")
        return noun, f"extra.{key}"
    return noun, name


def _reading(column: ColumnPlan) -> Callable[[str], Any]:
    if column.target == "person.email":
        read: Callable[[str], Any] = pieces.emails
    else:
        read = reader(column.kind, column.order, column.mark)
    mends, several = column.mends, _SEVERAL_OF.get(column.target)
    if not mends and several is None:
        return read

    def mended(cell: str) -> Any:
        value = read(mends.get(cell.strip(), cell))
        return several(value) if several is not None and value is not None and type(value) is not Wrong else value

    return mended


def _numbers(value: Any) -> list[str] | None:
    """Several telephone numbers in one cell."""
    return [part.strip() for part in str(value).replace(" ::: ", ";").split(";") if part.strip()] or None


def _first(value: Any) -> str | None:
    """Of the numbers of several that one row names, that of the first."""
    return str(value).partition(";")[0].strip() or None


_SEVERAL_OF: dict[str, Callable[[Any], Any]] = {
    "firm.id": _first,
    "person.id": _first,
    "deal.name": lambda value: [value] if isinstance(value, str) else value,
    "person.telephone": _numbers,
    "firm.telephone": _numbers,
}


def _cells_of(column: ColumnPlan, plan: Plan, folder: Path) -> Callable[[Sequence[str]], str] | None:
    """For a column of a list: its cell for the word that stands in the row (as it was mended)."""
    if column.via is None:
        return None
    here, file, key, place = column.via
    rows = listed(plan.files[file], folder, key)
    mends = next((one.columns[here].mends for one in plan.files if column in one.columns), {})

    def cell(cells: Sequence[str]) -> str:
        word = cells[here].strip() if here < len(cells) else ""
        found = rows.get(mends.get(word, word))
        return found[place] if found is not None and place < len(found) else ""

    return cell
