"""What somebody was called and reached by before, and in fields of the workspace's own: from the log, imports, merges
and bulk edits. And which rows those are; they are emptied with them, at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from sellwright.store.models import Absorbed, BulkRow, Field, ImportRow, LogEntry, Merge, Person

_KINDS = {"name": "name", "telephone": "phone", "phone": "phone", "key": "email", "email": "email", "link": "link"}
_LAST = re.compile(r"[^.:/]*$")  # of "extra.size" the field


@dataclass(slots=True)
class Said:
    """Texts as they stand, not looked at yet."""

    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Ids:
    """Every number and public id they ever had a row under: their own, and those of who was made one with them."""

    rows: frozenset[int]
    public: frozenset[str]


def ids_of(person: Person) -> Ids:
    """By the merges that stand."""
    absorbed = list(Absorbed.objects.filter(merge__person=person).values_list("was", "public_id"))
    return Ids(
        frozenset({person.pk, *(was for was, _ in absorbed)}), frozenset({person.public_id, *(p for _, p in absorbed)})
    )


def things_of(person: Person) -> set[str]:
    """Public ids of rows about them: comments, tasks, wishes, drafts, commitments ..."""
    found: set[str] = set()
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if any(one.name == "public_id" for one in model._meta.concrete_fields):
            rows = model._default_manager.filter(**{relation.field.name: person})
            found |= set(rows.values_list("public_id", flat=True))
    return found


def lines(person: Person) -> QuerySet[LogEntry]:
    """Lines of the log that hold values of theirs."""
    merges = undone(person).values("public_id")
    about = Q(person=person) | Q(thing="person", thing_id__in=ids_of(person).public)
    return LogEntry.objects.filter(about | Q(thing_id__in=things_of(person)) | Q(thing="merge", thing_id__in=merges))


def undone(person: Person) -> QuerySet[Merge]:
    """Merges taken back in which they were made part of another: that other's row holds values of theirs still."""
    kept = Absorbed.objects.filter(public_id=person.public_id).values("merge")
    return Merge.objects.filter(pk__in=kept, person__isnull=False).exclude(person=person)


def brought(person: Person) -> QuerySet[ImportRow]:
    """What rows of imports told of them."""
    return ImportRow.objects.filter(noun="person", ref__in=ids_of(person).rows)


def given(person: Person) -> QuerySet[BulkRow]:
    """What stood with them before a bulk edit."""
    return BulkRow.objects.filter(bulk__noun="person", row__in=ids_of(person).rows)


def said_of(person: Person) -> Said:
    """All of it."""
    said = Said()
    own = Field.objects.filter(noun="person", kind__in=("email", "phone", "link")).values_list("key", "kind")
    kinds = {**dict(own), **_KINDS}
    for held in _held(person):
        _read(held, "", kinds, said)
    return said


def _held(person: Person) -> Iterator[Any]:
    yield person.extra
    own = Q(thing="person", thing_id__in=ids_of(person).public) | Q(thing="merge", person=person)
    for before, after in LogEntry.objects.filter(own).values_list("before", "after"):
        yield before
        yield after
    for before, differs in brought(person).values_list("before", "differs"):
        yield before
        yield differs
    for column, before in given(person).values_list("bulk__column", "before"):
        yield {column: before}
    theirs = Q(merge__person=person) | Q(public_id=person.public_id)
    yield from Absorbed.objects.filter(theirs).values_list("row", flat=True)


def _read(held: Any, name: str, kinds: dict[str, str], said: Said) -> None:
    if isinstance(held, dict):
        for key, one in held.items():
            _read(one, key, kinds, said)
    elif isinstance(held, list):
        for one in held:
            _read(one, name, kinds, said)
    elif isinstance(held, str) and held:
        found = _LAST.search(name)
        kind = kinds.get(found[0] if found else "")
        into = {"name": said.names, "email": said.emails, "phone": said.numbers, "link": said.pages}.get(kind or "")
        if into is not None:
            into.add(held)
