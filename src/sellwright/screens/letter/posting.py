"""A letter for a mail program: as the file of an unsent mail, or as a link. Nothing is sent from here."""

from __future__ import annotations

from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, getaddresses
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from sellwright.actions.refusing import Refused
from sellwright.store.models import Draft

LONGEST_LINK = 1900  # characters of an address that every system passes on


def unsent(row: Draft) -> bytes:
    """The letter as the bytes of an unsent mail, in its thread. Refused when an address is none."""
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = formataddr((row.author.name, row.author.email))
        mail["To"] = ", ".join(formataddr(one) for one in _to(row))
        mail["Subject"] = " ".join(row.subject.split())
        if row.answers is not None and row.answers.message_id:
            mail["In-Reply-To"] = f"<{row.answers.message_id}>"
            mail["References"] = " ".join(_references(row))
        mail["X-Unsent"] = "1"  # opens as a letter to be sent, not as one received
        mail.set_content(row.text.rstrip() + "\n", cte="quoted-printable")
        return mail.as_bytes()
    except (MessageError, ValueError, UnicodeError):
        raise Refused(_("No mail can be made of this. Look at the address and the subject."), "to") from None


def link(row: Draft) -> str:
    """The letter as a mailto: link. Refused when it is too long for one."""
    fields = {"subject": " ".join(row.subject.split()), "body": row.text.replace("\n", "\r\n")}
    if row.answers is not None and row.answers.message_id:
        fields["in-reply-to"] = f"<{row.answers.message_id}>"
    to = ",".join(quote(email, safe="@") for _name, email in _to(row))
    made = f"mailto:{to}?{urlencode(fields, quote_via=quote)}"
    if len(made) > LONGEST_LINK:
        raise Refused(_("Too long for a link into your mail program. Copy it, or take it as a file."))
    return made


def _to(row: Draft) -> list[tuple[str, str]]:
    found = [(name, email) for name, email in getaddresses([" ".join(row.to.split())]) if email]
    if not found or any("@" not in email or " " in email for _name, email in found):
        raise Refused(_("Write whom it is to: an address such as anna@firm.com."), "to")
    return found


def _references(row: Draft) -> list[str]:
    assert row.answers is not None
    chain = [*reversed(row.answers.parents.split()), row.answers.message_id]
    return [f"<{one}>" for one in dict.fromkeys(chain)]
