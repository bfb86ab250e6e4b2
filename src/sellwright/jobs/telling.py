"""Notes for other programs that something was done, in the transaction that does it: nothing is lost, nothing told
that was rolled back. What they are told is put together when it is sent (jobs/deliver_webhooks.py)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sellwright.jobs import queue
from sellwright.store.models import Delivery, LogEntry, Webhook
from sellwright.store.ready import ready
from sellwright.store.webhook_events import event_of


def note(entry: LogEntry) -> None:
    """A delivery for every address that listens to this deed."""
    event = event_of(entry)
    if event is None:
        return
    listening = [pk for pk, events in _listening() if event in events]
    if listening:
        Delivery.objects.bulk_create(Delivery(webhook_id=pk, event=event, entry=entry) for pk in listening)
        queue.enqueue("deliver_webhooks", key="all")


@ready
def _listening() -> QuerySet[Webhook, tuple[Any, ...]]:
    """Addresses that are not taken away. One that is paused keeps its deliveries until it goes on."""
    return Webhook.objects.filter(ended_at=None).order_by("pk").values_list("pk", "events")
