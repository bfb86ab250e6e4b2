"""What is held about one person, with where each part came from; and the same as a folder that they can read."""

from __future__ import annotations

import html
import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from sellwright import access
from sellwright.archive import nouns as house
from sellwright.archive.nouns import Noun, nouns
from sellwright.archive.rows import HEAVY, columns, written
from sellwright.archive.writing import prepare
from sellwright.store.models import Address, Deal, Letter, LogEntry, Message, Person, Phone, Sighting, Touch, User
from sellwright.store.scopes import boxes_of

_SKIPPED = ("Letter", "Touch")
# Of all mail here: told to whoever may read all of it that is theirs.
_OF_MAIL = frozenset({("Person", "first_at"), ("Address", "first_at"), ("Address", "name"), ("Address", "folded"),
                      ("Address", "seen")})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one noun, as they stand in an export. `hidden`: how many more there are that the asker may not read."""

    noun: str
    rows: tuple[dict[str, Any], ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """All of it. `sources`: mailboxes their mail lies in, and how many letters in each. `hidden`: letters of which the
    asker is told that they are there, no more: of mail that is shared with nobody nothing is told, not even that."""

    person: Person
    parts: tuple[Part, ...]
    sources: tuple[tuple[str, int], ...]
    messages: tuple[int, ...]  # ids of those the asker may read
    hidden: int


def held(person: Person, asker: User | None = None) -> Held:
    """What is held, as far as `asker` may read it; None: all of it (the machine's owner)."""
    boxes = None if asker is None else boxes_of(access.scope_of(asker))
    touched = Touch.objects.filter(person=person, message__isnull=False).values_list("message_id", flat=True)
    wrote = Message.objects.filter(sender__person=person).values_list("pk", flat=True)
    ids = sorted({*touched, *wrote})
    readable = ids if boxes is None else _readable(ids, boxes)
    hidden = 0 if asker is None else access.hidden_touches(asker, person)
    untold = _OF_MAIL if len(readable) < len(ids) else frozenset()
    parts = [_part(noun, _allowed(noun, rows, asker), untold=untold) for noun, rows in _about(person)]
    parts.append(_part(_noun("Message"), readable, hidden))
    told = tuple(part for part in parts if part.rows or part.hidden)
    return Held(person, told, _sources(ids, boxes), tuple(readable), hidden)


def _readable(ids: Sequence[int], boxes: Sequence[int]) -> list[int]:
    seen = Sighting.objects.filter(message__in=ids, mailbox__in=boxes).values_list("message_id", flat=True)
    return sorted(set(seen))


def _allowed(noun: Noun, ids: list[int], asker: User | None) -> list[int]:
    """Those of these rows that the asker may see: what is read out of mail goes with the mail."""
    if asker is None or not ids:
        return ids
    rows: Any = noun.model._default_manager.filter(pk__in=ids)
    if noun.label == "Phone":
        rows = rows.none()  # from signatures in mail; who may read that mail has it in the letters
    elif noun.label == "Event":
        rows = access.events(asker).filter(pk__in=ids)
    elif noun.label == "Task":
        rows = access.tasks(asker).filter(pk__in=ids)
    elif any(link.target is Message for link in noun.links):
        rows = rows.filter(Q(message=None) | Q(message__in=access.messages(asker)))
    if any(link.target is Deal for link in noun.links):
        rows = rows.filter(Q(deal=None) | Q(deal__in=access.deals(asker)))
    others = [link.name for link in noun.links if link.target is Person]
    for name in others:
        rows = rows.filter(Q(**{name: None}) | Q(**{f"{name}__in": access.people(asker)}))
    return sorted(rows.values_list("pk", flat=True))


def _sources(ids: Sequence[int], boxes: Sequence[int] | None) -> tuple[tuple[str, int], ...]:
    counts: dict[str, set[int]] = {}
    seen = Sighting.objects.filter(message__in=ids)
    if boxes is not None:
        seen = seen.filter(mailbox__in=boxes)
    for message, title in seen.values_list("message_id", "mailbox__title"):
        counts.setdefault(title, set()).add(message)
    return tuple(sorted((title, len(held)) for title, held in counts.items()))


def _about(person: Person) -> Iterable[tuple[Noun, list[int]]]:
    """Rows that name them, by noun: themselves, their addresses and numbers, whatever has a link to them."""
    yield _noun("Person"), [person.pk]
    emails = list(Address.objects.filter(person=person).values_list("email", flat=True))
    yield _noun("Phone"), list(Phone.objects.filter(email__in=emails).values_list("pk", flat=True))
    for noun in nouns():
        links = [link.name for link in noun.links if link.target is Person]
        if not links or noun.label in _SKIPPED or (noun.label in house.PERSONAL and noun.label != "Task"):
            continue
        if noun.model is LogEntry:
            continue
        ids: set[int] = set()
        for name in links:
            ids |= set(noun.model._default_manager.filter(**{name: person}).values_list("pk", flat=True))
        yield noun, sorted(ids)


def _noun(label: str) -> Noun:
    return next(noun for noun in nouns() if noun.label == label)


def _part(noun: Noun, ids: Sequence[int], hidden: int = 0, *, untold: Collection[tuple[str, str]] = ()) -> Part:
    rows: list[dict[str, Any]] = []
    for start in range(0, len(ids), 500):
        found = noun.model._default_manager.filter(pk__in=ids[start : start + 500]).order_by("pk")
        rows += written(noun, list(found.values_list(*columns(noun))))
    left_out = {"n", *(name for label, name in untold if label == noun.label)}
    rows = [{name: value for name, value in row.items() if name not in left_out} for row in rows]
    return Part(noun.name, tuple(rows), hidden)


def write(found: Held, folder: Path, now: datetime) -> int:
    """A folder for the person themselves: a page, the data as JSON, every letter as it came. Returns how many letters.
    Raises CannotRead where something lies there already."""
    prepare(folder)
    (folder / "mail").mkdir(mode=0o700)
    count = 0
    for start in range(0, len(found.messages), HEAVY):
        rows = Letter.objects.filter(pk__in=found.messages[start : start + HEAVY]).select_related("message")
        for row in rows:
            (folder / "mail" / f"{row.message.public_id}.eml").write_bytes(zlib.decompress(bytes(row.raw)))
            count += 1
    data = {part.noun: part.rows for part in found.parts}
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    (folder / "data.json").write_text(text + "\n", encoding="utf-8")
    (folder / "index.html").write_text(page(found, now), encoding="utf-8")
    (folder / "INCOMPLETE").unlink()
    return count


def page(found: Held, now: datetime) -> str:
    """The page: plain HTML, no style but its own, nothing loaded from anywhere."""
    who = html.escape(str(found.person))
    parts = "".join(_table(part) for part in found.parts)
    sources = "".join(f"<li>{html.escape(title)}: {count} letters</li>" for title, count in found.sources)
    told = f"<p>{found.hidden} letters lie in mailboxes that are private to others here.</p>" if found.hidden else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{who}</title>'
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;overflow-wrap:anywhere}</style></head>"
        f"<body><h1>What is held about {who}</h1><p>As of {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC. "
        "The letters lie in the folder mail, the same data for programs in data.json.</p>"
        f"<h2>Where it came from</h2><ul>{sources}</ul>{told}{parts}</body></html>\n"
    )


def _table(part: Part) -> str:
    rows = []
    for row in part.rows:
        cells = [(name, value) for name, value in row.items() if value not in (None, "", [], {}, False)]
        told = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{html.escape(_said(value))}</td></tr>" for name, value in cells
        )
        rows.append(f"<table>{told}</table><hr>")
    return f"<h2>{html.escape(part.noun.replace('_', ' '))} ({len(part.rows)})</h2>{''.join(rows)}"


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
