"""Addresses of things by their ids, made by the hundred on one page: each route is asked of Django once."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.urls import reverse

_PLACE = "222222222222"  # stands where the id goes; made of characters that public ids and stable ids have


@cache
def _around(route: str) -> tuple[str, str]:
    before, _place, after = reverse(route, args=[_PLACE]).partition(_PLACE)
    return before, after


def of(route: str, ref: str) -> str:
    """The address of the route with one id, the same that `reverse` gives."""
    before, after = _around(route)
    return f"{before}{ref if ref.isalnum() else quote(ref, safe='')}{after}"
