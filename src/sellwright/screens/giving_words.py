"""How commitments, offers and what was given away are said: names of the ten, states, amounts, periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sellwright.screens.words import Words
from sellwright.store.models import Offer

KINDS: dict[str, Words] = {
    "time": later("time"),
    "explore": later("explore"),
    "change": later("change"),
    "collaborate": later("collaborate"),
    "consensus": later("consensus"),
    "invest": later("invest"),
    "review": later("review"),
    "resolve": later("resolve"),
    "decide": later("decide"),
    "execute": later("execute"),
}
# What each is, said of the buyer.
MEANT: dict[str, Words] = {
    "time": later("they give us time"),
    "explore": later("they look at what could be better"),
    "change": later("they say that something has to change"),
    "collaborate": later("they work on it with us"),
    "consensus": later("they bring in the others it needs"),
    "invest": later("they put in money, people or work"),
    "review": later("they go through what we propose"),
    "resolve": later("they name their doubts and settle them with us"),
    "decide": later("they decide"),
    "execute": later("they do what was decided"),
}
# Which of the ten an act found in a letter may be; a person says which it is.
ACT_MAY_BE = {
    "commitment": "change", "task_done": "collaborate", "stakeholder": "consensus", "internal_data": "explore",
    "referral": "consensus",
}  # fmt: skip
PARTS: tuple[Words, ...] = (
    later("decides"), later("uses it"), later("pays"), later("checks"), later("opposes it"), later("opens doors"),
)  # fmt: skip
STATES: dict[str, Words] = {
    "given": later("waits for their answer"),
    "accepted": later("accepted"),
    "declined": later("declined"),
    "replaced": later("replaced by a newer one"),
    "lapsed": later("lapsed"),
}
ASKED: dict[str, Words] = {
    "": later("nobody wrote down who asked"),
    "them": later("they asked"),
    "us": later("unasked"),
}
PERIODS: dict[str, Words] = {"month": later("This month"), "quarter": later("This quarter"), "year": later("This year")}


def state_of(offer: Offer, today: date) -> str:
    """The state of an offer on a day: one nobody answered lapses when its day is over."""
    if offer.state == Offer.State.GIVEN and offer.valid_until is not None and offer.valid_until < today:
        return "lapsed"
    return offer.state


def money(amount: Decimal | float, currency: str) -> str:
    """ "12,000 EUR"; whole numbers without places, a number of deals without currency."""
    exact = Decimal(str(amount))
    places = 0 if exact == exact.to_integral_value() or abs(exact) >= 10_000 else 2
    said = formats.number_format(round(exact, places), places, use_l10n=True, force_grouping=True)
    return f"{said} {currency}" if currency else said


def rounded(amount: float) -> float:
    """To two leading digits: a range made of draws is no more exact than that."""
    if amount <= 0:
        return 0.0
    step = 10.0 ** max(0, len(str(int(amount))) - 2)
    return round(amount / step) * step


def span(low: float, high: float, currency: str) -> str:
    """ "12,000 to 34,000 EUR"; "3 to 5"."""
    first, last = (rounded(low), rounded(high)) if currency or high >= 100 else (round(low), round(high))
    if first == last:
        return _("about %(amount)s") % {"amount": money(first, currency)}
    return _("%(low)s to %(high)s") % {"low": money(first, ""), "high": money(last, currency)}


def period_name(first: date, kind: str) -> str:
    """ "May 2026", "second quarter 2026", "2026"."""
    if kind == "year":
        return str(first.year)
    if kind == "month":
        return formats.date_format(first, "F Y")
    names = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))
    return f"{names[(first.month - 1) // 3]} {first.year}"
