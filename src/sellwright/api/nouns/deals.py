"""Deals, with their pipelines and stages, and what is done with them: moved, closed, opened again, their people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import deals as deeds
from sellwright.api import changing, shapes
from sellwright.api.changing import Custom
from sellwright.api.door import Caller, caller
from sellwright.api.paging import Asked, Only, Page, page, plain
from sellwright.api.shapes import Amount, Body, Day, Id, needs
from sellwright.store import clock
from sellwright.store.models import Deal, DealPerson, Firm, Pipeline, Stage, User

router = Router(tags=["Deals"])


class Part(Schema):
    """Somebody who takes part."""

    person: str
    part: str = Field(description="What they do in it: decides, uses, pays.")


class DealShape(Schema):
    """A possible purchase."""

    id: str
    name: str
    firm: str | None
    stage: str
    pipeline: str
    owner: str | None
    amount: str | None = Field(description="With two decimals, as text: no digit is lost.")
    currency: str
    next_step: str
    next_step_date: date | None
    expected_date: date | None
    about: str
    outcome: str = Field(description="won, lost, no decision; empty while it is open.")
    outcome_reason: str
    opened_at: datetime | None
    stage_since: datetime | None
    closed_at: datetime | None
    people: list[Part] = Field(description="Those you may know of.")
    custom: dict[str, Any]


class StageShape(Schema):
    """A step of a pipeline."""

    id: str
    name: str
    buyer_act: str = Field(description="What the buyer does that ends it.")
    usual_days: float | None = Field(description="How long deals usually stand here; null: too few to tell.")


class PipelineShape(Schema):
    """A way deals go."""

    id: str
    name: str
    stages: list[StageShape]


class Pipelines(Schema):
    """All of them; there are few."""

    items: list[PipelineShape]


class DealsAsked(Asked):
    """Which deals."""

    stage: Id | None = None
    pipeline: Id | None = None
    owner: Id | None = None
    firm: Id | None = None
    person: Id | None = None
    outcome: Literal["", "open", "won", "lost", "no decision"] = ""


class NewDeal(Body):
    """A new deal."""

    name: str = Field(max_length=400)
    firm: Id | None = None
    stage: Id | None = Field(None, description="The first of the first pipeline unless named.")
    person: Id | None = Field(None, description="Somebody who takes part from the beginning.")
    owner: Id | None = None
    amount: Amount | None = None
    currency: str = Field("EUR", max_length=3)
    next_step: str = Field("", max_length=600)
    next_step_date: Day | None = None
    expected_date: Day | None = Field(None, description="When it is thought to be decided.")
    about: str = Field("", max_length=20_000)


class DealChange(Body):
    """What is to be another; what is left out stays."""

    name: str | None = Field(None, max_length=400, description="Not null.")
    firm: Id | None = None
    owner: Id | None = None
    amount: Amount | None = None
    currency: str | None = Field(None, max_length=3, description="Not null.")
    next_step: str | None = Field(None, max_length=600, description="Not null.")
    next_step_date: Day | None = None
    expected_date: Day | None = None
    about: str | None = Field(None, max_length=20_000, description="Not null.")
    custom: Custom


class DealMove(Body):
    """Where it goes."""

    stage: Id
    seen_in: Id | None = Field(None, description="The stage you saw it in: refused when it was moved since.")
    above: Id | None = Field(None, description="Right above this deal; the top unless one is named.")
    below: Id | None = None


class DealClose(Body):
    """How it ended."""

    outcome: str = Field(max_length=20, description="won, lost or no decision.")
    reason: str = Field("", max_length=600, description="A word on why; won deals need none.")


class NewPart(Body):
    """Who takes part, as what."""

    person: Id
    part: str = Field("", max_length=120)


def shown(user: User, rows: Sequence[Deal]) -> list[DealShape]:
    """Deals as programs see them; a fixed number of queries."""
    stages = Stage.objects.select_related("pipeline").in_bulk({row.stage_id for row in rows})
    owners = shapes.users(row.owner_id for row in rows)
    firms = shapes.public_ids(Firm.objects.all(), (row.firm_id for row in rows))
    parts: dict[int, list[Part]] = {row.pk: [] for row in rows}
    held = list(DealPerson.objects.filter(deal__in=list(parts)).order_by("pk"))
    known = shapes.people(user, (one.person_id for one in held))
    for one in held:
        if one.person_id in known:
            parts[one.deal_id].append(Part(person=known[one.person_id], part=one.part))
    return [
        DealShape(
            id=row.public_id, name=row.name, firm=firms.get(row.firm_id), stage=stages[row.stage_id].public_id,
            pipeline=stages[row.stage_id].pipeline.public_id, owner=owners.get(row.owner_id),
            amount=None if row.amount is None else f"{row.amount:.2f}", currency=row.currency, next_step=row.next_step,
            next_step_date=row.next_step_date, expected_date=row.expected_date, about=row.about, outcome=row.outcome,
            outcome_reason=row.outcome_reason, opened_at=shapes.stamp(row.opened_at),
            stage_since=shapes.stamp(row.stage_since), closed_at=shapes.stamp(row.closed_at), people=parts[row.pk],
            custom=row.extra,
        )
        for row in rows
    ]  # fmt: skip


@router.get("/pipelines", response=Pipelines, **needs("deals:read"))
def list_pipelines(request: HttpRequest) -> HttpResponse:
    """Pipelines with their stages, in order."""
    found = Pipeline.objects.order_by("position", "pk").prefetch_related("stages")
    items = [
        PipelineShape(
            id=row.public_id, name=row.name,
            stages=[
                StageShape(id=one.public_id, name=one.name, buyer_act=one.buyer_act, usual_days=one.usual_days)
                for one in row.stages.all()
            ],
        )
        for row in found
    ]  # fmt: skip
    return JsonResponse(plain(Pipelines(items=items)))


@router.get("/deals", response=Page[DealShape], **needs("deals:read"))
def list_deals(request: HttpRequest, asked: Query[DealsAsked]) -> HttpResponse:
    """Deals in the order they were opened here; not those only proposed from mail."""
    who = caller(request)
    rows = access.team_deals(who.user)
    for name, path in _FILTERS.items():
        if getattr(asked, name):
            rows = rows.filter(**{path: getattr(asked, name)})
    if asked.person:
        rows = rows.filter(people__person__in=access.people(who.user).filter(public_id=asked.person))
    if asked.outcome:
        rows = rows.filter(outcome="" if asked.outcome == "open" else asked.outcome)
    return page(rows, asked, lambda found: shown(who.user, found))


_FILTERS = {
    "stage": "stage__public_id", "pipeline": "stage__pipeline__public_id", "owner": "owner__public_id",
    "firm": "firm__public_id",
}  # fmt: skip


@router.post("/deals", response={201: DealShape}, **needs("deals:write"))
def open_deal(request: HttpRequest, body: NewDeal) -> HttpResponse:
    """Opens a deal at the top of a stage."""
    who = caller(request)
    wanted = deeds.Wanted(
        name=body.name, firm=_firm(who, body.firm), owner=_colleague(body.owner), amount=body.amount,
        currency=body.currency, next_step=body.next_step, next_step_date=body.next_step_date,
        expected_date=body.expected_date, about=body.about,
    )  # fmt: skip
    stage = shapes.named(Stage.objects.all(), body.stage, "stage") if body.stage else None
    person = shapes.named(access.people(who.user), body.person, "person") if body.person else None
    entry = deeds.open_deal(by=who.user, wanted=wanted, now=clock.now(who.workspace), stage=stage, person=person)
    return _answer(who, entry.thing_id, 201)


@router.get("/deals/{public_id}", response=DealShape, **needs("deals:read"))
def read_deal(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One deal."""
    who = caller(request)
    return shapes.one(shown(who.user, [_deal(who, public_id)])[0], asked.fields)


@router.patch("/deals/{public_id}", response=DealShape, **needs("deals:write"))
def change_deal(request: HttpRequest, public_id: Id, body: DealChange) -> HttpResponse:
    """Changes what is named. With If-Match (an ETag) only the state you have read."""
    who = caller(request)
    given = body.model_dump(exclude_unset=True)
    with transaction.atomic():
        row = shapes.locked(access.team_deals(who.user), _deal(who, public_id))
        shapes.unchanged(request, shown(who.user, [row])[0])
        custom = given.pop("custom", None)
        if given:
            deeds.change(by=who.user, deal=row, wanted=_wanted(who, row, given), version=row.version)
        changing.put(who.user, row, {}, custom)
    return _answer(who, public_id)


@router.post("/deals/{public_id}/move", response=DealShape, **needs("deals:write"))
def move_deal(request: HttpRequest, public_id: Id, body: DealMove) -> HttpResponse:
    """Moves a deal to a stage, or within its own."""
    who = caller(request)
    stage = shapes.named(Stage.objects.all(), body.stage, "stage")
    deeds.move(
        by=who.user, deal=_deal(who, public_id), stage=stage, now=clock.now(who.workspace),
        seen_in=body.seen_in or "", above=body.above or "", below=body.below or "",
    )  # fmt: skip
    return _answer(who, public_id)


@router.post("/deals/{public_id}/close", response=DealShape, **needs("deals:write"))
def close_deal(request: HttpRequest, public_id: Id, body: DealClose) -> HttpResponse:
    """Won, lost or not decided."""
    who = caller(request)
    now = clock.now(who.workspace)
    deeds.close(by=who.user, deal=_deal(who, public_id), outcome=body.outcome, reason=body.reason, now=now)
    return _answer(who, public_id)


@router.post("/deals/{public_id}/reopen", response=DealShape, **needs("deals:write"))
def reopen_deal(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Opens a closed deal again."""
    who = caller(request)
    deeds.reopen(by=who.user, deal=_deal(who, public_id), now=clock.now(who.workspace))
    return _answer(who, public_id)


@router.post("/deals/{public_id}/people", response=DealShape, **needs("deals:write"))
def add_part(request: HttpRequest, public_id: Id, body: NewPart) -> HttpResponse:
    """Somebody takes part; or, for who does already, as something else."""
    who = caller(request)
    person = shapes.named(access.people(who.user), body.person, "person")
    deeds.add_person(by=who.user, deal=_deal(who, public_id), person=person, part=body.part)
    return _answer(who, public_id)


@router.delete("/deals/{public_id}/people/{person}", response=DealShape, **needs("deals:write"))
def drop_part(request: HttpRequest, public_id: Id, person: Id) -> HttpResponse:
    """Somebody no longer takes part."""
    who = caller(request)
    deal = _deal(who, public_id)
    deeds.drop_person(by=who.user, deal=deal, person=shapes.named(access.people(who.user), person))
    return _answer(who, public_id)


def _wanted(who: Caller, row: Deal, given: dict[str, Any]) -> deeds.Wanted:
    """What stands, with what is given."""
    return deeds.Wanted(
        name=_kept(given, "name", row.name),
        firm=_firm(who, given["firm"]) if "firm" in given else row.firm,
        owner=_colleague(given["owner"]) if "owner" in given else row.owner,
        amount=given.get("amount", row.amount),
        currency=_kept(given, "currency", row.currency),
        next_step=_kept(given, "next_step", row.next_step),
        next_step_date=given.get("next_step_date", row.next_step_date),
        expected_date=given.get("expected_date", row.expected_date),
        about=_kept(given, "about", row.about),
    )


def _kept(given: dict[str, Any], name: str, held: str) -> str:
    """A text that is given, or the one that stands; null empties it."""
    return (given[name] or "") if name in given else held


def _deal(who: Caller, public_id: str) -> Deal:
    found: Deal = shapes.named(access.team_deals(who.user), public_id)
    return found


def _answer(who: Caller, public_id: str, status: int = 200) -> HttpResponse:
    return shapes.one(shown(who.user, [_deal(who, public_id)])[0], status=status)


def _firm(who: Caller, public_id: str | None) -> Firm | None:
    return shapes.named(access.firms(who.user), public_id, "firm") if public_id else None


def _colleague(public_id: str | None) -> User | None:
    return shapes.named(User.objects.all(), public_id, "owner") if public_id else None
