"""Who somebody is to us (card C0): rules first, then a small sum of weighted evidence that a person can read.

Each piece of evidence adds points to one or more kinds. The kind with most points wins if it leads clearly; else the
answer is "unknown". The weights stand below with their reason; how they were chosen and what they reach is in
docs/measures/relation.md. A firm's kind is inherited until a person's own evidence differs. A correction outranks all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from sellwright.interactions import addresses
from sellwright.interactions.values import Kind, Relation, RelationKind, Side
from sellwright.settings import Settings

VERSION = 1
IDS_KEPT = 3  # message ids remembered per piece of evidence
KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
ON_TODAY: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner"})  # and a few unknowns (C0)
INHERITED: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner", "supplier", "pitching_us", "press"})

Points = Mapping[RelationKind, float]
Lessons = Mapping[str, Points]

# (points, what a person reads). "them:" evidence is in their messages, "us:" in ours.
WEIGHTS: dict[str, tuple[Points, str]] = {
    "them:pitch": ({"pitching_us": 2.4, "prospect": -1.4, "customer": -1.0}, "They write in words of selling to us"),
    "them:pitch_hard": ({"pitching_us": 1.4, "prospect": -1.4, "customer": -0.8}, "Several phrases of a sales letter"),
    "them:bump": ({"pitching_us": 1.0}, "They follow up without news"),
    "them:unsubscribe_offer": (
        {"pitching_us": 0.6, "prospect": -0.6, "customer": -1.0},
        "They offer to unsubscribe us",
    ),
    "them:invoice_to_us": ({"supplier": 3.0, "customer": -1.0}, "They bill us"),
    "them:delivers_to_us": ({"supplier": 2.6, "customer": -0.5}, "They deliver to us or work for us"),
    "them:pays_us": ({"customer": 2.8}, "They write about paying our invoice"),
    "them:order": ({"customer": 2.6}, "They order from us"),
    "them:asks_price": ({"prospect": 2.6, "customer": -0.8}, "They ask for our price, offer or demo"),
    "them:interest": ({"prospect": 1.9}, "They say what they need or ask what we can do"),
    "them:support_request": ({"customer": 2.2}, "They ask for help with what they have from us"),
    "them:uses_ours": ({"customer": 2.4}, "They speak of what they have from us"),
    "them:application": ({"candidate": 3.4, "pitching_us": -0.5}, "They apply for work"),
    "them:press": ({"press": 3.6, "prospect": -1.0}, "They write for the public"),
    "them:private": ({"private": 2.6}, "Family or private words"),
    "them:partner": (
        {"partner": 3.0, "prospect": -0.4, "customer": -1.2},
        "They talk of selling ours on or of joint work",
    ),
    "them:thanks_contract": ({"customer": 1.5}, "They sent something signed"),
    "them:meeting_with_us": ({"prospect": 0.4}, "They refer to a talk with us"),
    "them:asks_favour": (
        {"unknown": 3.0, "prospect": -1.5, "customer": -0.5},
        "A study, survey, charity or other favour",
    ),
    "us:asks_price": ({"supplier": 3.0, "prospect": -2.5}, "We asked them for a price or offer"),
    "us:interest": ({"supplier": 1.0, "prospect": -0.6}, "We asked what they can do"),
    "us:order": ({"supplier": 3.0, "prospect": -1.0}, "We ordered from them"),
    "us:support_request": ({"supplier": 1.6}, "We asked them to put something right"),
    "us:pays_us": ({"supplier": 1.5}, "We wrote about paying their invoice"),
    "us:delivers_to_us": ({"customer": 2.0}, "We told them of their delivery"),
    "us:invoice_to_us": ({"customer": 2.4}, "We billed them"),
    "us:pitch": ({"prospect": 1.0}, "We offered them something"),
    "us:declines": ({"pitching_us": 2.0}, "We told them no"),
    "us:private": ({"private": 1.4}, "We write to them privately"),
    "us:application": ({"candidate": 1.5}, "We wrote about their application"),
    "we first": ({"prospect": 1.9, "pitching_us": -3.0}, "We wrote first and they answered"),
    "we only": ({"prospect": 0.6}, "Only we have written so far"),
    "never answered": ({"pitching_us": 0.8}, "They wrote again and again, we never answered"),
    "we answered": ({"pitching_us": -0.8, "prospect": 0.2, "customer": 0.2}, "We answered them"),
    "form": ({"prospect": 3.2, "list_or_robot": -3.0}, "They filled in our form or shop"),
    "meetings": ({"prospect": 0.5, "customer": 0.5, "partner": 0.5, "pitching_us": -0.5}, "We have met"),
    "stranger": ({"unknown": 0.5}, "Nothing from us to them yet"),
    "free mail": ({"private": 0.8, "candidate": 0.4}, "A private address"),
    "buyer's desk": ({"prospect": 1.0, "customer": 1.0, "pitching_us": -1.5}, "A purchasing address"),
}
START: Points = {"unknown": 1.3}  # silence of evidence is an answer: others must beat it
KNOWN_POINTS = 10.0  # a deal or CRM record outweighs words, not a correction
LEAD = 0.5  # a kind wins by at least this much
STRONG = 2.4  # own evidence this strong may differ from the firm's kind
_BUYERS = frozenset(
    ["einkauf", "purchasing", "procurement", "purchase", "achat", "achats", "compras", "tender", "tenders", "inkoop",
     "acquisti", "ap", "accountspayable", "beschaffung"]
)  # fmt: skip
# Signs of having bought: who shows one, and has been answered, may also sell to us and stays a customer.
_BOUGHT = frozenset({"them:order", "them:pays_us", "them:uses_ours", "us:delivers_to_us", "us:invoice_to_us"})
_SELLING = frozenset({"them:pitch", "them:pitch_hard", "them:bump"})
_NEUTRAL_KINDS = frozenset({"out_of_office", "receipt", "calendar", "delayed", "bounce", "complaint"})


@dataclass(slots=True)
class Dossier:
    """What is known of one person, or of all at one firm, as counters. `key` is Person.key or a domain."""

    key: str
    firm: str = ""
    name: str = ""
    us_human: int = 0  # messages by people, ours to them
    them_human: int = 0  # theirs to us
    opened_us: int = 0  # threads begun by us
    opened_them: int = 0
    first_at: float = math.inf  # seconds since 1970 UTC of the first human message
    first_side: Side | str = ""
    machine: int = 0  # lists, newsletters, robots
    forms: int = 0  # our forms and shop notices that carried them
    meetings: int = 0
    own_domain: bool = False
    known: RelationKind | str = ""  # from a deal or CRM record
    known_from: str = ""
    marks: dict[str, int] = field(default_factory=dict)  # "them:pitch" -> messages
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, id: str, side: Side, tells: Iterable[str] = (), *, at: float = 0.0, kind: Kind = "human",
            opens: bool = False) -> None:  # fmt: skip
        """One message between us and them. `side` wrote it; `tells` from interactions.tells."""
        if kind == "form":
            self.forms += 1
            self._mark("form", id)
        elif kind != "human":
            if kind not in _NEUTRAL_KINDS and side == "them":
                self.machine += 1
                self._mark("machine", id)
            return
        if side == "us":
            self.us_human += 1
            self.opened_us += opens
        else:
            self.them_human += 1
            self.opened_them += opens
            self._mark("them", id)
        if at < self.first_at or not self.first_side:
            self.first_at, self.first_side = at, side
        for tell in tells:
            self._mark(f"{side}:{tell}", id)

    def add_meeting(self, id: str) -> None:
        """One meeting held with them."""
        self.meetings += 1
        self._mark("meetings", id)

    def know(self, kind: RelationKind, source: str) -> None:
        """A deal or CRM record says who they are; `source` is shown to people ("deal 'Cold rooms', won")."""
        self.known, self.known_from = kind, source

    def absorb(self, other: Dossier) -> None:
        """Adds a person's counters to a firm's."""
        for name in ("us_human", "them_human", "opened_us", "opened_them", "machine", "forms", "meetings"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.first_at < self.first_at or not self.first_side:
            self.first_at, self.first_side = other.first_at, other.first_side
        self.own_domain = self.own_domain or other.own_domain
        if other.known and not self.known:
            self.known, self.known_from = other.known, other.known_from
        for mark, count in other.marks.items():
            self.marks[mark] = self.marks.get(mark, 0) + count
            self.ids[mark] = tuple(dict.fromkeys(self.ids.get(mark, ()) + other.ids.get(mark, ())))[:IDS_KEPT]

    def _mark(self, mark: str, id: str) -> None:
        self.marks[mark] = self.marks.get(mark, 0) + 1
        kept = self.ids.get(mark, ())
        if len(kept) < IDS_KEPT and id not in kept:
            self.ids[mark] = (*kept, id)


def judge(
    dossier: Dossier,
    firm: Dossier | None,
    settings: Settings,
    corrections: Mapping[str, RelationKind],
    *,
    lessons: Lessons | None = None,
) -> Relation:
    """Who this person is to us, with the lines that show it.

    `firm` holds everybody at their firm (this person too) or is None for free mail. `corrections` maps a person's
    key or a firm's domain to the kind a person chose. `lessons` come from `taught`.
    """
    del settings  # no number of this measure is a setting yet; the shape of all measures is kept
    by_hand = _corrected(dossier, corrections)
    if by_hand:
        return by_hand
    certain = _certain(dossier)
    if certain:
        return certain
    own = _weighed(dossier, lessons)
    if firm is None or firm.key == dossier.key:
        return own[0]
    at_firm = _weighed(firm, lessons)[0] if firm.them_human + firm.us_human + firm.forms or firm.known else None
    return _with_firm(own[0], own[1], at_firm, firm.key)


def taught(corrected: Iterable[tuple[Dossier, RelationKind]]) -> Lessons:
    """What corrections teach about others: every tell seen at a corrected firm leans a little (.4 a firm, at most 1.2)
    towards the kind the person chose. Structure ("we wrote first") teaches nothing."""
    lessons: dict[str, dict[RelationKind, float]] = {}
    for dossier, kind in corrected:
        for mark in dossier.marks:
            if ":" in mark:
                towards = lessons.setdefault(mark, {})
                towards[kind] = min(1.2, towards.get(kind, 0.0) + 0.4)
    return lessons


def _corrected(dossier: Dossier, corrections: Mapping[str, RelationKind]) -> Relation | None:
    if dossier.key in corrections:
        return Relation(corrections[dossier.key], ("You said so.",), sure=1.0, corrected=True)
    if dossier.firm and dossier.firm in corrections:
        line = f"You said so of {dossier.firm}."
        return Relation(corrections[dossier.firm], (line,), sure=1.0, inherited=True, corrected=True)
    return None


def _certain(dossier: Dossier) -> Relation | None:
    """What needs no weighing: machines and colleagues."""
    humans = dossier.them_human + dossier.us_human + dossier.forms
    nobody = addresses.is_machine(dossier.key) or addresses.is_list(dossier.key)
    if (dossier.machine and not dossier.them_human and not dossier.forms and not dossier.us_human) or (
        nobody and not dossier.forms
    ):
        ids = dossier.ids.get("machine", ()) or dossier.ids.get("them", ())
        line = (
            f"Only machine-made mail from here ({dossier.machine})" if dossier.machine else "An address no one answers"
        )
        return Relation("list_or_robot", (line,), ids, sure=0.97)
    if dossier.own_domain and not dossier.forms:
        return Relation("colleague", ("Our own domain",), dossier.ids.get("them", ()), sure=0.99)
    if not humans and not dossier.known and not dossier.meetings:
        return Relation("unknown", ("Nothing written between us yet",), sure=0.5)
    return None


def _structure(dossier: Dossier) -> dict[str, int]:
    """Evidence of who wrote first and from where, besides the words."""
    found: dict[str, int] = {}
    if dossier.first_side == "us":
        found["we first" if dossier.them_human else "we only"] = max(dossier.them_human, 1)
    elif dossier.us_human and dossier.them_human and not dossier.marks.get("us:declines"):
        found["we answered"] = dossier.us_human
    elif dossier.them_human > 1:
        found["never answered"] = dossier.them_human
    if not dossier.us_human and not dossier.meetings and not dossier.forms:
        found["stranger"] = 1
    if dossier.firm == "" and addresses.is_free_mail(addresses.domain(dossier.key)):
        found["free mail"] = 1
    if not _BUYERS.isdisjoint(dossier.key.rpartition("@")[0].replace("-", ".").replace("_", ".").split(".")):
        found["buyer's desk"] = 1
    return found


def _weighed(dossier: Dossier, lessons: Lessons | None) -> tuple[Relation, float]:
    """The kind by points, and the points of that kind."""
    points: dict[RelationKind, float] = dict.fromkeys(KINDS, 0.0)
    for kind, value in START.items():
        points[kind] += value
    structure = _structure(dossier)
    marks = {mark: count for mark, count in (dossier.marks | structure).items() if mark in WEIGHTS}
    if "them:asks_price" in marks and "us:asks_price" in marks:
        # The words of a price are in the answer too: whoever wrote first asked.
        del marks["them:asks_price" if dossier.first_side == "us" else "us:asks_price"]
    said: list[tuple[str, Points, int]] = []
    bought = dossier.us_human > 0 and not _BOUGHT.isdisjoint(marks)
    for mark, count in marks.items():
        if bought and mark in _SELLING:
            continue
        weights = dict(WEIGHTS[mark][0])
        for kind, extra in (lessons or {}).get(mark, {}).items():
            weights[kind] = weights.get(kind, 0.0) + extra
        for kind, weight in weights.items():
            points[kind] += weight * min(1.5, 1.0 + 0.25 * (count - 1))
        said.append((mark, weights, count))
    if dossier.known:
        for kind in KINDS:
            points[kind] += KNOWN_POINTS if kind == dossier.known else 0.0
    ranked = sorted(KINDS, key=lambda kind: -points[kind])
    best = ranked[0]
    if best != "unknown" and points[best] - points[ranked[1]] < LEAD:
        best = "unknown"
    total = sum(math.exp(points[kind]) for kind in KINDS)
    return _told(dossier, best, math.exp(points[best]) / total, said), points[best]


def _told(dossier: Dossier, kind: RelationKind, sure: float, said: list[tuple[str, Points, int]]) -> Relation:
    """The verdict with the lines that speak for it, strongest first."""
    speaking = sorted((s for s in said if s[1].get(kind, 0.0) > 0), key=lambda s: (-s[1][kind], s[0]))
    lines = [f"Known from {dossier.known_from}"] if dossier.known == kind else []
    ids: list[str] = []
    for mark, _, count in speaking[:5]:
        several = f" ({count} messages)" if count > 1 and ":" in mark else ""
        lines.append(WEIGHTS[mark][1] + several)
        ids += [id for id in dossier.ids.get(mark, ()) if id not in ids]
    if not lines:
        lines.append("Too little to tell" if not said else "The signs do not agree")
        ids += dossier.ids.get("them", ())
    return Relation(kind, tuple(lines), tuple(ids), sure=round(sure, 2))


def _with_firm(own: Relation, points: float, firm: Relation | None, name: str) -> Relation:
    """A person's own kind, or the firm's where the person's evidence is weak."""
    if firm is None or firm.kind not in INHERITED:
        return own
    if firm.kind == own.kind:
        return own
    buys_already = firm.kind == "customer" and own.kind == "prospect"
    if own.kind != "unknown" and points >= STRONG and not buys_already:
        return own
    line = f"As others at {name}: {firm.kind.replace('_', ' ')}"
    return Relation(firm.kind, (line, *firm.evidence[:3]), firm.ids, sure=round(firm.sure * 0.9, 2), inherited=True)
