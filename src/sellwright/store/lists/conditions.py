"""A condition as SQL: a test of one row, and, where an index knows who fits, the ids of those rows.

A test never lets the database leave the order a list is gone through in (a leading "+" and COALESCE keep columns from
being looked up by their own index): the page after next would cost a sort of everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sellwright.store.lists.asking import Condition
from sellwright.store.lists.nouns import Column, Noun
from sellwright.store.lists.values import NUMBERS
from sellwright.store.models.sorting import LONGEST, folded

DAY = 86_400.0
_BY_NAME = frozenset({"name", "who", "firm"})  # tested by their key in the order of names


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list, and when. `scope`: row id of what they may read; `me`: their public id."""

    scope: int
    me: str
    now: float
    zone: tzinfo

    @property
    def today(self) -> date:
        """Their day."""
        return datetime.fromtimestamp(self.now, self.zone).date()

    def begin(self, on_date: date) -> float:
        """When a day begins for them, in seconds since 1970."""
        return datetime(on_date.year, on_date.month, on_date.day, tzinfo=self.zone).timestamp()


@dataclass(frozen=True, slots=True)
class Test:
    """True of the rows that fit. `ids`: a query of the ids of the rows that fit, by an index ('' where there is
    none)."""

    sql: str
    given: tuple[Any, ...] = ()
    joins: tuple[str, ...] = ()
    ids: str = ""
    ids_given: tuple[Any, ...] = ()
    ids_all: bool = False  # the ids are found by looking at every value: dear, but dearer without


_Part = tuple[str, tuple[Any, ...]]


def test_of(noun: Noun, condition: Condition, reader: Reader) -> Test | None:
    """The test of a condition; None for one that makes no sense (an unknown column, a number that is none)."""
    column = noun.column(condition.column)
    if column is None:
        return None
    if condition.way == "at" and column.kind == "firm":
        return _at_firm(column, condition.values)
    if condition.way not in column.ways:
        return None
    return _own(noun, column, condition, reader) if column.field else _built_in(column, condition, reader)


def within(column: Column, condition: Condition, by: str, reader: Reader) -> tuple[str, tuple[Any, ...]] | None:
    """The condition as a stretch of what a list is ordered by (`by`), where it is one: the list is gone through from
    there, not from its end."""
    if column.kind in ("at", "moment"):
        return _days(by, condition, reader, at=True) if condition.way not in ("empty", "filled") else None
    if column.kind == "date":
        return _days(by, condition, reader, at=False, ordinal=bool(column.field))
    return _numbers(by, condition) if column.kind in ("number", "money") else None


def among(ids: Sequence[int]) -> Test:
    """Rows with these ids."""
    held = ids or [0]
    marks = _marks(held)
    return Test(f"t.id IN ({marks})", tuple(held))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _built_in(column: Column, condition: Condition, reader: Reader) -> Test | None:
    if column.kind in ("owner", "stage"):
        return _referred(column, condition, reader)
    part = _part(column, column.test, condition, reader)
    if part is None:
        return None
    sql, given = part
    if column.index and column.kind == "relation" and condition.way == "any" and "unknown" not in condition.values:
        ids = f"{column.index} {column.index_on} IN ({_marks(given)})"
        return Test(sql, given, column.joins, ids, given)
    if column.index and column.kind == "at":
        found = _days(column.index_on, condition, reader, at=True)
        if found is not None:
            return Test(sql, given, column.joins, f"{column.index} {found[0]}", found[1])
    return Test(sql, given, column.joins)


def _at_firm(column: Column, values: Sequence[str]) -> Test:
    wanted = f"IN (SELECT id FROM store_firm WHERE public_id IN ({_marks(values or ['-'])}))"
    given = tuple(values or ["-"])
    on = "+t.firm_id" if column.index else "+p.firm_id"
    ids = f"{column.index} {column.index_on} {wanted}" if column.index else ""
    return Test(f"{on} {wanted}", given, () if column.index else ("p",), ids, given if ids else ())


def _referred(column: Column, condition: Condition, reader: Reader) -> Test | None:
    """An owner or a stage, by public ids; "me" is whoever reads, "nobody" an owner that is missing."""
    joins = () if column.index else column.joins
    missing = f"{column.test} IS NULL"
    if condition.way in ("empty", "filled"):
        return Test(missing if condition.way == "empty" else f"{column.test} IS NOT NULL", (), joins)
    nobody = "nobody" in condition.values
    named = tuple(reader.me if one == "me" else one for one in condition.values if one != "nobody")
    table = "store_user" if column.kind == "owner" else "store_stage"
    chosen = f"IN (SELECT id FROM {table} WHERE public_id IN ({_marks(named)}))"
    tests = ([f"{column.test} {chosen}"] if named else []) + ([missing] if nobody else [])
    if not tests:
        return None
    sql = f"({' OR '.join(tests)})"
    if condition.way == "none":
        return Test(f"NOT COALESCE({sql}, 1 = 0)", named, joins)
    ids = f"{column.index} {column.index_on} {chosen}" if column.index and named and not nobody else ""
    return Test(sql, named, joins, ids, named if ids else ())


def _own(noun: Noun, column: Column, condition: Condition, reader: Reader) -> Test | None:
    """A test of a workspace's own field, through its laid out values."""
    begin = f"SELECT 1 FROM {noun.values} w WHERE w.row_id = t.id AND +w.field_id = {column.field}"
    if condition.way in ("empty", "filled"):
        return Test(f"{'NOT ' if condition.way == 'empty' else ''}EXISTS ({begin})")
    if column.kind == "yes_no":
        yes = f"EXISTS ({begin} AND w.number = 1)"
        return Test(yes if condition.way == "yes" else f"NOT {yes}")
    negated = condition.way == "none"
    asked = Condition(condition.column, "any", condition.values) if negated else condition
    part = _laid_out(column, asked, reader)
    if part is None:
        return None
    sql, given = part
    probe = sql.replace("w.number", "w.number + 0").replace("w.head", "(w.head || '')")  # by row, not by value
    if negated:
        return Test(f"NOT EXISTS ({begin} AND {probe})", given)
    has = "w.number IS NOT NULL" if column.kind in NUMBERS else "NOT (w.head = '')"
    distinct = "DISTINCT " if column.kind == "choices" else ""
    ids = f"SELECT {distinct}w.row_id AS id FROM {noun.values} w WHERE w.field_id = {column.field} AND {has} AND {sql}"
    return Test(f"EXISTS ({begin} AND {probe})", given, (), ids, given, condition.way == "has")


def _laid_out(column: Column, condition: Condition, reader: Reader) -> _Part | None:
    if column.kind == "date":
        return _days("w.number", condition, reader, at=False, ordinal=True)
    if column.kind == "moment":
        return _days("w.number", condition, reader, at=True)
    if column.kind in NUMBERS:
        return _numbers("w.number", condition)
    keys = tuple(folded(value) for value in condition.values if folded(value))
    if not keys:
        return None
    if condition.way == "has":
        like = _like("w.head", folded(condition.values[0], 200))
        assert like is not None
        long = like[0].replace("w.head", "w.text")
        return f"({like[0]} OR (LENGTH(w.head) = {LONGEST} AND {long}))", like[1] * 2
    if condition.way == "is" and len(keys[0]) == LONGEST:
        return "w.head = %s AND w.text = %s", (keys[0], folded(condition.values[0], 10_000))
    return f"w.head IN ({_marks(keys)})", keys


def _part(column: Column, test: str, condition: Condition, reader: Reader) -> _Part | None:
    way, kind = condition.way, column.kind
    if kind == "yes_no":
        return (test if way == "yes" else f"NOT {test}"), ()
    if kind in ("date", "at"):
        return _days(test, condition, reader, at=kind == "at")
    if kind in ("number", "money"):
        return _numbers(test, condition)
    if way in ("empty", "filled"):
        return f"COALESCE({test}, '') {'=' if way == 'empty' else '<>'} ''", ()
    if not condition.values:
        return None
    if way in ("any", "none"):
        given = tuple("" if kind == "outcome" and one == "open" else one for one in condition.values)
        return f"{test} {'NOT ' if way == 'none' else ''}IN ({_marks(given)})", given
    named = kind in _BY_NAME
    word = folded(condition.values[0]) if named else condition.values[0]
    if way == "has":
        return _like(test if named else f"LOWER({test})", word)
    return (f"{test} = %s" if named else f"LOWER({test}) = LOWER(%s)"), (word,)


def _like(test: str, word: str) -> _Part | None:
    if not word:
        return None
    escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"{test} LIKE LOWER(%s) ESCAPE '!'", (f"%{escaped}%",)


def _numbers(test: str, condition: Condition) -> _Part | None:
    if condition.way in ("empty", "filled"):
        return f"{test} IS {'NOT ' if condition.way == 'filled' else ''}NULL", ()
    found = number_in(condition.values[0]) if condition.values else None
    sign = {"more": ">", "less": "<", "is": "="}.get(condition.way)
    return (f"{test} {sign} %s", (found,)) if found is not None and sign else None


def number_in(text: str) -> float | None:
    """A number as somebody types it: "1200", "1,200.50", "1.200,50", "1 200"; None when it is none."""
    plain = "".join(text.split()).replace("'", "")
    if plain.rfind(",") > plain.rfind("."):  # a comma parts the cents, unless three figures follow it
        tail = plain.rpartition(",")[2]
        whole = plain.count(",") > 1 or (len(tail) == 3 and "." not in plain)
        plain = plain.replace(",", "") if whole else plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def _days(test: str, condition: Condition, reader: Reader, *, at: bool, ordinal: bool = False) -> _Part | None:
    """`at`: a moment (0: none); `ordinal`: a day counted from year 1; neither: a day as the database has it."""
    way, first = condition.way, (condition.values or ("",))[0]
    if way in ("empty", "filled"):
        if at:
            return f"{test} {'=' if way == 'empty' else '>'} 0", ()
        return f"{test} IS {'NOT ' if way == 'filled' else ''}NULL", ()
    if way in ("last", "next", "older"):
        days = int(first) if first.isascii() and first.isdigit() and len(first) < 6 else None
        if days is None:
            return None
        if way == "older":
            if at:
                return f"{test} > 0 AND {test} < %s", (reader.now - days * DAY,)
            return f"{test} < %s", (_day(reader.today - timedelta(days=days), ordinal),)
        if at:
            span = (reader.now - days * DAY, reader.now) if way == "last" else (reader.now, reader.now + days * DAY)
            return f"{test} >= %s AND {test} <= %s", span
        away = timedelta(days=days)
        ends = (reader.today - away, reader.today) if way == "last" else (reader.today, reader.today + away)
        return f"{test} >= %s AND {test} <= %s", tuple(_day(end, ordinal) for end in ends)
    try:
        on_date = date.fromisoformat(first)
    except ValueError:
        return None
    if not at:
        return f"{test} {({'before': '<', 'after': '>', 'is': '='})[way]} %s", (_day(on_date, ordinal),)
    begin, end = reader.begin(on_date), reader.begin(on_date + timedelta(days=1))
    if way == "before":
        return f"{test} > 0 AND {test} < %s", (begin,)
    return (f"{test} >= %s", (end,)) if way == "after" else (f"{test} >= %s AND {test} < %s", (begin, end))


def _day(on_date: date, ordinal: bool) -> Any:
    return on_date.toordinal() if ordinal else on_date.isoformat()
