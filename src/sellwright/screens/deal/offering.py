"""Offers and what was given away, as the page of a deal shows them, with the way of the price as a small picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright.measures import concessions
from sellwright.measures.concessions import Path
from sellwright.screens import addresses, deal_words, giving_words
from sellwright.screens.deal.shown import Proof, Proofs
from sellwright.store.models import Concession, Deal, Offer

WIDTH, HEIGHT, EDGE = 240, 48, 6


@dataclass(frozen=True)
class ShownOffer:
    """One offer, newest first."""

    id: str
    url: str
    price: str
    when: str
    until: str
    holds: str
    file: str
    state: str
    state_word: str
    decided: str
    proof: Proof | None


@dataclass(frozen=True)
class ShownConcession:
    """One thing given away."""

    id: str
    url: str
    what: str
    cost: str
    in_return: str
    asked: str
    who: str
    who_url: str
    when: str
    proof: Proof | None


@dataclass(frozen=True)
class ShownPath:
    """Prices of one currency as a line: `points` for the drawing, `dots` as (x, y), `said` in words."""

    said: str
    points: str
    dots: tuple[tuple[float, float], ...]


def context(deal: Deal, now: datetime, proofs: Proofs) -> dict[str, Any]:
    """The rows, to be shown by `shown` once the proofs are read."""
    offers = list(deal.offers.order_by("-given_date", "-pk"))
    given = list(deal.concessions.select_related("person").order_by("-given_date", "-pk"))
    proofs.want([*offers, *given])
    return {"offers": offers, "concessions": given}


def shown(held: dict[str, Any], deal: Deal, now: datetime, proofs: Proofs, known: set[int]) -> dict[str, Any]:
    """What deal/_offers.html shows; `known`: row ids of the people the viewer may know of."""
    offers: Sequence[Offer] = held["offers"]
    given: Sequence[Concession] = held["concessions"]
    found = concessions.measure(
        [
            concessions.Concession(row.public_id, row.cost, row.currency, bool(row.in_return), row.asked_by)
            for row in given
        ],
        [concessions.Price(row.given_date, row.price, row.currency) for row in reversed(offers)],
    )
    return {
        "offers": [_offer(row, now, proofs) for row in offers],
        "concessions": [_concession(row, now, proofs, known) for row in given],
        "paths": [path for one in found.paths if (path := _path(one)) is not None],
        "given_said": _given(found),
        "offer_currency": offers[0].currency if offers else deal.currency,
        "today": now.date().isoformat(),
    }


def _offer(row: Offer, now: datetime, proofs: Proofs) -> ShownOffer:
    state = giving_words.state_of(row, now.date())
    return ShownOffer(
        id=row.public_id,
        url=reverse("offer_change", args=[row.public_id]),
        price=giving_words.money(row.price, row.currency),
        when=deal_words.day(row.given_date, now),
        until=deal_words.day(row.valid_until, now),
        holds=row.holds,
        file=row.file,
        state=state,
        state_word=str(giving_words.STATES[state]),
        decided=deal_words.day(row.decided_date, now),
        proof=proofs.of(row),
    )


def _concession(row: Concession, now: datetime, proofs: Proofs, known: set[int]) -> ShownConcession:
    named = row.person is not None and row.person.pk in known
    return ShownConcession(
        id=row.public_id,
        url=reverse("concession_change", args=[row.public_id]),
        what=row.what,
        cost=giving_words.money(row.cost, row.currency) if row.cost is not None else "",
        in_return=row.in_return,
        asked=str(giving_words.ASKED[row.asked_by]),
        who=str(row.person) if named else "",
        who_url=addresses.of("person", row.person.public_id) if named and row.person else "",
        when=deal_words.day(row.given_date, now),
        proof=proofs.of(row),
    )


def _given(found: concessions.Answer) -> str:
    if not found.given:
        return ""
    said = ngettext("%(free)d of %(n)d without anything in return", "%(free)d of %(n)d without anything in return",
                    found.given) % {"free": found.without_return, "n": found.given}  # fmt: skip
    costs = ", ".join(giving_words.money(cost, currency) for currency, cost in found.costs)
    return _("%(said)s; cost %(costs)s") % {"said": said, "costs": costs} if costs else said


def _path(path: Path) -> ShownPath | None:
    """None for a single price: there is no way to show."""
    if len(path.prices) < 2:
        return None
    prices = [float(one.price) for one in path.prices]
    low, high = min(prices), max(prices)
    dots = tuple(
        (
            round(EDGE + i * (WIDTH - 2 * EDGE) / (len(prices) - 1), 1),
            round(HEIGHT - EDGE - (price - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE), 1),
        )
        for i, price in enumerate(prices)
    )
    first, last = (giving_words.money(path.prices[i].price, path.currency) for i in (0, -1))
    said = _("from %(first)s to %(last)s") % {"first": first, "last": last}
    if path.moved is not None:
        share = f"{abs(path.moved):.0%}"
        said += ", " + (_("%(share)s less") if path.moved < 0 else _("%(share)s more")) % {"share": share}
    return ShownPath(said, " ".join(f"{x},{y}" for x, y in dots), dots)
