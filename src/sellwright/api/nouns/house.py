"""What is around: who you are, colleagues, the workspace's own fields, your day, the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.api import shapes
from sellwright.api.door import Caller, caller
from sellwright.api.paging import Asked, Page, page, plain
from sellwright.api.shapes import Id, needs
from sellwright.store import clock, days
from sellwright.store.models import Field as OwnField
from sellwright.store.models import LogEntry, User

router = Router(tags=["Around"])


class MeShape(Schema):
    """The token, and whose it is."""

    id: str
    name: str
    email: str
    role: str
    token: str = Field(description="The name of the token.")
    scopes: list[str]
    expires_at: datetime | None
    now: datetime = Field(description="The workbench's clock, in your zone. A demo's stands still.")


class UserShape(Schema):
    """A colleague."""

    id: str
    name: str
    email: str
    is_active: bool


class FieldShape(Schema):
    """A field the workspace made for itself."""

    id: str
    noun: str
    key: str
    name: str
    kind: str
    choices: list[str]
    currency: str
    help: str
    retired: bool


class FieldsAsked(Asked):
    """Of which noun."""

    noun: Literal["", "person", "firm", "deal"] = ""


class DayEntry(Schema):
    """Somebody to turn to, and why."""

    lane: str
    person: str | None
    name: str
    reason: str = Field(description="May quote letters: it is left out for tokens that do not read mail.")
    next_step: str


class DayShape(Schema):
    """Your day, in its order."""

    date: date
    entries: list[DayEntry]
    left_for_tomorrow: int


class LogShape(Schema):
    """One write."""

    id: int
    at: datetime
    by: str | None
    deed: str
    thing: str
    thing_id: str
    person: str | None
    via: str = Field(description="The name of the token it was done with; empty when a person did it here.")


class LogAsked(Asked):
    """Which lines."""

    deed: str = Field("", max_length=60)
    thing: str = Field("", max_length=30)
    thing_id: str = Field("", max_length=16)
    by: Id | None = None


@router.get("/me", response=MeShape, **needs(""))
def read_me(request: HttpRequest) -> HttpResponse:
    """Whose token this is, and what it is for."""
    who = caller(request)
    return JsonResponse(plain(MeShape(
        id=who.user.public_id, name=who.user.name, email=who.user.email, role=who.user.role, token=who.token.name,
        scopes=who.token.scopes, expires_at=who.token.expires_at, now=clock.moment(who.workspace, who.user),
    )))  # fmt: skip


@router.get("/users", response=Page[UserShape], **needs(""))
def list_users(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Everybody of yours."""
    return page(User.objects.all(), asked, _users)


@router.get("/fields", response=Page[FieldShape], **needs("people:read"))
def list_fields(request: HttpRequest, asked: Query[FieldsAsked]) -> HttpResponse:
    """The workspace's own fields. Their values stand under `custom` of people, firms and deals."""
    rows = OwnField.objects.filter(noun=asked.noun) if asked.noun else OwnField.objects.all()
    return page(rows, asked, _fields)


@router.get("/today", response=DayShape, **needs("today:read"))
def read_today(request: HttpRequest) -> HttpResponse:
    """Whom to turn to now, and why."""
    return JsonResponse(plain(day_of(caller(request))))


@router.get("/log", response=Page[LogShape], **needs("log:read"))
def list_log(request: HttpRequest, asked: Query[LogAsked]) -> HttpResponse:
    """Writes you may know of, newest first; without the values."""
    who = caller(request)
    rows = access.log(who.user)
    for name in ("deed", "thing", "thing_id"):
        if getattr(asked, name):
            rows = rows.filter(**{name: getattr(asked, name)})
    if asked.by:
        rows = rows.filter(by__public_id=asked.by)
    return page(rows, asked, lambda found: _log(who.user, found), by="-pk")


def day_of(who: Caller) -> DayShape:
    """The caller's day."""
    made = days.day(who.user, who.workspace)
    found = [(lane.lane, entry) for lane in made.lanes for entry in lane.entries]
    keys = [entry.person.key for _lane, entry in found]
    ids = dict(access.people(who.user).filter(key__in=keys).order_by().values_list("key", "public_id"))
    reads = who.may("mail:read")
    entries = [
        DayEntry(
            lane=lane, person=ids.get(entry.person.key), name=entry.person.name or entry.person.key,
            reason=entry.reason if reads else "", next_step=entry.next_step if reads else "",
        )
        for lane, entry in found
        if entry.person.key in ids
    ]  # fmt: skip
    today = clock.moment(who.workspace, who.user).date()
    return DayShape(date=today, entries=entries, left_for_tomorrow=len(made.left_for_tomorrow))


def _users(rows: Sequence[User]) -> list[UserShape]:
    return [UserShape(id=row.public_id, name=row.name, email=row.email, is_active=row.is_active) for row in rows]


def _fields(rows: Sequence[Any]) -> list[FieldShape]:
    return [
        FieldShape(
            id=row.public_id, noun=row.noun, key=row.key, name=row.name, kind=row.kind, choices=row.choices,
            currency=row.currency, help=row.help, retired=row.retired_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def _log(user: User, rows: Sequence[LogEntry]) -> list[LogShape]:
    names = shapes.users(row.by_id for row in rows)
    known = shapes.people(user, (row.person_id for row in rows))
    return [
        LogShape(
            id=row.pk, at=row.at, by=names.get(row.by_id), deed=row.deed, thing=row.thing, thing_id=row.thing_id,
            person=known.get(row.person_id), via=row.via,
        )
        for row in rows
    ]  # fmt: skip
