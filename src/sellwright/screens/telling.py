"""Small contexts that several pages give to templates/parts: who they are to us, how far each side comes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright.interactions.values import Relation
from sellwright.measures.effort import Effort
from sellwright.screens import spoken, words
from sellwright.store.models import Firm, Person

_SHARE = re.compile(r"\((\.\d\d|1\.00|0\.\d\d)(?: to (\.\d\d|1\.00|0\.\d\d))?\)")


@dataclass(frozen=True)
class ShownKind:
    """One kind to choose."""

    value: str
    label: str
    key: str = ""  # pressed while the choice is open


@dataclass(frozen=True)
class ShownRelation:
    """Context of parts/relation.html."""

    id: str
    word: str
    kind: str
    kinds: tuple[ShownKind, ...]
    evidence: tuple[str, ...]
    url: str
    corrected: bool
    inherited: bool
    wide_word: str


@dataclass(frozen=True)
class ShownEffort:
    """Context of parts/effort.html and, in small, of parts/effort_mark.html. Whole percents."""

    state: str  # 'told', 'unclear', 'too little'
    word: str
    verdict: str
    theirs: int = 0
    low: int = 0
    high: int = 0
    messages: int = 0
    pressure: str = ""
    hidden: int = 0
    points_url: str = ""


def relation(person: Person, held: Relation, *, may_correct: bool) -> ShownRelation:
    """Who a person is to us, with the choice to correct it."""
    url = reverse("person_relation", args=[person.public_id]) if may_correct else ""
    wide = _("also for everybody at %(firm)s") % {"firm": person.firm} if person.firm else ""
    return _relation(person.public_id, held, url, wide)


def firm_relation(firm: Firm, kind: str, *, corrected: bool, may_correct: bool) -> ShownRelation:
    """Who a firm is to us."""
    url = reverse("company_relation", args=[firm.public_id]) if may_correct else ""
    return _relation(firm.public_id, Relation(kind, (), corrected=corrected), url, "")  # type: ignore[arg-type]


def _relation(public_id: str, held: Relation, url: str, wide: str) -> ShownRelation:
    kinds = tuple(ShownKind(value, str(label), key) for value, (label, key) in words.RELATIONS.items())
    return ShownRelation(
        id=public_id,
        word=words.relation(held.kind),
        kind=held.kind,
        kinds=kinds,
        evidence=tuple(map(spoken.tell, held.evidence)),
        url=url,
        corrected=held.corrected,
        inherited=held.inherited,
        wide_word=wide,
    )


def mark(verdict: str) -> ShownEffort | None:
    """The small bar from a band as Today keeps it: "leaning in (.72)", "unclear (.35 to .61)"."""
    if not verdict:
        return None
    word = verdict.partition(" (")[0]
    found = _SHARE.search(verdict)
    if word.startswith("too little") or found is None:
        return ShownEffort("too little", spoken.tell(word), spoken.tell(word))
    low = percent(float(found[1]))
    high = percent(float(found[2])) if found[2] else low
    state = "unclear" if word == "unclear" else "told"
    return ShownEffort(state, spoken.tell(word), spoken.tell(word), theirs=low, low=low, high=high)


def effort(found: Effort, hidden: int, points_url: str) -> ShownEffort:
    """The whole bar of a measured share."""
    state = "too little" if found.verdict.startswith("too little") else "told"
    if found.verdict == "unclear":
        state = "unclear"
    pressure = ""
    if found.automated:
        pressure = _("%(automated)d automated : %(replies)d of theirs") % {
            "automated": found.automated,
            "replies": found.replies,
        }
    low = found.share if found.low is None else found.low
    high = found.share if found.high is None else found.high
    return ShownEffort(
        state=state,
        word=spoken.tell(found.verdict.partition(" (")[0]),
        verdict=spoken.tell(found.verdict.partition(" (")[0]),
        theirs=percent(found.share),
        low=percent(low),
        high=percent(high),
        messages=found.messages,
        pressure=pressure,
        hidden=hidden,
        points_url=points_url,
    )


def percent(share: float) -> int:
    """A share in whole percents, as the bar is drawn."""
    return round(share * 100)


def points(worth: float) -> str:
    """What one act adds today: "+2.2", "+.1"; what has faded to nothing says so."""
    return f"+{worth:.1f}" if worth >= 0.05 else _("faded")
