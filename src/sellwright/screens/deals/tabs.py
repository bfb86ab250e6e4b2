"""The tabs over every page of deals."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.store.models import User

MOST = 99  # proposals counted


def tabs(user: User, here: str) -> dict[str, Any]:
    """Context of parts/tabs.html; `here` is board, list, proposed or stages."""
    waiting = access.deals(user).filter(proposed=True, waved_at=None)[:MOST].count()
    links = [
        {"key": "board", "url": reverse("deals"), "label": _("Board")},
        {"key": "list", "url": reverse("deals_list"), "label": _("List")},
    ]
    if waiting or here == "proposed":
        links.append(
            {"key": "proposed", "url": reverse("deals_proposed"), "label": _("Proposed"), "count": str(waiting)}
        )
    if access.may(user, "pipelines"):
        links.append({"key": "stages", "url": reverse("deal_stages"), "label": _("Stages")})
    return {"label": _("Deals"), "links": [{"count": None, **link, "here": link["key"] == here} for link in links]}
