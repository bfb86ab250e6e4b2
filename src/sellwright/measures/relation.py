"""Who somebody is to us (card C0): rules first, then a small sum of weighted evidence that a person can read.

Each piece of evidence adds points to one or more kinds. The kind with most points wins if it leads clearly; else the
answer is "unknown". The weights stand in interactions/relation_signs.py; how they were chosen and what they reach is in
docs/measures/relation.md. A firm's kind is inherited until a person's own evidence differs. A correction outranks all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from sellwright.interactions import addresses
from sellwright.interactions.relation_signs import (
    BOUGHT,
    BUYERS_DESKS,
    BUYING,
    ELSEWHERE,
    HELD_TIME,
    HELD_VAGUE,
    MASS,
    MASS_IF_BUYING,
    MASS_SIGNS,
    MASS_WORDS,
    ODD_NAME,
    OUR_BUYING,
    PRICED_BY_US,
    RARE_LETTERS,
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
from sellwright.interactions.values import Kind, Relation, RelationKind, Side
from sellwright.settings import Settings

VERSION = 1
IDS_KEPT = 3  # message ids remembered per piece of evidence
KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
BUYERS: frozenset[RelationKind] = frozenset({"prospect", "customer"})
ON_TODAY: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner"})  # and a few unknowns (C0)
INHERITED: frozenset[RelationKind] = frozenset({"prospect", "customer", "partner", "supplier", "pitching_us", "press"})

Lessons = Mapping[str, Points]

START: Points = {"unknown": 1.3}  # silence of evidence is an answer: others must beat it
KNOWN_POINTS = 10.0  # a deal or CRM record outweighs words, not a correction
CAMPAIGN = "We write to them in a campaign"
LEAD = 0.5  # a kind wins by at least this much
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
            if (mark in WEIGHTS or mark in MASS_SIGNS) and not (asking and tell in OUR_BUYING):
                self._mark(mark, id)

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
    own = _weighed(dossier, lessons)
    if firm is None or firm.key == dossier.key:
        return _hold(own[0], dossier, firm)
    at_firm = _weighed(firm, lessons)[0] if firm.them_human + firm.us_human + firm.forms or firm.known else None
    return _hold(_with_firm(own[0], own[1], at_firm, firm.key), dossier, firm)


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


def _stranger(dossier: Dossier) -> bool:
    """Nothing ever went from our side to them: no letter by hand, meeting, form or record."""
    return not (dossier.us_human or dossier.meetings or dossier.forms or dossier.known)


def _structure(dossier: Dossier) -> dict[str, int]:
    """Evidence of who wrote first and from where, besides the words."""
    found: dict[str, int] = {}
    free = dossier.firm == "" and addresses.is_free_mail(addresses.domain(dossier.key))
    both = min(dossier.us_human, dossier.them_human)
    if dossier.first_side == "us":
        found["we first" if dossier.them_human else "we only"] = max(dossier.them_human, 1)
        if (
            "them:money" in dossier.marks
            and not PRICED_BY_US.intersection(dossier.marks)
            and BUYING.isdisjoint(dossier.marks)
        ):
            found["they price"] = 1
    elif both and not dossier.marks.get("us:declines"):
        found["we answered"] = dossier.us_human
        if both > 1 and not free and not any(_often(dossier, mark) for mark in ELSEWHERE):
            found["both write"] = both
    elif dossier.them_human > 1:
        found["never answered"] = dossier.them_human
    if not dossier.us_human and not dossier.them_human and dossier.meetings:
        found["met only"] = dossier.meetings
    if _stranger(dossier):
        found["stranger"] = 1
        if (
            "them:money" in dossier.marks
            and BUYING.isdisjoint(dossier.marks)
            and "them:invoice_to_us" not in dossier.marks
        ):
            found["stranger's price"] = 1
        buying = not BUYING.isdisjoint(dossier.marks)
        # A group address of ours adds list headers to a buyer's letter: there, words must show it too.
        shown = not buying or not MASS_WORDS.isdisjoint(dossier.marks)
        if shown and _mass_share(dossier) >= (MASS_IF_BUYING if buying else MASS):
            found["mass mail"] = 1
    if free:
        found["free mail"] = 1
    if not BUYERS_DESKS.isdisjoint(dossier.key.rpartition("@")[0].replace("-", ".").replace("_", ".").split(".")):
        found["buyer's desk"] = 1
    return found


def _often(dossier: Dossier, mark: str) -> bool:
    """Whether a sign stands in every eighth letter of its side or more."""
    letters = dossier.us_human if mark.startswith("us:") else dossier.them_human
    return dossier.marks.get(mark, 0) * RARE_LETTERS >= max(letters, 1)


def _mass_share(dossier: Dossier) -> float:
    """The signs of mass mail in a stranger's letters, added up."""
    share = sum(weight for mark, weight in MASS_SIGNS.items() if mark in dossier.marks)
    return share + 0.5 * bool(dossier.machine) + 0.5 * bool(ODD_NAME.search(dossier.key.partition("@")[0][:64]))


def _hold(relation: Relation, dossier: Dossier, firm: Dossier | None) -> Relation:
    """An unknown stranger whose letters show no wish for what we make or do has no place in a day, and is told why.

    Whoever we ever wrote to, met or know of, or whose firm we did, is no stranger.
    """
    if relation.kind != "unknown" or not _stranger(dossier) or (firm is not None and not _stranger(firm)):
        return relation
    wants = WANTS_OURS.intersection((*dossier.marks, *_structure(dossier)))
    selling, asking = "them:pitch" in dossier.marks, "them:asks_time" in dossier.marks
    if selling or _mass_share(dossier) >= MASS:
        wants &= WANTS_OF_A_SELLER
    elif asking:
        wants &= WANTS_OF_AN_ASKER
    if wants:
        return relation
    return replace(relation, held=HELD_TIME if selling or asking else HELD_VAGUE)


def _weighed(dossier: Dossier, lessons: Lessons | None) -> tuple[Relation, float]:
    """The kind by points, and the points of that kind."""
    points: dict[RelationKind, float] = dict.fromkeys(KINDS, 0.0)
    for kind, value in START.items():
        points[kind] += value
    said: list[tuple[str, Points, int]] = []
    for mark, count in _signs(dossier).items():
        weights = dict(WEIGHTS[mark][0])
        for kind, extra in (lessons or {}).get(mark, {}).items():
            weights[kind] = weights.get(kind, 0.0) + extra
        weak = mark in ELSEWHERE and not _often(dossier, mark)
        # Whoever is asked a price answers with one, or bills us later.
        weak = weak or (mark == "us:asks_price" and dossier.them_human > 1 and SUPPLYING.isdisjoint(dossier.marks))
        times = RARE_SIGN if weak else min(1.5, 1.0 + 0.25 * (count - 1))
        for kind, weight in weights.items():
            points[kind] += weight * times
        said.append((mark, weights, count))
    if dossier.known:
        for kind in KINDS:
            points[kind] += KNOWN_POINTS if kind == dossier.known else 0.0
    best, *others = sorted(KINDS, key=lambda kind: -points[kind])
    if best in BUYERS:  # a buyer of whom it is not clear whether they have bought is a buyer
        others = [kind for kind in others if kind not in BUYERS]
    if best != "unknown" and points[best] - points[others[0]] < LEAD:
        best = "unknown"
    total = sum(math.exp(points[kind]) for kind in KINDS)
    sure = math.exp(points[best]) / total
    if _stranger(dossier) and best in ("customer", "partner"):
        return _capped(dossier, best, sure, said), points[best]
    return _told(dossier, best, sure, said), points[best]


def _signs(dossier: Dossier) -> dict[str, int]:
    """The signs that count, each with the number of messages."""
    marks = {mark: count for mark, count in (dossier.marks | _structure(dossier)).items() if mark in WEIGHTS}
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
    other = _mass_share(dossier) or not {"them:pitch", "them:asks_time"}.isdisjoint(dossier.marks)
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
