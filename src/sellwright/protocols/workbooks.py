"""Workbooks (.xlsx, .xls, .ods, .xlsb): their sheets and rows as text. Only values are read, no formula is run.

A workbook is a .zip: what it unpacks to is measured before anything else sees it, so that a bomb of that name costs
nothing. A sheet stands in memory while it is read; it has at most 1,048,576 rows.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sellwright.interactions.failures import CannotRead, ExtraNeeded

MOST_PARTS = 5_000
MOST_UNPACKED = 1_500_000_000  # bytes
MOST_RATIO = 150  # a workbook unpacks to 5 to 40 times its size
SMALL = 20_000_000  # bytes: under it the ratio says nothing
MOST_OLD = 200_000_000  # bytes of an .xls
_OLD = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20


def is_book(head: bytes) -> bool:
    """Whether a file may be a workbook, by its first bytes (64 kB where there are so many)."""
    if head.startswith(_OLD):
        return True
    names = (b"[Content_Types].xml", b"xl/", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", b"_rels/")
    return head.startswith(b"PK\x03\x04") and any(name in head for name in names)


def sheets(path: Path, name: str) -> tuple[str, ...]:
    """The names of the sheets that hold something, the fullest first. Raises CannotRead."""
    _measured(path, name)
    try:
        with _opened(path) as book:
            sized: list[tuple[int, int, str]] = []
            for sheet in book.sheet_names:
                held = book.get_sheet_by_name(sheet)
                sized.append((-held.height * held.width, len(sized), sheet))
    except ExtraNeeded:
        raise
    except Exception as error:  # whatever its Rust says: the file is the reason
        raise CannotRead(f"{name} is no workbook that can be read.", "Save it again as .xlsx or .csv.") from error
    found = tuple(sheet for size, _, sheet in sorted(sized) if size)
    if not found:
        raise CannotRead(f"{name} has no sheet with anything on it.")
    return found


def rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """(row number as the spreadsheet shows it, cells as text, '')."""
    _measured(path, path.name)
    with _opened(path) as book:
        held = book.get_sheet_by_name(sheet)
        start = held.start or (0, 0)
        for number, cells in enumerate(held.iter_rows(), start=1):
            if number > start[0]:
                yield number, [_text(cell) for cell in cells], ""


def _opened(path: Path) -> Any:
    try:
        from python_calamine import CalamineWorkbook
    except ModuleNotFoundError as error:
        raise ExtraNeeded("Workbooks need one more package.", "Run: pip install 'sellwright[workbench]'") from error
    return CalamineWorkbook.from_path(path)


def _measured(path: Path, name: str) -> None:
    """Raises CannotRead for what unpacks too far. Every part is unpacked once and thrown away: what the list of
    contents says of sizes may be a lie."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) == _OLD:
            if size > MOST_OLD:
                raise CannotRead(f"{name} is larger than an .xls can be.", "Save it as .xlsx or .csv.")
            return
    bomb = CannotRead(
        f"{name} unpacks to far more than a workbook holds. It was not opened.", "Save it as .csv, then try once more."
    )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise bomb
            unpacked = 0
            for part in parts:
                with packed.open(part) as file:
                    while chunk := file.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * size):
                            raise bomb
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise CannotRead(f"{name} is a damaged or locked workbook.", "Save it again, without a password.") from error


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
