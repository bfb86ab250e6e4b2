"""How people stand to each other: one reports to another, knows another, was introduced by another."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.store.models import LogEntry, Person, Tie, User

DEEDS = ("tie", "untie")
MOST = 100  # ties of one person
_HIGHEST = 60  # steps up that are followed: no firm has more floors
KINDS = tuple(Tie.Kind.values)


def add(*, by: User, person: Person, other: Person, kind: str, note: str = "") -> LogEntry:
    """`person` reports to, knows, or was introduced by `other`. Refused when it stands already, in a circle of who
    reports to whom, and with oneself."""
    access.check(by, "person")
    note = " ".join(note.split())[:300]
    if kind not in KINDS:
        raise Refused(_("There is no such relation."), "kind")
    with transaction.atomic():
        person = access.people(by).select_for_update().get(pk=person.pk)
        other = access.people(by).get(pk=other.pk)
        _check(person, other, kind)
        tie = Tie.objects.create(person=person, other=other, kind=kind, note=note, by=by)
        return log.write(by, "tie", tie, person=person, after=_plain(tie))


def drop(*, by: User, tie: Tie) -> LogEntry:
    """They no longer stand so."""
    access.check(by, "person")
    with transaction.atomic():
        held = seen(by).select_for_update().get(pk=tie.pk)
        done = log.write(by, "untie", held, person=held.person, before=_plain(held))
        held.delete()
        return done


def seen(by: User) -> QuerySet[Tie]:
    """The ties between people of both of whom somebody may know."""
    known = access.people(by)
    return Tie.objects.filter(person__in=known, other__in=known)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before."""
    access.check(by, "person")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        if entry.deed == "tie":
            held = seen(by).select_for_update().get(public_id=entry.thing_id)
            done = log.write(by, "undo_tie", held, person=held.person, before=entry.after)
            held.delete()
            return done
        was = entry.before
        person, other = (access.people(by).get(public_id=was[name]) for name in ("person", "other"))
        _check(person, other, was["kind"])
        made = Tie.objects.create(
            public_id=entry.thing_id, person=person, other=other, kind=was["kind"], note=was["note"], by=by
        )
        return log.write(by, "undo_untie", made, person=person, after=was)


def _check(person: Person, other: Person, kind: str) -> None:
    if person.pk == other.pk:
        raise Refused(_("That is the same person."), "other")
    same = Tie.objects.filter(kind=kind)
    mutual = same.filter(person=other, other=person) if kind == Tie.Kind.KNOWS else same.none()
    if same.filter(person=person, other=other).exists() or mutual.exists():
        raise Refused(_("That stands here already."), "other")
    if kind == Tie.Kind.REPORTS_TO:
        _check_circle(person, other)
    if person.ties.count() + person.tied.count() >= MOST:
        raise Refused(_("A person has at most %(most)d relations here.") % {"most": MOST}, "other")


def _check_circle(person: Person, other: Person) -> None:
    """Nobody stands above themselves: goes up from `other`, floor by floor."""
    above, passed = {other.pk}, set[int]()
    for _floor in range(_HIGHEST):
        if person.pk in above:
            sentence = _("%(other)s already reports to %(person)s, by themselves or through others. One of both first "
                         "has to go.")  # fmt: skip
            raise Refused(sentence % {"other": other, "person": person}, "other")
        passed |= above
        ups = Tie.objects.filter(kind=Tie.Kind.REPORTS_TO, person__in=above).values_list("other", flat=True)
        above = set(ups) - passed
        if not above:
            return


def _plain(tie: Tie) -> dict[str, str]:
    return {"person": tie.person.public_id, "other": tie.other.public_id, "kind": tie.kind, "note": tie.note}
