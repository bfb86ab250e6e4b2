"""Views of the log."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sellwright import access, plugs
from sellwright.actions.refusing import Refused
from sellwright.screens import asking
from sellwright.screens.log import deeds as words
from sellwright.screens.settings.tabs import tabs
from sellwright.store.models import LogEntry, User

PAGE_ROWS = 50
# Things everybody who reads the log may know of; the values of all others are shown to who wrote them, nobody else.
HOUSE = frozenset({"user", "team", "workspace", "entrylink", "signon", "pipeline", "stage", "deal"})


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    at: datetime
    who: str
    deed: str
    thing: str
    person: str
    person_url: str
    changes: tuple[tuple[str, str, str], ...]  # name, before, after
    undo_url: str


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty at a time; filtered by who, deed and thing."""
    user, _workspace = asking.bench(request)
    wanted = {name: request.GET.get(name, "") for name in ("who", "deed", "thing")}
    rows = access.log(user).select_related("by", "person")
    if wanted["who"]:
        rows = rows.filter(by__public_id=wanted["who"])
    if wanted["deed"]:
        rows = rows.filter(deed=wanted["deed"])
    if wanted["thing"]:
        rows = rows.filter(thing=wanted["thing"])
    before = asking.number(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_ROWS + 1])
    after_url = ""
    if len(found) > PAGE_ROWS:
        found = found[:PAGE_ROWS]
        after_url = "?" + urlencode({**{n: v for n, v in wanted.items() if v}, "before": found[-1].pk})
    context = {
        "tabs": tabs(user, "log"),
        "here": "settings",
        "all": access.may(user, "log"),
        "lines": [_line(entry, user) for entry in found],
        "filters": {"url": reverse("log"), "fields": _fields(user, wanted)},
        "paging": {"after_url": after_url, "said": ""} if after_url or before is not None else None,
    }
    return render(request, "log/page.html", context)


@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Does the inverse of one line, where the deed's own file has one and the viewer may."""
    user, _workspace = asking.bench(request)
    entry = asking.undo_entry(token)
    if entry is None:
        return asking.back(request, _("It is too long ago to undo it from here."), to=reverse("log"))
    inverse = _inverses().get(entry.deed)
    if inverse is None or not access.log(user).filter(pk=entry.pk).exists():
        raise access.NotAllowed(_("This cannot be undone."))
    try:
        inverse(by=user, entry=entry)
    except Refused as refused:
        return asking.back(request, refused.message, to=reverse("log"))
    except ObjectDoesNotExist:
        return asking.back(request, _("What it was about is not there any more."), to=reverse("log"))
    return asking.back(request, _("Undone."), to=reverse("log"))


@cache
def _inverses() -> dict[str, Callable[..., Any]]:
    """The undo of each deed, from the files in actions that name their deeds."""
    found: dict[str, Callable[..., Any]] = {}
    for inverse in plugs.found_in("sellwright.actions", "undo"):
        deeds = getattr(sys.modules[inverse.__module__], "DEEDS", ())
        found.update(dict.fromkeys(deeds, inverse))
    return found


def _line(entry: LogEntry, viewer: User) -> Line:
    mine = entry.by_id == viewer.pk
    shown = mine or entry.thing in HOUSE
    names = sorted({*entry.before, *entry.after}) if shown else []
    changes = tuple((name, _plain(entry.before.get(name)), _plain(entry.after.get(name))) for name in names)
    undoable = mine and entry.deed in _inverses()
    return Line(
        at=entry.at,
        who=_who(entry),
        deed=words.deed(entry.deed),
        thing=words.thing(entry.thing),
        person=str(entry.person) if entry.person else "",
        person_url=_person_url(entry),
        changes=changes,
        undo_url=asking.undo_url("log_undo", entry) if undoable else "",
    )


def _who(entry: LogEntry) -> str:
    who = str(entry.by) if entry.by else _("somebody who is gone")
    return _("%(who)s, by “%(program)s”") % {"who": who, "program": entry.via} if entry.via else who


def _person_url(entry: LogEntry) -> str:
    return reverse("person", args=[entry.person.public_id]) if entry.person else ""


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "–"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _fields(user: User, wanted: dict[str, str]) -> list[dict[str, Any]]:
    rows = access.log(user)
    deeds = sorted(set(rows.order_by().values_list("deed", flat=True).distinct()[:200]))
    things = sorted(set(rows.order_by().values_list("thing", flat=True).distinct()[:50]))
    fields = [
        _field("deed", _("What was done"), [(deed, words.deed(deed)) for deed in deeds], wanted),
        _field("thing", _("On what"), [(thing, words.thing(thing)) for thing in things], wanted),
    ]
    if access.may(user, "log"):
        people = [(who.public_id, str(who)) for who in User.objects.order_by("name", "email")[:200]]
        fields.insert(0, _field("who", _("Who"), people, wanted))
    return fields


def _field(name: str, label: str, options: list[tuple[str, str]], wanted: dict[str, str]) -> dict[str, Any]:
    rows = [("", _("all")), *options]
    return {
        "name": name,
        "label": label,
        "options": [{"value": value, "label": text, "here": value == wanted[name]} for value, text in rows],
    }
