"""Addresses that telephone systems and web forms post to: made, told their pages, given a new secret, closed.

A secret is handed out once, by the deed that makes it; from then on it lies sealed, and stands in no log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.capture import inlet_forms
from sellwright.store import sealed, signed
from sellwright.store.models import Inlet, Intake, LogEntry, Mailbox, User

DEEDS = ("close_inlet",)
OVERLAP = timedelta(hours=24)  # the secret before stays good so long
MOST = 50  # of one owner
MOST_ORIGINS = 20
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Made:
    """An inlet with its secret, this once ('' for a form)."""

    inlet: Inlet
    secret: str


def make(*, by: User, mailbox: Mailbox | None, kind: str, title: str, origins: str = "") -> Made:
    """A new address into one's own mailbox; without one, into a new mailbox of that title."""
    access.check(by, "add_mail")
    title = " ".join(title.split())
    if kind not in Inlet.Kind.values:
        raise Refused(_("Choose what is to be posted here."), "kind")
    if not title or len(title) > LONGEST:
        raise Refused(_("Give it a name of at most %(most)d characters.") % {"most": LONGEST}, "title")
    pages = pages_of(origins) if kind == Inlet.Kind.FORM else []
    if mailbox is not None and mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("That mailbox belongs to a colleague."))
    with transaction.atomic():
        if Inlet.objects.filter(mailbox__owner=by, ended_at=None).count() >= MOST:
            raise Refused(_("You have %(most)d of them. Close one first.") % {"most": MOST})
        box = mailbox or Mailbox.objects.create(owner=by, title=title, addresses=[by.email.lower()])
        secret = signed.new_secret() if kind == Inlet.Kind.CALLS else ""
        intake = Intake.objects.create(
            mailbox=box, by=by, name=title, path="", state=Intake.State.LIVE, begun_at=timezone.now()
        )
        row = Inlet.objects.create(
            mailbox=box, intake=intake, kind=kind, title=title, secret=sealed.seal(secret), origins=pages
        )
        log.write(by, "make_inlet", row, after={"title": title, "kind": kind})
        return Made(row, secret)


def change(*, by: User, inlet: Inlet, title: str, origins: str) -> LogEntry:
    """Another name, other pages it may stand on."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST:
        raise Refused(_("Give it a name of at most %(most)d characters.") % {"most": LONGEST}, "title")
    pages = pages_of(origins) if inlet.kind == Inlet.Kind.FORM else []
    with transaction.atomic():
        row = _own(by, inlet)
        before = {"title": row.title, "origins": row.origins}
        row.title, row.origins = title, pages
        row.save(update_fields=["title", "origins"])
        return log.write(by, "change_inlet", row, before=before, after={"title": title, "origins": pages})


def rotate(*, by: User, inlet: Inlet) -> Made:
    """A new secret; the one before is good for OVERLAP, so that the telephone system can be told meanwhile."""
    with transaction.atomic():
        row = _own(by, inlet)
        if row.kind != Inlet.Kind.CALLS:
            raise Refused(_("A form has no secret."))
        secret = signed.new_secret()
        row.old_secret, row.old_until = row.secret, timezone.now() + OVERLAP
        row.secret = sealed.seal(secret)
        row.save(update_fields=["secret", "old_secret", "old_until"])
        log.write(by, "rotate_inlet", row)
        return Made(row, secret)


def close(*, by: User, inlet: Inlet) -> LogEntry:
    """Nothing is taken there any more; what was taken stays."""
    with transaction.atomic():
        row = _own(by, inlet)
        if row.ended_at is not None:
            raise Refused(_("It is closed already."))
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        return log.write(by, "close_inlet", row)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Opens an inlet again, under the address it had."""
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        row = Inlet.objects.select_for_update().filter(public_id=entry.thing_id, mailbox__owner=by).first()
        if row is None or row.ended_at is None:
            raise Refused(_("It was changed since, so this was not undone."))
        row.ended_at = None
        row.save(update_fields=["ended_at"])
        return log.write(by, "undo_close_inlet", row)


def pages_of(typed: str) -> list[str]:
    """The origins of the addresses somebody typed, one a line or with commas; a bare name means https."""
    found = []
    for word in re.split(r"[\s,;]+", typed.strip()):
        if not word:
            continue
        origin = inlet_forms.origin_of(word if "://" in word else f"https://{word}")
        if not origin or ("." not in origin and "localhost" not in origin):
            raise Refused(_("“%(word)s” is no address of a page.") % {"word": word[:60]}, "origins")
        found.append(origin)
    if len(found) > MOST_ORIGINS:
        raise Refused(_("At most %(most)d pages.") % {"most": MOST_ORIGINS}, "origins")
    return sorted(set(found))


def _own(by: User, inlet: Inlet) -> Inlet:
    access.check(by, "add_mail")
    row = Inlet.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=inlet.pk)
    if row.mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("That mailbox belongs to a colleague."))
    return row
