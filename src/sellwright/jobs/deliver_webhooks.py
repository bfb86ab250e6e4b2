"""Tells other programs what was done here: each address one at a time, all of them beside each other.

What is sent is put together now, from what the owner of the address may see now. A delivery is sent at least once: its
row changes only after an answer, so a worker that is killed sends it again, under the same id. One that fails is tried
again for three days; an address to which nothing came through in that time is paused. docs/decisions/0036-outward.md
"""

from __future__ import annotations

import random
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from sellwright import access, outbound
from sellwright.interactions.failures import SellwrightError
from sellwright.jobs import queue, webhook_words
from sellwright.jobs.queue import job
from sellwright.store import sealed, signed
from sellwright.store.models import Delivery, KeptAnswer, Webhook
from sellwright.store.webhook_events import TRY

AT_ONCE = 8  # addresses
LOOK = 0.25  # seconds between looks for new deliveries while some are under way
TIMEOUT = 10.0  # seconds for a whole answer
MOST_BYTES = 100_000  # of an answer
SAID = 300  # characters of it that are kept
# After the nth failure of one delivery: 3 days in all.
WAITS = tuple(
    timedelta(seconds=one) for one in (5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 64_800, 80_395)
)  # fmt: skip
LONGEST_REST = timedelta(minutes=5)  # of an address that fails
LONGEST_ASKED = timedelta(hours=1)  # that an address may ask us to wait (Retry-After)
KEPT = timedelta(days=30)  # of the ledger
ANSWERS_KEPT = timedelta(hours=24)
_State = Delivery.State


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: nothing in it comes from the database any more."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is None where there was no answer; then `said` tells why."""

    status: int | None
    said: str
    seconds: float
    rest: float = 0.0  # seconds the other side asks for


@job("deliver_webhooks", lane="out")
def deliver_webhooks() -> None:
    """Sends what is due, and what becomes due meanwhile. Comes back when the next one is."""
    flying: dict[Future[Answer], Delivery] = {}
    allowed = outbound.reach()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        while True:
            busy = {one.webhook_id for one in flying.values()}
            due = [] if queue.stopping() else next_due(busy, AT_ONCE - len(flying))
            for delivery in due:
                letter = written(delivery)
                if letter is not None:
                    flying[pool.submit(post, letter, allowed)] = delivery
            if not flying and not due:
                break
            for done in wait(flying, timeout=LOOK, return_when=FIRST_COMPLETED).done:
                settle(flying.pop(done), done.result())
    after = comes_due()
    if after is not None:
        raise queue.Again(after)


def _live() -> QuerySet[Webhook]:
    return Webhook.objects.filter(ended_at=None, paused_at=None)


def next_due(busy: set[int], most: int) -> list[Delivery]:
    """The delivery due longest of each address that is neither busy nor at rest."""
    now, found = timezone.now(), []
    rested = _live().exclude(pk__in=busy).filter(Q(rests_until=None) | Q(rests_until__lte=now))
    for hook in rested.filter(deliveries__state=_State.WAITING, deliveries__due_at__lte=now).distinct()[: max(most, 0)]:
        row = hook.deliveries.filter(state=_State.WAITING, due_at__lte=now).select_related("entry__by")
        first = row.order_by("due_at", "pk").first()
        if first is not None:
            first.webhook = hook
            found.append(first)
    return found


def comes_due() -> datetime | None:
    """When the next delivery may be sent; None when nothing waits."""
    rows = Delivery.objects.filter(state=_State.WAITING, webhook__in=_live())
    firsts = rows.values_list("webhook").annotate(due=Min("due_at")).values_list("due", "webhook__rests_until")
    return min((max(due, rests) if rests else due for due, rests in firsts), default=None)


def written(delivery: Delivery) -> Letter | None:
    """What its address is told; None when there is nothing to send: the owner may not see it, or the address was
    paused for a reason that is noted on it."""
    hook = delivery.webhook
    if not access.may(hook.user, "webhooks"):
        _pause(hook, Webhook.Why.LEFT)
        return None
    now = timezone.now()
    try:
        secrets = [sealed.unseal(hook.secret)]
        if hook.old_secret and hook.old_until is not None and hook.old_until > now:
            secrets.append(sealed.unseal(hook.old_secret))
    except sealed.Unreadable:
        _pause(hook, Webhook.Why.SECRET)
        return None
    body = webhook_words.body(delivery)
    if body is None:
        Delivery.objects.filter(pk=delivery.pk).update(state=_State.WITHHELD, tried_at=now, said="")
        return None
    name, at = f"msg_{delivery.public_id}", int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signed.sign(name, at, body, secret) for secret in secrets),
    }
    return Letter(hook.url, body, headers)


def post(letter: Letter, allowed: outbound.Reach) -> Answer:
    """One try. Never raises; no redirect is followed."""
    begun = time.monotonic()
    try:
        with outbound.session(allowed, most_bytes=MOST_BYTES, timeout=TIMEOUT) as session:
            found = session.post(letter.url, data=letter.body, headers=letter.headers, allow_redirects=False)
    except SellwrightError as failure:
        return Answer(None, failure.message[:SAID], time.monotonic() - begun)
    except Exception as failure:  # one address must not stop the deliveries to all others
        return Answer(None, type(failure).__name__, time.monotonic() - begun)
    said = found.content[: 4 * SAID].decode("utf-8", "replace").replace("\0", "")[:SAID]
    asked = found.headers.get("Retry-After", "")
    rest = float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0.0
    return Answer(found.status_code, said, time.monotonic() - begun, rest)


def settle(delivery: Delivery, answer: Answer) -> None:
    """Writes down what became of a try, and when the next one is."""
    now = timezone.now()
    came = answer.status is not None and 200 <= answer.status < 300
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        changes: dict[str, Any] = {
            "tries": F("tries") + 1, "tried_at": now, "status": answer.status, "said": answer.said,
            "seconds": answer.seconds,
        }  # fmt: skip
        if came:
            changes["state"] = _State.DONE
            Webhook.objects.filter(pk=hook.pk).update(heard_at=now, failures=0, rests_until=None)
        elif answer.status == 410:
            changes["state"] = _State.FAILED
            _pause(hook, Webhook.Why.GONE)
        else:
            waited = delivery.tries < len(WAITS) and delivery.event != TRY
            if waited:
                changes["due_at"] = now + WAITS[delivery.tries] * random.uniform(0.9, 1.1)
            else:
                changes["state"] = _State.FAILED
                if delivery.event != TRY and (hook.heard_at is None or hook.heard_at < delivery.made_at):
                    _pause(hook, Webhook.Why.FAILING)
            _rest(hook, now, answer.rest)
        Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _rest(hook: Webhook, now: datetime, asked: float) -> None:
    """An address that fails is left alone for a while, longer each time, and as long as it asks."""
    rest = min(timedelta(seconds=5) * 2 ** min(hook.failures, 10), LONGEST_REST)
    rest = max(rest, min(timedelta(seconds=asked), LONGEST_ASKED))
    Webhook.objects.filter(pk=hook.pk).update(failures=min(hook.failures + 1, 10_000), rests_until=now + rest)


def _pause(hook: Webhook, why: Webhook.Why) -> None:
    Webhook.objects.filter(pk=hook.pk, paused_at=None).update(paused_at=timezone.now(), why=why)


@job("tend_webhooks")
def tend_webhooks() -> None:
    """By the clock: what is old goes, and deliveries that wait have a job that sends them."""
    now = timezone.now()
    KeptAnswer.objects.filter(made_at__lt=now - ANSWERS_KEPT).delete()
    old = Delivery.objects.filter(made_at__lt=now - KEPT).exclude(state=_State.WAITING, webhook__in=_live())
    while not queue.stopping() and (batch := list(old.values_list("pk", flat=True)[:500])):
        Delivery.objects.filter(pk__in=batch).delete()
    if comes_due() is not None:
        queue.enqueue("deliver_webhooks", key="all", after=comes_due())
