"""Answers when something is not there, not allowed, or broke. Never a trace; an id that stands in the log."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_log = logging.getLogger("sellwright.screens")


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
