"""One page: acts with a person that the viewer is told of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sellwright import access
from sellwright.screens import asking
from sellwright.store import clock
from sellwright.store.models.mailboxes import Level

LISTED = 100


@require_GET
def withheld(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest hundred: when, which side, and the subject where it is shared."""
    user, _workspace = asking.bench(request)
    person = get_object_or_404(access.people(user), public_id=public_id)
    found = access.hidden_rows(user, person)  # `level` is an annotation
    rows = found.values_list("at", "side", "level", "message__subject")[:LISTED]  # type: ignore[misc]
    lines = [
        {"at": clock.utc(at), "ours": side == "us", "subject": subject if level == Level.SUBJECT else ""}
        for at, side, level, subject in rows
    ]
    context = {
        "name": str(person),
        "person_url": reverse("person", args=[public_id]),
        "lines": lines,
        "number": access.hidden_touches(user, person),
        "here": "people",
    }
    return render(request, "withheld/page.html", context)
