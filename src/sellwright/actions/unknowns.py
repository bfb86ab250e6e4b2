"""What we do not know in a deal, who finds out, and the next probe (card C13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.jobs import looking_ahead
from sellwright.store.models import Deal, LogEntry, Unknown, User

DEEDS = ("add_unknown", "change_unknown", "answer_unknown")
MOST = 60  # of one deal
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Probe:
    """How we mean to find out: what we do next, who, by when."""

    text: str = ""
    owner: User | None = None
    on_date: date | None = None


def add(*, by: User, deal: Deal, text: str, now: float, probe: Probe | None = None) -> LogEntry:
    """Something we do not know. Who writes it down need not find it out."""
    access.check(by, "deal")
    text, next_probe = _line(text, "text"), probe or Probe()
    if not text:
        raise Refused(_("Write what is not known, as a question."), "text")
    with transaction.atomic():
        held = access.deals(by).get(pk=deal.pk)
        if held.unknowns.count() >= MOST:
            raise Refused(_("A deal holds at most %(most)d of these.") % {"most": MOST}, "text")
        looking_ahead.soon()
        row = Unknown.objects.create(deal=held, text=text, by=by, made_at=now, **_fields(next_probe))
        return log.write(by, "add_unknown", row, after=_plain(row))


def change(*, by: User, unknown: Unknown, probe: Probe) -> LogEntry:
    """Another next probe, another who finds out."""
    return _change(by, unknown, "change_unknown", _fields(probe))


def _fields(probe: Probe) -> dict[str, Any]:
    return {"probe": _line(probe.text, "probe"), "owner": probe.owner, "probe_date": probe.on_date}


def answer(*, by: User, unknown: Unknown, text: str, now: float) -> LogEntry:
    """Now it is known; `text` says what."""
    text = _line(text, "answer")
    if not text:
        raise Refused(_("Write what you found out."), "answer")
    return _change(by, unknown, "answer_unknown", {"answer": text, "known_at": now})


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Puts back what stood before. Refused when it is another's, or was changed since."""
    access.check(by, "deal")
    if entry.by_id != by.pk or entry.deed not in DEEDS:
        raise access.NotAllowed(_("Only your own last word can be taken back."))
    with transaction.atomic():
        row = _taken(by, entry.thing_id)
        if _plain(row) != entry.after:
            raise Refused(_("This was changed since, so it was not undone."))
        if entry.deed == "add_unknown":
            done = log.write(by, "undo_add_unknown", row, before=entry.after)
            row.delete()
            return done
        before = dict(entry.before)
        day = before.pop("probe_date")
        for name, value in before.items():
            setattr(row, name, value)
        row.probe_date = date.fromisoformat(day) if day else None
        row.save()
        return log.write(by, f"undo_{entry.deed}", row, before=entry.after, after=entry.before)


def _change(by: User, unknown: Unknown, deed: str, change: dict[str, Any]) -> LogEntry:
    access.check(by, "deal")
    with transaction.atomic():
        row = _taken(by, unknown.public_id)
        before = _plain(row)
        looking_ahead.soon()
        for name, value in change.items():
            setattr(row, name, value)
        row.save()
        return log.write(by, deed, row, before=before, after=_plain(row))


def _taken(by: User, public_id: str) -> Unknown:
    row = Unknown.objects.select_for_update().get(public_id=public_id)
    access.deals(by).get(pk=row.deal_id)
    return row


def _plain(row: Unknown) -> dict[str, Any]:
    return {
        "text": row.text, "probe": row.probe, "owner_id": row.owner_id, "answer": row.answer, "known_at": row.known_at,
        "probe_date": row.probe_date.isoformat() if row.probe_date else None,
    }  # fmt: skip


def _line(text: str, field: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST}, field)
    return line
