"""What is ahead: the forecast of the team and of one's own deals. And the files you brought in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema

from sellwright import access
from sellwright.actions import imports
from sellwright.api import shapes
from sellwright.api.door import caller
from sellwright.api.paging import Asked, Only, Page, page, plain
from sellwright.api.shapes import Id, needs
from sellwright.importing import counting
from sellwright.store.models import Import, Outlook, User

router = Router(tags=["Forecast and imports"])


class Behind(Schema):
    """An open deal behind a range."""

    deal: str
    chance: float = Field(description="That it is won in the period: 0 to 1.")
    adds: float = Field(description="What that adds to the middle.")
    unknown: int = Field(description="Things not known of it; each widens the range.")


class Ahead(Schema):
    """What a period will probably bring, as a range."""

    whose: str = Field(description="team or mine.")
    period: str = Field(description="month, quarter or year.")
    first_date: date
    currency: str = Field(description="Empty: deals are counted.")
    won: float
    won_deals: int
    open_deals: int
    low: float | None = Field(
        description="null, as all of the range, while there is too little to tell: see `missing`."
    )
    middle: float | None
    high: float | None
    missing: str = Field(description="What is missing for a range; empty when there is one.")
    undated: int = Field(description="Won deals without a day; they count in no period.")
    behind: list[Behind] = Field(description="The weightiest, up to 25.")
    made_at: datetime | None


class Forecast(Schema):
    """All periods and currencies; there are few."""

    items: list[Ahead]


class ForecastAsked(Schema):
    """Which of them."""

    whose: Literal["", "team", "mine"] = ""
    period: Literal["", "month", "quarter", "year"] = ""


class Sums(Schema):
    """What became of the rows: their sum is what came in."""

    new: int = 0
    merged: int = 0
    same: int = 0
    refused: int = 0


class ImportShape(Schema):
    """Files you brought in."""

    id: str
    name: str
    state: str = Field(description="looking, ready, trying, tried, writing, done, failed, undoing or undone.")
    rows_total: int
    rows_done: int
    sums: Sums
    line: str = Field(description='"7,668 in = 7,412 new + 231 merged + 25 refused".')
    error: str
    made_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None


class ImportsAsked(Asked):
    """Which imports."""

    state: Literal["", "looking", "ready", "trying", "tried", "writing", "done", "failed", "undoing", "undone"] = ""


@router.get("/forecast", response=Forecast, **needs("deals:read"))
def read_forecast(request: HttpRequest, asked: Query[ForecastAsked]) -> HttpResponse:
    """What this month, quarter and year will probably bring, of the team and of your own deals."""
    user = caller(request).user
    rows = Outlook.objects.filter(owner=None) | Outlook.objects.filter(owner=user)
    if asked.whose:
        rows = rows.filter(owner=None if asked.whose == "team" else user)
    if asked.period:
        rows = rows.filter(period=asked.period)
    return JsonResponse(plain(Forecast(items=_ahead(user, list(rows.order_by("pk"))))))


@router.get("/imports", response=Page[ImportShape], **needs("imports:read"))
def list_imports(request: HttpRequest, asked: Query[ImportsAsked]) -> HttpResponse:
    """Imports you began, newest first."""
    rows = imports.own(caller(request).user)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page(rows, asked, _imports, by="-pk")


@router.get("/imports/{public_id}", response=ImportShape, **needs("imports:read"))
def read_import(request: HttpRequest, public_id: Id, asked: Query[Only]) -> HttpResponse:
    """One import: how it stands, and what became of its rows."""
    row = shapes.named(imports.own(caller(request).user), public_id)
    return shapes.one(_imports([row])[0], asked.fields)


MOST_BEHIND = 25


def _ahead(user: User, rows: Sequence[Outlook]) -> list[Ahead]:
    wanted = {pk for row in rows for pk, *_more in row.body["weightiest"][:MOST_BEHIND]}
    known = dict(access.team_deals(user).filter(pk__in=wanted).values_list("pk", "public_id"))
    return [_one_ahead(row, known) for row in rows]


def _one_ahead(row: Outlook, known: dict[int, str]) -> Ahead:
    body = row.body
    told = not body["missing"]
    behind = [
        Behind(deal=known[pk], chance=chance, adds=adds, unknown=unknown)
        for pk, chance, adds, unknown in body["weightiest"][:MOST_BEHIND]
        if told and pk in known
    ]
    return Ahead(
        whose="team" if row.owner_id is None else "mine", period=row.period, currency=row.currency,
        first_date=date.fromordinal(int(body["first"])), won=body["won"], won_deals=body["won_deals"],
        open_deals=body["open_deals"], low=body["low"] if told else None, middle=body["middle"] if told else None,
        high=body["high"] if told else None, missing=body["missing"], undated=body.get("undated", 0), behind=behind,
        made_at=shapes.stamp(row.made_at),
    )  # fmt: skip


def _imports(rows: Sequence[Import]) -> list[ImportShape]:
    found = []
    for row in rows:
        counts = row.counts.get("rows", {}) if row.counts else row.tried.get("rows", {})
        sums = {name: counts.get(name, 0) for name in counting.OUTCOMES}
        found.append(
            ImportShape(
                id=row.public_id, name=row.name, state=row.state, rows_total=row.rows_total, rows_done=row.rows_done,
                sums=Sums(**sums), line=counting.line(counts) if counts else "", error=row.error,
                made_at=row.made_at, begun_at=row.begun_at, ended_at=row.ended_at,
            )
        )  # fmt: skip
    return found
