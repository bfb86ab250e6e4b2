""" "Ben is answering": one open claim a person, which the database itself keeps to one."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs import settling
from sellwright.store import dirty
from sellwright.store.models import Claim, LogEntry, Person, Touch, User

DEEDS = ("claim", "release_claim")


def claim(*, by: User, person: Person, now: float) -> LogEntry:
    """Says that `by` answers, from `now` (seconds since 1970 UTC). Refused, with who was first, when somebody does."""
    access.check(by, "claim")
    person = access.people(by).get(pk=person.pk)
    try:
        with transaction.atomic():
            Claim.objects.create(person=person, user=by, at=datetime.fromtimestamp(now, UTC))
            _tell(person)
            return log.write(by, "claim", person, after={"user_id": by.pk})
    except IntegrityError:
        raise Refused(_taken_by(by, person)) from None


def release(*, by: User, person: Person) -> LogEntry:
    """Nobody answers any more. One's own claim; who may assign people may release another's."""
    access.check(by, "claim")
    with transaction.atomic():
        person = access.people(by).get(pk=person.pk)
        held = Claim.objects.select_for_update(of=("self",)).filter(person=person, released_at=None)
        found = held.select_related("user").first()
        if found is None:
            raise Refused(_("Nobody is answering (any more)."))
        if found.user_id != by.pk and by.role not in ("owner", "leader"):
            raise access.NotAllowed(_("Only %(who)s or a leader can release this.") % {"who": found.user})
        found.released_at = timezone.now()
        found.save(update_fields=["released_at"])
        _tell(person)
        return log.write(by, "release_claim", person, before={"user_id": found.user_id})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes back a claim or its release. Refused when somebody claimed since."""
    access.check(by, "claim")
    if entry.by_id != by.pk or entry.deed not in DEEDS or entry.person_id is None:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    person = access.people(by).get(pk=entry.person_id)
    if entry.deed == "claim":
        return release(by=by, person=person)
    try:
        with transaction.atomic():
            Claim.objects.create(person=person, user_id=entry.before["user_id"])
            _tell(person)
            return log.write(by, "undo_release_claim", person, after=entry.before)
    except IntegrityError:
        raise Refused(_taken_by(by, person)) from None


def let_go_unknown(user: User) -> int:
    """Somebody reads less than before, or has left: whom they were answering and cannot know of any more is free again.
    Returns how many. Inside the transaction of that change."""
    held = Claim.objects.select_for_update(of=("self",)).filter(user=user, released_at=None).select_related("person")
    known = access.touches(user) if user.is_active else Touch.objects.none()
    left = [claim for claim in held if not (user.is_active and claim.person.by_hand)]
    free = [claim for claim in left if not known.filter(person=claim.person_id).exists()]
    for claim in free:
        claim.released_at = timezone.now()
        claim.save(update_fields=["released_at"])
        log.write(user, "release_claim", claim.person, before={"user_id": user.pk})
        _tell(claim.person)
    return len(free)


def _tell(person: Person) -> None:
    """Who is answered by one of an inbox's people leaves the day of the others, and comes back with the release."""
    dirty.mark_places([person.pk])
    settling.soon()


def _taken_by(by: User, person: Person) -> str:
    found = Claim.objects.filter(person=person, released_at=None).select_related("user").first()
    if found is None:
        return _("Somebody was quicker and has let go again. Try once more.")
    if found.user_id == by.pk:
        return _("You are answering already.")
    return _("%(who)s is answering.") % {"who": found.user}
