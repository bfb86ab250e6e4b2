"""Firms by hand: a new one, and taking it back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions.addresses import is_free_mail, registrable
from sellwright.store import merged, search
from sellwright.store.models import Firm, LogEntry, User

LONGEST_NAME = 200
DEEDS = ("add_firm",)


def add(*, by: User, name: str, domain: str = "") -> LogEntry:
    """A firm nobody here has written with yet. Refused without a name, for a domain that is none or everybody's, and
    for a domain that is here already."""
    access.check(by, "person")
    name = " ".join(name.split())
    if not name:
        raise Refused(_("A firm needs a name."), "name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has at most %(most)s characters.") % {"most": LONGEST_NAME}, "name")
    host = _domain(domain)
    with transaction.atomic():
        firm, is_new = merged.firm_of(host) if host else (Firm.objects.create(name=name, by_hand=True), True)
        if not is_new and (firm.by_hand or access.firms(by).filter(pk=firm.pk).exists()):
            raise Refused(_("This domain is here already: %(name)s.") % {"name": firm}, "domain")
        # Known from mail the user may not read: they may add whom they know; nothing of that mail is shown.
        before = {} if is_new else {"by_hand": False, "name": firm.name}
        firm.by_hand, firm.name = True, firm.name or name
        firm.save(update_fields=["by_hand", "name", "sort_name"])
        search.index_firms([firm])
        return log.write(by, "add_firm", firm, before=before, after={"by_hand": True, "name": firm.name})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes a firm added by hand back. Refused when it is another's deed, or when people or deals stand with it now."""
    access.check(by, "person")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        firm = Firm.objects.select_for_update().get(public_id=entry.thing_id)
        if {name: getattr(firm, name) for name in entry.after} != entry.after:
            raise Refused(_("This was changed since, so it was not undone."))
        if entry.before:
            firm.by_hand, firm.name = entry.before["by_hand"], entry.before["name"]
            firm.save(update_fields=["by_hand", "name", "sort_name"])
            search.index_firms([firm])
        elif firm.people.exists() or firm.deals.exists():
            raise Refused(_("People or deals stand with this firm now, so it stays."))
        done = log.write(by, "undo_add_firm", firm, before=entry.after, after=entry.before)
        if not entry.before:
            search.forget_names("firm", [firm.pk])
            firm.delete()
        return done


def _domain(text: str) -> str:
    """The part of what was typed (a domain, an address of a page) that somebody registered; '' for nothing."""
    text = text.strip().lower()
    if not text:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        host = ""
    found = registrable(host)
    if not found:
        raise Refused(_("That is not a domain. Write it like this: acme.com."), "domain")
    if is_free_mail(found):
        raise Refused(_("Anybody can have an address there, so it is not one firm's domain."), "domain")
    return found
