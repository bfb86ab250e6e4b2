"""The page of a person, its brief, and pieces of its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.interactions.values import Relation, Relationship
from sellwright.measures import effort
from sellwright.screens import briefing, calling, telling, timeline
from sellwright.screens.asking import bench, known, with_firm
from sellwright.screens.finding import find
from sellwright.screens.person import shown
from sellwright.screens.timeline import Asked
from sellwright.screens.words import local
from sellwright.store import clock, telephones, values
from sellwright.store.models import Correction, Message, Person, Standing, User, Workspace
from sellwright.store.ready import ready
from sellwright.store.values import settings_of

MOST_CLOSED = 20


@require_safe
def person(request: HttpRequest, public_id: str, told: bool = False) -> HttpResponse:
    """The whole page; `?brief=1` (or `told`) with the brief in it: what a browser without scripts is led to."""
    user, workspace = bench(request)
    row = with_firm(known(user, public_id))
    row.owner = next(iter(_owner(row.owner_id)), None) if row.owner_id else None
    asked = timeline.asked_in(request.GET)
    page = _page(user, workspace, row, asked)
    url = reverse("person_timeline", args=[row.public_id])
    held = {"person": page, "here": "people", "filters": timeline.filters(asked, url), "asked": asked}
    if told or request.GET.get("brief"):
        held["story"] = _story(user, workspace, row)
    return render(request, "person/page.html", held)


@require_safe
def brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """What to know before turning to them: read in a second step, as it looks through letters."""
    if not request.htmx:  # type: ignore[attr-defined]
        return person(request, public_id, told=True)
    user, workspace = bench(request)
    row = get_object_or_404(access.people(user).select_related("firm"), public_id=public_id)
    return render(request, "person/_story.html", {"story": _story(user, workspace, row)})


@require_safe
def timeline_piece(request: HttpRequest, public_id: str) -> HttpResponse:
    """A piece of the timeline: the filtered whole of it, or (`?after=`) the next older piece."""
    if not request.htmx:  # type: ignore[attr-defined]
        return person(request, public_id)
    user, workspace = bench(request)
    row = get_object_or_404(access.people(user), public_id=public_id)
    asked = timeline.asked_in(request.GET)
    now = clock.moment(workspace, user)
    url = reverse("person_timeline", args=[row.public_id])
    days, next_url = timeline.of_person(access.scope_of(user), row, asked, url, now)
    page = "parts/timeline.html" if asked.after else "person/_timeline.html"
    return render(request, page, {"days": days, "next_url": next_url, "next_word": _("Older"), "asked": asked})


def _page(user: User, workspace: Workspace, row: Person, asked: Asked) -> shown.ShownPerson:
    scope, now, settings = access.scope_of(user), clock.moment(workspace, user), settings_of(workspace)
    held = values.relationship(row, scope, now.timestamp(), settings)
    found = effort.measure(held.touches, settings, now.timestamp(), held.pledges, subject=row.key)
    hidden = access.hidden_touches(user, row)
    why = reverse("why", args=["effort"]) + f"?{urlencode({'person': row.public_id})}"
    waiting, dots = shown.waiting(held, found.share, settings, now)
    url = reverse("person_timeline", args=[row.public_id])
    days, next_url = timeline.of_person(scope, row, asked, url, now)
    points = shown.points(found.reasons[-shown.MOST_POINTS :], now)
    return shown.ShownPerson(
        id=row.public_id,
        name=str(row),
        firm=str(row.firm) if row.firm else "",
        firm_url=reverse("company", args=[row.firm.public_id]) if row.firm else "",
        is_desk=row.is_desk,
        addresses=held.person.addresses,
        owner=str(row.owner) if row.owner else "",
        relation=telling.relation(row, said(row, held.relation), may_correct=access.may(user, "correct_relation")),
        latest=_latest(held, user, now),
        effort=telling.effort(found, hidden, why),
        points=points,
        points_more=len(found.reasons) - len(points),
        ours_promised=shown.promises(held, "us", now),
        theirs_promised=shown.promises(held, "them", now),
        waiting=waiting,
        waiting_dots=tuple(briefing.source(ref) for ref in dots),
        hidden=hidden,
        days=days,
        next_url=next_url,
        may_edit=access.may(user, "person"),
        letter_url=f"/letters/new?{urlencode({'person': row.public_id})}",
        phones=calling.phones(telephones.of(row.pk, scope)),
    )


def said(row: Person, held: Relation) -> Relation:
    """The relation as it stands, or as somebody has just said, before it was worked into the standing."""
    kind = next(iter(_corrected(row.pk)), "")
    if not kind or (held.corrected and held.kind == kind):
        return held
    return Relation(kind, (), corrected=True)  # type: ignore[arg-type]


@ready
def _owner(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


@ready
def _corrected(person: int) -> QuerySet[Any, str]:
    return Correction.objects.filter(person=person).values_list("kind", flat=True)


@ready
def _message(mid: str) -> QuerySet[Message]:
    return Message.objects.filter(mid=mid)


def _latest(held: Relationship, user: User, now: datetime) -> shown.LatestWords | None:
    """Their latest words: the newest mail a human of theirs wrote."""
    theirs = [t for t in held.touches if t.side == "them" and t.human and t.channel == "mail"]
    if not theirs:
        return None
    row = next(iter(_message(theirs[-1].id)), None)
    if row is None:
        return None
    letter = values.letter(row)
    found = find(letter.new_text, "")
    if found is None:
        return None
    url = reverse("message", args=[row.mid])
    return shown.LatestWords(found.before, found.sentence, found.after, held.person.name or held.person.key,
                             local(row.at, now), url, False, row.subject)  # fmt: skip


def _story(user: User, workspace: Workspace, row: Person) -> shown.ShownStory:
    scope, moment, settings = access.scope_of(user), clock.moment(workspace, user), settings_of(workspace)
    standing = Standing.objects.filter(scope=scope, person=row).first()
    return shown.story(briefing.of(row, scope, standing, moment, settings))
