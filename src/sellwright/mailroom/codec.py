"""Values as compact JSON for the cache, and back. A message's whole body is left out: it stays in the file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sellwright.interactions.values import (
    Absence,
    Act,
    Address,
    Ask,
    Attachment,
    Attendee,
    Call,
    Chat,
    Delivery,
    Fact,
    Meeting,
    Message,
    Promise,
    Span,
    Touch,
    Verdict,
)

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _address(address: Address) -> list[str]:
    return [address.email, address.name]


def _addresses(found: tuple[Address, ...]) -> list[list[str]]:
    return [[address.email, address.name] for address in found]


def _read_addresses(rows: list[list[str]]) -> tuple[Address, ...]:
    return tuple(Address(email, name) for email, name in rows)


def pack_ask(ask: Ask) -> list[Any]:
    """An ask as a JSON row; `Ask(*row)` reads it."""
    return [ask.text, ask.start, ask.end, ask.form, ask.probability]


def pack_promise(promise: Promise) -> list[Any]:
    """A promise as a JSON row."""
    due = promise.due_date.isoformat() if promise.due_date else None
    return [promise.text, promise.start, promise.end, due, promise.due_words, promise.probability]


def unpack_promise(row: list[Any]) -> Promise:
    """The promise that `pack_promise` wrote."""
    due = date.fromisoformat(row[3]) if row[3] else None
    return Promise(row[0], row[1], row[2], due, row[4], row[5])


def _verdict(verdict: Verdict) -> list[Any]:
    absence = verdict.absence
    return [
        verdict.kind,
        list(verdict.evidence),
        [[d.recipient, d.action, d.status, d.hardness, d.reason, d.words] for d in verdict.deliveries],
        absence
        and [
            absence.back_date.isoformat() if absence.back_date else None,
            absence.back_words,
            absence.stand_in and _address(absence.stand_in),
        ],
        verdict.inside and _address(verdict.inside),
        verdict.inside_text,
    ]


def _read_verdict(row: list[Any]) -> Verdict:
    kind, evidence, deliveries, absence, inside, inside_text = row
    return Verdict(
        kind,
        tuple(evidence),
        tuple(Delivery(*delivery) for delivery in deliveries),
        Absence(
            date.fromisoformat(absence[0]) if absence[0] else None,
            absence[1],
            Address(*absence[2]) if absence[2] else None,
        )
        if absence
        else None,
        Address(*inside) if inside else None,
        inside_text,
    )


def pack(message: Message) -> str:
    """A message as one JSON text, without `text` (which can be read again at `path`)."""
    m = message
    return _dumps(
        [
            m.id,
            m.path,
            m.message_id,
            m.in_reply_to,
            m.references,
            m.at.isoformat() if m.at else None,
            _address(m.sender),
            _addresses(m.to),
            _addresses(m.cc),
            _addresses(m.reply_to),
            m.subject,
            m.new_text,
            [[span.start, span.end] for span in m.spans],
            _verdict(m.verdict),
            [[f.name, f.value, f.start, f.end] for f in m.facts],
            [[a.name, a.content_type, a.size] for a in m.attachments],
            [pack_ask(ask) for ask in m.asks],
            [pack_promise(promise) for promise in m.promises],
            [[act.name, act.text] for act in m.acts],
            m.language,
            m.labels,
            m.delivered_to,
            m.marks,
            m.problems,
        ]
    )


def unpack_words(text: str) -> tuple[str, str, list[str]]:
    """Of the message that `pack` wrote only the subject, the new text and the names of what was attached."""
    row = json.loads(text)
    return row[10], row[11], [attached[0] for attached in row[15]]


def unpack(text: str) -> Message:
    """The message that `pack` wrote; its `text` is empty."""
    row = json.loads(text)
    return Message(
        id=row[0],
        path=row[1],
        message_id=row[2],
        in_reply_to=tuple(row[3]),
        references=tuple(row[4]),
        at=datetime.fromisoformat(row[5]) if row[5] else None,
        sender=Address(*row[6]),
        to=_read_addresses(row[7]),
        cc=_read_addresses(row[8]),
        reply_to=_read_addresses(row[9]),
        subject=row[10],
        text="",
        new_text=row[11],
        spans=tuple(Span(start, end) for start, end in row[12]),
        verdict=_read_verdict(row[13]),
        facts=tuple(Fact(*fact) for fact in row[14]),
        attachments=tuple(Attachment(*attachment) for attachment in row[15]),
        asks=tuple(Ask(*ask) for ask in row[16]),
        promises=tuple(unpack_promise(promise) for promise in row[17]),
        acts=tuple(Act(*act) for act in row[18]),
        language=row[19],
        labels=tuple(row[20]),
        delivered_to=row[21],
        marks=tuple(row[22]),
        problems=tuple(row[23]),
    )


def pack_event(event: Meeting | Call | Chat) -> str:
    """A meeting, call or chat line as JSON with its kind first."""
    if isinstance(event, Meeting):
        organiser = event.organiser and _address(event.organiser)
        people = [[*_address(a.address), a.answer] for a in event.attendees]
        times = [event.start_at.isoformat(), event.end_at.isoformat()]
        row: list[Any] = [event.id, event.path, event.uid, *times, event.title, organiser, people]
        return _dumps(["meeting", *row, event.cancelled, event.all_day, event.is_free, event.edition])
    if isinstance(event, Call):
        row = [event.id, event.path, event.at.isoformat(), event.minutes, event.side, event.answered]
        return _dumps(["call", *row, _address(event.other), event.note])
    row = [event.id, event.path, event.at.isoformat(), event.service, _address(event.sender), _addresses(event.to)]
    return _dumps(["chat", *row, event.conversation, event.text])


def unpack_event(text: str) -> Meeting | Call | Chat:
    """The value that `pack_event` wrote."""
    kind, *row = json.loads(text)
    if kind == "meeting":
        organiser = Address(*row[6]) if row[6] else None
        people = tuple(Attendee(Address(email, name), answer) for email, name, answer in row[7])
        times = datetime.fromisoformat(row[3]), datetime.fromisoformat(row[4])
        meeting = Meeting(row[0], row[1], row[2], *times, row[5], organiser, people, row[8], row[9])
        return replace(meeting, is_free=row[10], edition=row[11]) if len(row) > 10 else meeting
    at = datetime.fromisoformat(row[2])
    if kind == "call":
        return Call(row[0], row[1], at, row[3], row[4], row[5], Address(*row[6]), row[7])
    return Chat(row[0], row[1], at, row[3], Address(*row[4]), _read_addresses(row[5]), row[6], row[7])


_TOUCH_FIELDS = tuple(Touch.__dataclass_fields__)
_ACTS = _TOUCH_FIELDS.index("acts")


def pack_touch(touch: Touch) -> str:
    """A touch as JSON."""
    return _dumps([getattr(touch, name) for name in _TOUCH_FIELDS])


def unpack_touch(text: str) -> Touch:
    """The touch that `pack_touch` wrote."""
    row = json.loads(text)
    row[_ACTS] = tuple(row[_ACTS])
    return Touch(*row)
