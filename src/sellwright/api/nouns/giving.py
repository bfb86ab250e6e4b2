"""What buyers give and what we offer: commitments, parts of a deal without a name, offers, what was given away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import commitments, groups, offers
from sellwright.api import shapes
from sellwright.api.door import Caller, caller
from sellwright.api.nouns.activity import seen_events
from sellwright.api.paging import Asked, Only, Page, page
from sellwright.api.shapes import Amount, Body, Day, Id, needs
from sellwright.store import clock
from sellwright.store.models import Commitment, Concession, Deal, Offer, OpenRole

router = Router(tags=["What buyers give, what we offer"])
Kind = Literal[
    "time", "explore", "change", "collaborate", "consensus", "invest", "review", "resolve", "decide", "execute"
]
_PROOF = "The `id` of a touch with somebody of the deal, as /touches gives it: what shows it."


class Kept(Schema):
    """What all of these have."""

    id: str
    deal: str
    by: str | None
    made_at: datetime | None


class CommitmentShape(Kept):
    """Something the buyer gave: one of ten kinds, by whom, when, and what shows it."""

    kind: str
    person: str | None
    given_date: date
    words: str
    in_return: str
    message: str | None = Field(description="The letter that shows it, for tokens that read mail.")
    event: str | None
    withdrawn_date: date | None = Field(description="They took it back: it counts no more.")


class RoleShape(Kept):
    """A part in a deal that we know of without knowing who has it."""

    title: str
    part: str


class OfferShape(Kept):
    """What we offered, for how much."""

    price: str
    currency: str
    given_date: date
    valid_until: date | None
    holds: str
    file: str
    message: str | None = Field(description="The letter it went with, for tokens that read mail.")
    state: str = Field(description="given, accepted, declined or replaced.")
    decided_date: date | None
    replaced_by: str | None


class ConcessionShape(Kept):
    """Something we gave away, what it costs, and what we got for it."""

    offer: str | None
    what: str
    cost: str | None
    currency: str
    in_return: str
    asked_by: str = Field(description="them, us, or empty.")
    person: str | None
    given_date: date
    message: str | None


class OfDeal(Asked):
    """Of which deal; of all unless named."""

    deal: Id | None = None


class Giving(Body):
    """What the buyer gave. `person` takes part in the deal."""

    kind: Kind
    person: Id
    given_date: Day | None = Field(None, description="Today unless given; no day to come.")
    words: str = Field("", max_length=600)
    in_return: str = Field("", max_length=600)
    shown_by: str = Field("", max_length=40, description=_PROOF)


class OnDay(Body):
    """When."""

    on_date: Day | None = Field(None, description="Today unless given.")


class NewRole(Body):
    """Somebody whose name we do not know: "their security officer"."""

    title: str = Field(max_length=240)
    part: str = Field("", max_length=120)


class NewOffer(Body):
    """What we offer."""

    price: Amount
    currency: str = Field("EUR", max_length=3)
    given_date: Day | None = Field(None, description="Today unless given; no day to come.")
    valid_until: Day | None = None
    holds: str = Field("", max_length=10_000)
    file: str = Field("", max_length=600)
    shown_by: str = Field("", max_length=40, description=_PROOF)
    instead_of: Id | None = Field(None, description="The offer it replaces.")


class Decision(OnDay):
    """What they said to it."""

    state: Literal["accepted", "declined"]


class NewConcession(Body):
    """What we give away."""

    what: str = Field(max_length=600)
    cost: Amount | None = None
    currency: str = Field("EUR", max_length=3)
    given_date: Day | None = Field(None, description="Today unless given; no day to come.")
    in_return: str = Field("", max_length=600)
    asked_by: Literal["", "them", "us"] = ""
    person: Id | None = None
    offer: Id | None = None


def seen(who: Caller, model: Any) -> QuerySet[Any]:
    """Rows of a kind on the team's deals."""
    rows: QuerySet[Any] = model.objects.filter(deal__in=access.team_deals(who.user))
    return rows.select_related(*(("deal", "by", "message") if model not in (OpenRole,) else ("deal", "by")))


def shown(who: Caller, rows: Sequence[Any]) -> list[Any]:
    """Rows of one kind as programs see them; a fixed number of queries."""
    known = shapes.people(who.user, (getattr(row, "person_id", None) for row in rows))
    letters: dict[int | None, str] = {}
    if who.may("mail:read"):
        letters = shapes.public_ids(access.messages(who.user), (getattr(row, "message_id", None) for row in rows))
    events: dict[int | None, str] = {}
    if who.may("activity:read"):
        events = shapes.public_ids(seen_events(who.user), (getattr(row, "event_id", None) for row in rows))
    others = shapes.public_ids(
        Offer.objects.all(), (pk for row in rows for pk in (getattr(row, "replaced_by_id", None), _offer_of(row)))
    )
    return [_shape(row, {"person": known, "message": letters, "event": events, "offer": others}) for row in rows]


def _offer_of(row: Any) -> int | None:
    return row.offer_id if isinstance(row, Concession) else None


_PLAIN = {
    CommitmentShape: ("kind", "given_date", "words", "in_return", "withdrawn_date"),
    RoleShape: ("title", "part"),
    OfferShape: ("currency", "given_date", "valid_until", "holds", "file", "state", "decided_date"),
    ConcessionShape: ("what", "currency", "in_return", "asked_by", "given_date"),
}
_SHAPES: dict[type[Any], type[Kept]] = {
    Commitment: CommitmentShape, OpenRole: RoleShape, Offer: OfferShape, Concession: ConcessionShape,
}  # fmt: skip


def _shape(row: Any, ids: dict[str, dict[int | None, str]]) -> Any:
    shape = _SHAPES[type(row)]
    held: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN[shape]}
    for name in ("person", "message", "event", "offer"):
        if hasattr(row, f"{name}_id"):
            held[name] = ids[name].get(getattr(row, f"{name}_id"))
    for name in ("price", "cost"):
        if hasattr(row, name):
            amount = getattr(row, name)
            held[name] = None if amount is None else f"{amount:.2f}"
    if isinstance(row, Offer):
        held["replaced_by"] = ids["offer"].get(row.replaced_by_id)
    by = row.by.public_id if row.by else None
    return shape(id=row.public_id, deal=row.deal.public_id, by=by, made_at=shapes.stamp(row.made_at), **held)


def _listed(request: HttpRequest, model: Any, asked: OfDeal) -> HttpResponse:
    who = caller(request)
    rows = seen(who, model)
    if asked.deal:
        rows = rows.filter(deal__public_id=asked.deal)
    return page(rows, asked, lambda found: shown(who, found))


def _told(who: Caller, model: Any, public_id: str, status: int = 200, fields: str = "") -> HttpResponse:
    return shapes.one(shown(who, [shapes.named(seen(who, model), public_id)])[0], fields, status)


def _dropped(request: HttpRequest, model: Any, public_id: str, drop: Callable[[Caller, Any], Any]) -> HttpResponse:
    who = caller(request)
    drop(who, shapes.named(seen(who, model), public_id))
    return HttpResponse(status=204)


def _deal(who: Caller, public_id: str) -> Deal:
    found: Deal = shapes.named(access.team_deals(who.user), public_id)
    return found


def _today(who: Caller) -> date:
    return clock.moment(who.workspace, who.user).date()


def _person(who: Caller, public_id: str | None) -> Any:
    return shapes.named(access.people(who.user), public_id, "person") if public_id else None


@router.get("/commitments", response=Page[CommitmentShape], **needs("deals:read"))
def list_commitments(request: HttpRequest, asked: Query[OfDeal]) -> HttpResponse:
    """What buyers gave."""
    return _listed(request, Commitment, asked)


@router.get("/commitments/{public_id}", response=CommitmentShape, **needs("deals:read"))
def read_commitment(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One commitment."""
    return _told(caller(request), Commitment, public_id, fields=asked.fields)


@router.post("/deals/{public_id}/commitments", response={201: CommitmentShape}, **needs("deals:write"))
def give(request: HttpRequest, public_id: Id, body: Giving) -> HttpResponse:
    """The buyer gave one of the ten."""
    who = caller(request)
    today, deal = _today(who), _deal(who, public_id)
    giving = commitments.Giving(
        kind=body.kind, person=_person(who, body.person), given_date=body.given_date or today, words=body.words,
        in_return=body.in_return, shown_by=body.shown_by,
    )  # fmt: skip
    entry = commitments.give(by=who.user, deal=deal, giving=giving, today=today, now=clock.now(who.workspace))
    return _told(who, Commitment, entry.thing_id, 201)


@router.post("/commitments/{public_id}/withdraw", response=CommitmentShape, **needs("deals:write"))
def withdraw(request: HttpRequest, public_id: Id, body: OnDay) -> HttpResponse:
    """They took it back."""
    who = caller(request)
    row = shapes.named(seen(who, Commitment), public_id)
    commitments.withdraw(by=who.user, commitment=row, on_date=body.on_date or _today(who))
    return _told(who, Commitment, public_id)


@router.post("/commitments/{public_id}/stand", response=CommitmentShape, **needs("deals:write"))
def stand(request: HttpRequest, public_id: Id) -> HttpResponse:
    """It stands again."""
    who = caller(request)
    commitments.stands(by=who.user, commitment=shapes.named(seen(who, Commitment), public_id))
    return _told(who, Commitment, public_id)


@router.delete("/commitments/{public_id}", response={204: None}, **needs("deals:write"))
def drop_commitment(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Written down by mistake."""
    return _dropped(request, Commitment, public_id, lambda who, row: commitments.drop(by=who.user, commitment=row))


@router.get("/open-roles", response=Page[RoleShape], **needs("deals:read"))
def list_roles(request: HttpRequest, asked: Query[OfDeal]) -> HttpResponse:
    """Parts in deals whose name is not known."""
    return _listed(request, OpenRole, asked)


@router.post("/deals/{public_id}/open-roles", response={201: RoleShape}, **needs("deals:write"))
def know_of(request: HttpRequest, public_id: Id, body: NewRole) -> HttpResponse:
    """Somebody takes part whose name we do not know."""
    who = caller(request)
    deal, now = _deal(who, public_id), clock.now(who.workspace)
    entry = groups.know_of(by=who.user, deal=deal, title=body.title, part=body.part, now=now)
    return _told(who, OpenRole, entry.thing_id, 201)


@router.delete("/open-roles/{public_id}", response={204: None}, **needs("deals:write"))
def drop_role(request: HttpRequest, public_id: Id) -> HttpResponse:
    """There is no such part, or its name is known by now."""
    return _dropped(request, OpenRole, public_id, lambda who, row: groups.drop(by=who.user, role=row))


@router.get("/offers", response=Page[OfferShape], **needs("deals:read"))
def list_offers(request: HttpRequest, asked: Query[OfDeal]) -> HttpResponse:
    """What we offered."""
    return _listed(request, Offer, asked)


@router.get("/offers/{public_id}", response=OfferShape, **needs("deals:read"))
def read_offer(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One offer."""
    return _told(caller(request), Offer, public_id, fields=asked.fields)


@router.post("/deals/{public_id}/offers", response={201: OfferShape}, **needs("deals:write"))
def make_offer(request: HttpRequest, public_id: Id, body: NewOffer) -> HttpResponse:
    """We offered something, maybe instead of what we had offered."""
    who = caller(request)
    today, deal = _today(who), _deal(who, public_id)
    own = seen(who, Offer).filter(deal=deal)
    old = shapes.named(own, body.instead_of, "instead_of") if body.instead_of else None
    offered = offers.Offered(
        price=body.price, currency=body.currency, given_date=body.given_date or today, valid_until=body.valid_until,
        holds=body.holds, file=body.file, shown_by=body.shown_by,
    )  # fmt: skip
    now = clock.now(who.workspace)
    entry = offers.make(by=who.user, deal=deal, offered=offered, today=today, now=now, instead_of=old)
    return _told(who, Offer, entry.thing_id, 201)


@router.post("/offers/{public_id}/decide", response=OfferShape, **needs("deals:write"))
def decide(request: HttpRequest, public_id: Id, body: Decision) -> HttpResponse:
    """They accepted or declined it."""
    who = caller(request)
    row = shapes.named(seen(who, Offer), public_id)
    offers.decide(by=who.user, offer=row, state=body.state, on_date=body.on_date or _today(who))
    return _told(who, Offer, public_id)


@router.post("/offers/{public_id}/reopen", response=OfferShape, **needs("deals:write"))
def open_offer_again(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Neither accepted nor declined after all."""
    who = caller(request)
    offers.open_again(by=who.user, offer=shapes.named(seen(who, Offer), public_id))
    return _told(who, Offer, public_id)


@router.delete("/offers/{public_id}", response={204: None}, **needs("deals:write"))
def drop_offer(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Written down by mistake."""
    return _dropped(request, Offer, public_id, lambda who, row: offers.drop(by=who.user, offer=row))


@router.get("/concessions", response=Page[ConcessionShape], **needs("deals:read"))
def list_concessions(request: HttpRequest, asked: Query[OfDeal]) -> HttpResponse:
    """What we gave away."""
    return _listed(request, Concession, asked)


@router.post("/deals/{public_id}/concessions", response={201: ConcessionShape}, **needs("deals:write"))
def concede(request: HttpRequest, public_id: Id, body: NewConcession) -> HttpResponse:
    """We gave something away."""
    who = caller(request)
    today, deal = _today(who), _deal(who, public_id)
    own = seen(who, Offer).filter(deal=deal)
    given = offers.GivenAway(
        what=body.what, cost=body.cost, currency=body.currency, given_date=body.given_date or today,
        in_return=body.in_return, asked_by=body.asked_by, person=_person(who, body.person),
        offer=shapes.named(own, body.offer, "offer") if body.offer else None,
    )  # fmt: skip
    entry = offers.concede(by=who.user, deal=deal, given=given, today=today, now=clock.now(who.workspace))
    return _told(who, Concession, entry.thing_id, 201)


@router.delete("/concessions/{public_id}", response={204: None}, **needs("deals:write"))
def drop_concession(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Written down by mistake."""
    return _dropped(
        request, Concession, public_id, lambda who, row: offers.drop_concession(by=who.user, concession=row)
    )
