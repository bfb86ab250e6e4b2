"""Whom a comment calls with "@": by address, by full name, or by a first name that is only one colleague's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 20  # people one comment can call
_LOOK = 8_000  # characters that are looked at
_AT = re.compile(r"(?<![\w@.])@(?=\w)")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be called."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called, in order, and first names that fit several colleagues."""

    ids: tuple[int, ...]
    unclear: tuple[str, ...] = ()


def read(text: str, colleagues: Sequence[Colleague]) -> Called:
    """The colleagues called in `text`. The longest name that fits is meant: "@Ben Carter" is never another Ben."""
    names: dict[str, set[int]] = {}
    for one in colleagues:
        for name in {one.email.lower(), one.name.lower(), *one.name.lower().split()[:1]} - {""}:
            names.setdefault(name, set()).add(one.id)
    longest = sorted(names, key=len, reverse=True)
    ids: dict[int, None] = {}
    unclear: dict[str, None] = {}
    lowered = text[:_LOOK].lower()
    for mark in list(_AT.finditer(lowered))[: MOST * 2]:
        rest = lowered[mark.end() :]
        meant = next((name for name in longest if _begins(rest, name)), None)
        if meant is None:
            continue
        if len(names[meant]) == 1:
            ids[next(iter(names[meant]))] = None
        else:
            unclear[text[mark.end() : mark.end() + len(meant)]] = None
    return Called(tuple(ids)[:MOST], tuple(unclear))


def _begins(rest: str, name: str) -> bool:
    """Whether `rest` begins with the whole name: "@benedict" does not call Ben."""
    return rest.startswith(name) and not re.match(r"[\w@]|[.\-]\w", rest[len(name) : len(name) + 2])
