"""Sends an invitation where a mail server is set. Its link is told to nobody else: in the queue it lies sealed."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sellwright.jobs import smtp
from sellwright.jobs.queue import job
from sellwright.store import sealed
from sellwright.store.models import EntryLink, User, Workspace


@job("mail_invitation", attempts=3)
def mail_invitation(*, link: int, by: int, url: str) -> None:
    """Nothing when it was withdrawn, used or renewed meanwhile. `url` is sealed. What may have gone out is not sent
    again: whoever invited has the link too."""
    row = EntryLink.objects.filter(pk=link, used_at=None, expires_at__gt=timezone.now()).first()
    workspace, host = Workspace.objects.first(), User.objects.filter(pk=by).first()
    server = smtp.server_of(workspace) if workspace is not None else None
    if row is None or workspace is None or host is None or server is None or workspace.is_demo:
        return
    with translation.override(host.language or "en"):
        mail = _mail(row, workspace, host, sealed.unseal(url))
    mail["From"] = formataddr((f"Sellwright, {workspace.name}", server.sender))
    try:
        smtp.send(server, mail)
    except smtp.Unknown:
        return


def _mail(row: EntryLink, workspace: Workspace, host: User, url: str) -> EmailMessage:
    mail = EmailMessage()
    names = {"name": str(host), "house": workspace.name}
    mail["Subject"] = " ".join((_("%(name)s invites you to %(house)s") % names).split())
    mail["To"] = row.invited_email
    mail["Date"] = format_datetime(timezone.now())
    mail["Auto-Submitted"] = "auto-generated"
    day = timezone.localtime(row.expires_at).strftime("%Y-%m-%d")
    lines = (
        _("%(name)s invites you to work in %(house)s on Sellwright.") % names,
        _("This link lets you in. It works once, until %(day)s, and for this address alone:") % {"day": day},
        url,
        _("If you do not know %(name)s, delete this mail: without the link nothing happens.") % names,
    )
    mail.set_content("\n\n".join(lines) + "\n")
    return mail
