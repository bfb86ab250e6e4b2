"""Views of Import: bring files, see how an import stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import imports as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import asking, limits, spoken, uploads, words
from sellwright.screens.imports import showing, wording
from sellwright.store import clock
from sellwright.store.models import Import, User

UPLOADS_AN_HOUR = 60
LISTED = 50
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.vcf"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Where files go in, and the imports so far."""
    user, _workspace = asking.bench(request)
    return _page(request, user)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Files came. The script of the drop field wants a redirect or one sentence as text; a plain form a page."""
    user, _workspace = asking.bench(request)
    access.check(user, "import")
    try:
        if not limits.within(request, "upload", UPLOADS_AN_HOUR, 3600):
            raise Refused(_("That were many files in an hour. Go on in an hour."), "file")
        files = request.FILES.getlist("file")  # reads the body, so that screens.uploads can judge it
        if request.META.get(uploads.TOO_BIG):
            raise Refused(
                _("The file is larger than this server takes. Use the command sellwright import instead."), "file"
            )
        if request.META.get(uploads.NO_ROOM):
            raise Refused(_("There is not enough room on this server's disk for it."), "file")
        if not files:
            raise Refused(_("No file arrived. Choose one, then try again."), "file")
        brought = deeds.receive(by=user, files=files)
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponse(spoken.tell_all(refused.message), status=422, content_type="text/plain; charset=utf-8")
        return _page(request, user, spoken.tell_all(refused.message), 422)
    return redirect("import", brought.public_id)


@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One import, as it stands: its first step, how far it is, or what became of it."""
    user, _workspace = asking.bench(request)
    row = found(user, public_id)
    if row.state in deeds.PLANNED:
        return (
            redirect("import_columns", public_id, 0)
            if row.state == Import.State.READY
            else redirect("import_check", public_id)
        )
    return render(request, "imports/state.html", {"whole": showing.state(row), "here": "imports"})


@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part that asks again while something runs; at the end it has the page loaded anew."""
    user, _workspace = asking.bench(request)
    row = found(user, public_id)
    answer = render(request, "imports/_state.html", {"whole": showing.state(row)})
    if row.state not in deeds.RUNNING:
        answer["HX-Redirect"] = reverse("import", args=[public_id])
    return answer


def found(user: User, public_id: str) -> Import:
    """An own import. Those of others exist for nobody: what stands in a file is its importer's until it is in."""
    return get_object_or_404(deeds.own(user), public_id=public_id)


def _page(request: HttpRequest, user: User, wrong: str = "", status: int = 200) -> HttpResponse:
    now = clock.moment(asking.bench(request)[1], user)
    context = {
        "here": "imports",
        "may": access.may(user, "import"),
        "drop": {"url": reverse("import_upload"), "name": "file", "accept": ACCEPTED, "error": wrong},
        "imports": [
            {"name": row.name, "url": reverse("import", args=[row.public_id]), "state": wording.state(row.state),
             "line": showing.line_of(row), "at": words.day(words.local(row.made_at.timestamp(), now), now)}
            for row in deeds.own(user).order_by("-pk")[:LISTED]
        ],
    }  # fmt: skip
    return render(request, "imports/page.html", context, status=status)
