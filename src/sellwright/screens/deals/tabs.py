"""The tabs over every page of deals."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.store.models import Deal, Outlook, Sighting, User
from sellwright.store.ready import ready
from sellwright.store.scopes import boxes_of

MOST = 99  # proposals counted


@ready
def _proposed(boxes: tuple[int, ...]) -> QuerySet[Deal]:
    """Proposals the viewer may read (access.deals), as many as are counted."""
    readable = Sighting.objects.filter(message__thread=OuterRef("thread"), mailbox__in=boxes)
    return Deal.objects.filter(Exists(readable), proposed=True, waved_at=None).order_by()[:MOST]


@ready
def _outlook(period: str) -> QuerySet[Outlook]:
    """Whether anything was made ready for the forecast: it appears with that."""
    return Outlook.objects.filter(owner=None, period=period).order_by()[:1]


def tabs(user: User, here: str) -> dict[str, Any]:
    """Context of parts/tabs.html; `here` is board, list, forecast, proposed or stages."""
    waiting = _proposed.count(tuple(boxes_of(access.scope_of(user))))
    links = [
        {"key": "board", "url": reverse("deals"), "label": _("Board")},
        {"key": "list", "url": reverse("deals_list"), "label": _("List")},
    ]
    if here == "forecast" or _outlook.count("month"):
        links.append({"key": "forecast", "url": reverse("forecast"), "label": _("Forecast")})
    if waiting or here == "proposed":
        links.append(
            {"key": "proposed", "url": reverse("deals_proposed"), "label": _("Proposed"), "count": str(waiting)}
        )
    if access.may(user, "pipelines"):
        links.append({"key": "stages", "url": reverse("deal_stages"), "label": _("Stages")})
    return {"label": _("Deals"), "links": [{"count": None, **link, "here": link["key"] == here} for link in links]}
