"""Erases one person of the other side everywhere (docs/guides/leaving.md says what goes and what stays).

Mail they wrote, and mail of ours to them alone, goes whole. In what others wrote, or what went to several, what names
them is covered. Each step can be run again: ended in between, the next run goes on, and the person's row goes last.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sellwright.archive import brought, covering, emptying, former, naming, packing
from sellwright.archive.naming import Naming
from sellwright.derive import people, undoing
from sellwright.mailroom import codec
from sellwright.mailroom.reaching import people_in
from sellwright.store import dirty, forgotten, search
from sellwright.store.dialects import compact
from sellwright.store.models import (
    Absorbed,
    Address,
    Booking,
    BulkRow,
    Commitment,
    Deal,
    Draft,
    Event,
    EventSighting,
    ImportRow,
    Intake,
    Item,
    Letter,
    LogEntry,
    Message,
    Person,
    Phone,
    Sighting,
)

BATCH = 100
SCANNED = 2_000


def whole_messages(person: Person) -> Iterator[int]:
    """Ids of messages that go whole: theirs, and those that nobody else outside got."""
    addresses = set(Address.objects.filter(person=person).values_list("pk", flat=True))
    side, known, last = people.ours(), dict[int, bool](), 0
    rows = Message.objects.order_by("pk").values_list("pk", "sender_id", "recipients", "copied")
    while page := list(rows.filter(pk__gt=last)[:SCANNED]):
        last = page[-1][0]
        for pk, sender, to, copied in page:
            readers = {int(one) for one in (*to.split(), *copied.split())}
            if sender in addresses:
                yield pk
            elif readers & addresses:
                unknown = [one for one in (readers | {sender}) - addresses if one not in known]
                for one, email in Address.objects.filter(pk__in=unknown).values_list("pk", "email"):
                    known[one] = side.has(email)
                if all(known.get(one, True) for one in (readers | {sender}) - addresses):
                    yield pk


def whole_events(person: Person) -> Iterator[int]:
    """Ids of events that go whole: written down about them, or with nobody else outside."""
    emails = set(Address.objects.filter(person=person).values_list("email", flat=True))
    side, last = people.ours(), 0
    yield from Event.objects.filter(person=person).values_list("pk", flat=True)
    rows = Event.objects.exclude(body="").exclude(person=person).order_by("pk").values_list("pk", "body")
    while page := list(rows.filter(pk__gt=last)[:SCANNED]):
        last = page[-1][0]
        for pk, body in page:
            held = {address.email for address in people_in(codec.unpack_event(body))}
            if held & emails and all(side.has(email) for email in held - emails):
                yield pk


def erase(person: Person, *, now: float, say: Callable[[str], None] = lambda words: None) -> dict[str, int]:
    """Erases them and returns what went or was covered, by noun. `now` in seconds since 1970 UTC. Not to be called in
    a transaction: on SQLite the file is written anew at the end, so that nothing stays in its gaps. Raises
    StillBrought, before anything went, while an import that holds them is under way."""
    called = naming.of(person)
    counts: dict[str, int] = {}
    say("Erasing files that hold them")
    counts["files of imports"] = brought.drop(called.pattern())
    _drop_files(person)
    say("Erasing mail")
    phones = list(Phone.objects.filter(email__in=called.emails).values_list("digits", "email"))
    messages = list(whole_messages(person))
    for start in range(0, len(messages), BATCH):
        _erase_messages(messages[start : start + BATCH], phones)
    counts["messages"] = len(messages)
    say("Erasing meetings, calls and notes")
    events = list(whole_events(person))
    for start in range(0, len(events), BATCH):
        _erase_events(events[start : start + BATCH])
    counts["events"] = len(events)
    say("Covering their name in what others wrote")
    emptying.answers(person, called)
    emptying.conditions(person, called)
    counts["letters covered"] = covering.letters(called.pattern())
    counts["rows covered"] = sum(covering.tables(called.pattern(), _own_rows(person, called)).values())
    say("Erasing the person")
    with transaction.atomic():
        dirty.alone()
        emptying.empty(person, called)
        forgotten.remember(called.emails, now)
        search.forget_names("person", [person.pk])
        person.delete()
    finish(say)
    return counts


def finish(say: Callable[[str], None] = lambda words: None) -> None:
    """Once the rows are gone: who is left without anything, and the gaps of the file."""
    while undoing.strangers():
        pass
    say("Writing the database anew, so that nothing stays in its gaps")
    compact()


def _own_rows(person: Person, called: Naming) -> dict[Any, frozenset[int]]:
    """Rows that go with them, and that say until then who is to be erased."""
    return {
        Person: frozenset({person.pk}),
        Address: frozenset(Address.objects.filter(person=person).values_list("pk", flat=True)),
        Phone: frozenset(Phone.objects.filter(email__in=called.emails).values_list("pk", flat=True)),
        Booking: frozenset(Booking.objects.filter(email__in=called.emails).values_list("pk", flat=True)),
        Draft: frozenset(Draft.objects.filter(to__in=called.emails).values_list("pk", flat=True)),
        LogEntry: frozenset(former.lines(person).values_list("pk", flat=True)),
        ImportRow: frozenset(former.brought(person).values_list("pk", flat=True)),
        BulkRow: frozenset(former.given(person).values_list("pk", flat=True)),
        Absorbed: frozenset(emptying.absorbed(person).values_list("pk", flat=True)),
    }


def _erase_messages(ids: Sequence[int], phones: Sequence[tuple[str, str]]) -> None:
    """Their numbers stay known until the end, without the signatures that showed them: a run that goes on after this
    one has to find them too."""
    with transaction.atomic():
        dirty.alone()
        _account(ids)
        Deal.objects.filter(proposed=True, signs__message__in=ids, waved_at=None).delete()
        Draft.objects.filter(answers__in=ids).update(prepared=[])
        Commitment.objects.filter(message__in=ids).update(words="")
        undoing.unsee_mail(list(ids))
        Phone.objects.bulk_create([Phone(digits=one, email=email) for one, email in phones], ignore_conflicts=True)


def _account(ids: Sequence[int]) -> None:
    """The items that stored these messages count as left out, with the reason: the sums go on agreeing."""
    packed = dict(Letter.objects.filter(pk__in=ids).values_list("pk", "packed"))
    mids = dict(Message.objects.filter(pk__in=ids).values_list("pk", "mid"))
    for message, intake in Sighting.objects.filter(message__in=ids).values_list("message_id", "intake_id"):
        path = codec.unpack(packed[message]).path if message in packed else ""
        here = Item.objects.filter(intake=intake, outcome="stored")
        here.filter(Q(path=path) | Q(detail=mids[message])).update(
            outcome="skipped", reason=forgotten.REASON, detail=""
        )
    Item.objects.filter(detail__in=mids.values()).update(detail="")


def _erase_events(ids: Sequence[int]) -> None:
    with transaction.atomic():
        dirty.alone()
        shows = list(EventSighting.objects.filter(event__in=ids).values_list("pk", "event_id"))
        Booking.objects.filter(event__in=ids).delete()
        told = Event.objects.filter(pk__in=ids).values("public_id")
        LogEntry.objects.filter(thing="event", thing_id__in=told).update(before={}, after={})
        undoing.unsee_events([pk for pk, _ in shows], [event for _, event in shows])
        Event.objects.filter(pk__in=ids).delete()


def _drop_files(person: Person) -> None:
    """Exports of mailboxes are made again when asked for; files that were read are needed no more."""
    home = Path(settings.HOME)
    shutil.rmtree(home / "exports", ignore_errors=True)
    shutil.rmtree(packing.taken_along(), ignore_errors=True)
    held = Intake.objects.filter(is_upload=True, state=Intake.State.DONE, sightings__message__touches__person=person)
    for path in held.values_list("path", flat=True).distinct():
        if Path(path).is_relative_to(Path(settings.UPLOADS)):
            Path(path).unlink(missing_ok=True)
