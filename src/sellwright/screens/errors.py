"""Answers when something is not there, not allowed, or broke. Never a trace; an id that stands in the log."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_log = logging.getLogger("sellwright.screens")


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: another host's name, more in a form than anybody types. Nothing of the request is looked at."""
    return HttpResponse(render_to_string("400.html"), status=400)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not made for who sends it: a page from before one signed in, or another site's."""
    return render(request, "stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence of the refusal where there is one."""
    return render(request, "403.html", {"why": str(exception or "")}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an id that the log has too."""
    incident = secrets.token_hex(4)
    _log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=True)
    return render(request, "500.html", {"incident": incident}, status=500)
