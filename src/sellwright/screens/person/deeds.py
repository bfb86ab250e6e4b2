"""Corrections on the page of a person: who they are to us, their name, who looks after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sellwright import access
from sellwright.actions import people, relations
from sellwright.actions.refusing import Refused
from sellwright.interactions.values import Relation
from sellwright.screens import telling, undoing, words
from sellwright.screens.asking import back, bench
from sellwright.store import values
from sellwright.store.models import LogEntry, Person, User


@dataclass(frozen=True)
class Choice:
    """A colleague to choose."""

    value: str
    label: str
    here: bool


@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Corrects who a person is to us; with `firm`, everybody at their firm. Asked for: the choice, unfolded."""
    user, _workspace = bench(request)
    row = get_object_or_404(access.people(user).select_related("firm"), public_id=public_id)
    if request.method != "POST":
        return _choice(request, user, row)
    kind = request.POST.get("kind", "")
    wide = bool(request.POST.get("firm")) and row.firm is not None
    try:
        if wide:
            entry = relations.correct(by=user, kind=kind, firm=row.firm)
        else:
            entry = relations.correct(by=user, kind=kind, person=row)
    except Refused as refusal:
        return back(request, refusal.message, to=_page(row))
    who = str(row.firm) if wide else str(row)
    text = _("%(who)s: %(kind)s.") % {"who": who, "kind": words.relation(kind) if kind else _("as the mail says")}
    if not request.htmx:  # type: ignore[attr-defined]
        return back(request, text, undoing.address(entry), to=_page(row))
    held = Relation(kind or "unknown", (), corrected=bool(kind))  # type: ignore[arg-type]
    shown = telling.relation(row, held, may_correct=True)
    context = {"relation": shown, "text": text, "undo_url": undoing.address(entry)}
    return render(request, "person/_corrected.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name and who looks after them, on one small form."""
    user, _workspace = bench(request)
    access.check(user, "person")
    row = get_object_or_404(access.people(user).select_related("firm", "owner"), public_id=public_id)
    refusal: Refused | None = None
    name = request.POST.get("name", str(row))
    if request.method == "POST":
        try:
            entry = _save(user, row, name, request.POST.get("owner", ""))
            undo = undoing.address(entry) if entry else ""
            return back(request, _("Saved: %(name)s.") % {"name": " ".join(name.split())}, undo, to=_page(row))
        except Refused as refused:
            refusal = refused
    held = {"here": "people", "person": row, "name": name, "owners": _owners(row), "refusal": refusal}
    return render(request, "person/edit.html", held, status=422 if refusal else 200)


def _choice(request: HttpRequest, user: User, row: Person) -> HttpResponse:
    """Who they are to us with the kinds to choose from; without scripts this stands on their page."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("person", row.public_id)
    held = values.relation_of(access.standings(user).filter(person=row).first())
    shown = telling.relation(row, held, may_correct=access.may(user, "correct_relation"))
    return render(request, "parts/relation.html", {"relation": shown, "unfolded": True})


def _save(user: User, row: Person, name: str, owner_id: str) -> LogEntry | None:
    """Writes what changed; the last of it can be undone from the notice."""
    entry = None
    owner = User.objects.filter(public_id=owner_id, is_active=True).first() if owner_id else None
    if (owner.pk if owner else None) != row.owner_id:
        entry = people.assign(by=user, person=row, owner=owner)
    if " ".join(name.split()) != row.name:
        entry = people.rename(by=user, person=row, name=name)
    return entry


def _owners(row: Person) -> list[Choice]:
    colleagues = User.objects.filter(is_active=True).order_by("name", "email")[:200]
    return [Choice(one.public_id, str(one), one.pk == row.owner_id) for one in colleagues]


def _page(row: Person) -> str:
    return reverse("person", args=[row.public_id])
