"""The mail server through which the workspace writes to its own people: set, tried out, taken away. Off until set."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs.smtp import SECURITIES, MailServer
from sellwright.store import sealed
from sellwright.store.models import LogEntry, User, Workspace


def use(*, by: User, workspace: Workspace, wanted: MailServer) -> LogEntry:
    """Sets the server. An empty password keeps the one that is set, as long as host and user stay the same."""
    access.check(by, "settings")
    _check(wanted)
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = row.mail_server
        after = {
            "host": wanted.host, "port": wanted.port, "security": wanted.security, "user": wanted.user,
            "from": wanted.sender,
        }  # fmt: skip
        same = (before.get("host"), before.get("user")) == (wanted.host, wanted.user)
        if wanted.password:
            row.mail_password = sealed.seal(wanted.password)
        elif not same:
            row.mail_password = ""
        row.mail_server = after
        row.save(update_fields=["mail_server", "mail_password"])
        return log.write(by, "mail_server", row, before=before, after=after)


def forget(*, by: User, workspace: Workspace) -> LogEntry:
    """No server, and no mail, any more."""
    access.check(by, "settings")
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before, row.mail_server, row.mail_password = row.mail_server, {}, ""
        row.save(update_fields=["mail_server", "mail_password"])
        return log.write(by, "forget_mail_server", row, before=before)


def want_mail(*, by: User, wanted: bool) -> LogEntry:
    """Whether one gets the morning mail oneself."""
    with transaction.atomic():
        before, by.morning_mail = by.morning_mail, wanted
        by.save(update_fields=["morning_mail"])
        return log.write(by, "want_morning_mail", by, before={"wanted": before}, after={"wanted": wanted})


def _check(wanted: MailServer) -> None:
    if not wanted.host or len(wanted.host) > 253 or any(letter.isspace() or letter in "/@" for letter in wanted.host):
        raise Refused(_("A server has a name such as smtp.firm.com."), "host")
    if not 1 <= wanted.port <= 65535:
        raise Refused(_("A port is a number from 1 to 65535."), "port")
    if wanted.security not in SECURITIES:
        raise Refused(_("Choose how the line is protected."), "security")
    if wanted.security == "none" and wanted.user and not wanted.is_here:
        raise Refused(_("A password is not sent over an unprotected line. Choose TLS or STARTTLS."), "security")
    try:
        validate_email(wanted.sender)
    except ValidationError:
        raise Refused(_("That is not an e-mail address."), "from") from None
