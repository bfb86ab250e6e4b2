"""Everything that happened with somebody, newest first, in pieces: what pages of people and firms share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sellwright.derive.storing import OPENING
from sellwright.screens import addresses, words
from sellwright.screens.asking import one_line
from sellwright.store.models import Person, Scope, Touch
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of, touches_among, touches_in

PIECE = 15
CHANNELS = ("mail", "meeting", "call", "chat", "note")
SIDES = ("them", "us")


@dataclass(frozen=True)
class Moment:
    """Context of parts/moment.html."""

    id: int
    kind: str
    side: str  # 'them', 'us', 'both'
    who: str
    title: str
    url: str
    at: datetime
    text: str
    minutes: int
    closed: str = ""
    evidence_url: str = ""


@dataclass(frozen=True)
class ShownDate:
    """The moments of one day."""

    title: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Asked:
    """What is looked for in a timeline."""

    words: str = ""
    channel: str = ""
    side: str = ""
    human: bool = False
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than everything."""
        return bool(self.words or self.channel or self.side or self.human)

    def query(self, **changes: str) -> str:
        """As the query string of an address, paging anew unless given."""
        held = {"q": self.words, "channel": self.channel, "side": self.side, "human": "1" if self.human else "",
                **changes}  # fmt: skip
        return urlencode({name: value for name, value in held.items() if value})


def asked_in(query: Any) -> Asked:
    """What a query string asks for; what makes no sense is passed over."""
    channel, side = query.get("channel", ""), query.get("side", "")
    return Asked(
        words=one_line(query.get("q", "")),
        channel=channel if channel in CHANNELS else "",
        side=side if side in SIDES else "",
        human=query.get("human") == "1",
        after=query.get("after", "")[:60],
    )


def narrowed(rows: QuerySet[Touch], asked: Asked) -> QuerySet[Touch]:
    """The rows that are asked for, in no order yet."""
    if asked.channel == "note":
        rows = rows.filter(event__kind="note")
    elif asked.channel:
        rows = rows.filter(channel=asked.channel)
    if asked.side:
        rows = rows.filter(side=asked.side).exclude(channel="meeting")
    if asked.human:
        rows = rows.filter(human=True, noise=False)
    if asked.words:
        held = asked.words
        rows = rows.filter(
            Q(message__subject__icontains=held) | Q(message__opening__icontains=held)
            | Q(event__title__icontains=held) | Q(event__text__icontains=held)
        )  # fmt: skip
    return rows


# What a moment is made of; plain, as pages show dozens.
_COLUMNS = (
    "pk", "at", "ref", "channel", "side", "minutes", "person__name", "person__key", "message__subject",
    "message__opening", "message__sender__name", "message__sender__email", "event__kind", "event__title", "event__text",
    "event__answered", "event__by__name", "event__by__email", "message_id", "event_id",
)  # fmt: skip
Shown = tuple[tuple[ShownDate, ...], str]


def read(rows: QuerySet[Touch], asked: Asked, url: str, now: datetime) -> Shown:
    """A piece of the timeline as days, and the address of the next, older piece ('' at the end)."""
    rows = _from(narrowed(rows, asked), *_place(asked))
    return _piece(list(rows.values_list(*_COLUMNS)[: PIECE + 1]), asked, url, now)


def of_person(scope: Scope, person: Person, asked: Asked, url: str, now: datetime) -> Shown:
    """The same of one person, as far as a scope may read."""
    if asked.is_narrowed:
        return read(touches_in(scope).filter(person=person), asked, url, now)
    return _piece(_with(tuple(boxes_of(scope)) or (0,), person.pk, *_place(asked)), asked, url, now)


@ready
def _with(boxes: tuple[int, ...], person: int, *place: float) -> QuerySet[Any, Any]:
    return _from(touches_among(boxes).filter(person=person), *place).values_list(*_COLUMNS)[: PIECE + 1]


def _place(asked: Asked) -> tuple[float, ...]:
    """Where the piece before this one ended; nothing at the beginning."""
    at, _mark, pk = asked.after.partition("~")
    try:
        return float(at), int(pk)
    except ValueError:
        return ()


def _from(rows: QuerySet[Touch], *place: float) -> QuerySet[Touch]:
    """Newest first, from behind a place on."""
    if place:
        rows = rows.filter(at__lte=place[0]).filter(Q(at__lt=place[0]) | Q(pk__lt=place[1]))
    return rows.order_by("-at", "-id")


def _piece(found: list[tuple[Any, ...]], asked: Asked, url: str, now: datetime) -> Shown:
    more, found = len(found) > PIECE, found[:PIECE]
    after = f"{url}?{asked.query(after=f'{found[-1][1]!r}~{found[-1][0]}')}" if more else ""
    return by_day([_moment(row, now) for row in found], now), after


def by_day(moments: Sequence[Moment], now: datetime) -> tuple[ShownDate, ...]:
    """Moments in order, put under the days they happened on."""
    days: list[tuple[str, list[Moment]]] = []
    for moment in moments:
        title = _title(moment.at, now)
        if not days or days[-1][0] != title:
            days.append((title, []))
        days[-1][1].append(moment)
    return tuple(ShownDate(title, tuple(held)) for title, held in days)


def filters(asked: Asked, url: str) -> dict[str, Any]:
    """Context of parts/filters.html."""
    channels = [("", _("anything")), *((key, str(words.CHANNELS.get(key, _("note")))) for key in CHANNELS)]
    sides = [("", _("both sides")), ("them", _("theirs")), ("us", _("ours"))]
    humans = [("", _("also by machines")), ("1", _("only by hand"))]
    chosen = (("channel", pgettext("channel", "By"), channels, asked.channel), ("side", _("From"), sides, asked.side),
              ("human", _("Written"), humans, "1" if asked.human else ""))  # fmt: skip
    return {
        "url": url,
        "target": "timeline",
        "query": asked.words,
        "fields": [
            {"name": name, "label": label, "options": _options(options, here)} for name, label, options, here in chosen
        ],
        "set": [],
    }


def _options(options: Iterable[tuple[str, str]], here: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "here": value == here} for value, label in options]


def closed(rows: Iterable[Any], now: datetime) -> tuple[ShownDate, ...]:
    """Moments of which the viewer is told that they happened, not what was said."""
    made = []
    for row in rows:
        subject = row.message.subject if row.level == "subject" and row.message else ""
        who = str(row.person) if row.side == "them" else _("A colleague")
        text = _("in mail that is not shared with you")
        made.append(Moment(row.pk, row.channel, row.side, who, subject, "", words.local(row.at, now), "", 0, text))
    return by_day(made, now)


def _moment(row: tuple[Any, ...], now: datetime) -> Moment:
    """From _COLUMNS."""
    pk, at, ref, channel, side, minutes, name, key, *rest = row
    subject, opening, sender, email, kind, title, text, answered, by, by_email, message, event = rest
    theirs, who = side == "them", ""
    if message is not None:
        kind, title, who = channel, subject or _("no subject"), sender or email
        text = words.shortened(opening, OPENING)
    elif event is not None:
        who = by or by_email or ((name or key) if theirs else "")
        title = title or {"call": _("Call"), "meeting": _("Meeting"), "note": _("Note")}.get(kind, "")
        if kind == "call" and not answered:
            text = text or _("nobody took the call")
    return Moment(
        pk, kind or channel, "both" if channel == "meeting" else side, who, title or "", addresses.of("message", ref),
        words.local(at, now), text or "", round(minutes),
    )  # fmt: skip


def _title(at: datetime, now: datetime) -> str:
    days = (now.date() - at.date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return formats.date_format(at, _("l j F") if at.year == now.year else _("l j F Y"))
