"""A book of deals (.csv, .tsv), and tables beside it that tell more of its accounts, products or teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sellwright.interactions import deal_headings, deal_reading
from sellwright.interactions.deals import Deals
from sellwright.interactions.failures import CannotRead
from sellwright.interactions.table_words import Table
from sellwright.protocols.tables import plain
from sellwright.protocols.whole_tables import read_table


def read_deals(
    paths: Sequence[Path],
    said: Mapping[str, str],
    today: date,
    *,
    stages: Sequence[str] = (),
    only_currency: str = "",
    people: Sequence[str] = (),
) -> Deals:
    """The book in the first file, with the columns of the others joined on by a shared heading. Raises CannotRead."""
    book = read_table(paths[0])
    notes: list[str] = []
    for path in paths[1:]:
        book, note = joined(book, read_table(path))
        notes += note
    found = deal_reading.read(book, said, plain, today, stages=stages, only_currency=only_currency, people=people)
    return replace(found, problems=(*notes, *found.problems))


def joined(book: Table, more: Table) -> tuple[Table, list[str]]:
    """The book with another table's columns, joined by the heading both have and by which each row of the other is told
    apart. Cells are compared without case, spaces and marks. What finds no partner is counted in words."""
    mine = {plain(heading): place for place, heading in enumerate(book.headings)}
    shared = [place for place, heading in enumerate(more.headings) if plain(heading) in mine]
    for place in shared:
        keys = [plain(cell) for cell in more.column(place)]
        if len(set(keys)) == len(keys):
            break
    else:
        raise CannotRead(
            f"{more.name} shares no column with {book.name} that tells its rows apart.",
            "Give tables with one row for each account, product or deal, under the same heading.",
        )
    added = [i for i, heading in enumerate(more.headings) if plain(heading) not in mine]
    rows = dict(zip(keys, more.rows, strict=True))
    none = ("",) * len(more.headings)
    own = mine[plain(more.headings[place])]
    wanted = [plain(row[own]) for row in book.rows]
    lost = {row[own].strip() for row, key in zip(book.rows, wanted, strict=True) if key and key not in rows}
    made = tuple((*row, *(rows.get(key, none)[i] for i in added)) for row, key in zip(book.rows, wanted, strict=True))
    headings = (*book.headings, *(more.headings[i] for i in added))
    notes = []
    is_part = plain(book.headings[own]) in deal_headings.ROLES["deal"]  # a table of some deals, such as those won
    if lost and not is_part:
        shown = ", ".join(sorted(lost)[:3])
        notes.append(f"{len(lost):,} values of {book.headings[own]} ({shown}) are not in {more.name}.")
    return Table(book.name, headings, made, book.numbers, book.damaged), notes
