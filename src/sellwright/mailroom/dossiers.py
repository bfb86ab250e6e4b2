"""Gathers what `measures.relation` judges by: one dossier a person, one a firm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from sellwright.interactions import addresses
from sellwright.interactions.values import Kind, Person, Relation, RelationKind, Touch
from sellwright.mailroom.filing import Filed, Ours, Row
from sellwright.measures import relation
from sellwright.measures.relation import Dossier
from sellwright.settings import Settings

FEW = 6  # recipients a person picks by hand
_UNNAMED, _ASKS = frozenset({"unnamed"}), frozenset({"asks"})


class Dossiers:
    """Feed it every filed message and event, then ask for each person."""

    def __init__(self, ours: Ours, corrections: Mapping[str, RelationKind], settings: Settings) -> None:
        self.ours = ours
        self.corrections = corrections
        self.settings = settings
        self.people: dict[str, Dossier] = {}
        self.firms: dict[str, Dossier] = {}
        self.lessons: relation.Lessons | None = None

    def add(self, row: Row, filed: Filed) -> None:
        """One message."""
        marks: frozenset[str] = row.marks
        if filed.direction == "in" and not self._names_us(row):
            marks |= _UNNAMED
        if row.asks:
            marks |= _ASKS
        for touch in filed.touches:
            kind = cast(Kind, row.kind)
            if touch.side == "us" and not touch.human and kind == "human":
                kind = "newsletter"  # to many at once: an announcement
            self._of(touch.person).add(row.id, touch.side, marks, at=row.at, kind=kind, opens=touch.opens)

    def add_event(self, touches: Sequence[Touch]) -> None:
        """The touches of one meeting, call or chat line."""
        for touch in touches:
            dossier = self._of(touch.person)
            if touch.channel == "meeting":
                dossier.add_meeting(touch.id)
            elif touch.human:
                dossier.add(touch.id, touch.side, at=touch.at, opens=touch.opens)

    def close(self, firm_of: Callable[[str], str]) -> None:
        """All is in: add persons up to firms, and learn from what a person corrected. `firm_of` a Person.key."""
        for key, dossier in self.people.items():
            dossier.firm = firm_of(key)
            if dossier.firm:
                self.firms.setdefault(dossier.firm, Dossier(dossier.firm, dossier.firm)).absorb(dossier)
        corrected = [
            (found, kind)
            for name, kind in self.corrections.items()
            if (found := self.people.get(name) or self.firms.get(name))
        ]
        self.lessons = relation.taught(corrected) if corrected else None

    def relation(self, person: Person) -> Relation:
        """Who a person is to us."""
        dossier = self.people.get(person.key) or Dossier(person.key, person.firm)
        dossier.name = person.name
        dossier.own_domain = any(map(self.ours.has, person.addresses))
        return relation.judge(
            dossier, self.firms.get(person.firm), self.settings, self.corrections, lessons=self.lessons
        )

    def _names_us(self, row: Row) -> bool:
        """Whether we stand in To or Cc, among few."""
        reached = (*row.recipients, *row.copied)
        return len(reached) <= FEW and any(map(self.ours.has, reached))

    def _of(self, person: str) -> Dossier:
        dossier = self.people.get(person)
        if dossier is None:
            dossier = self.people[person] = Dossier(person, addresses.firm_of(person))
        return dossier
