"""What stands around every page: who looks, which workspace, the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sellwright.screens.page import pages
from sellwright.store import clock


@dataclass(frozen=True)
class NavItem:
    """One line of the menu."""

    url: str
    label: str
    icon: str
    key: str


def around(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `viewer`, `workspace`, `demo_day`, `nav`."""
    workspace = getattr(request, "workspace", None)
    user = getattr(request, "user", None)
    if workspace is None or user is None or not user.is_authenticated:
        return {"workspace": workspace, "viewer": None, "nav": ()}
    frozen = workspace.frozen_at is not None
    nav = tuple(
        NavItem(reverse(page.home), str(page.title), page.icon, page.key)
        for page in sorted((p for p in pages() if p.nav), key=lambda p: p.nav)
        if page.evidence is None or page.evidence(request)
    )
    return {
        "workspace": workspace,
        "viewer": user,
        "nav": nav,
        "demo_day": clock.moment(workspace, user) if frozen else None,
    }
