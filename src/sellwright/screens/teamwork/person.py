"""What a team does about one person: who answers, who looks after them, words among colleagues, tasks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import claims, comments, events, people, tasks
from sellwright.actions.refusing import Refused
from sellwright.screens import team_words, undoing, words
from sellwright.screens.asking import bench
from sellwright.store import clock
from sellwright.store.models import Claim, LogEntry, Person, Task, User, Workspace

MOST_TASKS = 20
_Deed = Callable[[HttpRequest, Person, User, Workspace], tuple[str, LogEntry]]


def part(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of a person's page: claim, owner, comments, tasks. Without htmx, a page of its own."""
    user, workspace = bench(request)
    person = get_object_or_404(access.people(user).select_related("owner"), public_id=public_id)
    shown = context(person, user, workspace)
    page = "teamwork/_person.html" if request.headers.get("HX-Request") else "teamwork/person.html"
    return render(request, page, shown)


def context(person: Person, user: User, workspace: Workspace) -> dict[str, Any]:
    """Context of teamwork/_person.html."""
    now = clock.moment(workspace, user)
    claim = Claim.objects.filter(person=person, released_at=None).select_related("user").first()
    shown, more = team_words.comments(person.comments.all(), now)
    open_: list[Task] = list(
        access.tasks(user).filter(person=person, done_at=None).select_related("owner", "by", "person", "deal")
        .order_by("due_date", "pk")[:MOST_TASKS]
    )  # fmt: skip
    return {
        "person": person,
        "claimed_by": str(claim.user) if claim else "",
        "claimed_by_me": claim is not None and claim.user_id == user.pk,
        "claimed_since": words.when(claim.at.timestamp(), now) if claim else "",
        "may_claim": access.may(user, "claim"),
        "may_release": claim is not None and (claim.user_id == user.pk or user.role in ("owner", "leader")),
        "owner_id": person.owner.public_id if person.owner else "",
        "owner_name": str(person.owner) if person.owner else "",
        "may_assign": access.may(user, "assign"),
        "members": team_words.members() if access.may(user, "assign") else [],
        "me": user.public_id,
        "comments": shown,
        "more_comments": more,
        "may_comment": access.may(user, "comment"),
        "may_note": access.may(user, "note"),
        "may_task": access.may(user, "task"),
        "may_call": access.may(user, "log_call"),
        "tasks": [team_words.task(row, now, user) for row in open_],
        "home": reverse("person_teamwork", args=[person.public_id]),
    }


def _deed(deed: _Deed) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of a deed on the person named in the address: its notice, or the sentence of its refusal."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        user, workspace = bench(request)
        person = get_object_or_404(access.people(user), public_id=public_id)
        home = reverse("person_teamwork", args=[public_id])
        entry: LogEntry | None
        try:
            text, entry = deed(request, person, user, workspace)
        except Refused as refusal:
            text, entry = refusal.message, None
        if (request.headers.get("HX-Target") or "").startswith("entry-"):
            undo_at = undoing.address(entry) if entry is not None else ""
            held = {"id": public_id, "text": text, "undo_url": undo_at, "tone": "" if entry else "late"}
            return render(request, "teamwork/_entry_again.html", held)
        return undoing.answer(request, text, entry, other=home)

    return view


@_deed
def claim(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """I am answering."""
    return _("You are answering %(name)s.") % {"name": person}, claims.claim(
        by=user, person=person, now=clock.now(workspace)
    )


@_deed
def release(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Nobody answers any more."""
    return _("%(name)s is free again.") % {"name": person}, claims.release(by=user, person=person)


@_deed
def assign(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Who looks after them."""
    wanted = request.POST.get("owner", "")
    owner = get_object_or_404(User, public_id=wanted) if wanted else None
    entry = people.assign(by=user, person=person, owner=owner)
    if owner is None:
        return _("Nobody looks after %(name)s now.") % {"name": person}, entry
    return _("%(who)s looks after %(name)s.") % {"who": owner, "name": person}, entry


@_deed
def comment(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A word among colleagues."""
    said = comments.say(by=user, text=request.POST.get("text", ""), now=clock.now(workspace), person=person)
    return team_words.said(said), said.entry


@_deed
def note(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A note on their timeline."""
    text = request.POST.get("text", "")
    return _("Noted."), events.note(by=user, text=text, now=clock.now(workspace), person=person)


@_deed
def task(request: HttpRequest, person: Person, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A task about them, from a typed line."""
    owner = User.objects.filter(public_id=request.POST.get("owner", "")).first()
    moment = clock.moment(workspace, user)
    entry = tasks.add(by=user, line=request.POST.get("line", ""), moment=moment, owner=owner, person=person)
    return _("Task: %(text)s.") % {"text": entry.after["text"]}, entry
