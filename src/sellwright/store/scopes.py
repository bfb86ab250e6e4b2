"""What a scope may read, as querysets. A scope is a set of mailboxes; access.py says whose scope is which."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from sellwright.store.models import Event, Message, Scope, Sighting, Touch, User


def messages_in(scope: Scope) -> QuerySet[Message]:
    """Messages that lie in a mailbox of the scope."""
    return Message.objects.filter(Exists(Sighting.objects.filter(message=OuterRef("pk"), mailbox__scopes=scope)))


def touches_in(scope: Scope) -> QuerySet[Touch]:
    """Touches of readable messages, of events in mailboxes of the scope, and of what was logged by hand."""
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__scopes=scope)
    return Touch.objects.filter(
        Q(message__isnull=False) & Exists(seen)
        | Q(event__isnull=False) & (Q(event__mailbox=None) | Q(event__mailbox__scopes=scope))
    )


def events_in(scope: Scope) -> QuerySet[Event]:
    """Events of mailboxes in the scope, and those logged by hand."""
    return Event.objects.filter(Q(mailbox=None) | Q(mailbox__scopes=scope))


def addresses_of(user: User) -> frozenset[str]:
    """A user's own addresses: those of their mailboxes and the one they sign in with."""
    found = {user.email.lower()}
    for given in user.mailboxes.values_list("addresses", flat=True):
        found |= {str(address).lower() for address in given}
    return frozenset(found)
