"""New rows by plain INSERT: what a row does not name gets the default of its model, so that a column that comes later
needs nothing here. Their ids are taken in one go, not read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import Min
from django.utils import timezone

from sellwright.store import bulk
from sellwright.store.models import Deal

Prepare = Callable[[Any], Any]
_PLAIN_JSON = json.JSONEncoder().encode


def insert(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], given: Mapping[str, Sequence[Any]]
) -> list[int]:
    """Inserts rows of plain values by attribute name; their ids in the same order. `given`: columns by attribute name,
    a value a row, that go before what the rows say. Names the model has no column for are passed over."""
    names: list[str] = ["id"]
    columns: list[list[Any]] = [bulk.next_ids(model, len(rows))]
    named = frozenset[str]().union(*rows)
    for field in model._meta.concrete_fields:
        if not field.primary_key:
            names.append(field.attname)
            columns.append(_column(field, rows, given.get(field.attname), is_named=field.attname in named))
    bulk.insert(model, names, list(zip(*columns, strict=True)))
    return columns[0]


def _column(
    field: models.Field[Any, Any], rows: Sequence[Mapping[str, Any]], given: Sequence[Any] | None, *, is_named: bool
) -> list[Any]:
    """What stands in one column of new rows, as the database is given it."""
    name, made, prepare = field.attname, _default(field), _special(field)
    own = callable(field.default) and not field.null  # each row has a default of its own
    usual = None if own else made()
    if given is None and not is_named and not own:
        return [usual if prepare is None else prepare(usual)] * len(rows)
    values = list(given) if given is not None else [row.get(name, usual) for row in rows]
    if own:
        values = [made() if value is None else value for value in values]
    return values if prepare is None else [prepare(value) for value in values]


def prepared(model: type[models.Model], names: Iterable[str]) -> list[Prepare]:
    """How plain values of these columns are given to the database."""
    of = {field.attname: field for field in model._meta.concrete_fields}
    return [_special(of[name]) or _as_it_is for name in names]


def _as_it_is(value: Any) -> Any:
    return value


def _special(field: models.Field[Any, Any]) -> Prepare | None:
    if isinstance(field, models.JSONField):
        if connection.vendor == "sqlite":
            return lambda value: _PLAIN_JSON(value) if value else "{}"
        return lambda value: connection.ops.adapt_json_value(value, None)
    if isinstance(field, models.DecimalField):
        return lambda value: None if value is None else field.get_db_prep_save(Decimal(value), connection)
    if isinstance(field, models.DateTimeField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _default(field: models.Field[Any, Any]) -> Callable[[], Any]:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return timezone.now
    if field.has_default():
        return lambda: field.get_default()
    if field.db_default is not models.NOT_PROVIDED:  # plain values only, such as ''
        given: Any = field.db_default
        return lambda: getattr(given, "value", given)
    return (lambda: None) if field.null else (lambda: "")


def tops(stages: Iterable[int]) -> dict[int, Iterator[float]]:
    """Places at the top of the columns of these stages, one above the other."""
    wanted = set(stages)
    held = (
        Deal.objects.filter(stage__in=wanted, proposed=False, outcome="")
        .order_by()
        .values("stage")
        .annotate(top=Min("rank"))
    )
    first = {row["stage"]: row["top"] for row in held}
    return {stage: _upwards(first.get(stage, 0.0)) for stage in wanted}


def _upwards(place: float) -> Iterator[float]:
    while True:
        place -= 1.0
        yield place
