"""Who covers for whom while somebody is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import cover
from sellwright.actions.refusing import Refused
from sellwright.interactions import errands
from sellwright.screens import deal_words, team_words, undoing
from sellwright.screens.asking import bench
from sellwright.store import clock
from sellwright.store.models import Cover, User

MOST = 50


@dataclass(frozen=True)
class ShownCover:
    """One cover, now or ahead."""

    text: str
    days: str
    end_url: str  # '' when the viewer may not end it


def page(request: HttpRequest) -> HttpResponse:
    """Covers now and ahead, and the form to give one."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    typed = {name: request.POST.get(name, "") for name in ("to", "from", "until")}
    error: Refused | None = None
    if request.method == "POST":
        try:
            to = get_object_or_404(User, public_id=typed["to"])
            days = _day(typed["from"], "from", now, user), _day(typed["until"], "until", now, user)
            entry = cover.give(by=user, to=to, from_date=days[0], until_date=days[1], today=now.date())
        except Refused as refusal:
            error = refusal
        else:
            return undoing.answer(request, _("%(who)s covers for you.") % {"who": to}, entry, other=reverse("cover"))
    rows = Cover.objects.filter(Q(user=user) | Q(by=user), until_date__gte=now.date()).select_related("user", "by")
    held = {
        "covers": [_shown(row, user, now) for row in rows.order_by("from_date", "pk")[:MOST]],
        "members": team_words.members(user),
        "may_give": access.may(user, "cover"),
        "typed": typed,
        "error": error.message if error else "",
        "error_field": error.field if error else "",
    }
    return render(request, "teamwork/cover.html", held, status=422 if error else 200)


def _shown(row: Cover, user: User, now: datetime) -> ShownCover:
    if row.user_id == user.pk:
        text = _("%(who)s covers for you") % {"who": row.by}
    else:
        text = _("You cover for %(who)s") % {"who": row.user}
    days = _("%(first)s to %(last)s") % {
        "first": deal_words.day(row.from_date, now), "last": deal_words.day(row.until_date, now)
    }  # fmt: skip
    return ShownCover(text, days, reverse("cover_end", args=[row.public_id]))


def _day(typed: str, field: str, now: datetime, user: User) -> date:
    found = errands.day(typed, now, user.language[:2])
    if found is None:
        raise Refused(_("No day was found in that. Try “tomorrow”, “3 June” or “in 2 weeks”."), field)
    return found


@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends a cover."""
    user, _workspace = bench(request)
    row = get_object_or_404(Cover.objects.filter(Q(user=user) | Q(by=user)), public_id=public_id)
    try:
        entry = cover.end(by=user, cover=row)
    except Refused as refusal:
        return undoing.answer(request, refusal.message, other=reverse("cover"))
    return undoing.answer(request, _("Ended."), entry, other=reverse("cover"))
