"""How people stand to each other, and who was made one with whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import ties as deeds
from sellwright.api import shapes
from sellwright.api.door import Caller, caller
from sellwright.api.paging import Asked, Only, Page, page
from sellwright.api.shapes import Body, Id, needs
from sellwright.store.models import Merge, Tie, User

router = Router(tags=["Ties and merges"])
Kind = Literal["reports to", "knows", "introduced by"]


class TieShape(Schema):
    """How one person stands to another: `person` reports to, knows, or was introduced by `other`."""

    id: str
    person: str
    other: str
    kind: str
    note: str
    by: str | None
    at: datetime


class TiesAsked(Asked):
    """Whose ties: on either side of them."""

    person: Id | None = None
    kind: Literal["", "reports to", "knows", "introduced by"] = ""


class NewTie(Body):
    """A tie between two people."""

    person: Id
    other: Id
    kind: Kind
    note: str = Field("", max_length=600)


class MergeShape(Schema):
    """Several people, or several firms, that were made one. The ids of those gone lead to the one kept while it
    stands."""

    id: str
    noun: str = Field(description="person or firm.")
    kept: str
    gone: list[str]
    by: str | None
    at: datetime
    undone_at: datetime | None


class MergesAsked(Asked):
    """Which merges."""

    noun: Literal["", "person", "firm"] = ""


def shown(user: User, rows: Sequence[Tie]) -> list[TieShape]:
    """Ties as programs see them; a fixed number of queries."""
    names = shapes.users(row.by_id for row in rows)
    known = shapes.people(user, (pk for row in rows for pk in (row.person_id, row.other_id)))
    return [
        TieShape(
            id=row.public_id, person=known[row.person_id], other=known[row.other_id], kind=row.kind, note=row.note,
            by=names.get(row.by_id), at=row.at,
        )
        for row in rows
    ]  # fmt: skip


@router.get("/ties", response=Page[TieShape], **needs("people:read"))
def list_ties(request: HttpRequest, asked: Query[TiesAsked]) -> HttpResponse:
    """Ties between people of both of whom you may know."""
    who = caller(request)
    rows = deeds.seen(who.user)
    if asked.person:
        them = access.people(who.user).filter(public_id=asked.person)
        rows = rows.filter(Q(person__in=them) | Q(other__in=them))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return page(rows, asked, lambda found: shown(who.user, found))


@router.post("/ties", response={201: TieShape}, **needs("people:write"))
def tie(request: HttpRequest, body: NewTie) -> HttpResponse:
    """Ties two people. Nobody stands above themselves, however many steps lie between."""
    who = caller(request)
    person, other = (shapes.named(access.people(who.user), getattr(body, name), name) for name in ("person", "other"))
    entry = deeds.add(by=who.user, person=person, other=other, kind=body.kind, note=body.note)
    return shapes.one(shown(who.user, [_tie(who, entry.thing_id)])[0], status=201)


@router.get("/ties/{public_id}", response=TieShape, **needs("people:read"))
def read_tie(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One tie."""
    who = caller(request)
    return shapes.one(shown(who.user, [_tie(who, public_id)])[0], asked.fields)


@router.delete("/ties/{public_id}", response={204: None}, **needs("people:write"))
def untie(request: HttpRequest, public_id: Id) -> HttpResponse:
    """They no longer stand so."""
    who = caller(request)
    deeds.drop(by=who.user, tie=_tie(who, public_id))
    return HttpResponse(status=204)


@router.get("/merges", response=Page[MergeShape], **needs("people:read"))
def list_merges(request: HttpRequest, asked: Query[MergesAsked]) -> HttpResponse:
    """What you made one, newest first; for who runs the workspace what anybody did."""
    who = caller(request)
    rows = seen_merges(who.user)
    if asked.noun:
        rows = rows.filter(noun=asked.noun)
    return page(rows, asked, _merges, by="-pk")


@router.get("/merges/{public_id}", response=MergeShape, **needs("people:read"))
def read_merge(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One merge."""
    row = shapes.named(seen_merges(caller(request).user), public_id)
    return shapes.one(_merges([row])[0], asked.fields)


def seen_merges(user: User) -> QuerySet[Merge]:
    """Merges somebody made, or for who runs the workspace all, of people and firms they may know of."""
    rows = Merge.objects.all() if access.may(user, "undo_any_merge") else Merge.objects.filter(by=user)
    known = Exists(access.people(user).filter(pk=OuterRef("person")))
    firms = Exists(access.firms(user).filter(pk=OuterRef("firm")))
    return rows.filter(known | firms).select_related("person", "firm", "by").prefetch_related("absorbed")


def _merges(rows: Sequence[Merge]) -> list[MergeShape]:
    return [
        MergeShape(
            id=row.public_id, noun=row.noun, kept=(row.person or row.firm).public_id,  # type: ignore[union-attr]
            gone=sorted(one.public_id for one in row.absorbed.all()), by=row.by.public_id if row.by else None,
            at=row.at, undone_at=row.undone_at,
        )
        for row in rows
    ]  # fmt: skip


def _tie(who: Caller, public_id: str) -> Tie:
    found: Tie = shapes.named(deeds.seen(who.user), public_id)
    return found
