"""What a leader says of the contacts with their team (card C27). About the leader only: no member is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.sheets import Sheet, strings

MOST = 10_000  # contacts that a count may stand for


@dataclass(frozen=True, slots=True)
class Contact:
    """One talk for help, feedback or training. `on` is None where only a count was given."""

    on: date | None
    started: Literal["member", "leader"]
    scheduled: bool = False


@dataclass(frozen=True, slots=True)
class Leading:
    """`takeovers`: days on which the leader acted for the owner of a deal, with the deal."""

    members: int
    contacts: tuple[Contact, ...]
    takeovers: tuple[tuple[date, str], ...] = ()


def read(sheet: Sheet) -> Leading:
    """A leader's sheet. CannotRead with one sentence for what cannot be so."""
    sheet.known("members", "contacts", "member_started", "leader_started", "takeovers")
    return Leading(_members(sheet), _contacts(sheet), tuple(_takeover(row) for row in sheet.rows("takeovers")))


def _members(sheet: Sheet) -> int:
    listed = sheet.values.get("members")
    if not isinstance(listed, list):
        return sheet.count("members")
    names = [name.casefold() for name in strings(listed, f"{sheet.where}: members")]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CannotRead(f"{sheet.where}: {twice!r} stands twice among the members.", "A number is enough here.")
    return len(names)


def _contacts(sheet: Sheet) -> tuple[Contact, ...]:
    if sheet.has("member_started") or sheet.has("leader_started"):
        if sheet.has("contacts"):
            raise CannotRead(f"{sheet.where} gives contacts and counts of them.", "Give one of the two.")
        theirs, ours = sheet.count("member_started", 0), sheet.count("leader_started", 0)
        if theirs + ours > MOST:
            raise CannotRead(f"{sheet.where}: {theirs + ours:,} contacts in 90 days cannot be.", "Correct it.")
        return (*[Contact(None, "member")] * theirs, *[Contact(None, "leader")] * ours)
    return tuple(_contact(row) for row in sheet.rows("contacts"))


def _contact(row: Sheet) -> Contact:
    row.known("on", "started", "scheduled")
    started = row.words("started").lower()
    on = row.day("on")
    if on is None:
        raise CannotRead(f"{row.where} has no day.", "Write on: 2026-05-12")
    scheduled = row.yes("scheduled")
    if started == "member":
        return Contact(on, "member", scheduled)
    if started == "leader":
        return Contact(on, "leader", scheduled)
    raise CannotRead(
        f"{row.where}: started {started!r} is neither member nor leader.", "Write one of the two; no names."
    )


def _takeover(row: Sheet) -> tuple[date, str]:
    row.known("on", "deal")
    on = row.day("on")
    if on is None:
        raise CannotRead(f"{row.where} has no day.", "Write on: 2026-05-12")
    return on, row.words("deal")
