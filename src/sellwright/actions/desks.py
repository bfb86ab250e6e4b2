"""Inboxes of several people, such as sales@: who reads one whole, and what leaves with somebody who no longer does."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, sharing
from sellwright.actions.refusing import Refused
from sellwright.jobs import settling
from sellwright.store import desks, dirty
from sellwright.store.models import LogEntry, Mailbox, Share, Team, Touch, User
from sellwright.store.models.mailboxes import Level

DEEDS = ("open_desk", "close_desk", "desk_in", "desk_out")


def open_desk(*, by: User, mailbox: Mailbox) -> LogEntry:
    """Makes a mailbox of one's own an inbox of several people. Nobody reads it yet but its owner."""
    return _turn(by, mailbox, "open_desk", True)


def close_desk(*, by: User, mailbox: Mailbox) -> LogEntry:
    """It is its owner's again: whoever was named reads it no more. Teams it is shared with are left as they are."""
    return _turn(by, mailbox, "close_desk", False)


def let_in(*, by: User, mailbox: Mailbox, who: User | Team) -> LogEntry:
    """A colleague, or a team, reads all of it from now on, older mail too."""
    return _let(by, mailbox, who, "desk_in", True)


def let_out(*, by: User, mailbox: Mailbox, who: User | Team) -> LogEntry:
    """They read it no more: what they knew of it alone leaves their day at once, and whom they were answering is free
    again. Answers of theirs that belong to the inbox stay with it."""
    return _let(by, mailbox, who, "desk_out", False)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Does the inverse. Refused when it was changed since."""
    mailbox = Mailbox.objects.filter(public_id=entry.thing_id, owner=by).first()
    if mailbox is None or entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    changed = Refused(_("It was changed since, so this was not undone."))
    if entry.deed in ("open_desk", "close_desk"):
        if mailbox.is_desk is not (entry.deed == "open_desk"):
            raise changed
        if entry.deed == "open_desk":
            return close_desk(by=by, mailbox=mailbox)
        with transaction.atomic():
            for one in User.objects.filter(public_id__in=entry.before.get("members", ()), is_active=True):
                Share.objects.get_or_create(mailbox=mailbox, user=one, defaults={"level": Level.WHOLE, "by": by})
                sharing.resettle([one])
            return open_desk(by=by, mailbox=mailbox)
    who = _of(entry.before)
    if who is None:
        raise changed
    deed = let_out if entry.deed == "desk_in" else let_in
    return deed(by=by, mailbox=mailbox, who=who)


def _turn(by: User, mailbox: Mailbox, deed: str, is_desk: bool) -> LogEntry:
    with transaction.atomic():
        row = _own(by, mailbox)
        if row.is_desk is is_desk:
            raise Refused(_("It is one already.") if is_desk else _("It is none (any more)."))
        named = Share.objects.filter(mailbox=row).exclude(user=None).select_related("user")
        people = [one.user for one in named if one.user is not None]
        if not is_desk:
            named.delete()
        row.is_desk = is_desk
        row.save(update_fields=["is_desk"])
        if not is_desk:
            sharing.resettle(people)
        _refile(row)
        held = {"members": [one.public_id for one in people]}
        return log.write(by, deed, row, before=held if not is_desk else {})


def _let(by: User, mailbox: Mailbox, who: User | Team, deed: str, inside: bool) -> LogEntry:
    with transaction.atomic():
        row = _own(by, mailbox)
        if not row.is_desk:
            raise Refused(_("Make it a shared inbox first."))
        to: dict[str, Any] = {"user": who} if isinstance(who, User) else {"team": who}
        held = Share.objects.filter(mailbox=row, **to)
        if isinstance(who, User) and inside and (not who.is_active or who.pk == row.owner_id):
            raise Refused(_("Choose a colleague."), "who")
        if inside == held.filter(level=Level.WHOLE).exists():
            raise Refused(_("They read it already.") if inside else _("They do not read it (any more)."), "who")
        reached = [who] if isinstance(who, User) else list(who.members.filter(is_active=True))
        if inside:
            Share.objects.update_or_create(mailbox=row, **to, defaults={"level": Level.WHOLE, "by": by})
        else:
            held.delete()
        sharing.resettle(reached)
        _refile(row)
        return log.write(by, deed, row, before=_plain(who), after={"inside": inside})


def _plain(who: User | Team) -> dict[str, str]:
    return {"user" if isinstance(who, User) else "team": who.public_id}


def _of(held: dict[str, Any]) -> User | Team | None:
    if "user" in held:
        return User.objects.filter(public_id=held["user"], is_active=True).first()
    return Team.objects.filter(public_id=held.get("team", "")).first()


def _refile(row: Mailbox) -> None:
    """Answers its members gave before belong to it too, and the day of its people is made anew."""
    answered = desks.threads_answered(row)
    wrote = Touch.objects.filter(message__sightings__mailbox=row, noise=False).order_by()
    dirty.mark_threads(answered)
    dirty.mark_places(wrote.values_list("person_id", flat=True).distinct())
    settling.soon()


def _own(by: User, mailbox: Mailbox) -> Mailbox:
    access.check(by, "share_own")
    row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if row.owner_id != by.pk:
        raise access.NotAllowed(_("Only the owner of a mailbox shares it."))
    return row
