"""The list, and adding somebody by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sellwright import access
from sellwright.actions import people as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import addresses, spoken, words
from sellwright.screens.asking import bench
from sellwright.screens.people import listing
from sellwright.screens.people.listing import Asked, Known, Listed
from sellwright.store import clock
from sellwright.store.models import Person, Standing, User
from sellwright.store.ready import ready

MOST_BY_HAND = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the table."""

    url: str
    name: str
    firm: str
    relation: str
    effort: str
    last: str
    owner: str


@dataclass(frozen=True)
class ByHand:
    """Somebody added by hand with whom there is no mail yet."""

    name: str
    url: str
    email: str


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list, newest exchange first."""
    user, workspace = bench(request)
    asked = listing.asked_in(request.GET)
    listed = listing.read(user, asked)
    now = clock.moment(workspace, user)
    first = not (asked.after or asked.before or asked.is_narrowed)
    by_hand = _by_hand(user) if first else ()
    held = {
        "here": "people",
        "rows": [_row(known, now) for known in listed.rows],
        "paging": _paging(listed, asked),
        "filters": _filters(user, asked),
        "by_hand": by_hand,
        "nobody": not listed.rows and not by_hand,
        "narrowed": asked.is_narrowed,
        "may_add": access.may(user, "person"),
    }
    return render(request, "people/page.html", held)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A form for somebody new; the error stands by its field."""
    user, workspace = bench(request)
    email, name = request.POST.get("email", ""), request.POST.get("name", "")
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            entry = deeds.add(by=user, email=email, name=name, now=clock.now(workspace))
            return redirect("person", entry.thing_id)
        except Refused as refused:
            refusal = refused
    else:
        access.check(user, "person")
    held = {"here": "people", "email": email, "name": name, "refusal": refusal}
    return render(request, "people/add.html", held, status=422 if refusal else 200)


def _by_hand(user: User) -> tuple[ByHand, ...]:
    rows = _unwritten(access.scope_of(user).pk)
    return tuple(ByHand(name or key, addresses.of("person", public_id), key) for public_id, name, key in rows)


@ready
def _unwritten(scope: int) -> QuerySet[Any, Any]:
    known = Exists(Standing.objects.filter(person=OuterRef("pk"), scope=scope))
    rows = Person.objects.filter(~known, by_hand=True).order_by("-pk")
    return rows.values_list("public_id", "name", "key")[:MOST_BY_HAND]


def _row(known: Known, now: datetime) -> Row:
    return Row(
        url=addresses.of("person", known.public_id),
        name=known.name,
        firm=known.firm,
        relation=words.relation(known.relation),
        effort=spoken.tell(known.effort),
        last=_last(known.last_at, now) if known.last_at else "",
        owner=known.owner,
    )


def _last(at: float, now: datetime) -> str:
    """When something last happened; a meeting that is yet to come says so."""
    said = words.when(at, now)
    return _("planned: %(when)s") % {"when": said} if at > now.timestamp() else said


def _paging(listed: Listed, asked: Asked) -> dict[str, str]:
    word = ngettext("%(n)s person", "%(n)s people", 2 if listed.many else 1) % {"n": listed.counted}
    return {
        "before_url": asked.url(before=listed.before) if listed.before else "",
        "after_url": asked.url(after=listed.after) if listed.after else "",
        "said": word,
    }


@ready
def _colleagues() -> QuerySet[Any, Any]:
    return User.objects.filter(is_active=True).order_by("name", "email").values_list(
        "pk", "public_id", "name", "email")[:200]  # fmt: skip


def _filters(user: User, asked: Asked) -> dict[str, Any]:
    relations = [{"value": kind, "label": str(word), "here": kind == asked.relation} for kind, (word, _key)
                 in words.RELATIONS.items()]  # fmt: skip
    owners = [("me", _("me")), ("nobody", _("nobody yet"))]
    owners += [(public_id, name or email) for pk, public_id, name, email in _colleagues() if pk != user.pk]
    named = {
        "relation": (_("To us"), words.relation(asked.relation) if asked.relation else ""),
        "owner": (_("Looked after by"), dict(owners).get(asked.owner, "")),
        "firm": (_("At"), listing.firm_named(asked, user)),
    }
    return {
        "url": reverse("people"),
        "target": "people",
        "query": asked.words,
        "fields": [
            {"name": "relation", "label": _("To us"),
             "options": [{"value": "", "label": _("anybody"), "here": not asked.relation}, *relations]},
            {"name": "owner", "label": _("Looked after by"),
             "options": [{"value": "", "label": _("anybody"), "here": not asked.owner},
                         *({"value": value, "label": label, "here": value == asked.owner} for value, label in owners)]},
        ],
        "set": [{"label": f"{label}: {value}", "url": asked.url(**{name: ""})}
                for name, (label, value) in named.items() if value],
    }  # fmt: skip
