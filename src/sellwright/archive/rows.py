"""A row as a line of JSON, and back. Other rows are named as `nouns.named_by` says, never by their number in the
database, but where they have nothing else. `n` is the row's number: order and log lean on it, so an import keeps it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Q

from sellwright.archive.nouns import ONLY, Link, Model, Noun, named_by
from sellwright.store import bulk
from sellwright.store.models import Address

Row = dict[str, Any]
BATCH = 1_000
HEAVY = 40  # rows of letters
# Columns that hold numbers of addresses with spaces between; in the folder they are lists of addresses.
ADDRESS_LISTS = {"Message": ("recipients", "copied")}
_KEPT = 50_000  # names of rows remembered a table
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def line(row: Row) -> bytes:
    """A row as it stands in a file."""
    return _dumps(row).encode() + b"\n"


def read(text: bytes) -> Row:
    """The row of a line. Raises ValueError for what is none."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no row")
    return found


@cache
def columns(noun: Noun) -> tuple[str, ...]:
    """What is asked of the database: the row's id, plain columns, then the columns that links are named by."""
    linked = [path for link in noun.links for path in link.paths]
    return ("pk", *(field.attname for field in noun.fields), *linked)


def batches(noun: Noun, more: Sequence[str] = (), size: int = BATCH) -> Iterator[list[tuple[Any, ...]]]:
    """All rows of a noun in order of their numbers: its `columns`, then `more`."""
    rows = noun.model._default_manager.filter(ONLY.get(noun.label, Q())).order_by("pk")
    wanted, last = [*columns(noun), *more], None
    while True:
        found = list((rows if last is None else rows.filter(pk__gt=last)).values_list(*wanted)[:size])
        if not found:
            return
        yield found
        last = found[-1][0]


def written(noun: Noun, found: Sequence[tuple[Any, ...]]) -> list[Row]:
    """Rows of `batches` as they stand in the folder."""
    lists = ADDRESS_LISTS.get(noun.label, ())
    places = {field.attname: at for at, field in enumerate(noun.fields, start=1)}
    emails = _emails(row[places[name]] for name in lists for row in found) if lists else {}
    made = []
    for values in found:
        row: Row = {"n": values[0]} if noun.has_number else {}
        for field, value in zip(noun.fields, values[1:], strict=False):
            row[field.name] = value if value is None else _plain(field, value)
        at = 1 + len(noun.fields)
        for link in noun.links:
            names = values[at : at + len(link.paths)]
            at += len(link.paths)
            row[link.name] = None if names[0] is None else names[0] if len(names) == 1 else list(names)
        for name in lists:
            row[name] = [emails[int(one)] for one in row[name].split() if int(one) in emails]
        made.append(row)
    return made


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(field, models.DateField):
        return value.isoformat()
    return str(value) if isinstance(field, models.DecimalField) else value


def _emails(lists: Iterable[str]) -> dict[int, str]:
    ids = {int(one) for text in lists for one in text.split()}
    return dict(bulk.pick(Address, ("id", "email"), "id", ids))


class Finder:
    """The numbers of rows by what they are named by. Remembers some, so that most cost no query."""

    def __init__(self) -> None:
        self._known: dict[Model, dict[Any, Any]] = {}
        self.instead: dict[tuple[Model, Any], int] = {}  # rows of a folder that are others here: name to number

    def learn(self, target: Model, names: Iterable[Any]) -> None:
        """Looks these up, a few queries for all."""
        known = self._known.setdefault(target, {})
        if len(known) > _KEPT:
            known.clear()
        paths = named_by(target)
        wanted = {_key(name) for name in names if name is not None and _key(name) not in known}
        if paths == ("pk",) or not wanted:
            return
        if len(paths) == 1 and "__" not in paths[0]:
            pk = str(target._meta.pk.attname)
            known.update(bulk.pick(target, (paths[0], pk), paths[0], wanted))
            return
        for one in wanted:
            named = dict(zip(paths, one if isinstance(one, tuple) else (one,), strict=True))
            pk_found = target._default_manager.filter(**named).values_list("pk", flat=True).first()
            if pk_found is not None:
                known[one] = pk_found

    def find(self, target: Model, name: Any) -> Any:
        """The number of a row that was learnt; None when it is not here."""
        if name is None:
            return None
        key = _key(name)
        if (target, key) in self.instead:
            return self.instead[target, key]
        if named_by(target) == ("pk",):
            return int(name)
        return self._known.get(target, {}).get(key)

    def forget(self, target: Model, names: Iterable[Any]) -> None:
        """These may have come meanwhile."""
        for name in names:
            self._known.get(target, {}).pop(_key(name), None)


def _key(name: Any) -> Any:
    return tuple(name) if isinstance(name, list) else name


def prepared(
    noun: Noun, rows: Sequence[Row], finder: Finder, late: frozenset[str]
) -> tuple[list[str], list[list[Any]]]:
    """Columns and values as the database takes them. Links among `late` are left empty. Raises KeyError (field, name)
    for a required row that is not there, ValueError or TypeError for values that are none."""
    for link in noun.links:
        if link.name not in late:
            finder.learn(link.target, [row[link.name] for row in rows])
    lists = ADDRESS_LISTS.get(noun.label, ())
    finder.learn(Address, (email for name in lists for row in rows for email in row[name]))
    stays = [field for field in noun.model._meta.concrete_fields if not _is_given(noun, field)]
    names = [
        *(["id"] if noun.has_number else []), *(field.attname for field in noun.fields),
        *(link.attname for link in noun.links), *(field.attname for field in stays),
    ]  # fmt: skip
    blanks = [_blank(field) for field in stays]
    return names, [_values(noun, row, finder, late) + blanks for row in rows]


def _values(noun: Noun, row: Row, finder: Finder, late: frozenset[str]) -> list[Any]:
    values: list[Any] = [int(row["n"])] if noun.has_number else []
    for field in noun.fields:
        given = row[field.name]
        if field.name in ADDRESS_LISTS.get(noun.label, ()):
            given = " ".join(str(pk) for email in given if (pk := finder.find(Address, email)) is not None)
        values.append(_database(field, given))
    for link in noun.links:
        found = None if link.name in late else finder.find(link.target, row[link.name])
        if found is None and link.is_hard and row[link.name] is not None and link.name not in late:
            raise KeyError(link.name, row[link.name])
        values.append(found)
    return values


def _is_given(noun: Noun, field: models.Field[Any, Any]) -> bool:
    given = {*(one.attname for one in noun.fields), *(link.attname for link in noun.links)}
    return isinstance(field, models.AutoField) or field.attname in given


def _blank(field: models.Field[Any, Any]) -> Any:
    """What stands in a field that is not in the folder."""
    value = b"" if isinstance(field, models.BinaryField) else field.get_default()
    return field.get_db_prep_save(value if value is not None or field.null else "", connection)


def _database(field: models.Field[Any, Any], given: Any) -> Any:
    if given is None and isinstance(field, models.JSONField) and field.null:
        return None
    if given is not None:
        if isinstance(field, models.BinaryField):
            given = base64.b64decode(given, validate=True)
        elif not isinstance(field, models.JSONField):
            given = field.to_python(given)
    return field.get_db_prep_save(given, connection)


def late_links(order: Sequence[Noun]) -> dict[str, frozenset[str]]:
    """By noun: links to rows that are written after it, or to other rows of its own. They are put in at the end."""
    at = {noun.model: place for place, noun in enumerate(order)}
    return {
        noun.name: frozenset(link.name for link in noun.links if at.get(link.target, -1) >= place)
        for place, noun in enumerate(order)
    }


def named(noun: Noun, row: Row) -> Any:
    """What names this row in others."""
    values = []
    for path in named_by(noun.model):
        values.append(row["n"] if path == "pk" else _part(noun, row, path))
    return values[0] if len(values) == 1 else tuple(values)


def _part(noun: Noun, row: Row, path: str) -> Any:
    if "__" not in path:
        return row[path]
    link = next(one for one in noun.links if path.startswith(f"{one.name}__"))
    value = row[link.name]
    return value if len(link.paths) == 1 else value[link.paths.index(path)]


__all__ = ["BATCH", "HEAVY", "Finder", "Link", "Row", "batches", "columns", "late_links", "line", "named", "prepared",
           "read", "written"]  # fmt: skip
