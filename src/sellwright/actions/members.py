"""Who belongs here: roles, teams, closing and opening somebody's access. The last owner stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import claims, log, sharing
from sellwright.actions.refusing import Refused
from sellwright.store.models import EntryLink, LogEntry, Team, User
from sellwright.store.models.users import Role

DEEDS = ("set_role", "set_team", "close_access", "open_access")


def set_role(*, by: User, member: User, role: str) -> LogEntry:
    """What somebody may do from now on."""
    access.check(by, "roles")
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), "role")
    with transaction.atomic():
        row = _held(member)
        if row.role == Role.OWNER and role != Role.OWNER:
            _keep_an_owner(row)
        before = row.role
        row.role = role
        row.save(update_fields=["role"])
        return log.write(by, "set_role", row, before={"role": before}, after={"role": role})


def set_team(*, by: User, member: User, team: Team | None) -> LogEntry:
    """Which team somebody is in; what is shared with that team is theirs to see, and what with the old one no more."""
    access.check(by, "invite")
    with transaction.atomic():
        row = _held(member)
        before = row.team.public_id if row.team else ""
        row.team = team
        row.save(update_fields=["team"])
        sharing.resettle([row])
        after = team.public_id if team else ""
        return log.write(by, "set_team", row, before={"team": before}, after={"team": after})


def close_access(*, by: User, member: User) -> LogEntry:
    """Somebody leaves: their sign-ins end at once, their mail stays as private as it was, their work stays."""
    access.check(by, "roles")
    with transaction.atomic():
        row = _held(member)
        if row.role == Role.OWNER:
            _keep_an_owner(row)
        row.is_active = False
        row.save(update_fields=["is_active"])
        EntryLink.objects.filter(user=row, used_at=None).delete()
        claims.let_go_unknown(row)
        return log.write(by, "close_access", row)


def open_access(*, by: User, member: User) -> LogEntry:
    """Somebody comes back, with the role they had."""
    access.check(by, "roles")
    with transaction.atomic():
        row = _held(member)
        row.is_active = True
        row.save(update_fields=["is_active"])
        sharing.resettle([row])
        return log.write(by, "open_access", row)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Does the inverse. Refused when it was changed since."""
    member = User.objects.filter(public_id=entry.thing_id).first()
    if member is None or entry.deed not in DEEDS:
        raise Refused(_("This cannot be undone."))
    changed = Refused(_("It was changed since, so this was not undone."))
    if entry.deed == "set_role":
        if member.role != entry.after["role"]:
            raise changed
        return set_role(by=by, member=member, role=entry.before["role"])
    if entry.deed == "set_team":
        if (member.team.public_id if member.team else "") != entry.after["team"]:
            raise changed
        team = Team.objects.filter(public_id=entry.before["team"]).first()
        return set_team(by=by, member=member, team=team)
    if entry.deed == "close_access":
        return open_access(by=by, member=member)
    return close_access(by=by, member=member)


def make_team(*, by: User, name: str) -> Team:
    """A new team. Refused by the field when there is one of that name."""
    access.check(by, "invite")
    name = name.strip()[:100]
    if not name:
        raise Refused(_("Give it a name."), "name")
    if Team.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a team of that name."), "name")
    with transaction.atomic():
        team = Team.objects.create(name=name)
        log.write(by, "make_team", team, after={"name": name})
        return team


def drop_team(*, by: User, team: Team) -> None:
    """A team ends; its members stay, and what was shared with it is not shared with them any more."""
    access.check(by, "invite")
    with transaction.atomic():
        members = list(team.members.all())
        log.write(by, "drop_team", team, before={"name": team.name})
        team.delete()
        for member in members:
            member.team = None
        sharing.resettle(members)


def _held(member: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("team").get(pk=member.pk)


def _keep_an_owner(leaving: User) -> None:
    owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
    if not [owner for owner in owners if owner.pk != leaving.pk]:
        raise Refused(_("This is the only owner here. Make somebody else an owner first."), "role")
