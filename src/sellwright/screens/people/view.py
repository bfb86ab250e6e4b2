"""The list, and adding somebody by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sellwright import access
from sellwright.actions import people as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import spoken, words
from sellwright.screens.asking import bench
from sellwright.screens.people import listing
from sellwright.screens.people.listing import Asked, Listed
from sellwright.store import clock
from sellwright.store.models import Person, Standing, User

MOST_BY_HAND = 20


@dataclass(frozen=True)
class Cell:
    """One cell of parts/table.html."""

    text: str
    label: str
    url: str = ""
    chip: bool = False
    number: bool = False
    late: bool = False


@dataclass(frozen=True)
class Row:
    """One person of the table."""

    label: str
    url: str
    detail: str
    cells: tuple[Cell, ...]


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
        "table": _table(listed, now),
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
    known = Standing.objects.filter(person=OuterRef("pk"), scope=access.scope_of(user))
    rows = Person.objects.filter(~Exists(known), by_hand=True).order_by("-pk")[:MOST_BY_HAND]
    return tuple(ByHand(str(row), reverse("person", args=[row.public_id]), row.key) for row in rows)


def _table(listed: Listed, now: datetime) -> dict[str, Any]:
    columns = [_("Who"), _("To us"), _("How far each side comes"), _("Last"), _("Looked after by")]
    shown = [{"label": label} for label in columns]
    return {"caption": _("People"), "columns": shown, "rows": [_row(row, columns, now) for row in listed.rows]}


def _row(row: Standing, columns: list[str], now: datetime) -> Row:
    person = row.person
    firm = str(person.firm) if person.firm else ""
    cells = (
        Cell(words.relation(row.relation), columns[1], chip=True),
        Cell(spoken.tell(row.effort_verdict), columns[2]),
        Cell(words.when(row.last_at, now) if row.last_at else "", columns[3]),
        Cell(str(person.owner) if person.owner else "", columns[4]),
    )
    return Row(str(person), reverse("person", args=[person.public_id]), firm, cells)


def _paging(listed: Listed, asked: Asked) -> dict[str, str]:
    word = ngettext("%(n)s person", "%(n)s people", 2 if listed.many else 1) % {"n": listed.counted}
    return {
        "before_url": asked.url(before=listed.before) if listed.before else "",
        "after_url": asked.url(after=listed.after) if listed.after else "",
        "said": word,
    }


def _filters(user: User, asked: Asked) -> dict[str, Any]:
    relations = [{"value": kind, "label": str(word), "here": kind == asked.relation} for kind, (word, _key)
                 in words.RELATIONS.items()]  # fmt: skip
    colleagues = User.objects.filter(is_active=True).order_by("name", "email")[:200]
    owners = [("me", _("me")), ("nobody", _("nobody yet"))]
    owners += [(one.public_id, str(one)) for one in colleagues if one.pk != user.pk]
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
