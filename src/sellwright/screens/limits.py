"""How often something may be tried: fixed windows, counted in the cache of the process that answers."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def within(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Counts one try of `what` by the signed-in user (else by the address they come from). False when `most` in
    `seconds` are used up."""
    who = f"u{request.user.pk}" if request.user.is_authenticated else f"a{get_adapter().get_client_ip(request)}"
    return within_all(f"{what}:{who}", most, seconds)


def within_all(what: str, most: int, seconds: int) -> bool:
    """The same, whoever tries."""
    key = f"limit:{what}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, seconds)
        return True
