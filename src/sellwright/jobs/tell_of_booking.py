"""Tells somebody by mail that a time was taken on their page, moved or given back, with it as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sellwright.interactions.values import Meeting
from sellwright.jobs import morning, smtp
from sellwright.jobs.queue import job
from sellwright.mailroom import codec
from sellwright.protocols.writing_calendars import calendar_file
from sellwright.store import clock, sealed
from sellwright.store.models import Booking, Workspace


@job("tell_of_booking", attempts=3)
def tell_of_booking(*, booking: int, changed_at: float) -> None:
    """Sends at most one mail for each change; none without a mail server, and none from a demo."""
    row = Booking.objects.select_related("page__user", "event").filter(pk=booking).first()
    workspace = Workspace.objects.first()
    if row is None or workspace is None or workspace.is_demo or row.changed_at != changed_at:
        return  # it changed again: that change tells of itself
    try:
        server = smtp.server_of(workspace)
    except sealed.Unreadable:
        return
    user = row.page.user
    if server is None or not user.is_active:
        return
    with timezone.override(clock.zone(user)), translation.override(user.language or "en"):
        ref = f"booking {row.pk} {changed_at:.3f}"
        morning.send_once(server, user, ref, lambda: _mail(row, workspace))


def subject_of(row: Booking) -> str:
    """What happened, in a line."""
    said = {"name": row.name, "when": words(row.at)}
    if row.ended_at is not None:
        return _("%(name)s gave %(when)s back") % said
    if row.moves:
        return _("%(name)s moved to %(when)s") % said
    return _("%(name)s took %(when)s") % said


def words(at: float) -> str:
    """A moment by the reader's clock: "Thu 4 Jun, 10:00"."""
    from django.utils.formats import date_format

    local = timezone.localtime(datetime.fromtimestamp(at, UTC))
    return date_format(local, _("D j M, H:i"))


def _mail(row: Booking, workspace: Workspace) -> EmailMessage | None:
    event = codec.unpack_event(row.event.body) if row.event is not None else None
    if not isinstance(event, Meeting):
        return None
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject_of(row).split())
    mail["From"] = formataddr((f"Sellwright, {workspace.name}", str(workspace.mail_server.get("from", ""))))
    mail["To"] = row.page.user.email
    mail["Date"] = format_datetime(datetime.fromtimestamp(row.changed_at, UTC))
    mail["Auto-Submitted"] = "auto-generated"
    lines = [subject_of(row), "", f"{row.name} <{row.email}>", row.line]
    mail.set_content("\n".join(line for line in lines).strip() + "\n")
    data = calendar_file(event, datetime.fromtimestamp(row.changed_at, UTC), note=row.line)
    mail.add_attachment(data, maintype="text", subtype="calendar", filename="meeting.ics")
    return mail
