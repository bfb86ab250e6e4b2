"""A table file (.csv, .tsv) as one value, for what must be seen whole: a book of deals, the cases of a trial."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.table_words import Table
from sellwright.protocols.disk import blob_of, shown
from sellwright.protocols.files import HEAD_BYTES, Blob
from sellwright.protocols.tables import heading_of, numbered, rows_of, separator_of

MOST_BYTES = 500_000_000  # about five million deals; beyond, memory is the limit and not this number


def read_table(path: Path) -> Table:
    """A table with headings; separator and character set are found out. Raises CannotRead.

    A row with cells beyond the headings, or one that cannot be read, is not taken in and stands in `damaged`.
    """
    name = shown(path.name)
    blob = blob_of(path)
    if not path.is_file():
        raise CannotRead(f"{name} is no file.", "Name one table, as .csv.")
    if blob.size == 0:
        raise CannotRead(f"{name} is empty (0 bytes).", "Export it again, then try once more.")
    if blob.size > MOST_BYTES:
        raise CannotRead(f"{name} is larger than 500 MB.", "Export fewer columns or years.")
    try:
        head = blob.read(0, HEAD_BYTES)
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise CannotRead(f"{name} is a spreadsheet.", "Save it as CSV, then give that.")
        if len(heading_of(head)) < 2:
            raise CannotRead(f"{name} is no table: its first line has no two headings.", "Export it as CSV.")
        rows = _clean_rows(blob) or rows_of(blob)
        headings = tuple(" ".join(cell.split()) for cell in next(rows)[1] or ())
        return _table(name, headings, rows)
    except OSError as error:
        raise CannotRead(f"{name} cannot be read: {error.strerror}.") from error


def _clean_rows(blob: Blob) -> Iterator[tuple[int, list[str] | None]] | None:
    """The same as `rows_of`, several times as fast, for a file that is UTF-8 from end to end; None for any other."""
    try:
        text = blob.read(0, blob.size).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else _rows_in(text.lstrip("\r\n \t"))


def _rows_in(text: str) -> Iterator[tuple[int, list[str] | None]]:
    head = text[: text.find("\n") if "\n" in text else len(text)]
    return numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(head[:4000])), 0)


def _table(name: str, headings: tuple[str, ...], rows: Iterator[tuple[int, list[str] | None]]) -> Table:
    width = len(headings)
    if len(set(headings)) < width:
        twice = next(h for h in headings if headings.count(h) > 1)
        raise CannotRead(f"{name} has two columns called {twice!r}.", "Rename or remove one of them.")
    kept, numbers, damaged = [], [], []
    for number, cells in rows:
        if cells is None or (len(cells) > width and any(cell.strip() for cell in cells[width:])):
            damaged.append(number)
            continue
        kept.append(tuple(cells[:width]) if len(cells) >= width else (*cells, *[""] * (width - len(cells))))
        numbers.append(number)
    return Table(name, headings, tuple(kept), tuple(numbers), tuple(damaged))
