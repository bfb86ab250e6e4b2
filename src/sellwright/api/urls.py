"""Addresses for programs."""

from __future__ import annotations

from django.urls import include, path

from sellwright.api import rest
from sellwright.api.door import behind
from sellwright.api.mcp import ways

urlpatterns = [
    path(rest.ROOT, include((rest.routes(), "api"))),
    path("mcp", behind(ways.post), name="mcp"),
]
