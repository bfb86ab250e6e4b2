"""Deals read from threads: what shows them, and a person's yes or no. A no is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import deals
from sellwright.actions.refusing import Refused
from sellwright.screens import deal_words, undoing, words
from sellwright.screens.asking import bench
from sellwright.screens.deals import tabs
from sellwright.store import clock
from sellwright.store.models import Deal, DealSign, Message

PIECE = 30
WHAT = {
    "proposal": later("A proposal of yours"),
    "price asked": later("They asked for a price"),
    "price answered": later("You answered"),
}


@dataclass(frozen=True)
class Sign:
    """One letter that shows it."""

    text: str
    words: str
    url: str
    evidence_url: str


@dataclass(frozen=True)
class Proposed:
    """A proposal with its letters."""

    id: str
    name: str
    firm: str
    people: str
    signs: tuple[Sign, ...]
    accept_url: str
    wave_url: str
    waved: str  # by whom and when, '' while it waits


def page(request: HttpRequest) -> HttpResponse:
    """Those that wait, newest first (`?waved=1`: those waved away)."""
    user, workspace = bench(request)
    waved = request.GET.get("waved") == "1"
    rows = access.deals(user).filter(proposed=True, waved_at__isnull=not waved)
    readable = (
        DealSign.objects.filter(message__in=access.messages(user)).select_related("message").order_by("message__at")
    )
    rows = rows.select_related("firm", "waved_by").prefetch_related(Prefetch("signs", readable), "people__person")
    now = clock.moment(workspace, user)
    shown = [
        Proposed(
            id=row.public_id,
            name=row.name,
            firm=str(row.firm) if row.firm else "",
            people=", ".join(str(part.person) for part in row.people.all()),
            signs=tuple(_sign(sign, sign.message, words.when(sign.message.at, now)) for sign in row.signs.all()),
            accept_url=reverse("deal_accept", args=[row.public_id]),
            wave_url=reverse("deal_wave", args=[row.public_id]),
            waved=_waved(row, words.when(row.waved_at, now)) if row.waved_at is not None else "",
        )
        for row in rows.order_by("-opened_at", "-pk")[:PIECE]
    ]  # fmt: skip
    held = {"proposed": shown, "waved": waved, "tabs": tabs.tabs(user, "proposed"), "here": "deals"}
    return render(request, "deals/proposed.html", {**held, "may_change": deal_words.may_change(user)})


def _waved(row: Deal, when: str) -> str:
    return _("waved away by %(who)s, %(when)s") % {"who": row.waved_by or _("somebody"), "when": when}


def _sign(sign: DealSign, letter: Message, when: str) -> Sign:
    at = reverse("evidence", args=[letter.mid])
    return Sign(f"{WHAT.get(sign.what, sign.what)}, {when}", sign.words, reverse("message", args=[letter.mid]), at)


@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is a deal; whoever says so looks after it."""
    user, workspace = bench(request)
    deal = get_object_or_404(access.deals(user), public_id=public_id)
    try:
        entry = deals.accept(by=user, deal=deal, now=clock.now(workspace))
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("deals_proposed"))
    text = _("On the board: %(name)s.") % {"name": deal.name}
    return undoing.answer(request, text, entry, other=reverse("deals_proposed"))


@require_POST
def wave(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is none."""
    user, workspace = bench(request)
    deal = get_object_or_404(access.deals(user), public_id=public_id)
    try:
        entry = deals.wave(by=user, deal=deal, now=clock.now(workspace))
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("deals_proposed"))
    text = _("Waved away: %(name)s. This thread will not be proposed again.") % {"name": deal.name}
    return undoing.answer(request, text, entry, other=reverse("deals_proposed"))
