"""The page, one entry unfolded, and what is replaced after a deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sellwright import access
from sellwright.screens import briefing
from sellwright.screens.asking import bench
from sellwright.screens.briefing import ShownBrief
from sellwright.screens.today import shown
from sellwright.screens.today.shown import ShownDay, ShownEntry
from sellwright.store import briefs, clock, days
from sellwright.store.models import Claim, User, Workspace
from sellwright.store.values import settings_of


def today(request: HttpRequest, wanted: str = "") -> HttpResponse:
    """The day, its first person unfolded; `?open=<public id>` unfolds another one."""
    user, workspace = bench(request)
    day = read(user, workspace, wanted or request.GET.get("open", ""))
    held: dict[str, Any] = {"day": day, "here": "today"}
    if access.may(user, "add_mail") and (workspace.is_demo or day.empty == "no mail"):
        held["drop"] = {"url": reverse("add_upload"), "accept": ".mbox,.pst,.zip,.gz,.eml"}
    return render(request, "today/page.html", held)


def whole_day(request: HttpRequest) -> HttpResponse:
    """The lanes alone, as they stand now, with `?open=` unfolded."""
    user, workspace = bench(request)
    return render(request, "today/_day.html", {"day": read(user, workspace, request.GET.get("open", ""))})


def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry, unfolded with its brief (`?fold=1`: folded again). Without scripts: the page with it unfolded."""
    user, workspace = bench(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return today(request, public_id)
    found = next((one for one in _read(user, workspace).entries if one.id == public_id), None)
    if found is None:
        raise Http404
    if not request.GET.get("fold"):
        found = opened(found, user, workspace)
    return render(request, "today/_entry.html", {"entry": found})


def read(user: User, workspace: Workspace, wanted: str) -> ShownDay:
    """The day as it stands, with one person unfolded: the one wanted, else the first."""
    day = _read(user, workspace)
    entries = day.entries
    if not entries:
        return day
    chosen = next((one for one in entries if one.id == wanted), entries[0])
    return _with(day, opened(chosen, user, workspace))


def _read(user: User, workspace: Workspace) -> ShownDay:
    """Places made before, and the rows to name the people in them."""
    day = days.day(user, workspace)
    keys = list(shown.keys_of(day))
    rows = access.standings(user).filter(person__key__in=keys).select_related("person__firm")
    standings = {standing.person.key: standing for standing in rows}
    ids = [standing.person_id for standing in standings.values()]
    claims = Claim.objects.filter(person__in=ids, released_at=None).select_related("user")
    return shown.show(day, shown.Held(user, day.now, standings, {claim.person_id: claim for claim in claims}))


def opened(entry: ShownEntry, user: User, workspace: Workspace) -> ShownEntry:
    """The entry unfolded with its brief."""
    return replace(entry, open=True, brief=brief_of(user, workspace, entry.id))


def brief_of(user: User, workspace: Workspace, public_id: str) -> ShownBrief:
    """The brief of somebody the user may know of."""
    person = access.people(user).select_related("firm").get(public_id=public_id)
    moment = clock.moment(workspace, user)
    return briefing.show(briefs.make(person, access.scope_of(user), moment, settings_of(workspace)))


def _with(day: ShownDay, changed: ShownEntry) -> ShownDay:
    """The same day with one entry exchanged."""
    lanes = tuple(
        replace(lane, entries=tuple(changed if e.id == changed.id else e for e in lane.entries)) for lane in day.lanes
    )
    return replace(day, lanes=lanes)
