"""Whose a row is when somebody else exports the workspace: what that person may read stands open in the folder, all
else is locked for those colleagues who may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Q

from sellwright import access
from sellwright.archive.nouns import KINDS, PERSONAL_UNLESS, Noun, hangs_off
from sellwright.derive import people
from sellwright.store import bulk
from sellwright.store.models import (
    Address,
    Deal,
    Event,
    EventSighting,
    Firm,
    Mailbox,
    Message,
    Person,
    Sighting,
    Touch,
    User,
)

Readers = frozenset[int]  # ids of members; empty: everybody who gets the folder
OPEN: Readers = frozenset()
SCANNED = 2_000  # messages looked at at once


@cache
def rights(noun: Noun) -> tuple[tuple[str, str], ...]:
    """What a row's rights hang off: (kind, column to ask for); see nouns.hangs_off."""
    found = dict.fromkeys(hangs_off(noun.model))
    if noun.label == "Phone":
        found["Phone", "email"] = None
    if noun.label == "LogEntry":
        found["Draft", "thing"] = None
    if noun.label in PERSONAL_UNLESS:
        found["Shared", PERSONAL_UNLESS[noun.label]] = None
    return tuple(found)


class Everything:
    """Nothing is locked: the folder of somebody who may read all of it."""

    sealed = False

    def of(self, noun: Noun, found: Sequence[Sequence[Any]]) -> list[Readers]:
        """Whose these rows are."""
        return [OPEN] * len(found)

    def of_links(self, noun: Noun, field: str, ids: Iterable[Any]) -> dict[Any, Readers]:
        """Which of these rows, named by a link that may be empty, are not everybody's."""
        return {}


class Narrowed:
    """What `reader` may read is open. Looks the people and addresses up once; messages and events batch by batch."""

    sealed = True

    def __init__(self, reader: User) -> None:
        self._reader = reader
        mine = set(access.whole_mailboxes(reader).values_list("pk", flat=True))
        self._told = mine | set(access.told_boxes(reader))
        self._boxes: dict[int, Readers] = {
            pk: frozenset({owner})
            for pk, owner in Mailbox.objects.values_list("pk", "owner_id")
            if pk not in mine and owner != reader.pk
        }
        self._known: dict[str, dict[int, Readers]] = {"Mailbox": self._boxes}
        self._known["Person"] = self._people() if self._boxes else {}
        self._known["Address"] = self._addresses() if self._boxes else {}
        self._known["Firm"] = self._firms() if self._known["Person"] else {}
        self._known["Deal"] = self._deals() if self._boxes else {}

    def may_open(self, mailbox: int) -> bool:
        """Whether the mail of a mailbox (its number) stands open."""
        return mailbox not in self._boxes

    def of(self, noun: Noun, found: Sequence[Sequence[Any]]) -> list[Readers]:
        """Whose these rows are: `found` holds, for each, the values of `rights`."""
        wanted = rights(noun)
        if not wanted:
            return [OPEN] * len(found)
        by_kind = [self._lookup(kind, [row[at] for row in found]) for at, (kind, _) in enumerate(wanted)]
        kinds = [kind for kind, _ in wanted]
        return [self._one(kinds, by_kind, row) for row in found]

    def of_links(self, noun: Noun, field: str, ids: Iterable[Any]) -> dict[Any, Readers]:
        """Which of these rows, named by a link that may be empty, are not everybody's."""
        target = noun.model._meta.get_field(field).related_model
        return self._lookup(target.__name__, list(ids)) if target in KINDS else {}

    def _one(self, kinds: Sequence[str], by_kind: Sequence[dict[Any, Readers]], row: Sequence[Any]) -> Readers:
        """Everybody's, or those of all it hangs off that are not everybody's; of its first where these have nobody in
        common. A row that members have for themselves is theirs."""
        own: set[int] = set()
        held: list[Readers] = []
        is_shared = False
        for kind, known, value in zip(kinds, by_kind, row, strict=True):
            if value is None:
                continue
            if kind == "User":
                own.add(value)
            elif kind == "Shared":
                is_shared = bool(value)
            elif kind == "Draft":  # a line of the log about a letter
                is_shared = is_shared or value != "draft"
            elif found := known.get(value):
                held.append(found)
        if own and not is_shared:
            return OPEN if self._reader.pk in own else frozenset(own)
        together = held[0].intersection(*held[1:]) if held else OPEN
        return together or (held[0] if held else OPEN)

    def _lookup(self, kind: str, values: Sequence[Any]) -> dict[Any, Readers]:
        if kind in ("User", "Shared", "Draft") or not self._boxes:
            return {}
        if kind == "Phone":
            ids = dict(bulk.pick(Address, ("email", "id"), "email", [one for one in values if one]))
            return {email: held for email, pk in ids.items() if (held := self._known["Address"].get(pk))}
        if kind == "Message":
            return self._seen(Sighting, "message_id", values)
        if kind == "Event":
            return self._seen(EventSighting, "event_id", values)
        if kind == "Thread":
            return self._threads(values)
        return self._known.get(kind, {})

    def _threads(self, values: Sequence[Any]) -> dict[Any, Readers]:
        """Threads of locked messages only."""
        held = bulk.pick(Message, ("thread_id", "id"), "thread_id", [one for one in values if one is not None])
        locked = self._seen(Sighting, "message_id", [pk for _, pk in held])
        is_open = {thread for thread, pk in held if pk not in locked}
        owners: dict[int, Readers] = {}
        for thread, pk in held:
            if thread not in is_open:
                owners[thread] = owners.get(thread, OPEN) | locked[pk]
        return owners

    def _seen(self, model: Any, column: str, values: Sequence[Any]) -> dict[Any, Readers]:
        """Of these messages or events those that lie in no mailbox that is open, and whose they are."""
        owners: dict[int, set[int]] = defaultdict(set)
        is_open: set[int] = set()
        ids = [one for one in values if one is not None]
        for pk, box in bulk.pick(model, (column, "mailbox_id"), column, ids):
            if box in self._boxes:
                owners[pk] |= self._boxes[box]
            else:
                is_open.add(pk)
        if model is EventSighting and owners:  # what was written down by hand everybody sees
            is_open |= {pk for pk, by_hand in bulk.pick(Event, ("id", "by_hand"), "id", owners) if by_hand}
        return {pk: frozenset(found) for pk, found in owners.items() if pk not in is_open}

    def _people(self) -> dict[int, Readers]:
        """Whom the reader does not know of, and who does."""
        told = Q(message__sightings__mailbox__in=self._told) | Q(event__sightings__mailbox__in=self._told)
        known = set(Touch.objects.filter(told | Q(event__by_hand=True)).values_list("person_id", flat=True).distinct())
        known |= set(Person.objects.filter(by_hand=True).values_list("pk", flat=True))
        owners: dict[int, set[int]] = defaultdict(set)
        for path in ("message__sightings__mailbox", "event__sightings__mailbox"):
            held = Touch.objects.filter(**{f"{path}__in": list(self._boxes)}).order_by()
            for person, box in held.values_list("person_id", path).distinct().iterator():
                if person not in known:
                    owners[person] |= self._boxes[box]
        return {pk: frozenset(found) for pk, found in owners.items()}

    def _addresses(self) -> dict[int, Readers]:
        """Addresses met in locked mail only, and those of people the reader does not know of."""
        side = people.ours()
        seen: set[int] = set()
        owners: dict[int, set[int]] = defaultdict(set)
        last = 0
        rows = Message.objects.order_by("pk")
        while page := list(rows.filter(pk__gt=last).values_list("pk", "sender_id", "recipients", "copied")[:SCANNED]):
            last = page[-1][0]
            locked = self._seen(Sighting, "message_id", [row[0] for row in page])
            for pk, sender, to, copied in page:
                ids = {sender, *map(int, to.split()), *map(int, copied.split())}
                held = locked.get(pk)
                if held is None:
                    seen |= ids
                else:
                    for one in ids:
                        owners[one] |= held
        for pk, person in Address.objects.filter(person__in=list(self._known["Person"])).values_list("pk", "person_id"):
            owners[pk] |= self._known["Person"][person]
        theirs = dict(bulk.pick(Address, ("id", "email"), "id", owners))
        return {
            pk: frozenset(found)
            for pk, found in owners.items()
            if pk not in seen and not side.has(theirs.get(pk, ""))
        }  # fmt: skip

    def _firms(self) -> dict[int, Readers]:
        """Firms of which the reader knows nobody."""
        locked, owners, is_open = self._known["Person"], defaultdict[int, set[int]](set), set[int]()
        for pk, firm in Person.objects.filter(firm__isnull=False).values_list("pk", "firm_id").iterator():
            if pk in locked:
                owners[firm] |= locked[pk]
            else:
                is_open.add(firm)
        is_open |= set(Deal.objects.filter(firm__isnull=False, proposed=False).values_list("firm_id", flat=True))
        is_open |= set(Firm.objects.filter(by_hand=True).values_list("pk", flat=True))
        return {pk: frozenset(found) for pk, found in owners.items() if pk not in is_open}

    def _deals(self) -> dict[int, Readers]:
        """Proposals read from mail that the reader may not read."""
        mine = set(access.deals(self._reader).filter(proposed=True).values_list("pk", flat=True))
        hidden = Deal.objects.filter(proposed=True).exclude(pk__in=mine)
        owners: dict[int, set[int]] = defaultdict(set)
        path = "thread__messages__sightings__mailbox"
        for deal, box in hidden.filter(**{f"{path}__in": list(self._boxes)}).values_list("pk", path).distinct():
            owners[deal] |= self._boxes[box]
        return {pk: frozenset(found) for pk, found in owners.items()}


def readers_for(reader: User | None) -> Everything | Narrowed:
    """Whose rows are, for a folder that `reader` gets; None: for somebody who may read everything. Where there is
    nobody else, there is nothing to lock."""
    if reader is None or not User.objects.exclude(pk=reader.pk).exists():
        return Everything()
    return Narrowed(reader)


__all__ = ["OPEN", "Everything", "Narrowed", "Readers", "readers_for", "rights"]
