"""Who somebody is to us (card C0): rules first, then a small sum of weighted evidence that a person can read.

Each piece of evidence adds points to one or more kinds. The kind with most points wins if it leads clearly; else the
answer is "unknown". The points stand in interactions/relation_signs.py. A second sum, fitted on letters of several
hands (interactions/relation_odds.py), has the last word on "prospect or customer" and on who sells to us; what both
reach is in docs/measures/relation.md. A firm's kind is inherited until a person's own evidence differs. A correction
outranks all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from sellwright.interactions import addresses, relation_odds, relation_structure
from sellwright.interactions.relation_odds import Odds
from sellwright.interactions.relation_signs import (
    BOUGHT,
    BUYING,
    ELSEWHERE,
    HELD_TIME,
    HELD_VAGUE,
    MASS,
    MASS_SIGNS,
    MASS_WORDS,
    OF_A_BUYER,
    OF_A_SELLER,
    OUR_BUYING,
    PLAIN_BUYING,
    RARE_SIGN,
    SELLING,
    SERVED,
    SUPPLYING,
    UNTAUGHT,
    WANTS_OF_A_SELLER,
    WANTS_OF_AN_ASKER,
    WANTS_OURS,
    WEIGHTS,
    Points,
)
from sellwright.interactions.relation_structure import often, stranger
from sellwright.interactions.values import Kind, Relation, RelationKind, Side
from sellwright.settings import Settings

VERSION = 1
IDS_KEPT = 3  # message ids remembered per piece of evidence
KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
BUYERS: frozenset[RelationKind] = frozenset({"prospect", "customer"})
NO_BUYERS = tuple(kind for kind in KINDS if kind not in BUYERS)
ON_TODAY: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner"})  # and a few unknowns (C0)
INHERITED: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner", "supplier", "pitching_us", "press"})

Lessons = Mapping[str, Points]
# Marks worth counting: those with points, of mass mail, and the everyday words the fitted sum reads.
KEPT = frozenset(
    {*WEIGHTS, *MASS_SIGNS, *(f"{side}:{tell}" for side in ("us", "them") for tell in relation_odds.WORDS)}
)

START: Points = {"unknown": 1.3}  # silence of evidence is an answer: others must beat it
KNOWN_POINTS = 10.0  # a deal or CRM record outweighs words, not a correction
CAMPAIGN = "We write to them in a campaign"
LEAD = 0.5  # a kind wins by at least this much
KEPT_FROM = 0.35  # odds from which somebody stays a buyer who plainly buys
A_SELLER = 0.8  # odds from which an unknown person is said to be pitching us
LIKELY_BUYER, LIKELY_SELLER = 0.5, 0.3  # odds at which an unknown stranger has a place in a day, or loses it
UNSHOWN = "Too little shows that they buy, or think of buying"
STRONG = 2.4  # own evidence this strong may differ from the firm's kind
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
    campaign: int = 0  # letters of ours to many that went to them too
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
            elif kind in ("newsletter", "list") and side == "us":
                self.campaign += 1
                self._mark("campaign", id)
            return
        asking = side == "us" and not opens and self.them_human > 0
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
            mark = f"{side}:{tell}"
            if mark in KEPT and not (asking and tell in OUR_BUYING):
                self._mark(mark, id)
                if opens and tell in relation_odds.OPENING:
                    self._mark(f"{side} opening:{tell}", id)

    def add_meeting(self, id: str) -> None:
        """One meeting held with them."""
        self.meetings += 1
        self._mark("meetings", id)

    def know(self, kind: RelationKind, source: str) -> None:
        """A deal or CRM record says who they are; `source` is shown to people ("deal 'Cold rooms', won")."""
        self.known, self.known_from = kind, source

    def absorb(self, other: Dossier) -> None:
        """Adds a person's counters to a firm's."""
        for name in ("us_human", "them_human", "opened_us", "opened_them", "machine", "campaign", "forms",
                     "meetings"):  # fmt: skip
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
    own, points, odds = _doubted(dossier, lessons)
    if firm is not None and firm.key != dossier.key:
        written = firm.them_human + firm.us_human + firm.forms or firm.known
        at_firm = _doubted(firm, lessons)[0] if written else None
        own = _with_firm(own, points, at_firm, firm.key)
    return _hold(own, dossier, firm, odds)


def taught(corrected: Iterable[tuple[Dossier, RelationKind]]) -> Lessons:
    """What corrections teach about others: every tell seen at a corrected firm leans a little (.4 a firm, at most 1.2)
    towards the kind the person chose. Structure ("we wrote first") teaches nothing."""
    lessons: dict[str, dict[RelationKind, float]] = {}
    for dossier, kind in corrected:
        for mark in dossier.marks:
            if mark in WEIGHTS and ":" in mark and mark not in UNTAUGHT:
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
        if dossier.campaign:
            return Relation("prospect", (CAMPAIGN,), dossier.ids.get("campaign", ()), sure=0.5)
        return Relation("unknown", ("Nothing written between us yet",), sure=0.5)
    return None


def _hold(relation: Relation, dossier: Dossier, firm: Dossier | None, odds: Odds | None) -> Relation:
    """An unknown stranger has a place in a day if the odds say buyer, or if the letters show a wish for what we make or
    do and little speaks of a seller. The others are told why.

    Whoever we ever wrote to, met or know of, or whose firm we did, is no stranger.
    """
    if odds is None or relation.kind != "unknown" or not stranger(dossier):
        return relation
    if firm is not None and not stranger(firm):
        return relation
    if odds.buyer > LIKELY_BUYER and any(mark.startswith("them:") for mark in dossier.marks):
        return relation
    wants = WANTS_OURS.intersection((*dossier.marks, *relation_structure.structure(dossier)))
    selling, asking = "them:pitch" in dossier.marks, "them:asks_time" in dossier.marks
    if selling or relation_structure.mass_share(dossier) >= MASS:
        wants &= WANTS_OF_A_SELLER
    elif asking:
        wants &= WANTS_OF_AN_ASKER
    seller = odds.pitching_us >= LIKELY_SELLER
    if wants and not seller:
        return relation
    return replace(relation, held=HELD_TIME if selling or asking or seller else HELD_VAGUE)


def _doubted(dossier: Dossier, lessons: Lessons | None) -> tuple[Relation, float, Odds | None]:
    """The kind by points, set right by the fitted odds; the points of that kind; and the odds, where they were asked.

    Buyers need a sign of buying (OF_A_BUYER, or our turning to them) and odds: KEPT_FROM where the points agree and
    they ask a price, order, pay or speak of what they have from us; else the model's `least`. Others are unknown:
    letters both ways alone are a supplier's as often. Records, forms, meetings and lessons are not doubted.
    """
    structure = relation_structure.structure(dossier)
    found, points = _weighed(dossier, lessons, structure)
    settled = found.kind != "unknown" and found.kind not in BUYERS
    if settled or dossier.known or dossier.forms or dossier.meetings or not dossier.them_human:
        return found, points, None
    made = relation_odds.signs(dossier, structure)
    odds = relation_odds.odds(made)
    # Of a stranger often one letter is known: there, "we are looking for" is said by many, and points must agree.
    doubtful = stranger(dossier) and found.kind == "unknown"
    shown = not (WANTS_OF_AN_ASKER if doubtful else OF_A_BUYER).isdisjoint(dossier.marks)
    shown = shown or relation_odds.outreach(dossier)
    plain = found.kind in BUYERS and not PLAIN_BUYING.isdisjoint(dossier.marks)
    least = KEPT_FROM if plain else relation_odds.model().least
    buys = shown and odds.buyer >= least
    if found.kind in BUYERS and not buys and not _taught_so(dossier, found.kind, lessons):
        found = replace(found, kind="unknown", evidence=(UNSHOWN,), sure=round(odds.other, 2))
    elif found.kind == "unknown" and buys and not lessons:
        served = dossier.us_human and not SERVED.isdisjoint(dossier.marks)
        found = _by_odds(dossier, "customer" if served else "prospect", made, odds.buyer)
    elif (
        found.kind == "unknown"
        and odds.pitching_us >= A_SELLER
        and not OF_A_SELLER.isdisjoint(dossier.marks)
        and not lessons
    ):
        found = _by_odds(dossier, "pitching_us", made, odds.pitching_us)
    return found, points, odds


def _taught_so(dossier: Dossier, kind: RelationKind, lessons: Lessons | None) -> bool:
    return bool(lessons) and any(kind in (lessons or {}).get(mark, {}) for mark in dossier.marks)


def _by_odds(dossier: Dossier, kind: RelationKind, made: Mapping[str, float], chance: float) -> Relation:
    """A verdict of the fitted sum with the signs that speak for it."""
    lines: list[str] = []
    ids: list[str] = []
    for sign in relation_odds.speaking(made, relation_odds.CLASSES.index("buyer" if kind in BUYERS else kind)):
        line = WEIGHTS[sign][1] if sign in WEIGHTS else relation_odds.words(sign)
        lines += [line] if line not in lines else []
        ids += [id for id in dossier.ids.get(sign, ()) if id not in ids]
    return Relation(kind, tuple(lines), tuple(ids or dossier.ids.get("them", ())), sure=round(chance, 2))


def _weighed(dossier: Dossier, lessons: Lessons | None, structure: dict[str, int]) -> tuple[Relation, float]:
    """The kind by points, and the points of that kind."""
    points: dict[RelationKind, float] = dict.fromkeys(KINDS, 0.0)
    for kind, value in START.items():
        points[kind] += value
    said: list[tuple[str, Points, int]] = []
    for mark, count in _signs(dossier, structure).items():
        weights = WEIGHTS[mark][0]
        if lessons and mark in lessons:
            taught = lessons[mark]
            weights = {kind: weights.get(kind, 0.0) + taught.get(kind, 0.0) for kind in {**weights, **taught}}
        weak = mark in ELSEWHERE and not often(dossier, mark)
        # Whoever is asked a price answers with one, or bills us later.
        weak = weak or (mark == "us:asks_price" and dossier.them_human > 1 and SUPPLYING.isdisjoint(dossier.marks))
        times = RARE_SIGN if weak else min(1.5, 1.0 + 0.25 * (count - 1))
        for kind, weight in weights.items():
            points[kind] += weight * times
        said.append((mark, weights, count))
    if dossier.known:
        for kind in KINDS:
            points[kind] += KNOWN_POINTS if kind == dossier.known else 0.0
    best = max(KINDS, key=points.__getitem__)
    if best != "unknown":
        # A buyer of whom it is not clear whether they have bought is a buyer.
        rivals = NO_BUYERS if best in BUYERS else KINDS
        if points[best] - max(points[kind] for kind in rivals if kind != best) < LEAD:
            best = "unknown"
    total = sum(map(math.exp, points.values()))
    sure = math.exp(points[best]) / total
    if stranger(dossier) and best in ("customer", "partner"):
        return _capped(dossier, best, sure, said), points[best]
    return _told(dossier, best, sure, said), points[best]


def _signs(dossier: Dossier, structure: dict[str, int]) -> dict[str, int]:
    """The signs that count, each with the number of messages."""
    marks = {mark: count for mark, count in (dossier.marks | structure).items() if mark in WEIGHTS}
    if "them:asks_price" in marks and "us:asks_price" in marks:
        # The words of a price are in the answer too: whoever wrote first asked.
        del marks["them:asks_price" if dossier.first_side == "us" else "us:asks_price"]
    if "them:unsubscribe_offer" in marks and not BUYING.isdisjoint(marks) and MASS_WORDS.isdisjoint(marks):
        del marks["them:unsubscribe_offer"]  # the footer of a group address
    if "stranger" not in marks:
        marks.pop("them:asks_time", None)  # somebody we know may ask for a talk
    if "them:pitch" in marks and "stranger" in marks:  # "when may we deliver?" of a cold letter
        for mark in ("them:delivers_to_us", "them:serves"):
            marks.pop(mark, None)
    if dossier.us_human > 0 and not BOUGHT.isdisjoint(marks):
        for mark in SELLING:
            marks.pop(mark, None)
    if dossier.us_human > 0 and not SERVED.isdisjoint(marks):
        for mark in ("both write", "we first", "them:asks_price", "them:interest"):
            if mark in marks:
                marks[f"{mark}, bought"] = marks.pop(mark)
    return marks


def _capped(dossier: Dossier, kind: RelationKind, sure: float, said: list[tuple[str, Points, int]]) -> Relation:
    """A stranger's words alone make nobody a customer or partner: who writes like a customer is a prospect so far."""
    told = _told(dossier, kind, sure, said)
    other = relation_structure.mass_share(dossier) or not {"them:pitch", "them:asks_time"}.isdisjoint(dossier.marks)
    able: RelationKind = "prospect" if kind == "customer" and not other else "unknown"
    return Relation(able, (*told.evidence, WEIGHTS["stranger"][1]), told.ids, sure=round(sure / 2, 2))


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
