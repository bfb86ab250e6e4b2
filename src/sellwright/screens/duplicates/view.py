"""The list of suggestions, the search behind it, and "not the same"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import merging as deeds
from sellwright.actions.refusing import Refused
from sellwright.jobs import find_duplicates
from sellwright.screens import undoing, words
from sellwright.screens.asking import bench
from sellwright.screens.duplicates import listing
from sellwright.store import clock
from sellwright.store.models import TwinSearch, User, Workspace

NOUNS = ("person", "firm")


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """People, or firms (`?noun=firm`), that are probably one; surest first."""
    user, workspace = bench(request)
    noun = noun_of(request.GET.get("noun", ""))
    listed = listing.read(user, noun, request.GET.get("after", "")[:60])
    url = reverse("duplicates")
    held = {
        "here": "people",
        "noun": noun,
        "cards": listed.cards,
        "tabs": {
            "label": _("What is looked through"),
            "links": [
                {"url": url, "label": _("People"), "count": None, "here": noun == "person"},
                {"url": f"{url}?noun=firm", "label": _("Firms"), "count": None, "here": noun == "firm"},
            ],
        },
        "paging": {"after_url": f"{url}?noun={noun}&after={listed.after}", "said": ""} if listed.after else None,
        "may_merge": access.may(user, "merge"),
        **_state(user, workspace, noun),
    }
    return render(request, "duplicates/page.html", held)


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Has the whole book searched."""
    user, _workspace = bench(request)
    access.check(user, "merge")
    find_duplicates.search_all()
    return redirect(_back(request))


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The part that asks again while the search runs; once it is through, the page itself."""
    user, workspace = bench(request)
    noun = noun_of(request.GET.get("noun", ""))
    held = _state(user, workspace, noun)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{reverse('duplicates')}?noun={noun}")
    answer = render(request, "duplicates/_state.html", {"noun": noun, **held})
    if not held["running"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def not_same(request: HttpRequest) -> HttpResponse:
    """These two are not the same: remembered."""
    user, _workspace = bench(request)
    noun = noun_of(request.POST.get("noun", ""))
    try:
        entry = deeds.not_same(by=user, noun=noun, one=request.POST.get("one", ""), other=request.POST.get("other", ""))
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_back(request))
    return undoing.answer(request, _("Noted: not the same. They are not suggested again."), entry, other=_back(request))


def noun_of(text: str) -> str:
    """ "person" or "firm"; a person for anything else."""
    return text if text in NOUNS else "person"


def _back(request: HttpRequest) -> str:
    return f"{reverse('duplicates')}?noun={noun_of(request.POST.get('noun', ''))}"


def _state(user: User, workspace: Workspace, noun: str) -> dict[str, Any]:
    rows = {row.noun: row for row in TwinSearch.objects.defer("learnt")}
    row = rows.get(noun)
    running = any(one.state for one in rows.values())
    state = next((one.state for one in rows.values() if one.state not in ("", "waiting")), "waiting")
    said = {
        "waiting": _("The search waits for its turn."), "reading": _("The book is being read."),
        "comparing": _("Those who share something are being compared."), "writing": _("What was found is being kept."),
    }  # fmt: skip
    done = ""
    if row is not None and row.done_at is not None:
        now = clock.moment(workspace, user)
        done = ngettext("%(n)d looked through, %(when)s.", "%(n)d looked through, %(when)s.", row.records) % {
            "n": row.records, "when": words.when(min(row.done_at.timestamp(), now.timestamp()), now),
        }  # fmt: skip
    return {"running": running, "label": said[state], "searched": done, "may_search": access.may(user, "merge")}
