"""The morning mail: Today at 8:00 of each reader's own zone, Monday to Friday, and the brief before a meeting.

Each goes out at most once. The row that says so is committed before the mail is handed over; when the program is ended
between the two, or the server hangs up without an answer, the mail is not sent again: a morning without it is a small
loss, the same mail twice a day makes people stop reading it. What the server has surely not taken is tried again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from sellwright import access
from sellwright.jobs import morning_words, smtp
from sellwright.jobs.queue import job
from sellwright.jobs.smtp import MailServer
from sellwright.store import clock, sealed
from sellwright.store.models import Event, MorningMail, User, Workspace

AT = time(8, 0)
NOT_AFTER = time(11, 0)  # later than that it is no morning mail any more
AHEAD = timedelta(minutes=30)
TRIES = 5
WORKDAYS = range(5)
_log = logging.getLogger("sellwright.jobs")


@job("morning_mails", attempts=1)
def morning_mails() -> None:
    """Sends what is due now. Runs every few minutes; nothing while no server is set, and never from a demo."""
    workspace = Workspace.objects.first()
    if workspace is None or workspace.is_demo or workspace.frozen_at is not None:
        return
    try:
        server = smtp.server_of(workspace)
    except sealed.Unreadable:
        _log.warning("the mail server's password was kept with another key: no morning mail")
        return
    if server is None:
        return
    for user in User.objects.filter(is_active=True, morning_mail=True).order_by("pk").iterator():
        with timezone.override(clock.zone(user)), translation.override(user.language or "en"):
            for ref, made in due(user, workspace):
                send_once(server, user, ref, made)


def due(user: User, workspace: Workspace) -> Iterator[tuple[str, Callable[[], EmailMessage | None]]]:
    """What is due for somebody now: its name, and how to write it (None: there is nothing to say)."""
    now = clock.moment(workspace, user)
    if now.weekday() in WORKDAYS and AT <= now.time().replace(tzinfo=None) < NOT_AFTER:
        yield f"day {now.date().isoformat()}", lambda: _mail(user, now, *morning_words.day(user, workspace, now))
    for event in meetings(user, now):
        yield f"meeting {event.public_id}", _about(user, workspace, now, event)


def _about(user: User, workspace: Workspace, now: datetime, event: Event) -> Callable[[], EmailMessage | None]:
    return lambda: _mail(user, now, *morning_words.meeting(user, workspace, now, event))


def meetings(user: User, now: datetime) -> list[Event]:
    """Meetings of one's own calendar that begin within half an hour and have somebody of theirs in them."""
    at = now.timestamp()
    rows = access.events(user).filter(
        kind="meeting", sightings__mailbox__owner=user, at__gt=at, at__lte=at + AHEAD.total_seconds()
    )
    return list(rows.filter(touches__isnull=False).distinct().order_by("at", "pk")[:10])


def send_once(server: MailServer, user: User, ref: str, made: Callable[[], EmailMessage | None]) -> bool:
    """Writes and sends one mail unless that was done, or tried in vain too often. Whether it was handed over now."""
    if MorningMail.objects.filter(user=user, ref=ref).exclude(error="", sent_at=None).exclude(error__gt="").exists():
        return False
    claimed = _claim(user, ref)
    if claimed is None:
        return False
    mail = made()
    if mail is None:
        claimed.delete()  # nothing to say yet; perhaps later in the morning
        return False
    try:
        smtp.send(server, mail)
    except smtp.NotTaken as refusal:
        MorningMail.objects.filter(pk=claimed.pk).update(error=str(refusal)[:300] or "not taken")
        _log.warning("a morning mail was not taken (try %d of %d)", claimed.tries, TRIES)
        return False
    except smtp.Unknown:
        _log.warning("a morning mail may or may not have gone out; it is not sent again")
        return False
    MorningMail.objects.filter(pk=claimed.pk).update(sent_at=datetime.now(timezone.get_default_timezone()).timestamp())  # noqa: TID251
    return True


def _claim(user: User, ref: str) -> MorningMail | None:
    """The right to send it, committed: by the first row, or by taking up one that was surely not taken."""
    begun = datetime.now(timezone.get_default_timezone()).timestamp()  # noqa: TID251
    try:
        with transaction.atomic():
            return MorningMail.objects.create(user=user, ref=ref, begun_at=begun)
    except IntegrityError:
        row = MorningMail.objects.get(user=user, ref=ref)
    if not row.error or row.tries >= TRIES:
        return None
    again = MorningMail.objects.filter(pk=row.pk, tries=row.tries).exclude(error="")
    if not again.update(tries=row.tries + 1, error="", begun_at=begun):
        return None
    row.tries += 1
    return row


def _mail(user: User, now: datetime, subject: str, text: str) -> EmailMessage | None:
    if not text:
        return None
    workspace = Workspace.objects.get()
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = formataddr((f"Sellwright, {workspace.name}", str(workspace.mail_server.get("from", ""))))
    mail["To"] = user.email
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = _message_id(user, subject, now)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def _message_id(user: User, subject: str, now: datetime) -> str:
    seed = f"{settings.SECRET_KEY} {user.pk} {subject} {now.date()}"
    return f"<{hashlib.blake2b(seed.encode(), digest_size=16).hexdigest()}@sellwright.invalid>"
