"""Marks what has to be derived anew. A mark stands in the transaction of the write that made it necessary, and goes in
the transaction that derived it: whatever ends the program in between, nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sellwright.store import bulk
from sellwright.store.models import Dirty, Person, Workspace

_TABLE = Dirty._meta.db_table


def alone() -> None:
    """Waits until no other transaction stores or derives; to be called first in one that does. Two at once would file
    one thread twice. SQLite has one writer anyway."""
    if connection.features.has_select_for_update:
        list(Workspace.objects.select_for_update().values_list("pk"))


def mark_scopes(ids: Iterable[int]) -> None:
    """Everybody in these scopes (ids of rows) is to be made anew: somebody began to read by them."""
    _mark(Dirty.Kind.SCOPE, ids)


def mark_people(ids: Iterable[int]) -> None:
    """Standings and places of these people (ids of rows) are to be made anew."""
    _mark(Dirty.Kind.PERSON, ids)


def mark_person(person: Person) -> None:
    """The same for one person."""
    mark_people([person.pk])


def mark_threads(ids: Iterable[int]) -> None:
    """The touches of these threads (ids of rows) are to be made anew."""
    _mark(Dirty.Kind.THREAD, ids)


def mark_events(ids: Iterable[int]) -> None:
    """The touches of these meetings, calls and chat lines (ids of rows) are to be made."""
    _mark(Dirty.Kind.EVENT, ids)


def mark_firms(ids: Iterable[int]) -> None:
    """Who the people of these firms (ids of rows) are to us is to be judged anew."""
    _mark(Dirty.Kind.FIRM, ids)


def mark_places(ids: Iterable[int]) -> None:
    """The places of these people (ids of rows) in everybody's day are to be made anew."""
    _mark(Dirty.Kind.PLACE, ids)


def _mark(kind: Dirty.Kind, ids: Iterable[int]) -> None:
    bulk.insert(Dirty, ("kind", "ref"), [(kind.value, ref) for ref in sorted(set(ids))], again=False)


def first(kinds: Sequence[Dirty.Kind]) -> Dirty.Kind | None:
    """The first of these kinds of which something is marked."""
    marked = ", ".join([f"EXISTS (SELECT 1 FROM {_TABLE} WHERE kind = %s)"] * len(kinds))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {marked}", [kind.value for kind in kinds])
        return next((kind for kind, found in zip(kinds, cursor.fetchone(), strict=True) if found), None)


def take(kind: Dirty.Kind, most: int) -> list[int]:
    """The next few refs, lowest first; they stay marked until `done`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ref FROM {_TABLE} WHERE kind = %s ORDER BY ref LIMIT %s", (kind.value, most))
        return [ref for (ref,) in cursor.fetchall()]


def done(kind: Dirty.Kind, refs: Iterable[int]) -> None:
    """These were made anew."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {_TABLE} WHERE kind = %s AND ref = %s", [(kind.value, ref) for ref in refs])
