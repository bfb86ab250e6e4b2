"""A team's sheet for its weekly pairs (card C12): who knows what how well, and who met whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.sheets import Sheet, day, sheet_of, strings

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Past:
    """A week's pairs; one name alone rested."""

    week: date
    pairs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Team:
    """`skills`: by name, by skill, how well; in one unit of theirs, 0 or more."""

    skills: Mapping[str, Mapping[str, float]]
    past: tuple[Past, ...] = ()


def read(sheet: Sheet) -> Team:
    """A team's sheet. CannotRead with one sentence for what cannot be so."""
    sheet.known("people", "away", "past", "week")
    away = {name.casefold() for name in strings(sheet.values.get("away") or [], f"{sheet.where}: away")}
    everybody = sheet.named("people", "skill")
    names = {name.casefold(): name for name, _ in everybody}
    unknown = sorted(away - names.keys())
    if unknown:
        raise CannotRead(f"{sheet.where}: {unknown[0]!r} is away, but not among the people.", "Check the name.")
    skills = {
        name: {skill: one.number(skill, most=1e9) for skill in one.values}
        for name, one in everybody if name.casefold() not in away
    }  # fmt: skip
    if len(skills) < 2:
        raise CannotRead(f"{sheet.where}: two people are needed for a pair.", "Write people: and a line for each.")
    if len(skills) > MOST_PEOPLE:
        raise CannotRead(f"{sheet.where}: {len(skills)} people are no team.", "Pair a team at a time.")
    empty = next((name for name, known in skills.items() if not known), None)
    if empty:
        raise CannotRead(f"{sheet.where}: {empty!r} has no skill.", f"Write {empty}: 3, or {empty}: {{proof: 3}}.")
    return Team(skills, tuple(_past(row, names) for row in _rows(sheet)))


def _rows(sheet: Sheet) -> list[Sheet]:
    """`past` as a list of `{week, pairs}`, or as `2026-05-04: [[Anna, Ben]]`."""
    found = sheet.values.get("past")
    if isinstance(found, Mapping):
        where = f"{sheet.where}, past"
        return [sheet_of({"week": week, "pairs": pairs}, f"{where}, {week}") for week, pairs in found.items()]
    return list(sheet.rows("past"))


def _past(row: Sheet, names: Mapping[str, str]) -> Past:
    row.known("week", "pairs")
    pairs = row.values.get("pairs")
    if not isinstance(pairs, list):
        raise CannotRead(f"{row.where} has no list of pairs.", "Write pairs: [[Anna, Ben]].")
    found = []
    for pair in pairs:
        named = strings(pair, f"{row.where}: a pair")
        if not 1 <= len(named) <= 2 or len({name.casefold() for name in named}) != len(named):
            raise CannotRead(
                f"{row.where}: {', '.join(named) or 'nobody'} is no pair.", "Two names, or one who rested."
            )
        found.append(tuple(names.get(name.casefold(), name) for name in named))
    if not row.has("week"):
        raise CannotRead(f"{row.where} has no week.", "Write week: and its Monday.")
    return Past(day(row.values["week"], f"{row.where}: week"), tuple(found))
