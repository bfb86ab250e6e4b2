"""What counting alone says of who somebody is to us: who wrote first, how often each side wrote, from what address.

Read by the points of measures.relation and by the fitted sum of interactions.relation_odds.
"""

from __future__ import annotations

from typing import Protocol

from sellwright.interactions import addresses
from sellwright.interactions.relation_signs import (
    BUYERS_DESKS,
    BUYING,
    ELSEWHERE,
    MASS,
    MASS_IF_BUYING,
    MASS_SIGNS,
    MASS_WORDS,
    ODD_NAME,
    PRICED_BY_US,
    RARE_LETTERS,
)


class Counted(Protocol):
    """What is counted of one person or firm: measures.relation.Dossier."""

    key: str
    firm: str
    us_human: int
    them_human: int
    first_side: str
    machine: int
    forms: int
    meetings: int
    known: str
    marks: dict[str, int]


def stranger(person: Counted) -> bool:
    """Nothing ever went from our side to them: no letter by hand, meeting, form or record."""
    return not (person.us_human or person.meetings or person.forms or person.known)


def structure(person: Counted) -> dict[str, int]:
    """Evidence of who wrote first and from where, besides the words."""
    found: dict[str, int] = {}
    free = person.firm == "" and addresses.is_free_mail(addresses.domain(person.key))
    both = min(person.us_human, person.them_human)
    if person.first_side == "us":
        found["we first" if person.them_human else "we only"] = max(person.them_human, 1)
        if (
            "them:money" in person.marks
            and not PRICED_BY_US.intersection(person.marks)
            and BUYING.isdisjoint(person.marks)
        ):
            found["they price"] = 1
    elif both and not person.marks.get("us:declines"):
        found["we answered"] = person.us_human
        if both > 1 and not free and not any(often(person, mark) for mark in ELSEWHERE):
            found["both write"] = both
    elif person.them_human > 1 and not person.us_human:
        found["never answered"] = person.them_human
    if not person.us_human and not person.them_human and person.meetings:
        found["met only"] = person.meetings
    if stranger(person):
        found["stranger"] = 1
        if (
            "them:money" in person.marks
            and BUYING.isdisjoint(person.marks)
            and "them:invoice_to_us" not in person.marks
        ):
            found["stranger's price"] = 1
        buying = not BUYING.isdisjoint(person.marks)
        # A group address of ours adds list headers to a buyer's letter: there, words must show it too.
        shown = not buying or not MASS_WORDS.isdisjoint(person.marks)
        if shown and mass_share(person) >= (MASS_IF_BUYING if buying else MASS):
            found["mass mail"] = 1
    if free:
        found["free mail"] = 1
    if not BUYERS_DESKS.isdisjoint(person.key.rpartition("@")[0].replace("-", ".").replace("_", ".").split(".")):
        found["buyer's desk"] = 1
    return found


def often(person: Counted, mark: str) -> bool:
    """Whether a sign stands in every eighth letter of its side or more."""
    letters = person.us_human if mark.startswith("us:") else person.them_human
    return person.marks.get(mark, 0) * RARE_LETTERS >= max(letters, 1)


def mass_share(person: Counted) -> float:
    """The signs of mass mail in a stranger's letters, added up."""
    share = sum(weight for mark, weight in MASS_SIGNS.items() if mark in person.marks)
    return share + 0.5 * bool(person.machine) + 0.5 * bool(ODD_NAME.search(person.key.partition("@")[0][:64]))
