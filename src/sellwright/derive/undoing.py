"""Takes back what one intake brought, a little at a time, so that a program ended in between goes on where it stood.
What another intake of the same mailbox met again becomes that one's; what another mailbox shows stays there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from sellwright.derive import people, threads, twin_calls
from sellwright.derive.texts import email as kept
from sellwright.mailroom import codec
from sellwright.mailroom.filing import AWAY, MASS_RECIPIENTS, NOISE
from sellwright.mailroom.intake import REPEATED
from sellwright.mailroom.reaching import digits, people_in
from sellwright.store import bulk, dirty, search, wordings
from sellwright.store.models import (
    Address,
    Event,
    EventSighting,
    Firm,
    Intake,
    Item,
    Letter,
    Message,
    Phone,
    Sighting,
    Touch,
)

BATCH = 100
ITEMS = 1_000
UNKNOWN = -1.0  # when we first met somebody is to be found again
_TAKEN_BACK = (Intake.State.UNDOING, Intake.State.UNDONE)


def hand_over(row: Intake) -> None:
    """What another intake into the same mailbox met again is that one's from now on."""
    others = Intake.objects.filter(mailbox=row.mailbox_id).exclude(pk=row.pk).exclude(state__in=_TAKEN_BACK)
    again = Item.objects.filter(intake__in=others, outcome="skipped", reason=REPEATED).order_by("pk")
    last = 0
    while page := list(again.filter(pk__gt=last).values_list("pk", "intake_id", "detail")[:ITEMS]):
        last = page[-1][0]
        heirs = {ref: (item, intake) for item, intake, ref in reversed(page)}
        with transaction.atomic():
            dirty.alone()
            mails = row.sightings.filter(message__mid__in=heirs).values_list("pk", "message__mid")
            met = row.event_sightings.filter(event__ref__in=heirs).values_list("pk", "event__ref")
            shows, events_ = list(mails), list(met)
            bulk.update(Sighting, ("intake_id",), [(heirs[mid][1], pk) for pk, mid in shows])
            shown_by = [(heirs[ref][1], None, pk) for pk, ref in events_]  # no more by what a server showed
            bulk.update(EventSighting, ("intake_id", "item_id"), shown_by)
            taken = [heirs[ref][0] for _, ref in (*shows, *events_)]
            Item.objects.filter(pk__in=taken).update(outcome="stored", reason="", detail="")


def mail(row: Intake) -> bool:
    """A hundred messages less in this intake. False when there are none."""
    with transaction.atomic():
        dirty.alone()
        shows = list(row.sightings.order_by("pk").values_list("pk", "message_id")[:BATCH])
        _unsee([pk for pk, _ in shows], [message for _, message in shows])
    return bool(shows)


def unsee_mail(messages: list[int]) -> None:
    """Takes these messages (ids of rows) away wherever they are seen. Inside a transaction."""
    _unsee(list(Sighting.objects.filter(message__in=messages).values_list("pk", flat=True)), messages)


def _unsee(sightings: list[int], messages: list[int]) -> None:
    Sighting.objects.filter(pk__in=sightings).delete()
    wordings.forget(messages)
    touched = Touch.objects.filter(message__in=messages)
    dirty.mark_people(touched.values_list("person_id", flat=True).distinct())
    gone = list(Message.objects.filter(pk__in=messages, sightings__isnull=True))
    ids = [message.pk for message in gone]
    left = {message.thread_id for message in gone if message.thread_id is not None}
    _uncount(gone)
    search.forget_mail(ids)
    Touch.objects.filter(message__in=ids).delete()
    Letter.objects.filter(pk__in=ids).delete()
    Message.objects.filter(pk__in=ids).delete()
    _forget_numbers(message.sender_id for message in gone)
    threads.rebuild(left)


def _uncount(gone: Iterable[Message]) -> None:
    for message in gone:
        readers = [int(one) for one in (*message.recipients.split(), *message.copied.split())]
        met = Address.objects.filter(pk__in={message.sender_id, *readers})
        met.filter(seen__gt=0).update(seen=F("seen") - 1)
        met.filter(first_at=message.at).exclude(first_at=0.0).update(first_at=UNKNOWN)


def _forget_numbers(senders: Iterable[int]) -> None:
    """Numbers that no signature left shows any more."""
    for pk, email in Address.objects.filter(pk__in=set(senders)).values_list("pk", "email"):
        lost = {found: number for number, found in Phone.objects.filter(email=email).values_list("pk", "digits")}
        letters = Letter.objects.filter(message__sender=pk).order_by("-message_id") if lost else Letter.objects.none()
        for packed in letters.values_list("packed", flat=True).iterator(chunk_size=50):
            for fact in codec.unpack(packed).facts:
                lost.pop(digits(fact.value), None)
            if not lost:
                break
        Phone.objects.filter(pk__in=lost.values()).delete()


def events(row: Intake) -> bool:
    """A hundred meetings, calls and chat lines less in this intake. False when there are none."""
    with transaction.atomic():
        dirty.alone()
        shows = list(row.event_sightings.order_by("pk").values_list("pk", "event_id")[:BATCH])
        unsee_events([pk for pk, _ in shows], [event for _, event in shows])
    return bool(shows)


def unsee_events(sightings: Sequence[int], events: Sequence[int]) -> None:
    """Takes these sightings (ids of rows) of these events away, and the events that nothing shows any more. Inside a
    transaction."""
    EventSighting.objects.filter(pk__in=sightings).delete()
    concerned = list(Touch.objects.filter(event__in=events).values_list("person_id", flat=True).distinct())
    dirty.mark_people(concerned)
    gone = list(Event.objects.filter(pk__in=events, sightings__isnull=True, by_hand=False))
    for event in gone:
        found = {kept(address.email) for address in people_in(codec.unpack_event(event.body))}
        Address.objects.filter(email__in=found, seen__gt=0).update(seen=F("seen") - 1)
    Event.objects.filter(pk__in=[event.pk for event in gone]).delete()
    twin_calls.settle(concerned)


def items(row: Intake) -> bool:
    """A thousand rows of its account less. False when there are none."""
    ids = list(row.items.order_by("pk").values_list("pk", flat=True)[:ITEMS])
    Item.objects.filter(pk__in=ids).delete()
    return bool(ids)


def first_meetings() -> None:
    """Finds again when we first met those whose first message went: one pass over the mail that is left, until all
    are found. The threads in which they are new now are filed again."""
    with transaction.atomic():
        dirty.alone()
        side = people.ours()
        wanted = set(Address.objects.filter(first_at=UNKNOWN).values_list("pk", flat=True))
        if not wanted:
            return
        emails = dict(Address.objects.values_list("pk", "email"))
        found: dict[int, float] = {}
        rows = Message.objects.order_by("at", "mid").exclude(kind__in=NOISE).exclude(at=0.0)
        columns = rows.values_list("at", "sender_id", "recipients", "copied", "marks", "thread_id")
        for at, sender, recipients, copied, marks, thread in columns.iterator():
            if len(found) == len(wanted):
                break
            if not set(marks.split()).isdisjoint(AWAY):
                continue
            readers = map(int, (*recipients.split(), *copied.split()))
            met = [pk for pk in readers if not side.has(emails[pk])][:MASS_RECIPIENTS]
            for pk in met if side.has(emails[sender]) else (sender, *met):
                if pk in wanted and pk not in found:
                    found[pk] = at
                    dirty.mark_threads([thread] if thread else [])
        bulk.update(Address, ("first_at",), [(found.get(pk, 0.0), pk) for pk in sorted(wanted)])


def strangers() -> bool:
    """Takes away some people, firms, addresses and numbers of whom nothing is left. False when there are none."""
    with transaction.atomic():
        dirty.alone()
        gone = bool(people.forget_strangers())
        firms = list(
            Firm.objects.filter(people=None, deals=None, corrections=None, by_hand=False).exclude(domain=None)
            .order_by("pk").values_list("pk", flat=True)[:BATCH]
        )  # fmt: skip
        search.forget_names("firm", firms)
        Firm.objects.filter(pk__in=firms).delete()
        writes = Message.objects.filter(sender=OuterRef("pk"))
        unmet = Address.objects.filter(seen=0, person=None).exclude(Exists(writes)).order_by("pk")
        rows = list(unmet.values_list("pk", "email")[: 3 * BATCH])
        Phone.objects.filter(email__in=[email for _, email in rows]).delete()
        Address.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    return gone or bool(firms) or bool(rows)
