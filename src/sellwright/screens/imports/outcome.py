"""Views of Import once it is decided: write, go on, take back, the rows that were refused or say otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sellwright.actions import imports as deeds
from sellwright.actions.refusing import Refused
from sellwright.importing import refusals
from sellwright.importing.row_numbers import RowNumbers
from sellwright.screens import asking, spoken
from sellwright.screens.imports import differing, showing, wording
from sellwright.screens.imports.view import found
from sellwright.store.models import Deal, Firm, Import, ImportRow, Person

PAGE = 50


@require_POST
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Writes it, behind."""
    return _deed(request, public_id, deeds.begin)


@require_POST
def go_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Goes on where it stopped."""
    return _deed(request, public_id, deeds.go_on)


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes it back."""
    return _deed(request, public_id, deeds.undo)


@require_POST
def put_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """Brought, but not to be written after all."""
    user, _workspace = asking.bench(request)
    try:
        deeds.put_away(by=user, whole=found(user, public_id))
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("import", args=[public_id]))
    return asking.back(request, _("Gone again. Nothing of it was kept."), to=reverse("imports"))


@require_GET
def refused(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The rows that were refused, as they stood in their file, with the reason in front."""
    user, _workspace = asking.bench(request)
    row = found(user, public_id)
    if not row.folder or not row.plan:
        raise Http404
    lines = refusals.lines(row, Path(row.folder), _("Reason"), _("Row"), _("Cell %(number)d"))
    name = "refused.csv"
    answer = StreamingHttpResponse(_written(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _Line:
    """What csv writes into: gives back what it was given."""

    def write(self, text: str) -> str:
        return text


def _written(lines: Iterator[list[str]]) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([spoken.failure(line[0]), *line[1:]])


@require_GET
def rows(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rows of the ledger that want a look: refused ones, those that say otherwise than what stands here, those that
    stayed after it was taken back."""
    user, _workspace = asking.bench(request)
    row = found(user, public_id)
    what = request.GET.get("what", "refused")
    wanted = {
        "differs": Q(differs__isnull=False), "stays": ~Q(taken__in=("", "back")), "refused": Q(outcome="refused"),
    }.get(what)  # fmt: skip
    if wanted is None:
        raise Http404
    url = reverse("import_rows", args=[public_id])
    more, asked = differing.behind(request.GET) if what == "differs" else (Q(), {})
    groups = differing.groups(row, url) if what == "differs" and not asked else []
    after = asking.number(request.GET.get("after", "")) or 0
    found_rows = row.rows.filter(wanted & more, pk__gt=after).order_by("pk")
    page = [] if groups else _meant(found_rows, asked)
    links = [
        {"url": f"{url}?what={key}", "label": label, "count": None, "here": key == what}
        for key, label in (
            ("refused", _("Refused")),
            ("differs", _("Says otherwise")),
            ("stays", _("Stays after undo")),
        )
    ]
    next_url = f"{url}?{urlencode({'what': what, **asked, 'after': page[PAGE - 1].pk})}" if len(page) > PAGE else ""
    context = {
        "here": "imports", "name": row.name, "back_url": reverse("import", args=[public_id]), "what": what,
        "tabs": {"label": _("Rows"), "links": links}, "rows": _shown(row, page[:PAGE]),
        "groups": groups, "title": differing.title(asked) if asked else "", "groups_url": f"{url}?what=differs",
        "paging": {"after_url": next_url, "before_url": "", "said": ""} if len(page) > PAGE else None,
    }  # fmt: skip
    return render(request, "imports/rows.html", context)


def _meant(rows: QuerySet[ImportRow], asked: dict[str, str]) -> list[ImportRow]:
    """A page of rows and one more, of those that have the very difference that is asked for."""
    if "here" not in asked:
        return list(rows[: PAGE + 1])
    return list(
        islice((one for one in rows[: differing.MOST_READ] if differing.is_meant(one.differs, asked)), PAGE + 1)
    )


def _shown(whole: Import, page: list[ImportRow]) -> list[dict[str, Any]]:
    plan = showing.plan_of(whole) if whole.plan else None
    named: dict[tuple[str, int], tuple[str, str]] = {}
    models: dict[str, Any] = {"person": Person, "firm": Firm, "deal": Deal}
    for noun, model in models.items():
        refs = [one.ref for one in page if one.noun == noun and one.ref is not None]
        route = {"person": "person", "firm": "company", "deal": "deal"}[noun]
        for thing in model.objects.filter(pk__in=refs):
            named[noun, thing.pk] = (thing.named_by(), reverse(route, args=[thing.public_id]))
    labels: dict[tuple[str, str], str] = {}
    for one in page:
        for name in one.differs or ():
            if (one.noun, name) not in labels:
                labels[one.noun, name] = wording.field(one.noun, name)
    out = []
    numbers = [RowNumbers(Path(whole.folder) / file.path) for file in plan.files] if plan and whole.folder else []
    for one in page:
        name, url = named.get((one.noun, one.ref or 0), ("", ""))
        differs = [
            {
                "field": labels[one.noun, field],
                "here": wording.held(field, here),
                "file": wording.held(field, there),
            }
            for field, (here, there) in (one.differs or {}).items()
            if not field.endswith("_id")
        ]
        file = plan.files[one.file].name if plan and len(plan.files) > 1 and one.file < len(plan.files) else ""
        row = numbers[one.file].said(one.line) if one.file < len(numbers) else str(one.line)
        out.append({"row": row, "file": file, "name": name, "url": url, "differs": differs,
                    "reason": spoken.failure(one.reason) or wording.taken(one.taken)})  # fmt: skip
    return out


def _deed(request: HttpRequest, public_id: str, deed: Any) -> HttpResponse:
    user, _workspace = asking.bench(request)
    try:
        deed(by=user, whole=found(user, public_id))
    except Refused as refusal:
        return asking.back(request, refusal.message, to=reverse("import", args=[public_id]))
    return redirect("import", public_id)
