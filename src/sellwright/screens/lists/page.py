"""The page of a list, whichever noun it lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions.bulk import NOT_IN_BULK
from sellwright.screens.asking import bench
from sellwright.screens.lists import asked, labels, markup, shown
from sellwright.screens.lists.asked import Opened
from sellwright.store import clock
from sellwright.store.lists import reading, touches
from sellwright.store.lists.conditions import Reader
from sellwright.store.lists.nouns import Noun
from sellwright.store.lists.reading import Page
from sellwright.store.models import User, Workspace
from sellwright.store.scopes import boxes_of

_LAST = "views of lists"  # in the session: the view each list was last looked at with


def reader(user: User, workspace: Workspace) -> Reader:
    """Who reads lists, and when."""
    return Reader(access.scope_of(user).pk, user.public_id, clock.now(workspace), clock.zone(user))


def noun_of(key: str) -> Noun:
    """The list of that noun, with the workspace's own fields."""
    return touches.TOUCHES if key == "touch" else reading.noun_of(key)


def read(noun: Noun, opened: Opened, user: User, workspace: Workspace) -> Page:
    """The page of rows that is asked for."""
    held = reader(user, workspace)
    if noun.key == "touch":
        return touches.read(opened.asked, held, boxes_of(access.scope_of(user)))
    return reading.read(opened.asked, held, noun=noun)


def listed(request: HttpRequest, noun_key: str, **more: Any) -> HttpResponse:
    """The whole page; `more` goes into its context."""
    user, workspace = bench(request)
    last = request.session.get(_LAST, {})
    opened = asked.opened(user, noun_key, request.GET, last.get(noun_key, ""))
    if request.GET.get("view") and last.get(noun_key) != opened.view:
        request.session[_LAST] = {**last, noun_key: opened.view}
    noun = noun_of(noun_key)
    page = read(noun, opened, user, workspace)
    held = shown.choices(noun_key)
    now = clock.moment(workspace, user)
    edits = shown.may_edit(user, noun_key)
    row_url = reverse("list_row", args=[noun_key, "-"])[:-1] if edits else ""
    context = {
        "noun": noun_key,
        "title": labels.TITLES[noun_key],
        "here": "deals" if noun_key == "deal" else "people",
        "lists": _lists(noun_key),
        "views": shown.tabs(user, opened),
        "view": _view(user, opened),
        "filters": shown.filters(noun, opened, held, user),
        "heads": shown.heads(noun, opened),
        "rows": markup.rows(shown.lines(noun, page, opened, user, now, held), row_url),
        "columns": shown.columns(noun, opened),
        "paging": shown.paging(page, opened),
        "edits": edits,
        "may_merge": noun_key in ("person", "firm") and access.may(user, "merge"),
        "bulk_columns": tuple(
            (one.key, labels.label(one)) for one in noun.columns if one.edit and one.key not in NOT_IN_BULK
        ),
        "pairs": asked.pairs(opened.asked.first_page(), opened.view, opened.kept),
        "file_url": asked.url(opened.asked.first_page(), opened.view, opened.kept, "list_file", [noun_key]),
        "passed_over": page.passed_over,
        **more,
    }
    return render(request, "lists/page.html", context)


def _view(user: User, opened: Opened) -> dict[str, Any]:
    """What can be done with the view the list began with."""
    mine = opened.row is not None and opened.row.owner_id == user.pk
    return {
        "id": opened.row.public_id if opened.row else "",
        "name": opened.row.name if opened.row else "",
        "shared": bool(opened.row and opened.row.shared),
        "is_mine": mine,
        "is_changed": opened.is_changed,
        "may_share": access.may(user, "person"),
    }


def ways_in(noun_key: str, user: User) -> list[tuple[str, Any]]:
    """(address, words) of what brings people and firms here, and of what makes those one that stand here twice."""
    found = [(reverse("duplicates") + f"?noun={noun_key}", _("Duplicates"))]
    return [(reverse("imports"), _("Import")), *found] if access.may(user, "import") else found


def first_steps(user: User) -> list[tuple[str, Any]]:
    """(address, words) of what to do where a list has nothing yet."""
    steps = (("add_mail", "add_mail", _("Read a mailbox")), ("import", "imports", _("Import a file")))
    return [(reverse(route), words) for deed, route, words in steps if access.may(user, deed)]


def _lists(here: str) -> dict[str, Any] | None:
    """The lists beside this one."""
    if here == "deal":
        return None
    links = [
        {"url": reverse(labels.ROUTES[key]), "label": labels.TITLES[key], "here": key == here, "count": None}
        for key in ("person", "firm", "promise", "touch")
    ]
    return {"label": _("Lists"), "links": links}
