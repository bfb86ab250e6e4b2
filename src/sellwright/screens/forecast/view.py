"""The forecast page: reads what derive.outlooks made ready, and says it. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.actions import goals
from sellwright.jobs import looking_ahead
from sellwright.screens import addresses, giving_words
from sellwright.screens.asking import bench
from sellwright.screens.deals import tabs
from sellwright.screens.forecast import said
from sellwright.screens.forecast.said import ShownGoal
from sellwright.store import clock
from sellwright.store.models import Deal, Goal, Outlook, User
from sellwright.store.ready import ready

KINDS = ("month", "quarter", "year")
MOST_BEHIND = 25


@dataclass(frozen=True)
class Bar:
    """A range drawn over 0 to 100: won, from low to high, the mean, the goal (-1: none, or out of sight)."""

    won: float
    low: float
    width: float
    middle: float
    goal: float


@dataclass(frozen=True)
class Behind:
    """One open deal behind a range."""

    name: str
    url: str
    chance: str
    adds: str
    unknown: str


@dataclass(frozen=True)
class Ahead:
    """One period."""

    kind: str
    title: str
    name: str
    span: str
    middle: str
    won: str
    open: str
    missing: str
    checked: str
    widened: str
    bar: Bar | None
    behind: tuple[Behind, ...]
    more: int
    goal: ShownGoal | None


def page(request: HttpRequest) -> HttpResponse:
    """The team's forecast, or (`?whose=mine`) that of one's own deals; `?currency=` one of the book's, or `deals`."""
    user, workspace = bench(request)
    now = clock.moment(workspace, user)
    mine = request.GET.get("whose") == "mine"
    is_due = looking_ahead.is_due()
    if is_due and "waiting" in request.GET and request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # asked again until it is made: what stands stays, with what is unfolded in it
    units = list(_units())
    asked = request.GET.get("currency", "")
    unit = "" if asked == "deals" else asked if asked in units else next(iter(units), "")
    rows = {(row.owner_id is not None, row.period): row for row in _rows(unit, user.pk)}
    held: list[Goal] = list(
        goals.seen_by(user).filter(currency=unit, owner=user if mine else None, first_date__in=_firsts(now.date()))
    )
    shown = [row for kind in KINDS if (row := rows.get((mine, kind))) is not None]
    made_at = shown[0].body.get("counted_at", shown[0].made_at) if shown else 0.0
    behind = _deals(shown, user)
    periods = [_ahead(row, unit, behind, _goal(row.period, held, rows, unit)) for row in shown]
    may = access.may(user, "deal" if mine else "pipelines")
    return render(request, "forecast/page.html", {
        "periods": periods,
        "choices": _choices(units, unit, mine),
        "mine": mine,
        "unit": unit,
        "unit_word": unit or _("deals"),
        "may_aim": may,
        "kinds": [(kind, giving_words.PERIODS[kind]) for kind in KINDS],
        "counted": said.counted(timezone.now().timestamp() - made_at) if shown else "",
        "waiting": _waiting(unit, mine) if is_due else "",
        "undated": shown[0].body.get("undated", 0) if shown else 0,
        "tabs": tabs.tabs(user, "forecast"),
        "here": "deals",
    })  # fmt: skip


@ready
def _units() -> QuerySet[Any, str]:
    """Currencies of the team's outlooks, most deals first; '' for counts is left out."""
    rows = Outlook.objects.filter(owner=None, period="month").exclude(currency="")
    return rows.order_by("pk").values_list("currency", flat=True)


@ready
def _rows(currency: str, user: int) -> QuerySet[Outlook]:
    return Outlook.objects.filter(Q(owner=None) | Q(owner=user), currency=currency).order_by("pk")


def _firsts(day: date) -> list[date]:
    return [goals.first_of(kind, day) for kind in KINDS]


def _deals(rows: Iterable[Outlook], user: User) -> dict[int, Deal]:
    """The open deals behind the ranges, as far as they are shown, in one query."""
    ids = {pk for row in rows for pk, *_more in row.body["weightiest"][:MOST_BEHIND]}
    found: QuerySet[Deal] = access.team_deals(user).filter(pk__in=ids, outcome="")
    return {deal.pk: deal for deal in found.only("pk", "name", "public_id")}


def _ahead(row: Outlook, unit: str, deals: dict[int, Deal], goal: ShownGoal | None) -> Ahead:
    body = row.body
    told = not body["missing"]
    shown = [one for one in body["weightiest"][:MOST_BEHIND] if one[0] in deals]
    return Ahead(
        kind=row.period,
        title=str(giving_words.PERIODS[row.period]),
        name=giving_words.period_name(date.fromordinal(int(body["first"])), row.period),
        span=giving_words.span(body["low"], body["high"], unit) if told else "",
        middle=giving_words.money(giving_words.rounded(body["middle"]) if unit else round(body["middle"]), unit),
        won=said.won(body, unit),
        open=ngettext("%(n)d open deal", "%(n)d open deals", body["open_deals"]) % {"n": body["open_deals"]},
        missing=said.missing(body["missing"]),
        checked=said.checked(body),
        widened=said.widened(body),
        bar=_bar(body, goal.amount if goal else None) if told else None,
        behind=tuple(_behind(one, deals[one[0]], unit) for one in shown) if told else (),
        more=max(0, body["open_deals"] - len(shown)),
        goal=goal,
    )


def _bar(body: dict[str, Any], goal: float | None) -> Bar | None:
    most = max(body["high"], min(goal or 0.0, 2 * body["high"])) * 1.04
    if most <= 0:
        return None
    part = {name: round(100 * body[name] / most, 2) for name in ("won", "low", "high", "middle")}
    mark = round(100 * goal / most, 2) if goal and goal <= most else -1.0
    return Bar(part["won"], part["low"], round(part["high"] - part["low"], 2), part["middle"], mark)


def _behind(one: list[Any], deal: Deal, unit: str) -> Behind:
    _pk, chance, adds, unknown = one
    return Behind(
        name=deal.name,
        url=addresses.of("deal", deal.public_id),
        chance=said.one_in(chance),
        adds=giving_words.money(giving_words.rounded(adds), unit) if unit else "",
        unknown=ngettext("%(n)d thing not known", "%(n)d things not known", unknown) % {"n": unknown}
        if unknown
        else "",
    )


def _goal(kind: str, held: list[Goal], rows: dict[tuple[bool, str], Outlook], unit: str) -> ShownGoal | None:
    """The goal of a period, with what was worked out of it for the viewer ('' while it is being worked out)."""
    goal = next((one for one in held if one.period == kind), None)
    if goal is None:
        return None
    own = rows.get((True, kind))
    told = next((one for one in own.body["goals"] if one["id"] == goal.public_id), None) if own else None
    return said.goal(goal, told, unit)


def _waiting(unit: str, mine: bool) -> str:
    """Where the page asks whether what deals changed is counted."""
    return f"{reverse('forecast')}?waiting=1&currency={unit or 'deals'}" + ("&whose=mine" if mine else "")


def _choices(units: list[str], unit: str, mine: bool) -> list[list[dict[str, Any]]]:
    """Links: whose, and in which unit. Currencies are chosen, never added."""

    def link(label: str, whose: bool, currency: str, here: bool) -> dict[str, Any]:
        asked = f"?currency={currency or 'deals'}" + ("&whose=mine" if whose else "")
        return {"label": label, "url": reverse("forecast") + asked, "here": here}

    whose = [link(_("The team"), False, unit, not mine), link(_("My deals"), True, unit, mine)]
    return [whose, [link(one or _("number of deals"), mine, one, one == unit) for one in (*units, "")]]
