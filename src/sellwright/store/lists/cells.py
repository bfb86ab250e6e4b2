"""Cells of lists: what stands in one, and how a value is put there with what follows from it. Values are JSON: a
colleague, a firm and a stage by their row ids, an amount as "1200.50", a day as "2026-11-22"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sellwright.store import dirty, search
from sellwright.store.lists import reading, values
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Deal, Firm, Person

Row = Any  # Person, Firm or Deal
_OWN = "x."
_NAMED = ("owner", "firm", "stage")  # held by their row ids


def column_of(noun: str, key: str) -> Column | None:
    """The column, if it can be edited; None when there is none such (any more)."""
    column = reading.noun_of(noun).column(key) if noun in ("person", "firm", "deal") else None
    return column if column is not None and column.edit else None


def held_in(row: Row, column: Column) -> Any:
    """What stands in a cell, as JSON."""
    if column.field:
        return row.extra.get(column.key.removeprefix(_OWN))
    if column.key in _NAMED:
        return getattr(row, f"{column.key}_id")
    found = getattr(row, column.edit)
    if isinstance(found, Decimal):
        return str(found.quantize(Decimal("0.01")))
    return found.isoformat() if isinstance(found, date) else found if found != "" else None


def put_in(row: Row, column: Column, value: Any) -> None:
    """Sets a cell of a row that is in memory; a stage is not set but moved to (actions.deals). A deal gets its next
    version."""
    if isinstance(row, Deal):
        row.version += 1
    if column.field:
        key = column.key.removeprefix(_OWN)
        row.extra = {name: held for name, held in row.extra.items() if name != key}
        if value is not None:
            row.extra[key] = value
        return
    if column.key in ("owner", "firm"):
        setattr(row, f"{column.key}_id", value)
        return
    if column.kind == "money":
        value = None if value is None else Decimal(value)
    elif column.kind == "date":
        value = None if value is None else date.fromisoformat(value)
    elif value is None and column.kind != "number":
        value = ""
    setattr(row, column.edit, value)


def follow(noun: str, column: Column, changed: Sequence[Row]) -> bool:
    """What follows from changed cells, in the same transaction: values laid out, search, marks. Whether something is to
    be derived anew (jobs.settling.soon)."""
    ids = [row.pk for row in changed]
    if column.field:
        values.put_all(noun, [(row.pk, row.extra) for row in changed])
    elif column.key == "name" and noun == "deal":
        for row in changed:
            search.index_deal(row)
    elif column.key in ("name", "firm"):
        _findable(noun, ids)
    if noun != "person" or column.key not in ("owner", "firm"):
        return False
    (dirty.mark_places if column.key == "owner" else dirty.mark_people)(ids)
    return True


def _findable(noun: str, ids: Sequence[int]) -> None:
    if noun == "person":
        search.index_people(Person.objects.filter(pk__in=ids).select_related("firm").prefetch_related("addresses"))
    else:
        search.index_firms(Firm.objects.filter(pk__in=ids))


def saved_as(noun: str, column: Column) -> list[str]:
    """The fields of a row that an edit of the column writes."""
    fields = ["extra" if column.field else column.key if column.key in ("owner", "firm") else column.edit]
    return [*fields, "version"] if noun == "deal" else fields
