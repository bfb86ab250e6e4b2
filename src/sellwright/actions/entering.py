"""How people come in: one-time links, claiming an empty workspace, taking an invitation up.

Of a link only the SHA-256 of its token is kept: who reads the database cannot enter with it. A link works once: using
it is one UPDATE that finds it unused, so of two who press at the same moment one is told that it is spent.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions.words_mail import FREE_MAIL
from sellwright.jobs import queue
from sellwright.store import sealed
from sellwright.store.models import EntryLink, Team, User, Workspace
from sellwright.store.models.users import Role

TERMINAL_LIFE = timedelta(hours=12)  # printed where the server was started: a working day
INVITATION_LIFE = timedelta(days=7)


class Spent(Refused):
    """The link was used, has run out, or never was one."""

    def __init__(self) -> None:
        super().__init__(_("This link was used already, or its time ran out."))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves when they come in for the first time. `password` is None with a passkey."""

    name: str
    email: str
    password: str | None
    time_zone: str = "UTC"
    language: str = "en"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def claim_link() -> str:
    """A new token for whoever claims this empty workspace; earlier ones end. Raises Refused when it is claimed."""
    if Workspace.objects.filter(claimed_at__isnull=False).exists():
        raise Refused(_("This workspace has an owner already."))
    EntryLink.objects.filter(user=None, invited_email="").delete()
    return _new(life=TERMINAL_LIFE, role=Role.OWNER)


def way_in(user: User) -> str:
    """A new token that signs one user in: for the demo, and for the person at the machine's own terminal. Earlier
    unused ones of that user end."""
    EntryLink.objects.filter(user=user, used_at=None).delete()
    return _new(life=TERMINAL_LIFE, role=user.role, user=user)


def invite(*, by: User, email: str, role: str, team: Team | None = None) -> tuple[EntryLink, str]:
    """A token for a colleague, shown to `by` once. An address that is invited already gets a new link; the old one
    ends. Raises Refused by the field when they are a member."""
    access.check(by, "invite")
    email = email.strip().lower()
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), "role")
    if role == Role.OWNER:
        access.check(by, "roles")
    if User.objects.filter(email=email).exists():
        raise Refused(_("This address belongs to a member already."), "email")
    with transaction.atomic():
        EntryLink.objects.filter(invited_email=email, used_at=None).delete()
        token = _new(life=INVITATION_LIFE, role=role, invited_email=email, team=team, made_by=by)
        link = EntryLink.objects.get(token_hash=hash_of(token))
        log.write(by, "invite", link, after={"role": role})
    return link, token


def mail(*, by: User, link: EntryLink, url: str) -> bool:
    """Has an invitation sent to its address, where a mail server is set. False where none is, or in the demo."""
    access.check(by, "invite")
    workspace = Workspace.objects.first()
    if workspace is None or workspace.is_demo or not workspace.mail_server.get("host"):
        return False
    queue.enqueue("mail_invitation", key=str(link.pk), link=link.pk, by=by.pk, url=sealed.seal(url))
    return True


def withdraw(*, by: User, link: EntryLink) -> None:
    """An invitation ends unused."""
    access.check(by, "invite")
    with transaction.atomic():
        log.write(by, "withdraw_invitation", link, before={"role": link.role})
        link.delete()


def find(token: str) -> EntryLink | None:
    """The link of a token while it can still be used."""
    links = EntryLink.objects.select_related("user", "team", "made_by")
    return links.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=timezone.now()).first()


def enter(token: str) -> User:
    """Uses a link that signs a known user in. Raises Spent."""
    with transaction.atomic():
        link = _use(token)
        if link.user is None or not link.user.is_active:
            raise Spent
        log.write(link.user, "enter_by_link", link.user)
        return link.user


def claim(token: str, newcomer: Newcomer, workspace_name: str) -> User:
    """Makes the workspace and its owner. Raises Spent, or Refused when somebody was faster."""
    with transaction.atomic():
        link = _use(token)
        if link.user is not None or link.invited_email:
            raise Spent
        workspace, _made = Workspace.objects.select_for_update().get_or_create(defaults={"name": workspace_name})
        if workspace.claimed_at is not None:
            raise Refused(_("This workspace has an owner already."))
        user = _member(newcomer, Role.OWNER, None)
        workspace.name = workspace_name
        workspace.claimed_at = timezone.now()
        domain = newcomer.email.rpartition("@")[2].lower()
        workspace.domains = workspace.domains or ([] if domain in FREE_MAIL else [domain])
        workspace.save(update_fields=["name", "claimed_at", "domains"])
        log.write(user, "claim_workspace", workspace, after={"name": workspace_name})
        return user


def join(token: str, newcomer: Newcomer) -> User:
    """Takes an invitation up. The address is the invited one, whatever was typed. Raises Spent or Refused."""
    with transaction.atomic():
        link = _use(token)
        if not link.invited_email:
            raise Spent
        if User.objects.filter(email=link.invited_email).exists():
            raise Refused(_("This address belongs to a member already. Sign in instead."))
        joined = Newcomer(newcomer.name, link.invited_email, newcomer.password, newcomer.time_zone, newcomer.language)
        user = _member(joined, link.role, link.team)
        log.write(user, "join", user, after={"role": link.role})
        return user


def _new(*, life: timedelta, role: str, **fields: object) -> str:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    EntryLink.objects.filter(expires_at__lt=now - timedelta(days=30)).delete()  # long ago: nobody asks for them
    EntryLink.objects.create(token_hash=hash_of(token), role=role, expires_at=now + life, **fields)
    return token


def _use(token: str) -> EntryLink:
    now = timezone.now()
    fresh = EntryLink.objects.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=now)
    if fresh.update(used_at=now) != 1:
        raise Spent
    return EntryLink.objects.select_related("user", "team").get(token_hash=hash_of(token))


def _member(newcomer: Newcomer, role: str, team: Team | None) -> User:
    return User.objects.create_user(
        newcomer.email,
        newcomer.password,
        name=newcomer.name,
        role=role,
        team=team,
        time_zone=newcomer.time_zone,
        language=newcomer.language,
    )
