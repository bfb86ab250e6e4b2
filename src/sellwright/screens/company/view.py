"""The page of a firm, its effort, and pieces of its timeline."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import relations
from sellwright.actions.refusing import Refused
from sellwright.screens import telling, timeline, undoing, words
from sellwright.screens.asking import back, bench
from sellwright.screens.company import reading
from sellwright.store import clock, firms, merged
from sellwright.store.models import Firm, User
from sellwright.store.values import settings_of


@require_safe
def company(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole page; its effort follows in a second step, as it adds up all its people."""
    user, workspace = bench(request)
    firm = _firm(user, public_id)
    now = clock.moment(workspace, user)
    rows = reading.people(user, firm)
    kind, said = reading.kind(firm, rows)
    asked = timeline.asked_in(request.GET)
    url = reverse("company_timeline", args=[firm.public_id])
    days, next_url = timeline.read(access.touches(user).filter(person__firm=firm), asked, url, now)
    held = {
        "here": "people",
        "firm": firm,
        "relation": telling.firm_relation(firm, kind, corrected=said, may_correct=access.may(user, "correct_relation")),
        "people": reading.colleagues(rows, access.scope_of(user), now),
        "columns": reading.columns(),
        "most": reading.MOST_PEOPLE,
        "deals": reading.deals(user, firm),
        "days": days,
        "next_url": next_url,
        "filters": timeline.filters(asked, url),
        "asked": asked,
    }
    return render(request, "company/page.html", held)


@require_safe
def timeline_piece(request: HttpRequest, public_id: str) -> HttpResponse:
    """A piece of the timeline of everybody there."""
    if not request.htmx:  # type: ignore[attr-defined]
        return company(request, public_id)
    user, workspace = bench(request)
    firm = _firm(user, public_id)
    asked = timeline.asked_in(request.GET)
    url = reverse("company_timeline", args=[firm.public_id])
    rows = access.touches(user).filter(person__firm=firm)
    days, next_url = timeline.read(rows, asked, url, clock.moment(workspace, user))
    page = "parts/timeline.html" if asked.after else "person/_timeline.html"
    return render(request, page, {"days": days, "next_url": next_url, "next_word": _("Older"), "asked": asked})


@require_safe
def effort_part(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far the firm and we come towards each other."""
    user, workspace = bench(request)
    firm = _firm(user, public_id)
    now = clock.now(workspace)
    found = firms.effort(access.scope_of(user), firm, settings_of(workspace), now)
    shown = telling.effort(found, 0, reading.why_url(firm))
    return render(request, "company/_effort.html", {"effort": shown})


@require_POST
def relation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Corrects who a firm is to us, for everybody there."""
    user, _workspace = bench(request)
    firm = _firm(user, public_id)
    kind = request.POST.get("kind", "")
    page = reverse("company", args=[firm.public_id])
    try:
        entry = relations.correct(by=user, kind=kind, firm=firm)
    except Refused as refusal:
        return back(request, refusal.message, to=page)
    text = _("%(who)s: %(kind)s.") % {"who": firm, "kind": words.relation(kind) if kind else _("as the mail says")}
    undo = undoing.address(entry)
    if not request.htmx:  # type: ignore[attr-defined]
        return back(request, text, undo, to=page)
    shown = telling.firm_relation(firm, kind or "unknown", corrected=bool(kind), may_correct=True)
    return render(request, "person/_corrected.html", {"relation": shown, "text": text, "undo_url": undo})


def _firm(user: User, public_id: str) -> Firm:
    """A firm where the viewer may know of somebody; 404 else."""
    firm = Firm.objects.filter(public_id=public_id).first() or merged.firm(public_id)
    if firm is None or not access.people(user).filter(firm=firm).exists():
        raise Http404
    return firm
