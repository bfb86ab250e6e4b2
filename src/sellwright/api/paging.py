"""Pages by keys: where the last one ended is said in the cursor, so a page deep in costs what the first one does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from ninja import Field, Schema

from sellwright.api.problems import Problem

_Out = TypeVar("_Out", bound=Schema)
MOST = 200
_NEXT = "`next` of the page before; empty for the first."


class Only(Schema):
    """What is wanted of one thing, or of each."""

    fields: str = Field("", max_length=1000, description="Only these, with commas: `id,name`. Empty for all.")


class Some(Only):
    """How much of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")


class Asked(Some):
    """What lists in the order of their making take."""

    cursor: str = Field("", pattern=r"^([0-9]{1,15})?$", description=_NEXT)


class AskedByTime(Some):
    """What lists by time take."""

    cursor: str = Field("", pattern=r"^(-?[0-9]{1,12}\.[0-9]{1,17}_[0-9]{1,15})?$", description=_NEXT)


class Page(Schema, Generic[_Out]):
    """Some of a list, and where it goes on."""

    items: list[_Out]
    next: str | None = Field(description="Give it as `cursor` for the page after; null at the end.")


def page(
    rows: QuerySet[Any],
    asked: Asked | AskedByTime,
    shown: Callable[[Sequence[Any]], Sequence[Schema]],
    *,
    by: str = "pk",
) -> HttpResponse:
    """One page of rows in order of `by`: "pk" (oldest first), "-pk", or "-at" (newest first, then by id)."""
    if by == "-at":
        rows = _after_moment(rows, asked.cursor).order_by("-at", "-pk")
    else:
        side = "pk__lt" if by == "-pk" else "pk__gt"
        rows = (rows.filter(**{side: int(asked.cursor)}) if asked.cursor else rows).order_by(by)
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    found = found[: asked.limit]
    following = None
    if more:
        following = f"{found[-1].at!r}_{found[-1].pk}" if by == "-at" else str(found[-1].pk)
    return JsonResponse({"items": [plain(one, asked.fields) for one in shown(found)], "next": following})


def plain(out: Schema, fields: str = "") -> dict[str, Any]:
    """A shape as JSON values; only some of its fields where some are named."""
    wanted = {name.strip() for name in fields.split(",") if name.strip()}
    unknown = wanted - set(type(out).model_fields)
    if unknown:
        raise Problem(422, f"There is no field {sorted(unknown)[0]!r:.60} here.", "fields")
    return out.model_dump(mode="json", include=wanted or None)


def _after_moment(rows: QuerySet[Any], cursor: str) -> QuerySet[Any]:
    if not cursor:
        return rows
    at, _line, pk = cursor.partition("_")
    return rows.filter(Q(at__lt=float(at)) | Q(at=float(at), pk__lt=int(pk)))
