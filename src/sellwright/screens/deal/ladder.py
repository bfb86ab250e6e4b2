"""What the buyer has given, as the page of a deal shows it: the ladder, each giving with its proof, and letters in
which an act of theirs was found and that wait to be taken up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright import access
from sellwright.measures import ladder, stage_evidence
from sellwright.screens import addresses, deal_words, giving_words, words
from sellwright.screens.deal.shown import Proof, Proofs
from sellwright.store.models import Commitment, Deal, Person, Touch, User

MOST_OFFERED = 4
MOST_TO_NAME = 12


@dataclass(frozen=True)
class Rung:
    """One of the ten in the picture; `state` is given, gap, next or ''."""

    word: str
    state: str
    said: str
    meant: str


@dataclass(frozen=True)
class ShownGiving:
    """One commitment."""

    id: str
    url: str
    kind: str
    who: str
    who_url: str
    when: str
    words: str
    in_return: str
    withdrawn: str
    proof: Proof | None


@dataclass(frozen=True)
class Found:
    """A letter in which an act of theirs was found: taken up, it shows a commitment."""

    ref: str
    kind: str
    person: str
    who: str
    date: str
    said: str
    evidence_url: str
    url: str


@dataclass(frozen=True)
class Choice:
    """A letter or meeting that can be named as proof."""

    ref: str
    label: str


def context(deal: Deal, user: User, now: datetime, proofs: Proofs) -> dict[str, Any]:
    """What deal/_ladder.html shows."""
    rows: list[Commitment] = list(deal.commitments.select_related("person").order_by("-given_date", "-pk"))
    proofs.want(rows)
    given = [ladder.Given(row.kind, row.given_date, (), row.withdrawn_date) for row in rows]
    found = ladder.measure(given)
    taken = {row.message_id for row in rows} | {row.event_id for row in rows}
    touches = list(_theirs(user, deal, now))
    return {
        "rungs": [_rung(rung, found) for rung in ladder.RUNGS],
        "ladder_said": _said(found),
        "givings": rows,
        "kinds": [(kind, word, giving_words.MEANT[kind]) for kind, word in giving_words.KINDS.items()],
        "next_kind": found.next,
        "offered": _offered(touches, taken, now),
        "proof_choices": [Choice(touch.ref, _label(touch, now)) for touch in touches[:MOST_TO_NAME]],
    }


def givings(rows: Sequence[Commitment], known: set[int], now: datetime, proofs: Proofs) -> list[ShownGiving]:
    """The commitments as shown; `known`: row ids of the people the viewer may know of."""
    return [
        ShownGiving(
            id=row.public_id,
            url=reverse("commitment_change", args=[row.public_id]),
            kind=str(giving_words.KINDS[row.kind]),
            who=_who(row.person, known),
            who_url=addresses.of("person", row.person.public_id) if row.person and row.person.pk in known else "",
            when=deal_words.day(row.given_date, now),
            words=row.words if row.person is None or row.person.pk in known else "",
            in_return=row.in_return,
            withdrawn=deal_words.day(row.withdrawn_date, now),
            proof=proofs.of(row),
        )
        for row in rows
    ]


def _who(person: Person | None, known: set[int]) -> str:
    if person is None:
        return _("somebody who was erased")
    return str(person) if person.pk in known else _("somebody you may not know of")


def _rung(rung: str, found: ladder.Ladder) -> Rung:
    given = any(one.kind == rung for one in found.standing)
    if given:
        state, said = "given", _("given")
    elif rung in found.gaps:
        state, said = "gap", _("gap")
    elif rung == found.next:
        state, said = "next", _("next")
    else:
        state, said = "", _("not yet")
    return Rung(str(giving_words.KINDS[rung]), state, said, str(giving_words.MEANT[rung]))


def _said(found: ladder.Ladder) -> str:
    if not found.standing:
        return ""
    held = ngettext("%(n)d of ten in a row", "%(n)d of ten in a row", found.height) % {"n": found.height}
    if not found.gaps:
        return held
    names = ", ".join(str(giving_words.KINDS[gap]) for gap in found.gaps)
    return _("%(ladder)s; left out: %(gaps)s") % {"ladder": held, "gaps": names}


def _theirs(user: User, deal: Deal, now: datetime) -> QuerySet[Touch]:
    """What the people of the deal did, newest first: letters of theirs, meetings and talks."""
    rows = access.touches(user).filter(person__deal_parts__deal=deal, at__lte=now.timestamp(), human=True)
    shows = rows.filter(side="them", message__isnull=False) | rows.filter(minutes__gt=0)
    return shows.select_related("person", "message", "event").order_by("-at", "-pk")[:40]


def _offered(touches: Sequence[Touch], taken: set[int | None], now: datetime) -> list[Found]:
    """Those in which an act was found and that no commitment names yet."""
    made = []
    for touch in touches:
        act = stage_evidence.act_of(touch.acts.split()) if touch.side == "them" else ""
        if not act or {touch.message_id, touch.event_id} - {None} & taken:
            continue
        if touch.message_id in taken:
            continue
        made.append(
            Found(
                ref=touch.ref,
                kind=giving_words.ACT_MAY_BE.get(act, "time"),
                person=touch.person.public_id,
                who=str(touch.person),
                date=words.local(touch.at, now).date().isoformat(),
                said=f"{touch.person}: {deal_words.ACTS[act]}, {words.when(touch.at, now)}",
                evidence_url=addresses.of("evidence", touch.ref),
                url=addresses.of("message", touch.ref),
            )
        )
    return made[:MOST_OFFERED]


def _label(touch: Touch, now: datetime) -> str:
    about = touch.message.subject if touch.message else touch.event.title if touch.event else ""
    return f"{words.when(touch.at, now)}, {touch.person}: {about}"[:90]
