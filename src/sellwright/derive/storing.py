"""Stores what was read: one batch, one transaction. A message is stored once, however many mailboxes show it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from operator import attrgetter

from django.db.models import F

from sellwright.derive import people, threads
from sellwright.derive.texts import email as kept
from sellwright.derive.texts import message_id, plain
from sellwright.interactions import addresses, names
from sellwright.interactions.threads import bare_subject, is_generic, nearest_first
from sellwright.interactions.values import Address as AddressValue
from sellwright.interactions.values import Call, Chat, Meeting, RawMail, Refused
from sellwright.interactions.values import Message as MessageValue
from sellwright.mailroom import codec
from sellwright.mailroom.filing import AWAY, MASS_RECIPIENTS, NOISE, Ours
from sellwright.mailroom.intake import REPEATED
from sellwright.mailroom.reaching import digits, people_in
from sellwright.store import bulk, dirty, forgotten, search
from sellwright.store.models import Address, Event, EventSighting, Intake, Item, Letter, Message, Phone, Sighting
from sellwright.store.models.ids import new_public_id

MOST_ADDRESSES = 100  # of To and of Cc each
OPENING = 160  # characters
_AWAY = {"spam": "in_spam", "junk": "in_spam", "trash": "in_trash", "draft": "draft", "drafts": "draft"}
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Read:
    """One item of a source, opened: `raw` are its bytes when it is a mail, `print` their fingerprint where a server
    showed them."""

    path: str
    size: int
    found: MessageValue | Meeting | Call | Chat | Refused
    raw: RawMail | None = None
    print: str = ""


@dataclass(slots=True, kw_only=True)
class _New(threads.Node):
    """A message about to be stored: its columns, by their names in the table."""

    copied: str
    kind: str
    subject: str
    words: int
    found: str
    marks: str
    language: str
    opening: str
    direction: str = "unknown"
    parent_mid: str = ""


_STORED = tuple(column.name for column in fields(_New) if column.name != "id")
_columns = attrgetter(*_STORED)


@dataclass(slots=True)
class Storing:
    """Stores batches of one intake. Keeps the ids of addresses met, so that most need no query."""

    intake: Intake
    _known: dict[str, tuple[int, str]] = field(default_factory=dict)  # email to (row id, name)
    _side: Ours = field(default_factory=people.ours)

    def store(self, batch: Sequence[Read]) -> None:
        """To be called inside a transaction. Marks what has to be derived."""
        dirty.alone()
        batch = _without_erased(batch)
        is_live = self.intake.state == Intake.State.LIVE
        items: list[Item] = []
        mails: dict[str, Read] = {}
        events: dict[str, Meeting | Call | Chat] = {}
        for one in batch:
            outcome, reason, detail, found = "stored", "", "", one.found
            if isinstance(found, Refused):
                outcome, reason, detail = found.outcome, found.reason, found.detail
            elif found.id in mails or found.id in events:
                outcome, reason, detail = "skipped", REPEATED, found.id
            elif isinstance(found, MessageValue):
                mails[found.id] = one
            else:
                events[found.id] = found
            if is_live and outcome == "stored" and not isinstance(found, Refused):
                detail = found.id  # asked for when its server shows it under another number
            items.append(Item(intake=self.intake, path=plain(one.path), size=one.size, outcome=outcome,
                              reason=reason[:120], detail=plain(detail)[:300], print=one.print))  # fmt: skip
        repeated = self._store_mails(mails) | self._store_events(events)
        for item, one in zip(items, batch, strict=True):
            if item.outcome == "stored" and not isinstance(one.found, Refused) and one.found.id in repeated:
                item.outcome, item.reason, item.detail = "skipped", REPEATED, one.found.id
        columns = ("intake_id", "path", "size", "outcome", "reason", "detail", "print", "is_gone", "tries")
        bulk.insert(Item, columns, [[getattr(item, name) for name in columns] for item in items])

    def _store_mails(self, mails: dict[str, Read]) -> set[str]:
        """The ids among these that this mailbox had shown before."""
        there: dict[str, int] = dict(bulk.pick(Message, ("mid", "id"), "mid", mails))
        mailbox = self.intake.mailbox_id
        sightings = bulk.pick(Sighting, ("message_id", "mailbox_id"), "message_id", there.values())
        shown = {message for message, where in sightings if where == mailbox}
        new = [one for mid, one in mails.items() if mid not in there]
        values = [one.found for one in new if isinstance(one.found, MessageValue)]
        self._meet([address for value in values for address in _addresses(value)])
        rows = [self._row(value) for value in values]
        threads.join(rows)
        bulk.insert(Message, ("public_id", *_STORED), [(new_public_id(), *_columns(row)) for row in rows])
        ids = dict(bulk.pick(Message, ("mid", "id"), "mid", (row.mid for row in rows)))
        for row in rows:
            row.id = ids[row.mid]
        letters = [
            (row.id, plain(codec.pack(value)), zlib.compress(one.raw.data if one.raw else b"", 1))
            for row, value, one in zip(rows, values, new, strict=True)
        ]
        bulk.insert(Letter, ("message_id", "packed", "raw"), letters)
        search.index_mail(
            [(row.id, plain(value.subject), plain(value.new_text)) for row, value in zip(rows, values, strict=True)]
        )
        self._count(rows)
        people.reconsider(numbers=_keep_numbers(values))
        threads.join_by_subject(rows)
        seen = [pk for pk in there.values() if pk not in shown]
        shows = [(pk, mailbox, self.intake.pk) for pk in (*(row.id for row in rows), *seen)]
        bulk.insert(Sighting, ("message_id", "mailbox_id", "intake_id"), shows)
        touched = {thread for (thread,) in bulk.pick(Message, ("thread_id",), "id", seen)}
        dirty.mark_threads(thread for thread in touched | {row.thread_id for row in rows} if thread)
        return {mid for mid, pk in there.items() if pk in shown}

    def _row(self, value: MessageValue) -> _New:
        sender = value.verdict.inside or value.sender  # the human a form carries is who wrote
        bare, reply = bare_subject(value.subject)
        found = [
            [codec.pack_ask(ask) for ask in value.asks if ask.form != "courtesy"],  # nobody waits for those
            [codec.pack_promise(promise) for promise in value.promises],
            [[act.name, act.text[:120]] for act in value.acts],
        ]
        return _New(
            mid=value.id,
            at=value.at.timestamp() if value.at else 0.0,
            sender_id=self._known[kept(sender.email)][0],
            recipients=" ".join(str(self._known[kept(a.email)][0]) for a in value.to[:MOST_ADDRESSES]),
            copied=" ".join(str(self._known[kept(a.email)][0]) for a in value.cc[:MOST_ADDRESSES]),
            kind=value.verdict.kind,
            subject=plain(value.subject)[:300],
            message_id=message_id(value.message_id),
            parents=" ".join(map(message_id, nearest_first(value.in_reply_to, value.references))),
            words=value.new_text.count(" ") + 1 if value.new_text else 0,
            found=plain(_dumps(found)) if any(found) else "",
            marks=" ".join(_marks(value)),
            bare=0 if is_generic(bare) else _number(bare),
            is_reply=reply,
            language=value.language,
            opening=plain(" ".join((value.verdict.inside_text or value.new_text)[: 2 * OPENING].split()))[:OPENING],
        )

    def _meet(self, found: list[AddressValue]) -> None:
        """Rows for addresses not met before; a fuller name replaces a shorter one."""
        best: dict[str, str] = {}
        for address in found:
            email, name = kept(address.email), plain(address.name)[:200]
            if email not in best or _fuller(email, name, best[email]):
                best[email] = name
        unknown = [email for email in best if email not in self._known]
        if len(self._known) > 100_000:
            self._known.clear()
            unknown = list(best)
        self._look_up(unknown)
        new = [(email, best[email], _folded(best[email]), 0, 0.0) for email in unknown if email not in self._known]
        bulk.insert(Address, ("email", "name", "folded", "seen", "first_at"), new)
        self._look_up([row[0] for row in new])
        renamed = []
        for email, name in best.items():
            pk, known = self._known[email]
            if _fuller(email, name, known):
                Address.objects.filter(pk=pk).update(name=name, folded=_folded(name))
                self._known[email] = (pk, name)
                renamed.append((pk, email, known, name))
        people.renamed(renamed)
        people.reconsider(named={row[2] for row in new} | {_folded(name) for *_, name in renamed})

    def _look_up(self, emails: Sequence[str]) -> None:
        for pk, email, name in bulk.pick(Address, ("id", "email", "name"), "email", emails):
            self._known[email] = (pk, name)

    def _count(self, rows: Sequence[_New]) -> None:
        """In how many messages each address was met, and when we first met whom: who is new to us follows from it.
        Where that moment moved back, the threads in which somebody was new till now are filed again."""
        emails = {pk: email for email, (pk, _) in self._known.items()}
        counts: dict[int, int] = {}
        first: dict[int, float] = {}
        for row in rows:
            readers = [int(one) for one in (*row.recipients.split(), *row.copied.split())]
            for pk in {row.sender_id, *readers}:
                counts[pk] = counts.get(pk, 0) + 1
            if row.kind in NOISE or not set(row.marks.split()).isdisjoint(AWAY) or not row.at:
                continue
            theirs = [pk for pk in readers if not self._side.has(emails[pk])][:MASS_RECIPIENTS]
            for pk in theirs if self._side.has(emails[row.sender_id]) else (row.sender_id, *theirs):
                first[pk] = min(first.get(pk, row.at), row.at)
        changed, before = [], set()
        for pk, seen, at in bulk.pick(Address, ("id", "seen", "first_at"), "id", counts):
            began = first.get(pk, 0.0)
            if at and began and began < at:
                before.add(at)
            changed.append((seen + counts[pk], min(filter(None, (at, began)), default=0.0), pk))
        bulk.update(Address, ("seen", "first_at"), changed)
        dirty.mark_threads(thread for (thread,) in bulk.pick(Message, ("thread_id",), "at", before) if thread)

    def met(self, events: Sequence[Meeting | Call | Chat], already: AbstractSet[str] = frozenset()) -> None:
        """Whoever these name is met in them: in each once, save those who were `already` (as they are kept)."""
        self._meet([address for event in events for address in people_in(event)])
        for event in events:
            Address.objects.filter(email__in=_met_in(event) - already).update(seen=F("seen") + 1)

    def _store_events(self, events: dict[str, Meeting | Call | Chat]) -> set[str]:
        """The ids among these that this mailbox had shown before."""
        there: dict[str, int] = dict(bulk.pick(Event, ("ref", "id"), "ref", events))
        mailbox = self.intake.mailbox_id
        sightings = bulk.pick(EventSighting, ("event_id", "mailbox_id"), "event_id", there.values())
        shown = {event for event, where in sightings if where == mailbox}
        new = [event for ref, event in events.items() if ref not in there]
        self.met(new)
        rows = [
            Event(ref=event.id, kind=type(event).__name__.lower(), at=_at(event), body=plain(codec.pack_event(event)),
                  title=plain(getattr(event, "title", ""))[:300])
            for event in new
        ]  # fmt: skip
        made = [row.pk for row in Event.objects.bulk_create(rows, batch_size=300)]
        seen = [pk for pk in there.values() if pk not in shown]
        shows = [(pk, mailbox, self.intake.pk) for pk in (*made, *seen)]
        bulk.insert(EventSighting, ("event_id", "mailbox_id", "intake_id"), shows)
        dirty.mark_events([*made, *seen])
        return {ref for ref, pk in there.items() if pk in shown}


def _without_erased(batch: Sequence[Read]) -> Sequence[Read]:
    """What comes from somebody who was erased is left out. Of mail to several their address goes."""
    values = [one.found for one in batch if isinstance(one.found, MessageValue)]
    gone = forgotten.among({kept(address.email) for value in values for address in _addresses(value)})
    return [_without(one, gone) for one in batch] if gone else batch


def _without(one: Read, gone: AbstractSet[str]) -> Read:
    value = one.found
    if not isinstance(value, MessageValue):
        return one
    sender = value.verdict.inside or value.sender
    to = tuple(address for address in value.to if kept(address.email) not in gone)
    cc = tuple(address for address in value.cc if kept(address.email) not in gone)
    was_alone = (value.to or value.cc) and not (to or cc)
    if kept(sender.email) in gone or was_alone:
        return replace(one, found=Refused(one.path, "skipped", forgotten.REASON), raw=None)
    return replace(one, found=replace(value, to=to, cc=cc))


def _addresses(value: MessageValue) -> list[AddressValue]:
    sender = value.verdict.inside or value.sender
    return [sender, *value.to[:MOST_ADDRESSES], *value.cc[:MOST_ADDRESSES], *value.reply_to[:1]]


def _fuller(email: str, name: str, known: str) -> bool:
    """Whether a display name says more of a person than another."""
    return name != known and _says(email, name) > _says(email, known)


def _says(email: str, name: str) -> tuple[bool, bool, bool, int, str, str]:
    """Orders names by what they say: a full name over one word, any over none, written out over initials, short over
    adorned. No two are alike, so that the order in which mail comes decides nothing."""
    shown = addresses.name_of(AddressValue(email, name))
    words = shown.split()
    return len(words) > 1, bool(words), all(len(word.strip(".")) > 1 for word in words), -len(shown), shown, name


def _folded(name: str) -> str:
    return str(names.fold(names.clean(name)))[:200]


def _marks(value: MessageValue) -> list[str]:
    away = {_AWAY[label.lower()] for label in value.labels if label.lower() in _AWAY}
    return [*value.marks, *sorted(away)]


def _number(text: str) -> int:
    """A signed 64-bit number of a text, never 0."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True) or 1


def _met_in(event: Meeting | Call | Chat) -> set[str]:
    return {kept(address.email) for address in people_in(event)}


def _at(event: Meeting | Call | Chat) -> float:
    return (event.start_at if isinstance(event, Meeting) else event.at).timestamp()


def _keep_numbers(values: Sequence[MessageValue]) -> set[str]:
    """Notes the numbers in signatures as their writers'; returns those that were not known of them."""
    rows = {
        (found, kept(value.sender.email))
        for value in values
        for fact in value.facts
        if fact.name in ("phone", "mobile") and value.sender.email and (found := digits(fact.value))
    }
    there = bulk.pick(Phone, ("digits", "email"), "digits", {found for found, _ in rows})
    new = sorted(rows - set(there))
    bulk.insert(Phone, ("digits", "email"), new, again=False)
    return {found for found, _ in new}
