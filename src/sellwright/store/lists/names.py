"""Keys of names for rows that were written past Django's save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from sellwright.store.models import Deal, Firm, Person
from sellwright.store.models.sorting import folded

_PIECE = 2_000
_NAMED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "person": (Person, ("name", "key")),
    "firm": (Firm, ("name", "domain")),
    "deal": (Deal, ("name",)),
}


def refresh(noun: str, ids: Sequence[int] | None = None) -> int:
    """Gives rows (by id; None: those that have none) the key they stand under in the order of names. Each piece in a
    transaction of its own, or in the caller's. Returns how many were looked at."""
    model, columns = _NAMED[noun]
    seen = 0
    for names in _pieces(model, columns, ids):
        keys = [(folded(_called(held)), pk) for pk, *held in names]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {model._meta.db_table} SET sort_name = %s WHERE id = %s", keys)
        seen += len(keys)
    return seen


def _called(names: Sequence[str | None]) -> str:
    return next((name for name in names if name and not name.startswith("none:")), "")


def _pieces(model: Any, columns: tuple[str, ...], ids: Sequence[int] | None) -> Any:
    if ids is not None:
        for start in range(0, len(ids), _PIECE // 4):
            yield list(model.objects.filter(pk__in=ids[start : start + _PIECE // 4]).values_list("pk", *columns))
        return
    last = 0
    while rows := list(
        model.objects.filter(sort_name="", pk__gt=last).order_by("pk").values_list("pk", *columns)[:_PIECE]
    ):
        yield rows
        last = rows[-1][0]
