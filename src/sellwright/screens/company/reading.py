"""What the viewer may read of a firm, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens import calling, spoken, words
from sellwright.screens.calling import ShownPhone
from sellwright.store import telephones
from sellwright.store.models import Correction, Deal, Firm, Scope, Standing, User

MOST_PEOPLE = 50
MOST_DEALS = 20


@dataclass(frozen=True)
class ShownColleague:
    """One of their people."""

    name: str
    url: str
    relation: str
    effort: str
    last: str
    owner: str
    phones: tuple[ShownPhone, ...]


@dataclass(frozen=True)
class ShownDeal:
    """One deal with the firm."""

    name: str
    url: str
    stage: str
    next_step: str
    outcome: str


def people(user: User, firm: Firm) -> list[Standing]:
    """Their people of whom the viewer may read something, heard of last first."""
    rows = access.standings(user).filter(firm=firm).order_by("-last_at", "-id")
    return list(rows.select_related("person__owner")[:MOST_PEOPLE])


def colleagues(rows: list[Standing], scope: Scope, now: datetime) -> list[ShownColleague]:
    """These people for the table."""
    numbers = telephones.of_many([row.person_id for row in rows], scope)
    return [
        ShownColleague(
            name=str(row.person),
            url=reverse("person", args=[row.person.public_id]),
            relation=words.relation(row.relation),
            effort=spoken.tell(row.effort_verdict),
            last=words.when(row.last_at, now) if row.last_at else "",
            owner=str(row.person.owner) if row.person.owner else "",
            phones=calling.phones(numbers.get(row.person_id, ())[:1]),
        )
        for row in rows
    ]


def deals(user: User, firm: Firm) -> list[ShownDeal]:
    """Their deals, the open ones first."""
    rows = access.deals(user).filter(firm=firm).select_related("stage").order_by("outcome", "-opened_at", "-id")
    return [
        ShownDeal(row.name, reverse("deal", args=[row.public_id]), row.stage.name, row.next_step, _outcome(row))
        for row in rows[:MOST_DEALS]
    ]


def _outcome(deal: Deal) -> str:
    named = {"won": _("won"), "lost": _("lost"), "no decision": _("no decision")}
    return named.get(deal.outcome, "")


def kind(firm: Firm, rows: list[Standing]) -> tuple[str, bool]:
    """Who the firm is to us: what somebody said of it, else what those heard of last are; and whether it was said."""
    said = Correction.objects.filter(firm=firm).values_list("kind", flat=True).first()
    if said:
        return said, True
    known = [row.relation for row in rows if row.relation != "unknown"]
    return (known[0] if known else "unknown"), False


def why_url(firm: Firm) -> str:
    """Where the share of a firm is explained."""
    return reverse("why", args=["effort"]) + f"?{urlencode({'firm': firm.public_id})}"


def columns() -> list[dict[str, Any]]:
    """Heads of the table of people."""
    labels = (_("Who"), _("To us"), _("How far each side comes"), _("Last"), _("Looked after by"), _("Telephone"))
    return [{"label": label} for label in labels]
