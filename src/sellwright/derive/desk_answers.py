"""Inboxes of several people: an answer that a member writes from their own mailbox to a letter of the inbox belongs to
the inbox too, so that the others see that it was answered, by whom, and what was said.

Only answers to its letters: what they write to each other later, beside the inbox, stays theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from sellwright.mailroom.filing import AWAY
from sellwright.store import bulk, desks
from sellwright.store.models import Intake, Item, Mailbox, Message, Sighting

NAME = "Answers of its members"
PATH = "answers"


def join(thread_ids: Sequence[int]) -> None:
    """Looks for such answers in these threads. Inside the transaction that files them."""
    rows = Sighting.objects.filter(mailbox__is_desk=True, message__thread__in=list(thread_ids))
    shown: dict[int, set[str]] = {}
    for box, mid in rows.values_list("mailbox_id", "message__mid"):
        shown.setdefault(box, set()).add(mid)
    for mailbox in Mailbox.objects.filter(pk__in=list(shown)).order_by("pk"):
        _join(mailbox, shown[mailbox.pk], thread_ids)


def _join(mailbox: Mailbox, shown: set[str], thread_ids: Iterable[int]) -> None:
    theirs = Message.objects.filter(
        thread__in=list(thread_ids), direction="out", sender__email__in=desks.addresses_of_members(mailbox)
    )
    found = []
    for pk, mid, parent, marks in theirs.order_by("at", "pk").values_list("pk", "mid", "parent_mid", "marks"):
        if mid not in shown and parent in shown and set(marks.split()).isdisjoint(AWAY):
            shown.add(mid)  # what they add to their own answer belongs to it
            found.append((pk, mid))
    if found:
        intake = _intake(mailbox)
        bulk.insert(Sighting, ("message_id", "mailbox_id", "intake_id"),
                    [(pk, mailbox.pk, intake.pk) for pk, _mid in found])  # fmt: skip
        items = [Item(intake=intake, path=mid, size=0, outcome="stored", detail=mid) for _pk, mid in found]
        Item.objects.bulk_create(items, ignore_conflicts=True)


def _intake(mailbox: Mailbox) -> Intake:
    found = Intake.objects.filter(mailbox=mailbox, path=PATH, state=Intake.State.LIVE).first()
    return found or Intake.objects.create(
        mailbox=mailbox, by_id=mailbox.owner_id, name=NAME, path=PATH, state=Intake.State.LIVE, begun_at=timezone.now()
    )
