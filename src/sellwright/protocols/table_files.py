"""Tables as other systems export them, row by row, whatever is wrong with them: CSV and TSV here, workbooks
(`workbooks`) and cards (vcards) by the same door. Memory does not grow with the file.

A row is `(line, cells, why)`: where it begins in the file, counted from 1; its cells as text, or None with the reason
why it cannot be read. Nothing is swallowed: a quotation mark that never closes costs the line it stands in, no more.
"""

from __future__ import annotations

import codecs
import csv
import re
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sellwright.interactions import vcards
from sellwright.interactions.column_kinds import class_of
from sellwright.interactions.failures import CannotRead
from sellwright.protocols import table_edges, workbooks

Row = tuple[int, list[str] | None, str]
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "iso8859-15", "mac-roman", "shift_jis", "gb18030")
SEPARATORS = ",;\t|"
MOST_LINE = 4_000_000  # characters: no row is that long
MOST_LINES_A_CELL = 2_000  # a quotation mark still open after so many lines was none
MOST_COLUMNS = 2_000
LOOKED_AT = 40  # first rows, for separator and headings
_CHUNK = 1 << 20
_SEP_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_PICTURES = ((b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"%PDF", "a PDF"),
             (b"RIFF", "a picture or sound"), (b"\x1f\x8b", "packed (.gz)"), (b"7z\xbc\xaf", "packed (.7z)"),
             (b"Rar!", "packed (.rar)"), (b"SQLite format 3", "a database"), (b"\x7fELF", "a program"),
             (b"MZ", "a program"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is read. `header` is the line of its headings; 0: it has none."""

    kind: str  # csv, book, cards
    encoding: str = "utf-8"
    separator: str = ","
    header: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are what Windows wrote: one bad cell does not cost the others."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("sellwright-cp1252", _as_cp1252)


def shape_of(path: Path, name: str) -> Shape:
    """How a file is best read, by its first bytes and rows. Raises CannotRead with what it is instead."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise CannotRead(f"{name} is empty.", "Export it again, then try once more.")
    if workbooks.is_book(head):
        sheets = workbooks.sheets(path, name)
        return _with_header(path, Shape("book", sheet=sheets[0], sheets=sheets))
    _refuse_others(head, name)
    encoding = _encoding(path, head)
    text = head.decode(encoding.removesuffix("-sig"), "replace").lstrip("\ufeff").lstrip()
    if text[:11].upper() == "BEGIN:VCARD":
        return Shape("cards", encoding, header=0)
    if re.match(r"<(?:!doctype|html|table|\?xml|meta|style)", text[:20], re.IGNORECASE):
        raise CannotRead(
            f"{name} is a web page or XML, whatever its ending says.",
            "Open it in a spreadsheet and save it as .xlsx or .csv.",
        )
    if text[:1] in "{[" and re.match(r"[\[{]\s*[\"{\[]", text):
        raise CannotRead(f"{name} is JSON, not a table.", "Export it as CSV.")
    return _with_header(path, Shape("csv", encoding, _separator(path, encoding)))


def rows(path: Path, shape: Shape, *, as_it_stands: bool = False, breaks: array[int] | None = None) -> Iterator[Row]:
    """Every row that holds something, from the one after the headings on. One that is nobody has no cells.
    `as_it_stands`: also those, and those that cannot be read, have the cells that stand there, as many as there are.
    `breaks` is given, of each row of several lines, where it begins and how many lines too many came up to its end."""
    if shape.kind == "cards":
        yield from vcards.rows(line.rstrip("\r\n") for line in _lines(path, shape.encoding))
        return
    named = headings(path, shape)
    if shape.kind == "book":
        found: Iterator[Row] = (row for row in workbooks.rows(path, shape.sheet) if row[0] > shape.header)
    else:
        lines = _lines(path, shape.encoding)
        fed = _Fed(lines, breaks)
        found = _csv_rows(fed, shape.separator, len(named), shape.header, as_it_stands)
    if as_it_stands:
        yield from found
        return
    yield from table_edges.told_apart(found, named if shape.header else ())


def headings(path: Path, shape: Shape) -> list[str]:
    """The headings, each once: the second "Email" is "Email (2)", one that is empty "Column 7"."""
    if shape.kind == "cards":
        return list(vcards.HEADINGS)
    first = [
        cells
        for line, cells, _ in _first_rows(path, shape, max(shape.header, LOOKED_AT))
        if cells is not None and (line == shape.header or not shape.header)
    ]
    if shape.header:
        named = [" ".join(cell.split())[:100] for cell in (first[0] if first else [])]
        while named and not named[-1]:
            named.pop()
        named = table_edges.without_surplus(named)
    else:
        named = [""] * max((len(cells) for cells in first), default=0)
    seen: dict[str, int] = {}
    out = []
    for at, heading in enumerate(named, start=1):
        heading = heading or f"Column {at}"
        seen[heading] = seen.get(heading, 0) + 1
        out.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return out


def _refuse_others(head: bytes, name: str) -> None:
    for begin, what in _PICTURES:
        if head.startswith(begin):
            raise CannotRead(f"{name} is {what}, not a table.", "Give a .csv, .xlsx or .vcf file.")
    if head.startswith(b"PK\x03\x04"):
        raise CannotRead(
            f"{name} is packed (.zip) and no workbook.", "Unpack it and give the files inside, all at once."
        )
    plain = not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if plain and not _wide(head) and sum(byte < 9 or 13 < byte < 27 for byte in head) > 0.05 * len(head):
        raise CannotRead(f"{name} holds no text.", "Give a .csv, .xlsx or .vcf file.")


def _wide(head: bytes) -> str:
    """The character set of two-byte text without its mark; ''."""
    odd, even = head[1:2000:2].count(0), head[0:2000:2].count(0)
    half = len(head[:2000]) // 2
    if half < 8:
        return ""
    return "utf-16-le" if odd > 0.4 * half > 10 * even else "utf-16-be" if even > 0.4 * half > 10 * odd else ""


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if _wide(head):
        return _wide(head)
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return "cp1252" if not _mostly_utf8(path) else "utf-8"
    return "utf-8"


def _mostly_utf8(path: Path) -> bool:
    """Whether a file with bytes that are no UTF-8 holds more letters that are."""
    with path.open("rb") as file:
        head = file.read(8 * _CHUNK)
    bad = head.decode("utf-8", "replace").count("\ufffd")
    return len(head) - len(head.decode("utf-8", "ignore").encode()) < bad * 3 and len(
        re.findall(rb"[\xc3-\xe2][\x80-\xbf]+", head)
    ) > bad  # fmt: skip


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their ends, whichever they are. One longer than any row can be is cut, so that memory stays flat."""
    errors = "sellwright-cp1252" if encoding == "utf-8" else "replace"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        while line := file.readline(MOST_LINE):
            if line[0] == "\ufeff":  # at the beginning, and where files were put one behind the other
                line = line.lstrip("\ufeff")
            if len(line) == MOST_LINE and line[-1] not in "\r\n":
                while (more := file.readline(MOST_LINE)) and more[-1] not in "\r\n":
                    pass
            yield line.replace("\0", "") if "\0" in line else line


class _Fed:
    """Lines that can be given back, with the number of the next one."""

    def __init__(self, lines: Iterator[str], breaks: array[int] | None = None) -> None:
        self._lines, self._back = lines, deque[str]()
        self.number = 1  # of the next line
        self._breaks, self._more = breaks, 0

    def row_ends(self, began: int) -> None:
        """A row that began in this line is read."""
        more = self.number - 1 - began
        if more and self._breaks is not None:
            self._more += more
            self._breaks.extend((began, self._more))

    def next(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _csv_rows(fed: _Fed, separator: str, width: int, header: int, as_it_stands: bool) -> Iterator[Row]:
    cells: list[str] | None
    while (line := fed.next()) is not None:
        at = fed.number - 1
        if at <= header:
            if '"' in line and at == header:
                _record(fed, line, separator, 0)  # a heading may go over several lines
                fed.row_ends(at)
            continue
        if len(line) >= MOST_LINE:
            yield (
                at,
                line.split(separator) if as_it_stands else None,
                f"The line is longer than {MOST_LINE:,} characters.",
            )
            continue
        if '"' in line:
            cells, why = _record(fed, line, separator, width)
            fed.row_ends(at)
        else:
            cells, why = line.rstrip("\r\n").split(separator), ""
        if cells is not None and len(cells) > width and any(cell.strip() for cell in cells[width:]):
            why = f"The row has {len(cells)} cells, the headings are {width}."
            cells = cells if as_it_stands else None
        elif cells is None and as_it_stands:
            cells = line.rstrip("\r\n").split(separator)
        if cells is not None and not as_it_stands and len(cells) != width:
            cells = cells[:width] if len(cells) > width else cells + [""] * (width - len(cells))
        yield at, cells, why


def _record(fed: _Fed, line: str, separator: str, width: int) -> tuple[list[str] | None, str]:
    """The cells of a row with quotation marks in it, which may go over several lines. `width` 0: of any width."""
    taken = [line]

    def feed() -> Iterator[str]:
        yield line
        while len(taken) < MOST_LINES_A_CELL and (more := fed.next()) is not None:
            taken.append(more)
            yield more

    cells: list[str] | None
    try:
        cells = next(csv.reader(feed(), delimiter=separator, strict=True), [])
    except csv.Error:
        cells = None
    if cells is not None and (len(taken) == 1 or not width or not _swallowed(taken, separator, width)):
        return cells, ""
    fed.give_back(taken[1:])
    if len(taken) == 1 or '"' not in line:
        loose = _loosely(line, separator)
        if loose is not None and len(loose) == width:
            return loose, ""
    if cells is None and len(taken) == 1:
        return None, "The quotation marks in this line do not pair up."
    return None, "A quotation mark opens in this line and does not close where it should."


def _loosely(line: str, separator: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=separator), None)
    except csv.Error:
        return None


def _swallowed(lines: Sequence[str], separator: str, width: int) -> bool:
    """Whether a cell over several lines has eaten rows: the lines inside it are rows themselves, and the quotation
    mark that ends it stands where one would begin."""
    if width < 3:
        return False
    last = lines[-1]
    inside = [line for line in lines[1:-1] if line.strip()]
    if not all(line.count(separator) >= width - 1 for line in inside):
        return False
    return bool(inside) or (last.count(separator) >= width - 1 and last[: last.find('"')].endswith(separator))


def _first_rows(path: Path, shape: Shape, most: int) -> list[Row]:
    if shape.kind == "book":
        found: Iterator[Row] = workbooks.rows(path, shape.sheet)
        return [row for row, _ in zip(found, range(most), strict=False)]
    out: list[Row] = []
    fed = _Fed(_lines(path, shape.encoding))
    while len(out) < most and (line := fed.next()) is not None:
        at = fed.number - 1
        cells = _record(fed, line, shape.separator, 0)[0] if '"' in line else line.rstrip("\r\n").split(shape.separator)
        if cells is None:
            cells = _loosely(line, shape.separator)
        out.append((at, cells, ""))
    return out


def _separator(path: Path, encoding: str) -> str:
    """The one that parts the first rows into the same number of cells most often."""
    best, chosen = (0.0, 0), ","
    for separator in SEPARATORS:
        found = _first_rows(path, Shape("csv", encoding, separator), LOOKED_AT)
        if (
            separator == ","
            and found
            and (
                said := _SEP_LINE.match(
                    "".join(found[0][1] or [])
                    + ("," if (found[0][1] or [""])[-1:] == [""] and len(found[0][1] or []) > 1 else "")
                )
            )
        ):
            return said.group(1)  # fmt: skip
        widths = [len(cells) for _, cells, _ in found if cells and any(cell.strip() for cell in cells)]
        if widths:
            usual = max(set(widths), key=lambda width: (widths.count(width), width))
            score = (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
            if (score[0] >= 0.6, score[1] if score[0] >= 0.6 else score[0]) > (
                best[0] >= 0.6,
                best[1] if best[0] >= 0.6 else best[0],
            ):
                best, chosen = score, separator
    return chosen


def _with_header(path: Path, shape: Shape) -> Shape:
    """The same with the line of the headings: the first row about as wide as any, of words and nothing else."""
    found = [
        (line, cells)
        for line, cells, _ in _first_rows(path, shape, LOOKED_AT)
        if cells and any(c.strip() for c in cells)
    ]
    if any(len(cells) > MOST_COLUMNS for _, cells in found):
        raise CannotRead(f"The file has more than {MOST_COLUMNS:,} columns.", "Export fewer of them.")
    filled_cells = sorted(sum(1 for cell in cells if cell.strip()) for _, cells in found)
    widest = filled_cells[len(filled_cells) * 3 // 4] if found else 0  # a single row with too many tells nothing
    header = 0
    for line, cells in found[:15]:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) >= 0.6 * widest and not (len(cells) == 1 and _SEP_LINE.match(cells[0])):
            words = sum(class_of(cell) == "text" for cell in filled)
            header = line if words >= 0.7 * len(filled) and not _any_address(filled) else 0
            break
    return Shape(shape.kind, shape.encoding, shape.separator, header, shape.sheet, shape.sheets)


def _any_address(cells: Sequence[str]) -> bool:
    return any(class_of(cell) == "email" for cell in cells)
