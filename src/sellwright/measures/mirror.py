"""The leader's mirror (card C27): do they come to you more than you go to them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sellwright.interactions.leading import Leading

VERSION = 1
DAYS = 90
LEAST_MEMBERS = 4  # below, a share of the team would be a word on one person
LEAST_CONTACTS = 8
EVEN = 0.5
Verdict = Literal["hidden", "too little to tell", "they come to you", "even", "you go to them"]


@dataclass(frozen=True, slots=True)
class Mirror:
    """`pull`: contacts begun by members / all, None when hidden or too little to tell. About the leader only."""

    verdict: Verdict
    pull: float | None
    from_members: int
    contacts: int
    takeovers: tuple[str, ...]  # deals in which the leader acted for the owner


def measure(leading: Leading, today: date) -> Mirror:
    """The last 90 days. What was scheduled counts as begun by the leader, whoever is named."""
    since = today - timedelta(days=DAYS)
    if leading.members < LEAST_MEMBERS:
        return Mirror("hidden", None, 0, 0, ())
    recent = [one for one in leading.contacts if one.on is None or since < one.on <= today]
    theirs = sum(one.started == "member" and not one.scheduled for one in recent)
    taken = tuple(deal for on, deal in leading.takeovers if since < on <= today)
    if len(recent) < LEAST_CONTACTS:
        return Mirror("too little to tell", None, theirs, len(recent), taken)
    pull = theirs / len(recent)
    verdict: Verdict = "they come to you" if pull > EVEN else "even" if pull == EVEN else "you go to them"
    return Mirror(verdict, pull, theirs, len(recent), taken)
