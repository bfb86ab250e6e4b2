"""Addresses of other programs that are told what happens here: made, tried, paused, given a new secret, taken away.

What an address is told is what its owner may see. The secret is handed out once; from then on it lies sealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access, outbound
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs import queue
from sellwright.store import sealed, signed
from sellwright.store.models import Delivery, LogEntry, User, Webhook
from sellwright.store.webhook_events import EVENTS, TRY

DEEDS = ("drop_webhook", "pause_webhook", "resume_webhook", "change_webhook")
OVERLAP = timedelta(hours=24)  # both secrets sign so long
MOST = 20  # of one owner
LONGEST = {"title": 120, "url": 500}
_Waiting = Delivery.State.WAITING


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook with its secret, this once."""

    webhook: Webhook
    secret: str


def make(*, by: User, title: str, url: str, events: Iterable[str]) -> Made:
    """A new address that is told of these events from now on."""
    access.check(by, "webhooks")
    title, url, wanted = _title(title), _url(url), _events(events)
    with transaction.atomic():
        if Webhook.objects.filter(user=by, ended_at=None).count() >= MOST:
            raise Refused(_("You have %(most)d of them. Take one away first.") % {"most": MOST})
        secret = signed.new_secret()
        row = Webhook.objects.create(user=by, secret=sealed.seal(secret), title=title, url=url, events=wanted)
        log.write(by, "make_webhook", row, after={"title": row.title, "host": host(row.url), "events": row.events})
        return Made(row, secret)


def change(*, by: User, webhook: Webhook, title: str, events: Iterable[str]) -> LogEntry:
    """Another name, other events. Another address is another webhook, with a secret of its own."""
    title, wanted = _title(title), _events(events)
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        before = {"title": row.title, "events": row.events}
        row.title, row.events = title, wanted
        row.save(update_fields=["title", "events"])
        return log.write(by, "change_webhook", row, before=before, after={"title": title, "events": wanted})


def rotate(*, by: User, webhook: Webhook) -> Made:
    """A new secret. For a day everything is signed with both, so that the other side can be told meanwhile."""
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        secret = signed.new_secret()
        row.old_secret, row.old_until = row.secret, timezone.now() + OVERLAP
        row.secret = sealed.seal(secret)
        row.save(update_fields=["secret", "old_secret", "old_until"])
        log.write(by, "rotate_webhook", row)
        return Made(row, secret)


def pause(*, by: User, webhook: Webhook) -> LogEntry:
    """Nothing is sent for now; what happens meanwhile waits."""
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        if row.paused_at is not None:
            raise Refused(_("It is paused already."))
        _set_paused(row, True)
        return log.write(by, "pause_webhook", row, after={"paused": True})


def resume(*, by: User, webhook: Webhook) -> LogEntry:
    """What waits is sent, and what happens from now on."""
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        if row.paused_at is None:
            raise Refused(_("It is not paused."))
        _set_paused(row, False)
        return log.write(by, "resume_webhook", row, after={"paused": False})


def drop(*, by: User, webhook: Webhook) -> LogEntry:
    """Nothing is told there any more; its ledger goes after a month, like every ledger."""
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        return log.write(by, "drop_webhook", row, before={"title": row.title, "host": host(row.url)})


def try_it(*, by: User, webhook: Webhook) -> Delivery:
    """Sends something that says it is a try. Tries and what is sent again are not logged: the ledger shows them."""
    with transaction.atomic():
        row = _own(by, webhook.public_id)
        if row.paused_at is not None:
            raise Refused(_("It is paused. Let it go on first."))
        made = Delivery.objects.create(webhook=row, event=TRY)
        Webhook.objects.filter(pk=row.pk).update(rests_until=None)
        queue.enqueue("deliver_webhooks", key="all")
        return made


def send_again(*, by: User, delivery: Delivery) -> Delivery:
    """Sends one once more, under the same id, now."""
    with transaction.atomic():
        row = _own(by, delivery.webhook.public_id)
        if row.paused_at is not None:
            raise Refused(_("It is paused. Let it go on first."))
        held = Delivery.objects.select_for_update().get(pk=delivery.pk, webhook=row)
        held.state, held.due_at, held.tries = _Waiting, timezone.now(), 0
        held.save(update_fields=["state", "due_at", "tries"])
        Webhook.objects.filter(pk=row.pk).update(rests_until=None)
        queue.enqueue("deliver_webhooks", key="all")
        return held


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it was changed since."""
    access.check(by, "webhooks")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    changed = Refused(_("It was changed since, so this was not undone."))
    with transaction.atomic():
        row = _own(by, entry.thing_id, ended=entry.deed == "drop_webhook")
        if entry.deed == "drop_webhook":
            row.ended_at = None
            row.save(update_fields=["ended_at"])
            queue.enqueue("deliver_webhooks", key="all")
        elif entry.deed == "change_webhook":
            if {"title": row.title, "events": row.events} != entry.after:
                raise changed
            row.title, row.events = entry.before["title"], entry.before["events"]
            row.save(update_fields=["title", "events"])
        else:
            if (row.paused_at is not None) != entry.after["paused"]:
                raise changed
            _set_paused(row, not entry.after["paused"])
        return log.write(by, f"undo_{entry.deed}", row)


def host(url: str) -> str:
    """What of an address may be said everywhere: the rest of it may be a secret of the other side."""
    return urlsplit(url).hostname or ""


def _set_paused(row: Webhook, paused: bool) -> None:
    row.paused_at = timezone.now() if paused else None
    row.why = Webhook.Why.BY_HAND if paused else ""
    row.failures, row.rests_until = 0, None
    row.save(update_fields=["paused_at", "why", "failures", "rests_until"])
    if not paused:
        row.deliveries.filter(state=_Waiting).update(tries=0, due_at=timezone.now())
        queue.enqueue("deliver_webhooks", key="all")


def _own(by: User, public_id: str, *, ended: bool = False) -> Webhook:
    """One's own webhook, locked."""
    access.check(by, "webhooks")
    row = Webhook.objects.select_for_update().filter(public_id=public_id, user=by).first()
    if row is None or (row.ended_at is not None) != ended:
        raise Refused(_("This webhook is not there (any more)."))
    return row


def _title(typed: str) -> str:
    title = " ".join(typed.split())
    if not title or len(title) > LONGEST["title"]:
        raise Refused(_("Give it a name of at most %(most)d characters.") % {"most": LONGEST["title"]}, "title")
    return title


def _events(chosen: Iterable[str]) -> list[str]:
    wanted = set(chosen)
    if not wanted & set(EVENTS):
        raise Refused(_("Choose what it is told of."), "events")
    return [one for one in EVENTS if one in wanted]


def _url(typed: str) -> str:
    url = typed.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0 or len(url) > LONGEST["url"]:
        raise Refused(_("Give a web address that begins with https://."), "url")
    if not url.isascii() or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise Refused(_("Give a web address that begins with https://."), "url")
    allowed = outbound.reach()
    if not allowed.allows_host(parts.hostname):
        said = _(
            "%(host)s is this machine, or lies in a private network. An owner can allow its network under Outside."
        )
        raise Refused(said % {"host": parts.hostname[:80]}, "url")
    if parts.scheme == "http" and not allowed.is_inner(parts.hostname):
        raise Refused(
            _("Give a web address that begins with https://. Over http anybody on the way could read it."), "url"
        )
    if parts.username or parts.password:
        raise Refused(_("Leave the name and password out of the address: deliveries are signed instead."), "url")
    return url
