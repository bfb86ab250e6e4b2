"""Queries every page asks: Django writes their SQL once, afterwards only the values change.

Writing a query costs Django several times what the database needs to answer it (docs/decisions/0021). A function under
`@ready` says in the usual words what is asked; it is called once for each form of its arguments, with stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

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
        """Tuples, rows of the model, or values of the one column."""
        found: list[Any] = self._fetch(self.sql, given)
        if self.converters:
            found = [self._converted(row) for row in found]
        if self.model is not None:
            return [self.model.from_db(connection.alias, self.names, row) for row in found]
        return [row[0] for row in found] if self.single else found

    def count(self, given: list[_Value]) -> int:
        """How many rows."""
        return int(self._fetch(f"SELECT COUNT(*) FROM ({self.sql}) counted", given)[0][0])

    def _fetch(self, sql: str, given: list[_Value]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [fixed if place is None else given[place] for place, fixed in self.values])
            found: list[Any] = cursor.fetchall()
        return found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        held = list(row)
        for place, converters, column in self.converters:
            for convert in converters:
                held[place] = convert(held[place], column, connection)
        return tuple(held)


class Ready(Generic[_Asked, _Row]):
    """What `@ready` makes of a function."""

    def __init__(self, make: Callable[_Asked, QuerySet[Any, _Row]]) -> None:
        self.make = make
        self.written: dict[tuple[object, ...], _Written] = {}

    def __call__(self, *args: _Asked.args, **form: _Asked.kwargs) -> list[_Row]:
        """The rows."""
        query, given = self._query(args, form)
        return query.rows(given) if query else []

    def count(self, *args: _Asked.args, **form: _Asked.kwargs) -> int:
        """How many rows there are, where they are not needed."""
        query, given = self._query(args, form)
        return query.count(given) if query else 0

    def _query(self, args: Iterable[Any], form: Mapping[str, Any]) -> tuple[_Written | None, list[_Value]]:
        kinds: list[object] = []
        given: list[_Value] = []
        for value in args:
            if isinstance(value, tuple):
                if not value:
                    return None, []
                size = 1 << (len(value) - 1).bit_length()
                kinds.append((type(value[0]), size))
                given += (*value, *value[-1:] * (size - len(value)))
            else:
                kinds.append(type(value))
                given.append(value)
        key = (connection.vendor, *kinds, *form.items())
        if key not in self.written:
            self.written[key] = _write(self.make, kinds, form)
        return self.written[key], given


def ready(make: Callable[_Asked, QuerySet[Any, _Row]]) -> Ready[_Asked, _Row]:
    """Rows of the query `make` builds. What it is given by position are numbers, words, or tuples of them (for `__in`),
    and goes into the query as it is: no branch may look at it. What it is given by name decides on the query's form.
    Tuples are filled up to a power of two by their last value, so that there are few forms; where one is empty nothing
    is asked.

    TypeError when a value does not reach the SQL as it was given (a pattern, a date), at the first call.
    """
    return Ready(make)


def _write(make: Callable[..., QuerySet[Any, Any]], kinds: Iterable[Any], form: Mapping[str, Any]) -> _Written:
    """The SQL of a query for values of these kinds; (kind, length) stands for a tuple."""
    places: dict[_Value, int] = {}

    def stand_in(kind: type) -> _Value:
        place = len(places)
        stands: _Value = f"{_WORD}{place}" if kind is str else kind(_STAND_IN - place)
        places[stands] = place
        return stands

    args = [tuple(map(stand_in, [one[0]] * one[1])) if isinstance(one, tuple) else stand_in(one) for one in kinds]
    rows = make(*args, **form)
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
