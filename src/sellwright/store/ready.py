"""Queries every page asks: Django writes their SQL once, afterwards only the values change.

Writing a query costs Django several times what the database needs to answer it (docs/decisions/0021). A function under
`@ready` says in the usual words what is asked; it is called once for each shape of its arguments, with stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

_Asked = ParamSpec("_Asked")
_Row = TypeVar("_Row")
_Value = int | float | str
_STAND_IN = -2_000_000_000  # no row has such an id, and every column of numbers takes it
_WORD = "\ue000"  # a character of no script


@dataclass(frozen=True, slots=True)
class _Written:
    """SQL, with what goes where: a place among the values, or a constant of the query itself."""

    sql: str
    values: tuple[tuple[int | None, Any], ...]
    converters: tuple[tuple[int, Any, Any], ...]
    model: Any  # None where rows are tuples
    names: tuple[str, ...]
    single: bool  # rows are the values of one column

    def rows(self, given: list[_Value]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [fixed if place is None else given[place] for place, fixed in self.values])
            found: list[Any] = cursor.fetchall()
        if self.converters:
            found = [self._converted(row) for row in found]
        if self.model is not None:
            return [self.model.from_db(connection.alias, self.names, row) for row in found]
        return [row[0] for row in found] if self.single else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        held = list(row)
        for place, converters, column in self.converters:
            for convert in converters:
                held[place] = convert(held[place], column, connection)
        return tuple(held)


def ready(make: Callable[_Asked, QuerySet[Any, _Row]]) -> Callable[_Asked, list[_Row]]:
    """Rows of the query `make` builds. Its arguments are numbers, words, or tuples of them (for `__in`), and go into
    the query as they are: no branch may look at them. Tuples are filled up to a power of two by their last value, so
    that there are few shapes; where one is empty nothing is asked.

    TypeError when a value does not reach the SQL as it was given (a pattern, a date), at the first call.
    """
    written: dict[tuple[object, ...], _Written] = {}

    @wraps(make)
    def ask(*args: _Asked.args, **_none: _Asked.kwargs) -> list[_Row]:
        shape: list[object] = [connection.vendor]
        given: list[_Value] = []
        for value in cast(Iterable[_Value | tuple[_Value, ...]], args):
            if isinstance(value, tuple):
                if not value:
                    return []
                size = 1 << (len(value) - 1).bit_length()
                shape.append((type(value[0]), size))
                given += (*value, *value[-1:] * (size - len(value)))
            else:
                shape.append(type(value))
                given.append(value)
        key = tuple(shape)
        if key not in written:
            written[key] = _write(make, key[1:])
        return written[key].rows(given)

    return ask


def _write(make: Callable[..., QuerySet[Any, Any]], shape: Iterable[Any]) -> _Written:
    """The SQL of a query for arguments of this shape: kinds of values, and (kind, length) of tuples."""
    places: dict[_Value, int] = {}

    def stand_in(kind: type) -> _Value:
        place = len(places)
        stands: _Value = f"{_WORD}{place}" if kind is str else kind(_STAND_IN - place)
        places[stands] = place
        return stands

    args = [
        tuple(stand_in(one[0]) for _ in range(one[1])) if isinstance(one, tuple) else stand_in(one) for one in shape
    ]
    rows = make(*args)
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    bound = tuple((places.get(value), value) for value in values)
    if missing := set(places.values()) - {place for place, _ in bound}:
        raise TypeError(f"{make.__qualname__}: value {min(missing)} does not reach the query as it is")
    columns = [column for column, _, _ in compiler.select]
    converters = compiler.get_converters(columns)
    shown: Any = rows._iterable_class
    is_model = shown is ModelIterable
    return _Written(
        sql=sql,
        values=bound,
        converters=tuple((place, found, column) for place, (found, column) in converters.items()),
        model=rows.model if is_model else None,
        names=tuple(column.target.attname for column in columns) if is_model else (),
        single=shown.__name__ == "FlatValuesListIterable",
    )
