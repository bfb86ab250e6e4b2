"""One address that is told of deeds: what it is told of, the ledger of what was sent, and what its owner does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellwright import access
from sellwright.actions import webhooks as deeds
from sellwright.actions.refusing import Refused
from sellwright.screens import undoing, words
from sellwright.screens.asking import bench
from sellwright.screens.programs import phrases
from sellwright.screens.programs.tokens import context
from sellwright.screens.settings.tabs import tabs
from sellwright.store import clock
from sellwright.store.models import Delivery, LogEntry, User, Webhook

LISTED = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery of the ledger."""

    event: str
    when: str
    state: str
    late: bool
    answer: str  # "200", or "no answer"
    said: str
    tries: int
    next_try: str
    id: str
    again_url: str


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new one; its secret is shown this once."""
    user, workspace = bench(request)
    access.check(user, "webhooks")
    title, url, events = request.POST.get("title", ""), request.POST.get("url", ""), request.POST.getlist("events")
    try:
        made = deeds.make(by=user, title=title, url=url, events=events)
    except Refused as refusal:
        held = context(user, clock.moment(workspace, user))
        for one in held["events"]:
            one["on"] = one["value"] in events
        held |= {"hook_error": refusal.message, "hook_error_field": refusal.field, "hook_title": title, "hook_url": url}
        return render(request, "programs/page.html", held, status=422)
    return _page(request, made.webhook, secret=made.secret, status=201)


@require_safe
def webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own."""
    user, _workspace = bench(request)
    return _page(request, _own(user, public_id))


@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another name, other events."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    title, events = request.POST.get("title", ""), request.POST.getlist("events")
    try:
        entry = deeds.change(by=user, webhook=row, title=title, events=events)
    except Refused as refusal:
        return _page(request, row, refusal=refusal, status=422)
    return undoing.answer(request, _("Saved."), entry, other=_url(row))


@require_POST
def rotate(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new secret, shown this once."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        made = deeds.rotate(by=user, webhook=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_url(row))
    return _page(request, made.webhook, secret=made.secret)


@require_POST
def try_it(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sends a try."""
    return _deed(request, public_id, lambda user, row: _sent(deeds.try_it(by=user, webhook=row)))


@require_POST
def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing is sent for now."""
    text = _("Paused. What happens meanwhile waits.")
    return _deed(request, public_id, lambda user, row: (text, deeds.pause(by=user, webhook=row)))


@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """What waits is sent."""
    text = _("It goes on: what waits is sent now.")
    return _deed(request, public_id, lambda user, row: (text, deeds.resume(by=user, webhook=row)))


@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing is told there any more."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        entry = deeds.drop(by=user, webhook=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_url(row))
    text = _("“%(title)s” is told nothing any more.") % {"title": row.title}
    answer = undoing.answer(request, text, entry, other=reverse("programs"))
    answer["Location"] = reverse("programs")
    return answer


@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sends one delivery once more."""
    user, _workspace = bench(request)
    rows = Delivery.objects.select_related("webhook").filter(webhook__user=user, webhook__ended_at=None)
    row = get_object_or_404(rows, public_id=public_id)
    return _deed(request, row.webhook.public_id, lambda user, _row: _sent(deeds.send_again(by=user, delivery=row)))


def _sent(_delivery: Delivery) -> tuple[str, None]:
    return _("It is on its way. The ledger below shows what came of it."), None


def _deed(
    request: HttpRequest, public_id: str, deed: Callable[[User, Webhook], tuple[str, LogEntry | None]]
) -> HttpResponse:
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        text, entry = deed(user, row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_url(row))
    return undoing.answer(request, text, entry, other=_url(row))


def _page(
    request: HttpRequest, row: Webhook, *, secret: str = "", refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    chosen = request.POST.getlist("events") if refusal else row.events
    rows = list(row.deliveries.order_by("-pk")[:LISTED])
    both = row.old_until is not None and row.old_until > timezone.now()
    held = {
        "here": "settings",
        "tabs": tabs(user, "programs"),
        "hook": row,
        "secret": secret,
        "why": phrases.WHY.get(row.why, "") if row.paused_at else "",
        "is_failing": row.paused_at is None and row.failures > 0,
        "old_until": words.when(row.old_until.timestamp(), now) if both and row.old_until else "",
        "title": request.POST.get("title", "") if refusal else row.title,
        "events": [
            {"value": one, "label": said, "on": one in chosen} for one, said in phrases.EVENTS.items() if one != "try"
        ],
        "error": refusal.message if refusal else "",
        "error_field": refusal.field if refusal else "",
        "lines": [_line(one, now) for one in rows],
        "waiting": row.deliveries.filter(state=Delivery.State.WAITING)[:1001].count(),
        "listed": LISTED,
    }
    answer = render(request, "programs/webhook.html", held, status=status)
    if secret:
        answer["Cache-Control"] = "private, no-store"
    return answer


def _line(row: Delivery, now: datetime) -> Line:
    waits = row.state == Delivery.State.WAITING
    answer = str(row.status) if row.status else _("no answer") if row.tried_at and row.state != "withheld" else ""
    return Line(
        event=row.event,
        when=words.when(row.made_at.timestamp(), now),
        state=str(phrases.STATES[row.state]),
        late=row.state == Delivery.State.FAILED or (waits and row.tries > 0),
        answer=answer,
        said=row.said,
        tries=row.tries,
        next_try=words.when(row.due_at.timestamp(), now) if waits and row.tries else "",
        id=f"msg_{row.public_id}",
        again_url=reverse("delivery_again", args=[row.public_id]),
    )


def _own(user: User, public_id: str) -> Webhook:
    return get_object_or_404(Webhook, public_id=public_id, user=user, ended_at=None)


def _url(row: Webhook) -> str:
    return reverse("webhook", args=[row.public_id])
