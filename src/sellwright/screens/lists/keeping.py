"""Views kept, renamed, shared and taken away; and a list given as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import views as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench
from sellwright.screens.lists import asked, labels
from sellwright.screens.lists.page import noun_of, reader
from sellwright.store import clock
from sellwright.store.lists import writing
from sellwright.store.lists.asking import Asked
from sellwright.store.models import LogEntry, User, View
from sellwright.store.scopes import boxes_of

_LINES = 200  # lines sent together


@require_POST
def save(request: HttpRequest, noun: str) -> HttpResponse:
    """Keeps the list as it is asked for under a name."""
    user, _workspace = bench(request)
    if noun not in labels.TITLES:
        raise Http404
    try:
        entry = deeds.save(by=user, name=request.POST.get("name", ""), asked=_asked(user, noun, request.POST),
                           shared=bool(request.POST.get("shared")))  # fmt: skip
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse(labels.ROUTES[noun]))
    from django.contrib import messages

    messages.success(request, _("The view is kept."), extra_tags=undoing.address(entry))
    return redirect(f"{reverse(labels.ROUTES[noun])}?view={entry.thing_id}")


@require_POST
def change(request: HttpRequest, view: str) -> HttpResponse:
    """One's own view: renamed, shared or not, given what the list shows now, or taken away."""
    user, _workspace = bench(request)
    row = View.objects.filter(public_id=view, owner=user).first()
    if row is None:
        raise Http404
    base = reverse(labels.ROUTES[row.noun])
    try:
        if "drop" in request.POST:
            entry = deeds.drop(by=user, view=row)
            return _led(request, base, _("The view is gone. The rows are all still here."), entry)
        wanted = _asked(user, row.noun, request.POST) if "again" in request.POST else None
        name = None if wanted is not None else request.POST.get("name", row.name)
        shared = None if wanted is not None else bool(request.POST.get("shared"))
        entry = deeds.change(by=user, view=row, name=name, shared=shared, asked=wanted)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=base)
    return _led(request, f"{base}?view={row.public_id}", _("The view is changed."), entry)


def _led(request: HttpRequest, to: str, said: str, entry: LogEntry) -> HttpResponse:
    from django.contrib import messages

    messages.success(request, said, extra_tags=undoing.address(entry))
    return redirect(to)


def _asked(user: User, noun: str, posted: QueryDict) -> Asked:
    """What the list showed that the form stood on: its address, as pairs."""
    query = QueryDict("", mutable=True)
    for pair in posted.getlist("pair"):
        name, _mark, value = pair.partition("=")
        query.appendlist(name, value)
    return asked.opened(user, noun, query).asked.first_page()


@require_safe
def file(request: HttpRequest, noun: str) -> HttpResponseBase:
    """All rows of a list as a file, sent as they are read."""
    user, workspace = bench(request)
    if noun not in labels.TITLES:
        raise Http404
    form: writing.Form = "jsonl" if request.GET.get("form") == "jsonl" else "csv"
    wanted = asked.opened(user, noun, request.GET).asked
    held = noun_of(noun)
    named = {column.key: labels.label(column) for column in held.columns}
    boxes = boxes_of(access.scope_of(user)) if noun == "touch" else ()
    rows = writing.lines(wanted, reader(user, workspace), form, named, boxes)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/jsonl; charset=utf-8"
    answer = StreamingHttpResponse(_together(rows), content_type=kind)
    day = clock.moment(workspace, user).date()
    answer["Content-Disposition"] = f'attachment; filename="{labels.ROUTES[noun]}-{day}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _together(rows: Iterator[str]) -> Iterator[bytes]:
    """Few large pieces: each is a write to the wire."""
    held: list[str] = []
    for row in rows:
        held.append(row)
        if len(held) >= _LINES:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()
