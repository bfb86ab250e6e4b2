"""People by hand: somebody new, another name, another owner. Each can be taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.derive.people import called_in_mail
from sellwright.interactions.addresses import firm_of
from sellwright.interactions.people import spelled
from sellwright.jobs import settling
from sellwright.store import dirty, merged, search
from sellwright.store.models import Address, LogEntry, Person, User

LONGEST_NAME = 200
DEEDS = ("add_person", "rename_person", "assign")


def add(*, by: User, email: str, name: str = "", now: float) -> LogEntry:
    """Somebody nobody has written with yet. Refused for an address that is none, or that is known already."""
    access.check(by, "person")
    email, name = email.strip().lower(), _line(name)
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("That is not an e-mail address."), "email") from None
    with transaction.atomic():
        held = Address.objects.select_for_update().filter(email=email).first()
        if held is not None and held.person is not None:
            person = held.person
            if person.by_hand or access.people(by).filter(pk=person.pk).exists():
                raise Refused(_("This address is here already: %(name)s.") % {"name": person}, "email")
            # Known from mail the user may not read: they may add whom they know; nothing of that mail is shown, nor
            # what it calls them.
            person.by_hand, person.name = True, name or spelled(email)
            person.save(update_fields=["by_hand", "name"])
            search.index_people([person])
            return log.write(by, "add_person", person, before={"by_hand": False}, after={"by_hand": True})
        domain = firm_of(email)
        firm, is_new = merged.firm_of(domain) if domain else (None, False)
        if firm is not None and is_new:
            search.index_firms([firm])
        person = Person.objects.create(key=email, name=name, firm=firm, by_hand=True, first_at=now)
        Address.objects.update_or_create(email=email, defaults={"name": name, "person": person})
        search.index_people([person])
        return log.write(by, "add_person", person, after={"by_hand": True})


def rename(*, by: User, person: Person, name: str) -> LogEntry:
    """Another name for somebody. Refused when it is empty or too long."""
    access.check(by, "person")
    name = _line(name)
    if not name:
        raise Refused(_("A person needs a name."), "name")
    return _change(by, person, "rename_person", {"name": name})


def assign(*, by: User, person: Person, owner: User | None) -> LogEntry:
    """Who looks after somebody; None: nobody yet."""
    access.check(by, "assign")
    if owner is not None and not owner.is_active:
        raise Refused(_("That colleague has left."), "owner")
    return _change(by, person, "assign", {"owner_id": owner.pk if owner else None})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before one of these deeds. Refused when it is another's, or was changed since."""
    access.check(by, "assign" if entry.deed == "assign" else "person")
    if entry.by_id != by.pk or entry.deed not in DEEDS or entry.person_id is None:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        person = access.people(by).select_for_update().get(pk=entry.person_id)
        if entry.thing_id != person.public_id:
            raise Refused(_("They were made one with %(name)s since. Take that back first.") % {"name": person})
        if entry.deed == "add_person":
            return _take_out(by, person, entry)
        if {name: getattr(person, name) for name in entry.after} != entry.after:
            raise Refused(_("This was changed since, so it was not undone."))
        return _change(by, person, f"undo_{entry.deed}", entry.before)


def _line(text: str) -> str:
    """A name on one line. Refused when longer than it can be kept."""
    line = " ".join(text.split())
    if len(line) > LONGEST_NAME:
        raise Refused(_("A name has at most %(most)s characters.") % {"most": LONGEST_NAME}, "name")
    return line


def _change(by: User, person: Person, deed: str, change: dict[str, Any]) -> LogEntry:
    with transaction.atomic():
        person = access.people(by).select_for_update().get(pk=person.pk)
        before = {name: getattr(person, name) for name in change}
        for name, value in change.items():
            setattr(person, name, value)
        person.save(update_fields=[name.removesuffix("_id") for name in change])
        if "name" in change:
            search.index_people([person])
        if "owner_id" in change:
            dirty.mark_places([person.pk])
            settling.soon()
        return log.write(by, deed, person, before=before, after=change)


def _take_out(by: User, person: Person, entry: LogEntry) -> LogEntry:
    """Somebody added by hand goes again, unless something was kept with them since."""
    if entry.before or person.touches.exists() or person.deal_parts.exists() or person.tasks.exists():
        person.by_hand = False
        if entry.before:
            person.name = called_in_mail(person)
        person.save(update_fields=["by_hand", "name"])
        search.index_people([person])
        return log.write(by, "undo_add_person", person, before=entry.after, after={"by_hand": False})
    done = log.write(by, "undo_add_person", person, before=entry.after)
    search.forget_names("person", [person.pk])
    Address.objects.filter(person=person).delete()
    person.delete()
    return done
