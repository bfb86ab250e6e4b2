"""Tasks and comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import comments, tasks
from sellwright.api import shapes
from sellwright.api.door import Caller, caller
from sellwright.api.paging import Asked, Only, Page, page
from sellwright.api.problems import Problem
from sellwright.api.shapes import Body, Day, Id, needs
from sellwright.store import clock
from sellwright.store.models import Comment, Deal, Person, Task, User

router = Router(tags=["Tasks and comments"])


class TaskShape(Schema):
    """Something to do."""

    id: str
    text: str
    due_date: date | None
    done_at: datetime | None
    owner: str | None
    by: str | None = Field(description="Who gave it.")
    person: str | None
    deal: str | None
    made_at: datetime


class TasksAsked(Asked):
    """Which of your own tasks, and of those you gave to others."""

    done: bool | None = None
    owner: Id | None = None
    person: Id | None = None
    deal: Id | None = None
    due_before: Day | None = Field(None, description="Due earlier than this day.")


class NewTask(Body):
    """A task. Without `due_date` a day may stand in the text: "call Anna on Friday"."""

    text: str = Field(max_length=600)
    due_date: Day | None = None
    owner: Id | None = Field(None, description="You unless named.")
    person: Id | None = None
    deal: Id | None = None


class TaskChange(Body):
    """What is to be another; what is left out stays."""

    text: str | None = Field(None, max_length=600, description="Not null.")
    due_date: Day | None = None
    done: bool | None = Field(None, description="true: done now; false: not done after all.")


class CommentShape(Schema):
    """A word among colleagues."""

    id: str
    text: str
    at: datetime
    by: str | None
    person: str | None
    deal: str | None


class CommentsAsked(Asked):
    """About whom or what; exactly one of both."""

    person: Id | None = None
    deal: Id | None = None


class NewComment(Body):
    """A comment on exactly one of a person and a deal. "@name" calls a colleague."""

    text: str = Field(max_length=20_000)
    person: Id | None = None
    deal: Id | None = None


def shown(user: User, rows: Sequence[Task]) -> list[TaskShape]:
    """Tasks as programs see them; a fixed number of queries."""
    names = shapes.users(pk for row in rows for pk in (row.owner_id, row.by_id))
    known = shapes.people(user, (row.person_id for row in rows))
    deals = shapes.public_ids(access.deals(user), (row.deal_id for row in rows))
    return [
        TaskShape(
            id=row.public_id, text=row.text, due_date=row.due_date, done_at=row.done_at, owner=names.get(row.owner_id),
            by=names.get(row.by_id), person=known.get(row.person_id), deal=deals.get(row.deal_id), made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def shown_comments(user: User, rows: Sequence[Comment]) -> list[CommentShape]:
    """Comments as programs see them."""
    names = shapes.users(row.by_id for row in rows)
    known = shapes.people(user, (row.person_id for row in rows))
    deals = shapes.public_ids(access.deals(user), (row.deal_id for row in rows))
    return [
        CommentShape(
            id=row.public_id, text=row.text, at=row.at, by=names.get(row.by_id), person=known.get(row.person_id),
            deal=deals.get(row.deal_id),
        )
        for row in rows
    ]  # fmt: skip


@router.get("/tasks", response=Page[TaskShape], **needs("tasks:read"))
def list_tasks(request: HttpRequest, asked: Query[TasksAsked]) -> HttpResponse:
    """Your tasks and those you gave to others, in the order they were made."""
    who = caller(request)
    rows = access.tasks(who.user)
    if asked.done is not None:
        rows = rows.filter(done_at__isnull=not asked.done)
    if asked.owner:
        rows = rows.filter(owner__public_id=asked.owner)
    if asked.person:
        rows = rows.filter(person__in=access.people(who.user).filter(public_id=asked.person))
    if asked.deal:
        rows = rows.filter(deal__in=access.deals(who.user).filter(public_id=asked.deal))
    if asked.due_before:
        rows = rows.filter(due_date__lt=asked.due_before)
    return page(rows, asked, lambda found: shown(who.user, found))


@router.post("/tasks", response={201: TaskShape}, **needs("tasks:write"))
def add_task(request: HttpRequest, body: NewTask) -> HttpResponse:
    """A task for yourself or a colleague."""
    who = caller(request)
    owner = shapes.named(User.objects.all(), body.owner, "owner") if body.owner else None
    person, deal = about(who, body.person, body.deal)
    moment = clock.moment(who.workspace, who.user)
    with transaction.atomic():
        entry = tasks.add(by=who.user, line=body.text, moment=moment, owner=owner, person=person, deal=deal)
        if body.due_date is not None:
            row = access.tasks(who.user).get(public_id=entry.thing_id)
            tasks.change(by=who.user, task=row, text=body.text, due_date=body.due_date)
    return _answer(who, entry.thing_id, 201)


@router.get("/tasks/{public_id}", response=TaskShape, **needs("tasks:read"))
def read_task(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One task."""
    who = caller(request)
    return shapes.one(shown(who.user, [_task(who, public_id)])[0], asked.fields)


@router.patch("/tasks/{public_id}", response=TaskShape, **needs("tasks:write"))
def change_task(request: HttpRequest, public_id: Id, body: TaskChange) -> HttpResponse:
    """Other words, another day, done. With If-Match (an ETag) only the state you have read."""
    who = caller(request)
    given: dict[str, Any] = body.model_dump(exclude_unset=True)
    with transaction.atomic():
        row = shapes.locked(access.tasks(who.user), _task(who, public_id))
        shapes.unchanged(request, shown(who.user, [row])[0])
        if given.get("done") is True:
            tasks.finish(by=who.user, task=row, now=clock.now(who.workspace))
        elif given.get("done") is False:
            tasks.open_again(by=who.user, task=row)
        if "text" in given or "due_date" in given:
            text = (given["text"] or "") if "text" in given else row.text
            tasks.change(by=who.user, task=row, text=text, due_date=given.get("due_date", row.due_date))
    return _answer(who, public_id)


@router.delete("/tasks/{public_id}", response={204: None}, **needs("tasks:write"))
def drop_task(request: HttpRequest, public_id: Id) -> HttpResponse:
    """Not to be done any more."""
    who = caller(request)
    tasks.drop(by=who.user, task=_task(who, public_id))
    return HttpResponse(status=204)


@router.get("/comments", response=Page[CommentShape], **needs("comments:read"))
def list_comments(request: HttpRequest, asked: Query[CommentsAsked]) -> HttpResponse:
    """What colleagues said of a person or a deal, oldest first."""
    who = caller(request)
    person, deal = about(who, asked.person, asked.deal)
    if (person is None) == (deal is None):
        raise Problem(409, "Name a person or a deal.", "person")
    rows = Comment.objects.filter(person=person) if person is not None else Comment.objects.filter(deal=deal)
    return page(rows, asked, lambda found: shown_comments(who.user, found))


@router.post("/comments", response={201: CommentShape}, **needs("comments:write"))
def say(request: HttpRequest, body: NewComment) -> HttpResponse:
    """Says something of a person or a deal."""
    who = caller(request)
    person, deal = about(who, body.person, body.deal)
    if (person is None) == (deal is None):
        raise Problem(409, "Name a person or a deal.", "person")
    said = comments.say(by=who.user, text=body.text, now=clock.now(who.workspace), person=person, deal=deal)
    return shapes.one(shown_comments(who.user, [said.comment])[0], status=201)


def about(who: Caller, person: str | None, deal: str | None) -> tuple[Person | None, Deal | None]:
    """The person and the deal that a request names."""
    return (
        shapes.named(access.people(who.user), person, "person") if person else None,
        shapes.named(access.team_deals(who.user), deal, "deal") if deal else None,
    )


def _task(who: Caller, public_id: str) -> Task:
    found: Task = shapes.named(access.tasks(who.user), public_id)
    return found


def _answer(who: Caller, public_id: str, status: int = 200) -> HttpResponse:
    return shapes.one(shown(who.user, [_task(who, public_id)])[0], status=status)
