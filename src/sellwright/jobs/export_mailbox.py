"""Writes exports of mailboxes, and deletes them a day later."""

from __future__ import annotations

from django.utils import timezone

from sellwright.archive import packing
from sellwright.jobs import exporting, queue
from sellwright.jobs.queue import job
from sellwright.store.models import Mailbox


@job("export_mailbox", lane="long", attempts=3)
def export_mailbox(*, mailbox: str) -> None:
    """Writes a mailbox's export, from where it stood. Safe to run again."""
    box = Mailbox.objects.filter(public_id=mailbox).first()
    if box is None:
        exporting.drop(mailbox)
    elif not exporting.go_on(box, queue.stopping, timezone.now()):
        raise queue.Again


@job("drop_exports")
def drop_exports() -> None:
    """Deletes what was asked for over a day ago."""
    exporting.drop_old(timezone.now())
    packing.drop_old(timezone.now())
