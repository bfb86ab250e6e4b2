"""Goals set and taken away on the forecast page: plain forms with their Undo."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright.actions import goals
from sellwright.actions.goals import Aim
from sellwright.actions.refusing import Refused
from sellwright.screens import amounts, undoing
from sellwright.screens.asking import bench, number
from sellwright.store import clock


@require_POST
def aim(request: HttpRequest) -> HttpResponse:
    """The goal of a period that runs now: an amount in a currency, or (no currency) a number of deals."""
    user, workspace = bench(request)
    try:
        amount, deals = _typed(request.POST.get("goal", ""), request.POST.get("currency", ""))
        wanted = Aim(
            request.POST.get("period", ""), clock.moment(workspace, user).date(), amount,
            request.POST.get("currency", ""), deals,
        )  # fmt: skip
        team = request.POST.get("whose", "") != "mine"
        entry = goals.aim(by=user, wanted=wanted, now=clock.now(workspace), team=team)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("forecast"))
    text = _("The goal stands. What it takes is being worked out.")
    return undoing.answer(request, text, entry, other=reverse("forecast"))


@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """No such goal any more."""
    user, _workspace = bench(request)
    goal = get_object_or_404(goals.seen_by(user), public_id=public_id)
    entry = goals.drop(by=user, goal=goal)
    return undoing.answer(request, _("No goal there any more."), entry, other=reverse("forecast"))


def _typed(text: str, currency: str) -> tuple[Decimal | None, int | None]:
    """An amount, or a number of deals where no currency is given."""
    amount = amounts.typed(text, "goal")
    if currency or amount is None:
        return amount, None
    if amount != amount.to_integral_value():
        raise Refused(_("A number of deals is a whole number."), "goal")
    return None, number(str(int(amount))) if amount >= 0 else 0
