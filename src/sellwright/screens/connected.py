"""Lines about connected accounts, for the pages they are shown on: lists, the mailbox, Today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright.screens import spoken
from sellwright.screens.accounts import leaving, shown
from sellwright.store.models import Account, Folder, Mailbox, User
from sellwright.store.ready import ready

LISTED = 50


@dataclass(frozen=True)
class Line:
    """One quiet line with its next step."""

    text: str
    url: str
    verb: str
    is_late: bool = False  # its owner has to do something


def lines(user: User, mailbox: Mailbox | None = None) -> list[dict[str, Any]]:
    """One's own accounts, or those of one mailbox, each with how it is."""
    rows = Account.objects.filter(mailbox__owner=user)
    if mailbox is not None:
        rows = rows.filter(mailbox=mailbox)
    begun = Exists(Folder.objects.filter(account=OuterRef("pk"), intake__isnull=False))
    now = timezone.localtime()
    found = []
    for row in rows.annotate(begun=begun).order_by("pk")[:LISTED]:
        health = shown.health(row, now, is_begun=row.begun)
        found.append({
            "address": row.address, "kind": str(shown.KINDS[Account.Kind(row.kind)]), "tone": health.tone,
            "sentence": health.sentence, "url": reverse("account", args=[row.public_id]),
        })  # fmt: skip
    return found


def exported(row: Mailbox) -> dict[str, Any]:
    """Context of accounts/_export.html."""
    return leaving.exported(row)


def for_today(user: int) -> tuple[Line, ...]:
    """What Today says of one's accounts: which of them wait for their owner, and which are still being read."""
    found = []
    reading = False
    for public_id, address, trouble, error, behind in _states(user):
        if trouble in (Account.Trouble.SIGN_IN, Account.Trouble.ASK):
            verb = _("Sign in again") if trouble == Account.Trouble.SIGN_IN else _("Look")
            route = "account_sign_in" if trouble == Account.Trouble.SIGN_IN else "account"
            said = _("Nothing new comes from %(address)s. %(error)s") % {
                "address": address,
                "error": spoken.failure(error),
            }
            found.append(Line(said, reverse(route, args=[public_id]), verb, True))
        elif behind and not reading:
            reading = True
            said = _("%(address)s is still being read, newest first: this day will change.") % {"address": address}
            found.append(Line(said, reverse("account", args=[public_id]), _("How far it is")))
    return tuple(found)


@ready
def _states(user: int) -> QuerySet[Any, Any]:
    below = Folder.objects.filter(account=OuterRef("pk"), is_read=True, gone_at=None, low_uid__gt=1)
    rows = Account.objects.filter(mailbox__owner=user, paused_at=None).order_by("pk").annotate(behind=Exists(below))
    return rows.values_list("public_id", "address", "trouble", "error", "behind")
