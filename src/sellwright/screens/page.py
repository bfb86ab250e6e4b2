"""What a page tells of itself: `PAGE` in the package of its folder. Addresses and navigation are built from these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.functional import Promise

from sellwright.plugs import found_in

# Addresses that need no sign-in.
OPEN_PREFIXES = ("/in/", "/account/", "/static/", "/manifest.webmanifest", "/healthy", "/book/", "/api/", "/mcp")


@dataclass(frozen=True)
class Page:
    """`nav` is its place in the menu (0: not in it). `key` is the shortcut after `g`. A page with `evidence` appears
    in the menu only when that says so: a page appears with its first evidence."""

    title: str | Promise  # marked for translation
    routes: list[URLPattern]
    icon: str = ""
    nav: int = 0
    key: str = ""
    home: str = ""  # name of its first route
    evidence: Callable[[HttpRequest], bool] | None = None


@cache
def pages() -> tuple[Page, ...]:
    """All pages, in order of their folders' names."""
    return tuple(page for page in found_in("sellwright.screens", "PAGE") if isinstance(page, Page))
