"""Inlets: the list, one of them with its account, and what its owner does about it."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellwright import access
from sellwright.actions import inlets as deeds
from sellwright.actions.refusing import Refused
from sellwright.capture import inlet_forms, phone_calls
from sellwright.capture.inlet_ledger import is_open
from sellwright.screens import undoing, words
from sellwright.screens.asking import bench
from sellwright.screens.inlets import shown
from sellwright.store import clock, sealed, signed
from sellwright.store.models import Inlet, Mailbox, User
from sellwright.store.signed import Signed

LISTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def inlets(request: HttpRequest) -> HttpResponse:
    """One's own inlets, and the form for a new one; a post makes it, and shows its secret this once."""
    user, workspace = bench(request)
    typed = {name: request.POST.get(name, "") for name in ("kind", "title", "mailbox", "origins")}
    error: Refused | None = None
    if request.method == "POST":
        access.check(user, "add_mail")
        box = get_object_or_404(Mailbox, public_id=typed["mailbox"], owner=user) if typed["mailbox"] else None
        try:
            made = deeds.make(by=user, mailbox=box, kind=typed["kind"], title=typed["title"], origins=typed["origins"])
        except Refused as refusal:
            error = refusal
        else:
            return _page(request, user, made.inlet, secret=made.secret, status=201)
    now = clock.moment(workspace, user)
    rows = Inlet.objects.filter(mailbox__owner=user).select_related("mailbox", "intake").order_by("-pk")[:LISTED]
    held = {
        "here": "link",
        "inlets": [shown.inlet(row, now) for row in rows],
        "mailboxes": list(user.mailboxes.order_by("title", "pk").values("public_id", "title")[:LISTED]),
        "may": access.may(user, "add_mail"),
        "typed": typed,
        "error": error.message if error else "",
        "error_field": error.field if error else "",
    }
    return render(request, "inlets/list.html", held, status=422 if error else 200)


@require_safe
def inlet(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own inlet."""
    user, _workspace = bench(request)
    return _page(request, user, _own(user, public_id))


@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its name, and the pages a form may stand on."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        deeds.change(by=user, inlet=row, title=request.POST.get("title", ""), origins=request.POST.get("origins", ""))
    except Refused as refusal:
        return _page(request, user, row, refusal=refusal, status=422)
    return undoing.answer(request, _("Saved."), other=_url(row))


@require_POST
def rotate(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new secret, shown this once."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        made = deeds.rotate(by=user, inlet=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_url(row))
    row.refresh_from_db()
    return _page(request, user, row, secret=made.secret)


@require_POST
def try_calls(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sends itself a signed call without a number: everything is done but storing, and the account shows it."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    access.check(user, "add_mail")
    now = timezone.now()
    body = b'{"id": "try", "direction": "in", "from": "anonymous", "started_at": %d}' % now.timestamp()
    try:
        secrets = phone_calls.secrets_of(row, now)
    except sealed.Unreadable as failure:
        return undoing.answer(request, str(failure), other=_url(row))
    if row.kind != Inlet.Kind.CALLS or not secrets:
        return undoing.answer(request, _("A form is tried by filling it in."), other=_url(row))
    name, at = f"try-{time.time_ns()}", int(now.timestamp())
    given = Signed(name, str(at), signed.sign(name, at, body, secrets[0]))
    answer = phone_calls.take(row, given, body, now)
    text = _("It works: the call was understood, and left out for it has no number.")
    return undoing.answer(request, text if answer.is_taken else str(answer.body["error"]), other=_url(row))


@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing is taken there any more."""
    user, _workspace = bench(request)
    row = _own(user, public_id)
    try:
        entry = deeds.close(by=user, inlet=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=_url(row))
    return undoing.answer(request, _("Closed: %(title)s.") % {"title": row.title}, entry, other=_url(row))


def _page(
    request: HttpRequest, user: User, row: Inlet, *, secret: str = "", refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    _user, workspace = bench(request)
    now = clock.moment(workspace, user)
    url = shown.address(request, row)
    is_form = row.kind == Inlet.Kind.FORM
    origins = request.POST.get("origins", "") if refusal else shown.pages(row.origins)
    held: dict[str, Any] = {
        "here": "link",
        "inlet": shown.inlet(row, now),
        "is_form": is_form,
        "address": url,
        "is_reachable": shown.is_reachable(url),
        "secret": secret,
        "old_until": words.when(row.old_until.timestamp(), now)
        if row.old_until and row.old_until > timezone.now()
        else "",
        "snippet": shown.snippet(url) if is_form else "",
        "honeypot": inlet_forms.HONEYPOT,
        "sample_body": shown.SAMPLE,
        "sample": "" if is_form else shown.sample(url),
        "title": request.POST.get("title", "") if refusal else row.title,
        "origins": origins,
        "sums": shown.sums(row),
        "lines": shown.lines(row, now),
        "listed": shown.LISTED,
        "is_open": is_open(row),
        "error": refusal.message if refusal else "",
        "error_field": refusal.field if refusal else "",
        "mailbox_url": reverse("mailbox", args=[row.mailbox.public_id]),
    }
    answer = render(request, "inlets/page.html", held, status=status)
    if secret:
        answer["Cache-Control"] = "private, no-store"
    return answer


def _own(user: User, public_id: str) -> Inlet:
    rows = Inlet.objects.select_related("mailbox", "intake")
    return get_object_or_404(rows, public_id=public_id, mailbox__owner=user)


def _url(row: Inlet) -> str:
    return reverse("inlet", args=[row.public_id])
