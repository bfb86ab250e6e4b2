"""Writes one line of the log. Called by actions, inside their transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from sellwright.store.models import LogEntry, Person, User


def write(
    by: User, deed: str, thing: object, *, person: Person | None = None, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> LogEntry:  # fmt: skip
    """`thing` is a row with a `public_id`; `before` and `after` are plain values (what changed, nothing else)."""
    return LogEntry.objects.create(
        by=by,
        deed=deed,
        thing=type(thing).__name__.lower(),
        thing_id=getattr(thing, "public_id", "") or str(getattr(thing, "pk", "")),
        person=person if person is not None else thing if isinstance(thing, Person) else None,
        before=before or {},
        after=after or {},
    )


def erase_values(person: Person) -> int:
    """Empties what the log holds about a person (before and after of every line); that something was done, by whom
    and when, stays. Returns the number of lines emptied. Called where a person is erased, in the same transaction."""
    about = Q(person=person) | Q(thing="person", thing_id=person.public_id)
    lines = LogEntry.objects.filter(about).exclude(before={}, after={})
    return lines.update(before={}, after={})
