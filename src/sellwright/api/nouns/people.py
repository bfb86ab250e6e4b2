"""People and firms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import firms as firm_deeds
from sellwright.actions import people as deeds
from sellwright.api import changing, shapes
from sellwright.api.changing import Custom
from sellwright.api.door import Caller, caller
from sellwright.api.paging import Asked, Only, Page, page
from sellwright.api.shapes import Body, Count, Id, needs
from sellwright.store import clock, merged, search
from sellwright.store.models import Firm, Person, Standing, User

router = Router(tags=["People and firms"])
NAMES_LOOKED_AT = 1_000


class PersonShape(Schema):
    """Somebody of the other side."""

    id: str
    name: str
    email: str | None = Field(description="The first address known.")
    emails: list[str]
    is_desk: bool = Field(description="An address of several: info@, sales@.")
    title: str
    telephone: str
    place: str
    link: str
    about: str
    firm: str | None
    owner: str | None = Field(description="The colleague who looks after them.")
    relation: str = Field(description="Who they are to us, as far as your mail shows: customer, prospect, supplier...")
    last_at: datetime | None = Field(description="The newest exchange that you may read.")
    custom: dict[str, Any] = Field(description="Values of the workspace's own fields, by their key.")


class FirmShape(Schema):
    """An organisation."""

    id: str
    name: str
    domain: str | None
    industry: str
    headcount: int | None
    telephone: str
    place: str
    link: str
    about: str
    owner: str | None
    custom: dict[str, Any]


class PeopleAsked(Asked):
    """Which people."""

    q: str = Field("", max_length=100, description="Every word begins a part of the name, address or firm.")
    email: str = Field("", max_length=254, description="This very address.")
    firm: Id | None = None
    owner: Id | None = None


class FirmsAsked(Asked):
    """Which firms."""

    domain: str = Field("", max_length=253)
    owner: Id | None = None


class NewPerson(Body):
    """Somebody new."""

    email: str = Field(max_length=254)
    name: str = Field("", max_length=400)


class NewFirm(Body):
    """A new organisation."""

    name: str = Field(max_length=400)
    domain: str = Field("", max_length=253, description="Theirs alone, as acme.com; an address of a page says it too.")


class PersonChange(Body):
    """What is to be another; what is left out stays."""

    name: str | None = Field(None, max_length=400, description="Not null.")
    owner: Id | None = Field(None, description="null: nobody yet.")
    firm: Id | None = None
    title: str | None = Field(None, max_length=400)
    telephone: str | None = Field(None, max_length=120)
    place: str | None = Field(None, max_length=600)
    link: str | None = Field(None, max_length=600)
    about: str | None = Field(None, max_length=20_000)
    custom: Custom


class FirmChange(Body):
    """What is to be another; what is left out stays."""

    name: str | None = Field(None, max_length=400, description="Not null.")
    owner: Id | None = Field(None, description="null: nobody yet.")
    industry: str | None = Field(None, max_length=240)
    headcount: Count | None = None
    telephone: str | None = Field(None, max_length=120)
    place: str | None = Field(None, max_length=600)
    link: str | None = Field(None, max_length=600)
    about: str | None = Field(None, max_length=20_000)
    custom: Custom


def shown(user: User, rows: Sequence[Person]) -> list[PersonShape]:
    """People as programs see them; a fixed number of queries, however many."""
    pks = [row.pk for row in rows]
    standings = {row.person_id: row for row in access.standings(user).filter(person__in=pks).only(*_STANDING)}
    emails: dict[int, list[str]] = {pk: [] for pk in pks}
    for person, email in _addresses(pks):
        emails[person].append(email)
    owners = shapes.users(row.owner_id for row in rows)
    firms = shapes.public_ids(Firm.objects.all(), (row.firm_id for row in rows))
    return [_shape(row, standings.get(row.pk), emails[row.pk], owners, firms) for row in rows]


_STANDING = ("person_id", "relation", "last_at")


def _addresses(pks: list[int]) -> Any:
    from sellwright.store.models import Address

    return Address.objects.filter(person__in=pks).order_by("email").values_list("person_id", "email")


def _shape(
    row: Person, standing: Standing | None, emails: list[str], owners: dict[Any, str], firms: dict[Any, str]
) -> PersonShape:
    has_address = not row.key.startswith("none:")
    return PersonShape(
        id=row.public_id, name=row.name, email=row.key if has_address else None, emails=emails, is_desk=row.is_desk,
        title=row.title, telephone=row.telephone, place=row.place, link=row.link, about=row.about,
        firm=firms.get(row.firm_id), owner=owners.get(row.owner_id),
        relation=standing.relation if standing else "unknown",
        last_at=shapes.stamp(standing.last_at) if standing else None, custom=row.extra,
    )  # fmt: skip


def shown_firms(rows: Sequence[Firm]) -> list[FirmShape]:
    """Firms as programs see them."""
    owners = shapes.users(row.owner_id for row in rows)
    return [
        FirmShape(
            id=row.public_id, name=row.name, domain=row.domain, industry=row.industry, headcount=row.headcount,
            telephone=row.telephone, place=row.place, link=row.link, about=row.about,
            owner=owners.get(row.owner_id), custom=row.extra,
        )
        for row in rows
    ]  # fmt: skip


@router.get("/people", response=Page[PersonShape], **needs("people:read"))
def list_people(request: HttpRequest, asked: Query[PeopleAsked]) -> HttpResponse:
    """People you may know of, in the order they came to be known."""
    who = caller(request)
    rows = access.people(who.user)
    if asked.q:
        rows = rows.filter(pk__in=search.people(asked.q, NAMES_LOOKED_AT))
    if asked.email:
        rows = rows.filter(addresses__email=asked.email.lower())
    if asked.firm:
        rows = rows.filter(firm__public_id=asked.firm)
    if asked.owner:
        rows = rows.filter(owner__public_id=asked.owner)
    return page(rows, asked, lambda found: shown(who.user, found))


@router.post("/people", response={201: PersonShape}, **needs("people:write"))
def add_person(request: HttpRequest, body: NewPerson) -> HttpResponse:
    """Adds somebody by hand."""
    who = caller(request)
    entry = deeds.add(by=who.user, email=body.email, name=body.name, now=clock.now(who.workspace))
    return shapes.one(_read(who, entry.thing_id)[1], status=201)


@router.get("/people/{public_id}", response=PersonShape, **needs("people:read"))
def read_person(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One person. The id of one who was made one with another leads to that one."""
    return shapes.one(_read(caller(request), public_id)[1], asked.fields)


@router.patch("/people/{public_id}", response=PersonShape, **needs("people:write"))
def change_person(request: HttpRequest, public_id: Id, body: PersonChange) -> HttpResponse:
    """Changes what is named. With If-Match (an ETag) only the state you have read."""
    who = caller(request)
    row, _out = _read(who, public_id)
    given = body.model_dump(exclude_unset=True)
    custom = given.pop("custom", None)
    owner = shapes.named(User.objects.all(), given["owner"], "owner") if given.get("owner") else None
    if given.get("firm"):
        shapes.named(access.firms(who.user), given["firm"], "firm")
    with transaction.atomic():
        row = shapes.locked(access.people(who.user), row)
        shapes.unchanged(request, shown(who.user, [row])[0])
        if "name" in given:
            deeds.rename(by=who.user, person=row, name=given.pop("name") or "")
        if "owner" in given:
            deeds.assign(by=who.user, person=row, owner=owner)
            del given["owner"]
        changing.put(who.user, row, given, custom)
    return shapes.one(_read(who, public_id)[1])


@router.get("/firms", response=Page[FirmShape], **needs("people:read"))
def list_firms(request: HttpRequest, asked: Query[FirmsAsked]) -> HttpResponse:
    """Firms you may know of."""
    rows = access.firms(caller(request).user)
    if asked.domain:
        rows = rows.filter(domain=asked.domain.lower())
    if asked.owner:
        rows = rows.filter(owner__public_id=asked.owner)
    return page(rows, asked, shown_firms)


@router.post("/firms", response={201: FirmShape}, **needs("people:write"))
def add_firm(request: HttpRequest, body: NewFirm) -> HttpResponse:
    """Adds a firm by hand. Refused where its domain is here already."""
    who = caller(request)
    entry = firm_deeds.add(by=who.user, name=body.name, domain=body.domain)
    return shapes.one(shown_firms([_firm(who, entry.thing_id)])[0], status=201)


@router.get("/firms/{public_id}", response=FirmShape, **needs("people:read"))
def read_firm(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One firm. The id of one that was made one with another leads to that one."""
    return shapes.one(shown_firms([_firm(caller(request), public_id)])[0], asked.fields)


@router.patch("/firms/{public_id}", response=FirmShape, **needs("people:write"))
def change_firm(request: HttpRequest, public_id: Id, body: FirmChange) -> HttpResponse:
    """Changes what is named. With If-Match (an ETag) only the state you have read."""
    who = caller(request)
    given = body.model_dump(exclude_unset=True)
    custom = given.pop("custom", None)
    row = _firm(who, public_id)
    if given.get("owner"):
        shapes.named(User.objects.all(), given["owner"], "owner")
    with transaction.atomic():
        row = shapes.locked(access.firms(who.user), row)
        shapes.unchanged(request, shown_firms([row])[0])
        changing.put(who.user, row, given, custom)
    return shapes.one(shown_firms([_firm(who, public_id)])[0])


def _firm(who: Caller, public_id: str) -> Firm:
    rows = access.firms(who.user)
    led = None if rows.filter(public_id=public_id).exists() else merged.firm(public_id)
    found: Firm = shapes.named(rows, led.public_id if led else public_id)
    return found


def _read(who: Caller, public_id: str) -> tuple[Person, PersonShape]:
    row = access.person(who.user, public_id)
    if row is None:
        shapes.named(Person.objects.none(), public_id)
    assert row is not None
    return row, shown(who.user, [row])[0]
