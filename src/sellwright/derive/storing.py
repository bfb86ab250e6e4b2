"""Stores what was read: one batch, one transaction. A message is stored once, however many mailboxes show it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from sellwright.derive import threads
from sellwright.interactions import names
from sellwright.interactions.threads import bare_subject, is_generic, nearest_first
from sellwright.interactions.values import Address as AddressValue
from sellwright.interactions.values import Call, Chat, Meeting, RawMail, Refused
from sellwright.interactions.values import Message as MessageValue
from sellwright.mailroom import codec
from sellwright.mailroom.intake import REPEATED
from sellwright.mailroom.reaching import digits, people_in
from sellwright.store import bulk, dirty, search
from sellwright.store.models import Address, Event, Intake, Item, Letter, Message, Phone, Sighting

MOST_ADDRESSES = 100  # of To and of Cc each
OPENING = 160  # characters
_AWAY = {"spam": "in_spam", "junk": "in_spam", "trash": "in_trash", "draft": "draft", "drafts": "draft"}
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Read:
    """One item of a source, opened: `raw` are its bytes when it is a mail."""

    path: str
    size: int
    found: MessageValue | Meeting | Call | Chat | Refused
    raw: RawMail | None = None


@dataclass(slots=True)
class Storing:
    """Stores batches of one intake. Keeps the ids of addresses met, so that most need no query."""

    intake: Intake
    _known: dict[str, tuple[int, str]] = field(default_factory=dict)  # email to (row id, name)

    def store(self, batch: Sequence[Read]) -> None:
        """To be called inside a transaction. Marks what has to be derived."""
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
            items.append(Item(intake=self.intake, path=_plain(one.path), size=one.size, outcome=outcome,
                              reason=reason[:120], detail=_plain(detail)[:300]))  # fmt: skip
        repeated = self._store_mails(mails) | self._store_events(events)
        for item, one in zip(items, batch, strict=True):
            if item.outcome == "stored" and not isinstance(one.found, Refused) and one.found.id in repeated:
                item.outcome, item.reason, item.detail = "skipped", REPEATED, one.found.id
        columns = ("intake_id", "path", "size", "outcome", "reason", "detail")
        bulk.insert(Item, columns, [[getattr(item, name) for name in columns] for item in items])

    def _store_mails(self, mails: dict[str, Read]) -> set[str]:
        """The ids among these that this mailbox had shown before."""
        there = dict(Message.objects.filter(mid__in=mails).values_list("mid", "pk"))
        mailbox = self.intake.mailbox_id
        shown = set(
            Sighting.objects.filter(message__in=there.values(), mailbox=mailbox).values_list("message_id", flat=True)
        )
        new = [one for mid, one in mails.items() if mid not in there]
        values = [one.found for one in new if isinstance(one.found, MessageValue)]
        self._meet([address for value in values for address in _addresses(value)])
        rows = [self._row(value) for value in values]
        threads.join(rows, values)
        Message.objects.bulk_create(rows, batch_size=200)
        letters = [
            (row.pk, _plain(codec.pack(value)), zlib.compress(one.raw.data if one.raw else b"", 1))
            for row, value, one in zip(rows, values, new, strict=True)
        ]
        bulk.insert(Letter, ("message_id", "packed", "raw"), letters)
        search.index_mail([(row.pk, value.subject, value.new_text) for row, value in zip(rows, values, strict=True)])
        _keep_numbers(values)
        threads.join_by_subject(rows)
        seen = [pk for pk in there.values() if pk not in shown]
        shows = [(pk, mailbox, self.intake.pk) for pk in (*(row.pk for row in rows), *seen)]
        bulk.insert(Sighting, ("message_id", "mailbox_id", "intake_id"), shows)
        touched = set(Message.objects.filter(pk__in=seen, thread__isnull=False).values_list("thread_id", flat=True))
        dirty.mark_threads(touched | {row.thread_id for row in rows if row.thread_id})
        return {mid for mid, pk in there.items() if pk in shown}

    def _row(self, value: MessageValue) -> Message:
        sender = value.verdict.inside or value.sender  # the human a form carries is who wrote
        bare, reply = bare_subject(value.subject)
        found = [
            [codec.pack_ask(ask) for ask in value.asks if ask.form != "courtesy"],  # nobody waits for those
            [codec.pack_promise(promise) for promise in value.promises],
            [[act.name, act.text[:120]] for act in value.acts],
        ]
        return Message(
            mid=value.id,
            at=value.at.timestamp() if value.at else 0.0,
            sender_id=self._known[sender.email][0],
            recipients=" ".join(str(self._known[a.email][0]) for a in value.to[:MOST_ADDRESSES]),
            copied=" ".join(str(self._known[a.email][0]) for a in value.cc[:MOST_ADDRESSES]),
            kind=value.verdict.kind,
            subject=_plain(value.subject)[:300],
            message_id=_plain(value.message_id)[:250],
            parents=_plain(" ".join(nearest_first(value.in_reply_to, value.references))),
            words=value.new_text.count(" ") + 1 if value.new_text else 0,
            found=_plain(_dumps(found)) if any(found) else "",
            marks=" ".join(_marks(value)),
            bare=0 if is_generic(bare) else _number(bare),
            is_reply=reply,
            language=value.language,
            opening=_plain(" ".join((value.verdict.inside_text or value.new_text)[: 2 * OPENING].split()))[:OPENING],
        )

    def _meet(self, found: list[AddressValue]) -> None:
        """Rows for addresses not met before; a fuller name replaces a shorter one."""
        best: dict[str, str] = {}
        for address in found:
            if address.email not in best or _fuller(address.name, best[address.email]):
                best[address.email] = address.name
        unknown = [email for email in best if email not in self._known]
        if len(self._known) > 100_000:
            self._known.clear()
            unknown = list(best)
        for row in Address.objects.filter(email__in=unknown):
            self._known[row.email] = (row.pk, row.name)
        new = [
            Address(email=email, name=best[email][:200], folded=_folded(best[email]))
            for email in unknown
            if email not in self._known
        ]
        for row in Address.objects.bulk_create(new, batch_size=300):
            self._known[row.email] = (row.pk, row.name)
        for email, name in best.items():
            pk, known = self._known[email]
            if _fuller(name, known):
                Address.objects.filter(pk=pk).update(name=name[:200], folded=_folded(name))
                self._known[email] = (pk, name[:200])

    def _store_events(self, events: dict[str, Meeting | Call | Chat]) -> set[str]:
        there = set(Event.objects.filter(ref__in=events).values_list("ref", flat=True))
        new = [event for ref, event in events.items() if ref not in there]
        self._meet([address for event in new for address in people_in(event)])
        rows = [
            Event(ref=event.id, kind=type(event).__name__.lower(), at=_at(event), body=_plain(codec.pack_event(event)),
                  title=_plain(getattr(event, "title", ""))[:300], mailbox_id=self.intake.mailbox_id,
                  intake=self.intake)
            for event in new
        ]  # fmt: skip
        made = Event.objects.bulk_create(rows, batch_size=300)
        dirty.mark_events(row.pk for row in made)
        return there


def _addresses(value: MessageValue) -> list[AddressValue]:
    sender = value.verdict.inside or value.sender
    return [sender, *value.to[:MOST_ADDRESSES], *value.cc[:MOST_ADDRESSES], *value.reply_to[:1]]


def _fuller(name: str, known: str) -> bool:
    """Whether a display name says more: a full name over one word, any over none. Ties stay, so that order decides
    as little as it can."""
    return (" " in name, bool(name)) > (" " in known, bool(known))


def _folded(name: str) -> str:
    return str(names.fold(names.clean(name)))[:200]


def _marks(value: MessageValue) -> list[str]:
    away = {_AWAY[label.lower()] for label in value.labels if label.lower() in _AWAY}
    return [*value.marks, *sorted(away)]


def _number(text: str) -> int:
    """A signed 64-bit number of a text, never 0."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True) or 1


def _plain(text: str) -> str:
    """Without what PostgreSQL does not store in a text."""
    return (
        text.replace("\0", "").encode("utf-8", "replace").decode() if "\0" in text or not text.isprintable() else text
    )


def _at(event: Meeting | Call | Chat) -> float:
    return (event.start_at if isinstance(event, Meeting) else event.at).timestamp()


def _keep_numbers(values: Sequence[MessageValue]) -> None:
    rows = {
        (found, value.sender.email)
        for value in values
        for fact in value.facts
        if fact.name in ("phone", "mobile") and value.sender.email and (found := digits(fact.value))
    }
    Phone.objects.bulk_create([Phone(digits=d, email=e) for d, e in sorted(rows)], ignore_conflicts=True)
