"""What is done on the page of a deal. Each is a plain form: a post, a redirect back, a notice with Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import comments, deals, events, tasks, unknowns
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.screens import deal_words, team_words, undoing
from sellwright.screens.asking import bench, number
from sellwright.store import clock
from sellwright.store.models import Deal, LogEntry, Unknown, User, Workspace

_Deed = Callable[[HttpRequest, Deal, User, Workspace], tuple[str, LogEntry]]


def _deed(deed: _Deed) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of a deed on the deal named in the address: its notice, or the sentence of its refusal."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        user, workspace = bench(request)
        deal = get_object_or_404(access.deals(user), public_id=public_id)
        home = reverse("deal", args=[public_id])
        try:
            text, entry = deed(request, deal, user, workspace)
        except Refused as refusal:
            return undoing.answer(request, refusal.message, other=home)
        return undoing.answer(request, text, entry, other=home)

    return view


@_deed
def close(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Won, lost, no decision."""
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    version = number(request.POST.get("version", ""))
    entry = deals.close(by=user, deal=deal, outcome=outcome, reason=reason, now=clock.now(workspace), version=version)
    return _("Closed: %(outcome)s.") % {"outcome": deal_words.OUTCOMES[outcome]}, entry


@_deed
def reopen(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Open again."""
    return _("Open again in %(stage)s.") % {"stage": deal.stage}, deals.reopen(
        by=user, deal=deal, now=clock.now(workspace)
    )


@_deed
def person(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Somebody comes in by name or address, gets another part, or goes (`drop`)."""
    found = deals.named(by=user, typed=" ".join(request.POST.get("person", "").split()))
    if request.POST.get("drop"):
        return _("%(name)s is no longer part of it.") % {"name": found}, deals.drop_person(
            by=user, deal=deal, person=found
        )
    entry = deals.add_person(by=user, deal=deal, person=found, part=request.POST.get("part", ""))
    return _("%(name)s is part of it.") % {"name": found}, entry


@_deed
def comment(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A word among colleagues."""
    said = comments.say(by=user, text=request.POST.get("text", ""), now=clock.now(workspace), deal=deal)
    return team_words.said(said), said.entry


@_deed
def note(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A note on the deal."""
    entry = events.note(by=user, text=request.POST.get("text", ""), now=clock.now(workspace), deal=deal)
    return _("Noted."), entry


@_deed
def task(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """A task about the deal, from a typed line."""
    owner = User.objects.filter(public_id=request.POST.get("owner", "")).first()
    moment = clock.moment(workspace, user)
    entry = tasks.add(by=user, line=request.POST.get("line", ""), moment=moment, owner=owner, deal=deal)
    return _("Task: %(text)s.") % {"text": entry.after["text"]}, entry


@_deed
def unknown(request: HttpRequest, deal: Deal, user: User, workspace: Workspace) -> tuple[str, LogEntry]:
    """Something we do not know."""
    probe = _probe(request, user, workspace)
    entry = unknowns.add(by=user, deal=deal, text=request.POST.get("text", ""), now=clock.now(workspace), probe=probe)
    return _("Written down."), entry


@require_POST
def change_unknown(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another probe, or, with `answer`, known by now."""
    user, workspace = bench(request)
    row = get_object_or_404(Unknown.objects.filter(deal__in=access.deals(user)), public_id=public_id)
    home = reverse("deal", args=[row.deal.public_id])
    try:
        if "answer" in request.POST:
            text = request.POST["answer"]
            entry = unknowns.answer(by=user, unknown=row, text=text, now=clock.now(workspace))
        else:
            entry = unknowns.change(by=user, unknown=row, probe=_probe(request, user, workspace))
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=home)
    return undoing.answer(request, _("Written down."), entry, other=home)


def _probe(request: HttpRequest, user: User, workspace: Workspace) -> unknowns.Probe:
    typed = request.POST.get("on", "").strip()
    on_date = errands.day(typed, clock.moment(workspace, user), user.language[:2]) if typed else None
    if typed and on_date is None:
        raise Refused(_("No day was found in that. Try “tomorrow”, “3 June” or “in 2 weeks”."), "on")
    owner = User.objects.filter(public_id=request.POST.get("owner", ""), is_active=True).first()
    return unknowns.Probe(request.POST.get("probe", ""), owner, on_date)
