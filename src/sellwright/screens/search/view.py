"""One address for both: the list the palette shows while one types, and the full page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.screens.asking import bench
from sellwright.screens.words import local
from sellwright.store import clock, search
from sellwright.store.models import User

MOST_TYPED = 100  # characters of a question
LEAST_FOR_MAIL = 3  # letters before mail is looked through while one types
IN_PALETTE = 5
ON_PAGE = 20


@dataclass(frozen=True)
class Item:
    """One thing found."""

    url: str
    label: str
    detail: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind: context of parts/found.html."""

    label: str
    icon: str
    found: tuple[Item, ...]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=` the question; with `palette` only the list."""
    query = " ".join(request.GET.get("q", "").split())[:MOST_TYPED]
    quick = bool(request.GET.get("palette"))
    user, workspace = bench(request)
    zone = clock.moment(workspace, user)
    groups = []
    if query:
        most = IN_PALETTE if quick else ON_PAGE
        groups = [*_names(user, query, most), *_deals(user, query, most)]
        if len(query) >= LEAST_FOR_MAIL or not quick:
            hits = search.mail(access.scope_of(user), query, most)
            found = tuple(
                Item(
                    reverse("message", args=[hit.mid]),
                    hit.subject or _("no subject"),
                    f"{hit.who}, {formats.date_format(local(hit.at, zone), 'j M Y')}",
                    hit.opening,
                )
                for hit in hits
            )
            groups += [Group(_("Mail"), "mail", found)] if found else []
    held = {"groups": groups, "query": query, "here": "search"}
    return render(request, "parts/found.html" if quick else "search/page.html", held)


def _names(user: User, query: str, most: int) -> list[Group]:
    """People and firms whose names or addresses begin with the words."""
    hits = search.names(access.scope_of(user), query, most)
    people = tuple(
        Item(reverse("person", args=[hit.public_id]), hit.title, hit.detail) for hit in hits if hit.kind == "person"
    )
    firms = tuple(
        Item(reverse("company", args=[hit.public_id]), hit.title, hit.detail) for hit in hits if hit.kind == "firm"
    )
    found = (Group(_("People"), "people", people), Group(_("Firms"), "people", firms))
    return [group for group in found if group.found]


def _deals(user: User, query: str, most: int) -> list[Group]:
    rows = access.deals(user).filter(name__icontains=query).select_related("firm", "stage").order_by("-opened_at")
    found = tuple(
        Item(reverse("deal", args=[deal.public_id]), deal.name, str(deal.firm or deal.stage)) for deal in rows[:most]
    )
    return [Group(_("Deals"), "deals", found)] if found else []
