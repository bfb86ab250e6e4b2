"""Deals as a list: open, won, lost, not decided; one's own or everybody's; by words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens import deal_words, words
from sellwright.screens.asking import bench
from sellwright.screens.deals import tabs
from sellwright.screens.deals.cards import Viewer
from sellwright.store import clock
from sellwright.store.models import Deal

PIECE = 50


def page(request: HttpRequest) -> HttpResponse:
    """One piece of the list, newest first."""
    user, workspace = bench(request)
    asked = {name: " ".join(request.GET.get(name, "").split())[:100] for name in ("q", "state", "whose", "after")}
    if asked["state"] not in deal_words.OUTCOMES:
        asked["state"] = ""
    viewer = Viewer(user, clock.moment(workspace, user))
    rows, after = _rows(viewer, asked)
    shown = {
        "table": {"caption": _("Deals"), "columns": _columns(), "rows": [_row(row, viewer) for row in rows]},
        "filters": _filters(asked),
        "tabs": tabs.tabs(user, "list"),
        "may_change": deal_words.may_change(user),
        "is_narrowed": any(asked[name] for name in ("q", "state", "whose", "after")),
        "here": "deals",
    }
    if asked["after"] or after:
        shown["paging"] = {"before_url": _url(asked) if asked["after"] else "", "after_url": after, "said": ""}
    return render(request, "deals/list.html", shown)


def _rows(viewer: Viewer, asked: dict[str, str]) -> tuple[list[Deal], str]:
    rows = access.team_deals(viewer.user).filter(outcome=asked["state"])
    if asked["whose"] == "mine":
        rows = rows.filter(owner=viewer.user)
    if asked["q"]:
        held = asked["q"]
        rows = rows.filter(Q(name__icontains=held) | Q(firm__name__icontains=held) | Q(firm__domain__icontains=held))
    at, _mark, pk = asked["after"].partition("~")
    try:
        place = float(at), int(pk)
    except ValueError:
        pass
    else:
        rows = rows.filter(opened_at__lte=place[0]).filter(Q(opened_at__lt=place[0]) | Q(pk__lt=place[1]))
    found = list(rows.select_related("firm", "owner", "stage").order_by("-opened_at", "-pk")[: PIECE + 1])
    more, found = len(found) > PIECE, found[:PIECE]
    return found, _url({**asked, "after": f"{found[-1].opened_at!r}~{found[-1].pk}"}, "after") if more else ""


def _url(asked: dict[str, str], *more: str) -> str:
    held = {name: asked[name] for name in ("q", "state", "whose", *more) if asked[name]}
    return reverse("deals_list") + (f"?{urlencode(held)}" if held else "")


def _columns() -> list[dict[str, Any]]:
    labels = ((_("Deal"), False), (_("Stage"), False), (_("Amount"), True), (_("Next step"), False), (_("Who"), False))
    return [{"label": label, "number": number} for label, number in labels]


def _row(row: Deal, viewer: Viewer) -> dict[str, Any]:
    now = viewer.now
    stay, _is_long = deal_words.stay(row.stage_since, now.timestamp(), deal_words.usual(row.stage))
    if row.closed_at is not None:
        stage = _("%(outcome)s, %(when)s") % {
            "outcome": deal_words.OUTCOMES[row.outcome], "when": words.when(row.closed_at, now)
        }  # fmt: skip
        step, is_late = row.outcome_reason, False
    else:
        stage = f"{row.stage.name} · {stay}"
        step = " · ".join(filter(None, (row.next_step, deal_words.day(row.next_step_date, now))))
        is_late = row.next_step_date is not None and row.next_step_date < now.date()
    return {
        "label": row.name,
        "url": reverse("deal", args=[row.public_id]),
        "detail": str(row.firm) if row.firm else "",
        "cells": [
            {"label": _("Stage"), "text": stage},
            {"label": _("Amount"), "text": deal_words.amount(row), "number": True},
            {"label": _("Next step"), "text": step, "late": is_late},
            {"label": _("Who"), "text": str(row.owner) if row.owner else ""},
        ],
    }


def _filters(asked: dict[str, str]) -> dict[str, Any]:
    states = [(value, str(label)) for value, label in deal_words.OUTCOMES.items()]
    whose = [("", _("everybody's")), ("mine", _("mine"))]
    return {
        "url": reverse("deals_list"),
        "target": "deals-list",
        "query": asked["q"],
        "fields": [_field("state", _("State"), states, asked), _field("whose", _("Whose"), whose, asked)],
        "set": [],
    }  # fmt: skip


def _field(name: str, label: str, held: list[tuple[str, str]], asked: dict[str, str]) -> dict[str, Any]:
    options = [{"value": value, "label": text, "here": value == asked[name]} for value, text in held]
    return {"name": name, "label": label, "options": options}
