"""The page of a measure: alone, for one person, or for one firm."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.screens.asking import bench
from sellwright.screens.why import day, pages, samples
from sellwright.screens.why.samples import Sample
from sellwright.store import clock, firms, values
from sellwright.store.models import Firm, User, Workspace
from sellwright.store.values import settings_of


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All measures with the question each answers."""
    found = [page for name in pages.names() if (page := pages.page(name)) is not None]
    return render(request, "why/every.html", {"pages": found, "here": ""})


@require_safe
def why(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure; `?person=` or `?firm=` with what its number was made of there."""
    page = pages.page(measure)
    if page is None:
        raise Http404
    user, workspace = bench(request)
    sample, subject, url, hidden = _sample(request, measure, user, workspace)
    held = {
        "page": page,
        "sample": sample,
        "subject": subject,
        "subject_url": url,
        "hidden": hidden,
        "settings": samples.settings_for(measure, settings_of(workspace)),
        "may_set": access.may(user, "settings"),
        "here": "",
    }
    return render(request, "why/page.html", held)


def _sample(
    request: HttpRequest, measure: str, user: User, workspace: Workspace
) -> tuple[Sample | None, str, str, int]:  # fmt: skip
    """What the number was made of, of whom, their page, and how many messages the viewer may not read."""
    now, settings = clock.moment(workspace, user), settings_of(workspace)
    wanted, firm_id = request.GET.get("person", ""), request.GET.get("firm", "")
    if wanted:
        person = get_object_or_404(access.people(user).select_related("firm"), public_id=wanted)
        page = reverse("person", args=[person.public_id])
        if measure == "today":
            return day.of_person(user, workspace, person), str(person), page, 0
        held = values.relationship(person, access.scope_of(user), now.timestamp(), settings)
        found = samples.measured(measure, held, settings, now)
        return found, str(person), page, access.hidden_touches(user, person)
    if firm_id and measure == "effort":
        firm = get_object_or_404(Firm, public_id=firm_id, pk__in=access.people(user).values("firm"))
        share = firms.effort(access.scope_of(user), firm, settings, now.timestamp())
        return samples.effort_of(share, now), str(firm), reverse("company", args=[firm.public_id]), 0
    if measure == "today":
        return day.of_all(user, workspace), "", "", 0
    return None, "", "", 0
