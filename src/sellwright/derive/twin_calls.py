"""One call, told twice: by hand, and by the telephone system of whoever called. It is one act and counts once.

The machine's word on length and answer stands; the row written by hand stays on the timeline with its words, and counts
for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from sellwright.store import dirty
from sellwright.store.models import EventSighting, Touch

APART = 900.0  # seconds between a call's beginning or end and the moment it was written down
_WRONG_NUMBER = "wrong number"


def settle(people: Iterable[int]) -> None:
    """Looks again at the calls with these people (ids of rows) that were written down by hand. Inside a transaction."""
    wanted = sorted(set(people))
    by_hand = Touch.objects.filter(person__in=wanted, channel="call", event__by_hand=True)
    columns = ("pk", "person_id", "at", "noise", "event__by_id", "event__outcome")
    for pk, person, at, noise, by, outcome in by_hand.values_list(*columns):
        counts = outcome != _WRONG_NUMBER and not _is_told(person, at, by)
        if counts is noise:
            Touch.objects.filter(pk=pk).update(noise=not counts)
            dirty.mark_people([person])


def _is_told(person: int, at: float, by: int | None) -> bool:
    """Whether a mailbox of the same colleague shows a call of ours with the same person then."""
    near = Touch.objects.filter(
        person=person, channel="call", side="us", event__by_hand=False, at__gte=at - 4 * 3600, at__lte=at + APART
    )
    told = [
        event for event, begun, minutes in near.values_list("event_id", "at", "minutes")
        if begun - APART <= at <= begun + minutes * 60 + APART
    ]  # fmt: skip
    return bool(told) and EventSighting.objects.filter(event__in=told, mailbox__owner=by).exists()
