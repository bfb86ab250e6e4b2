"""What surrounds every request: policies in its headers, and who is at which bench."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import is_valid_path
from django.utils import timezone, translation

from sellwright import access
from sellwright.screens.page import OPEN_PREFIXES
from sellwright.store import clock
from sellwright.store.models import Workspace
from sellwright.store.ready import ready

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
        kept = "private, no-store" if request.path.startswith(("/in/", "/account/")) else "private, no-cache"
        response.headers.setdefault("Cache-Control", kept)
        return response

    return handle


@ready
def _workspace() -> QuerySet[Workspace]:
    return Workspace.objects.order_by("pk")[:1]


def at_the_bench(get_response: _Handler) -> _Handler:
    """Sets `request.workspace`; whoever is not signed in gets only the open pages; dates and words are the reader's.

    What the viewer may read is settled once for the request (access.settle)."""

    def handle(request: HttpRequest) -> HttpResponse:
        workspace = next(iter(_workspace()), None)
        request.workspace = workspace  # type: ignore[attr-defined]
        is_open = request.path.startswith(OPEN_PREFIXES)
        user = request.user
        if not user.is_authenticated:
            language = translation.get_language_from_request(request)
            with translation.override(language):
                request.LANGUAGE_CODE = language
                if is_open:
                    return get_response(request)
                if workspace is None or workspace.claimed_at is None:
                    return redirect("/in/")
                return _to_sign_in(request)
        if not is_open:
            access.settle(user)
        zone: ZoneInfo = clock.zone(user)
        language = user.language or "en"
        with timezone.override(zone), translation.override(language):
            request.LANGUAGE_CODE = language
            return get_response(request)

    return handle


def forms_lead_back(get_response: _Handler) -> _Handler:
    """A page asked for at an address that only takes a form (its answer was looked at, and the address is opened again)
    leads to the page above it instead of a blank one. Programs, and parts of pages, are told 405 as ever."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not is_page or request.headers.get("HX-Request"):
            return response
        return redirect(_above(request.path))

    return handle


def _above(path: str) -> str:
    """The nearest address above that is one; the beginning where there is none."""
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0]
        for form in (path, f"{path}/"):
            if is_valid_path(form):
                return form
    return "/"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page leads to the sign-in and back; a part that htmx asked for makes the whole page go there."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer.headers["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return answer
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
