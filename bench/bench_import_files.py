"""Reading large files before an import: a workbook of 100,000 rows, and tables (CSV) of growing size, through the first
reading and nothing else. Processor seconds, and the memory they take, each in a process of its own.

    python -m bench.bench_import_files                   all of them, and the result file
    python -m bench.bench_import_files --csv 500         one table of so many megabytes, figures on standard output
    python -m bench.bench_import_files --sheet 100000    one workbook of so many rows
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.bench_import import HEADINGS, held, table

MEGABYTES = (50, 500)
SHEET_ROWS = 100_000
_PIECE = 20_000  # people of a table, which comes again and again until the file is large enough
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def large(path: Path, megabytes: int) -> int:
    """A table of about so many megabytes; its rows."""
    piece = path.with_name("piece.csv")
    table(piece, _PIECE)
    head, _, body = piece.read_bytes().partition(b"\n")
    times = max(1, megabytes * 1_000_000 // len(body))
    with path.open("wb") as file:
        file.write(head + b"\n")
        for _ in range(times):
            file.write(body)
    return times * _PIECE


def book(path: Path, rows: int) -> None:
    """A workbook with one sheet of people."""
    plain = path.with_suffix(".csv")
    table(plain, rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKED}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
        )
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml"),
        ):
            packed.writestr(
                name,
                f'<Relationships xmlns="{_PACKED}/relationships"><Relationship '
                f'Id="rId1" Type="{_LINKS}/{kind}" Target="{target}"/></Relationships>',
            )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
            '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for part in _sheet(plain):
                sheet.write(part.encode())


def _sheet(plain: Path) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}"><sheetData>'
    with plain.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file):
            inside = (f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)
            yield f"<row>{''.join(inside)}</row>"
    yield "</sheetData></worksheet>"


def one(kind: str, size: int) -> dict[str, Any]:
    """One file, in this process."""
    from sellwright.importing import looking

    with tempfile.TemporaryDirectory(prefix="sellwright-bench-") as folder:
        path = Path(folder) / ("people.csv" if kind == "csv" else "people.xlsx")
        rows = large(path, size) if kind == "csv" else size
        if kind == "sheet":
            book(path, size)
        before, begun = held(), time.process_time()
        found = looking.look(path, path.name)
        spent = time.process_time() - begun
        if found.rows != rows or [column.heading for column in found.columns] != list(HEADINGS):
            sys.exit(f"{rows} rows were written, {found.rows} read.")
        return {
            "kind": kind, "megabytes": round(path.stat().st_size / 1e6, 1), "rows": rows, "seconds": round(spent, 2),
            "rows_a_second": round(rows / spent), "memory_before_mb": before, "memory_held_mb": held(),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }  # fmt: skip


def main() -> None:
    """All files, each in a process of its own."""
    words = argparse.ArgumentParser()
    words.add_argument("--csv", type=int, default=0)
    words.add_argument("--sheet", type=int, default=0)
    asked = words.parse_args()
    if asked.csv or asked.sheet:
        figures = one("csv" if asked.csv else "sheet", asked.csv or asked.sheet)
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    from bench import measuring

    runs = []
    for kind, size in [("sheet", SHEET_ROWS), *(("csv", size) for size in MEGABYTES)]:
        command = [sys.executable, "-m", "bench.bench_import_files", f"--{kind}", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout.strip().splitlines()[-1]))
    measuring.write("import_files", {"what": "the first reading of a file", "runs": runs}, ("python-calamine",))


if __name__ == "__main__":
    main()
