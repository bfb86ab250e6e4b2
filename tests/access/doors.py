"""Every door of the house, from the url conf: a new page cannot be forgotten.

A door's address is filled with every planted id of every kind, so no one has to say what an argument means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter

# Doors for people who are not signed in: they are judged by tests/server, those for programs by tests/api. "why" and
# static texts hold nothing private.
OPEN_PREFIXES = ("account/", "in/", "static/", "healthy", "manifest.webmanifest", "book/", "api/", "mcp")
NUMBERS = ("0", "1", "2")
WORDS = ("effort", "relation", "fingerprint")
_CHANGES = re.compile(rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": ")[^"]+|(/(?:undo|log)/)[\w:.-]+', re.ASCII)


@dataclass(frozen=True)
class Door:
    """A route that wants somebody signed in."""

    name: str
    route: str
    arguments: tuple[tuple[str, Any], ...]

    def addresses(self, ids: list[str]) -> Iterator[str]:
        """Every address that fills its arguments with planted ids."""
        choices = [self._fit(converter, ids) for _name, converter in self.arguments]
        for filled in itertools.product(*choices):
            yield reverse(self.name, args=filled)

    def filled(self, ids: list[str]) -> Iterator[tuple[tuple[int, ...], str]]:
        """The same, each with the places of the ids it is filled with among `ids`."""
        choices = [self._fit(converter, ids) for _name, converter in self.arguments]
        for one in itertools.product(*choices):
            yield tuple(ids.index(word) for word in one if word in ids), reverse(self.name, args=one)

    @property
    def noun(self) -> str:
        """The first word of its address."""
        return self.route.partition("/")[0]

    @staticmethod
    def _fit(converter: Any, ids: list[str]) -> tuple[str, ...]:
        if isinstance(converter, IntConverter):
            return NUMBERS
        if isinstance(converter, SlugConverter):
            return WORDS
        return tuple(ids)


class Live:
    """Which planted ids mean something at which door: found out once, by asking as the one they belong to, and kept by
    the number of the id, as every test plants its own. As long as nothing is known everything is tried; the first id
    is tried everywhere, as one that is not there."""

    def __init__(self) -> None:
        self.known = False
        self.places: set[tuple[str, tuple[int, ...]]] = set()
        self.nouns: dict[str, set[int]] = {}

    def note(self, door: Door, at: tuple[int, ...]) -> None:
        """Something is there."""
        self.places.add((door.name, at))
        self.nouns.setdefault(door.noun, set()).update(at[:1])

    def reads(self, door: Door, at: tuple[int, ...]) -> bool:
        """Whether a look is worth it."""
        return not self.known or not any(at) or (door.name, at) in self.places

    def writes(self, door: Door, at: tuple[int, ...]) -> bool:
        """The same of a door that may answer to no look: whether anything is read at its noun with these ids. Where
        nothing ever is, all are tried."""
        there = self.nouns.get(door.noun, set())
        return not self.known or not there or not any(at) or set(at) <= there | {0}


def doors() -> list[Door]:
    """All doors behind the sign-in."""
    return [
        Door(pattern.name or "", route, tuple(pattern.pattern.converters.items()))
        for route, pattern in _walk(get_resolver().url_patterns, "")
        if not route.startswith(OPEN_PREFIXES)
    ]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def methods(client: Client, address: str) -> frozenset[str]:
    """What a view answers to; one that refuses no method at all answers to GET and POST."""
    answer = client.generic("PURGE", address)
    if answer.status_code == 405 and "Allow" in answer.headers:
        return frozenset(word.strip() for word in answer.headers["Allow"].split(","))
    return frozenset({"GET", "POST"})


def sent(answer: Any) -> bytes:
    """Everything of an answer that reaches the browser: headers and body, streamed or not."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    return head + b"\n\n" + body


def steady(answer: Any) -> bytes:
    """The same without what differs from one answer to the next (tokens)."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _CHANGES.sub(rb"\1\2", body)
