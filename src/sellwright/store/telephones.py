"""Numbers somebody can be called at, from what a scope may read: signatures, fields of forms, calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sellwright.interactions import telephones
from sellwright.interactions.values import Call
from sellwright.mailroom import codec
from sellwright.mailroom.reaching import digits
from sellwright.store.models import Event, EventSighting, Letter, Scope, Sighting
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of

LETTERS = 12  # newest of theirs that are read for numbers
CALLS = 8
MOST = 4  # numbers shown
OF_MANY = 150  # letters read for the people of a firm


def of(person: int, scope: Scope) -> tuple[str, ...]:
    """The numbers of one person (id of row) as they were written, the one seen last first. Two queries."""
    boxes = tuple(boxes_of(scope)) or (0,)
    found = [number for packed in _letters((person,), boxes, most=LETTERS) for number in _in(packed[1])]
    found += [_caller(body) for body in _calls(person, boxes)]
    return _different(found)


def of_many(people: Sequence[int], scope: Scope) -> dict[int, tuple[str, ...]]:
    """The same for some people, from their signatures and forms alone. One query."""
    boxes = tuple(boxes_of(scope)) or (0,)
    found: dict[int, list[str]] = {}
    for pk, packed in _letters(tuple(people), boxes, most=OF_MANY):
        found.setdefault(pk, []).extend(_in(packed))
    return {pk: _different(numbers) for pk, numbers in found.items()}


@ready
def _letters(people: tuple[int, ...], boxes: tuple[int, ...], *, most: int) -> QuerySet[Any, Any]:
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__in=boxes)
    rows = Letter.objects.filter(Exists(seen), message__sender__person__in=people)
    return rows.order_by("-message__at", "-message_id").values_list("message__sender__person_id", "packed")[:most]


@ready
def _calls(person: int, boxes: tuple[int, ...]) -> QuerySet[Any, str]:
    shown = EventSighting.objects.filter(event=OuterRef("pk"), mailbox__in=boxes)
    rows = Event.objects.filter(Exists(shown), kind="call", touches__person=person).exclude(body="")
    return rows.order_by("-at", "-id").values_list("body", flat=True)[:CALLS]


def _in(packed: str) -> list[str]:
    return telephones.in_letter(codec.unpack(packed))


def _caller(body: str) -> str:
    event = codec.unpack_event(body)
    return event.other.email.removeprefix("tel:") if isinstance(event, Call) else ""


def _different(numbers: Sequence[str]) -> tuple[str, ...]:
    """Each number once, however it is written; what cannot be dialled is left out."""
    kept: dict[str, str] = {}
    for number in numbers:
        if telephones.dialled(number):
            kept.setdefault(digits(number) or number, number)
    return tuple(kept.values())[:MOST]
