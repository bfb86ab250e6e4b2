"""Views of the fields a workspace makes for itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sellwright import access
from sellwright.actions import fields as deeds
from sellwright.actions.fields import Wanted
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing
from sellwright.screens.asking import bench
from sellwright.screens.lists.labels import FIELD_KINDS, TITLES
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import Field, LogEntry, User

_NOUNS = ("person", "firm", "deal")


@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """All fields, list by list, and a form for a new one."""
    user, _workspace = bench(request)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            entry = deeds.make(by=user, noun=request.POST.get("noun", ""), wanted=_wanted(request))
        except Refused as refused:
            refusal = refused
        else:
            return _led(request, _("The field is there. It stands in the list's columns and filters."), entry)
    held = {
        "tabs": tabs(user, "fields"),
        "groups": [_group(noun) for noun in _NOUNS],
        "may": access.may(user, deeds.DEED),
        "form": _form(request.POST if refusal else {}),
        "nouns": [(noun, TITLES[noun]) for noun in _NOUNS],
        "refusal": refusal,
    }
    return render(request, "fields/page.html", held, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, field: str) -> HttpResponse:
    """One field: changed, moved, retired or brought back."""
    user, _workspace = bench(request)
    access.check(user, deeds.DEED)
    row = Field.objects.filter(public_id=field).first()
    if row is None:
        raise Http404
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            entry, said = _done(request, user, row)
        except Refused as refused:
            refusal = refused
        else:
            return _led(request, said, entry)
    shown = request.POST if refusal else {
        "name": row.name, "kind": row.kind, "choices": "\n".join(row.choices), "currency": row.currency,
        "help": row.help,
    }  # fmt: skip
    held = {"tabs": tabs(user, "fields"), "row": row, "form": _form(shown), "refusal": refusal}
    return render(request, "fields/field.html", held, status=422 if refusal else 200)


def _done(request: HttpRequest, user: User, row: Field) -> tuple[LogEntry, str]:
    deed = request.POST.get("deed", "")
    if deed == "retire":
        return deeds.retire(by=user, field=row), _("The field is retired. Its values are kept.")
    if deed == "back":
        return deeds.bring_back(by=user, field=row), _("The field is back, with its values.")
    if deed in ("up", "down"):
        return deeds.move(by=user, field=row, up=deed == "up"), _("The order is changed.")
    return deeds.change(by=user, field=row, wanted=_wanted(request)), _("The field is changed.")


def _led(request: HttpRequest, said: str, entry: LogEntry) -> HttpResponse:
    messages.success(request, said, extra_tags=undoing.address(entry))
    return redirect(reverse("fields"))


def _wanted(request: HttpRequest) -> Wanted:
    typed = request.POST
    return Wanted(
        name=typed.get("name", ""),
        kind=typed.get("kind", ""),
        choices=tuple(typed.get("choices", "").splitlines()),
        currency=typed.get("currency", ""),
        help=typed.get("help", ""),
    )


def _form(typed: Any) -> dict[str, Any]:
    kind = typed.get("kind", "text")
    return {
        **{name: typed.get(name, "") for name in ("name", "choices", "currency", "help", "noun")},
        "kinds": [{"value": value, "label": label, "here": value == kind} for value, label in FIELD_KINDS.items()],
    }


def _group(noun: str) -> dict[str, Any]:
    rows = list(Field.objects.filter(noun=noun))
    return {
        "title": TITLES[noun],
        "asked": [{"row": row, "kind": FIELD_KINDS[row.kind]} for row in rows if row.retired_at is None],
        "retired": [row for row in rows if row.retired_at is not None],
    }
