"""Views of a person's rights."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sellwright import access
from sellwright.actions import rights
from sellwright.actions.refusing import Refused
from sellwright.archive.held import Part
from sellwright.screens import asking, limits, undoing, words
from sellwright.screens.accounts.shown import number
from sellwright.store.models import Erasure
from sellwright.store.models.ids import LENGTH

_PUBLIC_ID = re.compile(rf"[2-9a-hj-km-np-z]{{{LENGTH}}}")  # of another row: says nothing to a reader
MOST_ROWS = 20  # of a noun, shown; all of them are in the file
_NOT_TOLD = frozenset(
    {"public_id", "key", "seen", "sort_name", "folded", "mid", "found", "marks", "bare", "parents", "message_id"}
)


@require_GET
def held(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything held, as far as the viewer may read it."""
    user, _workspace = asking.bench(request)
    row = asking.known(user, public_id)
    found = rights.look(by=user, person=row)
    waits = Erasure.objects.filter(person=row, done_at=None, taken_back_at=None).first()
    context = {
        "here": "people",
        "person": row,
        "parts": [_part(part) for part in found.parts],
        "sources": [{"title": title, "said": _letters(count)} for title, count in found.sources],
        "letters": _letters(len(found.messages) + found.hidden),
        "hidden": found.hidden and _letters(found.hidden),
        "may_edit": access.may(user, "person"),
        "may_erase": access.may(user, "erase_person"),
        "goes_at": words.when(waits.due_at, timezone.localtime()) if waits else "",
    }
    return render(request, "person_rights/page.html", context)


@require_POST
def give(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The same as one .zip that the person can read."""
    user, _workspace = asking.bench(request)
    row = asking.known(user, public_id)
    url = reverse("person_held", args=[public_id])
    if not limits.within(request, "give", 60, 3600):
        return asking.back(request, _("That were many at once. Go on in an hour."), to=url)
    folder = rights.folder_of(row)
    shutil.rmtree(folder, ignore_errors=True)
    rights.give(by=user, person=row, folder=folder / "folder", now=timezone.now().timestamp())
    answer = FileResponse(_packed(folder).open("rb"), as_attachment=True, filename=f"{row.public_id}.zip")
    shutil.rmtree(folder, ignore_errors=True)  # the open file is still read to its end
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def erase(request: HttpRequest, public_id: str) -> HttpResponse:
    """Has them erased in a day."""
    user, _workspace = asking.bench(request)
    row = asking.known(user, public_id)
    url = reverse("person_held", args=[public_id])
    try:
        entry = rights.erase(by=user, person=row, now=timezone.now().timestamp())
    except Refused as refusal:
        return asking.back(request, refusal.message, to=url)
    return undoing.answer(
        request, _("They will be erased in a day. Until then you can take it back."), entry, other=url
    )


@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes that back."""
    user, _workspace = asking.bench(request)
    row = asking.known(user, public_id)
    try:
        rights.keep(by=user, person=row)
    except Refused as refusal:
        return asking.back(request, refusal.message, to=reverse("person_held", args=[public_id]))
    return asking.back(request, _("They stay."), to=reverse("person_held", args=[public_id]))


def _packed(folder: Path) -> Path:
    to = folder / "held.zip"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in (folder / "folder").rglob("*") if path.is_file()):
            packed.write(path, path.relative_to(folder / "folder").as_posix())
    return to


def _part(part: Part) -> dict[str, Any]:
    return {
        "noun": part.noun.replace("_", " "),
        "count": number(len(part.rows)),
        "more": number(len(part.rows) - MOST_ROWS) if len(part.rows) > MOST_ROWS else "",
        "rows": [_told(row) for row in part.rows[:MOST_ROWS]],
    }


def _told(row: dict[str, Any]) -> list[tuple[str, str]]:
    told = []
    for name, value in row.items():
        if value in (None, "", [], {}, False, 0.0) or name in _NOT_TOLD or _PUBLIC_ID.fullmatch(str(value)):
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if isinstance(value, float) and (name == "at" or name.endswith("_at")):
            text = date_format(timezone.localtime(datetime.fromtimestamp(value, UTC)), "DATETIME_FORMAT")
        told.append((name.replace("_", " "), text if len(text) <= 300 else text[:299] + "…"))
    return told


def _letters(count: int) -> str:
    return ngettext("%(n)s letter", "%(n)s letters", count) % {"n": number(count)}
