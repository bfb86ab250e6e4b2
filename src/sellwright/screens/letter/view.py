"""The page of a letter, its margin, and how it stood once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions.letters import LONGEST
from sellwright.screens import addresses, briefing, words
from sellwright.screens.asking import bench
from sellwright.screens.letter import posting, shown
from sellwright.store import clock, wordings
from sellwright.store.models import Draft, User, Workspace
from sellwright.store.values import settings_of
from sellwright.store.wordings import Margin


def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter, its brief beside it. `?marks`: with the margin as a list, for those without scripts."""
    user, workspace = bench(request)
    row = of(user, public_id)
    return show(request, row, user, workspace)


def show(
    request: HttpRequest, row: Draft, user: User, workspace: Workspace, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The page of this draft, with a sentence on what went wrong."""
    settings, now = settings_of(workspace), clock.moment(workspace, user)
    seen = look(row, row.text, user, workspace) if "marks" in request.GET else None
    versions, more = shown.versions(row)
    held: dict[str, Any] = {
        "here": "letters",
        "letter": shown.letter(row, seen, settings, len(versions) + more),
        "versions": versions,
        "more_versions": more,
        "answers": shown.answers(row, user, now),
        "error": error,
        "link": posting.link(row) if request.GET.get("out") == "mailto" and status == 200 and not error else "",
    }
    if row.person is not None:
        held["person"] = {"name": str(row.person), "url": addresses.of("person", row.person.public_id)}
        standing = access.standings(user).filter(person=row.person).first()
        held["brief"] = briefing.of(row.person, access.scope_of(user), standing, now, settings)
        held["brief_url"] = addresses.of("person_brief", row.person.public_id)
    return render(request, "letter/page.html", held, status=status)


def of(user: User, public_id: str) -> Draft:
    """One's own draft, or 404. A person one may no longer know of is not shown."""
    rows = access.drafts(user).select_related("person__firm", "answers", "author", "binned", "want")
    row = get_object_or_404(rows, public_id=public_id)
    if row.person is not None and not access.people(user).filter(pk=row.person.pk).exists():
        row.person = None
    return row


@require_POST
def margin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which sentences of the text others got, and its F: for js/margin.js."""
    user, workspace = bench(request)
    rows = access.drafts(user).select_related("person__firm")
    row = get_object_or_404(rows, public_id=public_id)
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        return JsonResponse({"marks": [], "f": None, "words": len(text.split()), "state": _("Too long to look at.")})
    seen = look(row, text, user, workspace)
    marks = [
        {"start": m.start, "end": m.end, "others": m.readers, "tone": "" if m.mass else "soft"}
        for m in seen.sentences
        if m.readers
    ]
    said = shown.state(seen, settings_of(workspace))
    return JsonResponse({"marks": marks, "f": seen.share, "words": seen.words, "state": said})


def look(row: Draft, text: str, user: User, workspace: Workspace) -> Margin:
    """The margin of a text to the reader of this draft."""
    settings = settings_of(workspace)
    return wordings.look(text, row.person, access.scope_of(user), settings, clock.now(workspace))


def version(request: HttpRequest, public_id: str, version: int) -> HttpResponse:
    """How the letter stood once."""
    user, _workspace = bench(request)
    row = of(user, public_id)
    found = get_object_or_404(row.versions, pk=version)
    held = {
        "here": "letters",
        "letter_url": addresses.of("letter", row.public_id),
        "subject": found.subject,
        "text": found.text,
        "when": words.when(found.at.timestamp(), timezone.localtime()),
        "letter_id": row.public_id,
        "version": found.pk,
    }
    return render(request, "letter/version.html", held)
