"""The page, one entry unfolded, and what is replaced after a deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sellwright import access
from sellwright.screens import briefing, telling
from sellwright.screens.asking import bench
from sellwright.screens.today import shown
from sellwright.screens.today.shown import ShownDay, ShownEntry
from sellwright.store import clock, days, values
from sellwright.store.models import Claim, Standing, User, Workspace
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
    day, rows = _read(user, workspace)
    found = next((one for one in day.entries if one.id == public_id), None)
    if found is None:
        raise Http404
    if not request.GET.get("fold"):
        found = _opened(found, rows[public_id], user, workspace)
    return render(request, "today/_entry.html", {"entry": found})


def read(user: User, workspace: Workspace, wanted: str) -> ShownDay:
    """The day as it stands, with one person unfolded: the one wanted, else the first."""
    day, rows = _read(user, workspace)
    entries = day.entries
    if not entries:
        return day
    chosen = next((one for one in entries if one.id == wanted), entries[0])
    return _with(day, _opened(chosen, rows[chosen.id], user, workspace))


def _read(user: User, workspace: Workspace) -> tuple[ShownDay, dict[str, Standing]]:
    """Places made before, with the rows to name the people in them (by public id)."""
    day = days.day(user, workspace)
    keys = list(shown.keys_of(day))
    rows = access.standings(user).filter(person__key__in=keys).select_related("person__firm")
    standings = {standing.person.key: standing for standing in rows}
    ids = [standing.person_id for standing in standings.values()]
    claims = Claim.objects.filter(person__in=ids, released_at=None).select_related("user")
    held = shown.Held(user, day.now, standings, {claim.person_id: claim for claim in claims})
    return shown.show(day, held), {standing.person.public_id: standing for standing in standings.values()}


def _opened(entry: ShownEntry, standing: Standing, user: User, workspace: Workspace) -> ShownEntry:
    """The entry unfolded: with its brief, and with the choice of who they are to us."""
    moment, settings = clock.moment(workspace, user), settings_of(workspace)
    brief = briefing.of(standing.person, access.scope_of(user), standing, moment, settings)
    may_correct = access.may(user, "correct_relation")
    relation = telling.relation(standing.person, values.relation_of(standing), may_correct=may_correct)
    return replace(entry, open=True, brief=brief, relation=relation)


def _with(day: ShownDay, changed: ShownEntry) -> ShownDay:
    """The same day with one entry exchanged."""
    lanes = tuple(
        replace(lane, entries=tuple(changed if e.id == changed.id else e for e in lane.entries)) for lane in day.lanes
    )
    return replace(day, lanes=lanes)
