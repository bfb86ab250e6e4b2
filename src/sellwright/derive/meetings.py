"""Meetings of a calendar that is read live: stored, changed and taken away as its server shows them.

One thing on the server (a resource of CalDAV, a UID of a feed, an event of Google) is one item of the account; a
repeating one shows many meetings. A meeting is one row, however many calendars show it and however often it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from sellwright.derive import undoing
from sellwright.derive.people import forget_strangers
from sellwright.derive.storing import Storing
from sellwright.derive.texts import email as kept
from sellwright.derive.texts import plain
from sellwright.interactions.values import Meeting, Refused
from sellwright.mailroom import codec
from sellwright.mailroom.reaching import people_in
from sellwright.store import bulk, dirty
from sellwright.store.models import Address, Booking, Event, EventSighting, Intake, Item, Touch

NOTHING = Refused("", "skipped", "nothing in it is a meeting")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing a calendar's server shows, opened."""

    path: str  # its place there: href, UID, id
    size: int
    print: str  # of its bytes, or of what of them was read
    tag: str  # what its server names this edition by (ETag); '' when it names none
    meetings: tuple[Meeting, ...]
    refused: Refused = NOTHING  # why there are none, where there are none
    again_at: datetime | None = None  # read anew then: it repeats, and the days roll on


class LiveCalendar:
    """What one intake of a live calendar holds. Every call is to be made inside a transaction."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._storing = Storing(intake)

    def keep(self, things: Sequence[Shown], since: float) -> int:
        """These are on the server now, each in `path` once. Meetings that one of them showed before and does not any
        more go, unless they were before `since` (seconds since 1970): the window rolled past those. Returns how many
        meetings are new here."""
        dirty.alone()
        items = self._account(things)
        meetings = {one.id: one for thing in things for one in thing.meetings}
        events, new = self._upsert(meetings)
        wanted = {(events[one.id], items[thing.path]) for thing in things for one in thing.meetings}
        self._sight(wanted, items.values(), since)
        return new

    def lose(self, paths: Sequence[str], now: float) -> None:
        """These are on the server no more. What is past happened and stays; what lay ahead will not."""
        dirty.alone()
        rows = Item.objects.filter(intake=self._intake, path__in=[plain(path) for path in paths])
        rows.update(is_gone=True, again_at=None)
        ahead = EventSighting.objects.filter(item__in=rows, event__at__gt=now)
        self._unsee(ahead.values_list("pk", "event_id"))

    def _account(self, things: Sequence[Shown]) -> dict[str, int]:
        """The rows of these in the account, by path."""
        there = {
            row.path: row for row in Item.objects.filter(intake=self._intake, path__in=[plain(t.path) for t in things])
        }
        new: list[Item] = []
        old: list[Item] = []
        for thing in things:
            row = there.get(plain(thing.path)) or Item(intake=self._intake, path=plain(thing.path))
            row.size, row.print, row.is_gone, row.again_at = thing.size, thing.print, False, thing.again_at
            if thing.meetings:
                row.outcome, row.reason, row.tries = "stored", "", 0
            else:
                row.outcome, row.reason = thing.refused.outcome, plain(thing.refused.reason)[:120]
                row.tries = min(row.tries + 1, 30_000) if row.outcome == "failed" else 0
            row.detail = thing.tag[:300]
            (old if row.pk else new).append(row)
        Item.objects.bulk_create(new, batch_size=300)
        columns = ("size", "print", "is_gone", "again_at", "outcome", "reason", "tries", "detail")
        Item.objects.bulk_update(old, columns, batch_size=100)
        rows = {row.path: row.pk for row in (*new, *old)}
        return {thing.path: rows[plain(thing.path)] for thing in things}

    def _upsert(self, meetings: dict[str, Meeting]) -> tuple[dict[str, int], int]:
        """The events (ids of rows by ref) of these meetings, and how many were new."""
        known = {row[0]: row[1:] for row in bulk.pick(Event, ("ref", "id", "body"), "ref", meetings)}
        new = [one for ref, one in meetings.items() if ref not in known]
        self._storing.met(new)
        rows = [_row(one) for one in new]
        made = Event.objects.bulk_create(rows, batch_size=300)
        changed = {pk: (codec.unpack_event(body), meetings[ref]) for ref, (pk, body) in known.items()
                   if body and not _same(body, meetings[ref])}  # fmt: skip
        changes = self._change({pk: (a, b) for pk, (a, b) in changed.items() if isinstance(a, Meeting)})
        dirty.mark_events([*(row.pk for row in made), *changes])
        ids = {row.ref: row.pk for row in made} | {ref: pk for ref, (pk, _body) in known.items()}
        return ids, len(new)

    def _change(self, changed: dict[int, tuple[Meeting, Meeting]]) -> list[int]:
        """Events (ids of rows) as they stand and as they are shown now; returns those that are another from now on."""
        if not changed:
            return []
        others = EventSighting.objects.filter(event__in=changed).exclude(intake=self._intake)
        shared = set(others.values_list("event_id", flat=True))
        booked = set(Booking.objects.filter(event__in=changed).values_list("event_id", flat=True))
        done = []
        for pk, (before, shown) in changed.items():
            now = merged(before, shown, is_shared=pk in shared, is_booked=pk in booked)
            row = _row(now)
            if now == before or not Event.objects.filter(pk=pk).update(at=row.at, body=row.body, title=row.title):
                continue
            was, is_ = _emails(before), _emails(now)
            Address.objects.filter(email__in=was - is_, seen__gt=0).update(seen=F("seen") - 1)
            self._storing.met([now], already=was)
            done.append(pk)
        return done

    def _sight(self, wanted: set[tuple[int, int]], items: Iterable[int], since: float) -> None:
        """These events (id of row, id of its item) and no others are what these items show, from `since` on."""
        mine = EventSighting.objects.filter(intake=self._intake)
        known: dict[int, tuple[int, int | None]] = {}  # by event: the sighting and its item
        for pk, event, item in mine.filter(event__in={event for event, _ in wanted}).values_list(
            "pk", "event_id", "item_id"
        ):
            known[event] = (pk, item)
        moved = [
            (item, known[event][0]) for event, item in sorted(wanted) if event in known and known[event][1] != item
        ]
        bulk.update(EventSighting, ("item_id",), moved)
        box, intake = self._intake.mailbox_id, self._intake.pk
        new = {event: (event, box, intake, item) for event, item in sorted(wanted) if event not in known}
        bulk.insert(EventSighting, ("event_id", "mailbox_id", "intake_id", "item_id"), list(new.values()))
        dirty.mark_events(new)
        stale = mine.filter(item__in=list(items), event__at__gte=since).exclude(
            event__in={event for event, _ in wanted}
        )
        self._unsee(stale.values_list("pk", "event_id"))

    def _unsee(self, pairs: Iterable[tuple[int, int]]) -> None:
        rows = list(pairs)
        if not rows:
            return
        events = [event for _, event in rows]
        people = set(Touch.objects.filter(event__in=events).values_list("person_id", flat=True))
        undoing.unsee_events([pk for pk, _ in rows], events)
        while forget_strangers(people):
            pass


def merged(before: Meeting, shown: Meeting, *, is_shared: bool, is_booked: bool) -> Meeting:
    """A meeting as it stands after a calendar shows it so.

    Where no other calendar shows it, this one has the last word. Where others do, an earlier edition (SEQUENCE) changes
    nothing, and an answer that this copy has not heard of stays: a guest's copy knows only their own. Who took a time
    on our page opened the meeting, whatever a copy of it says."""
    if is_shared and shown.edition < before.edition:
        return before
    if is_shared and shown.edition == before.edition:
        said = {one.address.email: one for one in before.attendees if one.answer != "none"}
        answers = [said.get(one.address.email, one) if one.answer == "none" else one for one in shown.attendees]
        shown = replace(shown, attendees=tuple(answers))
    if is_booked and before.organiser is not None:
        guests = {one.address.email for one in shown.attendees}
        missed = tuple(one for one in before.attendees if one.address.email not in guests)
        shown = replace(shown, organiser=before.organiser, attendees=(*shown.attendees, *missed))
    return replace(shown, path=before.path)


def _same(body: str, meeting: Meeting) -> bool:
    known = codec.unpack_event(body)
    return isinstance(known, Meeting) and replace(known, path="") == replace(meeting, path="")


def _row(meeting: Meeting) -> Event:
    return Event(
        ref=meeting.id, kind="meeting", at=meeting.start_at.timestamp(), body=plain(codec.pack_event(meeting)),
        title=plain(meeting.title)[:300], minutes=(meeting.end_at - meeting.start_at).total_seconds() / 60,
    )  # fmt: skip


def _emails(meeting: Meeting) -> set[str]:
    return {kept(address.email) for address in people_in(meeting)}
