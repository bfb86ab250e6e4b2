"""What a scope may read, as querysets. A scope is a set of mailboxes; access.py says whose scope is which."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from sellwright.store.models import Event, EventSighting, Message, Scope, Sighting, Touch, User


def boxes_of(scope: Scope) -> list[int]:
    """Ids of the mailboxes of a scope, from its key: numbers in a query cost it no join."""
    return [int(one) for one in scope.key.split()]


def messages_in(scope: Scope) -> QuerySet[Message]:
    """Messages that lie in a mailbox of the scope."""
    seen = Sighting.objects.filter(message=OuterRef("pk"), mailbox__in=boxes_of(scope))
    return Message.objects.filter(Exists(seen))


def touches_in(scope: Scope) -> QuerySet[Touch]:
    """Touches of readable messages, of events in mailboxes of the scope, and of what was logged by hand."""
    return touches_among(boxes_of(scope))


def touches_among(boxes: Sequence[int]) -> QuerySet[Touch]:
    """Likewise, of these mailboxes."""
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__in=boxes)
    shown = EventSighting.objects.filter(event=OuterRef("event_id"), mailbox__in=boxes)
    return Touch.objects.filter(
        Q(message__isnull=False) & Exists(seen) | Q(event__isnull=False) & (Q(event__by_hand=True) | Exists(shown))
    )


def events_in(scope: Scope) -> QuerySet[Event]:
    """Events that a mailbox of the scope shows, and those logged by hand."""
    shown = EventSighting.objects.filter(event=OuterRef("pk"), mailbox__in=boxes_of(scope))
    return Event.objects.filter(Q(by_hand=True) | Exists(shown))


def addresses_of(user: User) -> frozenset[str]:
    """A user's own addresses: those of their mailboxes and the one they sign in with."""
    found = {user.email.lower()}
    for given in user.mailboxes.values_list("addresses", flat=True):
        found |= {str(address).lower() for address in given}
    return frozenset(found)
