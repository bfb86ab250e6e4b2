"""The page, one entry unfolded, and what is replaced after a deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sellwright import access
from sellwright.screens import briefing, connected, telling
from sellwright.screens.asking import bench, known, with_firm
from sellwright.screens.programs import paused
from sellwright.screens.today import shown, talks
from sellwright.screens.today.shown import ShownDay, ShownEntry, Somebody
from sellwright.store import clock, days, values
from sellwright.store.days import Planned
from sellwright.store.models import Claim, Intake, Person, Standing, User, Workspace
from sellwright.store.ready import ready
from sellwright.store.values import settings_of

UNREAD = (Intake.State.WAITING, Intake.State.READING, Intake.State.SORTING)


def today(request: HttpRequest, wanted: str = "") -> HttpResponse:
    """The day, its first person unfolded; `?open=<public id>` unfolds another one, `?open=everybody` shows all whom one
    waits for on purpose."""
    user, workspace = bench(request)
    day = read(user, workspace, wanted or request.GET.get("open", ""))
    now = clock.moment(workspace, user)
    held: dict[str, Any] = {"day": day, "here": "today", "reading": bool(list(_reading(user.pk))),
                            "accounts": (*connected.for_today(user.pk), *paused.for_today(user)),
                            "talks": talks.talks(user, now),
                            "news": talks.news(user, now)}  # fmt: skip
    if access.may(user, "add_mail") and (workspace.is_demo or day.empty == "no mail"):
        held["drop"] = {"url": reverse("add_upload"), "accept": ".mbox,.pst,.zip,.gz,.eml"}
    return render(request, "today/page.html", held)


@ready
def _reading(user: int) -> QuerySet[Any, Any]:
    """A file of one's own that is not read to its end: the day is made of the newest mail, and will change."""
    rows = Intake.objects.filter(mailbox__owner=user, begun_at__isnull=False, state__in=UNREAD)
    return rows.order_by().values_list("pk")[:1]


def whole_day(request: HttpRequest) -> HttpResponse:
    """The lanes alone, as they stand now, with `?open=` unfolded."""
    user, workspace = bench(request)
    return render(request, "today/_day.html", {"day": read(user, workspace, request.GET.get("open", ""))})


def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry, unfolded with its brief (`?fold=1`: folded again). Without scripts: the page with it unfolded."""
    user, workspace = bench(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return today(request, public_id)
    day = _read(user, workspace, public_id)
    found = next((one for one in day.entries if one.id == public_id), None)
    if found is None:
        raise Http404
    if not request.GET.get("fold"):
        found = _opened(found, user, workspace)
    return render(request, "today/_entry.html", {"entry": found})


def read(user: User, workspace: Workspace, wanted: str) -> ShownDay:
    """The day as it stands, with one person unfolded: the one wanted, else the first."""
    day = _read(user, workspace, wanted)
    entries = day.entries
    if not entries:
        return day
    chosen = next((one for one in entries if one.id == wanted), entries[0])
    return _with(day, _opened(chosen, user, workspace))


def _read(user: User, workspace: Workspace, wanted: str) -> ShownDay:
    """Places made before, with the names of the people in them. Whoever is wanted is among them if they are in the
    day at all."""
    planned = days.planned(user, workspace, tomorrow=shown.MOST_TOMORROW, on_purpose=shown.MOST_ON_PURPOSE)
    day = _named(user, planned)
    if wanted and all(one.id != wanted for one in day.entries):
        day = _named(user, days.planned(user, workspace, tomorrow=shown.MOST_TOMORROW))
    return day


def _named(user: User, planned: Planned) -> ShownDay:
    keys = tuple(shown.keys_of(planned.day))
    rows = {row[0]: Somebody(*row) for row in _somebody(access.scope_of(user).pk, keys)}
    claims = {pk: (by, name or email) for pk, by, name, email in _claims(tuple(one.pk for one in rows.values()))}
    return shown.show(planned, shown.Held(user, planned.day.now, rows, claims))


@ready
def _somebody(scope: int, keys: tuple[str, ...]) -> QuerySet[Any, Any]:
    """Columns of shown.Somebody, of those the scope may know of."""
    known = Exists(Standing.objects.filter(scope=scope, person=OuterRef("pk")))
    return Person.objects.filter(known, key__in=keys).order_by().values_list(
        "key", "pk", "public_id", "name", "firm__name", "firm__domain", "firm__public_id")  # fmt: skip


@ready
def _claims(people: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = Claim.objects.filter(person__in=people, released_at=None).order_by()
    return rows.values_list("person_id", "user_id", "user__name", "user__email")


def _opened(entry: ShownEntry, user: User, workspace: Workspace) -> ShownEntry:
    """The entry unfolded: with its brief, and with the choice of who they are to us."""
    moment, settings = clock.moment(workspace, user), settings_of(workspace)
    scope, person = access.scope_of(user), with_firm(known(user, entry.id))
    [standing] = _standing(scope.pk, person.pk)
    brief = briefing.of(person, scope, standing, moment, settings)
    may_correct = access.may(user, "correct_relation")
    relation = telling.relation(person, values.relation_of(standing), may_correct=may_correct)
    return replace(entry, open=True, brief=brief, relation=relation)


@ready
def _standing(scope: int, person: int) -> QuerySet[Standing]:
    return Standing.objects.filter(scope=scope, person=person)


def _with(day: ShownDay, changed: ShownEntry) -> ShownDay:
    """The same day with one entry exchanged."""
    lanes = tuple(
        replace(lane, entries=tuple(changed if e.id == changed.id else e for e in lane.entries)) for lane in day.lanes
    )
    return replace(day, lanes=lanes)
