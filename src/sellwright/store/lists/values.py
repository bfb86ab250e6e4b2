"""Values of a workspace's own fields, laid out so that a list can be ordered and narrowed by them.

The truth stands in `extra` of the row. What stands here is made from it: in the same door as an edit (`put`), and
set-wise after many rows came at once (`rebuild`). docs/decisions/0032 says why every field is laid out at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from sellwright.store import bulk
from sellwright.store.models import Deal, DealValue, Field, Firm, FirmValue, Person, PersonValue
from sellwright.store.models.sorting import LONGEST, folded

TABLES: dict[str, tuple[Any, Any]] = {
    "person": (Person, PersonValue),
    "firm": (Firm, FirmValue),
    "deal": (Deal, DealValue),
}
NUMBERS = frozenset({"number", "money", "date", "moment", "yes_no"})  # kinds laid out as a number
LONG = 10_000  # characters of a text that can be looked for
_PIECE = 1_000
_COLUMNS = ("field_id", "row_id", "head", "text", "number")
_Laid = tuple[str, str, float | None]


def laid_out(kind: str, value: Any) -> list[_Laid]:
    """(head, text, number) of a value as `extra` holds it; several for several choices, none for what cannot be one."""
    if kind in NUMBERS:
        found = number_of(kind, value)
        return [] if found is None else [("", "", found)]
    if kind == "choices":
        return (
            [laid for one in value if isinstance(one, str) for laid in _words(one)] if isinstance(value, list) else []
        )
    return _words(value) if isinstance(value, str) else []


_said_often = lru_cache(maxsize=20_000)(laid_out)


def number_of(kind: str, value: Any) -> float | None:
    """A number, money, day, moment or yes as what it is compared by; None for what is none of its kind."""
    try:
        if kind == "date":
            return float(date.fromisoformat(value).toordinal())
        if kind == "moment":
            return datetime.fromisoformat(value).timestamp()
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _words(text: str) -> list[_Laid]:
    if len(text) < LONGEST:
        short = folded(text)
        return [(short, short, None)] if short else []
    whole = folded(text, LONG)
    return [(whole[:LONGEST], whole, None)] if whole else []


def rebuild(noun: str, ids: Sequence[int] | None = None) -> int:
    """Lays out anew the values of these rows (ids; None: all of them), and the keys of their names. Each piece is a
    transaction of its own, or part of the caller's. Returns how many values."""
    from sellwright.store.lists import names

    names.refresh(noun, ids)
    model, table = TABLES[noun]
    fields = fields_of(noun)
    done = 0
    for held in _pieces(model, ids):
        rows = [(field, pk, *laid) for pk, extra in held for field, laid in _of_row(fields, extra)]
        with transaction.atomic():
            _clear(table, [pk for pk, _extra in held])
            bulk.insert(table, _COLUMNS, rows)
        done += len(rows)
    return done


def put(noun: str, row: int, extra: Mapping[str, Any]) -> None:
    """Lays out anew the values of one row, in the transaction that changed them."""
    put_all(noun, [(row, extra)])


def put_all(noun: str, held: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """The same for a few rows: (id, what `extra` holds now)."""
    _model, table = TABLES[noun]
    _clear(table, [pk for pk, _extra in held])
    put_new(noun, held, fields_of(noun))


def fields_of(noun: str) -> dict[str, tuple[int, str]]:
    """The fields of a noun: key to id and kind."""
    return {row.key: (row.pk, row.kind) for row in Field.objects.filter(noun=noun, retired_at=None)}


def put_new(noun: str, held: Sequence[tuple[int, Mapping[str, Any]]], fields: Mapping[str, tuple[int, str]]) -> None:
    """Of rows of which nothing is laid out yet."""
    table = TABLES[noun][1]
    bulk.insert(table, _COLUMNS, [(field, pk, *laid) for pk, extra in held for field, laid in _of_row(fields, extra)])


def forget_field(field: Field) -> None:
    """A field is asked for no more: its values stand in their rows only. In pieces, outside a transaction."""
    _model, table = TABLES[field.noun]
    while gone := list(table.objects.filter(field=field).values_list("pk", flat=True)[:_PIECE]):
        table.objects.filter(pk__in=gone).delete()


def _of_row(fields: Mapping[str, tuple[int, str]], extra: Mapping[str, Any]) -> Iterable[tuple[int, _Laid]]:
    for key, value in extra.items():
        known = fields.get(key)
        if known is not None:
            short = type(value) is float or (type(value) is str and len(value) < LONGEST)
            for laid in _said_often(known[1], value) if short else laid_out(known[1], value):
                yield known[0], laid


def _clear(table: Any, rows: Sequence[int]) -> None:
    marks = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table} WHERE row_id IN ({marks})", list(rows))


def _pieces(model: Any, ids: Sequence[int] | None) -> Iterable[list[tuple[int, dict[str, Any]]]]:
    """(id, extra) of rows, a piece at a time, by raw SQL: Django's objects would cost more than the work itself."""
    table = model._meta.db_table
    if ids is not None:
        for start in range(0, len(ids), _PIECE):
            some = list(ids[start : start + _PIECE])
            yield _read(f"SELECT id, extra FROM {table} WHERE id IN ({', '.join(['%s'] * len(some))})", some)
        return
    last = 0
    while held := _read(f"SELECT id, extra FROM {table} WHERE id > %s ORDER BY id LIMIT {_PIECE}", [last]):
        yield held
        last = held[-1][0]


def _read(sql: str, given: Sequence[Any]) -> list[tuple[int, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [(pk, {} if extra == "{}" else json.loads(extra)) for pk, extra in cursor.fetchall()]
