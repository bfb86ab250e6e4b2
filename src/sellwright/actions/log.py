"""Writes one line of the log. Called by actions, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q

from sellwright.jobs import telling
from sellwright.store.models import LogEntry, Person, User

_program: ContextVar[str] = ContextVar("program", default="")


@contextmanager
def by_program(name: str) -> Iterator[None]:
    """What is written in here was done by a program with a token of that name."""
    held = _program.set(name)
    try:
        yield
    finally:
        _program.reset(held)


def write(
    by: User, deed: str, thing: object, *, person: Person | None = None, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> LogEntry:  # fmt: skip
    """`thing` is a row with a `public_id`; `before` and `after` are plain values (what changed, nothing else)."""
    entry = LogEntry.objects.create(
        by=by,
        deed=deed,
        thing=type(thing).__name__.lower(),
        thing_id=getattr(thing, "public_id", "") or str(getattr(thing, "pk", "")),
        person=person if person is not None else thing if isinstance(thing, Person) else None,
        before=before or {},
        after=after or {},
        via=_program.get(),
    )
    telling.note(entry)
    return entry


def erase_values(person: Person) -> int:
    """Empties what the log holds about a person (before and after of every line); that something was done, by whom
    and when, stays. Returns the number of lines emptied. Called where a person is erased, in the same transaction."""
    about = Q(person=person) | Q(thing="person", thing_id=person.public_id)
    lines = LogEntry.objects.filter(about).exclude(before={}, after={})
    return lines.update(before={}, after={})
