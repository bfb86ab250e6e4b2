"""Rows of a table that are nobody: headings that come again, and what stands below the table: totals, a report's notes.

A firm may be called Total, and a person "Cher" with nothing else known: such a row is left out only where no other row
follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_Row = tuple[int, list[str] | None, str]
_MOST_BELOW = 20  # lines that may stand below a table
_LEAST_WIDTH = 3  # columns from which a line with one cell may be a note
_TOTAL = re.compile(
    r"\s*(?:(?:grand|sub)[ -]?)?(?:total[se]?|sum|summe|gesamt(?:summe)?|somme|suma)\b[\s:=]*[\d.,' ]{0,30}$",
    re.IGNORECASE,
)
MENDED = (["reason", "row"], ["grund", "zeile"])  # headings in front of refused rows that are brought again
_SURPLUS = re.compile(r"(?:Cell|Zelle) \d{1,6}$")
_LETTER = re.compile(r"[^\W\d_]")


def told_apart(found: Iterable[_Row], headings: Sequence[str]) -> Iterator[_Row]:
    """Rows that hold something. One that is nobody is without cells, with why."""
    below: list[_Row] = []
    after_gap = False
    first = 2 if is_mended(headings) else 0  # of refused rows the reason and the row stand in front
    for row in found:
        line, cells, _why = row
        if cells is not None:
            if not any(cell.strip() for cell in cells):
                after_gap = True
                continue
            if (
                headings[first:]
                and cells[first].strip("\ufeff ") == headings[first]
                and (_same(cells[first:], headings[first:]))
            ):
                yield line, None, "This row repeats the headings."
                continue
            if _is_total(cells) or ((after_gap or below) and _is_note(cells)):
                below.append(row)
                if len(below) <= _MOST_BELOW:
                    continue
                row = below.pop()
        after_gap = False
        if below:
            yield from below
            below.clear()
        yield row
    for line, _cells, _ in below:
        yield line, None, "This line is a total or a note below the table."


def is_mended(headings: Sequence[str]) -> bool:
    """Whether a table holds rows that were refused, with the reason and the row in front."""
    return [heading.strip("\ufeff ").casefold() for heading in headings[:2]] in MENDED


def without_surplus(headings: list[str]) -> list[str]:
    """The headings without those that were made for cells too many: a row that still fills them has too many still."""
    width = len(headings)
    while is_mended(headings) and width > 2 and _SURPLUS.match(headings[width - 1]):
        width -= 1
    return headings[:width]


def _same(cells: Sequence[str], headings: Sequence[str]) -> bool:
    pairs = zip(cells, headings, strict=False)
    return all(heading.startswith(" ".join(cell.strip("\ufeff").split())[:100]) for cell, heading in pairs) and (
        sum(bool(cell.strip()) for cell in cells) > len(headings) / 2
    )


def _is_total(cells: Sequence[str]) -> bool:
    """A word for a sum first, and nothing but numbers behind it."""
    at = next(at for at, cell in enumerate(cells) if cell.strip())
    return bool(_TOTAL.match(cells[at])) and not any(_LETTER.search(cell) for cell in cells[at + 1 :])


def _is_note(cells: Sequence[str]) -> bool:
    return len(cells) >= _LEAST_WIDTH and bool(cells[0].strip()) and not any(cell.strip() for cell in cells[1:])
