"""Who sees how much of somebody's mail. Only the owner of a mailbox decides, and can take it back at any time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.actions import claims, log
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.store.models import LogEntry, Mailbox, Share, Team, User
from sellwright.store.models.mailboxes import Level

DEEDS = ("share",)


def share(*, by: User, mailbox: Mailbox, team: Team | None, level: str) -> LogEntry:
    """Shows a mailbox to a team (None: everybody here) at a level; `nothing` takes the share away."""
    access.check(by, "share_own")
    if mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("Only the owner of a mailbox shares it."))
    if level not in Level.values:
        raise Refused(_("Choose one of the four."), "level")
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        before = _plain(row, team)
        _write(by, row, team, level)
        after = _plain(row, team)
        reached = _reached(row, team)
        if Level.WHOLE in (before["level"], level):
            resettle(reached)
        return log.write(by, "share", row, before=before, after=after)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts a share back as it was. Refused when it was changed since."""
    mailbox = Mailbox.objects.filter(public_id=entry.thing_id, owner=by).first()
    if mailbox is None or entry.deed != "share":
        raise access.NotAllowed(_("Only the owner of a mailbox shares it."))
    team = Team.objects.filter(public_id=entry.before["team"]).first() if entry.before["team"] else None
    if entry.before["team"] and team is None:
        raise Refused(_("That team is gone, so this was not undone."))
    if _plain(mailbox, team) != entry.after:
        raise Refused(_("It was changed since, so this was not undone."))
    return share(by=by, mailbox=mailbox, team=team, level=str(entry.before["level"]))


def audience(mailbox: Mailbox) -> dict[int | None, int]:
    """How many colleagues each share would reach, by id of the team; None: everybody here."""
    rows = _reached(mailbox, None).order_by().values_list("team").annotate(number=Count("pk"))
    numbers: dict[int | None, int] = {team: number for team, number in rows if team is not None}
    numbers[None] = sum(number for _team, number in rows)
    return numbers


def told(team: Team | None, level: str, number: int) -> str:
    """One plain sentence: who will then see what of a mailbox. `number` is how many they are (`audience`)."""
    whom = _("everybody here") if team is None else _("the team %(name)s") % {"name": team.name}
    people = ngettext("%(n)d colleague", "%(n)d colleagues", number) % {"n": number}
    sentences = {
        Level.NOTHING: _("%(whom)s (%(people)s) then sees nothing of it."),
        Level.HAPPENED: _(
            "%(whom)s (%(people)s) then sees that a message came or went, with whom and when. Not a word of it."
        ),
        Level.SUBJECT: _("%(whom)s (%(people)s) then sees with whom, when, and the subject. Not the text."),
        Level.WHOLE: _(
            "%(whom)s (%(people)s) then reads all of it, older mail too, and it enters the numbers they see."
        ),
    }
    sentence = sentences[Level(level)] % {"whom": whom, "people": people}
    return sentence[:1].upper() + sentence[1:]


def resettle(users: Iterable[User]) -> None:
    """What these users may read has changed: their scopes are settled anew, and the standings in them follow."""
    for user in users:
        before = user.scope_id
        scope = access.scope_of(user)
        if scope.pk != before:
            queue.enqueue("stand_anew", key=f"scope {scope.pk}", scope=scope.pk)
            claims.let_go_unknown(user)


def _reached(mailbox: Mailbox, team: Team | None) -> QuerySet[User]:
    others = User.objects.filter(is_active=True).exclude(pk=mailbox.owner_id)
    return others if team is None else others.filter(Q(team=team))


def _plain(mailbox: Mailbox, team: Team | None) -> dict[str, str]:
    held = Share.objects.filter(mailbox=mailbox, team=team, user=None).first()
    return {"team": team.public_id if team else "", "level": held.level if held else Level.NOTHING.value}


def _write(by: User, mailbox: Mailbox, team: Team | None, level: str) -> None:
    if level == Level.NOTHING:
        Share.objects.filter(mailbox=mailbox, team=team, user=None).delete()
    else:
        Share.objects.update_or_create(mailbox=mailbox, team=team, user=None, defaults={"level": level, "by": by})
