"""Goals: what a month, quarter or year shall bring, of the team or one's own. A person's own is seen by them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import kept_rows
from sellwright.actions.kept_rows import Noun
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead
from sellwright.store.models import Goal, LogEntry, User

MOST_DEALS = 1_000_000
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _may(by: User, row: Any) -> None:
    """One's own with any work on deals; the team's by who runs the pipelines."""
    access.check(by, "deal" if row.owner_id is not None else "pipelines")
    if row.owner_id not in (None, by.pk):
        raise access.NotAllowed(_("A goal of one's own is set by oneself."))


NOUN = Noun(Goal, "goal", ("owner_id", "period", "first_date", "amount", "currency", "deals"), _may)
DEEDS = NOUN.deeds


@dataclass(frozen=True, slots=True)
class Aim:
    """What somebody wrote into the form: an amount in a currency, or a number of deals. `on_date`: any day of the
    period."""

    period: str
    on_date: date
    amount: Decimal | None = None
    currency: str = ""
    deals: int | None = None


def seen_by(user: User) -> QuerySet[Goal]:
    """The team's goals, and one's own."""
    rows = Goal.objects.filter(Q(owner=None) | Q(owner=user))
    return rows if user.is_active else rows.none()


def aim(*, by: User, wanted: Aim, now: float, team: bool) -> LogEntry:
    """Sets the goal of a period; one that stands is changed."""
    values = _checked(wanted)
    row = Goal(owner=None if team else by, made_at=now, **values)
    _may(by, row)
    with transaction.atomic():
        held = Goal.objects.select_for_update().filter(
            owner=row.owner, period=row.period, first_date=row.first_date, currency=row.currency
        )
        looking_ahead.soon()
        stands = held.first()
        return kept_rows.add(by, NOUN, row) if stands is None else kept_rows.change(by, NOUN, stands, values)


def drop(*, by: User, goal: Goal) -> LogEntry:
    """No such goal any more."""
    looking_ahead.soon()
    return kept_rows.drop(by, NOUN, goal)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes one of these deeds back."""
    looking_ahead.soon()
    return kept_rows.undo(by, NOUN, entry)


def first_of(period: str, day: date) -> date:
    """The first day of the month, quarter or year of a day."""
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _checked(wanted: Aim) -> dict[str, Any]:
    if wanted.period not in MONTHS:
        raise Refused(_("A goal is for a month, a quarter or a year."), "period")
    if (wanted.amount is None) == (wanted.deals is None):
        raise Refused(_("Give an amount, or a number of deals: one of the two."), "amount")
    amount = kept_rows.money(wanted.amount, "amount")
    if amount == 0 or (wanted.deals is not None and not 0 < wanted.deals <= MOST_DEALS):
        raise Refused(_("A goal is more than nothing."), "amount" if wanted.deals is None else "deals")
    return {
        "period": wanted.period,
        "first_date": first_of(wanted.period, wanted.on_date),
        "amount": amount,
        "currency": kept_rows.currency(wanted.currency) if amount is not None else "",
        "deals": wanted.deals,
    }
