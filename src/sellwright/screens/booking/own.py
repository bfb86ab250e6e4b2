"""One's own booking page: when, how long, how soon; open or closed; who took a time."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellwright import access
from sellwright.actions import bookings
from sellwright.actions.bookings import Wanted
from sellwright.actions.refusing import Refused
from sellwright.jobs import tell_of_booking
from sellwright.screens import undoing
from sellwright.screens.asking import bench, number
from sellwright.screens.booking import times
from sellwright.screens.settings.tabs import tabs
from sellwright.store import busy, clock
from sellwright.store.models import BookingPage, User, Workspace

NEWS = 20
PREVIEWED = 5


def page(request: HttpRequest) -> HttpResponse:
    """The page; a post changes it."""
    user, workspace = bench(request)
    access.check(user, "share_own")
    if request.method == "POST":
        try:
            bookings.change_page(by=user, wanted=_wanted(request))
        except Refused as refusal:
            return _shown(request, user, workspace, refusal)
        return undoing.answer(request, _("Kept."), other=reverse("booking_page"))
    return _shown(request, user, workspace)


@require_POST
def open_page(request: HttpRequest) -> HttpResponse:
    """Opens it to the world (`open`), or closes it."""
    user, workspace = bench(request)
    wanted = request.POST.get("open") == "1"
    try:
        bookings.open_page(by=user, is_open=wanted)
    except Refused as refusal:
        return _shown(request, user, workspace, refusal)
    text = _("Your page is open.") if wanted else _("Your page is closed. Times that were taken stay.")
    return undoing.answer(request, text, other=reverse("booking_page"))


def _wanted(request: HttpRequest) -> Wanted:
    def text(name: str) -> str:
        return request.POST.get(name, "").replace("\0", "")

    def whole(name: str) -> int:
        found = number(text(name).strip())
        return -1 if found is None else min(found, 10_000)

    return Wanted(
        slug=text("slug"), title=text("title"), text=text("text"), minutes=whole("minutes"),
        buffer_minutes=whole("buffer_minutes"), notice_hours=whole("notice_hours"), days_ahead=whole("days_ahead"),
        hours={str(day): text(f"hours_{day}")[:200] for day in range(7)},
    )  # fmt: skip


def _shown(request: HttpRequest, user: User, workspace: Workspace, refusal: Refused | None = None) -> HttpResponse:
    row = BookingPage.objects.filter(user=user).first()
    values = _values(user, row)
    if refusal is not None and "slug" in request.POST:
        values |= {name: request.POST.get(name, "") for name in values}
    now, zone = clock.moment(workspace, user), clock.zone(user)
    found = busy.times(user, row, now.astimezone(UTC)) if row is not None else []
    rows = row.bookings.select_related("event").order_by("-changed_at", "-pk") if row is not None else None
    held: dict[str, Any] = {
        "tabs": tabs(user, "booking_page"),
        "row": row,
        "is_reached": bool(settings.PUBLIC_URL),
        "url": settings.PUBLIC_URL + reverse("booking", args=[row.slug]) if row is not None else "",
        "look": reverse("booking", args=[row.slug]) if row is not None else "",
        "values": values,
        "lengths": [(n, str(n) == str(values["minutes"])) for n in bookings.LENGTHS],
        "days": [(f"hours_{n}", str(WEEKDAYS[n]), values[f"hours_{n}"]) for n in range(7)],
        "error": refusal.message if refusal else "",
        "field": refusal.field if refusal else "",
        "preview": [times.words(one.start_at, one.end_at, zone) for one in found[:PREVIEWED]],
        "zone": times.city(zone),
        "taken": [
            {"what": tell_of_booking.subject_of(one), "email": one.email, "line": one.line,
             "event": one.event.public_id if one.event else ""}
            for one in (rows[:NEWS] if rows is not None else ())
        ],
    }  # fmt: skip
    return render(request, "booking/own.html", held, status=422 if refusal else 200)


def _values(user: User, row: BookingPage | None) -> dict[str, Any]:
    """What the form shows: the page as it is, else what most people want."""
    if row is None:
        name = user.name or user.email.partition("@")[0]
        hours: dict[str, Any] = busy.OFFICE
        held: dict[str, Any] = {
            "slug": slugify(name)[:60], "title": _("Talk with %(name)s") % {"name": name}, "text": "", "minutes": 30,
            "buffer_minutes": 10, "notice_hours": 24, "days_ahead": 21,
        }  # fmt: skip
    else:
        hours = row.hours
        names = ("slug", "title", "text", "minutes", "buffer_minutes", "notice_hours", "days_ahead")
        held = {name: getattr(row, name) for name in names}
    return held | {f"hours_{day}": bookings.hours_text(hours.get(str(day), [])) for day in range(7)}
