"""Inboxes of several people: who is a member, by which addresses, and what came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from sellwright.store.models import Claim, Mailbox, Message, Share, Sighting, Touch, User
from sellwright.store.models.mailboxes import Level


def members(mailbox: Mailbox) -> QuerySet[User]:
    """Whoever reads an inbox whole and is here: its owner, those named, those of a team or everybody it is shown to."""
    shares = Share.objects.filter(mailbox=mailbox, level=Level.WHOLE)
    named = Q(pk=mailbox.owner_id) | Q(pk__in=shares.exclude(user=None).values("user"))
    named |= Q(team__in=shares.exclude(team=None).values("team"))
    if shares.filter(team=None, user=None).exists():
        named = Q()
    return User.objects.filter(named, is_active=True).order_by("name", "email")


def addresses_of_members(mailbox: Mailbox) -> list[str]:
    """The members' own addresses, those of their other mailboxes among them; not the inbox's."""
    found = {one.email.lower(): True for one in members(mailbox)}
    boxes = Mailbox.objects.filter(owner__in=members(mailbox), is_desk=False).values_list("addresses", flat=True)
    for given in boxes:
        found.update((str(address).lower(), True) for address in given)
    return list(found)


def threads_answered(mailbox: Mailbox) -> list[int]:
    """Threads (ids of rows) of an inbox in which a member wrote from an address of their own."""
    shown = Sighting.objects.filter(message__thread=OuterRef("thread"), mailbox=mailbox)
    wrote = Message.objects.filter(sender__email__in=addresses_of_members(mailbox), thread__isnull=False)
    return list(wrote.filter(Exists(shown)).order_by("thread").values_list("thread_id", flat=True).distinct())


def desks_among(boxes: Iterable[int]) -> list[Mailbox]:
    """Which of these mailboxes (ids of rows) are inboxes of several people."""
    return list(Mailbox.objects.filter(pk__in=list(boxes), is_desk=True).order_by("pk"))


def came_through(people: Sequence[int], desks: Iterable[int]) -> set[int]:
    """Who of these people (ids of rows) wrote to one of these inboxes."""
    seen = Sighting.objects.filter(message=OuterRef("message_id"), mailbox__in=list(desks))
    rows = Touch.objects.filter(Exists(seen), person__in=list(people), side="them", noise=False).order_by()
    return set(rows.values_list("person_id", flat=True).distinct())


def claimed(people: Iterable[int], desks: Iterable[int]) -> dict[int, int]:
    """Who answers each of these people (ids of rows of person and user), as far as they still read one of these
    inboxes."""
    wanted = {str(pk) for pk in desks}
    rows = Claim.objects.filter(person__in=list(people), released_at=None, user__is_active=True)
    found = rows.values_list("person_id", "user_id", "user__scope__key")
    return {person: user for person, user, key in found if not wanted.isdisjoint((key or "").split())}
