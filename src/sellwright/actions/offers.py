"""Offers with their price, and what we gave away: made, answered, replaced, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import kept_rows
from sellwright.actions.deal_rows import ChangedMeanwhile
from sellwright.actions.kept_rows import Noun
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead
from sellwright.store.models import Concession, Deal, LogEntry, Offer, Person, User

NOUN = Noun(
    Offer,
    "offer",
    (
        "deal_id", "price", "currency", "given_date", "valid_until", "holds", "file", "message_id", "state",
        "decided_date", "replaced_by_id",
    ),
    kept_rows.of_a_deal,
)  # fmt: skip
GIVEN_AWAY = Noun(
    Concession,
    "concession",
    (
        "deal_id", "offer_id", "what", "cost", "currency", "in_return", "asked_by", "person_id", "given_date",
        "message_id",
    ),
    kept_rows.of_a_deal,
)  # fmt: skip
DEEDS = (*NOUN.deeds, *GIVEN_AWAY.deeds)
LONGEST_HOLDS = 5_000
OPEN = Offer.State.GIVEN.value
DECIDED = (Offer.State.ACCEPTED.value, Offer.State.DECLINED.value)


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody wrote into the form of an offer. `shown_by`: the id of the letter it went with."""

    price: Decimal | None
    currency: str
    given_date: date
    valid_until: date | None = None
    holds: str = ""
    file: str = ""
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class GivenAway:
    """What somebody wrote into the form of a concession. `asked_by`: "them", "us" or ''."""

    what: str
    cost: Decimal | None
    currency: str
    given_date: date
    in_return: str = ""
    asked_by: str = ""
    person: Person | None = None
    offer: Offer | None = None
    shown_by: str = ""


def make(
    *, by: User, deal: Deal, offered: Offered, today: date, now: float, instead_of: Offer | None = None
) -> LogEntry:
    """A new offer; `instead_of` is one it replaces."""
    access.check(by, "deal")
    held = access.deals(by).get(pk=deal.pk)
    row = Offer(deal=held, made_at=now, **_checked(by, held, offered, today))
    with transaction.atomic():
        entry = kept_rows.add(by, NOUN, row)
        if instead_of is not None:
            old = Offer.objects.select_for_update().get(pk=instead_of.pk, deal=held)
            _open_still(old)
            values = {"state": Offer.State.REPLACED.value, "decided_date": row.given_date, "replaced_by": row}
            kept_rows.change(by, NOUN, old, values)
    looking_ahead.soon()
    return entry


def change(*, by: User, offer: Offer, offered: Offered, today: date, version: int | None = None) -> LogEntry:
    """Corrects what was written. Without `shown_by` the letter it went with is kept."""
    access.check(by, "deal")
    values = _checked(by, access.deals(by).get(pk=offer.deal_id), offered, today)
    if not offered.shown_by:
        del values["message"]
    looking_ahead.soon()
    return kept_rows.change(by, NOUN, offer, values, version)


def decide(*, by: User, offer: Offer, state: str, on_date: date) -> LogEntry:
    """They accepted or declined it."""
    if state not in DECIDED:
        raise Refused(_("Say whether they accepted or declined it."), "state")
    with transaction.atomic():
        _open_still(Offer.objects.select_for_update().get(pk=offer.pk))
        looking_ahead.soon()
        return kept_rows.change(by, NOUN, offer, {"state": state, "decided_date": on_date})


def open_again(*, by: User, offer: Offer) -> LogEntry:
    """Neither accepted nor declined after all."""
    values = {"state": OPEN, "decided_date": None, "replaced_by": None}
    looking_ahead.soon()
    return kept_rows.change(by, NOUN, offer, values)


def drop(*, by: User, offer: Offer) -> LogEntry:
    """Written down by mistake."""
    looking_ahead.soon()
    return kept_rows.drop(by, NOUN, offer)


def concede(*, by: User, deal: Deal, given: GivenAway, today: date, now: float) -> LogEntry:
    """We gave something away."""
    access.check(by, "deal")
    held = access.deals(by).get(pk=deal.pk)
    values = _checked_away(by, held, given, today)
    return kept_rows.add(by, GIVEN_AWAY, Concession(deal=held, made_at=now, **values), person=values["person"])


def change_concession(
    *, by: User, concession: Concession, given: GivenAway, today: date, version: int | None = None
) -> LogEntry:
    """Corrects what was written."""
    access.check(by, "deal")
    values = _checked_away(by, access.deals(by).get(pk=concession.deal_id), given, today)
    if not given.shown_by:
        del values["message"]
    return kept_rows.change(by, GIVEN_AWAY, concession, values, version)


def drop_concession(*, by: User, concession: Concession) -> LogEntry:
    """Written down by mistake."""
    return kept_rows.drop(by, GIVEN_AWAY, concession)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes one of these deeds back. What an offer replaced is open again with it."""
    looking_ahead.soon()
    if entry.deed in GIVEN_AWAY.deeds:
        return kept_rows.undo(by, GIVEN_AWAY, entry)
    with transaction.atomic():
        if entry.deed == "add_offer":
            old = Offer.objects.filter(replaced_by__public_id=entry.thing_id).first()
            done = kept_rows.undo(by, NOUN, entry)
            if old is not None:
                open_again(by=by, offer=old)
            return done
        return kept_rows.undo(by, NOUN, entry)


def _open_still(offer: Offer) -> None:
    if offer.state != OPEN:
        raise ChangedMeanwhile(_("This offer was answered or replaced already."))


def _checked(by: User, deal: Deal, offered: Offered, today: date) -> dict[str, Any]:
    price = kept_rows.money(offered.price, "price")
    if price is None:
        raise Refused(_("An offer has a price."), "price")
    if offered.given_date > today:
        raise Refused(_("That day is still to come."), "given_date")
    if offered.valid_until is not None and offered.valid_until < offered.given_date:
        raise Refused(_("It would have lapsed before it was given."), "valid_until")
    holds = offered.holds.strip()
    if len(holds) > LONGEST_HOLDS:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_HOLDS}, "holds")
    return {
        "price": price,
        "currency": kept_rows.currency(offered.currency),
        "given_date": offered.given_date,
        "valid_until": offered.valid_until,
        "holds": holds,
        "file": kept_rows.line(offered.file, "file"),
        "message": kept_rows.letter_of(by, deal, offered.shown_by),
    }


def _checked_away(by: User, deal: Deal, given: GivenAway, today: date) -> dict[str, Any]:
    what = kept_rows.line(given.what, "what")
    if not what:
        raise Refused(_("Say what was given away."), "what")
    if given.asked_by not in Concession.Asked.values:
        raise Refused(_("Say who asked for it: they did, or nobody."), "asked_by")
    if given.given_date > today:
        raise Refused(_("That day is still to come."), "given_date")
    if given.offer is not None and given.offer.deal_id != deal.pk:
        raise Refused(_("That offer is of another deal."), "offer")
    return {
        "what": what,
        "cost": kept_rows.money(given.cost, "cost"),
        "currency": kept_rows.currency(given.currency),
        "in_return": kept_rows.line(given.in_return, "in_return"),
        "asked_by": given.asked_by,
        "person": kept_rows.in_deal(by, deal, given.person),
        "offer": given.offer,
        "given_date": given.given_date,
        "message": kept_rows.letter_of(by, deal, given.shown_by),
    }
