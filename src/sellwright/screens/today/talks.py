"""Meetings of one's own calendars that are still to come today, and what happened on one's booking page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sellwright.jobs import tell_of_booking
from sellwright.store.models import Booking, Event, EventSighting, User
from sellwright.store.ready import ready

NEWS_SECONDS = 2 * 86_400.0
MOST = 12
AT_LEAST = 15 * 60.0  # seconds that a meeting stands here from its start, though nobody said how long it lasts


@dataclass(frozen=True, slots=True)
class Talk:
    """One meeting: `people` are theirs, as (public id, name)."""

    ref: str
    at: str  # "10:30"
    title: str
    people: tuple[tuple[str, str], ...]
    booked: bool  # taken on one's page


def talks(user: User, now: datetime) -> list[Talk]:
    """Those of today that are not over. `now` in the user's zone."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = (midnight + timedelta(days=1)).replace(hour=0, minute=0)
    found: dict[str, Talk] = {}
    for ref, at, minutes, title, booking, person, name, key in _talks(user.pk, midnight.timestamp(), ends.timestamp()):
        if at + max(minutes * 60.0, AT_LEAST) < now.timestamp():
            continue
        known = found.get(ref)
        people = (*(known.people if known else ()), (person, name or key))
        clock = datetime.fromtimestamp(at, now.tzinfo)
        found[ref] = Talk(ref, f"{clock:%H:%M}", title, people, booking is not None)
    return list(found.values())[:MOST]


def news(user: User, now: datetime) -> list[str]:
    """What was taken, moved and given back in the last two days, newest first."""
    rows = list(_news(user.pk, now.timestamp() - NEWS_SECONDS))
    return [tell_of_booking.subject_of(row) for row in rows]


@ready
def _talks(user: int, first: float, until: float) -> QuerySet[Any, Any]:
    mine = EventSighting.objects.filter(event=OuterRef("pk"), mailbox__owner=user)
    rows = Event.objects.filter(Exists(mine), kind="meeting", at__gte=first, at__lt=until, touches__isnull=False)
    return rows.order_by("at", "pk", "touches__pk").values_list(
        "public_id", "at", "minutes", "title", "booking__pk", "touches__person__public_id", "touches__person__name",
        "touches__person__key",
    )  # fmt: skip


@ready
def _news(user: int, since: float) -> QuerySet[Booking]:
    return Booking.objects.filter(page__user=user, changed_at__gt=since).order_by("-changed_at", "-pk")[:MOST]
