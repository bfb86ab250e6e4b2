"""While somebody writes down a person or a firm: who here is perhaps the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.derive import twins
from sellwright.derive.twins import Alike, Written
from sellwright.screens import addresses
from sellwright.screens.asking import bench, one_line
from sellwright.screens.duplicates import reasons
from sellwright.screens.duplicates.view import noun_of
from sellwright.store.models import Person


@dataclass(frozen=True, slots=True)
class Maybe:
    """One who is perhaps the same."""

    name: str
    url: str
    detail: str
    why: str


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """The likely same ones of `name`, `firm`, `email`, `telephone`, `place`, `domain` (`noun`: person or firm)."""
    user, _workspace = bench(request)
    access.check(user, "person")
    noun = noun_of(request.GET.get("noun", ""))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("person_add" if noun == "person" else "people")
    asked = {name: one_line(request.GET.get(name, "")) for name in ("name", "firm", "email", "place", "domain")}
    phone = one_line(request.GET.get("telephone", "") or request.GET.get("phone", ""))
    return render(
        request, "duplicates/_alike.html", {"maybes": maybes(twins.alike(user, noun, Written(**asked, phone=phone)))}
    )


def maybes(found: list[Alike]) -> list[Maybe]:
    """Plain values for the part."""
    return [_maybe(one) for one in found]


def _maybe(one: Alike) -> Maybe:
    row = one.row
    rows = [(reason.field, reason.step, reason.added) for reason in one.twin.reasons]
    why = reasons.shown(one.twin.start, rows, one.twin.odds).short
    if isinstance(row, Person):
        detail = str(row.firm) if row.firm else ""
        why = _("has this very address or number") if one.same_address else why
        return Maybe(str(row), addresses.of("person", row.public_id), detail, why)
    why = _("has this very domain") if one.same_address else why
    return Maybe(str(row), addresses.of("company", row.public_id), row.domain or "", why)
