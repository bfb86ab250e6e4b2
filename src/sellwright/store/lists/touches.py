"""What happened, newest first, from what a scope may read and nothing else.

The list goes through all touches by time and asks of each whether it may be seen. Where a scope may read little, that
would go through everybody else's mail: then it begins with what may be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from sellwright.store.lists.asking import Asked, Condition
from sellwright.store.lists.conditions import DAY, Reader
from sellwright.store.lists.nouns import Column, Noun
from sellwright.store.lists.reading import FEW, PAGE, Page, Row, _key, _text
from sellwright.store.models import EventSighting, Sighting, Touch
from sellwright.store.scopes import touches_among

LITTLE = 2_000  # letters and events: a scope with fewer is gone through from what it may read
TOUCHES = Noun(
    key="touch",
    table="store_touch",
    visible="",
    visible_joins=(),
    known=(),
    joins={},
    columns=(
        Column("what", "name", "what", ""),
        Column("person", "who", "person", "person"),
        Column("firm", "firm", "firm", "firm"),
        Column("side", "side", "side", "side"),
        Column("channel", "channel", "channel", "channel"),
        Column("kind", "human", "kind", "kind"),
        Column("at", "at", "at", "at"),
    ),
    shown=("what", "person", "firm", "side", "channel", "at"),
    sort="at",
    down=True,
)
_SHOWN = (
    "pk", "ref", "at", "side", "channel", "human", "person__public_id", "person__name", "person__key",
    "person__firm__name", "person__firm__domain", "person__firm__public_id", "message__subject", "message__opening",
    "event__title", "event__text",
)  # fmt: skip


def read(asked: Asked, reader: Reader, boxes: Sequence[int], *, size: int = PAGE) -> Page:
    """A page of what happened in these mailboxes, and of what was logged by hand."""
    rows, passed_over = _narrowed(touches_among(boxes).filter(noise=False), asked.conditions, reader)
    for word in asked.words.split()[:8]:
        rows = rows.filter(
            Q(message__subject__icontains=word) | Q(message__opening__icontains=word) | Q(person__name__icontains=word)
            | Q(event__title__icontains=word)
        )  # fmt: skip
    at: Any = F("at")
    little = _little(boxes)
    if little is not None:
        rows, at = rows.filter(little), F("at") * 1.0  # put in order afterwards, not gone through in order
    key = _key(asked.after or asked.before)
    if key is not None and (len(key) != 3 or isinstance(key[1], str) or not isinstance(key[2], int)):
        key = None
    backwards = key is not None and not asked.after
    if key is not None:
        edge = Q(at__gt=key[1]) | Q(pk__gt=key[2]) if backwards else Q(at__lt=key[1]) | Q(pk__lt=key[2])
        rows = rows.filter(edge, **{"at__gte" if backwards else "at__lte": key[1]})
    order = (at.asc(), "pk") if backwards else (at.desc(), "-pk")
    found = list(rows.order_by(*order).values_list(*_SHOWN)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    older, newer = more if not backwards else True, more if backwards else key is not None
    return Page(
        rows=tuple(_row(*one) for one in found),
        count=len(found) if not (older or newer) else FEW + 1,
        after=_text((0, found[-1][0], (found[-1][2], found[-1][0]))) if found and older else "",
        before=_text((0, found[0][0], (found[0][2], found[0][0]))) if found and newer else "",
        passed_over=passed_over,
    )


def _little(boxes: Sequence[int]) -> Q | None:
    """What may be read, by its ids, where that is little."""
    letters = list(Sighting.objects.filter(mailbox__in=boxes).order_by().values_list("message", flat=True)[:LITTLE])
    if len(letters) == LITTLE:
        return None
    events = list(EventSighting.objects.filter(mailbox__in=boxes).order_by().values_list("event", flat=True)[:LITTLE])
    if len(events) == LITTLE:
        return None
    return Q(message__in=letters) | Q(event__in=events) | Q(event__by_hand=True)


def _narrowed(
    rows: QuerySet[Touch], conditions: Sequence[Condition], reader: Reader
) -> tuple[QuerySet[Touch], tuple[str, ...]]:
    passed_over = []
    for condition in conditions:
        test = _test(condition, reader)
        if test is None:
            passed_over.append(condition.column)
        else:
            rows = rows.filter(test)
    return rows, tuple(passed_over)


def _test(condition: Condition, reader: Reader) -> Q | None:
    column, way, values = condition.column, condition.way, condition.values
    first = values[0] if values else ""
    if column in ("person", "firm") and first:
        where = "person" if column == "person" else "person__firm"
        by = {"at": f"{where}__public_id__in", "has": f"{where}__name__icontains"}.get(way)
        return None if by is None else Q(**{by: list(values) if way == "at" else first})
    if column in ("side", "channel") and way in ("any", "none") and values:
        test = Q(**{f"{column}__in": list(values)})
        if column == "channel" and way == "any" and "mail" not in values:
            test &= Q(event__isnull=False)  # few: gone through by an index of their own
        return test if way == "any" else ~test
    if column == "kind" and way in ("any", "none") and values:
        return Q(human=("person" in values) == (way == "any"))
    return _time(way, first, reader) if column == "at" else None


def _time(way: str, first: str, reader: Reader) -> Q | None:
    if way == "last" and first.isdigit() and len(first) < 6:
        return Q(at__gte=reader.now - int(first) * DAY, at__lte=reader.now)
    try:
        on_date = reader.today.fromisoformat(first)
    except ValueError:
        return None
    begin, end = reader.begin(on_date), reader.begin(on_date + timedelta(days=1))
    tests = {"before": Q(at__lt=begin), "after": Q(at__gte=end), "is": Q(at__gte=begin, at__lt=end)}
    return tests.get(way)


def _row(pk: int, ref: str, at: float, side: str, channel: str, human: bool, *rest: Any) -> Row:
    person, name, key, firm, domain, firm_id, subject, opening, title, text = rest
    values = {
        "what": subject or opening or title or (text or "").strip()[:200],
        "person": name or ("" if key.startswith("none:") else key),
        "firm": firm or domain or "",
        "side": side,
        "channel": channel,
        "kind": "person" if human else "automatic",
        "at": at,
    }
    return Row(pk, ref, values, {"person": person, "firm": firm_id or ""})
