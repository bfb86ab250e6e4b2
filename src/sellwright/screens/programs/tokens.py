"""One's tokens and webhooks, colleagues' tokens for who may take them back, and the form for a new token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellwright import access
from sellwright.actions import tokens as deeds
from sellwright.actions.refusing import Refused
from sellwright.actions.webhooks import host
from sellwright.screens import undoing, words
from sellwright.screens.asking import bench, number
from sellwright.screens.programs import phrases
from sellwright.screens.settings.tabs import tabs
from sellwright.store import clock
from sellwright.store.models import Token, User, Webhook

LISTED = 100
FIRST = ("people:read", "deals:read", "tasks:read")  # ticked in an empty form
DAYS = (30, 90, 365, 0)


@dataclass(frozen=True, slots=True)
class ShownToken:
    """One line of the list."""

    name: str
    start: str
    may: str
    used: str
    until: str
    owner: str  # '' for one's own
    is_open: bool
    revoke_url: str


@dataclass(frozen=True, slots=True)
class ShownHook:
    """One line of the list of webhooks."""

    title: str
    url: str
    host: str
    said: str
    late: bool


@require_http_methods(["GET", "HEAD", "POST"])
def programs(request: HttpRequest) -> HttpResponse:
    """The lists, and the form for a new token; a post makes it, and shows it this once."""
    user, workspace = bench(request)
    secret, error = "", None
    if request.method == "POST":
        days = number(request.POST.get("days", "")) or None
        try:
            made = deeds.make(
                by=user, name=request.POST.get("name", ""), scopes=request.POST.getlist("scopes"), days=days
            )
        except Refused as refusal:
            error = refusal
        else:
            secret = made.secret
    held = context(user, clock.moment(workspace, user), request if error else None)
    held |= {"secret": secret, "error": error.message if error else "", "error_field": error.field if error else ""}
    answer = render(request, "programs/page.html", held, status=422 if error else 201 if secret else 200)
    if secret:
        answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """A token opens nothing any more."""
    user, _workspace = bench(request)
    rows = Token.objects.all() if access.may(user, "any_token") else Token.objects.filter(user=user)
    row = get_object_or_404(rows, public_id=public_id)
    try:
        entry = deeds.revoke(by=user, token=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("programs"))
    text = _("“%(name)s” opens nothing any more.") % {"name": row.name}
    return undoing.answer(request, text, entry, other=reverse("programs"))


def context(user: User, now: datetime, typed: HttpRequest | None = None) -> dict[str, Any]:
    """What the page shows; `typed` holds the form that was refused."""
    own = list(Token.objects.filter(user=user).order_by("ended_at", "-pk")[:LISTED])
    others: list[Token] = []
    if access.may(user, "any_token"):
        rows = deeds.in_force(Token.objects.exclude(user=user), timezone.now())
        others = list(rows.select_related("user").order_by("user__name", "-pk")[:LISTED])
    ticked = typed.POST.getlist("scopes") if typed else FIRST
    days = typed.POST.get("days", "") if typed else str(DAYS[1])
    return {
        "here": "settings",
        "tabs": tabs(user, "programs"),
        "tokens": [_token(row, now) for row in own],
        "others": [_token(row, now, str(row.user)) for row in others],
        "may": access.may(user, "token"),
        "name": typed.POST.get("name", "") if typed else "",
        "scopes": [{"value": one, "label": phrases.SCOPES[one], "on": one in ticked} for one in deeds.SCOPES],
        "days": [{"value": str(one), "label": _lasts(one), "on": str(one) == days} for one in DAYS],
        "hooks": [_hook(row, now) for row in _own_hooks(user)],
        "may_hooks": access.may(user, "webhooks"),
        "events": [{"value": one, "label": said, "on": False} for one, said in phrases.EVENTS.items() if one != "try"],
    }


def _own_hooks(user: User) -> list[Webhook]:
    return list(Webhook.objects.filter(user=user, ended_at=None).order_by("title", "pk")[:LISTED])


def _token(row: Token, now: datetime, owner: str = "") -> ShownToken:
    run_out = row.expires_at is not None and row.expires_at <= timezone.now()
    if row.ended_at is not None:
        until = _("taken back")
    elif run_out:
        until = _("run out")
    elif row.expires_at is not None:
        until = _("until %(day)s") % {"day": words.when(row.expires_at.timestamp(), now)}
    else:
        until = _("until you take it back")
    used = words.when(row.used_at.timestamp(), now) if row.used_at else ""
    is_open = row.ended_at is None and not run_out
    return ShownToken(
        row.name, row.start, " · ".join(str(phrases.SCOPES[one]) for one in row.scopes if one in phrases.SCOPES), used,
        until, owner, is_open, reverse("token_revoke", args=[row.public_id]) if is_open else "",
    )  # fmt: skip


def _hook(row: Webhook, now: datetime) -> ShownHook:

    if row.paused_at is not None:
        said = str(phrases.WHY.get(row.why, ""))
    elif row.failures:
        said = _("It does not answer as it should; it is tried again.")
    elif row.heard_at is not None:
        said = _("last delivered %(when)s") % {"when": words.when(row.heard_at.timestamp(), now)}
    else:
        said = _("nothing sent yet")
    return ShownHook(
        row.title, reverse("webhook", args=[row.public_id]), host(row.url), said,
        bool(row.failures) or row.paused_at is not None,
    )  # fmt: skip


def _lasts(days: int) -> str:
    return _("%(days)d days") % {"days": days} if days else _("until I take it back")
