"""Letters being written: begun, saved, binned, taken out to be sent. Nothing here sends anything.

A draft is its author's own: the log holds that something was done to it, never its words, and shows even that to
nobody else (access.log). Saving is not logged: the versions of a draft are its log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs import settling
from sellwright.store import dirty
from sellwright.store.models import Binned, Draft, DraftVersion, HandedOver, LogEntry, Message, Person, User, Want

DEEDS = ("bin_letter", "unbin_letter", "restore_letter")
LONGEST = 100_000
WAYS = ("copy", "mailto", "eml")
PAUSE = timedelta(seconds=20)  # who writes on after so long began anew: how it stood is kept


class Stale(Refused):
    """The draft was changed elsewhere meanwhile. What was written here stands among its versions."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a letter begins with. `prepared`: see Draft."""

    person: Person | None = None
    to: str = ""
    subject: str = ""
    text: str = ""
    caret: int = 0
    prepared: list[dict[str, Any]] = field(default_factory=list)
    answers: Message | None = None
    want: Want | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the window: `edition` is the one it was written over."""

    edition: int
    text: str
    subject: str
    to: str


def begun(by: User, person: Person | None, answers: Message | None) -> Draft | None:
    """The letter to this person (in answer to this one) that is being written already, if there is one."""
    rows = access.drafts(by).filter(person=person, answers=answers, binned=None, handed_over=None)
    if person is None:
        rows = rows.filter(edition=0, text="")
    return rows.order_by("-changed_at", "-pk").first()


def begin(*, by: User, start: Start) -> Draft:
    """A new draft. The person and the letter answered must be such as its author may know."""
    access.check(by, "letter")
    with transaction.atomic():
        person = access.people(by).get(pk=start.person.pk) if start.person is not None else None
        answers = access.messages(by).get(pk=start.answers.pk) if start.answers is not None else None
        row = Draft.objects.create(
            author=by, person=person, answers=answers, to=start.to[:254], subject=start.subject[:300], text=start.text,
            caret=start.caret, prepared=start.prepared, want=start.want,
        )  # fmt: skip
        log.write(by, "begin_letter", row)
        return row


def save(*, by: User, draft: Draft, written: Written, keep: bool = False) -> Draft:
    """Saves what stands in the window; a version is kept after a pause in writing, or when asked for.

    Raises Stale, with what was written kept among the versions, when another window saved meanwhile; Refused when it
    is too long.
    """
    access.check(by, "letter")
    if len(written.text) > LONGEST:
        raise Refused(_("A letter has at most %(most)d characters.") % {"most": LONGEST}, "text")
    with transaction.atomic():
        row = _own(by).get(pk=draft.pk)
        stale = row.edition != written.edition and (row.text, row.subject) != (written.text, written.subject)
        if stale:
            _keep(row, written.text, written.subject, aside=True)
        else:
            _put(row, written, keep=keep)
    if stale:
        raise Stale(
            _("This letter was changed in another window. What you wrote here is kept under its versions."),
            "text",
        )
    return row


def restore(*, by: User, draft: Draft, version: int) -> LogEntry:
    """Puts an earlier version in place; how it stood until now is a version too."""
    access.check(by, "letter")
    with transaction.atomic():
        row = _own(by).get(pk=draft.pk)
        held = row.versions.get(pk=version)
        before = _keep(row, row.text, row.subject)
        written = Written(row.edition, held.text, held.subject, row.to)
        _put(row, written, keep=False, pause=False)
        return log.write(by, "restore_letter", row, before={"version": before}, after={"edition": row.edition})


def put_in_bin(*, by: User, draft: Draft, reason: str = "") -> LogEntry:
    """Not good enough: away with it. It can be taken out of the bin again."""
    access.check(by, "letter")
    reason = " ".join(reason.split())
    if len(reason) > 300:
        raise Refused(_("A reason has at most %(most)d characters.") % {"most": 300}, "reason")
    with transaction.atomic():
        row = _own(by).get(pk=draft.pk)
        Binned.objects.get_or_create(draft=row, defaults={"reason": reason})
        return log.write(by, "bin_letter", row)


def take_from_bin(*, by: User, draft: Draft) -> LogEntry:
    """Back to the letters being written."""
    access.check(by, "letter")
    with transaction.atomic():
        row = _own(by).get(pk=draft.pk)
        Binned.objects.filter(draft=row).delete()
        return log.write(by, "unbin_letter", row)


def hand_over(*, by: User, draft: Draft, how: str, now: float) -> HandedOver:
    """The draft as it is saved goes to its author's own mail program. A wish it tells of counts as told from now."""
    access.check(by, "letter")
    if how not in WAYS:
        raise Refused(_("A letter is copied, opened in a mail program or taken as a file."), "how")
    with transaction.atomic():
        row = _own(by).get(pk=draft.pk)
        if hasattr(row, "binned"):
            raise Refused(_("This letter lies in the bin. Take it out first."))
        _keep(row, row.text, row.subject)
        made = HandedOver.objects.create(draft=row, how=how, text=row.text)
        if row.want is not None and row.want.told_at is None:
            row.want.told_at = now
            row.want.save(update_fields=["told_at"])
            dirty.mark_person(row.want.person)
            settling.soon()
        log.write(by, "hand_over_letter", row, after={"how": how})
        return made


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes one's own last deed about a draft back."""
    row = access.drafts(by).get(public_id=entry.thing_id)
    if entry.deed == "bin_letter":
        return take_from_bin(by=by, draft=row)
    if entry.deed == "unbin_letter":
        return put_in_bin(by=by, draft=row)
    if entry.deed != "restore_letter":
        raise Refused(_("This cannot be undone."))
    if row.edition != entry.after["edition"]:
        raise Refused(_("This was changed since, so it was not undone."))
    return restore(by=by, draft=row, version=entry.before["version"])


def _own(by: User) -> QuerySet[Draft]:
    return access.drafts(by).select_for_update(of=("self",))


def _put(row: Draft, written: Written, *, keep: bool, pause: bool = True) -> None:
    changed = (row.text, row.subject, row.to) != (written.text, written.subject[:300], written.to[:254])
    if changed and pause and row.edition and timezone.now() - row.changed_at >= PAUSE:
        _keep(row, row.text, row.subject)
    if changed:
        row.text, row.subject, row.to = written.text, written.subject[:300], written.to[:254]
        row.edition += 1
        row.save(update_fields=["text", "subject", "to", "edition", "changed_at"])
    if keep:
        _keep(row, row.text, row.subject)


def _keep(row: Draft, text: str, subject: str, *, aside: bool = False) -> int:
    """Keeps a version unless the newest is the same; its row id."""
    last = row.versions.order_by("-pk").first()
    if last is not None and (last.text, last.subject, last.is_aside) == (text, subject[:300], aside):
        return last.pk
    return DraftVersion.objects.create(draft=row, text=text, subject=subject[:300], is_aside=aside).pk
