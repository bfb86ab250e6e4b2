"""Addresses for programs."""

from __future__ import annotations

from django.urls import include, path

from sellwright.api import rest

urlpatterns = [path(rest.ROOT, include((rest.routes(), "api")))]
