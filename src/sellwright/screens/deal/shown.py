"""Letters and meetings that rows of a deal name as their proof: read together, shown to who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sellwright import access
from sellwright.screens import addresses, words
from sellwright.store.models import User


@dataclass(frozen=True)
class Proof:
    """`url` is '' where the viewer may not read it."""

    said: str
    url: str = ""
    evidence_url: str = ""


class Proofs:
    """Collects what rows name, then asks twice: for letters and for events."""

    def __init__(self, user: User, now: datetime) -> None:
        self._user, self._now = user, now
        self._messages: set[int] = set()
        self._events: set[int] = set()
        self._found: dict[tuple[str, int], tuple[str, float]] | None = None

    def want(self, rows: Iterable[Any]) -> None:
        """Notes what these rows name (`message_id`, `event_id`)."""
        for row in rows:
            if row.message_id is not None:
                self._messages.add(row.message_id)
            if getattr(row, "event_id", None) is not None:
                self._events.add(row.event_id)

    def of(self, row: Any) -> Proof | None:
        """What a row names; None where it names nothing."""
        kind = "message" if row.message_id is not None else "event"
        pk: int | None = getattr(row, f"{kind}_id", None)
        if pk is None:
            return None
        found = self._read().get((kind, pk))
        if found is None:
            return Proof(_("on a letter you may not read") if kind == "message" else _("in a talk you may not read"))
        ref, at = found
        word = _("letter, %(when)s") if kind == "message" else _("meeting or talk, %(when)s")
        return Proof(
            word % {"when": words.when(at, self._now)}, addresses.of("message", ref), addresses.of("evidence", ref)
        )

    def _read(self) -> dict[tuple[str, int], tuple[str, float]]:
        if self._found is None:
            letters = access.messages(self._user).filter(pk__in=self._messages).values_list("pk", "mid", "at")
            events = access.events(self._user).filter(pk__in=self._events).values_list("pk", "ref", "at")
            self._found = {("message", pk): (ref, at) for pk, ref, at in letters}
            self._found |= {("event", pk): (ref, at) for pk, ref, at in events}
        return self._found
