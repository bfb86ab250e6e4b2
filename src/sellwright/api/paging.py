"""Pages by keys: where the last one ended is said in the cursor, so a page deep in costs what the first one does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from ninja import Field, Schema

from sellwright.api.problems import Problem

_Out = TypeVar("_Out", bound=Schema)
MOST = 200


class Only(Schema):
    """What is wanted of one thing, or of each."""

    fields: str = Field("", max_length=1000, description="Only these, with commas: `id,name`. Empty for all.")


class Asked(Only):
    """What every list takes."""

    cursor: str = Field("", max_length=200, description="`next` of the page before; empty for the first.")
    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")


class Page(Schema, Generic[_Out]):
    """Some of a list, and where it goes on."""

    items: list[_Out]
    next: str | None = Field(description="Give it as `cursor` for the page after; null at the end.")


def page(
    rows: QuerySet[Any], asked: Asked, shown: Callable[[Sequence[Any]], Sequence[Schema]], *, by: str = "pk"
) -> HttpResponse:
    """One page of rows in order of `by`: "pk" (oldest first), "-pk", or "-at" (newest first, then by id)."""
    if by == "-at":
        rows = _after_moment(rows, asked.cursor).order_by("-at", "-pk")
    else:
        key = _read(asked.cursor, 1)
        side = "pk__lt" if by == "-pk" else "pk__gt"
        rows = (rows.filter(**{side: int(key[0])}) if key else rows).order_by(by)
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    found = found[: asked.limit]
    last = found[-1] if more else None
    following = None
    if last is not None:
        following = _cursor([last.at, last.pk] if by == "-at" else [last.pk])
    items = shown(found)
    return JsonResponse({"items": [plain(one, asked.fields) for one in items], "next": following})


def plain(out: Schema, fields: str = "") -> dict[str, Any]:
    """A shape as JSON values; only some of its fields where some are named."""
    wanted = {name.strip() for name in fields.split(",") if name.strip()}
    unknown = wanted - set(type(out).model_fields)
    if unknown:
        raise Problem(422, f"There is no field {sorted(unknown)[0]!r:.60} here.", "fields")
    return out.model_dump(mode="json", include=wanted or None)


def _after_moment(rows: QuerySet[Any], cursor: str) -> QuerySet[Any]:
    key = _read(cursor, 2)
    if not key:
        return rows
    at, pk = float(key[0]), int(key[1])
    return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


def _cursor(key: list[float | int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any]:
    """The key in a cursor; [] for the first page. Raises a Problem (422) for what is none."""
    if not cursor:
        return []
    wrong = Problem(422, "This cursor is none of ours: take `next` of the page before.", "cursor")
    try:
        held: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise wrong from None
    key = held if isinstance(held, list) and len(held) == length else []
    if not key or not all(type(one) in (int, float) and abs(one) < 2**62 for one in key):
        raise wrong
    return key
