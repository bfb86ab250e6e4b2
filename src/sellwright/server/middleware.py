"""What surrounds every request: policies in its headers, and who is at which bench."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from sellwright.screens.page import OPEN_PREFIXES
from sellwright.store import clock
from sellwright.store.models import Workspace

_Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def policies(get_response: _Handler) -> _Handler:
    """A strict content policy on every answer that has none of its own."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return handle


def at_the_bench(get_response: _Handler) -> _Handler:
    """Sets `request.workspace`; whoever is not signed in gets only the open pages; dates and words are the reader's."""

    def handle(request: HttpRequest) -> HttpResponse:
        workspace = Workspace.objects.first()
        request.workspace = workspace  # type: ignore[attr-defined]
        is_open = request.path.startswith(OPEN_PREFIXES)
        if not request.user.is_authenticated:
            if is_open:
                return get_response(request)
            if workspace is None or workspace.claimed_at is None:
                return redirect("/in/")
            return redirect_to_login(request.get_full_path())
        zone: ZoneInfo = clock.zone(request.user)
        with timezone.override(zone), translation.override(request.user.language or "en"):
            request.LANGUAGE_CODE = request.user.language or "en"
            return get_response(request)

    return handle
