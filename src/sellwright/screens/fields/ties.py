"""What is known of a person beside their mail: the workspace's own fields, and how they stand to others. A part of
their page, fetched by it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import ties as deeds
from sellwright.actions import typed
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench, known, one_line
from sellwright.screens.lists import labels, shown
from sellwright.store import clock
from sellwright.store.lists import reading
from sellwright.store.lists.nouns import Column
from sellwright.store.models import Person, Tie, User

KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "reports to": (later("reports to"), later("leads")),
    "knows": (later("knows"), later("knows")),
    "introduced by": (later("was introduced by"), later("introduced")),
}
_BUILT_IN = ("title", "telephone", "place", "link", "about")


@require_safe
def known_of(request: HttpRequest, person: str) -> HttpResponse:
    """The part."""
    user, workspace = bench(request)
    row = known(user, person)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("person", person)
    columns = [one for one in reading.noun_of("person").columns if one.field or one.key in _BUILT_IN]
    now = clock.moment(workspace, user)
    held = shown.choices("person")
    facts = [(labels.label(column), _said(column, row, user, now, dict(held.colleagues))) for column in columns]
    may = access.may(user, "person")
    context = {
        "person": row,
        "facts": [(label, text) for label, text in facts if text],
        "ties": _ties(user, row),
        "kinds": [(kind, words[0]) for kind, words in KINDS.items()],
        "may": may,
        "change_url": reverse("list_row", args=["person", row.public_id]) if may else "",
    }
    return render(request, "fields/_known.html", context)


def _said(column: Column, row: Person, user: User, now: Any, colleagues: dict[str, str]) -> str:
    value = row.extra.get(column.key[2:]) if column.field else getattr(row, column.key)
    if column.kind == "colleague":
        return colleagues.get(str(value), "") if value else ""
    if column.kind == "person":
        return str(access.people(user).filter(public_id=value).first() or "") if value else ""
    return labels.said(column, value, "", now)


def _ties(user: User, row: Person) -> list[dict[str, Any]]:
    """Both ways, those a person stands in first."""
    rows = deeds.seen(user).filter(person=row) | deeds.seen(user).filter(other=row)
    found = []
    for tie in rows.select_related("person", "other").order_by("kind", "pk")[: deeds.MOST]:
        forth = tie.person_id == row.pk
        whom = tie.other if forth else tie.person
        found.append({"id": tie.public_id, "words": KINDS[tie.kind][0 if forth else 1], "name": str(whom),
                      "url": reverse("person", args=[whom.public_id]), "note": tie.note})  # fmt: skip
    return found


@require_POST
def add(request: HttpRequest, person: str) -> HttpResponse:
    """A new relation between two people."""
    user, _workspace = bench(request)
    access.check(user, "person")
    row = known(user, person)
    back = reverse("person", args=[person])
    try:
        whom = typed.read(user, Column("x.other", "person", field=1), [one_line(request.POST.get("other", ""))])
        other = access.people(user).filter(public_id=whom.held or "").first()
        if other is None:
            raise Refused(_("Write who it is: a name or an address."), "other")
        entry = deeds.add(by=user, person=row, other=other, kind=request.POST.get("kind", ""),
                          note=request.POST.get("note", ""))  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Kept."), extra_tags=undoing.address(entry))
    return redirect(back)


@require_POST
def drop(request: HttpRequest, tie: str) -> HttpResponse:
    """They no longer stand so."""
    user, _workspace = bench(request)
    access.check(user, "person")
    row: Tie | None = deeds.seen(user).filter(public_id=tie).first()
    if row is None:
        raise Http404
    return undoing.answer(request, _("Taken away."), deeds.drop(by=user, tie=row), other="/people")
