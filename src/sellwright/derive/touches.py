"""What each message and event was as a touch: made anew per thread, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sellwright.derive import desk_answers, twin_calls
from sellwright.derive.people import Register, forget_strangers
from sellwright.derive.threads import Node, answers_by_subject
from sellwright.interactions.values import Call, Chat, Meeting, Side
from sellwright.interactions.values import Touch as TouchValue
from sellwright.mailroom import codec
from sellwright.mailroom.filing import Filer, Ours, Row
from sellwright.store import bulk, dirty, wordings
from sellwright.store.models import Address, Event, Letter, Message, Thread, Touch

FEW = 6  # recipients a person picks by hand
_COLUMNS = (
    "pk", "mid", "at", "sender_id", "recipients", "copied", "kind", "words", "found", "marks", "thread_id", "direction",
    "message_id", "parents", "parent_mid", "bare", "is_reply",
)  # fmt: skip


def refile(thread_ids: Sequence[int], side: Ours) -> None:
    """Makes the touches of these threads anew, and marks whom they concern. To be called inside a transaction."""
    threads: dict[int, list[tuple[int | str | float, ...]]] = {pk: [] for pk in thread_ids}
    for columns in Message.objects.filter(thread__in=thread_ids).order_by("at", "mid").values_list(*_COLUMNS):
        threads[columns[10]].append(columns)
    held = [columns for group in threads.values() for columns in group]
    emails = _emails(held)
    register = Register()
    register.prefetch(emails.values())
    old = Touch.objects.filter(message__in=[columns[0] for columns in held])
    concerned = set(old.values_list("person_id", flat=True))
    old.delete()
    made: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    spans: list[tuple[object, ...]] = []
    filed: set[int] = set()
    for pk, group in threads.items():
        if not group:
            Thread.objects.filter(pk=pk).delete()
            continue
        filer = Filer(side, register.key, _names_me(side), register.met_by)
        for columns in group:
            touches, direction, unnamed = _file(columns, filer, (emails, side))
            for touch in touches:
                person = register.person(touch.person)
                filed.add(person.pk)
                made.append(_row(touch, person.pk, columns, unnamed))
            parent = _parent(columns, group)
            if direction != columns[11] or parent != columns[14]:
                changed.append((direction, parent, columns[0]))
        spans.append((group[0][2], group[-1][2], pk))
    bulk.insert(Touch, _STORED, made)
    bulk.update(Message, ("direction", "parent_mid"), changed)
    bulk.update(Thread, ("first_at", "last_at"), spans)
    desk_answers.join(thread_ids)
    wordings.add(int(str(columns[0])) for columns in held)
    _close(register, concerned | filed)


def _close(register: Register, concerned: Iterable[int]) -> None:
    """New people become findable, standings follow."""
    register.close()
    dirty.mark_people(concerned)


def _emails(held: Iterable[Sequence[object]]) -> dict[int, str]:
    ids: set[int] = set()
    for columns in held:
        ids.add(int(str(columns[3])))
        ids.update(map(int, str(columns[4]).split()))
        ids.update(map(int, str(columns[5]).split()))
    wanted, found = sorted(ids), dict[int, str]()
    for start in range(0, len(wanted), 800):
        found.update(Address.objects.filter(pk__in=wanted[start : start + 800]).values_list("pk", "email"))
    return found


def _file(columns: Sequence, filer: Filer, context: tuple[dict[int, str], Ours]) -> tuple[list[TouchValue], str, bool]:  # type: ignore[type-arg]
    """The touches of a message, its direction, and whether it came in without naming us among few."""
    emails, side = context
    pk, mid, at, sender, recipients, copied, kind, words, found, marks, thread, *_rest = columns
    asks, acts = 0, ()
    if found:
        asked, _promised, done = json.loads(found)
        asks, acts = len(asked), tuple(name for name, _ in done)
    row = Row(
        pk, mid, at, emails.get(sender, ""), tuple(emails.get(int(one), "") for one in recipients.split()),
        tuple(emails.get(int(one), "") for one in copied.split()), kind, words, asks, acts, frozenset(marks.split()),
        str(thread),
    )  # fmt: skip
    filed = filer.file(row)
    reached = (*row.recipients, *row.copied)
    unnamed = filed.direction == "in" and not (len(reached) <= FEW and any(map(side.has, reached)))
    return list(filed.touches), filed.direction, unnamed


def _names_me(side: Ours):  # type: ignore[no-untyped-def]
    """Whether a letter that only copies us greets or names us: then it is addressed to us all the same."""

    def named(row: Row) -> bool:
        packed = Letter.objects.filter(pk=row.n).values_list("packed", flat=True).first()
        opening = codec.unpack(packed).new_text[:200].lower() if packed else ""
        mine = [email for email in (*row.recipients, *row.copied) if side.is_me(email)]
        rows = Address.objects.filter(email__in=mine).values_list("name", flat=True)
        return any(len(first := name.partition(" ")[0].lower()) > 2 and first in opening for name in rows)

    return named


_STORED = (
    "person_id", "message_id", "ref", "at", "side", "channel", "thread_ref", "human", "opens", "answers", "asks",
    "minutes", "ours", "addressed", "acts", "author", "kind", "tells", "noise",
)  # fmt: skip


def _row(touch: TouchValue, person: int, columns: Sequence, unnamed: bool) -> tuple[object, ...]:  # type: ignore[type-arg]
    """A touch in order of _STORED."""
    marks = set(str(columns[9]).split())
    if touch.asks:
        marks.add("asks")
    if unnamed:
        marks.add("unnamed")
    return (
        person, columns[0], touch.id, touch.at, touch.side, touch.channel, touch.thread, touch.human, touch.opens,
        touch.answers, min(touch.asks, 30_000), touch.minutes, touch.ours, touch.addressed,
        " ".join(dict.fromkeys(touch.acts))[:200], touch.author[:254], columns[6], " ".join(sorted(marks)), False,
    )  # fmt: skip


def _parent(columns: Sequence, group: Sequence[Sequence]) -> str:  # type: ignore[type-arg]
    """The message of the thread that this one answers: the nearest it names, else the one it joined by its subject."""
    by_id = {other[12]: other[1] for other in group if other[12] and other[1] != columns[1]}
    named = next((by_id[one] for one in str(columns[13]).split() if one in by_id), "")
    if named or not columns[16] or not columns[15]:
        return named
    reply = _node(columns)
    earlier = (_node(other) for other in reversed(group) if other[15] == columns[15])
    return next((one.mid for one in earlier if one.at <= reply.at and answers_by_subject(reply, one)), "")


def _node(columns: Sequence) -> Node:  # type: ignore[type-arg]
    return Node(
        id=columns[0], mid=columns[1], at=columns[2], sender_id=columns[3], recipients=columns[4],
        message_id=columns[12], parents=columns[13], bare=columns[15], is_reply=columns[16],
    )  # fmt: skip


def refile_events(ids: Sequence[int], side: Ours) -> None:
    """Makes the touches of events from calendars, call logs and chats anew. Inside a transaction."""
    register = Register()
    old = Touch.objects.filter(event__in=ids, event__by_hand=False)
    concerned, filed = set(old.values_list("person_id", flat=True)), set[int]()
    old.delete()
    made: list[Touch] = []
    for event in Event.objects.filter(pk__in=ids, by_hand=False).exclude(body=""):
        for touch in _touches_of(codec.unpack_event(event.body), side):
            person = register.person(touch.person)
            filed.add(person.pk)
            made.append(Touch(
                person=person, event=event, ref=touch.id, at=touch.at, side=touch.side, channel=touch.channel,
                thread_ref=touch.thread[:40], human=True, asks=touch.asks, minutes=touch.minutes, ours=touch.ours,
                author=touch.author, kind="human",
            ))  # fmt: skip
    Touch.objects.bulk_create(made, batch_size=150)
    twin_calls.settle(touch.person_id for touch in made if touch.channel == "call")
    while forget_strangers(concerned - filed):
        pass
    _close(register, concerned | filed)


def _touches_of(event: Meeting | Call | Chat, side: Ours) -> Iterator[TouchValue]:
    """One touch for each person of theirs; `person` holds the address."""
    if isinstance(event, Call):
        minutes = event.minutes if event.answered else 0.0
        yield TouchValue(event.id, event.at.timestamp(), event.side, event.other.email, "call", minutes=minutes)
    elif isinstance(event, Chat):
        mine = side.has(event.sender.email)
        for address in event.to[:5] if mine else [event.sender]:
            if not side.has(address.email):
                yield TouchValue(
                    event.id, event.at.timestamp(), "us" if mine else "them", address.email, "chat",
                    thread=event.conversation, asks=event.text.count("?"),
                )  # fmt: skip
    else:
        yield from _meeting(event, side)


def _meeting(meeting: Meeting, side: Ours) -> Iterator[TouchValue]:
    """Declined and cancelled ones did not happen; nor, for us, one that all of ours declined."""
    if meeting.cancelled or meeting.all_day:
        return
    came = [a.address.email for a in meeting.attendees if a.answer != "declined"]
    organiser = meeting.organiser.email if meeting.organiser else ""
    everybody = list(dict.fromkeys(email for email in [organiser, *came] if email))
    theirs = [email for email in everybody if not side.has(email)]
    if len(theirs) == len(everybody) and any(side.has(a.address.email) for a in meeting.attendees):
        return
    minutes = (meeting.end_at - meeting.start_at).total_seconds() / 60
    whose: Side = "us" if not organiser or side.has(organiser) else "them"
    for email in theirs[:20]:
        yield TouchValue(
            meeting.id, meeting.start_at.timestamp(), whose, email, "meeting", minutes=minutes,
            ours=max(len(everybody) - len(theirs), 1),
            author=next((email for email in everybody if side.is_me(email)), ""),
        )  # fmt: skip
