"""One page of a list. Rows touched do not grow with the book (docs/decisions/0032).

Who fits is looked for through the condition that fits the fewest. Where these are at most a thousand they are counted
to the end and put in order here; where there are more, the list is gone through in its order by an index, from the row
the page before ended with, until the page is full.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sellwright.store import search
from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.lists.conditions import Reader, Test, among, test_of
from sellwright.store.lists.nouns import IN_SCOPE, NOUNS, Column, Noun, Order
from sellwright.store.lists.walking import plain, walk
from sellwright.store.models import Field
from sellwright.store.ready import ready

PAGE = 50
FEW = 1_000  # rows that are counted to the end and put in order here
MOST_NAMED = 1_000  # rows found by words; more would need a narrower word


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `values` by the key of the column, as the database has them; `refs`: public ids of what they name."""

    pk: int
    public_id: str
    values: dict[str, Any]
    refs: dict[str, str]


@dataclass(frozen=True)
class Page:
    """A page of a list. `count`: how many fit, FEW + 1 where there are more. `after`, `before`: '' at the ends."""

    rows: tuple[Row, ...]
    count: int
    after: str
    before: str
    passed_over: tuple[str, ...] = ()  # columns of conditions that make no sense


@ready
def _fields(noun: str) -> QuerySet[Any, Any]:
    rows = Field.objects.filter(noun=noun, retired_at=None).order_by("position", "pk")
    return rows.values_list("pk", "key", "name", "kind", "choices", "currency")


def noun_of(key: str) -> Noun:
    """The list of that noun with the workspace's own fields. One query where there can be some."""
    noun = NOUNS[key]
    return noun.with_fields(_fields(key)) if noun.values else noun


_Keyed = tuple[int, tuple[Any, ...]]  # id of the row, what it is ordered by


@dataclass
class Question:
    """What was asked, ready to be put to the database."""

    noun: Noun
    asked: Asked
    reader: Reader
    tests: list[Test] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    exact: Sequence[int] = ()  # of those found by words: called, or reached at, just what was typed

    def __post_init__(self) -> None:
        for condition in self.asked.conditions:
            test = test_of(self.noun, condition, self.reader)
            if test is None:
                self.passed_over.append(condition.column)
            else:
                self.tests.append(test)
        if self.asked.words and self.noun.key == "promise":
            self.tests += filter(None, [test_of(self.noun, Condition("text", "has", (self.asked.words,)), self.reader)])
        elif self.asked.words:
            self.exact = search.exact(self.noun.key, self.asked.words)
            found = dict.fromkeys([*self.exact, *search.refs(self.noun.key, self.asked.words, MOST_NAMED)])
            self.tests.append(among(list(found)[:MOST_NAMED]))

    @cached_property
    def sorted_by(self) -> tuple[Column, bool]:
        """The column of the order, and whether it goes down."""
        column = self.noun.column(self.asked.sort) if self.asked.sort else None
        if column is None or column.order is None:
            column = self.noun.column(self.noun.sort)
            assert column is not None
            return column, self.noun.down
        return column, self.asked.down

    @cached_property
    def order(self) -> Order:
        """The order itself."""
        column, down = self.sorted_by
        assert column.order is not None
        return replace(column.order, by=column.order.kinds.by(down)) if column.order.kinds else column.order

    def where(self, *more: str, met: Sequence[Test] = ()) -> tuple[str, list[Any]]:
        """All that a row must meet, but for tests that are met already."""
        tests = [test for test in self.tests if test not in met]
        parts = [self.noun.visible, *(test.sql for test in tests), *(one for one in more if one)]
        return " AND ".join(f"({part})" for part in parts), [value for test in tests for value in test.given]

    def joined(self, needed: Sequence[str], brings: Sequence[str] = ()) -> str:
        """The joins that are needed for the tests and for these."""
        names = {*self.noun.visible_joins, *needed, *(name for test in self.tests for name in test.joins)}
        own = self.sorted_by[0]
        joins = dict(self.noun.joins)
        if own.field:
            joins["v"] = f"LEFT JOIN {self.noun.values} v ON v.row_id = t.id AND v.field_id = {own.field}"
        return " ".join(sql for name, sql in joins.items() if name in names and name not in brings)

    def ask(self, sql: str, given: Sequence[Any]) -> list[Any]:
        """Rows of a query over this scope."""
        with connection.cursor() as cursor:
            cursor.execute(sql.replace(":scope", str(self.reader.scope)), list(given))
            found: list[Any] = cursor.fetchall()
        return found


def read(asked: Asked, reader: Reader, *, noun: Noun | None = None, size: int = PAGE, exact_first: bool = True) -> Page:
    """The page that is asked for. What makes no sense in the question is passed over. Whoever is called, or reached at,
    just what is searched for stands before the others, unless the order alone shall count."""
    question = Question(noun or noun_of(asked.noun), asked, reader)
    if not exact_first:
        question.exact = ()
    few, found = keyed(question)
    backwards, key = bool(asked.before and not asked.after), _key(asked.after or asked.before)
    if key is not None and len(key) != 2 + (0 if key[0] else len(question.order.by) - 1):
        key = None
    backwards = backwards and key is not None
    if few:
        held = _in_order(question, found)
        rows, more = _piece(question, held, key, backwards=backwards, size=size)
    else:
        rows, more = walk(question, key, backwards=backwards, size=size)
    if backwards:
        rows.reverse()
    older = more if not backwards else True
    newer = more if backwards else key is not None
    return Page(
        rows=tuple(_filled(question, [pk for _part, pk, _by in rows])),
        count=len(found) if few else FEW + 1,
        after=_text(rows[-1]) if rows and older else "",
        before=_text(rows[0]) if rows and newer else "",
        passed_over=tuple(question.passed_over),
    )


def one(asked: Asked, reader: Reader, noun: Noun, public_id: str) -> Row | None:
    """One row by its public id, with the columns that are asked for; whether it may be known of is for the caller."""
    question = Question(noun, asked, reader)
    found = question.ask(f"SELECT t.id FROM {noun.table} t WHERE t.public_id = %s", [public_id])
    return next(_filled(question, [pk for (pk,) in found]), None)


def keyed(question: Question) -> tuple[bool, list[_Keyed]]:
    """Whether few fit, and if so which, with what they are ordered by, in no order."""
    way, known = _through(question)
    if not known and (not question.tests or (way.wide and way.seen and len(way.met) == len(question.tests))):
        return False, []  # known without a look at any row
    order = question.order
    table = question.noun.table
    # "+": from the ids to the rows, never the other way round
    begin = f"({way.sql}) c JOIN {table} t ON t.id = +c.id" if way.sql else f"{table} t"
    where, values = question.where(met=way.met)
    rows = question.ask(
        f"SELECT t.id, {', '.join(order.by)} FROM {begin} {question.joined(order.joins)} WHERE {where} LIMIT {FEW + 1}",
        [*way.given, *values],
    )
    return (True, [(pk, tuple(by)) for pk, *by in rows]) if len(rows) <= FEW else (False, [])


@dataclass(frozen=True, slots=True)
class _Way:
    """A query of ids to look for rows through, its values, and the tests that all of these ids meet. `seen`: the scope
    may know of them all. `wide`: there are more than FEW."""

    sql: str = ""
    given: tuple[Any, ...] = ()
    met: tuple[Test, ...] = ()
    seen: bool = False
    wide: bool = False


def _through(question: Question) -> tuple[_Way, bool]:
    """The way to look for rows through, and whether what may be known at all is so little. One query, which counts
    each way up to FEW."""
    ways = _ways([test for test in question.tests if test.ids and not test.ids_all])
    dear = next((_Way(test.ids, test.ids_given, (test,)) for test in question.tests if test.ids_all), None)
    known = question.noun.known
    queries = (*(way.sql for way in ways), *known)
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql} LIMIT {FEW + 1}) n)" for sql in queries)
    (found,) = question.ask(f"SELECT {counts}", [value for way in ways for value in way.given])
    if sum(found[len(ways) :]) <= FEW:
        return _Way(" UNION ".join(known)), True
    best = min(range(len(ways)), key=lambda place: found[place], default=None)
    if best is None or (found[best] > FEW and dear is not None):
        return dear or _Way(), False
    return replace(ways[best], wide=found[best] > FEW), False


def _ways(tests: Sequence[Test]) -> list[_Way]:
    """A way for each test; those of one's standings are one way, as one index knows them all."""
    stood = [test for test in tests if test.ids.startswith(IN_SCOPE)]
    found = [_Way(test.ids, test.ids_given, (test,)) for test in tests if test not in stood]
    if stood:
        sql = " AND ".join(test.ids.removeprefix(IN_SCOPE) for test in stood)
        found.append(
            _Way(IN_SCOPE + sql, tuple(value for test in stood for value in test.ids_given), tuple(stood), True)
        )
    return found


def _in_order(question: Question, found: list[_Keyed]) -> list[tuple[int, int, tuple[Any, ...]]]:
    """(part, id, key): part -1 are exact hits, part 1 those with nothing to order them by."""
    down = question.sorted_by[1]
    split = bool(question.order.empty)
    hits = set(question.exact)
    first = sorted(((-1, pk, (pk,)) for pk, _by in found if pk in hits), key=lambda row: row[2], reverse=down)
    found = [row for row in found if row[0] not in hits]
    held = [
        (1, pk, (pk,)) if split and _says_nothing(question.order, by[0]) else (0, pk, tuple(plain(one) for one in by))
        for pk, by in found
    ]
    held.sort(key=lambda row: row[2], reverse=down) if not split else _sort_parts(held, down)
    return [*first, *held]


def _says_nothing(order: Order, key: Any) -> bool:
    return key in (None, "") or bool(order.blank and str(key).startswith(order.blank))


def _sort_parts(held: list[tuple[int, int, tuple[Any, ...]]], down: bool) -> None:
    filled = sorted((row for row in held if not row[0]), key=lambda row: row[2], reverse=down)
    empty = sorted((row for row in held if row[0]), key=lambda row: row[2], reverse=down)
    held[:] = [*filled, *empty]


def _piece(
    question: Question, held: list[tuple[int, int, tuple[Any, ...]]], key: tuple[Any, ...] | None, *, backwards: bool,
    size: int,
) -> tuple[list[tuple[int, int, tuple[Any, ...]]], bool]:  # fmt: skip
    """The rows behind (or before) a key, nearest first, and whether there are more."""
    down = question.sorted_by[1]
    if backwards:
        held = held[::-1]
    if key is not None:
        part, *by = key
        with suppress(TypeError):  # a key of another order
            held = [row for row in held if _is_behind((row[0], row[2]), (part, tuple(by)), down, backwards)]
    return held[:size], len(held) > size


def _is_behind(row: tuple[int, tuple[Any, ...]], key: tuple[int, tuple[Any, ...]], down: bool, backwards: bool) -> bool:
    if row[0] != key[0]:
        return (row[0] > key[0]) != backwards
    if row[1] == key[1]:
        return False
    return bool((row[1] > key[1]) != (down != backwards))


def _filled(question: Question, ids: Sequence[int]) -> Iterator[Row]:
    """The rows of these ids with the values of the columns that are asked for, in this order."""
    if not ids:
        return
    noun = question.noun
    columns = chosen(noun, question.asked)
    built = [column for column in columns if not column.field]
    refs = [column for column in built if column.ref]
    own = [column for column in columns if column.field]
    picked = [noun.public, *(column.value for column in built), *(column.ref for column in refs)]
    joins = {name for column in built for name in column.joins}
    held = " ".join(sql for name, sql in noun.joins.items() if name in joins)
    rows = question.ask(
        f"SELECT t.id, {', '.join(picked)}{', t.extra' if own else ''} FROM {noun.table} t {held}"
        f" WHERE t.id IN ({', '.join(['%s'] * len(ids))})",
        ids,
    )
    by_id = {row[0]: row for row in rows}
    for pk in ids:
        row = by_id.get(pk)
        if row is None:
            continue  # it went in between
        shown = {column.key: plain(value) for column, value in zip(built, row[2:], strict=False)}
        if own:
            extra = json.loads(row[-1])
            shown |= {column.key: extra.get(column.key[2:]) for column in own}
        named = zip(refs, row[2 + len(built) :], strict=False)
        yield Row(pk, row[1], shown, {column.key: ref or "" for column, ref in named})


def chosen(noun: Noun, asked: Asked) -> list[Column]:
    """The columns that are asked for, else those a list comes with; what names a row always stands first."""
    keys = dict.fromkeys([noun.columns[0].key, *(asked.columns or noun.shown)])
    found = [noun.column(key) for key in keys]
    return [column for column in found if column is not None and column.value + column.edit]


def _text(row: tuple[int, int, tuple[Any, ...]]) -> str:
    return json.dumps([row[0], *row[2]], separators=(",", ":"), ensure_ascii=False)


def _key(text: str) -> tuple[Any, ...] | None:
    """A row's key from an address; None when it is none."""
    if not text or len(text) > 600:
        return None
    try:
        held = json.loads(text)
    except ValueError:
        return None
    if not isinstance(held, list) or len(held) < 2 or held[0] not in (-1, 0, 1) or isinstance(held[0], bool):
        return None
    if not all(isinstance(one, str) or (_is_number(one)) for one in held[1:]):
        return None
    return tuple(held)


def _is_number(one: Any) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) and abs(one) < 2**62
