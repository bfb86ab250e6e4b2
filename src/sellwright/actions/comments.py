"""Words among colleagues about a person or a deal. "@name" calls somebody in, if they may know of it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions import mentions
from sellwright.interactions.mentions import Colleague
from sellwright.store.models import Comment, Deal, LogEntry, Mention, Person, User

DEEDS = ("comment",)
LONGEST = 5_000
MOST_COLLEAGUES = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that was kept, and what did not come of its "@": names of several, people who may not know of it."""

    entry: LogEntry
    comment: Comment
    unclear: tuple[str, ...] = ()
    shut_out: tuple[str, ...] = ()


def say(*, by: User, text: str, now: float, person: Person | None = None, deal: Deal | None = None) -> Said:
    """Keeps a comment about exactly one of `person` and `deal` (ValueError) and calls whom it names. `now` in seconds
    since 1970 UTC."""
    if (person is None) == (deal is None):
        raise ValueError("one of person and deal")
    access.check(by, "comment")
    text = text.strip()
    if not text:
        raise Refused(_("Write something first."), "text")
    if len(text) > LONGEST:
        raise Refused(_("A comment has at most %(most)d characters.") % {"most": LONGEST}, "text")
    with transaction.atomic():
        if person is not None:
            person = access.people(by).get(pk=person.pk)
        else:
            assert deal is not None
            deal = access.deals(by).get(pk=deal.pk)
        comment = Comment.objects.create(
            person=person, deal=deal, by=by, text=text, at=datetime.fromtimestamp(now, UTC)
        )
        called = mentions.read(text, colleagues())
        shut_out = _call(by, comment, called.ids)
        entry = log.write(by, "comment", comment, person=person, after={"length": len(text)})
    return Said(entry, comment, called.unclear, shut_out)


def colleagues() -> list[Colleague]:
    """Everybody who can be called."""
    rows = User.objects.filter(is_active=True).order_by("pk").values_list("pk", "name", "email")[:MOST_COLLEAGUES]
    return [Colleague(pk, name, email) for pk, name, email in rows]


def _call(by: User, comment: Comment, ids: tuple[int, ...]) -> tuple[str, ...]:
    shut_out: list[str] = []
    for user in User.objects.filter(pk__in=ids).exclude(pk=by.pk).order_by("pk"):
        if _may_know(user, comment):
            Mention.objects.create(comment=comment, user=user)
            recount(user)
        else:
            shut_out.append(str(user))
    return tuple(shut_out)


def _may_know(user: User, comment: Comment) -> bool:
    if comment.person_id is not None:
        return access.people(user).filter(comments=comment).exists()
    return access.deals(user).filter(comments=comment).exists()


def seen(*, by: User, rows: QuerySet[Mention]) -> int:
    """Marks one's own mentions among `rows` as read; returns how many were unread. Reading is not logged."""
    with transaction.atomic():
        count = rows.filter(user=by, seen_at=None).update(seen_at=timezone.now())
        if count:
            recount(by)
    return count


def recount(user: User) -> None:
    """Keeps the number in the menu. It stands on the user's own row, so that no page asks for it."""
    user.unread_mentions = Mention.objects.filter(user=user, seen_at=None).count()
    user.save(update_fields=["unread_mentions"])


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes a comment away again, with the calls in it. Its author only."""
    access.check(by, "comment")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        comment = Comment.objects.filter(public_id=entry.thing_id, by=by).first()
        if comment is None:
            raise Refused(_("This was taken back already."))
        called = list(User.objects.filter(mentions__comment=comment))
        done = log.write(by, "undo_comment", comment, person=comment.person)
        comment.delete()
        for user in called:
            recount(user)
        return done
