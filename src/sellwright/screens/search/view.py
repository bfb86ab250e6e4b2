"""One address for both: the list the palette shows while one types, and the full page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from sellwright import access
from sellwright.screens import addresses
from sellwright.screens.asking import bench, one_line
from sellwright.screens.words import Words, local
from sellwright.store import clock, search
from sellwright.store.search import Hit

MOST_TYPED = 100  # characters of a question
LEAST_FOR_MAIL = 3  # letters before mail is looked through while one types
IN_PALETTE = 5
ON_PAGE = 20


# kind of hit: heading, icon, route of its page
_KINDS: dict[str, tuple[Words, str, str]] = {
    "person": (later("People"), "people", "person"),
    "firm": (later("Firms"), "people", "company"),
    "deal": (later("Deals"), "deals", "deal"),
    "mail": (later("Mail"), "mail", "message"),
}


@dataclass(frozen=True)
class Item:
    """One thing found."""

    url: str
    label: str
    detail: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: context of parts/found.html."""

    label: Words
    icon: str
    found: tuple[Item, ...]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=` the question; with `palette` only the list."""
    query = one_line(request.GET.get("q", ""), MOST_TYPED)
    quick = bool(request.GET.get("palette"))
    groups: list[Group] = []
    if query:
        user, workspace = bench(request)
        scope, now = access.scope_of(user), clock.moment(workspace, user)
        most = IN_PALETTE if quick else ON_PAGE
        hits = search.names(scope, query, most)
        if len(query) >= LEAST_FOR_MAIL or not quick:
            hits += search.mail(scope, query, most)
        groups = _groups(hits, most, now)
    held = {"groups": groups, "query": query, "here": "search"}
    return render(request, "parts/found.html" if quick else "search/page.html", held)


def _groups(hits: Iterable[Hit], most: int, now: datetime) -> list[Group]:
    """Hits by kind, in the order of kinds, at most so many of each."""
    held: dict[str, list[Hit]] = {}
    for hit in hits:
        held.setdefault(hit.kind, []).append(hit)
    return [
        Group(label, icon, tuple(_item(hit, route, now) for hit in held[kind][:most]))
        for kind, (label, icon, route) in _KINDS.items()
        if kind in held
    ]


def _item(hit: Hit, route: str, now: datetime) -> Item:
    detail = hit.detail
    if hit.kind == "mail":
        detail += ", " + formats.date_format(local(hit.at, now), _("j M Y"))
    return Item(addresses.of(route, hit.public_id), hit.title, detail if detail != hit.title else "")
