"""Calls as a telephone system reports them, each delivery signed: read, judged, stored, accounted for.

    {"id": "c-81", "direction": "in", "from": "+49301234567", "to": "+49309999", "started_at": "2026-05-28T10:00:00Z",
     "seconds": 95, "outcome": "answered", "recording_url": "https://…", "note": "…"}

A call is known by its id: what is told of it later takes the place of what was told first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from sellwright.capture import inlet_ledger
from sellwright.capture.inlet_ledger import Answer
from sellwright.derive.storing import Read
from sellwright.interactions.values import Address, Call, Refused, Side
from sellwright.mailroom import codec
from sellwright.protocols.tables import identity
from sellwright.sources.calls import digits
from sellwright.store import dirty, sealed, signed
from sellwright.store.models import Event, Inlet, Item
from sellwright.store.signed import NotSigned, Signed

MOST_BYTES = 64_000
LONGEST_SECONDS = 86_400.0
LONGEST_NOTE = 10_000
OLDEST = timedelta(days=3660)
FUTURE = timedelta(days=1)
FEWEST_DIGITS = 6  # below, a number is an extension of our own
NO_NUMBER = "no number: it was withheld"
INTERNAL = "a call inside the house"
BEFORE = "delivered before"
_IN, _OUT = ("in", "inbound", "incoming"), ("out", "outbound", "outgoing")
_TALKED = ("answered", "completed", "talked", "connected")
_NOT = ("no answer", "missed", "unanswered", "busy", "voicemail", "failed", "canceled", "cancelled", "rejected")


@dataclass(frozen=True, slots=True)
class Report:
    """One call as reported."""

    id: str
    side: Side
    other: str  # the number of theirs, '' when withheld
    at: datetime
    seconds: float
    answered: bool
    outcome: str
    note: str


class NotUnderstood(Exception):
    """`args[0]`: what is wrong, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def take(inlet: Inlet, given: Signed, body: bytes, now: datetime) -> Answer:
    """One delivery. Whatever comes of it, its row says so."""
    if not inlet_ledger.is_open(inlet):
        return inlet_ledger.CLOSED
    try:
        signed.verify(given, body, secrets_of(inlet, now), now.timestamp())
    except NotSigned as failure:
        inlet_ledger.count(inlet, Refused("", "failed", f"refused: {failure}"), now)
        return Answer(401, {"error": f"Not taken: {failure}."})
    path = f"{given.id}/{given.timestamp}"
    try:
        with transaction.atomic():
            return _taken(inlet, path, body, now)
    except IntegrityError:
        return _replayed(inlet, path)


def secrets_of(inlet: Inlet, now: datetime) -> list[str]:
    """The secret in force, and the one before while it is still good."""
    found = [sealed.unseal(inlet.secret)]
    if inlet.old_secret and inlet.old_until is not None and now < inlet.old_until:
        found.append(sealed.unseal(inlet.old_secret))
    return [one for one in found if one]


def _taken(inlet: Inlet, path: str, body: bytes, now: datetime) -> Answer:
    """Inside a transaction. IntegrityError: this very try was here before."""
    if inlet_ledger.known(inlet, path):
        raise IntegrityError
    if _delivered(inlet, path):
        inlet_ledger.note(inlet, path, len(body), Refused(path, "skipped", BEFORE))
        return Answer(200, {"taken": BEFORE})
    try:
        report = read(body, now)
    except NotUnderstood as failure:
        wrong = ", ".join(failure.errors)
        inlet_ledger.note(inlet, path, len(body), Refused(path, "failed", "not understood", wrong))
        return Answer(422, {"error": "Not understood.", "fields": failure.errors})
    reason = _left_out(report)
    if reason:
        inlet_ledger.note(inlet, path, len(body), Refused(path, "skipped", reason))
        return Answer(200, {"taken": False, "why": reason})
    call = _call(inlet, report, path)
    held = Event.objects.select_for_update().filter(ref=call.id).first()
    if held is None:
        inlet_ledger.store(inlet, Read(path, len(body), call), now)
        return Answer(201, {"taken": True})
    return _told_anew(inlet, held, call, now, len(body))


def _told_anew(inlet: Inlet, held: Event, call: Call, now: datetime, size: int) -> Answer:
    before = codec.unpack_event(held.body)
    if isinstance(before, Call) and before.other.email != call.other.email:
        said = Refused(call.path, "failed", "another number under the same id")
        inlet_ledger.note(inlet, call.path, size, said)
        return Answer(422, {"error": "Not understood.", "fields": {"id": said.reason}})
    assert inlet.intake is not None
    dirty.alone()
    held.at, held.body = call.at.timestamp(), codec.pack_event(call)
    held.save(update_fields=["at", "body"])
    Item.objects.create(
        intake=inlet.intake, path=call.path, size=size, outcome="stored", reason="told anew", detail=call.id
    )
    dirty.mark_events([held.pk])
    inlet_ledger.heard(inlet, now)
    return Answer(200, {"taken": True})


def _delivered(inlet: Inlet, path: str) -> bool:
    """Whether another try of the same delivery was taken in, or left out for good."""
    name = path.rpartition("/")[0]
    tries = Item.objects.filter(intake=inlet.intake_id, path__gte=f"{name}/", path__lt=f"{name}0")  # '0' follows '/'
    return tries.exclude(outcome="failed").exists()


def _replayed(inlet: Inlet, path: str) -> Answer:
    row = inlet_ledger.known(inlet, path)
    if row is not None and row.tries < inlet_ledger.MOST:
        row.tries += 1
        row.save(update_fields=["tries"])
    return Answer(409, {"error": "This very delivery was here before."})


def _left_out(report: Report) -> str:
    number = digits(report.other)
    if not number:
        return NO_NUMBER
    return INTERNAL if len(number.lstrip("+")) < FEWEST_DIGITS else ""


def _call(inlet: Inlet, report: Report, path: str) -> Call:
    return Call(
        id=identity("call", inlet.public_id, report.id), path=path, at=report.at,
        minutes=report.seconds / 60 if report.answered else 0.0, side=report.side, answered=report.answered,
        other=Address("tel:" + digits(report.other)), note=report.note,
    )  # fmt: skip


def read(body: bytes, now: datetime) -> Report:
    """A report from its JSON. Raises NotUnderstood with what is wrong, by field."""
    try:
        held = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotUnderstood({"body": "is no JSON in UTF-8"}) from None
    if not isinstance(held, dict):
        raise NotUnderstood({"body": "is no JSON object"})
    wrong: dict[str, str] = {}
    name = _text(held, "id", 200, wrong)
    if not name:
        wrong["id"] = "is missing, or no text of at most 200 characters"
    side = _side(held.get("direction"), wrong)
    ends = {"us": _text(held, "to", 60, wrong), "them": _text(held, "from", 60, wrong)}
    at = _moment(held.get("started_at"), now, wrong)
    seconds = _seconds(held.get("seconds", 0), wrong)
    outcome = _text(held, "outcome", 40, wrong).lower().replace("_", " ").replace("-", " ")
    if outcome and outcome not in (*_TALKED, *_NOT):
        wrong["outcome"] = f"is none of: {', '.join((*_TALKED, *_NOT))}"
    note = _note(held, wrong)
    if wrong or at is None:
        raise NotUnderstood(wrong)
    answered = outcome in _TALKED if outcome else seconds > 0
    return Report(name, side, ends[side], at, seconds, answered and seconds > 0, outcome, note)


def _text(held: dict[str, Any], field: str, most: int, wrong: dict[str, str]) -> str:
    value = held.get(field)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        wrong[field] = f"is no text of at most {most} characters"
        return ""
    return value.strip()


def _side(value: object, wrong: dict[str, str]) -> Side:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in (*_IN, *_OUT):
        wrong["direction"] = 'is neither "in" nor "out"'
    return "them" if word in _IN else "us"


def _seconds(value: object, wrong: dict[str, str]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_SECONDS:
        wrong["seconds"] = f"is no number from 0 to {LONGEST_SECONDS:.0f}"
        return 0.0
    return float(value)


def _moment(value: object, now: datetime, wrong: dict[str, str]) -> datetime | None:
    """ISO 8601 with its zone, or seconds since 1970."""
    found: datetime | None = None
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found = datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None or found.tzinfo is None:
        wrong["started_at"] = "is no time with its zone (2026-05-28T10:00:00Z), nor seconds since 1970"
        return None
    if not now - OLDEST <= found <= now + FUTURE:
        wrong["started_at"] = "lies in the future, or more than ten years back"
        return None
    return found.astimezone(UTC)


def _note(held: dict[str, Any], wrong: dict[str, str]) -> str:
    note, url = _text(held, "note", LONGEST_NOTE, wrong), _text(held, "recording_url", 1000, wrong)
    if url:
        try:
            parts = urlsplit(url)
            fine = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
        except ValueError:
            fine = False
        if not fine or any(character.isspace() for character in url):
            wrong["recording_url"] = "is no https address"
    return f"{note}\n{url}".strip() if url else note
