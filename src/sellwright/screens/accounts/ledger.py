"""The page of one account: how it is, what to do next, and what became of every message its server ever showed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sellwright.actions import accounts as deeds
from sellwright.actions.refusing import Refused
from sellwright.capture import accounting
from sellwright.mailroom.intake import REPEATED
from sellwright.screens import asking, spoken, words
from sellwright.screens.accounts import shown
from sellwright.screens.accounts.connecting import found_account
from sellwright.store.models import Account, Folder, Item, Message

PAGE_ROWS = 50


@require_GET
def page(request: HttpRequest, account: str) -> HttpResponse:
    """The whole page."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    context = {
        "here": "add",
        "account": row,
        "kind": shown.KINDS[Account.Kind(row.kind)],
        "where": shown.where(row),
        "never": row.mailbox.never,
        **_state(row),
    }
    return render(request, "accounts/page.html", context)


@require_GET
def state(request: HttpRequest, account: str) -> HttpResponse:
    """The part that asks again while something happens."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    return render(request, "accounts/_state.html", {"account": row, **_state(row)})


@require_GET
def items(request: HttpRequest, account: str) -> HttpResponse:
    """The messages that have one outcome for one reason, newest first."""
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    asked = {name: request.GET.get(name, "") for name in ("folder", "outcome", "reason", "before")}
    folder = row.folders.filter(pk=asking.number(asked["folder"]) or 0).first()
    if folder is None or asked["outcome"] not in ("stored", "skipped", "failed"):
        raise Http404
    rows = accounting.items(row, folder.pk, asked["outcome"], asked["reason"])
    before = asking.number(asked["before"])
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE_ROWS + 1])
    after_url = ""
    if len(found) > PAGE_ROWS:
        found = found[:PAGE_ROWS]
        after_url = shown.items_url(row, folder.pk, asked["outcome"], asked["reason"], found[-1].pk)
    context = {
        "here": "add",
        "account": row,
        "folder": shown.title(folder.title),
        "outcome": shown.outcome_words(asked["outcome"]),
        "reason": spoken.failure(asked["reason"]),
        "items": _lines(found),
        "is_failed": asked["outcome"] == "failed",
        "paging": {"after_url": after_url, "said": ""} if after_url or before else None,
    }
    whole = not request.htmx  # type: ignore[attr-defined]
    return render(request, "accounts/items.html" if whole else "accounts/_items.html", context)


@require_POST
def verify(request: HttpRequest, account: str) -> HttpResponse:
    """Compares it with the server, soon."""
    return _done(request, account, deeds.verify, _("It is compared with the server now, message by message."))


@require_POST
def again(request: HttpRequest, account: str) -> HttpResponse:
    """Tries what failed now."""
    return _done(request, account, deeds.read_again, _("What failed is tried again now."))


@require_POST
def pause(request: HttpRequest, account: str) -> HttpResponse:
    """Reads no more."""
    return _done(request, account, deeds.pause, _("Paused. Nothing is read until you say so."))


@require_POST
def resume(request: HttpRequest, account: str) -> HttpResponse:
    """Reads on."""
    return _done(request, account, deeds.resume, _("It reads on from where it stopped."))


def _done(request: HttpRequest, account: str, deed: Callable[..., object], said: str) -> HttpResponse:
    user, _workspace = asking.bench(request)
    row = found_account(user, account)
    try:
        deed(by=user, account=row)
    except Refused as refused:
        said = refused.message
    return asking.back(request, said, to=reverse("account", args=[row.public_id]))


def _state(row: Account) -> dict[str, Any]:
    now = timezone.localtime()
    whole = accounting.of(row)
    folders = list(row.folders.all())
    begun = any(one.intake_id for one in folders)
    left = whole.sum("left")
    health = shown.health(row, now, is_begun=begun, left=left)
    happening = begun and row.paused_at is None
    asked = begun and any(_waits_for_comparison(one, row.asked_at) for one in folders)
    busy = left > 0 or row.heard_at is None or asked
    total = whole.sum("on_server")
    return {
        "health": health,
        "begun": begun,
        "ledger": shown.ledger(row, whole, now) if begun else None,
        "wait": (3 if busy and not row.trouble else 15) if happening else 0,
        "progress": {"done": total - left, "total": total, "said": _("%(done)s of %(total)s") % {
            "done": shown.number(total - left), "total": shown.number(total)}} if left and total else None,
        "asked": asked,
    }  # fmt: skip


def _waits_for_comparison(folder: Folder, asked_at: datetime | None) -> bool:
    """Whether somebody asked for it and it was not compared since."""
    if asked_at is None or not folder.is_read or folder.gone_at is not None or folder.error:
        return False
    return folder.compared_at is None or folder.compared_at < asked_at


def _lines(rows: list[Item]) -> list[dict[str, Any]]:
    now = timezone.localtime()
    here = {row.detail for row in rows if row.outcome == "stored" or row.reason == REPEATED}
    known = set(Message.objects.filter(mid__in=here).values_list("mid", flat=True))
    return [
        {
            "place": row.path,
            "size": words.size(row.size) if row.size else "",
            "detail": "" if row.detail in known else row.detail,
            "url": reverse("message", args=[row.detail]) if row.detail in known else "",
            "tries": row.tries,
            "again": shown.ahead(row.again_at, now) if row.again_at else "",
        }
        for row in rows
    ]
