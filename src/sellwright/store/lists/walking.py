"""A list gone through in its order by an index, from a row on until a page is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sellwright.store.lists.conditions import within

if TYPE_CHECKING:
    from sellwright.store.lists.reading import Question


def walk(
    question: Question, key: tuple[Any, ...] | None, *, backwards: bool, size: int
) -> tuple[list[tuple[int, int, tuple[Any, ...]]], bool]:
    """The rows behind (or before) a key, nearest first, through an index in the order of the list, as (part, id, what
    it is ordered by): part 1 are those with nothing to order them by. And whether there are more."""
    order, rows = question.order, list[tuple[int, int, tuple[Any, ...]]]()
    parts = [0, 1] if order.empty else [0]
    for part in parts[::-1] if backwards else parts:
        if key is not None and (part < key[0]) != backwards and part != key[0]:
            continue
        behind = key[1:] if key is not None and part == key[0] else None
        through = _kind_by_kind if order.kinds and not part else _walked
        rows += through(question, part, behind, backwards=backwards, most=size + 1 - len(rows))
        if len(rows) > size:
            break
    return rows[:size], len(rows) > size


def _walked(
    question: Question, part: int, behind: Sequence[Any] | None, *, backwards: bool, most: int
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    order, down = question.order, question.sorted_by[1] != backwards
    by = ("t.id",) if part else order.by
    drive = f"{question.noun.table} t" if part else order.drive
    joins = question.joined(order.empty_joins if part else order.joins, () if part else order.brings)
    edge, values = _edge(by, behind, down)
    stretch, ends = ("", []) if part else _stretch(question)
    where, given = question.where(order.empty if part else order.filled, stretch, edge)
    way = " DESC" if down else ""
    rows = question.ask(
        f"SELECT t.id, {', '.join(by)} FROM {drive} {joins} WHERE {where}"
        f" ORDER BY {', '.join(one + way for one in by)} LIMIT {most}",
        [*given, *ends, *values],
    )
    return ((part, pk, tuple(plain(one) for one in held)) for pk, *held in rows)


def _stretch(question: Question) -> tuple[str, list[Any]]:
    """Where conditions are of what the list is ordered by: that stretch of it."""
    column = question.sorted_by[0]
    parts: list[str] = []
    given: list[Any] = []
    for condition in question.asked.conditions:
        found = (
            within(column, condition, question.order.by[0], question.reader) if condition.column == column.key else None
        )
        if found is not None:
            parts.append(found[0])
            given += found[1]
    return " AND ".join(parts), given


def _edge(by: Sequence[str], behind: Sequence[Any] | None, down: bool) -> tuple[str, list[Any]]:
    if behind is None:
        return "", []
    sign = "<" if down else ">"
    marks = ", ".join(["%s"] * len(by))
    return f"{by[0]} {sign}= %s AND ({', '.join(by)}) {sign} ({marks})", [behind[0], *behind]


def _kind_by_kind(
    question: Question, part: int, behind: Sequence[Any] | None, *, backwards: bool, most: int
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """The same of an order by kinds, in one query: each kind is a stretch of an index, and the database opens the next
    one only where those before it have not filled the page."""
    order, down = question.order, question.sorted_by[1]
    kinds = order.kinds
    assert kinds is not None
    numbers = [number for number, name in enumerate(kinds.names) if _is_asked(question, name)]
    edge, values = "", list[Any]()
    if behind is not None and all(isinstance(one, int | float) for one in behind):
        numbers = [one for one in numbers if one == behind[0] or (one > behind[0]) != (down != backwards)]
        edge, values = _edge(kinds.within, [one if down else -one for one in behind[1:]], not backwards)
    joins, way = question.joined(order.joins, order.brings), "" if backwards else " DESC"
    queries, given = [], list[Any]()
    for number in sorted(numbers, reverse=down != backwards):
        here = bool(edge) and behind is not None and number == behind[0]
        stretch = f"{kinds.of} = '{kinds.names[number]}'"
        where, tested = question.where(order.filled, stretch, edge if here else "")
        queries.append(
            f"SELECT * FROM (SELECT t.id, {number}, {', '.join(order.by[1:])} FROM {order.drive} {joins} WHERE {where}"
            f" ORDER BY {', '.join(one + way for one in kinds.within)} LIMIT {most}) k{number}"
        )
        given += [*tested, *(values if here else ())]
    rows = question.ask(f"{' UNION ALL '.join(queries)} LIMIT {most}", given) if queries else []
    return ((part, pk, tuple(plain(one) for one in held)) for pk, *held in rows)


def _is_asked(question: Question, kind: str) -> bool:
    """Whether the conditions leave this kind of what the list is ordered by: all rows of another would be looked at."""
    tests = [one for one in question.asked.conditions if one.column == question.sorted_by[0].key and one.values]
    return all((kind in one.values) == (one.way == "any") for one in tests if one.way in ("any", "none"))


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else float(value)
