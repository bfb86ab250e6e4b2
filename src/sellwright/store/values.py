"""Rows to values: what the thinking half is given. Everything takes a scope, so that no number sees more than its
viewer may."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from math import inf
from typing import Any, cast

from django.db.models import QuerySet

from sellwright.interactions import body, mime
from sellwright.interactions.values import Channel, Question, RawMail, Relation, Relationship, Side
from sellwright.interactions.values import Message as MessageValue
from sellwright.interactions.values import Person as PersonValue
from sellwright.interactions.values import Pledge as PledgeValue
from sellwright.interactions.values import Touch as TouchValue
from sellwright.mailroom import codec, following, reading
from sellwright.mailroom.book import DAY, HORIZON_DAYS, read_relation
from sellwright.settings import Settings
from sellwright.store.models import Letter, Message, Person, Scope, Standing, Touch, Workspace
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of, touches_among, touches_in

TOUCH_COLUMNS = (
    "ref", "at", "side", "channel", "thread_ref", "human", "opens", "answers", "asks", "minutes", "ours", "addressed",
    "acts", "author",
)  # fmt: skip


def settings_of(workspace: Workspace) -> Settings:
    """The numbers in force: defaults, and over them what an owner changed."""
    known = {field.name for field in fields(Settings)}
    return replace(Settings(), **{name: value for name, value in workspace.settings.items() if name in known})


def person(row: Person) -> PersonValue:
    """A person with the addresses known to be theirs. One query unless addresses are prefetched; `row.firm` too."""
    emails = tuple(sorted((a.email for a in row.addresses.all()), key=lambda email: (email != row.key, email)))
    return PersonValue(
        row.key, row.name, emails or (row.key,), (row.firm.domain or "") if row.firm else "", row.is_desk
    )


def touch(columns: Sequence[Any], key: str) -> TouchValue:
    """A touch from TOUCH_COLUMNS of a row."""
    ref, at, side, channel, thread, human, opens, answers, asks, minutes, ours, addressed, acts, author = columns
    return TouchValue(
        id=ref, at=at, side=cast(Side, side), person=key, channel=cast(Channel, channel), thread=thread, human=human,
        opens=opens, answers=answers, asks=asks, minutes=minutes, ours=ours, addressed=addressed,
        acts=tuple(acts.split()), author=author,
    )  # fmt: skip


def touches(row: Person, scope: Scope, until: float | None = None) -> tuple[TouchValue, ...]:
    """What the scope may read between us and a person, oldest first."""
    return touches_of([row], scope, until)[row.pk]


def touches_of(
    people: Collection[Person], scope: Scope, until: float | None = None
) -> dict[int, tuple[TouchValue, ...]]:
    """The same for several people, by the id of their row, in one query."""
    keys = {row.pk: row.key for row in people}
    found: dict[int, list[TouchValue]] = {pk: [] for pk in keys}
    boxes = tuple(boxes_of(scope)) or (0,)
    for pk, *columns in _touches(boxes, tuple(keys), inf if until is None else until):
        found[pk].append(touch(columns, keys[pk]))
    return {pk: tuple(one) for pk, one in found.items()}


@ready
def _touches(boxes: tuple[int, ...], people: tuple[int, ...], until: float) -> QuerySet[Any, Any]:
    rows = touches_among(boxes).filter(person__in=people, noise=False, at__lte=until)
    return rows.order_by("at", "id").values_list("person_id", *TOUCH_COLUMNS)


def relationship(
    row: Person, scope: Scope, now: float, settings: Settings, *, ahead: float = 0.0
) -> Relationship:  # fmt: skip
    """Everything the scope may read between us and a person, as it stood at `now`; and, of the next `ahead` seconds,
    what stands in a calendar."""
    standing = next(iter(_standing(scope.pk, row.pk)), None)
    relation = relation_of(standing)
    asked, promised = followed(standing, now)
    return Relationship(person(row), relation, touches(row, scope, now + ahead), asked, promised)


@ready
def _standing(scope: int, person: int) -> QuerySet[Standing]:
    return Standing.objects.filter(scope=scope, person=person)


def relation_of(standing: Standing | None) -> Relation:
    """Who they are to us, as it stands."""
    if standing is None or not standing.relation_body:
        return Relation("unknown", ())
    return read_relation(standing.relation_body)


def followed(standing: Standing | None, now: float) -> tuple[tuple[Question, ...], tuple[PledgeValue, ...]]:
    """What was asked and promised, and what had become of it at `now`."""
    bodies = standing.followed.split("\n") if standing is not None and standing.followed else []
    return following.read(bodies, now, now - HORIZON_DAYS * DAY)


def letter(row: Message) -> MessageValue:
    """A message as a value; its `text` is empty (`whole_text`)."""
    for packed in _packed(row.pk):
        return codec.unpack(packed)
    raise Letter.DoesNotExist


@ready
def _packed(message: int) -> QuerySet[Any, str]:
    return Letter.objects.filter(pk=message).values_list("packed", flat=True)


def letters_with(row: Person, scope: Scope, now: float, most: int = 60) -> list[MessageValue]:
    """The newest mail with a person that the scope may read, oldest first."""
    rows = touches_in(scope).filter(person=row, message__isnull=False, at__lte=now).order_by("-at", "-id")
    ids = list(rows.values_list("message_id", flat=True)[:most])
    packed = dict(Letter.objects.filter(pk__in=ids).values_list("message_id", "packed"))
    return [codec.unpack(packed[pk]) for pk in reversed(ids) if pk in packed]


def raw(row: Message) -> bytes:
    """The mail as it came."""
    return zlib.decompress(bytes(Letter.objects.values_list("raw", flat=True).get(pk=row.pk)))


def whole_text(row: Message) -> str:
    """The whole body as plain text, quotes and all: what `spans` and facts point into."""
    return body.read(mime.parse(raw(row))).text[: reading.MAX_TEXT]


def reread(row: Message, settings: Settings) -> MessageValue:
    """The message read anew from its bytes, whole text and all."""
    return reading.read(RawMail(row.mid, raw(row)), settings)


__all__ = [
    "Touch", "followed", "letter", "letters_with", "person", "raw", "relation_of", "relationship", "reread",
    "settings_of", "touch", "touches", "touches_of", "whole_text",
]  # fmt: skip
