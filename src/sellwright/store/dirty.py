"""Marks what has to be derived anew. A mark stands in the transaction of the write that made it necessary, and goes in
the transaction that derived it: whatever ends the program in between, nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from sellwright.store import bulk
from sellwright.store.models import Dirty, Person, Workspace


def alone() -> None:
    """Waits until no other transaction stores or derives; to be called first in one that does. Two at once would file
    one thread twice. SQLite has one writer anyway."""
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


def take(kind: Dirty.Kind, most: int) -> list[int]:
    """The next few refs, lowest first; they stay marked until `done`."""
    return list(Dirty.objects.filter(kind=kind).order_by("ref").values_list("ref", flat=True)[:most])


def done(kind: Dirty.Kind, refs: Iterable[int]) -> None:
    """These were made anew."""
    Dirty.objects.filter(kind=kind, ref__in=list(refs)).delete()
