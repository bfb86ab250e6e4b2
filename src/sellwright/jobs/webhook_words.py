"""What an address is told of a deed: its name, when, on what, by whom, and what changed, as far as its owner may see.

The body is JSON of the shape the Standard Webhooks describe: {"type", "timestamp", "data"}. It is thin: ids, and values
that a deed changed; a program that wants more asks for it with a token.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sellwright import access
from sellwright.store.models import (
    Comment,
    Commitment,
    Concession,
    Deal,
    Delivery,
    Event,
    Firm,
    Import,
    LogEntry,
    Merge,
    Offer,
    Person,
    Stage,
    Task,
    User,
)
from sellwright.store.webhook_events import TRY

# Values of the log that are told as they are. All else stays here: places in a column, ids of letters.
_PLAIN = frozenset({
    "name", "title", "telephone", "place", "link", "about", "industry", "headcount", "amount", "currency", "next_step",
    "next_step_date", "expected_date", "outcome", "outcome_reason", "text", "due", "done", "part", "minutes",
    "kind", "given_date", "withdrawn_date", "words", "in_return", "price", "valid_until", "holds", "state",
    "decided_date", "what", "cost", "asked_by", "sums",
})  # fmt: skip
_ROWS: dict[str, tuple[str, Any]] = {
    "owner_id": ("owner", User), "stage_id": ("stage", Stage), "firm_id": ("firm", Firm),
    "owner": ("owner", User), "firm": ("firm", Firm),  # as a cell of a list names them
}  # fmt: skip


def body(delivery: Delivery) -> bytes | None:
    """The body of a delivery; None when the owner of its address may not see what it is about."""
    if delivery.entry is None:
        data: dict[str, Any] = {"webhook": delivery.webhook.public_id}
        return _packed(TRY, delivery.made_at.isoformat(), data)
    entry, user = delivery.entry, delivery.webhook.user
    if not _may_see(user, entry, delivery.event):
        return None
    data = {
        "thing": _NAMES.get(entry.thing, entry.thing),
        "id": entry.thing_id,
        "by": entry.by.public_id if entry.by else None,
        "changed": _changed(entry),
    }
    if entry.person_id is not None and entry.thing != "person":
        data["person"] = access.people(user).filter(pk=entry.person_id).values_list("public_id", flat=True).first()
    if entry.thing in _OF_DEAL:
        data["deal"] = Deal.objects.filter(pk=_deal_of(entry)).values_list("public_id", flat=True).first()
    if entry.thing == "merge":
        data |= _merged(entry)
    return _packed(delivery.event, entry.at.isoformat(), data)


_NAMES = {"event": "activity"}


def _packed(event: str, at: str, data: dict[str, Any]) -> bytes:
    return json.dumps({"type": event, "timestamp": at, "data": data}, separators=(",", ":")).encode()


def _may_see(user: User, entry: LogEntry, event: str) -> bool:
    """Whether somebody may know of what a line of the log is about; of a thing that is gone, whether they might."""
    if entry.person_id is not None and not access.people(user).filter(pk=entry.person_id).exists():
        return False
    rows = _SEEN.get(entry.thing)
    if rows is None:
        return False
    kept, seen = rows
    if kept.objects.filter(public_id=entry.thing_id).exists():
        return bool(seen(user).filter(public_id=entry.thing_id).exists())
    if not event.endswith(".removed"):
        return False  # it went meanwhile, and another delivery says so
    if entry.thing in _OF_DEAL:
        return access.deals(user).filter(pk=_deal_of(entry)).exists()
    return entry.thing != "task" or user.pk in (entry.by_id, entry.before.get("owner_id"))


def _comments(user: User) -> Any:
    return Comment.objects.filter(person__in=access.people(user)) | Comment.objects.filter(deal__in=access.deals(user))


def _events(user: User) -> Any:
    return access.events(user).filter(by_hand=True)


def _merges(user: User) -> Any:
    return Merge.objects.filter(person__in=access.people(user)) | Merge.objects.filter(firm__in=access.firms(user))


def _imports(user: User) -> Any:
    """That one came in, and its sums, are the team's: what it brought is. Its name and its files are the importer's."""
    return Import.objects.all() if user.is_active else Import.objects.none()


def _kept(model: Any) -> tuple[Any, Callable[[User], Any]]:
    return model, lambda user: model.objects.filter(deal__in=access.deals(user))


_OF_DEAL = ("commitment", "offer", "concession")


def _deal_of(entry: LogEntry) -> int:
    return int(entry.after.get("deal_id") or entry.before.get("deal_id") or 0)


def _merged(entry: LogEntry) -> dict[str, Any]:
    """Who stays, and whose ids lead there while the merge stands."""
    row = Merge.objects.select_related("person", "firm").get(public_id=entry.thing_id)
    kept = row.person or row.firm
    gone = sorted(row.absorbed.values_list("public_id", flat=True))
    return {"kept": kept.public_id if kept else None, "gone": gone}


# By name of a thing: its table, and which rows of it a user may know of.
_SEEN: dict[str, tuple[Any, Callable[[User], Any]]] = {
    "person": (Person, access.people),
    "deal": (Deal, access.deals),
    "task": (Task, access.tasks),
    "comment": (Comment, _comments),
    "event": (Event, _events),
    "firm": (Firm, access.firms),
    "merge": (Merge, _merges),
    "import": (Import, _imports),
    "commitment": _kept(Commitment),
    "offer": _kept(Offer),
    "concession": _kept(Concession),
}


def _changed(entry: LogEntry) -> dict[str, Any]:
    """Values after the deed, where it changed them. People, stages and firms by their public id."""
    found: dict[str, Any] = {}
    for name, value in entry.after.items():
        if name in entry.before and entry.before[name] == value:
            continue
        if name in _PLAIN:
            found[name] = value
        elif name in _ROWS:
            plain, rows = _ROWS[name]
            found[plain] = rows.objects.filter(pk=value).values_list("public_id", flat=True).first() if value else None
        elif name.startswith("x."):  # a field of the workspace's own
            found.setdefault("custom", {})[name.removeprefix("x.")] = value
    return found
