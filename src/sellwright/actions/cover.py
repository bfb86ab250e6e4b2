"""Who looks after somebody's day while they are away.

A cover shows the day, with its reasons, of the one who is away. It is theirs alone to give: a day is read from mail.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store.models import Cover, LogEntry, User

DEEDS = ("give_cover", "end_cover")
LONGEST_DAYS = 366
MOST = 12  # covers ahead


def give(*, by: User, to: User, from_date: date, until_date: date, today: date) -> LogEntry:
    """`to` sees the day of `by` from one day until another, both included."""
    access.check(by, "cover")
    if to.pk == by.pk:
        raise Refused(_("You cannot cover for yourself."), "to")
    if not to.is_active:
        raise Refused(_("That colleague has left."), "to")
    if until_date < from_date:
        raise Refused(_("The last day lies before the first."), "until")
    if until_date < today:
        raise Refused(_("Those days are over."), "until")
    if (until_date - from_date).days > LONGEST_DAYS:
        raise Refused(_("A cover lasts a year at most."), "until")
    with transaction.atomic():
        held = list(Cover.objects.select_for_update().filter(user=by, until_date__gte=today))
        clash = next((one for one in held if one.from_date <= until_date and from_date <= one.until_date), None)
        if clash is not None:
            raise Refused(_("Somebody covers for you on some of these days already. End that first."), "from")
        if len(held) >= MOST:
            raise Refused(_("At most %(most)d covers can lie ahead.") % {"most": MOST})
        row = Cover.objects.create(user=by, by=to, from_date=from_date, until_date=until_date)
        return log.write(by, "give_cover", row, after=_plain(row))


def end(*, by: User, cover: Cover) -> LogEntry:
    """Ends a cover, by the one who gave it or the one who covers."""
    access.check(by, "cover")
    with transaction.atomic():
        row = Cover.objects.select_for_update().filter(pk=cover.pk).first()
        if row is None:
            raise Refused(_("This cover has ended already."))
        if by.pk not in (row.user_id, row.by_id):
            raise access.NotAllowed(_("Only those two can end a cover."))
        done = log.write(by, "end_cover", row, before=_plain(row))
        row.delete()
        return done


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes back one of these deeds. What somebody else gave comes back only by them."""
    access.check(by, "cover")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    if entry.deed == "give_cover":
        row = Cover.objects.filter(public_id=entry.thing_id).first()
        if row is None:
            raise Refused(_("This cover has ended already."))
        return end(by=by, cover=row)
    held = entry.before
    if held["user_id"] != by.pk:
        raise Refused(_("Ask who was away: only they can give this cover again."))
    days = date.fromisoformat(held["from"]), date.fromisoformat(held["until"])
    to = User.objects.get(pk=held["by_id"])
    return give(by=by, to=to, from_date=days[0], until_date=days[1], today=days[0])


def _plain(row: Cover) -> dict[str, Any]:
    return {
        "user_id": row.user_id, "by_id": row.by_id,
        "from": row.from_date.isoformat(), "until": row.until_date.isoformat(),
    }  # fmt: skip
