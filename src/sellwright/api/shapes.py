"""What is shared by the shapes of all nouns: texts and ids as they are taken, things looked up by their id."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Schema
from ninja.security import HttpBearer
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, WithJsonSchema

from sellwright import access
from sellwright.api.door import Caller, caller
from sellwright.api.paging import plain
from sellwright.api.problems import Problem
from sellwright.store.models import User

Id = Annotated[str, Field(max_length=16, pattern=r"^[0-9a-z]{1,16}$", description="An id, as lists give it.")]


def _written(pattern: str, example: str) -> BeforeValidator:
    """Takes only text of that pattern: no number stands for a day, no float for an amount."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any) -> Any:
        if value is None or (isinstance(value, str) and compiled.fullmatch(value)):
            return value
        raise ValueError(f"write it as text like {example}")

    return BeforeValidator(check)


_AMOUNT = r"[0-9]{1,12}(\.[0-9]{1,2})?"
Amount = Annotated[
    Decimal,
    _written(_AMOUNT, "1250.00"),
    WithJsonSchema({"type": "string", "pattern": f"^{_AMOUNT}$", "description": "As text: no digit is lost."}),
]
Day = Annotated[date, _written(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-11-22")]
Moment = Annotated[
    AwareDatetime,
    _written(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]{5,20}([Zz]|[+-][0-9]{2}:?[0-9]{2})", "2026-11-22T09:30:00Z"),
    Field(description="With its zone: 2026-11-22T09:30:00+01:00."),
]


def _whole(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise ValueError("write it as a number")


Count = Annotated[int, Field(ge=0, le=9_999_999), BeforeValidator(_whole)]


class Body(Schema):
    """What a request holds: nothing but what is known here."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Bearer(HttpBearer):
    """A token that is for one thing. The door has read it already."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises a Problem (403)."""
        who = caller(request)
        if self.scope:
            who.check(self.scope)
        return who

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Not asked: see __call__."""
        raise NotImplementedError


def needs(scope: str) -> dict[str, Any]:
    """Arguments of a route that is for tokens with this scope ('': for every token)."""
    return {"auth": Bearer(scope), "openapi_extra": {"x-scope": scope}}


def named(rows: QuerySet[Any], public_id: str, field: str = "") -> Any:
    """The row of an id among those the caller may know of; `field` says where the id stood. Raises a Problem (404)."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Problem(404, "There is nothing here with that id.", field)
    return found


def public_ids(rows: QuerySet[Any], pks: Iterable[int | None]) -> dict[int | None, str]:
    """Public ids of rows by their own; those not among `rows` are left out."""
    wanted = {pk for pk in pks if pk is not None}
    if not wanted:
        return {}
    return dict(rows.filter(pk__in=wanted).order_by().values_list("pk", "public_id"))


def users(pks: Iterable[int | None]) -> dict[int | None, str]:
    """Public ids of colleagues."""
    return public_ids(User.objects.all(), pks)


def people(user: User, pks: Iterable[int | None]) -> dict[int | None, str]:
    """Public ids of people, of those the user may know of."""
    return public_ids(access.people(user), pks)


def stamp(at: float | None) -> datetime | None:
    """Seconds since 1970 as a moment; None for 0 and None (never)."""
    return datetime.fromtimestamp(at, UTC) if at else None


def etag(out: Schema) -> str:
    """Names a state of a thing: another when anything in it is another."""
    held = json.dumps(plain(out), sort_keys=True).encode()
    return f'"{hashlib.sha256(held).hexdigest()[:24]}"'


def one(out: Schema, fields: str = "", status: int = 200) -> HttpResponse:
    """The answer that shows one thing, with the name of its state."""
    return JsonResponse(plain(out, fields), status=status, headers={"ETag": etag(out)})


def unchanged(request: HttpRequest, out: Schema) -> None:
    """Raises a Problem (412) when the request is for another state of the thing than the one that stands."""
    given = request.headers.get("If-Match", "").strip()
    if given and given != "*" and etag(out) not in [word.strip().removeprefix("W/") for word in given.split(",")]:
        raise Problem(412, "This was changed since you read it. Read it again; nothing was saved.")


def locked(rows: QuerySet[Any], row: Model) -> Any:
    """The same row, held until the transaction ends. Raises a Problem (404)."""
    found = rows.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Problem(404, "There is nothing here with that id.")
    return found
