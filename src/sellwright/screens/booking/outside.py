"""What the world sees: the free times, the form, and the time that was taken. No sign-in, no cookie, no script needed.

There is nothing here to forge a form for: who posts is a stranger, and what they may do stands in what they send.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sellwright.actions import bookings
from sellwright.actions.bookings import Visitor, zone_named
from sellwright.actions.refusing import Refused
from sellwright.interactions.values import Meeting
from sellwright.mailroom import codec
from sellwright.protocols.writing_calendars import calendar_file
from sellwright.screens import limits
from sellwright.screens.booking import times
from sellwright.store import busy, clock
from sellwright.store.models import Booking, BookingPage, Workspace

LOOKS, TRIES = (120, 60), (10, 3600)  # how often from one address, in how many seconds
TRAP = "website"  # a field that people do not see, and programs fill in
MOST_BYTES = 20_000  # of a form


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The times, or with `?at=` the form for one; a post takes it and leads to the visitor's own link."""
    row = _page(request, slug)
    if request.method != "POST":
        if not limits.within(request, "booking", *LOOKS):
            return _too_often(request)
        return _shown(request, row, _number(request.GET.get("at", "")))
    if not _is_form(request):
        return _private(HttpResponse(status=415))
    if not limits.within(request, "book", *TRIES):
        return _too_often(request)
    given = {name: request.POST.get(name, "").replace("\0", "")[:1000] for name in ("name", "email", "line", "zone")}
    at = _number(request.POST.get("at", ""))
    try:
        if request.POST.get(TRAP) or at is None:
            raise Refused("", "at")
        _booking, token = bookings.book(page=row, at=at, visitor=Visitor(**given))
    except Refused as refusal:
        at = None if refusal.field == "at" else at
        return _shown(request, row, at, refusal, given)
    return _private(redirect("booking_held", row.slug, token))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The time that was taken, for whoever has its link; a post moves it (`at`) or gives it back."""
    row = _booking(request, slug, token)
    if not limits.within(request, "booking", *LOOKS):
        return _too_often(request)
    error = ""
    if request.method == "POST":
        if not _is_form(request):
            return _private(HttpResponse(status=415))
        at = _number(request.POST.get("at", ""))
        try:
            if request.POST.get("give_back"):
                bookings.give_back(token=token)
            elif at is not None:
                bookings.move(token=token, at=at)
            return _private(redirect("booking_held", slug, token))
        except Refused as refusal:
            error = refusal.message
            row = _booking(request, slug, token)
    return _private(
        render(request, "booking/held.html", _held(request, row, token, error), status=422 if error else 200)
    )


@require_safe
def file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """It as a calendar file."""
    row = _booking(request, slug, token)
    meeting = codec.unpack_event(row.event.body) if row.event is not None else None
    if not isinstance(meeting, Meeting):
        raise Http404
    url = settings.PUBLIC_URL + reverse("booking_held", args=[slug, token])
    data = calendar_file(meeting, datetime.fromtimestamp(row.changed_at, UTC), note=row.line, url=url)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return _private(answer)


def _is_form(request: HttpRequest) -> bool:
    """Whether what was sent is a small plain form: files and whatever has no end are not even read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return (
        request.content_type == "application/x-www-form-urlencoded" and length.isdecimal() and int(length) <= MOST_BYTES
    )


def _page(request: HttpRequest, slug: str) -> BookingPage:
    """An open page; or one's own, to look at it before it is opened."""
    row = BookingPage.objects.select_related("user").filter(slug=slug, user__is_active=True).first()
    is_own = row is not None and request.user.is_authenticated and row.user_id == request.user.pk
    if row is None or not (is_own or (row.is_open and settings.PUBLIC_URL)):
        raise Http404
    return row


def _booking(request: HttpRequest, slug: str, token: str) -> Booking:
    try:
        row = bookings.of_token(token)
    except Booking.DoesNotExist:
        raise Http404 from None
    if row.page.slug != slug or not settings.PUBLIC_URL:
        raise Http404
    return row


def _shown(
    request: HttpRequest, row: BookingPage, at: int | None, refusal: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    given = typed or {}
    zone = _zone(given.get("zone") or request.GET.get("zone", ""), row)
    found = busy.times(row.user, row, _now())
    chosen = next((one for one in found if int(one.start_at.timestamp()) == at), None)
    context: dict[str, Any] = {
        **_around(row, zone), "at": at if chosen else None, "typed": given,
        "error": refusal.message if refusal else "", "field": refusal.field if refusal else "",
        "gone": at is not None and chosen is None and refusal is None,
    }  # fmt: skip
    if chosen is not None:
        context["when"] = times.words(chosen.start_at, chosen.end_at, zone)
    else:
        context["week"] = times.week(found, zone, _day(request.GET.get("from", "")))
    answer = render(request, "booking/page.html", context, status=422 if refusal else 200)
    return _private(answer)


def _held(request: HttpRequest, row: Booking, token: str, error: str) -> dict[str, Any]:
    zone = _zone(request.GET.get("zone", "") or row.zone, row.page)
    now = _now()
    moving = "move" in request.GET or bool(error)
    is_over = row.ended_at is not None or row.at <= now.timestamp()
    start, end = (datetime.fromtimestamp(at, UTC) for at in (row.at, row.until))
    context = {
        **_around(row.page, zone), "booking": row, "is_over": is_over, "error": error, "moving": moving and not is_over,
        "when": times.words(start, end, zone), "file": reverse("booking_file", args=[row.page.slug, token]),
    }  # fmt: skip
    if context["moving"]:
        found = busy.times(row.page.user, row.page, now, without=row.event_id) if row.page.is_open else []
        context["week"] = times.week(found, zone, _day(request.GET.get("from", "")))
    return context


def _around(row: BookingPage, zone: ZoneInfo) -> dict[str, Any]:
    own = clock.zone(row.user)
    return {
        "page": row, "host": row.user.name or row.user.email.partition("@")[0], "zone": zone.key,
        "city": times.city(zone), "zones": times.choices(zone, own), "trap": TRAP,
        "url": reverse("booking", args=[row.slug]),
    }  # fmt: skip


def _zone(name: str, row: BookingPage) -> ZoneInfo:
    return zone_named(name) or clock.zone(row.user)


def _now() -> datetime:
    return datetime.fromtimestamp(clock.now(Workspace.objects.get()), UTC)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _too_often(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "booking/too_often.html", status=429))


def _private(answer: HttpResponse) -> HttpResponse:
    """Not for search engines, nor kept on the way; and the address, which may hold a token, goes to nobody."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
