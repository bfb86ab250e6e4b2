"""Inboxes of several people: what came in, who answers, who answered; and for the owner, who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import desks as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import addresses, undoing, words
from sellwright.screens.asking import bench
from sellwright.store import clock
from sellwright.store import desks as read
from sellwright.store.models import Claim, LogEntry, Mailbox, Share, Team, Touch, User
from sellwright.store.models.mailboxes import Level

LISTED = 40
LOOKED_AT = 400  # acts, newest first
CHOICES = 300


@dataclass(frozen=True, slots=True)
class Came:
    """One person who wrote to the inbox."""

    id: str
    name: str
    url: str
    firm: str
    said: str  # "Ben answered today 9:10", "Ben is answering", "waiting since Tue 26 May"
    waiting: bool
    claim_url: str  # '' when it is taken, or the viewer may not
    release_url: str  # '' unless the viewer may


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague or a team that reads the inbox."""

    value: str  # "user:…" or "team:…"
    name: str
    detail: str


def mine(user: User) -> list[Mailbox]:
    """The inboxes of several people that a user is one of."""
    return list(access.whole_mailboxes(user).filter(is_desk=True).select_related("owner"))


@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """All one reads, and which of one's own mailboxes may become one."""
    user, _workspace = bench(request)
    may = access.may(user, "share_own")
    own = list(user.mailboxes.filter(is_desk=False).order_by("title", "pk")[:CHOICES]) if may else []
    held = {
        "here": "people",
        "desks": [
            {"title": one.title, "url": reverse("desk", args=[one.public_id]), "addresses": ", ".join(one.addresses),
             "owner": "" if one.owner_id == user.pk else str(one.owner)}
            for one in mine(user)
        ],
        "own": [{"title": one.title, "open_url": reverse("desk_open", args=[one.public_id])} for one in own],
    }  # fmt: skip
    return render(request, "inlets/desks.html", held)


@require_safe
def desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """One inbox, for whoever is of it."""
    user, workspace = bench(request)
    row = get_object_or_404(access.whole_mailboxes(user), public_id=public_id)
    if not row.is_desk:  # it was one
        return redirect("desks")
    is_owner = row.owner_id == user.pk
    readers = list(read.members(row)[:CHOICES])
    held: dict[str, Any] = {
        "here": "people",
        "desk": row,
        "addresses": ", ".join(row.addresses),
        "came": came(row, user, readers, clock.moment(workspace, user)),
        "members": [str(one) for one in readers],
        "is_owner": is_owner,
    }
    if is_owner:
        held |= _managed(row)
    return render(request, "inlets/desk.html", held)


def came(row: Mailbox, user: User, readers: list[User], now: datetime) -> list[Came]:
    """Who wrote to it, heard of last first, and how it stands with each."""
    acts = Touch.objects.filter(message__sightings__mailbox=row, noise=False).order_by("-at", "-id")
    newest: dict[int, tuple[Any, ...]] = {}
    columns = ("person_id", "at", "side", "author", "person__public_id", "person__name", "person__key",
               "person__firm__name", "person__firm__domain")  # fmt: skip
    theirs: set[int] = set()
    for act in acts.values_list(*columns)[:LOOKED_AT]:
        newest.setdefault(act[0], act)
        if act[2] == "them":
            theirs.add(act[0])
    shown = [act for pk, act in newest.items() if pk in theirs][:LISTED]
    claims = Claim.objects.filter(person__in=[act[0] for act in shown], released_at=None).select_related("user")
    held = {claim.person_id: claim for claim in claims}
    names = _names(readers)
    return [_came(act, held.get(act[0]), names, (user, now)) for act in shown]


def _came(act: tuple[Any, ...], claim: Claim | None, names: dict[str, str], seen: tuple[User, datetime]) -> Came:
    _pk, at, side, author, public_id, name, key, firm, domain = act
    user, now = seen
    waiting = side == "them"
    if not waiting:
        said = _("%(who)s answered %(when)s") % {"who": names.get(author, author), "when": words.when(at, now)}
    elif claim is not None:
        said = _("%(who)s is answering; it came %(when)s") % {"who": claim.user, "when": words.when(at, now)}
    else:
        said = _("waiting since %(when)s") % {"when": words.when(at, now)}
    may = access.may(user, "claim")
    may_release = claim is not None and (claim.user_id == user.pk or user.role in ("owner", "leader"))
    return Came(
        id=public_id, name=name or key, url=addresses.of("person", public_id), firm=firm or domain or "", said=said,
        waiting=waiting and claim is None, claim_url=addresses.of("claim", public_id) if may and claim is None else "",
        release_url=addresses.of("claim_release", public_id) if may and may_release else "",
    )  # fmt: skip


def _names(readers: list[User]) -> dict[str, str]:
    """Members by their own addresses."""
    found = {one.email.lower(): str(one) for one in readers}
    boxes = Mailbox.objects.filter(owner__in=readers, is_desk=False).select_related("owner")
    for box in boxes:
        for address in box.addresses:
            found.setdefault(str(address).lower(), str(box.owner))
    return found


def _managed(row: Mailbox) -> dict[str, Any]:
    """What its owner sees more: who reads it by what, and whom one may let in."""
    shares = Share.objects.filter(mailbox=row, level=Level.WHOLE).select_related("user", "team").order_by("pk")
    readers, taken = [], {row.owner_id}
    everybody = False
    for share in shares:
        if share.user is not None:
            taken.add(share.user_id or 0)
            readers.append(Reader(f"user:{share.user.public_id}", str(share.user), share.user.email))
        elif share.team is not None:
            readers.append(Reader(f"team:{share.team.public_id}", str(share.team), _("a team")))
        else:
            everybody = True
    teams = Team.objects.exclude(pk__in=shares.exclude(team=None).values("team")).order_by("name")[:CHOICES]
    users = User.objects.filter(is_active=True).exclude(pk__in=taken).order_by("name", "email")[:CHOICES]
    choices = [Reader(f"team:{one.public_id}", str(one), _("a team")) for one in teams]
    choices += [Reader(f"user:{one.public_id}", str(one), one.email) for one in users]
    return {"readers": readers, "choices": choices, "everybody": everybody,
            "mailbox_url": reverse("mailbox", args=[row.public_id])}  # fmt: skip


@require_POST
def open_desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Makes one's own mailbox an inbox of several people."""
    return _deed(request, public_id, lambda user, row: (
        _("“%(title)s” is a shared inbox now. Choose who reads it.") % {"title": row.title},
        deeds.open_desk(by=user, mailbox=row),
    ), to="desk")  # fmt: skip


@require_POST
def close_desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own again."""
    return _deed(request, public_id, lambda user, row: (
        _("“%(title)s” is yours alone again.") % {"title": row.title}, deeds.close_desk(by=user, mailbox=row)
    ), to="desks")  # fmt: skip


@require_POST
def let_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """A colleague or a team reads it from now on."""
    who = _who(request)
    return _deed(request, public_id, lambda user, row: (
        _("%(who)s reads all of it from now on, older mail too.") % {"who": who},
        deeds.let_in(by=user, mailbox=row, who=who),
    ), to="desk")  # fmt: skip


@require_POST
def let_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """They read it no more."""
    who = _who(request)
    return _deed(request, public_id, lambda user, row: (
        _("%(who)s reads it no more.") % {"who": who}, deeds.let_out(by=user, mailbox=row, who=who)
    ), to="desk")  # fmt: skip


def _who(request: HttpRequest) -> User | Team:
    kind, _colon, public_id = request.POST.get("who", "").partition(":")
    if kind == "team":
        return get_object_or_404(Team, public_id=public_id)
    return get_object_or_404(User, public_id=public_id)


def _deed(
    request: HttpRequest, public_id: str, deed: Callable[[User, Mailbox], tuple[str, LogEntry]], *, to: str
) -> HttpResponse:
    """A deed on one's own mailbox: its notice with Undo, or the sentence of its refusal."""
    user, _workspace = bench(request)
    row = get_object_or_404(Mailbox, public_id=public_id, owner=user)
    home = reverse("desks")
    try:
        text, entry = deed(user, row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=home)
    answer = undoing.answer(request, text, entry, other=home)
    answer["Location"] = reverse("desk", args=[public_id]) if to == "desk" else home
    return answer
