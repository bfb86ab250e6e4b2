"""A brief for one viewer: the pages of today.brief over what their scope may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sellwright.interactions.values import Relationship
from sellwright.mailroom import codec
from sellwright.settings import Settings
from sellwright.store import search, values
from sellwright.store.models import Letter, Message, Person, Scope, Standing, Touch
from sellwright.store.scopes import messages_in
from sellwright.today import brief
from sellwright.today.brief import Brief
from sellwright.today.passages import OwnLetter

COLLEAGUES = 8
AHEAD = 60 * 86_400.0  # seconds in which the next meeting is looked for
OWN_LETTERS = 150  # of ours in which answers given before are looked for, found by the words of the question


def make(person: Person, scope: Scope, moment: datetime, settings: Settings) -> Brief:
    """What to know before turning to one person, from what the scope may read."""
    now = moment.timestamp()
    relationship = values.relationship(person, scope, now, settings, ahead=AHEAD)
    return brief.make(
        relationship,
        values.letters_with(person, scope, now),
        colleagues(person, scope, now, settings),
        own_letters(relationship, scope, now),
        settings=settings,
        now=moment,
    )


def colleagues(person: Person, scope: Scope, now: float, settings: Settings) -> list[Relationship]:
    """The others at their firm, those heard of last first."""
    if person.firm_id is None:
        return []
    rows = (
        Standing.objects.filter(scope=scope, firm=person.firm_id).exclude(person=person).order_by("-last_at")
        .select_related("person__firm").prefetch_related("person__addresses")[:COLLEAGUES]
    )  # fmt: skip
    return [values.relationship(standing.person, scope, now, settings) for standing in rows]


def own_letters(relationship: Relationship, scope: Scope, now: float) -> Iterator[OwnLetter]:
    """Letters of ours that share words with an open question of theirs, newest first, each with what it answered."""
    asked = [q.ask.text for q in relationship.questions if q.side == "them" and not q.answered_by]
    if not asked:
        return
    ids = search.letters_alike(scope, asked, now, OWN_LETTERS)
    rows = list(Message.objects.filter(pk__in=ids).order_by("-at", "-id").values_list("pk", "parent_mid"))
    packed = dict(Letter.objects.filter(pk__in=ids).values_list("message_id", "packed"))
    readers: dict[int, list[str]] = {}
    for pk, key in Touch.objects.filter(message__in=ids).values_list("message_id", "person__key"):
        readers.setdefault(pk, []).append(key)
    mids = [mid for _, mid in rows if mid]
    heard = messages_in(scope).filter(mid__in=mids).values("pk")
    above = dict(Letter.objects.filter(message__in=heard).values_list("message__mid", "packed"))
    for pk, mid in rows:
        answered = codec.unpack(above[mid]) if mid in above else None
        yield OwnLetter(codec.unpack(packed[pk]), tuple(sorted(readers.get(pk, ()))), answered)
