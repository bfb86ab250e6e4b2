"""Views of leaving."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import leaving as deeds
from sellwright.actions.refusing import Refused
from sellwright.archive import packing
from sellwright.screens import asking, limits
from sellwright.screens import words as said
from sellwright.screens.accounts.shown import number
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import ExportKey, LockedPart, User
from sellwright.store.models.jobs import Job

EXPORTS_A_DAY = 10
TRIES_AN_HOUR = 20


@require_GET
def leaving(request: HttpRequest) -> HttpResponse:
    """The page."""
    user, _workspace = asking.bench(request)
    return render(request, "leaving/page.html", _context(user))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Has it written."""
    user, _workspace = asking.bench(request)
    access.check(user, "export_workspace")
    if not limits.within(request, "export_workspace", EXPORTS_A_DAY, 86400):
        return asking.back(request, _("That were many exports for a day. Go on tomorrow."), to=reverse("leaving"))
    deeds.export(by=user)
    return asking.back(request, _("It is being written. You may leave this page."), to=reverse("leaving"))


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """The part that asks again while it is written."""
    user, _workspace = asking.bench(request)
    access.check(user, "export_workspace")
    return render(request, "accounts/_export.html", {"export": _export(user)})


@require_GET
def download(request: HttpRequest) -> HttpResponseBase:
    """The file, for who asked for it."""
    user, _workspace = asking.bench(request)
    access.check(user, "export_workspace")
    path, held = packing.file_of(user), packing.state_of(user)
    if path is None or held is None:
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=held.name)
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """One's own words, shown once; or (`new`) new ones."""
    user, _workspace = asking.bench(request)
    try:
        if request.POST.get("new"):
            deeds.new_words(by=user)
        found = deeds.words(by=user)
    except Refused as refusal:
        return asking.back(request, refusal.message, to=reverse("leaving"))
    answer = render(request, "leaving/page.html", {**_context(user), "words": found})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """One's own private rows that came locked."""
    user, _workspace = asking.bench(request)
    if not limits.within(request, "unlock", TRIES_AN_HOUR, 3600):
        return asking.back(request, _("That were many tries. Go on in an hour."), to=reverse("leaving"))
    try:
        count = deeds.unlock(by=user, given=asking.one_line(request.POST.get("words", ""), 200))
    except Refused as refusal:
        return render(request, "leaving/page.html", {**_context(user), "refusal": refusal}, status=422)
    opened = ngettext("%(n)s row is yours again.", "%(n)s rows are yours again.", count) % {"n": number(count)}
    return asking.back(request, opened, to=reverse("leaving"))


def _context(user: User) -> dict[str, Any]:
    key = ExportKey.objects.filter(user=user).first()
    may = access.may(user, "export_workspace")
    waiting = ExportKey.objects.exclude(words="").exclude(user=user).select_related("user").order_by("user__name")
    return {
        "tabs": tabs(user, "leaving"),
        "here": "settings",
        "export": _export(user) if may else None,
        "not_fetched": [str(row.user) for row in waiting[:50]] if may else [],
        "was_shown": key is not None and not key.words,
        "locked": LockedPart.objects.filter(user=user).exists(),
    }


def _export(user: User) -> dict[str, Any]:
    """Context of accounts/_export.html."""
    held = packing.state_of(user)
    found: dict[str, Any] = {
        "ask_url": reverse("leaving_export"), "state_url": reverse("leaving_state"), "step": held.step if held else "",
    }  # fmt: skip
    if held is None:
        return found
    if held.step == "ready":
        path = packing.file_of(user)
        until = datetime.fromisoformat(held.ready_at) + packing.KEPT
        return found | {
            "url": reverse("leaving_file"), "name": held.name, "size": said.size(path.stat().st_size) if path else "",
            "until": said.when(until.timestamp(), timezone.localtime()),
        }  # fmt: skip
    is_under_way = Job.objects.filter(name="export_workspace", key=user.public_id).exclude(state="failed").exists()
    return found | {
        "wait": 2 if is_under_way else 0, "failed": not is_under_way, "done": held.done, "total": held.total,
        "said": _("%(done)s of %(total)s") % {"done": number(held.done), "total": number(held.total)},
        "packing": held.step == "packing",
    }  # fmt: skip
