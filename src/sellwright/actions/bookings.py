"""A page on which buyers take a time: its owner says when, the world takes, moves and gives back.

Nobody who takes a time is signed in: what they give is judged here, and a time is taken only while it is free by the
very calendar that stands in the transaction. Two who want one time: one gets it, the other is told so.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.derive.meetings import LiveCalendar, Shown
from sellwright.interactions.free_times import Interval
from sellwright.interactions.values import Address, Attendee, Meeting
from sellwright.jobs import queue, settling
from sellwright.mailroom import codec
from sellwright.protocols.meetings import meeting_id
from sellwright.store import busy, clock
from sellwright.store.models import Booking, BookingPage, Event, Intake, LogEntry, Mailbox, User, Workspace

LENGTHS = (15, 20, 30, 45, 60, 90)
A_DAY = 30  # times taken on one page in 24 hours
ONE_ADDRESS = 3  # times ahead that one address may hold
MOVES = 10
STRETCHES = 4  # a day
NAME = "Booked times"  # of the intake that holds them


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the owner of a page typed. `hours` by weekday "0" to "6": "9:00-12:30, 14-17"."""

    slug: str
    title: str
    text: str
    minutes: int
    buffer_minutes: int
    notice_hours: int
    days_ahead: int
    hours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who takes a time, as they typed it."""

    name: str
    email: str
    line: str
    zone: str


def change_page(*, by: User, wanted: Wanted) -> LogEntry:
    """How the page of `by` is. It is made closed."""
    access.check(by, "share_own")
    hours = {day: _stretches(text, day) for day, text in wanted.hours.items() if day in set("0123456")}
    values = {
        "slug": _slug(wanted.slug), "title": _text(wanted.title, 120, "title"), "text": wanted.text.strip()[:600],
        "minutes": _one_of(wanted.minutes, LENGTHS, "minutes"),
        "hours": {day: rows for day, rows in hours.items() if rows},
        "buffer_minutes": _between(wanted.buffer_minutes, 0, 240, "buffer_minutes"),
        "notice_hours": _between(wanted.notice_hours, 0, 24 * 30, "notice_hours"),
        "days_ahead": _between(wanted.days_ahead, 1, 90, "days_ahead"),
    }  # fmt: skip
    if not values["hours"]:
        raise Refused(_("Say at least one stretch of hours, as 9:00-12:00."), "hours")
    with transaction.atomic():
        if BookingPage.objects.filter(slug=values["slug"]).exclude(user=by).exists():
            raise Refused(_("A colleague has this address already."), "slug")
        page, _made = BookingPage.objects.update_or_create(user=by, defaults=values)
        return log.write(by, "change_booking_page", page, after={"minutes": page.minutes})


def open_page(*, by: User, is_open: bool) -> LogEntry:
    """Shows the page to the world, or takes it away. Times that were taken stay."""
    access.check(by, "share_own")
    if is_open and not settings.PUBLIC_URL:
        raise Refused(_("Nobody outside reaches this server yet: it is started without PUBLIC_URL."))
    with transaction.atomic():
        page = BookingPage.objects.select_for_update().filter(user=by).first()
        if page is None:
            raise Refused(_("Say first when you may be asked."))
        page.is_open = is_open
        page.save(update_fields=["is_open"])
        return log.write(by, "open_booking_page", page, after={"is_open": is_open})


def book(*, page: BookingPage, at: float, visitor: Visitor) -> tuple[Booking, str]:
    """Takes a time. Returns it and the token of the visitor's link, which is kept nowhere. Raises Refused."""
    name, email = _text(visitor.name, 120, "name"), _email(visitor.email)
    line, zone = " ".join(visitor.line.replace("\0", " ").split())[:600], zone_named(visitor.zone)
    token = secrets.token_urlsafe(24)
    try:
        with transaction.atomic():
            page = BookingPage.objects.select_for_update(of=("self",)).select_related("user").get(pk=page.pk)
            now = _now()
            if not page.is_open or not page.user.is_active:
                raise Refused(_("This page is closed."))
            _within(page, email, now)
            span = _free(page, at, now)
            row = Booking.objects.create(
                page=page, at=at, until=span.end_at.timestamp(), name=name, email=email, line=line,
                zone=zone.key if zone else "", key=key_of(token), made_at=now, changed_at=now,
            )  # fmt: skip
            _hold(row, Meeting(
                id="", path="", uid=f"{secrets.token_hex(16)}@sellwright", start_at=span.start_at, end_at=span.end_at,
                title=page.title, organiser=Address(email, name),
                attendees=(Attendee(Address(email, name), "accepted"), Attendee(_own(page.user), "accepted")),
            ))  # fmt: skip
            return row, token
    except IntegrityError:
        raise Refused(_("Somebody just took this time. Choose another one."), "at") from None


def move(*, token: str, at: float) -> Booking:
    """Another time for the one that was taken. Raises Refused, and Booking.DoesNotExist for a token that is none."""
    try:
        with transaction.atomic():
            row, now = _held(token), _now()
            if row.moves >= MOVES:
                raise Refused(_("This was moved many times. Please write instead."))
            if row.at == at:
                return row
            span = _free(row.page, at, now, without=row.event_id)
            before = _meeting(row)
            row.at, row.until, row.moves, row.changed_at = at, span.end_at.timestamp(), row.moves + 1, now
            row.save(update_fields=["at", "until", "moves", "changed_at"])
            _hold(row, replace(before, start_at=span.start_at, end_at=span.end_at, edition=before.edition + 1))
            return row
    except IntegrityError:
        raise Refused(_("Somebody just took this time. Choose another one."), "at") from None


def give_back(*, token: str) -> Booking:
    """Calls it off; the time is free again. Asked twice it is done once."""
    with transaction.atomic():
        row = (
            Booking.objects.select_for_update(of=("self",)).select_related("page__user", "event").get(key=key_of(token))
        )
        if row.ended_at is None and row.at > _now():
            row.ended_at = row.changed_at = _now()
            row.save(update_fields=["ended_at", "changed_at"])
            before = _meeting(row)
            _hold(row, replace(before, cancelled=True, edition=before.edition + 1))
        return row


def of_token(token: str) -> Booking:
    """The time that a link holds. Raises Booking.DoesNotExist."""
    return Booking.objects.select_related("page__user", "event").get(key=key_of(token))


def key_of(token: str) -> str:
    """What of a token is kept: whoever reads the table cannot move anybody's time."""
    return hashlib.sha256(token.encode()).hexdigest()


def zone_named(name: str) -> ZoneInfo | None:
    """A time zone by its name; None for what is none."""
    return ZoneInfo(name) if name in available_timezones() else None


def _held(token: str) -> Booking:
    """The booking that a token may move. Raises Refused when it is over."""
    key = key_of(token)
    page = BookingPage.objects.select_for_update().get(bookings__key=key)
    row = Booking.objects.select_for_update(of=("self",)).select_related("page__user", "event").get(key=key, page=page)
    if row.ended_at is not None or row.at <= _now():
        raise Refused(_("This time is over or was given back. Take a new one."))
    if not row.page.is_open:
        raise Refused(_("This page is closed."))
    return row


def _hold(row: Booking, meeting: Meeting) -> None:
    """The meeting of a booking in a mailbox of its page's owner, as it stands now; they are told."""
    named = replace(meeting, id=meeting_id(meeting.uid, None), path=meeting.uid)
    tag = f"{named.edition}{'x' if named.cancelled else ''}"
    calendar = LiveCalendar(_intake(row.page.user))
    calendar.keep([Shown(meeting.uid, len(row.name) + len(row.line), row.key[:32], tag, (named,))], 0.0)
    if row.event_id is None:
        row.event = Event.objects.get(ref=named.id)
        row.event.text = row.line
        row.event.save(update_fields=["text"])
        row.save(update_fields=["event"])
    settling.soon()
    queue.enqueue("tell_of_booking", key=f"{row.pk} {row.changed_at}", booking=row.pk, changed_at=row.changed_at)


def _intake(user: User) -> Intake:
    box = Mailbox.objects.filter(owner=user).order_by("pk").first()
    box = box or Mailbox.objects.create(owner=user, title=user.email, addresses=[user.email.lower()])
    found = Intake.objects.filter(mailbox=box, name=NAME, path="", begun_at=None).first()
    return found or Intake.objects.create(mailbox=box, by=user, name=NAME, path="", state=Intake.State.DONE)


def _meeting(row: Booking) -> Meeting:
    found = codec.unpack_event(row.event.body) if row.event is not None else None
    if not isinstance(found, Meeting):
        raise Refused(_("This time was given back. Take a new one."))
    return found


def _free(page: BookingPage, at: float, now: float, *, without: int | None = None) -> Interval:
    """The free time that begins at `at`, by the calendar as it stands. Raises Refused."""
    moment = datetime.fromtimestamp(now, UTC)
    for one in busy.times(page.user, page, moment, without=without):
        if one.start_at.timestamp() == at:
            return one
    raise Refused(_("This time is not free any more. Choose another one."), "at")


def _within(page: BookingPage, email: str, now: float) -> None:
    """No more than people take: whoever floods a page gets few, and its owner's day stays theirs."""
    if page.bookings.filter(made_at__gt=now - 86_400).count() >= A_DAY:
        raise Refused(_("Many times were taken here today. Please come back tomorrow."))
    if page.bookings.filter(email=email, ended_at=None, at__gt=now).count() >= ONE_ADDRESS:
        raise Refused(_("You hold %(n)d times here already.") % {"n": ONE_ADDRESS}, "email")


def _own(user: User) -> Address:
    return Address(user.email.lower(), user.name)


def _now() -> float:
    return clock.now(Workspace.objects.get())


def _stretches(text: str, day: str) -> list[list[str]]:
    """[["09:00", "12:30"], …] of "9:00-12:30, 14-17". Raises Refused."""
    found = []
    for part in text.replace(";", ",").replace("–", "-").split(","):
        if not part.strip():
            continue
        ends = [one.strip() if ":" in one else f"{one.strip()}:00" for one in part.split("-")]
        try:
            first, last = (busy.minutes_of(one) for one in ends)
            if first >= last:
                raise ValueError(part)
        except ValueError:
            refused = Refused(
                _("“%(text)s” is no stretch of hours. Write it as 9:00-12:30.") % {"text": part.strip()[:30]},
                f"hours_{day}",
            )
            raise refused from None
        found.append([f"{n // 60:02}:{n % 60:02}" for n in (first, last)])
    if len(found) > STRETCHES:
        raise Refused(_("At most %(n)d stretches a day.") % {"n": STRETCHES}, f"hours_{day}")
    return sorted(found)


def _slug(text: str) -> str:
    slug = text.strip().lower()
    try:
        validate_slug(slug)
    except ValidationError:
        slug = ""
    if not 3 <= len(slug) <= 60:
        raise Refused(_("An address of 3 to 60 letters, digits and hyphens."), "slug")
    return slug


def _text(text: str, most: int, field: str) -> str:
    found = "".join(one for one in " ".join(text.split()) if one.isprintable())[:most]
    if not found:
        raise Refused(_("Please fill this in."), field)
    return found


def _email(text: str) -> str:
    found = text.strip().lower()[:254]
    try:
        validate_email(found)
    except ValidationError:
        raise Refused(_("This is no mail address."), "email") from None
    return found


def _one_of(value: int, allowed: tuple[int, ...], field: str) -> int:
    if value not in allowed:
        raise Refused(_("Choose one of the offered lengths."), field)
    return value


def _between(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Refused(_("Between %(least)d and %(most)d.") % {"least": least, "most": most}, field)
    return value


def hours_text(rows: Any) -> str:
    """Stretches of a day as they are typed: "09:00-12:00, 13:00-17:00"."""
    return ", ".join("-".join(map(str, row)) for row in rows if isinstance(row, list)) if isinstance(rows, list) else ""
