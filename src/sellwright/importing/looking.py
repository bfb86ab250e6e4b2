"""The first reading of the files: what every column holds, by all its rows. Nothing is written but what was found."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sellwright.importing import row_numbers
from sellwright.interactions import column_headings, near_words
from sellwright.interactions.column_kinds import Column, Tally
from sellwright.protocols import table_files
from sellwright.protocols.table_files import Row, Shape

TOGETHER = 2_000  # rows counted at once
MOST_MISREAD = 20  # rows that cannot be read are shown up to so many; all of them are counted
KEPT_WORDS = 300  # of a column, with how often


@dataclass(frozen=True, slots=True)
class Judged:
    """The cells of a column that cannot be read as it is planned (importing.judging). `reading` says how that is."""

    place: int
    reading: str
    count: int
    odd: tuple[tuple[str, int, int], ...]  # (cell, how often, line of the first), the commonest first


@dataclass(frozen=True, slots=True)
class Found:
    """What one file holds. `misread` are rows that cannot be read: (line, why)."""

    name: str
    path: str
    shape: Shape
    rows: int
    columns: tuple[Column, ...]
    misread: tuple[tuple[int, str], ...] = ()
    misread_count: int = 0
    words: tuple[dict[str, int], ...] = ()  # a column's words and how often, where they are few enough to tell
    near: tuple[tuple[near_words.Near, ...], ...] = ()  # a column's words that are probably meant otherwise
    sizes: dict[str, int] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Rows, so many at a time."""
    while batch := list(islice(rows, size)):
        yield batch


def look(path: Path, name: str, shape: Shape | None = None, seen: Callable[[int], None] | None = None) -> Found:
    """Reads a file through. `shape` is how, where a person said so; `seen` is told how many rows were read so far.
    Raises CannotRead, and whatever `seen` raises."""
    shape = shape or table_files.shape_of(path, name)
    headings = table_files.headings(path, shape)
    tallies = [Tally(heading) for heading in headings]
    misread: list[tuple[int, str]] = []
    count = wrong = 0
    breaks = array("q")
    for batch in batches(table_files.rows(path, shape, breaks=breaks), TOGETHER):
        good = [(line, cells) for line, cells, _ in batch if cells is not None]
        for line, cells, why in batch:
            if cells is None:
                wrong += 1
                if len(misread) < MOST_MISREAD:
                    misread.append((line, why))
        lines = [line for line, _ in good]
        for tally, column in zip(
            tallies, zip(*_even([cells for _, cells in good], len(headings)), strict=True), strict=False
        ):
            tally.add(column, lines)
        count += len(batch)
        if seen is not None:
            seen(count)
    row_numbers.keep(path, breaks)
    columns = tuple(tally.column() for tally in tallies)
    words = tuple(dict(tally.words.most_common(KEPT_WORDS)) if not tally.full else {} for tally in tallies)
    near = tuple(
        tuple(near_words.misspelt(tally.words)) if column.kind in ("choice", "choices") else ()
        for tally, column in zip(tallies, columns, strict=True)
    )
    return Found(name, path.name, shape, count, columns, tuple(misread), wrong, words, near)


def _even(rows: list[list[str]], width: int) -> list[list[str]]:
    return [cells if len(cells) == width else [*cells[:width], *[""] * (width - len(cells))] for cells in rows]


def to_json(found: Found) -> dict[str, Any]:
    """As plain values."""
    return asdict(found)


def from_json(values: dict[str, Any]) -> Found:
    """What was found and kept."""
    columns = tuple(
        Column(**{**one, "examples": tuple(one["examples"]), "choices": tuple(one["choices"]),
                  "odd": tuple((cell, times, line) for cell, times, line in one["odd"])})
        for one in values["columns"]
    )  # fmt: skip
    shape = Shape(**{**values["shape"], "sheets": tuple(values["shape"].get("sheets", ()))})
    near = tuple(tuple(near_words.Near(**one) for one in column) for column in values["near"])
    return Found(
        values["name"], values["path"], shape, values["rows"], columns,
        tuple((line, why) for line, why in values["misread"]), values["misread_count"], tuple(values["words"]), near,
        judged=tuple(_judged(one) for one in values.get("judged", ())),
    )  # fmt: skip


def _judged(values: dict[str, Any]) -> Judged:
    odd = tuple((cell, times, line) for cell, times, line in values["odd"])
    return Judged(values["place"], values["reading"], values["count"], odd)


def system_of(found: list[Found]) -> str:
    """Which system wrote these files."""
    for one in found:
        name = column_headings.system_of([column.heading for column in one.columns])
        if name:
            return name
    return ""


def reshaped(found: Found, **changes: Any) -> Shape:
    """How a person says a file is to be read."""
    return replace(found.shape, **changes)
