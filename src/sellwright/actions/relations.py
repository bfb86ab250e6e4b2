"""A person's word on who somebody is to us (card C0). It outranks all evidence and can be taken back."""

from __future__ import annotations

from typing import Any, get_args

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions.values import RelationKind
from sellwright.jobs import settling
from sellwright.store import dirty
from sellwright.store.models import Correction, Firm, LogEntry, Person, User

KINDS: tuple[str, ...] = get_args(RelationKind)
DEEDS = ("correct_relation",)


def correct(*, by: User, kind: str, person: Person | None = None, firm: Firm | None = None) -> LogEntry:
    """Says who one person, or everybody of one firm, is to us. An empty `kind` gives the word back to the evidence.

    Exactly one of `person` and `firm` (ValueError). Refused for a kind that does not exist.
    """
    if (person is None) == (firm is None):
        raise ValueError("one of person and firm")
    if kind and kind not in KINDS:
        raise Refused(_("There is no such kind of relation."), "kind")
    access.check(by, "correct_relation")
    with transaction.atomic():
        return _set(by, _seen(by, person, firm), kind, "correct_relation")


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back the word that stood before. Refused when it is another's, or somebody corrected it since."""
    access.check(by, "correct_relation")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        subject = _subject_of(by, entry)
        if {"kind": _held(subject)} != entry.after:
            raise Refused(_("Somebody corrected this since, so it was not undone."))
        return _set(by, subject, entry.before["kind"], "undo_correct_relation")


def _seen(by: User, person: Person | None, firm: Firm | None) -> Person | Firm:
    """The row itself, if the user may know of it (DoesNotExist when not)."""
    if person is not None:
        return access.people(by).get(pk=person.pk)
    assert firm is not None
    return Firm.objects.filter(people__in=access.people(by).filter(firm=firm)).distinct().get(pk=firm.pk)


def _subject_of(by: User, entry: LogEntry) -> Person | Firm:
    if entry.thing == "firm":
        return _seen(by, None, Firm.objects.get(public_id=entry.thing_id))
    return _seen(by, Person.objects.get(public_id=entry.thing_id), None)


def _which(subject: Person | Firm) -> dict[str, Any]:
    return {"person": subject} if isinstance(subject, Person) else {"firm": subject}


def _held(subject: Person | Firm) -> str:
    """The word that stands now; '' when the evidence speaks."""
    row = Correction.objects.filter(**_which(subject)).first()
    return row.kind if row else ""


def _set(by: User, subject: Person | Firm, kind: str, deed: str) -> LogEntry:
    before = _held(subject)
    if kind:
        Correction.objects.update_or_create(**_which(subject), defaults={"kind": kind, "by": by})
    else:
        Correction.objects.filter(**_which(subject)).delete()
    people = [subject] if isinstance(subject, Person) else list(subject.people.all())
    for person in people:
        dirty.mark_person(person)
    settling.soon()
    return log.write(by, deed, subject, before={"kind": before}, after={"kind": kind})
