"""Saved views of lists, the rows a view shows, and promises across the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import views as deeds
from sellwright.api import shapes
from sellwright.api.door import Caller, caller
from sellwright.api.paging import MOST, Asked, AskedByTime, Only, Page, page, plain
from sellwright.api.problems import Problem
from sellwright.api.shapes import Body, Day, Id, needs
from sellwright.store import clock
from sellwright.store.lists import asking, reading, touches, writing
from sellwright.store.lists.asking import LONGEST, MOST_COLUMNS, MOST_CONDITIONS, MOST_VALUES
from sellwright.store.lists.conditions import Reader
from sellwright.store.models import Promised, User, View
from sellwright.store.scopes import boxes_of

router = Router(tags=["Lists"])
Noun = Literal["person", "firm", "deal", "promise", "touch"]
# What a token must be for beside lists:read to be shown rows. Promises and touches quote letters.
SCOPES: dict[str, tuple[str, ...]] = {
    "person": ("people:read",), "firm": ("people:read",), "deal": ("deals:read",), "promise": ("mail:read",),
    "touch": ("activity:read", "mail:read"),
}  # fmt: skip


class ConditionShape(Body):
    """One thing a row must meet: title has "head of"; owner any me; last older 30."""

    column: str = Field(min_length=1, max_length=80)
    way: str = Field(pattern="^[a-z]{2,10}$")
    values: list[str] = Field([], max_length=MOST_VALUES)


class ViewShape(Schema):
    """A list as somebody keeps it."""

    id: str
    noun: str
    name: str
    owner: str | None
    shared: bool = Field(description="With everybody here; only its owner changes it.")
    words: str
    conditions: list[ConditionShape]
    sort: str
    down: bool
    columns: list[str]


class ViewsAsked(Asked):
    """Of which list."""

    noun: Literal["", "person", "firm", "deal", "promise", "touch"] = ""


class NewView(Body):
    """A view to keep. A condition, an order or a column that the list has not is passed over when it is read."""

    noun: Noun
    name: str = Field(max_length=120)
    shared: bool = Field(False, strict=True)
    words: str = Field("", max_length=LONGEST)
    conditions: list[ConditionShape] = Field([], max_length=MOST_CONDITIONS)
    sort: str = Field("", max_length=80)
    down: bool = Field(False, strict=True)
    columns: list[str] = Field([], max_length=MOST_COLUMNS, description="Empty: as the list comes.")


class ViewChange(Body):
    """Another name, another sharing."""

    name: str | None = Field(None, max_length=120, description="Not null.")
    shared: bool | None = Field(None, strict=True, description="Not null.")


class RowsAsked(Schema):
    """How much of a view."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: str = Field("", max_length=1200, description="`next` of the page before; empty for the first.")


class RowShape(Schema):
    """A row: values by the key of the column, and the ids of what they name."""

    id: str
    values: dict[str, Any]
    refs: dict[str, str]


class Rows(Schema):
    """Some of a view, and where it goes on."""

    items: list[RowShape]
    next: str | None
    passed_over: list[str] = Field(description="Columns of conditions that make no sense (any more).")


class PromiseShape(Schema):
    """A promise in a letter you may read, of ours or of theirs."""

    person: str | None
    side: str = Field(description="Who promised: us or them.")
    text: str
    at: datetime | None
    due_date: date | None
    message: str = Field(description="The touch it stands in.")
    kept: bool
    open: bool = Field(description="Neither kept nor given anew in a later letter.")


class PromisesAsked(AskedByTime):
    """Which promises."""

    side: Literal["", "us", "them"] = ""
    open: bool | None = None
    person: Id | None = None
    due_before: Day | None = Field(None, description="Due earlier than this day.")


def seen_views(user: User) -> QuerySet[View]:
    """Views somebody may open, of all lists: their own and those shared."""
    return View.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


@router.get("/views", response=Page[ViewShape], **needs("lists:read"))
def list_views(request: HttpRequest, asked: Query[ViewsAsked]) -> HttpResponse:
    """Your views and those shared with everybody."""
    rows = seen_views(caller(request).user)
    if asked.noun:
        rows = rows.filter(noun=asked.noun)
    return page(rows, asked, _views)


@router.post("/views", response={201: ViewShape}, **needs("lists:write"))
def save_view(request: HttpRequest, body: NewView) -> HttpResponse:
    """Keeps a list as it is asked for."""
    who = caller(request)
    conditions = [[one.column, one.way, one.values] for one in body.conditions]
    held = {**body.model_dump(include={"words", "sort", "down", "columns"}), "conditions": conditions}
    asked = asking.from_json(body.noun, held)
    entry = deeds.save(by=who.user, name=body.name, asked=asked, shared=body.shared)
    return shapes.one(_views([_view(who, entry.thing_id)])[0], status=201)


@router.get("/views/{public_id}", response=ViewShape, **needs("lists:read"))
def read_view(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One view."""
    return shapes.one(_views([_view(caller(request), public_id)])[0], asked.fields)


@router.patch("/views/{public_id}", response=ViewShape, **needs("lists:write"))
def change_view(request: HttpRequest, public_id: Id, body: ViewChange) -> HttpResponse:
    """Another name or sharing of one of yours. With If-Match (an ETag) only the state you have read."""
    who = caller(request)
    row = _view(who, public_id)
    shapes.unchanged(request, _views([row])[0])
    given = body.model_dump(exclude_unset=True)
    name = (given["name"] or "") if "name" in given else None
    deeds.change(by=who.user, view=row, name=name, shared=given.get("shared"))
    return shapes.one(_views([_view(who, public_id)])[0])


@router.delete("/views/{public_id}", response={204: None}, **needs("lists:write"))
def drop_view(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Takes one of your views away."""
    who = caller(request)
    deeds.drop(by=who.user, view=_view(who, public_id))
    return HttpResponse(status=204)


@router.get("/views/{public_id}/rows", response=Rows, **needs("lists:read"))
def read_rows(request: HttpRequest, public_id: Id, asked: Query[RowsAsked]) -> HttpResponse:
    """What a view shows you, in its order. Rows of people and firms need people:read, of deals deals:read, promises
    mail:read, touches activity:read and mail:read too."""
    who = caller(request)
    view = _view(who, public_id)
    for scope in SCOPES[view.noun]:
        who.check(scope)
    noun = touches.TOUCHES if view.noun == "touch" else reading.noun_of(view.noun)
    question = asking.from_json(view.noun, view.asked)
    # Signed for this very order: a key of another one would be compared with what it cannot be compared with.
    by = noun.column(question.sort)
    signer = signing.Signer(salt=f"rows of {public_id} by {by.key if by else ''} {by.kind if by else ''}")
    if asked.cursor:
        try:
            question = replace(question, after=signer.unsign(asked.cursor))
        except signing.BadSignature:
            raise Problem(
                409, "This cursor is not of this view as it is now. Begin again without one.", "cursor"
            ) from None
    reader = Reader(access.scope_of(who.user).pk, who.user.public_id, clock.now(who.workspace), clock.zone(who.user))
    if view.noun == "touch":
        found = touches.read(question, reader, boxes_of(access.scope_of(who.user)), size=asked.limit)
    else:
        found = reading.read(question, reader, noun=noun, size=asked.limit)
    columns = {column.key: column for column in noun.columns}
    items = [
        RowShape(
            id=row.public_id, refs={name: ref for name, ref in row.refs.items() if ref},
            values={name: writing.written(columns[name], value, reader) for name, value in row.values.items()},
        )
        for row in found.rows
    ]  # fmt: skip
    following = signer.sign(found.after) if found.after else None
    return JsonResponse(plain(Rows(items=items, next=following, passed_over=list(found.passed_over))))


@router.get("/promises", response=Page[PromiseShape], **needs("mail:read"))
def list_promises(request: HttpRequest, asked: Query[PromisesAsked]) -> HttpResponse:
    """Promises in letters you may read, newest first."""
    who = caller(request)
    rows = Promised.objects.filter(scope=access.scope_of(who.user))
    if asked.side:
        rows = rows.filter(side=asked.side)
    if asked.open is not None:
        rows = rows.filter(is_open=asked.open)
    if asked.person:
        rows = rows.filter(person=shapes.named(access.people(who.user), asked.person, "person"))
    if asked.due_before:
        rows = rows.filter(due_date__lt=asked.due_before)
    return page(rows, asked, lambda found: _promises(who.user, found), by="-at")


def _promises(user: User, rows: Sequence[Promised]) -> list[PromiseShape]:
    known = shapes.people(user, (row.person_id for row in rows))
    return [
        PromiseShape(
            person=known.get(row.person_id), side=row.side, text=row.text, at=shapes.stamp(row.at),
            due_date=row.due_date, message=row.message, kept=bool(row.kept_by), open=row.is_open,
        )
        for row in rows
    ]  # fmt: skip


def _views(rows: Sequence[View]) -> list[ViewShape]:
    found = []
    for row in rows:
        asked = asking.from_json(row.noun, row.asked)
        conditions = [
            ConditionShape.model_construct(column=one.column, way=one.way, values=list(one.values))
            for one in asked.conditions
        ]
        found.append(
            ViewShape(
                id=row.public_id, noun=row.noun, name=row.name, owner=row.owner.public_id, shared=row.shared,
                words=asked.words, conditions=conditions, sort=asked.sort, down=asked.down,
                columns=list(asked.columns),
            )
        )  # fmt: skip
    return found


def _view(who: Caller, public_id: str) -> View:
    found: View = shapes.named(seen_views(who.user), public_id)
    return found
