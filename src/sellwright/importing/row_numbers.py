"""The number of a row as a spreadsheet shows it: a cell may go over several lines, a row is one. What the first reading
met of such cells stands beside the file, in numbers that are looked up, not read through."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from pathlib import Path

from django.utils.translation import gettext as _

_ENDING = ".rows"


def keep(path: Path, breaks: array[int]) -> None:
    """Keeps what was met: (line a row of several lines begins in, lines too many up to its end), in order."""
    beside = path.with_name(path.name + _ENDING)
    if breaks:
        beside.write_bytes(breaks.tobytes())
    else:
        beside.unlink(missing_ok=True)  # it was read otherwise before


class RowNumbers:
    """Rows of one file by the lines they begin in."""

    def __init__(self, path: Path) -> None:
        breaks = array("q")
        beside = path.with_name(path.name + _ENDING)
        if beside.is_file():
            breaks.frombytes(beside.read_bytes())
        self._lines, self._more = breaks[::2], breaks[1::2]

    def of(self, line: int) -> int:
        """The row that begins in a line; both are counted from 1."""
        before = bisect_left(self._lines, line)
        return line - (self._more[before - 1] if before else 0)

    def said(self, line: int) -> str:
        """ "7", or "7 (line 9)" where lines are counted otherwise."""
        row = self.of(line)
        return str(row) if row == line else _("%(row)d (line %(line)d)") % {"row": row, "line": line}
