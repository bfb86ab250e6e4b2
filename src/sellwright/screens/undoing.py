"""Undo for every deed that can be taken back: a toast's button posts here, and leads back to the page it stood on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright.actions import (
    bulk,
    calls,
    claims,
    comments,
    commitments,
    cover,
    deals,
    deciding,
    desks,
    editing,
    events,
    fields,
    firms,
    goals,
    groups,
    inlets,
    letters,
    merging,
    offers,
    people,
    relations,
    rights,
    tasks,
    ties,
    tokens,
    unknowns,
    views,
    webhooks,
)
from sellwright.actions.refusing import Refused
from sellwright.screens.asking import bench, undo_entry, undo_url
from sellwright.store.models import LogEntry

_NOUNS: tuple[ModuleType, ...] = (
    bulk,
    calls,
    claims,
    comments,
    commitments,
    cover,
    deals,
    deciding,
    desks,
    editing,
    events,
    fields,
    firms,
    goals,
    groups,
    inlets,
    letters,
    merging,
    offers,
    people,
    relations,
    rights,
    tasks,
    tokens,
    ties,
    unknowns,
    webhooks,
    views,
)


@cache
def _inverses() -> dict[str, Callable[..., LogEntry]]:
    return {deed: noun.undo for noun in _NOUNS for deed in noun.DEEDS}


def address(entry: LogEntry) -> str:
    """Where a toast's Undo of this deed posts to."""
    return undo_url("undo", entry)


def return_to(request: HttpRequest, other: str) -> str:
    """The page a form stood on: as it says itself, else as the browser says; `other` when neither is of this house."""
    wanted = request.POST.get("next", "")
    if not wanted:
        parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
        same = parts.netloc == request.get_host()
        wanted = parts.path + (f"?{parts.query}" if parts.query else "") if same else ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return other


def answer(request: HttpRequest, text: str, entry: LogEntry | None = None, *, other: str = "/") -> HttpResponse:
    """After a deed: back to where its form stood, with a notice and its Undo."""
    messages.success(request, text, extra_tags=address(entry) if entry is not None else "")
    return redirect(return_to(request, other))


@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the deed back that the token names."""
    user, _workspace = bench(request)
    entry = undo_entry(token)
    inverse = _inverses().get(entry.deed) if entry is not None else None
    if entry is None or inverse is None:
        messages.success(request, _("It is too late to undo that here."))
        return redirect(return_to(request, "/"))
    try:
        inverse(by=user, entry=entry)
    except Refused as refusal:
        messages.success(request, refusal.message)
    except ObjectDoesNotExist:
        messages.success(request, _("What this was about is gone, so it was not undone."))
    else:
        messages.success(request, _("Back as it was."))
    return redirect(return_to(request, "/"))
