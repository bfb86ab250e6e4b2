"""Lines on Today about webhooks that were paused without their owner."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens.connected import Line
from sellwright.screens.programs.phrases import WHY
from sellwright.store.models import User, Webhook
from sellwright.store.ready import ready


def for_today(user: User) -> tuple[Line, ...]:
    """One's own webhooks that tell nothing any more, each with why. No query for who may have none."""
    if not access.may(user, "webhooks"):
        return ()
    return tuple(
        Line(
            _("“%(name)s” is told nothing at the moment. %(why)s") % {"name": title, "why": WHY[why]},
            reverse("webhook", args=[public_id]),
            _("Look"),
            True,
        )
        for public_id, title, why in _paused(user.pk)
    )


@ready
def _paused(user: int) -> QuerySet[Any, Any]:
    """Not those paused by hand: their owner knows."""
    rows = Webhook.objects.filter(user=user, ended_at=None, paused_at__isnull=False).exclude(why=Webhook.Why.BY_HAND)
    return rows.order_by("pk").values_list("public_id", "title", "why")
